/* SPDX-License-Identifier: MIT */
/* Commands: files. Paths are in hexadecimal. */
#include "work.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

static int open_or_fail(const char *path, int flags)
{
	int fd = open(path, flags, 0600);

	if (fd < 0)
		fail(path);
	return fd;
}

/* Memory that direct I/O takes as well. */
static char *buffer_of(size_t size)
{
	char *buffer = aligned_alloc(4096, (size + 4095) & ~4095ul);

	if (!buffer)
		fail("aligned_alloc");
	memset(buffer, 'x', size);
	return buffer;
}

/* open TIMES PATH FLAGS: opens and closes; answers how often that failed. */
void do_open(void)
{
	long failed = 0, times = number(1), flags = number(3);
	char *path = bytes(words[2]);

	for (long i = 0; i < times; i++) {
		int fd = open(path, flags, 0600);

		failed += fd < 0;
		if (fd >= 0)
			close(fd);
	}
	answer("ok %ld\n", failed);
}

/* stat TIMES PATH: answers how often that failed. */
void do_stat(void)
{
	long failed = 0, times = number(1);
	char *path = bytes(words[2]);
	struct stat found;

	for (long i = 0; i < times; i++)
		failed += stat(path, &found) != 0;
	answer("ok %ld\n", failed);
}

/* write TIMES PATH BYTES FLAGS FSYNCS: writes to a new file, then that many times fsync. */
void do_write(void)
{
	long times = number(1), size = number(3), flags = number(4), fsyncs = number(5);
	int fd = open_or_fail(bytes(words[2]), O_CREAT | O_TRUNC | O_WRONLY | flags);
	char *buffer = buffer_of(size);

	for (long i = 0; i < times; i++)
		if (write(fd, buffer, size) != size)
			fail("write");
	for (long i = 0; i < fsyncs; i++)
		if (fsync(fd))
			fail("fsync");
	close(fd);
	free(buffer);
	answer("ok\n");
}

/* read TIMES PATH BYTES FLAGS: reads on from the beginning; answers how many bytes that were. */
void do_read(void)
{
	long times = number(1), size = number(3), flags = number(4), total = 0;
	int fd = open_or_fail(bytes(words[2]), O_RDONLY | flags);
	char *buffer = buffer_of(size);

	for (long i = 0; i < times; i++) {
		ssize_t got = read(fd, buffer, size);

		if (got < 0)
			fail("read");
		total += got;
	}
	close(fd);
	free(buffer);
	answer("ok %ld\n", total);
}

/* touch PATH: maps a file and reads a byte of each of its pages. */
void do_touch(void)
{
	int fd = open_or_fail(bytes(words[1]), O_RDONLY);
	struct stat found;
	volatile char *map;

	if (fstat(fd, &found))
		fail("fstat");
	map = mmap(NULL, found.st_size, PROT_READ, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED)
		fail("mmap");
	for (long at = 0; at < found.st_size; at += 4096)
		(void)map[at];
	munmap((void *)map, found.st_size);
	close(fd);
	answer("ok\n");
}

/* evict PATH: takes a file out of the page cache. */
void do_evict(void)
{
	int fd = open_or_fail(bytes(words[1]), O_RDONLY);

	if (fsync(fd) || posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED))
		fail("evict");
	close(fd);
	answer("ok\n");
}

/* opens PATH: of a directory, by each call there is. */
void do_opens(void)
{
	struct {
		uint64_t flags, mode, resolve;
	} how = { .flags = O_DIRECTORY | O_NOFOLLOW };
	char *path = bytes(words[1]);

	close(syscall(SYS_open, path, O_DIRECTORY, 0));
	close(syscall(SYS_openat, AT_FDCWD, path, O_DIRECTORY | O_CLOEXEC, 0));
	close(syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof(how)));
	syscall(SYS_creat, path, 0600);
	answer("ok\n");
}

/* stats PATH: asks about it by each call there is. */
void do_stats(void)
{
	char *path = bytes(words[1]), found[4096];

	syscall(SYS_stat, path, found);
	syscall(SYS_lstat, path, found);
	syscall(SYS_newfstatat, AT_FDCWD, path, found, 0);
	syscall(SYS_statx, AT_FDCWD, path, 0, 0, found);
	syscall(SYS_statfs, path, found);
	answer("ok\n");
}
