/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cachestat: pages of regular files that were looked for in the page cache, and those that had to
 * be brought in. What was added and what was written is known at different times, so the four
 * counters grow by themselves and user space subtracts.
 */
#pragma once

#include "histogram.bpf.h"
#include "processes.bpf.h"
#include "superblocks.bpf.h"

enum cachestat_counter {
	CACHESTAT_SOUGHT,  /* by reads and faults */
	CACHESTAT_ADDED,   /* for whatever reason */
	CACHESTAT_WRITTEN, /* added in order to be written to */
	CACHESTAT_DIRTIED,
	CACHESTAT_COUNTERS,
};

struct cachestat_cpu {
	u64 superblock[SUPERBLOCK_SLOTS][CACHESTAT_COUNTERS];
};

struct cachestat_process {
	u64 counter[CACHESTAT_COUNTERS];
};

TOOL(cachestat);
SLAB(cachestat_slab, struct cachestat_cpu);
PER_PROCESS(cachestat_process, struct cachestat_process);

/* What a thread did last: found by its id, forgotten when another thread takes the place. */
#define CACHESTAT_THREADS 4096

struct cachestat_thread {
	u64 tid;
	u64 read_mapping, read_index, read_last, read_calls;
	u64 mapped_mapping, mapped_first, mapped_last;
	u64 fault_mapping, fault_index;
	u64 added;
};

struct cachestat_thread cachestat_threads[CACHESTAT_THREADS];

static __always_inline struct cachestat_thread *cachestat_thread(void)
{
	u32 tid = bpf_get_current_pid_tgid();
	struct cachestat_thread *thread = &cachestat_threads[BOUNDED(tid, CACHESTAT_THREADS - 1)];

	if (thread->tid != tid)
		*thread = (struct cachestat_thread){ .tid = tid };
	return thread;
}

/* File systems keep some of their own data as pages of inodes that have no name and any mode. */
static __always_inline bool cachestat_counts(struct inode *inode)
{
	return tool_on_since(cachestat) && (READ(inode, i_mode) & S_IFMT) == S_IFREG &&
	       READ(inode, i_dentry.first);
}

static __always_inline void cachestat_add(struct inode *inode, enum cachestat_counter counter,
					  u64 pages)
{
	struct actor who = actor_of(current_task());
	u32 cpu = bpf_get_smp_processor_id(), slot = who.process;
	struct cachestat_process *process;
	struct cachestat_cpu *slab;
	u64 superblock;

	if (!(who.match & MATCH_ALL))
		return;
	slab = bpf_map_lookup_elem(&cachestat_slab, &cpu);
	if (!slab)
		return;
	superblock = superblock_slot(READ(inode, i_sb));
	if (!superblock || slot == PROCESS_OTHER)
		count_loss(&cachestat_tool, LOSS_FULL);
	slab->superblock[BOUNDED(superblock, SUPERBLOCK_SLOTS - 1)][counter] += pages;
	process = bpf_map_lookup_elem(&cachestat_process, &slot);
	if (process)
		__sync_fetch_and_add(&process->counter[counter], pages);
}

/* A read may ask beyond the end of the file, where there are no pages. */
static __always_inline u64 cachestat_pages(struct inode *inode, u64 first, u64 last)
{
	s64 size = READ(inode, i_size);
	u64 end;

	if (size <= 0)
		return 0;
	end = (u64)(size - 1) >> PAGE_SHIFT;
	if (last > end)
		last = end;
	return last < first ? 0 : last - first + 1;
}

/* A read of these pages, both ends included. */
static __always_inline void cachestat_read(struct address_space *mapping, u64 first, u64 last)
{
	struct inode *inode = READ(mapping, host);
	u64 pages;

	if (!cachestat_counts(inode))
		return;
	pages = cachestat_pages(inode, first, last);
	if (pages)
		cachestat_add(inode, CACHESTAT_SOUGHT, pages);
}

static __always_inline u64 cachestat_calls(struct task_struct *task)
{
	struct task_struct___ioac *accounted = (void *)task;

	return bpf_core_field_exists(accounted->ioac.syscr) ? READ(accounted, ioac.syscr) : 0;
}

/* A read of many folios comes here once per batch, each time with what is left: only the first one
 * counts. Calls that read are counted by the kernel when they end. */
static __always_inline void cachestat_read_batch(struct address_space *mapping, u64 first, u64 last)
{
	struct cachestat_thread *thread;
	u64 calls;
	bool goes_on;

	if (!tool_on_since(cachestat))
		return;
	thread = cachestat_thread();
	calls = cachestat_calls(current_task());
	goes_on = thread->read_mapping == (u64)mapping && thread->read_last == last &&
		  thread->read_calls == calls && first > thread->read_index;
	thread->read_mapping = (u64)mapping;
	thread->read_index = first;
	thread->read_last = last;
	thread->read_calls = calls;
	if (!goes_on)
		cachestat_read(mapping, first, last);
}

/* A fault for a page that could not just be mapped. It seeks one page: what was mapped along with
 * an earlier one was not asked for. */
static __always_inline void cachestat_fault(struct address_space *mapping, u64 index)
{
	struct inode *inode = READ(mapping, host);
	struct cachestat_thread *thread;
	bool is_counted;

	if (!cachestat_counts(inode))
		return;
	thread = cachestat_thread();
	is_counted = thread->mapped_mapping == (u64)mapping && index >= thread->mapped_first &&
		     index <= thread->mapped_last;
	thread->mapped_mapping = 0;
	thread->fault_mapping = (u64)mapping;
	thread->fault_index = index;
	if (!is_counted)
		cachestat_add(inode, CACHESTAT_SOUGHT, 1);
}

/* A fault for which pages were mapped, both ends included: that it was for, if it was there, and
 * its neighbours. One that had to wait for its page comes here when it is tried again. */
static __always_inline void cachestat_map(struct address_space *mapping, u64 first, u64 last)
{
	struct inode *inode = READ(mapping, host);
	struct cachestat_thread *thread;
	bool is_counted;

	if (!cachestat_counts(inode))
		return;
	thread = cachestat_thread();
	is_counted = thread->fault_mapping == (u64)mapping && thread->fault_index >= first &&
		     thread->fault_index <= last;
	thread->fault_mapping = 0;
	thread->mapped_mapping = (u64)mapping;
	thread->mapped_first = first;
	thread->mapped_last = last;
	if (!is_counted)
		cachestat_add(inode, CACHESTAT_SOUGHT, 1);
}

static __always_inline void cachestat_added(struct address_space *mapping, u64 folio, u64 pages)
{
	struct inode *inode = READ(mapping, host);

	if (!cachestat_counts(inode))
		return;
	cachestat_thread()->added = folio;
	cachestat_add(inode, CACHESTAT_ADDED, pages);
}

/* A folio that its own thread has just added was added for this. */
static __always_inline void cachestat_dirtied(struct address_space *mapping, u64 folio, u64 pages)
{
	struct inode *inode = READ(mapping, host);
	struct cachestat_thread *thread;

	if (!cachestat_counts(inode))
		return;
	thread = cachestat_thread();
	cachestat_add(inode, CACHESTAT_DIRTIED, pages);
	if (thread->added == folio)
		cachestat_add(inode, CACHESTAT_WRITTEN, pages);
	thread->added = 0;
}
