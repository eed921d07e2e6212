/* SPDX-License-Identifier: MIT */
/*
 * Does exactly what it is told: reads a command from standard input, carries it out, answers "ok"
 * and what it measured, waits for the next one. Between two commands it is blocked, so that its
 * counters stand still. One command costs one read and one write beside what it asks for.
 */
#include "work.h"
#include <stdarg.h>

char *words[WORDS + 1];
int word_count;
int in = STDIN_FILENO, out = STDOUT_FILENO;

void fail(const char *what)
{
	dprintf(STDERR_FILENO, "work: %s: %s\n", what, strerror(errno));
	_exit(2);
}

void answer(const char *format, ...)
{
	char line[COMMAND_BYTES];
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	if (write(out, line, length) != length)
		_exit(0); /* nobody listens any more */
}

uint64_t clock_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * 1000000000ull + now.tv_nsec;
}

long number(int word)
{
	if (word >= word_count)
		fail("a number is missing");
	return strtol(words[word], NULL, 10);
}

/* Any bytes but NUL, as hexadecimal digits; "-" is the empty string. */
char *bytes(const char *hex)
{
	size_t length = hex[0] == '-' ? 0 : strlen(hex) / 2;
	char *text = calloc(length + 1, 1);

	for (size_t i = 0; i < length; i++) {
		unsigned int byte;

		sscanf(hex + 2 * i, "%2x", &byte);
		text[i] = byte;
	}
	return text;
}

void pin(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		fail("sched_setaffinity");
}

/* Until this thread has used that much CPU time. */
void burn(uint64_t ns)
{
	uint64_t end = clock_ns(CLOCK_THREAD_CPUTIME_ID) + ns;

	while (clock_ns(CLOCK_THREAD_CPUTIME_ID) < end)
		;
}

void pause_for(uint64_t ns)
{
	struct timespec time = { .tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000 };

	while (syscall(SYS_nanosleep, &time, &time))
		;
}

uint64_t cpu_ns_of(int who)
{
	struct rusage use;

	getrusage(who, &use);
	return (use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1000000000ull +
	       (use.ru_utime.tv_usec + use.ru_stime.tv_usec) * 1000ull;
}

pid_t fork_or_fail(void)
{
	pid_t child = fork();

	if (child < 0)
		fail("fork");
	return child;
}

static const struct {
	const char *name;
	void (*carry_out)(void);
} commands[] = {
	{ "busy", do_busy },	   { "churn", do_churn },	{ "compat", do_compat },
	{ "echo", do_echo },	   { "end", do_end },		{ "evict", do_evict },
	{ "exec", do_exec },	   { "execas", do_execas },	{ "live", do_live },
	{ "migrate", do_migrate }, { "name", do_name },		{ "open", do_open },
	{ "opens", do_opens },	   { "pin", do_pin },		{ "pingpong", do_pingpong },
	{ "read", do_read },	   { "realtime", do_realtime }, { "reuse", do_reuse },
	{ "signals", do_signals }, { "sleep", do_sleep },	{ "slices", do_slices },
	{ "spawn", do_spawn },	   { "spin", do_spin },		{ "stat", do_stat },
	{ "stats", do_stats },	   { "syscalls", do_syscalls }, { "touch", do_touch },
	{ "user", do_user },	   { "write", do_write },
};

static void carry_out(char *line)
{
	if (!strncmp(line, "tell ", 5)) {
		do_tell(line + 5);
		return;
	}
	word_count = 0;
	for (char *word = strtok(line, " \n"); word && word_count < WORDS;
	     word = strtok(NULL, " \n"))
		words[word_count++] = word;
	for (size_t i = 0; word_count && i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (!strcmp(words[0], commands[i].name)) {
			commands[i].carry_out();
			return;
		}
	}
	errno = EINVAL;
	fail(word_count ? words[0] : "empty command");
}

/* Without arguments it takes commands. --without-bpf PROGRAM ARGUMENT... starts another program. */
int main(int count, char **arguments)
{
	static char line[COMMAND_BYTES];
	size_t length = 0;
	ssize_t got;

	if (count > 2 && !strcmp(arguments[1], "--without-bpf"))
		exec_without_bpf(arguments + 2);
	while ((got = read(in, line + length, sizeof(line) - 1 - length)) > 0) {
		length += got;
		if (line[length - 1] != '\n')
			continue;
		line[length] = 0;
		length = 0;
		carry_out(line);
	}
	return 0;
}
