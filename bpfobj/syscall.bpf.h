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
#define SYS_read	 0
#define SYS_write	 1
#define SYS_open	 2
#define SYS_stat	 4
#define SYS_lstat	 6
#define SYS_rt_sigreturn 15
#define SYS_pread64	 17
#define SYS_pwrite64	 18
#define SYS_readv	 19
#define SYS_writev	 20
#define SYS_execve	 59
#define SYS_exit	 60
#define SYS_fsync	 74
#define SYS_fdatasync	 75
#define SYS_creat	 85
#define SYS_statfs	 137
#define SYS_exit_group	 231
#define SYS_openat	 257
#define SYS_newfstatat	 262
#define SYS_preadv	 295
#define SYS_pwritev	 296
#define SYS_execveat	 322
#define SYS_preadv2	 327
#define SYS_pwritev2	 328
#define SYS_statx	 332
#define SYS_openat2	 437
#define TS_COMPAT	 2
#define AT_FDCWD	 (-100)
