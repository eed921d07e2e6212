// SPDX-License-Identifier: MIT
/*
 * Runs a full-screen program on a terminal of its own and measures what the terminal sees.
 *
 *   ptyrun COLUMNSxROWS STEP... -- COMMAND [ARGUMENT]...
 *
 *   paint           until something is on the screen   first_byte_ms paint_ms, since the start
 *   expect:REGEX    until a row of the screen matches  expect_ms, since the start
 *   wait:SECONDS
 *   measure:SECONDS                                    bytes cpu_ms, of the whole time
 *   memory                                             rss_kb bpf_kb
 *   key:KEYS        types, until the first byte comes  key_ms
 *   keys:COUNT:A:B  types A, B, A... one at a time     key_p50_ms key_p99_ms
 *   run:COMMAND     a shell command, with $PTYRUN_PID; its output is passed on
 *   type:KEYS       types without waiting
 *
 * Every step prints its figures as lines of "name value"; the terminal is read all the time. In the
 * end q is typed and the program must exit. A step that does not come true in 20 s is an error,
 * and so is an end of the program before that.
 */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <regex.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bpf_fds.h"
#include "screen.h"

#define STEP_LIMIT_MS 20000.0
#define QUIT_LIMIT_MS 5000.0
#define KEY_GAP_MS    30.0
#define MAX_KEYS      1000

static pid_t child;
static int terminal = -1;
static struct screen screen;
static double start_ms, first_byte_ms = -1;
static long long bytes_read;

static double now_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static _Noreturn void fail(const char *what, const char *subject)
{
	char *row = malloc(screen.columns * 4 + 1);

	fprintf(stderr, "ptyrun: %s %s; the screen:\n", what, subject);
	for (int i = 0; row && i < screen.rows; i++) {
		screen_row(&screen, i, row);
		fprintf(stderr, "  |%s\n", row);
	}
	if (child > 0)
		kill(child, SIGKILL);
	exit(1);
}

/* Reads what comes within timeout_ms; false when the program closed the terminal. */
static bool read_terminal(double timeout_ms)
{
	struct pollfd poll_fd = { .fd = terminal, .events = POLLIN };
	char buffer[65536];
	ssize_t length;

	if (poll(&poll_fd, 1, timeout_ms < 0 ? 0 : (int)(timeout_ms + 0.999)) <= 0)
		return true;
	length = read(terminal, buffer, sizeof(buffer));
	if (length <= 0)
		return length < 0 && errno == EINTR;
	if (first_byte_ms < 0)
		first_byte_ms = now_ms();
	bytes_read += length;
	screen_write(&screen, buffer, length);
	return true;
}

static bool screen_matches(const regex_t *regex)
{
	char row[screen.columns * 4 + 1];

	for (int i = 0; i < screen.rows; i++) {
		screen_row(&screen, i, row);
		if (!regexec(regex, row, 0, NULL, 0))
			return true;
	}
	return false;
}

static void read_for(double duration_ms)
{
	double end_ms = now_ms() + duration_ms, left_ms;

	while ((left_ms = end_ms - now_ms()) > 0)
		if (!read_terminal(left_ms))
			fail("the program ended", "early");
}

static void paint(void)
{
	double limit_ms = start_ms + STEP_LIMIT_MS;

	while (screen_is_blank(&screen))
		if (now_ms() > limit_ms || !read_terminal(limit_ms - now_ms()))
			fail("nothing", "was painted");
	printf("first_byte_ms %.1f\npaint_ms %.1f\n", first_byte_ms - start_ms,
	       now_ms() - start_ms);
}

static void expect(const char *pattern)
{
	double limit_ms = now_ms() + STEP_LIMIT_MS;
	regex_t regex;

	if (regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB))
		fail("not a regular expression:", pattern);
	while (!screen_matches(&regex))
		if (now_ms() > limit_ms || !read_terminal(limit_ms - now_ms()))
			fail("did not see", pattern);
	regfree(&regex);
	printf("expect_ms %.1f\n", now_ms() - start_ms);
}

