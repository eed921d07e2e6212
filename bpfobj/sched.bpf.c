/* SPDX-License-Identifier: GPL-2.0 */
/* Event source: the scheduler. Events: wakeup, wakeup_new, switch, migrate. */
#include "common.bpf.h"
#include "cpudist.bpf.h"
#include "cputime.bpf.h"
#include "migrations.bpf.h"
#include "program.bpf.h"
#include "runqlat.bpf.h"

volatile struct control control SEC(".data.control");

/* Whether a thread that leaves its CPU could have gone on. prev_state as an argument moved between
 * kernels: read the task. */
static __always_inline bool runnable(struct task_struct *task)
{
	struct task_struct___state *now = (void *)task;
	struct task_struct___old_state *before_5_14 = (void *)task;

	if (bpf_core_field_exists(now->__state))
		return BPF_CORE_READ(now, __state) == 0;
	return BPF_CORE_READ(before_5_14, state) == 0;
}

static __always_inline int wakeup(u32 tid)
{
	runqlat_enqueue(tid, bpf_ktime_get_ns());
	return 0;
}

TRACEPOINT(sched_wakeup, struct task_struct *task)
{
	return wakeup(READ(task, pid));
}

TRACEPOINT_RECORD(sched, sched_wakeup, trace_event_raw_sched_wakeup_template)
{
	return wakeup(record->pid);
}

TRACEPOINT(sched_wakeup_new, struct task_struct *task)
{
	return wakeup(READ(task, pid));
}

TRACEPOINT_RECORD(sched, sched_wakeup_new, trace_event_raw_sched_wakeup_template)
{
	return wakeup(record->pid);
}

FUNCTION(wake_up_new_task, struct task_struct *task)
{
	return wakeup(READ(task, pid));
}

static __always_inline int switched(bool preempt, struct task_struct *prev,
				    struct task_struct *next)
{
	struct switch_event event = {
		.now_ns = bpf_ktime_get_ns(),
		.prev_tid = READ(prev, pid),
		.next_tid = READ(next, pid),
	};
	u32 cpu = bpf_get_smp_processor_id();
	struct running *here = bpf_map_lookup_elem(&running, &cpu);

	if (!here)
		return 0;
	event.prev_runnable = preempt || runnable(prev);
	event.slice_since_ns = here->since_ns;
	event.prev.process = here->process;
	if (!here->since_ns || here->tid != event.prev_tid) {
		/*
		 * The first switch seen here, so prev has had this CPU since before any tool was
		 * on; or exec gave prev the id of its main thread; or a switch was not shown to us.
		 */
		event.prev.process = event.prev_tid ? actor_of(prev).process : PROCESS_OTHER;
		if (!here->since_ns)
			event.slice_since_ns = BEFORE_ATTACH_NS;
		else if (event.prev.process != here->process)
			event.slice_since_ns = 0;
	}
	here->prev_match = event.prev_tid ? match_of(event.prev.process) : 0;
	if (event.next_tid)
		event.next = actor_of(next);
	here->since_ns = event.now_ns;
	here->tid = event.next_tid;
	here->process = event.next.process;
	here->match = event.next.match;
	/*
	 * Read back: the verifier walks all handlers once for each constant that it knows, but what
	 * has been in a map is any number. 73,000 instructions became 26,000.
	 */
	barrier();
	event.prev.match = here->prev_match;
	event.next.process = here->process;
	event.next.match = here->match;

	runqlat_switch(&event);
	cpudist_switch(&event);
	cputime_switch(&event);
	return 0;
}

TRACEPOINT(sched_switch, bool preempt, struct task_struct *prev, struct task_struct *next)
{
	return switched(preempt, prev, next);
}

/*
 * Runs in the thread that was switched to. That prev was preempted is not told: one that was on its
 * way to sleep then counts as blocked.
 */
FUNCTION(finish_task_switch, struct task_struct *prev)
{
	return switched(false, prev, current_task());
}

static __always_inline int migrated(struct task_struct *task, u32 dest_cpu)
{
	struct task_struct___cpu *before_5_16 = (void *)task;
	struct actor who;
	u32 from;

	if (!tool_on_since(migrations))
		return 0;
	if (bpf_core_field_exists(task->thread_info.cpu))
		from = BPF_CORE_READ(task, thread_info.cpu);
	else
		from = BPF_CORE_READ(before_5_16, cpu);
	if (from == dest_cpu) /* set_task_cpu is also called to stay */
		return 0;
	who = actor_of(task);
	migrations_migrate(&who, from, dest_cpu);
	return 0;
}

TRACEPOINT(sched_migrate_task, struct task_struct *task, int dest_cpu)
{
	return migrated(task, dest_cpu);
}

FUNCTION(set_task_cpu, struct task_struct *task, unsigned int new_cpu)
{
	return migrated(task, new_cpu);
}

char LICENSE[] SEC("license") = "GPL";
