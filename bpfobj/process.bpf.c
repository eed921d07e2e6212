/* SPDX-License-Identifier: GPL-2.0 */
/* Event source: the life of processes. Events: fork, exec, exit, rename, cgroup_attach; and the
 * iterator that fills the table at start. */
#include "common.bpf.h"
#include "execsnoop.bpf.h"
#include "exitsnoop.bpf.h"
#include "program.bpf.h"

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

static __always_inline bool is_main_thread(struct task_struct *task)
{
	return READ(task, pid) == READ(task, tgid);
}

static __always_inline int forked(struct task_struct *child)
{
	if (is_main_thread(child))
		actor_of(child);
	return 0;
}

TRACEPOINT(sched_process_fork, struct task_struct *parent, struct task_struct *child)
{
	return forked(child);
}

FUNCTION(wake_up_new_task, struct task_struct *child)
{
	return forked(child);
}

/* In the new image. */
static __always_inline int executed(struct task_struct *task)
{
	struct process *process = process_at(actor_of(task).process);

	/* What changed since fork. */
	if (process)
		process->uid = BPF_CORE_READ(task, cred, uid.val);
	execsnoop_exec(task);
	return 0;
}

TRACEPOINT(sched_process_exec, struct task_struct *task, int old_pid, struct linux_binprm *bprm)
{
	return executed(task);
}

TRACEPOINT_RECORD(sched, sched_process_exec, trace_event_raw_sched_process_exec)
{
	return executed(current_task());
}

/* The last thing that a loader of binaries does before the new image can run. */
FUNCTION(finalize_exec, struct linux_binprm *bprm)
{
	return executed(current_task());
}

/* Processes that ended just now. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, struct process_key);
	__type(value, u32);
} ended SEC(".maps");

static __always_inline int exited(struct task_struct *task)
{
	struct task_struct *leader = READ(task, group_leader);
	struct signal_struct *signal = READ(task, signal);
	struct process_key key = { .start_ns = READ(leader, start_time), .tgid = READ(task, tgid) };
	struct process *process;
	struct actor who;
	u32 value = 0;

	/*
	 * Decremented before this event; the last thread is the process. Threads that end at the
	 * same time on several CPUs all find 0: only the first of them counts. Before 6.4
	 * (d7ba4cc900bf) the upper half of what map helpers return is not set.
	 */
	if (READ(signal, live.counter) ||
	    (int)bpf_map_update_elem(&ended, &key, &value, BPF_NOEXIST) == -EEXIST)
		return 0;
	who = actor_of(task);
	exitsnoop_exit(leader, &who,
		       READ(signal, flags) & SIGNAL_GROUP_EXIT ? READ(signal, group_exit_code)
							       : READ(leader, exit_code));
	process = process_at(who.process);
	if (process)
		process->exit_ns = bpf_ktime_get_ns();
	return 0;
}

TRACEPOINT(sched_process_exit, struct task_struct *task)
{
	return exited(task);
}

TRACEPOINT_RECORD(sched, sched_process_exit, trace_event_raw_sched_process_template)
{
	return exited(current_task());
}

/* The first thing after the tracepoint that is called for every thread that ends and for no other.
 */
FUNCTION(cgroup_exit, struct task_struct *task)
{
	return exited(task);
}

static __always_inline struct process *process_of_main_thread(struct task_struct *task)
{
	return is_main_thread(task) ? process_at(actor_of(task).process) : NULL;
}

static __always_inline int renamed(struct task_struct *task, const char *comm)
{
	struct process *process = process_of_main_thread(task);

	if (process)
		set_comm(process, comm);
	return 0;
}

TRACEPOINT(task_rename, struct task_struct *task, const char *comm)
{
	return renamed(task, comm);
}

FUNCTION(__set_task_comm, struct task_struct *task, const char *comm, bool exec)
{
	return renamed(task, comm);
}

static __always_inline int moved(struct task_struct *task)
{
	struct process *process = process_of_main_thread(task);

	if (process)
		process->cgroup_id = cgroup_id_of(task);
	return 0;
}

TRACEPOINT(cgroup_attach_task, struct cgroup *cgroup, const char *path, struct task_struct *task,
	   bool threadgroup)
{
	return moved(task);
}

FUNCTION_RETURN(cgroup_attach_task, struct cgroup *cgroup, struct task_struct *task,
		bool threadgroup)
{
	return moved(task);
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
