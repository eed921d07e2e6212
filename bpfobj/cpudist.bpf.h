/* SPDX-License-Identifier: GPL-2.0 */
/* cpudist: how long a thread keeps its CPU each time it gets one. */
#pragma once

#include "record.bpf.h"
#include "switch.bpf.h"

TOOL(cpudist);
SLAB(cpudist_slab, struct hist_pair);
PER_PROCESS(cpudist_process, struct hist_log2);

static __always_inline void cpudist_switch(const struct switch_event *event)
{
	u64 on_since = tool_on_since(cpudist);

	if (!on_since || !event->prev_tid || event->slice_since_ns < on_since)
		return;
	record_time(&cpudist_tool, &cpudist_slab, &cpudist_process, &event->prev,
		    event->now_ns - event->slice_since_ns);
}
