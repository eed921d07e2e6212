/* SPDX-License-Identifier: GPL-2.0 */
/* One empty program per way to be called: loaded and attached to see whether the kernel allows it.
 */
#include "program.bpf.h"

/* A tracepoint that fires rarely, and a function that nothing calls but the kernel's own tests. */
TRACEPOINT(sched_process_exec, struct task_struct *task)
{
	return 0;
}

TRACEPOINT_RECORD(sched, sched_process_exec, trace_event_raw_sched_process_exec)
{
	return 0;
}

FUNCTION(bpf_fentry_test1, int a)
{
	return 0;
}

FUNCTION_RETURN(bpf_fentry_test1, int a)
{
	return 0;
}

SEC("?perf_event")
int cpu_clock(void *ctx)
{
	return 0;
}

SEC("?iter/task")
int iter_task(struct bpf_iter__task *ctx)
{
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
