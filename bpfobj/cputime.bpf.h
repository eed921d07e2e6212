/* SPDX-License-Identifier: GPL-2.0 */
/* cputime: CPU time and context switches by process and by CPU, without reading /proc. */
#pragma once

#include "record.bpf.h"
#include "switch.bpf.h"

struct cputime_cpu {
	u64 busy_ns;
	u64 idle_ns;
	u64 switches;
};

struct cputime_process {
	u64 cpu_ns;	 /* of finished slices */
	u64 switches;	 /* slices finished */
	u64 preemptions; /* of them, ended while runnable */
};

TOOL(cputime);
SLAB(cputime_slab, struct cputime_cpu);
PER_PROCESS(cputime_process, struct cputime_process);

static __always_inline void cputime_switch(const struct switch_event *event)
{
	u64 on_since = tool_on_since(cputime), slice_ns = 0;
	u32 cpu = bpf_get_smp_processor_id(), slot = event->prev.process;
	struct cputime_process *mine;
	struct cputime_cpu *here;

	if (!on_since)
		return;
	if (event->slice_since_ns)
		slice_ns = event->now_ns -
			   (event->slice_since_ns > on_since ? event->slice_since_ns : on_since);
	here = bpf_map_lookup_elem(&cputime_slab, &cpu);
	if (here) {
		here->switches++;
		if (event->prev_tid)
			here->busy_ns += slice_ns;
		else
			here->idle_ns += slice_ns;
	}
	if (!event->prev_tid || !(event->prev.match & MATCH_ALL))
		return;
	if (!event->slice_since_ns)
		count_loss(&cputime_tool, LOSS_UNRESOLVED);
	if (slot == PROCESS_OTHER)
		count_loss(&cputime_tool, LOSS_FULL);
	mine = bpf_map_lookup_elem(&cputime_process, &slot);
	if (!mine)
		return;
	__sync_fetch_and_add(&mine->cpu_ns, slice_ns);
	__sync_fetch_and_add(&mine->switches, 1);
	if (event->prev_runnable)
		__sync_fetch_and_add(&mine->preemptions, 1);
}
