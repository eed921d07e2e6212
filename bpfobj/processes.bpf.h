/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who did it. Each process has a slot, found by {tgid, start time} because pids are reused; tools
 * that key by process have an array of their own with one element per slot. User space reads all of
 * it by mmap, without a system call.
 *
 * A slot is taken from free_slots by the first event of its process and given back by user space
 * once the process is dead and has been read after that. When none is free, its events count for
 * PROCESS_OTHER.
 */
#pragma once

#include "common.bpf.h"

struct process {
	u64 start_ns; /* of the thread group, CLOCK_MONOTONIC */
	u64 exit_ns;  /* 0: alive */
	u64 cgroup_id;
	u64 comm[2];
	u32 tgid;
	u32 ppid;
	u32 ns_tgid; /* in its own pid namespace */
	u32 uid;
	u32 generation[FILTER_KINDS]; /* of the process filters it is in */
	u32 kernel_thread;
	u32 live; /* set last when the slot is taken, cleared by user space when it is freed */
};

struct process_key {
	u64 start_ns;
	u32 tgid;
	u32 unused;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, PROCESS_SLOTS);
	__type(key, u32);
	__type(value, struct process);
} processes SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, PROCESS_SLOTS);
	__type(key, struct process_key);
	__type(value, u32);
} process_slots SEC(".maps");

/*
 * In front of process_slots, direct-mapped by tgid: start time and slot in one word, since two tear
 * across CPUs. Two processes agree in it only if they started in the same nanosecond 65536 pids
 * apart. User space clears the word of a slot that it frees.
 */
#define PROCESS_CACHE_SLOTS 65536
#define PROCESS_SLOT_BITS   13

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, PROCESS_CACHE_SLOTS);
	__type(key, u32);
	__type(value, u64);
} process_cache SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, PROCESS_SLOTS);
	__type(value, u32);
} free_slots SEC(".maps");

/* What a tool keeps per process: an array beside struct process, read by mmap. */
#define PER_PROCESS(name, value_type)               \
	struct {                                    \
		__uint(type, BPF_MAP_TYPE_ARRAY);   \
		__uint(map_flags, BPF_F_MMAPABLE);  \
		__uint(max_entries, PROCESS_SLOTS); \
		__type(key, u32);                   \
		__type(value, value_type);          \
	} name SEC(".maps")

#define MATCH_ALL      1 /* passes the command line's filter */
#define MATCH_SELECTED 2

struct actor {
	u32 process; /* slot */
	u32 match;
};

static __always_inline u64 cgroup_id_of(struct task_struct *task)
{
	struct cgroup_subsys_state **subsys, *css = NULL;
	struct css_set *set;
	int cpu;

	if (!control.cgroup_v1)
		return BPF_CORE_READ(task, cgroups, dfl_cgrp, kn, id);
	if (!bpf_core_enum_value_exists(enum cgroup_subsys_id, cpu_cgrp_id))
		return 0;
	cpu = bpf_core_enum_value(enum cgroup_subsys_id, cpu_cgrp_id);
	set = BPF_CORE_READ(task, cgroups);
	subsys = (void *)__builtin_preserve_access_index(&set->subsys[0]);
	bpf_probe_read_kernel(&css, sizeof(css), subsys + cpu);
	return css ? BPF_CORE_READ(css, cgroup, kn, id) : 0;
}

static __always_inline u32 ns_tgid_of(struct task_struct *leader)
{
	struct pid *pid = BPF_CORE_READ(leader, thread_pid);
	u32 level = BPF_CORE_READ(pid, level), nr = 0;
	void *numbers = __builtin_preserve_access_index(&pid->numbers[0]);

	bpf_probe_read_kernel(&nr, sizeof(nr),
			      numbers + level * bpf_core_type_size(struct upid) +
				      bpf_core_field_offset(struct upid, nr));
	return nr;
}

/* Filters compare whole words: nothing may be left of a longer name. */
static __always_inline void set_comm(struct process *process, const void *comm)
{
	u64 padded[2] = {};

	bpf_probe_read_kernel_str(padded, sizeof(padded), comm);
	process->comm[0] = padded[0];
	process->comm[1] = padded[1];
}

