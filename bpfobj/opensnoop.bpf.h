/* SPDX-License-Identifier: GPL-2.0 */
/* opensnoop: each file that is opened, and each attempt that failed. */
#pragma once

#include "paths.bpf.h"

TOOL(opensnoop);

#define O_WRONLY 01
#define O_CREAT	 0100
#define O_TRUNC	 01000

static __always_inline void opensnoop_exit(struct task_struct *task, struct pt_regs *regs,
					   const struct syscall_event *call)
{
	struct path_call given = { .directory = AT_FDCWD };

	if (!tool_on_since(opensnoop))
		return;
	switch (call->number) {
	case SYS_open:
		given.path = READ(regs, di);
		given.flags = (u32)READ(regs, si);
		break;
	case SYS_creat:
		given.path = READ(regs, di);
		given.flags = O_CREAT | O_WRONLY | O_TRUNC;
		break;
	case SYS_openat:
		given.directory = READ(regs, di);
		given.path = READ(regs, si);
		given.flags = (u32)READ(regs, dx);
		break;
	case SYS_openat2:
		given.directory = READ(regs, di);
		given.path = READ(regs, si);
		/* The first member of struct open_how. */
		if (bpf_probe_read_user(&given.flags, sizeof(given.flags), (void *)READ(regs, dx)))
			given.flags = 0;
		break;
	default:
		return;
	}
	path_snoop(&opensnoop_tool, task, call, &given);
}
