/* SPDX-License-Identifier: GPL-2.0 */
/* syscount: system calls by number, with their latency. Counted when they return: exit and
 * exit_group never do. */
#pragma once

#include "record.bpf.h"
#include "syscall.bpf.h"

#define SYSCOUNT_NUMBERS 512
#define SYSCOUNT_COMPAT	 510 /* all calls of 32-bit programs, whose numbers mean other calls */
#define SYSCOUNT_OTHER	 511 /* numbers above the table */

struct syscount_cpu {
	struct {
		u64 sum;
		u64 errors;
		u64 buckets[LOG2_BUCKETS];
	} all[SYSCOUNT_NUMBERS], selected[SYSCOUNT_NUMBERS];
};

TOOL(syscount);
SLAB(syscount_slab, struct syscount_cpu);
PER_PROCESS(syscount_process, struct hist_log2);

#define MAX_ERRNO 4095

static __always_inline void syscount_exit(const struct syscall_event *event)
{
	u64 ns, scaled, number;
	u32 cpu = bpf_get_smp_processor_id(), slot = event->who.process, index;
	struct syscount_cpu *slab;
	struct hist_log2 *mine;
	bool failed = event->ret < 0 && event->ret >= -MAX_ERRNO;

	if (!tool_on_since(syscount) || !(event->who.match & MATCH_ALL))
		return;
	slab = bpf_map_lookup_elem(&syscount_slab, &cpu);
	if (!slab)
		return;
	ns = event->now_ns - event->enter_ns;
	scaled = scaled_time(ns);
	index = log2_time_index(scaled);
	number = event->compat			   ? SYSCOUNT_COMPAT
		 : event->number < SYSCOUNT_COMPAT ? event->number
						   : SYSCOUNT_OTHER;
	number = BOUNDED(number, SYSCOUNT_NUMBERS - 1);
	slab->all[number].sum += ns;
	slab->all[number].errors += failed;
	slab->all[number].buckets[BOUNDED(index, LOG2_BUCKETS - 1)]++;
	if (event->who.match & MATCH_SELECTED) {
		slab->selected[number].sum += ns;
		slab->selected[number].errors += failed;
		slab->selected[number].buckets[BOUNDED(index, LOG2_BUCKETS - 1)]++;
	}
	if (slot == PROCESS_OTHER)
		count_loss(&syscount_tool, LOSS_FULL);
	mine = bpf_map_lookup_elem(&syscount_process, &slot);
	if (mine)
		hist_log2_add(mine, ns, index);
}
