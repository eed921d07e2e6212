/* SPDX-License-Identifier: GPL-2.0 */
/* For tests: many tools on one event. */
#include "common.bpf.h"

volatile struct control control SEC(".data.control");

TOOL(a);
TOOL(b);
TOOL(c);
TOOL(d);
TOOL(e);
TOOL(f);
TOOL(g);
TOOL(h);
TOOL(i);
TOOL(j);
TOOL(k);
TOOL(l);
TOOL(m);
TOOL(n);
TOOL(o);
TOOL(p);

u64 newest_ns;

static __always_inline void handle(u64 on_since_ns)
{
	if (on_since_ns > newest_ns)
		newest_ns = on_since_ns;
}

SEC("raw_tp/sched_process_exec")
int first_eight(void *ctx)
{
	handle(tool_on_since(a));
	handle(tool_on_since(b));
	handle(tool_on_since(c));
	handle(tool_on_since(d));
	handle(tool_on_since(e));
	handle(tool_on_since(f));
	handle(tool_on_since(g));
	handle(tool_on_since(h));
	return 0;
}

SEC("raw_tp/sched_process_exit")
int last_eight(void *ctx)
{
	handle(tool_on_since(i));
	handle(tool_on_since(j));
	handle(tool_on_since(k));
	handle(tool_on_since(l));
	handle(tool_on_since(m));
	handle(tool_on_since(n));
	handle(tool_on_since(o));
	handle(tool_on_since(p));
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
