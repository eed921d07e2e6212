/* SPDX-License-Identifier: GPL-2.0 */
/* Event source: interrupts. Events: softirq_entry, softirq_exit, irq_entry, irq_exit. */
#include "common.bpf.h"
#include "hardirqs.bpf.h"
#include "softirqs.bpf.h"

volatile struct control control SEC(".data.control");

SEC("tp_btf/softirq_entry")
int BPF_PROG(softirq_entry, unsigned int vec)
{
	softirqs_entry(vec);
	return 0;
}

SEC("tp_btf/softirq_exit")
int BPF_PROG(softirq_exit, unsigned int vec)
{
	softirqs_exit(vec);
	return 0;
}

SEC("tp_btf/irq_handler_entry")
int BPF_PROG(irq_handler_entry, int irq, struct irqaction *action)
{
	hardirqs_entry();
	return 0;
}

SEC("tp_btf/irq_handler_exit")
int BPF_PROG(irq_handler_exit, int irq, struct irqaction *action)
{
	hardirqs_exit(irq, action);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
