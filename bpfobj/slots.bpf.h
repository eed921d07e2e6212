/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Small sets of keys that only show when they are used, such as interrupts or file systems: each
 * new key takes the next slot of its tool's arrays and keeps it. Slot 0 is for those beyond.
 */
#pragma once

#include "kernel.h"

/* The keys of a set with their slots, and the slots that are taken: an insertion that only one CPU
 * can win. */
#define SLOTS(name, key_type, count)             \
	struct {                                 \
		__uint(type, BPF_MAP_TYPE_HASH); \
		__uint(max_entries, count);      \
		__type(key, key_type);           \
		__type(value, u32);              \
	} name##_slots SEC(".maps");             \
	struct {                                 \
		__uint(type, BPF_MAP_TYPE_HASH); \
		__uint(max_entries, count);      \
		__type(key, u32);                \
		__type(value, u32);              \
	} name##_taken SEC(".maps");             \
	u32 name##_last

/* The names of a set's slots, read by mmap. */
#define SLOT_NAMES(name, value_type, count)        \
	struct {                                   \
		__uint(type, BPF_MAP_TYPE_ARRAY);  \
		__uint(map_flags, BPF_F_MMAPABLE); \
		__uint(max_entries, count);        \
		__type(key, u32);                  \
		__type(value, value_type);         \
	} name##_names SEC(".maps")

/*
 * The next free slot, or 0. Two CPUs with a first use in the same moment: the loser counts as other
 * once and tries again at its next one.
 */
static __always_inline u32 take_slot(void *taken, u32 *last, u32 count)
{
	u32 slot = *last + 1;

	if (slot >= count)
		return 0;
	*last = slot;
	return bpf_map_update_elem(taken, &slot, &slot, BPF_NOEXIST) ? 0 : slot;
}

/* Gives a key its slot once the slot has its name: a key that another CPU gave one first has that
 * one, and this one stays empty. */
static __always_inline u32 enter_slot(void *slots, const void *key, u32 slot)
{
	u32 *winner;

	if (!bpf_map_update_elem(slots, key, &slot, BPF_NOEXIST))
		return slot;
	winner = bpf_map_lookup_elem(slots, key);
	return winner ? *winner : 0;
}
