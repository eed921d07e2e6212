/* SPDX-License-Identifier: GPL-2.0 */
/* runqlat: time from being woken (or preempted) to getting a CPU. */
#pragma once

#include "record.bpf.h"
#include "stamp.bpf.h"
#include "switch.bpf.h"

TOOL(runqlat);
SLAB(runqlat_slab, struct hist_pair);
PER_PROCESS(runqlat_process, struct hist_log2);

u64 runqlat_stamp[STAMP_SLOTS];

static __always_inline void runqlat_enqueue(u32 tid, u64 now_ns)
{
	u64 on_since = tool_on_since(runqlat);

	if (on_since)
		stamp_put(runqlat_stamp, &runqlat_tool, on_since, tid, now_ns);
}

static __always_inline void runqlat_switch(const struct switch_event *event)
{
	u64 on_since = tool_on_since(runqlat), since_ns;

	if (!on_since)
		return;
	/* Its wait ended without a switch to it that we were shown. */
	if (event->prev_tid && !event->slice_since_ns && (event->prev.match & MATCH_ALL))
		count_loss(&runqlat_tool, LOSS_UNRESOLVED);
	if (event->prev_tid && event->prev_runnable)
		runqlat_enqueue(event->prev_tid, event->now_ns);
	if (!event->next_tid)
		return;
	since_ns = stamp_take(runqlat_stamp, on_since, event->next_tid);
	if (since_ns == STAMP_MISSING) {
		/* It began before the tool was on, or with a wake-up that we were not shown. */
		if (event->next.match & MATCH_ALL)
			count_loss(&runqlat_tool, LOSS_UNRESOLVED);
		return;
	}
	if (since_ns <= event->now_ns)
		record_time(&runqlat_tool, &runqlat_slab, &runqlat_process, &event->next,
			    event->now_ns - since_ns);
}
