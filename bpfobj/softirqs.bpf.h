/* SPDX-License-Identifier: GPL-2.0 */
/* softirqs: time in each soft interrupt handler. No process is to blame: filters do not apply. */
#pragma once

#include "common.bpf.h"
#include "histogram.bpf.h"

#define SOFTIRQ_VECTORS 10

struct softirqs_cpu {
	u64 entered_ns; /* soft interrupts do not nest */
	struct hist vec[SOFTIRQ_VECTORS];
};

TOOL(softirqs);
SLAB(softirqs_slab, struct softirqs_cpu);

static __always_inline void softirqs_entry(u32 vec)
{
	u32 cpu = bpf_get_smp_processor_id();
	struct softirqs_cpu *slab;

	if (!tool_on_since(softirqs))
		return;
	slab = bpf_map_lookup_elem(&softirqs_slab, &cpu);
	if (slab)
		slab->entered_ns = bpf_ktime_get_ns();
}

static __always_inline void softirqs_exit(u32 vec)
{
	u64 on_since = tool_on_since(softirqs), entered_ns, ns, at;
	u32 cpu = bpf_get_smp_processor_id();
	struct softirqs_cpu *slab;

	if (!on_since)
		return;
	slab = bpf_map_lookup_elem(&softirqs_slab, &cpu);
	if (!slab)
		return;
	entered_ns = slab->entered_ns;
	slab->entered_ns = 0;
	at = UNPROVEN(vec);
	if (entered_ns < on_since || at >= SOFTIRQ_VECTORS)
		return;
	ns = bpf_ktime_get_ns() - entered_ns;
	hist_add(&slab->vec[at], ns, log_linear_index(scaled_time(ns)));
}
