/* SPDX-License-Identifier: MIT */
/* Commands: using, leaving and changing CPUs. */
#include "work.h"

static int to_echo = -1, from_echo = -1;

/* echo: a child that sends back each byte; answers its pid. */
void do_echo(void)
{
	int there[2], back[2];
	pid_t child;
	char byte;

	if (pipe(there) || pipe(back))
		fail("pipe");
	child = fork_or_fail();
	if (!child) {
		close(there[1]);
		close(back[0]);
		while (read(there[0], &byte, 1) == 1 && write(back[1], &byte, 1) == 1)
			;
		_exit(0);
	}
	close(there[0]);
	close(back[1]);
	to_echo = there[1];
	from_echo = back[0];
	answer("ok %d\n", child);
}

/* pingpong TIMES: round trips to the child of "echo". */
void do_pingpong(void)
{
	char byte = 0;

	for (long i = number(1); i > 0; i--)
		if (write(to_echo, &byte, 1) != 1 || read(from_echo, &byte, 1) != 1)
			fail("pingpong");
	answer("ok\n");
}

static void *burn_thread(void *ns)
{
	burn(*(uint64_t *)ns);
	return NULL;
}

/* spin MS THREADS: uses that much CPU time in each thread (0: in the main one); answers the
 * process's CPU time of it in ns. */
void do_spin(void)
{
	uint64_t ns = number(1) * 1000000ull, before_ns = cpu_ns_of(RUSAGE_SELF);
	long count = number(2);
	pthread_t threads[WORDS];

	if (!count)
		burn(ns);
	for (long i = 0; i < count; i++)
		if (pthread_create(&threads[i], NULL, burn_thread, &ns))
			fail("pthread_create");
	for (long i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
	answer("ok %llu\n", (unsigned long long)(cpu_ns_of(RUSAGE_SELF) - before_ns));
}

/* busy [CPU]: answers first, then spins until it is killed. */
void do_busy(void)
{
	answer("ok\n");
	if (word_count > 1)
		pin(number(1));
	for (;;)
		;
}

/* live MS NAME: a child of that name that uses that much CPU time and is gone; answers its pid and
 * CPU time in ns. */
void do_live(void)
{
	uint64_t before_ns = cpu_ns_of(RUSAGE_CHILDREN);
	pid_t child = fork_or_fail();

	if (!child) {
		prctl(PR_SET_NAME, bytes(words[2]));
		burn(number(1) * 1000000ull);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	answer("ok %d %llu\n", child, (unsigned long long)(cpu_ns_of(RUSAGE_CHILDREN) - before_ns));
}

/* slices TIMES MS: uses the CPU that long, each time after a short sleep; answers the longest of
 * them in ns by the clock. */
void do_slices(void)
{
	uint64_t longest_ns = 0;

	for (long i = number(1); i > 0; i--) {
		uint64_t start_ns, ns;

		pause_for(1000000);
		start_ns = clock_ns(CLOCK_MONOTONIC);
		burn(number(2) * 1000000ull);
		ns = clock_ns(CLOCK_MONOTONIC) - start_ns;
		longest_ns = ns > longest_ns ? ns : longest_ns;
	}
	answer("ok %llu\n", (unsigned long long)longest_ns);
}

/* migrate TIMES: from one of the first two CPUs to the other. */
void do_migrate(void)
{
	for (long i = 0, times = number(1); i < times; i++)
		pin((i + 1) % 2);
	answer("ok\n");
}

void do_pin(void)
{
	pin(number(1));
	answer("ok\n");
}

/* realtime: before all ordinary processes from now on. */
void do_realtime(void)
{
	struct sched_param parameters = { .sched_priority = 1 };

	if (sched_setscheduler(0, SCHED_FIFO, &parameters))
		fail("sched_setscheduler");
	answer("ok\n");
}
