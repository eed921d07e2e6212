/* SPDX-License-Identifier: GPL-2.0 */
/* System calls on files: what they do, and to which file. */
#pragma once

#include "kernel_fs.h"
#include "syscall.bpf.h"

enum file_operation {
	FILE_READ,
	FILE_WRITE,
	FILE_OPEN,
	FILE_FSYNC,
	FILE_OPERATIONS, /* the call is none of them */
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
