/* SPDX-License-Identifier: GPL-2.0 */
/* hardirqs: time in each interrupt handler. No process is to blame: filters do not apply. */
#pragma once

#include "common.bpf.h"
#include "histogram.bpf.h"
#include "slots.bpf.h"

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

SLOTS(hardirqs, struct hardirqs_key, HARDIRQ_SLOTS);
SLOT_NAMES(hardirqs, struct hardirqs_name, HARDIRQ_SLOTS);

/* Once per handler. */
static __noinline u32 hardirqs_intern(struct irqaction *action, u32 irq,
				      const struct hardirqs_key *key)
{
	struct hardirqs_name *name;
	u32 slot;

	if (!key)
		return 0;
	slot = take_slot(&hardirqs_taken, &hardirqs_last, HARDIRQ_SLOTS);
	name = bpf_map_lookup_elem(&hardirqs_names, &slot);
	if (!slot || !name)
		return 0;
	name->irq = irq;
	bpf_probe_read_kernel_str(name->name, sizeof(name->name), BPF_CORE_READ(action, name));
	name->used = 1;
	return enter_slot(&hardirqs_slots, key, slot);
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
