/* SPDX-License-Identifier: GPL-2.0 */
/* fsslower: each system call on a regular file that took longer than the threshold. */
#pragma once

#include "event.bpf.h"
#include "files.bpf.h"

#define FSSLOWER_PATH_BYTES 4096
#define FSSLOWER_NAME_BYTES 256
#define FSSLOWER_NAMES	    24

struct fsslower_event {
	struct event event;
	u64 ns;
	s64 ret;
	u64 offset; /* where it began; all bits set: not known */
	u32 operation;
	u32 path_bytes;
	u32 is_cut; /* there are more directories */
	u32 unused;
	char type[16];
	char device[32];
	char path[FSSLOWER_PATH_BYTES]; /* names from the file up to the root of its file system */
};

TOOL(fsslower);

/* Too large for the stack; the record that goes to the ring buffer ends with its path. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct fsslower_event);
} fsslower_scratch SEC(".maps");

static __always_inline u64 fsslower_offset(const struct file_event *event)
{
	struct file *file = event->file;
	s64 after;

	if (event->operation != FILE_READ && event->operation != FILE_WRITE)
		return -1;
	if (has_position(event->number) && event->position != (u64)-1)
		return event->position;
	after = BPF_CORE_READ(file, f_pos);
	return event->ret > 0 ? after - event->ret : after;
}

static __always_inline void fsslower_file(struct task_struct *task, const struct file_event *event)
{
	struct inode *inode = event->inode;
	struct file *file = event->file;
	struct super_block *sb = BPF_CORE_READ(inode, i_sb);
	struct dentry *dentry = BPF_CORE_READ(file, f_path.dentry), *parent;
	struct fsslower_event *slow;
	u64 at = 0, size;
	u32 zero = 0;
	long bytes;

	slow = bpf_map_lookup_elem(&fsslower_scratch, &zero);
	if (!slow)
		return;
	event_begin(&slow->event, &fsslower_tool, sizeof(*slow), task, &event->who);
	slow->ns = event->ns;
	slow->ret = event->ret;
	slow->offset = fsslower_offset(event);
	slow->operation = event->operation;
	slow->is_cut = 0;
	slow->unused = 0;
	bpf_probe_read_kernel_str(slow->type, sizeof(slow->type), BPF_CORE_READ(sb, s_type, name));
	bpf_core_read_str(slow->device, sizeof(slow->device), &sb->s_id);
	for (int i = 0; i <= FSSLOWER_NAMES; i++) {
		parent = BPF_CORE_READ(dentry, d_parent);
		if (!parent || parent == dentry)
			break;
		at = UNPROVEN(at);
		if (i == FSSLOWER_NAMES || at > FSSLOWER_PATH_BYTES - FSSLOWER_NAME_BYTES) {
			slow->is_cut = 1;
			break;
		}
		bytes = bpf_probe_read_kernel_str(slow->path + at, FSSLOWER_NAME_BYTES,
						  BPF_CORE_READ(dentry, d_name.name));
		if (bytes < 0) {
			count_loss(&fsslower_tool, LOSS_UNRESOLVED);
			break;
		}
		at += bytes;
		dentry = parent;
	}
	slow->path_bytes = at;
	size = UNPROVEN(offsetof(struct fsslower_event, path) + at);
	if (size > sizeof(*slow))
		size = sizeof(*slow);
	slow->event.size = size;
	if (bpf_ringbuf_output(&events, slow, size, BPF_RB_NO_WAKEUP))
		count_loss(&fsslower_tool, LOSS_RING);
}
