/* SPDX-License-Identifier: GPL-2.0 */
/* migrations: threads moved from one CPU's run queue to another's. */
#pragma once

#include "record.bpf.h"

struct migrations_cpu {
	u64 in;
	u64 out;
};

TOOL(migrations);
/* Not written by its own CPU alone: atomics. */
SLAB(migrations_slab, struct migrations_cpu);
PER_PROCESS(migrations_process, u64);

static __always_inline void migrations_migrate(const struct actor *who, u32 from_cpu, u32 to_cpu)
{
	u32 slot = who->process;
	struct migrations_cpu *cpu;
	u64 *mine;

	if (!tool_on_since(migrations) || !(who->match & MATCH_ALL))
		return;
	cpu = bpf_map_lookup_elem(&migrations_slab, &from_cpu);
	if (cpu)
		__sync_fetch_and_add(&cpu->out, 1);
	cpu = bpf_map_lookup_elem(&migrations_slab, &to_cpu);
	if (cpu)
		__sync_fetch_and_add(&cpu->in, 1);
	if (slot == PROCESS_OTHER)
		count_loss(&migrations_tool, LOSS_FULL);
	mine = bpf_map_lookup_elem(&migrations_process, &slot);
	if (mine)
		__sync_fetch_and_add(mine, 1);
}
