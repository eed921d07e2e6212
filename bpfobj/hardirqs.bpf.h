/* SPDX-License-Identifier: GPL-2.0 */
/* hardirqs: time in each interrupt handler. No process is to blame: filters do not apply. */
#pragma once

#include "common.bpf.h"
#include "histogram.bpf.h"

#define HARDIRQ_SLOTS	   64 /* slot 0: handlers beyond the table */
#define HARDIRQ_NAME_BYTES 32

/* A line can be shared by several handlers: each is a key of its own. */
struct hardirqs_key {
	u64 action;
	u32 irq;
	u32 unused;
};

struct hardirqs_name {
	u32 irq;
	u32 used;
	char name[HARDIRQ_NAME_BYTES];
};

struct hardirqs_cpu {
	u64 entered_ns; /* handlers run with interrupts off: they do not nest */
	struct {
		u64 sum;
		u64 buckets[LOG2_BUCKETS];
	} handler[HARDIRQ_SLOTS];
};

TOOL(hardirqs);
SLAB(hardirqs_slab, struct hardirqs_cpu);

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, HARDIRQ_SLOTS);
	__type(key, struct hardirqs_key);
	__type(value, u32);
} hardirqs_slots SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, HARDIRQ_SLOTS);
	__type(key, u32);
	__type(value, struct hardirqs_name);
} hardirqs_names SEC(".maps");

/* Slots that are taken: an insertion that only one CPU can win. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, HARDIRQ_SLOTS);
	__type(key, u32);
	__type(value, u32);
} hardirqs_taken SEC(".maps");

u32 hardirqs_last;

/* Once per handler. */
static __noinline u32 hardirqs_intern(struct irqaction *action, u32 irq,
				      const struct hardirqs_key *key)
{
	struct hardirqs_name *name;
	u32 slot, *winner;

	if (!key)
		return 0;
	slot = hardirqs_last + 1;
	if (slot >= HARDIRQ_SLOTS)
		return 0;
	hardirqs_last = slot;
	/* Two CPUs with a first interrupt in the same moment: the loser counts as other once and
	 * tries again at its next one. */
	if (bpf_map_update_elem(&hardirqs_taken, &slot, &slot, BPF_NOEXIST))
		return 0;
	name = bpf_map_lookup_elem(&hardirqs_names, &slot);
	if (!name)
		return 0;
	name->irq = irq;
	bpf_probe_read_kernel_str(name->name, sizeof(name->name), BPF_CORE_READ(action, name));
	name->used = 1;
	if (!bpf_map_update_elem(&hardirqs_slots, key, &slot, BPF_NOEXIST))
		return slot;
	/* Another CPU was first with this handler: the slot stays empty. */
	winner = bpf_map_lookup_elem(&hardirqs_slots, key);
	return winner ? *winner : 0;
}

static __always_inline void hardirqs_entry(void)
{
	u32 cpu = bpf_get_smp_processor_id();
	struct hardirqs_cpu *slab;

	if (!tool_on_since(hardirqs))
		return;
	slab = bpf_map_lookup_elem(&hardirqs_slab, &cpu);
	if (slab)
		slab->entered_ns = bpf_ktime_get_ns();
}

static __always_inline void hardirqs_exit(int irq, struct irqaction *action)
{
	struct hardirqs_key key = { .action = (u64)action, .irq = irq };
	u64 on_since = tool_on_since(hardirqs), now_ns, ns, at;
	u32 cpu = bpf_get_smp_processor_id(), *slot;
	struct hardirqs_cpu *slab;

	if (!on_since)
		return;
	slab = bpf_map_lookup_elem(&hardirqs_slab, &cpu);
	if (!slab)
		return;
	now_ns = bpf_ktime_get_ns();
	if (slab->entered_ns < on_since)
		return;
	ns = now_ns - slab->entered_ns;
	slab->entered_ns = 0;
	slot = bpf_map_lookup_elem(&hardirqs_slots, &key);
	at = slot ? *slot : hardirqs_intern(action, irq, &key);
	at = BOUNDED(at, HARDIRQ_SLOTS - 1);
	if (!at)
		count_loss(&hardirqs_tool, LOSS_FULL);
	slab->handler[at].sum += ns;
	slab->handler[at].buckets[BOUNDED(log2_time_index(scaled_time(ns)), LOG2_BUCKETS - 1)]++;
}
