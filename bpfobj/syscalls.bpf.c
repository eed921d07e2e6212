/* SPDX-License-Identifier: GPL-2.0 */
/* Event source: system calls. Events: syscall_enter, syscall_exit. */
#include "common.bpf.h"
#include "execsnoop.bpf.h"
#include "fsdist.bpf.h"
#include "fsslower.bpf.h"
#include "opensnoop.bpf.h"
#include "program.bpf.h"
#include "stamp.bpf.h"
#include "statsnoop.bpf.h"
#include "syscount.bpf.h"

volatile struct control control SEC(".data.control");

u64 syscall_enter_stamp[STAMP_SLOTS];

/* Of calls on files. */
u64 file_stamp[STAMP_SLOTS];

static __always_inline void file_enter(u64 number)
{
	u64 dist = tool_on_since(fsdist), slower = tool_on_since(fsslower);

	if ((dist || slower) && file_operation_of(number) != FILE_OPERATIONS)
		stamp_put(file_stamp, dist ? &fsdist_tool : &fsslower_tool, dist ? dist : slower,
			  bpf_get_current_pid_tgid(), bpf_ktime_get_ns());
}

static __always_inline void file_exit(struct task_struct *task, struct pt_regs *regs,
				      const struct syscall_event *call)
{
	u64 dist = tool_on_since(fsdist), slower = tool_on_since(fsslower), since_ns;
	struct file_event event = { .ret = call->ret, .number = call->number };
	struct inode *inode;
	struct file *file;

	if (!dist && !slower)
		return;
	event.operation = file_operation_of(call->number);
	if (event.operation == FILE_OPERATIONS)
		return;
	since_ns = stamp_take(file_stamp, 1, bpf_get_current_pid_tgid());
	/* What could not be opened has no file system. */
	if (since_ns == STAMP_MISSING || since_ns == STAMP_OF_OTHER ||
	    (event.operation == FILE_OPEN && call->ret < 0))
		return;
	event.ns = bpf_ktime_get_ns() - since_ns;
	dist = dist && since_ns >= dist;
	slower = slower && since_ns >= slower && event.ns >= control.slower_than_ns;
	if (!dist && !slower)
		return;
	file = file_of(task, event.operation == FILE_OPEN ? call->ret : READ(regs, di));
	if (!file)
		return;
	inode = BPF_CORE_READ(file, f_inode);
	if ((BPF_CORE_READ(inode, i_mode) & S_IFMT) != S_IFREG)
		return;
	event.who = actor_of(task);
	if (!(event.who.match & MATCH_ALL))
		return;
	event.file = file;
	event.inode = inode;
	event.position = READ(regs, r10);
	if (dist)
		fsdist_file(&event);
	if (slower)
		fsslower_file(task, &event);
}

static __always_inline int entered(long id)
{
	u64 on_since = tool_on_since(syscount);

	/* Calls that never return would leave stamps behind, to be taken for collisions. */
	if (on_since && id != SYS_exit && id != SYS_exit_group)
		stamp_put(syscall_enter_stamp, &syscount_tool, on_since, bpf_get_current_pid_tgid(),
			  bpf_ktime_get_ns());
	file_enter(id);
	return 0;
}

TRACEPOINT(sys_enter, struct pt_regs *regs, long id)
{
	return entered(id);
}

TRACEPOINT_RECORD(raw_syscalls, sys_enter, trace_event_raw_sys_enter)
{
	return entered(record->id);
}

TRACEPOINT(sys_exit, struct pt_regs *regs, long ret)
{
	u64 on_since = tool_on_since(syscount), started_ns;
	struct syscall_event event = { .number = READ(regs, orig_ax), .ret = ret };
	struct task_struct *task = current_task();

	/* Returning from a signal handler wipes the number out, lest the call is restarted. */
	if (event.number == NO_SYSCALL)
		event.number = SYS_rt_sigreturn;
	event.compat = READ(task, thread_info.status) & TS_COMPAT;
	if (ret < 0 && !event.compat) {
		if (event.number == SYS_execve)
			execsnoop_failed(task, READ(regs, di), READ(regs, si), ret);
		else if (event.number == SYS_execveat)
			execsnoop_failed(task, READ(regs, si), READ(regs, dx), ret);
	}
	/* 32-bit programs' numbers mean other calls. */
	if (!event.compat) {
		opensnoop_exit(task, regs, &event);
		statsnoop_exit(task, regs, &event);
		file_exit(task, regs, &event);
	}
	if (!on_since)
		return 0;
	/* A stamp older than the thread is of one that had its id and never returned: a new thread
	 * returns from a call it did not enter. */
	started_ns = READ(task, start_time);
	event.enter_ns =
		stamp_take(syscall_enter_stamp, on_since > started_ns ? on_since : started_ns,
			   bpf_get_current_pid_tgid());
	if (event.enter_ns == STAMP_MISSING || event.enter_ns == STAMP_OF_OTHER)
		return 0;
	event.now_ns = bpf_ktime_get_ns();
	event.who = actor_of(task);
	syscount_exit(&event);
	return 0;
}

/* For a test, as in process.bpf.c. */
struct path_event *const volatile path_event_type = NULL;
struct fsslower_event *const volatile fsslower_event_type = NULL;

char LICENSE[] SEC("license") = "GPL";
