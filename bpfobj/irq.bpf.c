/* SPDX-License-Identifier: GPL-2.0 */
/* Event source: interrupts. Events: softirq_entry, softirq_exit, irq_entry, irq_exit. */
#include "common.bpf.h"
#include "hardirqs.bpf.h"
#include "program.bpf.h"
#include "softirqs.bpf.h"

volatile struct control control SEC(".data.control");

TRACEPOINT(softirq_entry, unsigned int vec)
{
	softirqs_entry(vec);
	return 0;
}

TRACEPOINT_RECORD(irq, softirq_entry, trace_event_raw_softirq)
{
	softirqs_entry(record->vec);
	return 0;
}

TRACEPOINT(softirq_exit, unsigned int vec)
{
	softirqs_exit(vec);
	return 0;
}

TRACEPOINT_RECORD(irq, softirq_exit, trace_event_raw_softirq)
{
	softirqs_exit(record->vec);
	return 0;
}

TRACEPOINT(irq_handler_entry, int irq, struct irqaction *action)
{
	hardirqs_entry();
	return 0;
}

TRACEPOINT(irq_handler_exit, int irq, struct irqaction *action)
{
	hardirqs_exit(irq, action);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
