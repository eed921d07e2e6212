/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel types of files and of the page cache; see kernel.h. */
#pragma once

#include "kernel.h"

#define PAGE_SHIFT 12
#define S_IFMT	   0170000
#define S_IFREG	   0100000

struct file_system_type {
	const char *name;
} RELOCATED;

struct super_block {
	u32 s_dev;
	unsigned long s_magic;
	struct file_system_type *s_type;
	char s_id[32];
} RELOCATED;

struct hlist_head {
	void *first;
} RELOCATED;

struct inode {
	unsigned short i_mode;
	struct hlist_head i_dentry;
	unsigned long i_ino;
	struct super_block *i_sb;
	s64 i_size;
} RELOCATED;

struct address_space {
	struct inode *host;
} RELOCATED;

struct qstr {
	const unsigned char *name;
} RELOCATED;

struct dentry {
	struct dentry *d_parent;
	struct qstr d_name;
} RELOCATED;

struct path {
	struct dentry *dentry;
} RELOCATED;

struct file {
	struct address_space *f_mapping;
	struct inode *f_inode;
	struct path f_path;
	s64 f_pos;
} RELOCATED;

struct fdtable {
	unsigned int max_fds;
	struct file **fd;
} RELOCATED;

struct files_struct {
	struct fdtable *fdt;
} RELOCATED;
struct task_struct___files {
	struct files_struct *files;
} RELOCATED;

struct kiocb {
	struct file *ki_filp;
	s64 ki_pos;
} RELOCATED;

struct iov_iter {
	unsigned long count;
} RELOCATED;

struct vm_area_struct {
	struct file *vm_file;
} RELOCATED;

struct vm_fault {
	struct vm_area_struct *vma;
	unsigned long pgoff;
} RELOCATED;

/* Pages of a file lie in the cache as folios since 5.16. */
struct page {
	unsigned long flags;
	struct address_space *mapping;
	unsigned int compound_nr;
} RELOCATED;

struct folio {
	unsigned long flags;
	struct address_space *mapping;
} RELOCATED;
/* The flags are a struct of their own since 6.18. */
struct memdesc_flags {
	unsigned long f;
} RELOCATED;
struct folio___memdesc {
	struct memdesc_flags flags;
} RELOCATED;
/* The number of pages of a folio with more than one, by its names since 6.1. */
struct folio___nr_pages {
	unsigned int _nr_pages;
} RELOCATED;
struct folio___folio_nr_pages {
	unsigned int _folio_nr_pages;
} RELOCATED;

/* The value depends on the configuration: read it with bpf_core_enum_value. */
enum pageflags {
	PG_head = 6,
};

struct task_io_accounting {
	u64 syscr;
} RELOCATED;
struct task_struct___ioac {
	struct task_io_accounting ioac;
} RELOCATED;
