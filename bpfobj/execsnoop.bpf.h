/* SPDX-License-Identifier: GPL-2.0 */
/* execsnoop: each program started, with its arguments, and each attempt that failed. */
#pragma once

#include "event.bpf.h"

#define EXEC_ARGS_BYTES 2048

struct execsnoop_event {
	struct event event;
	s32 ret;	/* 0, or minus the error number */
	u32 args_bytes; /* kept: separated by NUL */
	u32 args_total; /* as given; more than kept: truncated */
	u32 unused;
	char args[EXEC_ARGS_BYTES];
};

TOOL(execsnoop);

/* Too large for the stack; the record that goes to the ring buffer ends with the last kept
 * argument. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct execsnoop_event);
} execsnoop_scratch SEC(".maps");

static __always_inline struct execsnoop_event *execsnoop_begin(struct task_struct *task)
{
	struct execsnoop_event *event;
	struct actor who;
	u32 zero = 0;

	if (!tool_on_since(execsnoop))
		return NULL;
	who = actor_of(task);
	if (!(who.match & MATCH_ALL))
		return NULL;
	event = bpf_map_lookup_elem(&execsnoop_scratch, &zero);
	if (!event)
		return NULL;
	event_begin(&event->event, &execsnoop_tool, sizeof(*event), task, &who);
	event->args_bytes = 0;
	event->args_total = 0;
	return event;
}

static __always_inline void execsnoop_submit(struct execsnoop_event *event)
{
	u64 size = UNPROVEN(offsetof(struct execsnoop_event, args) + event->args_bytes);

	if (size > sizeof(*event))
		size = sizeof(*event);
	event->event.size = size;
	if (bpf_ringbuf_output(&events, event, size, BPF_RB_NO_WAKEUP))
		count_loss(&execsnoop_tool, LOSS_RING);
}

/* In the new image: the arguments lie in one piece between arg_start and arg_end. */
static __always_inline void execsnoop_exec(struct task_struct *task)
{
	struct execsnoop_event *event = execsnoop_begin(task);
	u64 start, end, size;

	if (!event)
		return;
	event->ret = 0;
	start = BPF_CORE_READ(task, mm, arg_start);
	end = BPF_CORE_READ(task, mm, arg_end);
	event->args_total = end - start;
	size = UNPROVEN(end - start);
	if (size > EXEC_ARGS_BYTES)
		size = EXEC_ARGS_BYTES;
	if (bpf_probe_read_user(event->args, size, (void *)start))
		count_loss(&execsnoop_tool, LOSS_UNRESOLVED);
	else
		event->args_bytes = size;
	execsnoop_submit(event);
}

#define EXEC_FAILED_ARGS      16
#define EXEC_FAILED_ARG_BYTES 128

static __always_inline bool execsnoop_keep(struct execsnoop_event *event, u64 string)
{
	u64 at = UNPROVEN(event->args_bytes);
	long bytes;

	if (at > EXEC_ARGS_BYTES - EXEC_FAILED_ARG_BYTES)
		return false;
	bytes = bpf_probe_read_user_str(event->args + at, EXEC_FAILED_ARG_BYTES, (void *)string);
	if (bytes < 0) {
		count_loss(&execsnoop_tool, LOSS_UNRESOLVED);
		return false;
	}
	event->args_bytes = at + bytes;
	/* One that fills its room may have been longer. */
	event->args_total += bytes + (bytes == EXEC_FAILED_ARG_BYTES);
	return true;
}

/* The image is still the old one: argv is an array of pointers, and the registers still hold the
 * call's arguments. */
static __always_inline void execsnoop_failed(struct task_struct *task, u64 path, u64 argv, long ret)
{
	struct execsnoop_event *event = execsnoop_begin(task);
	u64 argument;

	if (!event)
		return;
	event->ret = ret;
	/* The path first: argv[0] is whatever the caller likes. */
	execsnoop_keep(event, path);
	for (int i = 1; i <= EXEC_FAILED_ARGS; i++) {
		if (bpf_probe_read_user(&argument, sizeof(argument),
					(void *)(argv + i * sizeof(argument))) ||
		    !argument)
			break;
		if (i == EXEC_FAILED_ARGS)
			event->args_total++; /* more than kept */
		else if (!execsnoop_keep(event, argument))
			break;
	}
	execsnoop_submit(event);
}
