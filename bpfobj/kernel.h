/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel types that probetop's programs read, written by hand: only the fields in use, each
 * struct relocated by CO-RE at load, so that order and offsets here mean nothing. A suffix ___x is
 * another kernel's shape of the same type.
 */
#pragma once

/* bpf_tracing.h otherwise expects the register names of the user-space ptrace header. */
#define __VMLINUX_H__

#include <stddef.h>
#include <linux/types.h>
#include <linux/bpf.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s32 s32;
typedef __s64 s64;
typedef _Bool bool;
#define true 1
#define false 0

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

#define RELOCATED __attribute__((preserve_access_index))
/* clang drops checks it can prove and the verifier cannot: hide the value first. 64 bits, or 6.1
 * loses the bound. */
#define UNPROVEN(index)                            \
	({                                         \
		u64 unproven = (index);            \
		asm volatile("" : "+r"(unproven)); \
		unproven;                          \
	})
#define BOUNDED(index, mask) (UNPROVEN(index) & (mask))

/*
 * Whether every pointer that the programs of this object are called with has a type the verifier
 * knows: set by user space once the rungs are chosen. Then fields are read directly; a pointer from
 * a raw_tp or kprobe program wants a helper's call for each.
 */
const volatile bool typed_rungs = true;
/* On kernels without it (before 5.11) the current task has no type. */
#define HAS_TYPED_CURRENT \
	bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_get_current_task_btf)
#define TYPED (typed_rungs && HAS_TYPED_CURRENT)
/* READ(task, group_leader, start_time) is task->group_leader->start_time, whatever the rung. */
#define READ(source, ...) \
	(TYPED ? ___arrow(source, __VA_ARGS__) : BPF_CORE_READ(source, __VA_ARGS__))

#define PF_KTHREAD	  0x00200000
#define SIGNAL_GROUP_EXIT 0x00000004
#define EEXIST		  17

struct kernfs_node {
	u64 id;
} RELOCATED;

struct cgroup {
	struct kernfs_node *kn;
} RELOCATED;

struct cgroup_subsys_state {
	struct cgroup *cgroup;
} RELOCATED;

struct css_set {
	struct cgroup_subsys_state *subsys[1];
	struct cgroup *dfl_cgrp;
} RELOCATED;

/* The values differ per kernel configuration: read them with bpf_core_enum_value. */
enum cgroup_subsys_id {
	cpu_cgrp_id = 1,
};

typedef struct {
	int counter;
} atomic_t;

struct upid {
	int nr;
} RELOCATED;

struct pid {
	unsigned int level;
	struct upid numbers[1];
} RELOCATED;

struct signal_struct {
	atomic_t live;
	unsigned int flags;
	int group_exit_code;
} RELOCATED;

typedef struct {
	unsigned int val;
} kuid_t;

struct cred {
	kuid_t uid;
} RELOCATED;

struct mm_struct {
	unsigned long arg_start, arg_end;
} RELOCATED;

struct thread_info {
	unsigned int status;
	/* In thread_info since 5.16 (bcf9033e5449); before, task_struct___cpu. */
	unsigned int cpu;
} RELOCATED;

struct sched_entity {
	struct cfs_rq *cfs_rq;
} RELOCATED;

struct task_struct {
	struct thread_info thread_info;
	int pid, tgid;
	unsigned int flags;
	int exit_code;
	u64 start_time;
	char comm[16];
	struct task_struct *real_parent, *group_leader;
	struct css_set *cgroups;
	struct signal_struct *signal;
	struct pid *thread_pid;
	const struct cred *cred;
	struct mm_struct *mm;
	struct sched_entity se;
} RELOCATED;

/* The state was renamed in 5.14 (2f064a59a11f). */
struct task_struct___state {
	unsigned int __state;
} RELOCATED;
struct task_struct___old_state {
	volatile long state;
} RELOCATED;
struct task_struct___cpu {
	unsigned int cpu;
} RELOCATED;

struct rt_rq {
	unsigned int rt_nr_running;
} RELOCATED;

struct dl_rq {
	unsigned int dl_nr_running;
} RELOCATED;

struct cfs_rq {
	struct rq *rq;
} RELOCATED;
/* Runnable without the entities of delayed dequeue: 6.14 (7b8a702d9438 split it from h_nr_running).
 */
struct cfs_rq___runnable {
	unsigned int h_nr_runnable;
} RELOCATED;

struct rq {
	unsigned int nr_running;
	struct cfs_rq cfs;
	struct rt_rq rt;
	struct dl_rq dl;
} RELOCATED;

struct scx_rq {
	u32 nr_running;
} RELOCATED;
/* sched_ext: 6.12. */
struct rq___scx {
	struct scx_rq scx;
} RELOCATED;

struct irqaction {
	const char *name;
} RELOCATED;

/* x86-64 */
struct pt_regs {
	unsigned long di, si, dx, cx, r8, r9, r10, ax, orig_ax;
} RELOCATED;

struct bpf_iter_meta {
	u64 session_id;
} RELOCATED;

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
} RELOCATED;

struct linux_binprm;

/* Records of ordinary tracepoints. */
struct trace_event_raw_sched_wakeup_template {
	int pid;
} RELOCATED;

struct trace_event_raw_sched_process_exec;
struct trace_event_raw_sched_process_template;

struct trace_event_raw_softirq {
	unsigned int vec;
} RELOCATED;

struct trace_event_raw_sys_enter {
	long id;
} RELOCATED;

static __always_inline struct task_struct *current_task(void)
{
	return TYPED ? (void *)bpf_get_current_task_btf() : (void *)bpf_get_current_task();
}