/* Slow path, once per process: takes a slot and fills it before it can be found. */
static __noinline u32 intern_process(struct task_struct *task, const struct process_key *key)
{
	struct task_struct *leader = BPF_CORE_READ(task, group_leader);
	u32 slot = PROCESS_OTHER, *winner;
	struct process *process, *parent;
	struct process_key parent_key = {};
	u32 *parent_slot;

	if (!key || bpf_map_pop_elem(&free_slots, &slot))
		return PROCESS_OTHER;
	process = bpf_map_lookup_elem(&processes, &slot);
	if (!process)
		return PROCESS_OTHER;
	process->start_ns = key->start_ns;
	/* Its last thread may go on for long after the event of its end. */
	process->exit_ns = BPF_CORE_READ(leader, signal, live.counter) ? 0 : bpf_ktime_get_ns();
	process->cgroup_id = cgroup_id_of(leader);
	set_comm(process, __builtin_preserve_access_index(&leader->comm));
	process->tgid = key->tgid;
	process->ppid = BPF_CORE_READ(leader, real_parent, tgid);
	process->ns_tgid = ns_tgid_of(leader);
	process->uid = BPF_CORE_READ(leader, cred, uid.val);
	process->kernel_thread = !!(BPF_CORE_READ(leader, flags) & PF_KTHREAD);
	process->generation[FILTER_RESTRICT] = 0;
	process->generation[FILTER_SELECT] = 0;
	parent_key.tgid = process->ppid;
	parent_key.start_ns = BPF_CORE_READ(leader, real_parent, group_leader, start_time);
	parent_slot = bpf_map_lookup_elem(&process_slots, &parent_key);
	if (parent_slot) {
		u32 at = *parent_slot;

		parent = bpf_map_lookup_elem(&processes, &at);
		if (parent) {
			process->generation[FILTER_RESTRICT] = parent->generation[FILTER_RESTRICT];
			process->generation[FILTER_SELECT] = parent->generation[FILTER_SELECT];
		}
	}
	process->live = 1;
	__sync_fetch_and_add(&control.processes_seen, 1);
	if (!bpf_map_update_elem(&process_slots, key, &slot, BPF_NOEXIST))
		return slot;
	/* Another CPU was first, or memory ran out. */
	process->live = 0;
	bpf_map_push_elem(&free_slots, &slot, BPF_ANY);
	winner = bpf_map_lookup_elem(&process_slots, key);
	return winner ? *winner : PROCESS_OTHER;
}

static __always_inline u32 process_slot(struct task_struct *task, u32 tgid, u64 start_ns)
{
	struct process_key key = { .start_ns = start_ns, .tgid = tgid };
	u32 at = tgid % PROCESS_CACHE_SLOTS, *known, slot;
	u64 *cached = bpf_map_lookup_elem(&process_cache, &at), word;

	if (!cached)
		return PROCESS_OTHER;
	word = *cached;
	if (word && word >> PROCESS_SLOT_BITS == start_ns << PROCESS_SLOT_BITS >> PROCESS_SLOT_BITS)
		return word & (PROCESS_SLOTS - 1);
	known = bpf_map_lookup_elem(&process_slots, &key);
	slot = known ? *known : intern_process(task, &key);
	if (slot != PROCESS_OTHER)
		*cached = start_ns << PROCESS_SLOT_BITS | slot;
	return slot;
}

/* The process in a slot; NULL for PROCESS_OTHER, which is none. */
static __always_inline struct process *process_at(u32 slot)
{
	return slot == PROCESS_OTHER ? NULL : bpf_map_lookup_elem(&processes, &slot);
}

static __always_inline bool filter_matches(enum filter_kind kind, const struct process *process)
{
	volatile struct filter *filter = &control.filter[kind];
	u32 flags = filter->flags;

	if ((flags & FILTER_PROCESS) && process->generation[kind] != filter->generation)
		return false;
	if ((flags & FILTER_CONTAINER) && process->cgroup_id != filter->cgroup_id)
		return false;
	if ((flags & FILTER_COMM) &&
	    (process->comm[0] != filter->comm[0] || process->comm[1] != filter->comm[1]))
		return false;
	return true;
}

static __always_inline u32 match_of(u32 slot)
{
	struct process *process;
	u32 match = 0;

	if (!(control.filter[FILTER_RESTRICT].flags | control.filter[FILTER_SELECT].flags))
		return MATCH_ALL;
	process = bpf_map_lookup_elem(&processes, &slot);
	if (!process)
		return 0;
	if (filter_matches(FILTER_RESTRICT, process))
		match = MATCH_ALL;
	if (match && control.filter[FILTER_SELECT].flags && filter_matches(FILTER_SELECT, process))
		match |= MATCH_SELECTED;
	return match;
}

static __always_inline struct actor actor_of(struct task_struct *task)
{
	struct actor actor;

	actor.process = process_slot(task, READ(task, tgid), READ(task, group_leader, start_time));
	actor.match = match_of(actor.process);
	return actor;
}
