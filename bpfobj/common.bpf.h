/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What all objects share: the maps below are created once (common.bpf.c) and reused by every other
 * object by name. Counters only grow; user space subtracts.
 */
#pragma once

#include "kernel.h"

#define TOOLS_MAX     128
#define PROCESS_SLOTS 8192
#define EVENTS_BYTES  (2 * 1024 * 1024)

/* Slots of struct process that are no process. */
#define PROCESS_OTHER 0 /* the table was full: counted together */

enum filter_kind {
	FILTER_RESTRICT, /* the command line: what does not match is not counted at all */
	FILTER_SELECT,	 /* drilling: what matches is counted a second time */
	FILTER_KINDS,
};

enum filter_flags {
	FILTER_PROCESS = 1, /* struct process.generation is filter.generation: set, and inherited by
			       children */
	FILTER_CONTAINER = 2,
	FILTER_COMM = 4,
};

struct filter {
	u32 flags; /* all that are set must match; 0 matches everything */
	u32 generation;
	u64 cgroup_id;
	u64 comm[2];
};

struct control {
	/* Per tool: 0 is off, else the time it was switched on; stamps older than that are ignored.
	 */
	u64 on_since_ns[TOOLS_MAX];
	struct filter filter[FILTER_KINDS];
	u64 slower_than_ns; /* what the tools that show slow operations show */
	u64 processes_seen; /* counted by the programs: slots taken since the start */
	u32 cgroup_v1; /* container identity from the cpu controller's v1 hierarchy instead of v2 */
	u32 unused;
};

/* One array element in a mmapped map, addressed directly: reading a word costs no lookup. */
extern volatile struct control control;

enum loss {
	LOSS_RING,	 /* event dropped, ring buffer full */
	LOSS_FULL,	 /* key table full, counted as other */
	LOSS_COLLISION,	 /* stamp overwritten by a thread that shares its slot */
	LOSS_UNRESOLVED, /* a name could not be read, a beginning was not seen */
	LOSSES,
};

struct losses {
	u64 count[TOOLS_MAX][LOSSES];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1); /* user space: one per CPU */
	__type(key, u32);
	__type(value, struct losses);
} losses SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, EVENTS_BYTES);
} events SEC(".maps");

/* ---- tools ---- */

enum tool_presence {
	TOOL_ABSENT, /* the verifier removes the handlers */
	TOOL_PRESENT,
	TOOL_BROKEN, /* for tests: a handler that no verifier accepts */
};

struct tool {
	u32 id;	     /* position in user space's catalogue */
	u32 present; /* enum tool_presence */
};

/*
 * A tool's two bits. present is read-only data, by which the verifier prunes: a handler that does
 * not verify then takes down nothing but itself. on is control.on_since_ns, flipped by a store.
 */
#define TOOL(name) \
	const volatile struct tool name##_tool = { .id = TOOLS_MAX - 1, .present = TOOL_PRESENT }

#define tool_on_since(name) tool_on_since_ns(&name##_tool)

static __always_inline u64 tool_on_since_ns(const volatile struct tool *tool)
{
	u64 ns;

	if (tool->present == TOOL_ABSENT || tool->id >= TOOLS_MAX)
		return 0;
	if (tool->present == TOOL_BROKEN) {
		asm volatile("%0 = *(u64 *)(r10 + 8)" : "=r"(ns));
		return ns;
	}
	return control.on_since_ns[tool->id];
}

static __always_inline void count_loss(const volatile struct tool *tool, enum loss cause)
{
	u32 cpu = bpf_get_smp_processor_id();
	struct losses *mine = bpf_map_lookup_elem(&losses, &cpu);

	if (mine && tool->id < TOOLS_MAX)
		mine->count[tool->id][cause]++;
}
