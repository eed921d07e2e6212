/* SPDX-License-Identifier: GPL-2.0 */
/* fsdist: how long system calls on regular files take, by type of file system and operation. */
#pragma once

#include "files.bpf.h"
#include "record.bpf.h"
#include "slots.bpf.h"

#define FSDIST_TYPES 12 /* slot 0: types beyond the table */
#define FSDIST_KEYS  (FSDIST_TYPES * FILE_OPERATIONS)

struct fsdist_name {
	u32 used;
	char type[20];
};

struct fsdist_cpu {
	struct hist all[FSDIST_KEYS], selected[FSDIST_KEYS];
};

TOOL(fsdist);
SLAB(fsdist_slab, struct fsdist_cpu);
PER_PROCESS(fsdist_process, struct hist_log2);
SLOTS(fsdist, u64, FSDIST_TYPES);
SLOT_NAMES(fsdist, struct fsdist_name, FSDIST_TYPES);

/* Once per type. */
static __noinline u32 fsdist_intern(struct super_block *sb, const u64 *type)
{
	struct fsdist_name *name;
	u32 slot;

	if (!type)
		return 0;
	slot = take_slot(&fsdist_taken, &fsdist_last, FSDIST_TYPES);
	name = bpf_map_lookup_elem(&fsdist_names, &slot);
	if (!slot || !name)
		return 0;
	bpf_probe_read_kernel_str(name->type, sizeof(name->type), BPF_CORE_READ(sb, s_type, name));
	name->used = 1;
	return enter_slot(&fsdist_slots, type, slot);
}

static __always_inline void fsdist_file(const struct file_event *event)
{
	u32 cpu = bpf_get_smp_processor_id(), *known, index, slot;
	struct inode *inode = event->inode;
	struct super_block *sb = BPF_CORE_READ(inode, i_sb);
	u64 type = (u64)BPF_CORE_READ(sb, s_type), key;
	struct fsdist_cpu *slab = bpf_map_lookup_elem(&fsdist_slab, &cpu);
	struct hist_log2 *mine;

	if (!slab)
		return;
	known = bpf_map_lookup_elem(&fsdist_slots, &type);
	slot = known ? *known : fsdist_intern(sb, &type);
	if (!slot || event->who.process == PROCESS_OTHER)
		count_loss(&fsdist_tool, LOSS_FULL);
	key = UNPROVEN(slot * FILE_OPERATIONS + event->operation);
	if (key >= FSDIST_KEYS)
		return;
	index = log_linear_index(scaled_time(event->ns));
	hist_add(&slab->all[key], event->ns, index);
	if (event->who.match & MATCH_SELECTED)
		hist_add(&slab->selected[key], event->ns, index);
	slot = event->who.process;
	mine = bpf_map_lookup_elem(&fsdist_process, &slot);
	if (mine)
		hist_log2_add(mine, event->ns, log2_time_index(scaled_time(event->ns)));
}
