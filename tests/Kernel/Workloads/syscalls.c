/* SPDX-License-Identifier: MIT */
/* Commands: system calls. */
#include "work.h"

/* syscalls TIMES NUMBER ARGUMENT...: answers how many of them failed. */
void do_syscalls(void)
{
	long arguments[3] = {}, failed = 0, times = number(1), call = number(2);

	for (int i = 3; i < word_count && i < 6; i++)
		arguments[i - 3] = number(i);
	for (long i = 0; i < times; i++)
		failed += syscall(call, arguments[0], arguments[1], arguments[2]) == -1;
	answer("ok %ld\n", failed);
}

/* compat TIMES NUMBER: by the interrupt that 32-bit programs use. */
void do_compat(void)
{
	for (long i = 0, times = number(1), call = number(2); i < times; i++) {
		long result = call;

		asm volatile("int $0x80" : "+a"(result) : : "memory", "r8", "r9", "r10", "r11");
	}
	answer("ok\n");
}

static volatile int signals;

static void count_signal(int signal)
{
	signals += signal != 0;
}

/* signals TIMES: to itself, handled; answers how many were. */
void do_signals(void)
{
	signal(SIGUSR1, count_signal);
	for (long i = number(1); i > 0; i--)
		syscall(SYS_kill, getpid(), SIGUSR1);
	answer("ok %d\n", signals);
}

/* sleep TIMES MS: by nanosleep; answers the longest and the sum of them in ns by the clock. */
void do_sleep(void)
{
	uint64_t longest_ns = 0, sum_ns = 0;
	struct timespec time = { .tv_nsec = number(2) * 1000000 };

	for (long i = number(1); i > 0; i--) {
		uint64_t start_ns = clock_ns(CLOCK_MONOTONIC), ns;

		if (syscall(SYS_nanosleep, &time, NULL))
			fail("nanosleep");
		ns = clock_ns(CLOCK_MONOTONIC) - start_ns;
		sum_ns += ns;
		longest_ns = ns > longest_ns ? ns : longest_ns;
	}
	answer("ok %llu %llu\n", (unsigned long long)longest_ns, (unsigned long long)sum_ns);
}
