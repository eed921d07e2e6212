/* SPDX-License-Identifier: GPL-2.0 */
/* Event source: system calls. Events: syscall_enter, syscall_exit. */
#include "common.bpf.h"
#include "execsnoop.bpf.h"
#include "stamp.bpf.h"
#include "syscount.bpf.h"

volatile struct control control SEC(".data.control");

u64 syscall_enter_stamp[STAMP_SLOTS];

SEC("tp_btf/sys_enter")
int BPF_PROG(sys_enter, struct pt_regs *regs, long id)
{
	u64 on_since = tool_on_since(syscount);

	/* Calls that never return would leave stamps behind, to be taken for collisions. */
	if (on_since && id != SYS_exit && id != SYS_exit_group)
		stamp_put(syscall_enter_stamp, &syscount_tool, on_since, bpf_get_current_pid_tgid(),
			  bpf_ktime_get_ns());
	return 0;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(sys_exit, struct pt_regs *regs, long ret)
{
	u64 on_since = tool_on_since(syscount);
	struct syscall_event event = { .number = regs->orig_ax, .ret = ret };
	struct task_struct *task = (void *)bpf_get_current_task_btf();

	/* Returning from a signal handler wipes the number out, lest the call is restarted. */
	if (event.number == NO_SYSCALL)
		event.number = SYS_rt_sigreturn;
	event.compat = task->thread_info.status & TS_COMPAT;
	if (ret < 0 && !event.compat) {
		if (event.number == SYS_execve)
			execsnoop_failed(task, regs->di, regs->si, ret);
		else if (event.number == SYS_execveat)
			execsnoop_failed(task, regs->si, regs->dx, ret);
	}
	if (!on_since)
		return 0;
	/* A stamp older than the thread is of one that had its id and never returned: a new thread
	 * returns from a call it did not enter. */
	event.enter_ns = stamp_take(syscall_enter_stamp,
				    on_since > task->start_time ? on_since : task->start_time,
				    bpf_get_current_pid_tgid());
	if (event.enter_ns == STAMP_MISSING || event.enter_ns == STAMP_OF_OTHER)
		return 0;
	event.now_ns = bpf_ktime_get_ns();
	event.who = actor_of(task);
	syscount_exit(&event);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
