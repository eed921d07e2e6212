/* SPDX-License-Identifier: GPL-2.0 */
/* System calls that take a path, and the record of one: path, result, flags. */
#pragma once

#include "event.bpf.h"
#include "syscall.bpf.h"

#define PATH_BYTES 4096

struct path_event {
	struct event event;
	s32 ret;	/* as the call returned it */
	u32 path_bytes; /* with the NUL at its end; 0: it could not be read */
	u64 flags;
	s32 directory; /* descriptor that a relative path begins at */
	u32 syscall;
	char path[PATH_BYTES];
};

/* Too large for the stack; the record that goes to the ring buffer ends with its path. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct path_event);
} path_scratch SEC(".maps");

/* What a call was given. */
struct path_call {
	u64 path;
	u64 flags;
	s32 directory;
};

/* When the call returns: its path lies in memory for sure then. */
static __always_inline void path_snoop(const volatile struct tool *tool, struct task_struct *task,
				       const struct syscall_event *call,
				       const struct path_call *given)
{
	struct actor who = actor_of(task);
	struct path_event *event;
	u32 zero = 0;
	u64 size;
	long bytes;

	if (!(who.match & MATCH_ALL))
		return;
	event = bpf_map_lookup_elem(&path_scratch, &zero);
	if (!event)
		return;
	event_begin(&event->event, tool, sizeof(*event), task, &who);
	event->ret = call->ret;
	event->flags = given->flags;
	event->directory = given->directory;
	event->syscall = call->number;
	bytes = bpf_probe_read_user_str(event->path, sizeof(event->path), (void *)given->path);
	/* A path that is no memory of the caller's is why the call failed. */
	event->path_bytes = bytes < 0 ? 0 : bytes;
	size = UNPROVEN(offsetof(struct path_event, path) + event->path_bytes);
	if (size > sizeof(*event))
		size = sizeof(*event);
	event->event.size = size;
	if (bpf_ringbuf_output(&events, event, size, BPF_RB_NO_WAKEUP))
		count_loss(tool, LOSS_RING);
}
