/* SPDX-License-Identifier: GPL-2.0 */
/* runqlat: time from being woken (or preempted) to getting a CPU. */
#pragma once

#include "record.bpf.h"
#include "switch.bpf.h"

TOOL(runqlat);
SLAB(runqlat_slab, struct hist_pair);
PER_PROCESS(runqlat_process, struct hist_log2);

/*
 * Direct-mapped by thread id: cheaper than a hash map, 119 : 219 ns. Time and the id's high bits
 * share one word, since two words tear across CPUs. 58 bits of ns are 9 years of uptime, 22 bits of
 * id are PID_MAX_LIMIT.
 */
#define STAMP_SLOTS	65536
#define STAMP_TIME_BITS 58
#define STAMP_TIME_MASK ((1ULL << STAMP_TIME_BITS) - 1)

u64 runqlat_stamp[STAMP_SLOTS];

static __always_inline u64 *runqlat_slot(u32 tid)
{
	return &runqlat_stamp[BOUNDED(tid, STAMP_SLOTS - 1)];
}

static __always_inline void runqlat_enqueue(u32 tid, u64 now_ns)
{
	u64 on_since = tool_on_since(runqlat), *stamp, old,
	    tag = (u64)(tid / STAMP_SLOTS) << STAMP_TIME_BITS;

	if (!on_since)
		return;
	stamp = runqlat_slot(tid);
	old = *stamp;
	if (old && (old & ~STAMP_TIME_MASK) != tag && (old & STAMP_TIME_MASK) >= on_since)
		count_loss(&runqlat_tool, LOSS_COLLISION);
	*stamp = tag | (now_ns & STAMP_TIME_MASK);
}

static __always_inline void runqlat_switch(const struct switch_event *event)
{
	u64 on_since = tool_on_since(runqlat), *stamp, since_ns;

	if (!on_since)
		return;
	if (event->prev_tid && event->prev_runnable)
		runqlat_enqueue(event->prev_tid, event->now_ns);
	if (!event->next_tid)
		return;
	stamp = runqlat_slot(event->next_tid);
	since_ns = *stamp & STAMP_TIME_MASK;
	if (!since_ns || *stamp >> STAMP_TIME_BITS != event->next_tid / STAMP_SLOTS)
		return;
	*stamp = 0;
	if (since_ns >= on_since && since_ns <= event->now_ns)
		record_time(&runqlat_tool, &runqlat_slab, &runqlat_process, &event->next,
			    event->now_ns - since_ns);
}
