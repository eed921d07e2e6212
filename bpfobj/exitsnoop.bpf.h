/* SPDX-License-Identifier: GPL-2.0 */
/* exitsnoop: each process that ended, with how and after how long. */
#pragma once

#include "processes.bpf.h"

struct exitsnoop_event {
	struct event_header header;
	u64 start_ns;
	u64 cgroup_id;
	char comm[16];
	u32 pid; /* thread group */
	u32 ppid;
	u32 ns_pid;
	u32 uid;
	u32 exit_code; /* as wait(2) encodes it: code << 8 | core << 7 | signal */
	u32 unused;
};

TOOL(exitsnoop);

static __always_inline void exitsnoop_exit(struct task_struct *leader, const struct actor *who, u64 now_ns, u32 exit_code)
{
	struct exitsnoop_event *event;
	struct process *process;
	u32 slot = who->process;

	if (!tool_on_since(exitsnoop) || !(who->match & MATCH_ALL))
		return;
	process = bpf_map_lookup_elem(&processes, &slot);
	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (!event) {
		count_loss(&exitsnoop_tool, LOSS_RING);
		return;
	}
	event->header.time_ns = now_ns;
	event->header.tool = exitsnoop_tool.id;
	event->header.size = sizeof(*event);
	event->start_ns = leader->start_time;
	event->cgroup_id = cgroup_id_of(leader);
	bpf_core_read(&event->comm, sizeof(event->comm), &leader->comm);
	event->pid = leader->tgid;
	event->ppid = BPF_CORE_READ(leader, real_parent, tgid);
	event->ns_pid = process ? process->ns_tgid : 0;
	event->uid = BPF_CORE_READ(leader, cred, uid.val);
	event->exit_code = exit_code;
	event->unused = 0;
	bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
}
