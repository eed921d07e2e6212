/* SPDX-License-Identifier: GPL-2.0 */
/* For tests: what is done for each getppid(2) of one thread, and maps that only user space touches.
 */
#include "kernel.h"

#define SYS_getppid 110

/* 12 bytes: the kernel puts 16 between two of them. */
struct step {
	u32 count;
	u32 gain; /* written by user space */
	u32 total;
};

struct record {
	u64 sequence;
	u64 popped;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 5);
	__type(key, u32);
	__type(value, struct step);
} steps SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 64 * 1024);
} records SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 4);
	__type(value, u32);
} waiting SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1000);
	__type(key, u64);
	__type(value, u32);
} numbers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 10);
	__type(key, u64);
	__type(value, u32);
} per_cpu_numbers SEC(".maps");

const volatile u32 thread;
const volatile u64 wakeup_flags = BPF_RB_NO_WAKEUP;

u64 runs;
u64 sent;
u64 dropped;

SEC("raw_tp/sys_enter")
int count_calls(struct bpf_raw_tracepoint_args *ctx)
{
	struct record record = {};
	u32 index = 3, number;
	struct step *step;

	__sync_fetch_and_add(&runs, 1);
	if ((u32)bpf_get_current_pid_tgid() != thread || ctx->args[1] != SYS_getppid)
		return 0;
	step = bpf_map_lookup_elem(&steps, &index);
	if (step) {
		step->count++;
		step->total += step->gain;
	}
	if (!bpf_map_pop_elem(&waiting, &number))
		record.popped = number;
	record.sequence = sent++;
	if (bpf_ringbuf_output(&records, &record, sizeof(record), wakeup_flags))
		dropped++;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