static double child_cpu_ms(void)
{
	struct timespec time;
	clockid_t clock;

	if (clock_getcpuclockid(child, &clock) || clock_gettime(clock, &time))
		fail("no CPU clock of", "the program");
	return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static void measure(double seconds)
{
	long long bytes = bytes_read;
	double cpu_ms = child_cpu_ms();

	read_for(seconds * 1e3);
	printf("bytes %lld\ncpu_ms %.3f\n", bytes_read - bytes, child_cpu_ms() - cpu_ms);
}

static void memory(void)
{
	char path[64], line[256];
	struct bpf_fds bpf = { 0 };
	long rss_kb = 0;
	FILE *status;

	snprintf(path, sizeof(path), "/proc/%d/status", child);
	status = fopen(path, "re");
	while (status && fgets(line, sizeof(line), status))
		sscanf(line, "VmRSS: %ld", &rss_kb);
	if (!status || bpf_fds_add(child, &bpf))
		fail("cannot read the memory of", "the program");
	fclose(status);
	printf("rss_kb %ld\nbpf_kb %llu\n", rss_kb, (unsigned long long)bpf.memory / 1024);
}

static void type(const char *keys)
{
	if (write(terminal, keys, strlen(keys)) < 0)
		fail("cannot type", keys);
}

/* Types keys; returns the time until the first byte that answers. */
static double answer_ms(const char *keys)
{
	double typed_ms = now_ms(), limit_ms = typed_ms + STEP_LIMIT_MS;
	long long bytes = bytes_read;

	type(keys);
	while (bytes_read == bytes)
		if (now_ms() > limit_ms || !read_terminal(limit_ms - now_ms()))
			fail("no answer to the key", keys);
	return now_ms() - typed_ms;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void keys(char *text)
{
	double times_ms[MAX_KEYS];
	char *first, *second;
	long count = strtol(text, &first, 10);

	if (*first++ != ':' || !(second = strchr(first, ':')) || count < 1 || count > MAX_KEYS)
		fail("not COUNT:A:B:", text);
	*second++ = '\0';
	for (long i = 0; i < count; i++) {
		times_ms[i] = answer_ms(i % 2 ? second : first);
		read_for(KEY_GAP_MS); /* the rest of the frame */
	}
	qsort(times_ms, count, sizeof(*times_ms), compare);
	printf("key_p50_ms %.2f\nkey_p99_ms %.2f\n", times_ms[count / 2],
	       times_ms[count * 99 / 100]);
}

static void run(const char *command)
{
	int status = -1;
	char pid[16];
	pid_t shell;

	snprintf(pid, sizeof(pid), "%d", child);
	shell = fork();
	if (!shell) {
		setenv("PTYRUN_PID", pid, 1);
		execl("/bin/sh", "sh", "-c", command, NULL);
		_exit(127);
	}
	while (shell > 0 && !waitpid(shell, &status, WNOHANG))
		if (!read_terminal(10))
			fail("the program ended during", command);
	if (shell < 0 || status)
		fail("failed:", command);
}

static void step(char *text)
{
	char *argument = strchr(text, ':');

	if (argument)
		*argument++ = '\0';
	if (!strcmp(text, "paint") && !argument)
		paint();
	else if (!strcmp(text, "memory") && !argument)
		memory();
	else if (!argument)
		fail("unknown step", text);
	else if (!strcmp(text, "expect"))
		expect(argument);
	else if (!strcmp(text, "wait"))
		read_for(atof(argument) * 1e3);
	else if (!strcmp(text, "measure"))
		measure(atof(argument));
	else if (!strcmp(text, "key"))
		printf("key_ms %.2f\n", answer_ms(argument));
	else if (!strcmp(text, "keys"))
		keys(argument);
	else if (!strcmp(text, "run"))
		run(argument);
	else if (!strcmp(text, "type"))
		type(argument);
	else
		fail("unknown step", text);
	fflush(stdout);
}

static void start(char **command, struct winsize *size)
{
	start_ms = now_ms();
	child = forkpty(&terminal, NULL, NULL, size);
	if (child < 0)
		fail("no terminal for", command[0]);
	if (!child) {
		setenv("TERM", "xterm-256color", 1);
		setenv("COLORTERM", "truecolor", 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		execvp(command[0], command);
		_exit(127);
	}
}

static void quit(void)
{
	double limit_ms = now_ms() + QUIT_LIMIT_MS;
	int status = 0;

	type("q");
	while (read_terminal(limit_ms - now_ms()))
		if (now_ms() > limit_ms)
			fail("the program does not", "quit");
	waitpid(child, &status, 0);
	child = 0;
	if (status)
		fail("the program", "failed");
}

int main(int argc, char **argv)
{
	struct winsize size = { 0 };
	int end = 2;

	while (end < argc && strcmp(argv[end], "--"))
		end++;
	if (end + 1 >= argc || sscanf(argv[1], "%hux%hu", &size.ws_col, &size.ws_row) != 2 ||
	    !size.ws_col || !size.ws_row) {
		fputs("usage: ptyrun COLUMNSxROWS STEP... -- COMMAND [ARGUMENT]...\n", stderr);
		return 2;
	}
	if (!screen_init(&screen, size.ws_row, size.ws_col))
		return 1;
	start(argv + end + 1, &size);
	for (int i = 2; i < end; i++)
		step(argv[i]);
	quit();
	return 0;
}
