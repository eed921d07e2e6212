/* SPDX-License-Identifier: GPL-2.0 */
/* The event "switch", as every rung hands it to the tools, and what runs on each CPU now. */
#pragma once

#include "processes.bpf.h"
#include "histogram.bpf.h"

#define BEFORE_ATTACH_NS 1

struct switch_event {
	u64 now_ns;
	u64 slice_since_ns;	 /* when prev got the CPU: may be BEFORE_ATTACH_NS; 0: not seen */
	u32 prev_tid, next_tid;	 /* 0 is the idle task */
	bool prev_runnable;	 /* preempted rather than blocked */
	struct actor prev, next; /* not set for the idle task */
};

/*
 * Read by user space: a process that never leaves its CPU has used it all the same. User space
 * clears it before the switch program is attached, since what ran when it was detached runs no
 * more.
 */
struct running {
	u64 since_ns;
	u32 tid;
	u32 process;
	u32 match;
	u32 prev_match; /* of the thread before; see sched_switch */
};

SLAB(running, struct running);
