/* SPDX-License-Identifier: GPL-2.0 */
/* runqlen: threads that wait for a CPU, not counting the one that runs, sampled. Filters do not
 * apply. */
#pragma once

#include "common.bpf.h"
#include "histogram.bpf.h"

TOOL(runqlen);
SLAB(runqlen_slab, struct hist_linear);

static __always_inline void runqlen_sample(struct rq *rq, bool idle)
{
	u32 cpu = bpf_get_smp_processor_id(), waiting;
	struct cfs_rq___runnable *fair = (void *)&rq->cfs;
	struct rq___scx *with_scx = (void *)rq;
	struct hist_linear *slab;

	if (!tool_on_since(runqlen))
		return;
	slab = bpf_map_lookup_elem(&runqlen_slab, &cpu);
	if (!slab)
		return;
	/*
	 * The root's count: a leaf cfs_rq misses waiters of other cgroups. Where the kernel delays
	 * dequeueing, nr_running includes sleepers; h_nr_runnable does not, but it is of the fair
	 * class alone.
	 */
	if (bpf_core_field_exists(fair->h_nr_runnable)) {
		waiting = BPF_CORE_READ(fair, h_nr_runnable) + BPF_CORE_READ(rq, rt.rt_nr_running) +
			  BPF_CORE_READ(rq, dl.dl_nr_running);
		if (bpf_core_field_exists(with_scx->scx))
			waiting += BPF_CORE_READ(with_scx, scx.nr_running);
	} else {
		waiting = BPF_CORE_READ(rq, nr_running);
	}
	if (!idle && waiting)
		waiting--;
	slab->sum += waiting;
	slab->buckets[BOUNDED(waiting < LINEAR_BUCKETS ? waiting : LINEAR_BUCKETS - 1,
			      LINEAR_BUCKETS - 1)]++;
}
