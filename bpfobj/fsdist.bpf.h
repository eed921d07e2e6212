/* SPDX-License-Identifier: GPL-2.0 */
/* fsdist: how long system calls on regular files take, by type of file system and operation. */
#pragma once

#include "files.bpf.h"
#include "record.bpf.h"
#include "slots.bpf.h"
#include "stamp.bpf.h"

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

u64 fsdist_stamp[STAMP_SLOTS];

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

static __always_inline void fsdist_enter(u64 number)
{
	u64 on_since = tool_on_since(fsdist);

	if (on_since && file_operation_of(number) != FILE_OPERATIONS)
		stamp_put(fsdist_stamp, &fsdist_tool, on_since, bpf_get_current_pid_tgid(),
			  bpf_ktime_get_ns());
}

static __always_inline void fsdist_exit(struct task_struct *task, struct pt_regs *regs,
					const struct syscall_event *call)
{
	u64 on_since = tool_on_since(fsdist), since_ns, ns, type, key;
	u32 cpu = bpf_get_smp_processor_id(), operation, *known, index, slot;
	struct fsdist_cpu *slab;
	struct super_block *sb;
	struct hist_log2 *mine;
	struct inode *inode;
	struct file *file;
	struct actor who;

	if (!on_since)
		return;
	operation = file_operation_of(call->number);
	if (operation == FILE_OPERATIONS)
		return;
	since_ns = stamp_take(fsdist_stamp, on_since, bpf_get_current_pid_tgid());
	/* What could not be opened has no file system. */
	if (since_ns == STAMP_MISSING || since_ns == STAMP_OF_OTHER ||
	    (operation == FILE_OPEN && call->ret < 0))
		return;
	ns = bpf_ktime_get_ns() - since_ns;
	file = file_of(task, operation == FILE_OPEN ? call->ret : READ(regs, di));
	if (!file)
		return;
	inode = BPF_CORE_READ(file, f_inode);
	if ((BPF_CORE_READ(inode, i_mode) & S_IFMT) != S_IFREG)
		return;
	who = actor_of(task);
	slab = bpf_map_lookup_elem(&fsdist_slab, &cpu);
	if (!(who.match & MATCH_ALL) || !slab)
		return;
	sb = BPF_CORE_READ(inode, i_sb);
	type = (u64)BPF_CORE_READ(sb, s_type);
	known = bpf_map_lookup_elem(&fsdist_slots, &type);
	slot = known ? *known : fsdist_intern(sb, &type);
	if (!slot || who.process == PROCESS_OTHER)
		count_loss(&fsdist_tool, LOSS_FULL);
	key = UNPROVEN(slot * FILE_OPERATIONS + operation);
	if (key >= FSDIST_KEYS)
		return;
	index = log_linear_index(scaled_time(ns));
	hist_add(&slab->all[key], ns, index);
	if (who.match & MATCH_SELECTED)
		hist_add(&slab->selected[key], ns, index);
	slot = who.process;
	mine = bpf_map_lookup_elem(&fsdist_process, &slot);
	if (mine)
		hist_log2_add(mine, ns, log2_time_index(scaled_time(ns)));
}
