// SPDX-License-Identifier: MIT
/*
 * A known amount of work on known CPUs, and what it cost: wall time and CPU time per operation, and
 * BPF time per operation in the programs of other processes (needs kernel.bpf_stats_enabled).
 *
 *   load ping-pong|syscalls|execs|sleep OPERATIONS [--cpu CPU[,CPU]] [--programs PID]...
 *
 * The second CPU is the ping-pong's other side. An operation of sleep is a second.
 * Prints: ns_per_op N  cpu_ns_per_op N  bpf_ns_per_op N  runs_per_op N
 */
#include <getopt.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bpf_fds.h"

#define MAX_WATCHED    8
#define ATTACH_POLL_NS 50000000L
#define ATTACH_POLLS   400 /* 20 s */
#define STABLE_POLLS   10  /* 0.5 s without a new descriptor: everything is attached */

struct cpus {
	int here;
	int there;
};

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void pin(int cpu)
{
	cpu_set_t set;

	if (cpu < 0)
		return;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		fail("sched_setaffinity");
}

static double now_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1e9 + time.tv_nsec;
}

/* CPU time of this process and of its children that ended. */
static double cpu_ns(void)
{
	double sum_ns = 0;

	for (int who = RUSAGE_CHILDREN; who <= RUSAGE_SELF; who++) {
		struct rusage usage;

		getrusage(who, &usage);
		sum_ns += (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e9;
		sum_ns += (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e3;
	}
	return sum_ns;
}

/* The child of a ping-pong: sends back what it gets until the other end closes. */
static void echo(int in, int out)
{
	char byte;

	while (read(in, &byte, 1) == 1)
		if (write(out, &byte, 1) != 1)
			_exit(1);
	_exit(0);
}

static double ping_pong(long operations, const struct cpus *cpus)
{
	int there[2], back[2];
	char byte = 'x';
	double start;
	pid_t child;

	if (pipe(there) || pipe(back))
		fail("pipe");
	child = fork();
	if (child < 0)
		fail("fork");
	if (!child) {
		close(there[1]);
		close(back[0]);
		pin(cpus->there);
		echo(there[0], back[1]);
	}
	close(there[0]);
	close(back[1]);
	start = now_ns();
	for (long i = 0; i < operations; i++)
		if (write(there[1], &byte, 1) != 1 || read(back[0], &byte, 1) != 1)
			fail("ping-pong");
	start = now_ns() - start;
	close(there[1]);
	waitpid(child, NULL, 0);
	return start;
}

static double syscalls(long operations, const struct cpus *cpus)
{
	double start = now_ns();

	(void)cpus;
	for (long i = 0; i < operations; i++)
		syscall(SYS_getppid);
	return now_ns() - start;
}

static double execs(long operations, const struct cpus *cpus)
{
	char *const arguments[] = { "true", NULL }, *const environment[] = { NULL };
	double start = now_ns();

	(void)cpus;
	for (long i = 0; i < operations; i++) {
		int status = -1;
		pid_t child = vfork();

		if (!child) {
			execve("/bin/true", arguments, environment);
			_exit(127);
		}
		if (child < 0 || waitpid(child, &status, 0) != child || status)
			fail("execs");
	}
	return now_ns() - start;
}

static double sleep_seconds(long operations, const struct cpus *cpus)
{
	const struct timespec time = { .tv_sec = operations };

	(void)cpus;
	nanosleep(&time, NULL);
	return operations * 1e9;
}

static const struct work {
	const char *name;
	double (*run)(long operations, const struct cpus *cpus); /* returns its wall time in ns */
} works[] = {
	{ "ping-pong", ping_pong },
	{ "syscalls", syscalls },
	{ "execs", execs },
	{ "sleep", sleep_seconds },
};

static struct bpf_fds totals(const pid_t *watched, int count)
{
	struct bpf_fds sum = { 0 };

	for (int i = 0; i < count; i++)
		if (bpf_fds_add(watched[i], &sum)) {
			fprintf(stderr, "load: process %d ended\n", watched[i]);
			exit(1);
		}
	return sum;
}

static bool is_attached(pid_t pid)
{
	const struct timespec pause = { .tv_nsec = ATTACH_POLL_NS };
	unsigned int last = 0;

	for (int polls = 0, stable = 0; polls < ATTACH_POLLS; polls++) {
		struct bpf_fds now;

		/* On a quiet machine the programs of rare events would never run. */
		(void)execs(1, NULL);
		now = totals(&pid, 1);
		stable = now.runs > 0 && now.count == last ? stable + 1 : 0;
		if (stable == STABLE_POLLS)
			return true;
		last = now.count;
		nanosleep(&pause, NULL);
	}
	return false;
}

static int usage(void)
{
	fputs("usage: load ping-pong|syscalls|execs|sleep OPERATIONS [--cpu CPU[,CPU]]"
	      " [--programs PID]...\n",
	      stderr);
	return 2;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "cpu", required_argument, NULL, 'c' },
		{ "programs", required_argument, NULL, 'p' },
		{ NULL, 0, NULL, 0 },
	};
	struct cpus cpus = { -1, -1 };
	pid_t watched[MAX_WATCHED];
	int watched_count = 0, option;
	const struct work *work = NULL;
	struct bpf_fds before, after;
	long operations;
	double wall_ns, used_ns;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'c' && sscanf(optarg, "%d,%d", &cpus.here, &cpus.there) >= 1) {
			cpus.there = cpus.there < 0 ? cpus.here : cpus.there;
		} else if (option == 'p' && watched_count < MAX_WATCHED) {
			watched[watched_count++] = atoi(optarg);
		} else {
			return usage();
		}
	}
	if (argc - optind != 2 || (operations = atol(argv[optind + 1])) <= 0)
		return usage();
	for (size_t i = 0; i < sizeof(works) / sizeof(works[0]); i++)
		if (!strcmp(argv[optind], works[i].name))
			work = &works[i];
	if (!work)
		return usage();

	for (int i = 0; i < watched_count; i++)
		if (!is_attached(watched[i])) {
			fprintf(stderr, "load: no program of process %d runs\n", watched[i]);
			return 1;
		}
	pin(cpus.here);
	before = totals(watched, watched_count);
	used_ns = cpu_ns();
	wall_ns = work->run(operations, &cpus);
	used_ns = cpu_ns() - used_ns;
	after = totals(watched, watched_count);
	printf("ns_per_op %.1f cpu_ns_per_op %.1f bpf_ns_per_op %.1f runs_per_op %.2f\n",
	       wall_ns / operations, used_ns / operations,
	       (double)(after.run_time_ns - before.run_time_ns) / operations,
	       (double)(after.runs - before.runs) / operations);
	return 0;
}
