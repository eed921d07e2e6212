/* SPDX-License-Identifier: GPL-2.0 */
/* The one way a value enters a distribution: with who did it. */
#pragma once

#include "histogram.bpf.h"
#include "processes.bpf.h"

/* slab: SLAB of struct hist_pair; per_process: PER_PROCESS of struct hist_log2, or NULL. */
static __always_inline void record_time(const volatile struct tool *tool, void *slab,
					void *per_process, const struct actor *who, u64 ns)
{
	u32 cpu = bpf_get_smp_processor_id(), slot = who->process;
	struct hist_pair *pair = bpf_map_lookup_elem(slab, &cpu);
	u64 scaled = scaled_time(ns);
	struct hist_log2 *mine;
	u32 index;

	if (!pair || !(who->match & MATCH_ALL))
		return;
	index = log_linear_index(scaled);
	hist_add(&pair->all, ns, index);
	if (who->match & MATCH_SELECTED)
		hist_add(&pair->selected, ns, index);
	if (!per_process)
		return;
	if (slot == PROCESS_OTHER)
		count_loss(tool, LOSS_FULL);
	mine = bpf_map_lookup_elem(per_process, &slot);
	if (mine)
		hist_log2_add(mine, ns, log2_time_index(scaled));
}
