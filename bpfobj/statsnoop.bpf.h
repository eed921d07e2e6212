/* SPDX-License-Identifier: GPL-2.0 */
/* statsnoop: each path that is asked about. */
#pragma once

#include "paths.bpf.h"

TOOL(statsnoop);

static __always_inline void statsnoop_exit(struct task_struct *task, struct pt_regs *regs,
					   const struct syscall_event *call)
{
	struct path_call given = { .directory = AT_FDCWD };

	if (!tool_on_since(statsnoop))
		return;
	switch (call->number) {
	case SYS_stat:
	case SYS_lstat:
	case SYS_statfs:
		given.path = READ(regs, di);
		break;
	case SYS_newfstatat:
		given.directory = READ(regs, di);
		given.path = READ(regs, si);
		given.flags = (u32)READ(regs, r10);
		break;
	case SYS_statx:
		given.directory = READ(regs, di);
		given.path = READ(regs, si);
		given.flags = (u32)READ(regs, dx);
		break;
	default:
		return;
	}
	path_snoop(&statsnoop_tool, task, call, &given);
}
