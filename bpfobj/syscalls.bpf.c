/* SPDX-License-Identifier: GPL-2.0 */
/* Event source: system calls. Events: syscall_enter, syscall_exit. */
#include "common.bpf.h"
#include "execsnoop.bpf.h"
#include "syscount.bpf.h"

volatile struct control control SEC(".data.control");

/* Direct-mapped by thread id, one word: time and the id's high bits, as runqlat's stamps. */
#define ENTER_SLOTS	65536
#define ENTER_TIME_BITS 58
#define ENTER_TIME_MASK ((1ULL << ENTER_TIME_BITS) - 1)

u64 syscall_enter_stamp[ENTER_SLOTS];

SEC("tp_btf/sys_enter")
int BPF_PROG(sys_enter, struct pt_regs *regs, long id)
{
	u32 tid = bpf_get_current_pid_tgid();

	if (!tool_on_since(syscount))
		return 0;
	syscall_enter_stamp[BOUNDED(tid, ENTER_SLOTS - 1)] = (u64)(tid / ENTER_SLOTS)
								     << ENTER_TIME_BITS |
							     (bpf_ktime_get_ns() & ENTER_TIME_MASK);
	return 0;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(sys_exit, struct pt_regs *regs, long ret)
{
	u64 on_since = tool_on_since(syscount);
	u32 tid = bpf_get_current_pid_tgid();
	struct syscall_event event = { .number = regs->orig_ax, .ret = ret };
	struct task_struct *task = (void *)bpf_get_current_task_btf();
	u64 *stamp;

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
	stamp = &syscall_enter_stamp[BOUNDED(tid, ENTER_SLOTS - 1)];
	event.enter_ns = *stamp & ENTER_TIME_MASK;
	/* Older than the thread: of one that had its id and never returned. A new thread returns
	 * from a call it did not enter. */
	if (event.enter_ns < on_since || event.enter_ns < task->start_time)
		return 0;
	if (*stamp >> ENTER_TIME_BITS != tid / ENTER_SLOTS) {
		count_loss(&syscount_tool, LOSS_COLLISION);
		return 0;
	}
	*stamp = 0;
	event.now_ns = bpf_ktime_get_ns();
	event.who = actor_of(task);
	syscount_exit(&event);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
