/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Distributions. Each power of two is split in 4, so percentiles are within 12.5 %. Times are
 * scaled by 1.024 first, so that octave edges fall on 1 µs × 2^k.
 * src/Probes/Histograms/BucketScale.cs is the same arithmetic.
 */
#pragma once

#include "kernel.h"

#define HIST_BUCKETS   160
#define LOG2_BUCKETS   32
#define LINEAR_BUCKETS 64

struct hist {
	u64 sum;
	u64 buckets[HIST_BUCKETS];
};

/* The same distribution of everything and of what the selection matches. */
struct hist_pair {
	struct hist all;
	struct hist selected;
};

/* Powers of two, for keys of which there are many: 32-bit cells wrap, user space subtracts modulo
 * 2^32. */
struct hist_log2 {
	u64 sum;
	u32 buckets[LOG2_BUCKETS];
};

struct hist_linear {
	u64 sum;
	u64 buckets[LINEAR_BUCKETS];
};

/* A per-CPU slab: plain increments, no atomics, read by mmap. One element per CPU (set by user
 * space). */
#define SLAB(name, value_type)                     \
	struct {                                   \
		__uint(type, BPF_MAP_TYPE_ARRAY);  \
		__uint(map_flags, BPF_F_MMAPABLE); \
		__uint(max_entries, 1);            \
		__type(key, u32);                  \
		__type(value, value_type);         \
	} name SEC(".maps")

static __always_inline u32 log2_u64(u64 value)
{
	u32 high = value >> 32, word = high ? high : (u32)value, log = high ? 32 : 0, step;

	step = (word > 0xFFFF) << 4;
	word >>= step;
	log |= step;
	step = (word > 0xFF) << 3;
	word >>= step;
	log |= step;
	step = (word > 0xF) << 2;
	word >>= step;
	log |= step;
	step = (word > 0x3) << 1;
	word >>= step;
	log |= step;
	return log | (word >> 1);
}

static __always_inline u64 scaled_time(u64 ns)
{
	return ns * 128 / 125;
}

static __always_inline u32 log_linear_index(u64 value)
{
	u32 octave, index;

	if (value < 4)
		return value;
	octave = log2_u64(value);
	index = (octave - 1) * 4 + ((value >> (octave - 2)) & 3);
	return index < HIST_BUCKETS ? index : HIST_BUCKETS - 1;
}

/* Row 0 is below 1 µs, row k is [1 µs × 2^(k-1), 1 µs × 2^k). */
static __always_inline u32 log2_time_index(u64 scaled)
{
	u32 log = log2_u64(scaled);

	if (log < 10)
		return 0;
	log -= 9;
	return log < LOG2_BUCKETS ? log : LOG2_BUCKETS - 1;
}

static __always_inline void hist_add(struct hist *hist, u64 value, u32 index)
{
	u64 bucket = UNPROVEN(index);

	if (bucket >= HIST_BUCKETS)
		return;
	hist->sum += value;
	hist->buckets[bucket]++;
}

static __always_inline void hist_log2_add(struct hist_log2 *hist, u64 value, u32 index)
{
	__sync_fetch_and_add(&hist->sum, value);
	__sync_fetch_and_add(&hist->buckets[BOUNDED(index, LOG2_BUCKETS - 1)], 1);
}
