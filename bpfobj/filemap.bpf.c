/* SPDX-License-Identifier: GPL-2.0 */
/* Event source: the page cache. Events: page_read, page_fault, page_map, page_add, page_dirty. */
#include "cachestat.bpf.h"
#include "common.bpf.h"
#include "kernel_fs.h"
#include "program.bpf.h"

volatile struct control control SEC(".data.control");

/* Per batch of folios, with what is left of the read. */
TRACEPOINT(mm_filemap_get_pages, struct address_space *mapping, unsigned long index,
	   unsigned long last_index)
{
	cachestat_read_batch(mapping, index, last_index);
	return 0;
}

static __always_inline int read_from(struct kiocb *iocb, struct iov_iter *iter)
{
	u64 first = READ(iocb, ki_pos), count = READ(iter, count);

	if (count)
		cachestat_read(READ(iocb, ki_filp, f_mapping), first >> PAGE_SHIFT,
			       (first + count - 1) >> PAGE_SHIFT);
	return 0;
}

FUNCTION(filemap_read, struct kiocb *iocb, struct iov_iter *iter)
{
	return read_from(iocb, iter);
}

/* Its name before 5.12. */
FUNCTION(generic_file_buffered_read, struct kiocb *iocb, struct iov_iter *iter)
{
	return read_from(iocb, iter);
}

TRACEPOINT(mm_filemap_fault, struct address_space *mapping, unsigned long index)
{
	cachestat_fault(mapping, index);
	return 0;
}

FUNCTION(filemap_fault, struct vm_fault *fault)
{
	cachestat_fault(READ(fault, vma, vm_file, f_mapping), READ(fault, pgoff));
	return 0;
}

TRACEPOINT(mm_filemap_map_pages, struct address_space *mapping, unsigned long index,
	   unsigned long last_index)
{
	cachestat_map(mapping, index, last_index);
	return 0;
}

static __always_inline u64 flags_of(struct folio *folio)
{
	struct folio___memdesc *since_6_18 = (void *)folio;

	return bpf_core_field_exists(since_6_18->flags.f) ? READ(since_6_18, flags.f)
							  : READ(folio, flags);
}

static __always_inline u64 pages_of(struct folio *folio)
{
	struct folio___nr_pages *now = (void *)folio;
	struct folio___folio_nr_pages *before_6_15 = (void *)folio;

	if (!(flags_of(folio) >> bpf_core_enum_value(enum pageflags, PG_head) & 1))
		return 1;
	if (bpf_core_field_exists(now->_nr_pages))
		return READ(now, _nr_pages);
	if (bpf_core_field_exists(before_6_15->_folio_nr_pages))
		return READ(before_6_15, _folio_nr_pages);
	/* In the second of its pages. */
	return BPF_CORE_READ((struct page *)((void *)folio + bpf_core_type_size(struct page)),
			     compound_nr);
}

/* A page before 5.16. */
TRACEPOINT(mm_filemap_add_to_page_cache, struct folio *folio)
{
	struct page *page = (void *)folio;

	if (bpf_core_type_exists(struct folio))
		cachestat_added(READ(folio, mapping), (u64)folio, pages_of(folio));
	else
		cachestat_added(READ(page, mapping), (u64)folio, 1);
	return 0;
}

TRACEPOINT(writeback_dirty_folio, struct folio *folio, struct address_space *mapping)
{
	if (mapping)
		cachestat_dirtied(mapping, (u64)folio, pages_of(folio));
	return 0;
}

/* Its name before 5.18. */
TRACEPOINT(writeback_dirty_page, struct page *page, struct address_space *mapping)
{
	if (mapping)
		cachestat_dirtied(mapping, (u64)page, 1);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
