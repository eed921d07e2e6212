/* SPDX-License-Identifier: GPL-2.0 */
/* The event "syscall_exit", as every rung hands it to the tools. */
#pragma once

#include "processes.bpf.h"

struct syscall_event {
	u64 now_ns;
	u64 enter_ns; /* 0 when the call began before the program was attached */
	u64 number;
	s64 ret;
	bool compat;
	struct actor who;
};

#define SYS_execve   59 /* x86-64 */
#define SYS_execveat 322
#define TS_COMPAT    2
