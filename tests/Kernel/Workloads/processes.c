/* SPDX-License-Identifier: MIT */
/* Commands: starting, naming and ending processes. */
#include "work.h"
#include <linux/sched.h>

/* exec TIMES PATH ARG... : one child after the other; answers the last one's wait status. */
void do_exec(void)
{
	char *path = bytes(words[2]), *arguments[WORDS] = {};
	int status = 0;

	for (int i = 3; i < word_count; i++)
		arguments[i - 3] = bytes(words[i]);
	for (long i = number(1); i > 0; i--) {
		pid_t child = fork_or_fail();

		if (!child) {
			char *no_environment[] = { NULL };

			execve(path, arguments, no_environment);
			_exit(errno);
		}
		waitpid(child, &status, 0);
	}
	answer("ok %d\n", status);
}

/* execas USER PATH: a child that becomes that user and then that program. */
void do_execas(void)
{
	char *arguments[] = { bytes(words[2]), NULL }, *no_environment[] = { NULL };
	pid_t child = fork_or_fail();

	if (!child) {
		if (!setuid(number(1)))
			execve(arguments[0], arguments, no_environment);
		_exit(errno);
	}
	waitpid(child, NULL, 0);
	answer("ok\n");
}

struct ending {
	const char *kind;
	long argument;
	uint64_t sleep_ns;
};

static struct ending ending;

static void *end_process(void *unused)
{
	pause_for(ending.sleep_ns);
	_exit(ending.argument);
	return unused;
}

static void *exec_self(void *unused)
{
	char *arguments[] = { "work", NULL }, *no_environment[] = { NULL };

	/* Its standard input is at its end: it exits at once. */
	close(in);
	execve("/proc/self/exe", arguments, no_environment);
	fail("execve");
	return unused;
}

static void *wait_for_ever(void *unused)
{
	pause();
	return unused;
}

static void start_thread(void *(*body)(void *), void *argument)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, body, argument))
		fail("pthread_create");
}

/* end KIND ARGUMENT SLEEP_MS TIMES: children that end that way; answers the last one's pid, status,
 * and life in ns. */
void do_end(void)
{
	uint64_t before_ns = 0, after_ns = 0;
	pid_t child = 0;
	int status = 0;

	ending = (struct ending){ words[1], number(2), number(3) * 1000000ull };
	for (long i = number(4); i > 0; i--) {
		before_ns = clock_ns(CLOCK_MONOTONIC);
		child = fork_or_fail();
		if (!child) {
			if (!strcmp(ending.kind, "thread")) { /* the main thread first, another one
								 ends the process */
				start_thread(end_process, NULL);
				pthread_exit(NULL);
			}
			pause_for(ending.sleep_ns);
			if (!strcmp(ending.kind, "signal"))
				kill(getpid(), ending.argument);
			if (!strcmp(ending.kind, "exec"))
				start_thread(exec_self, NULL);
			if (!strcmp(ending.kind, "group")) {
				for (int thread = 0; thread < 8; thread++)
					start_thread(wait_for_ever, NULL);
			}
			if (!strcmp(ending.kind, "exec"))
				pause();
			_exit(ending.argument);
		}
		waitpid(child, &status, 0);
		after_ns = clock_ns(CLOCK_MONOTONIC);
	}
	answer("ok %d %d %llu\n", child, status, (unsigned long long)(after_ns - before_ns));
}

/* churn TIMES: children called c0, c1… that do nothing else. */
void do_churn(void)
{
	long times = number(1);

	for (long i = 0; i < times; i++) {
		char name[16];
		pid_t child;

		snprintf(name, sizeof(name), "c%ld", i);
		child = vfork();
		if (!child) {
			prctl(PR_SET_NAME, name);
			_exit(0);
		}
		if (child < 0)
			fail("vfork");
		waitpid(child, NULL, 0);
	}
	answer("ok\n");
}

/* As fork, but with that pid, which must be free. */
static pid_t fork_with_pid(pid_t wanted)
{
	struct clone_args arguments = {
		.exit_signal = SIGCHLD,
		.set_tid = (uintptr_t)&wanted,
		.set_tid_size = 1,
	};
	pid_t child = syscall(SYS_clone3, &arguments, sizeof(arguments));

	if (child < 0)
		fail("clone3");
	return child;
}

/* reuse PID NAME: a child with that pid and that name, gone at once. */
void do_reuse(void)
{
	pid_t child = fork_with_pid(number(1));

	if (!child) {
		prctl(PR_SET_NAME, bytes(words[2]));
		_exit(0);
	}
	waitpid(child, NULL, 0);
	answer("ok %d\n", child);
}

static int child_in = -1, child_out = -1;

/* spawn [PID]: a child that takes commands as well, through "tell"; answers its pid. */
void do_spawn(void)
{
	int ends[2];
	pid_t child;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
		fail("socketpair");
	child = word_count > 1 ? fork_with_pid(number(1)) : fork_or_fail();
	if (!child) {
		in = out = ends[0];
		close(STDIN_FILENO);
		close(ends[1]);
		child_in = child_out = -1;
		return;
	}
	close(ends[0]);
	child_in = child_out = ends[1];
	answer("ok %d\n", child);
}

/* tell COMMAND: passes it on to the child, and its answer back. */
void do_tell(char *rest)
{
	char line[COMMAND_BYTES];
	ssize_t length;

	if (write(child_out, rest, strlen(rest)) < 0)
		fail("tell");
	length = read(child_in, line, sizeof(line) - 1);
	if (length <= 0)
		fail("the child's answer");
	line[length] = 0;
	answer("%s", line);
}

void do_name(void)
{
	prctl(PR_SET_NAME, bytes(words[1]));
	answer("ok\n");
}

/* user ID: becomes that user. */
void do_user(void)
{
	if (setuid(number(1)))
		fail("setuid");
	answer("ok\n");
}
