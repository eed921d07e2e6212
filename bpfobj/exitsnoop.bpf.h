/* SPDX-License-Identifier: GPL-2.0 */
/* exitsnoop: each process that ended, with how and after how long. */
#pragma once

#include "event.bpf.h"

struct exitsnoop_event {
	struct event event;
	u32 exit_code; /* as wait(2) encodes it: code << 8 | core << 7 | signal */
	u32 unused;
};

TOOL(exitsnoop);

static __always_inline void exitsnoop_exit(struct task_struct *leader, const struct actor *who,
					   u32 exit_code)
{
	struct exitsnoop_event *event;

	if (!tool_on_since(exitsnoop) || !(who->match & MATCH_ALL))
		return;
	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (!event) {
		count_loss(&exitsnoop_tool, LOSS_RING);
		return;
	}
	event_begin(&event->event, &exitsnoop_tool, sizeof(*event), leader, who);
	event->exit_code = exit_code;
	event->unused = 0;
	bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
}
