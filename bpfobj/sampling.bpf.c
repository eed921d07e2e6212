/* SPDX-License-Identifier: GPL-2.0 */
/* Event source: the CPU clock. Event: sample, 99 times a second on each CPU. */
#include "common.bpf.h"
#include "runqlen.bpf.h"

volatile struct control control SEC(".data.control");

SEC("perf_event")
int cpu_clock(void *ctx)
{
	struct task_struct *current = (void *)bpf_get_current_task();
	/* runqueues, the per-CPU symbol, cannot be had without KALLSYMS_ALL: go through the task's
	 * own queue. */
	struct cfs_rq *leaf = BPF_CORE_READ(current, se.cfs_rq);
	struct rq *rq;

	if (bpf_core_field_exists(leaf->rq))
		rq = BPF_CORE_READ(leaf, rq);
	else /* without FAIR_GROUP_SCHED the only cfs_rq is the one inside rq */
		rq = (void *)leaf - bpf_core_field_offset(struct rq, cfs);
	runqlen_sample(rq, BPF_CORE_READ(current, pid) == 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
