/* SPDX-License-Identifier: GPL-2.0 */
/* What every record in the ring buffer starts with: when, which tool, and who. */
#pragma once

#include "processes.bpf.h"

struct event {
	u64 time_ns; /* CLOCK_MONOTONIC */
	u32 tool;
	u32 size;     /* of the whole record */
	u64 start_ns; /* of the thread group */
	u64 cgroup_id;
	char comm[16];
	u32 pid; /* thread group */
	u32 ppid;
	u32 ns_pid;
	u32 uid;
};

static __always_inline void event_begin(struct event *event, const volatile struct tool *tool,
					u32 size, struct task_struct *task, const struct actor *who)
{
	struct process *process = process_at(who->process);

	event->time_ns = bpf_ktime_get_ns();
	event->tool = tool->id;
	event->size = size;
	event->start_ns = READ(task, group_leader, start_time);
	event->cgroup_id = cgroup_id_of(task);
	bpf_core_read(&event->comm, sizeof(event->comm), &task->comm);
	event->pid = READ(task, tgid);
	event->ppid = BPF_CORE_READ(task, real_parent, tgid);
	event->ns_pid = process ? process->ns_tgid : 0;
	event->uid = BPF_CORE_READ(task, cred, uid.val);
}
