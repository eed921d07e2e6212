/* SPDX-License-Identifier: GPL-2.0 */
/* The file systems that are in use, for tools that count by them. */
#pragma once

#include "kernel_fs.h"
#include "slots.bpf.h"

#define SUPERBLOCK_SLOTS 64

/* Numbers of devices are reused. */
struct superblock_key {
	u64 magic;
	u32 dev;
	u32 unused;
};

struct superblock_name {
	u32 dev;
	u32 used;
	char type[16];
	char device[32]; /* as the file system calls it */
};

SLOTS(superblocks, struct superblock_key, SUPERBLOCK_SLOTS);
SLOT_NAMES(superblocks, struct superblock_name, SUPERBLOCK_SLOTS);

/* Once per file system. */
static __noinline u32 intern_superblock(struct super_block *sb, const struct superblock_key *key)
{
	struct superblock_name *name;
	u32 slot;

	if (!key)
		return 0;
	slot = take_slot(&superblocks_taken, &superblocks_last, SUPERBLOCK_SLOTS);
	name = bpf_map_lookup_elem(&superblocks_names, &slot);
	if (!slot || !name)
		return 0;
	name->dev = key->dev;
	bpf_probe_read_kernel_str(name->type, sizeof(name->type), BPF_CORE_READ(sb, s_type, name));
	bpf_core_read_str(name->device, sizeof(name->device), &sb->s_id);
	name->used = 1;
	return enter_slot(&superblocks_slots, key, slot);
}

/* Slot of a file system, below SUPERBLOCK_SLOTS; 0 beyond the table. */
static __always_inline u32 superblock_slot(struct super_block *sb)
{
	struct superblock_key key = { .magic = READ(sb, s_magic), .dev = READ(sb, s_dev) };
	u32 *known = bpf_map_lookup_elem(&superblocks_slots, &key);

	return known ? *known : intern_superblock(sb, &key);
}
