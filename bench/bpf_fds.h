/* SPDX-License-Identifier: MIT */
#ifndef BENCH_BPF_FDS_H
#define BENCH_BPF_FDS_H

#include <stdint.h>
#include <sys/types.h>

/* What a process holds of BPF through its descriptors, as the kernel tells in /proc/PID/fdinfo. */
struct bpf_fds {
	unsigned int count; /* descriptors of programs, links and maps */
	uint64_t runs; /* of its programs, since they were loaded; 0 while statistics are off */
	uint64_t run_time_ns; /* of those runs */
	uint64_t memory;      /* bytes of its programs and maps */
};

/* Adds what process pid holds to sum. Returns 0, or -1 when the process cannot be read. */
int bpf_fds_add(pid_t pid, struct bpf_fds *sum);

#endif
