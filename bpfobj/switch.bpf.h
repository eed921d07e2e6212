/* SPDX-License-Identifier: GPL-2.0 */
/* The event "switch", as every rung hands it to the tools, and what runs on each CPU now. */
#pragma once

#include "processes.bpf.h"
#include "histogram.bpf.h"

struct switch_event {
	u64 now_ns;
	u64 slice_since_ns;	 /* when prev got the CPU; 0 when that was not seen */
	u32 prev_tid, next_tid;	 /* 0 is the idle task */
	bool prev_runnable;	 /* preempted rather than blocked */
	struct actor prev, next; /* not set for the idle task */
};

/* Read by user space: a process that never leaves its CPU has used it all the same. */
struct running {
	u64 since_ns;
	u32 tid;
	u32 process;
	u32 match;
	u32 unused;
};

SLAB(running, struct running);
