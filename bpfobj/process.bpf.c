/* SPDX-License-Identifier: GPL-2.0 */
/* Event source: the life of processes. Events: fork, exec, exit, rename, cgroup_attach; and the
 * iterator that fills the table at start. */
#include "common.bpf.h"
#include "execsnoop.bpf.h"
#include "exitsnoop.bpf.h"

volatile struct control control SEC(".data.control");

/* Once, after attaching: the processes that were there before us. */
SEC("iter/task")
int seed_processes(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;

	/* The main thread may have ended before the others. */
	if (task && task->pid == task->tgid && task->signal->live.counter > 0)
		actor_of(task);
	return 0;
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(sched_process_fork, struct task_struct *parent, struct task_struct *child)
{
	if (child->pid == child->tgid)
		actor_of(child);
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(sched_process_exec, struct task_struct *task, int old_pid, struct linux_binprm *bprm)
{
	struct process *process = process_at(actor_of(task).process);

	/* What changed since fork. */
	if (process)
		process->uid = BPF_CORE_READ(task, cred, uid.val);
	execsnoop_exec(task);
	return 0;
}

/* Processes that ended just now. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, struct process_key);
	__type(value, u32);
} ended SEC(".maps");

SEC("tp_btf/sched_process_exit")
int BPF_PROG(sched_process_exit, struct task_struct *task)
{
	struct task_struct *leader = task->group_leader;
	struct signal_struct *signal = task->signal;
	struct process_key key = { .start_ns = leader->start_time, .tgid = task->tgid };
	struct process *process;
	struct actor who;
	u32 value = 0;

	/*
	 * Decremented before this event; the last thread is the process. Threads that end at the
	 * same time on several CPUs all find 0: only the first of them counts.
	 */
	if (signal->live.counter ||
	    bpf_map_update_elem(&ended, &key, &value, BPF_NOEXIST) == -EEXIST)
		return 0;
	who = actor_of(task);
	exitsnoop_exit(leader, &who,
		       signal->flags & SIGNAL_GROUP_EXIT ? signal->group_exit_code
							 : leader->exit_code);
	process = process_at(who.process);
	if (process)
		process->exit_ns = bpf_ktime_get_ns();
	return 0;
}

SEC("tp_btf/task_rename")
int BPF_PROG(task_rename, struct task_struct *task, const char *comm)
{
	struct process *process =
		task->pid == task->tgid ? process_at(actor_of(task).process) : NULL;

	if (process)
		set_comm(process, comm);
	return 0;
}

SEC("tp_btf/cgroup_attach_task")
int BPF_PROG(cgroup_attach_task, struct cgroup *cgroup, const char *path, struct task_struct *task,
	     bool threadgroup)
{
	struct process *process =
		task->pid == task->tgid ? process_at(actor_of(task).process) : NULL;

	if (process)
		process->cgroup_id = cgroup_id_of(task);
	return 0;
}

/*
 * clang puts into BTF only the types of maps, variables and functions. These are none of them, and
 * user space has a copy that a test compares with BTF.
 */
struct exitsnoop_event *const volatile exitsnoop_event_type = NULL;
const volatile enum filter_kind filter_kind_type = 0;
const volatile enum filter_flags filter_flags_type = 0;
const volatile enum loss loss_type = 0;
const volatile enum tool_presence tool_presence_type = 0;

char LICENSE[] SEC("license") = "GPL";
