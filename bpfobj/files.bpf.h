/* SPDX-License-Identifier: GPL-2.0 */
/* System calls on files: what they do, and to which file. */
#pragma once

#include "kernel_fs.h"
#include "processes.bpf.h"
#include "syscall.bpf.h"

enum file_operation {
	FILE_READ,
	FILE_WRITE,
	FILE_OPEN,
	FILE_FSYNC,
	FILE_OPERATIONS, /* the call is none of them */
};

/* A call on a regular file that has returned. */
struct file_event {
	struct file *file;
	struct inode *inode;
	u64 ns;
	s64 ret;
	u64 number;
	u64 position; /* where a call that says so reads or writes */
	u32 operation;
	struct actor who;
};

static __always_inline enum file_operation file_operation_of(u64 number)
{
	switch (number) {
	case SYS_read:
	case SYS_pread64:
	case SYS_readv:
	case SYS_preadv:
	case SYS_preadv2:
		return FILE_READ;
	case SYS_write:
	case SYS_pwrite64:
	case SYS_writev:
	case SYS_pwritev:
	case SYS_pwritev2:
		return FILE_WRITE;
	case SYS_open:
	case SYS_openat:
	case SYS_creat:
	case SYS_openat2:
		return FILE_OPEN;
	case SYS_fsync:
	case SYS_fdatasync:
		return FILE_FSYNC;
	default:
		return FILE_OPERATIONS;
	}
}

/* Whether a call says where in the file it reads or writes. */
static __always_inline bool has_position(u64 number)
{
	return number == SYS_pread64 || number == SYS_pwrite64 || number == SYS_preadv ||
	       number == SYS_pwritev || number == SYS_preadv2 || number == SYS_pwritev2;
}

/* The open file of a descriptor of the current task; NULL for none. */
static __always_inline struct file *file_of(struct task_struct *task, u32 descriptor)
{
	struct task_struct___files *opened = (void *)task;
	struct fdtable *table = READ(opened, files, fdt);
	struct file **files = READ(table, fd), *file = NULL;

	if (descriptor < READ(table, max_fds))
		bpf_probe_read_kernel(&file, sizeof(file), files + descriptor);
	return file;
}
