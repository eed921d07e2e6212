/* SPDX-License-Identifier: GPL-2.0 */
/*
 * When a thread began something: a table direct-mapped by thread id, cheaper than a hash map, 119 :
 * 219 ns. Time and the id's high bits share one word, since two words tear across CPUs. 58 bits of
 * ns are 9 years of uptime, 22 bits of id are PID_MAX_LIMIT.
 */
#pragma once

#include "common.bpf.h"

#define STAMP_SLOTS	65536
#define STAMP_TIME_BITS 58
#define STAMP_TIME_MASK ((1ULL << STAMP_TIME_BITS) - 1)

static __always_inline u64 *stamp_slot(u64 *stamps, u32 tid)
{
	return &stamps[BOUNDED(tid, STAMP_SLOTS - 1)];
}

static __always_inline void stamp_put(u64 *stamps, const volatile struct tool *tool, u64 on_since,
				      u32 tid, u64 now_ns)
{
	u64 *stamp = stamp_slot(stamps, tid), old = *stamp;
	u64 tag = (u64)(tid / STAMP_SLOTS) << STAMP_TIME_BITS;

	if (old && (old & ~STAMP_TIME_MASK) != tag && (old & STAMP_TIME_MASK) >= on_since)
		count_loss(tool, LOSS_COLLISION);
	*stamp = tag | (now_ns & STAMP_TIME_MASK);
}

#define STAMP_MISSING  0
#define STAMP_OF_OTHER (~0ULL) /* later than any time */

/* Takes the stamp out, unless it is missing, from before since_ns, or another thread's. */
static __always_inline u64 stamp_take(u64 *stamps, u64 since_ns, u32 tid)
{
	u64 *stamp = stamp_slot(stamps, tid), word = *stamp, ns = word & STAMP_TIME_MASK;

	if (!ns || ns < since_ns)
		return STAMP_MISSING;
	if (word >> STAMP_TIME_BITS != tid / STAMP_SLOTS)
		return STAMP_OF_OTHER;
	*stamp = 0;
	return ns;
}
