/* SPDX-License-Identifier: GPL-2.0 */
/* The event "syscall_exit", as every rung hands it to the tools. */
#pragma once

#include "processes.bpf.h"

struct syscall_event {
	u64 now_ns;
	u64 enter_ns;
	u64 number;
	s64 ret;
	bool compat;
	struct actor who;
};

/* x86-64 */
#define NO_SYSCALL	 ((u64)-1)
#define SYS_rt_sigreturn 15
#define SYS_execve	 59
#define SYS_exit	 60
#define SYS_exit_group	 231
#define SYS_execveat	 322
#define TS_COMPAT	 2
