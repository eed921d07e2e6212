// SPDX-License-Identifier: MIT
/*
 * Gives the terminal back when the process dies where no managed code can run: a fault in native
 * code, Environment.FailFast, an abort. The constructor runs before the runtime starts, so the
 * runtime keeps these handlers as the previous ones and calls them for every fault that is not a
 * managed null reference. Everything that the handler calls is async-signal-safe.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <termios.h>
#include <unistd.h>

/* A terminal that takes no bytes (Ctrl-S, a dead link) must not keep a dying process alive. */
#define WRITE_TIMEOUT_MS 500

/* Room for a signal frame with every vector register, and for the handler. */
static char signal_stack[64 * 1024];

static struct termios saved_mode;
static int saved_flags;
static bool armed;

static const char leave_sequence[] =
	"\033[?2026l"				       /* synchronized output */
	"\033[?1000l\033[?1002l\033[?1006l\033[?2004l" /* mouse, bracketed paste */
	"\033[0m\033[?7h\033[?25h"		       /* style, autowrap, cursor */
	"\033[?1049l";				       /* alternate screen */

static void write_leave_sequence(void)
{
	const char *next = leave_sequence;
	size_t left = sizeof(leave_sequence) - 1;

	while (left > 0) {
		ssize_t written = write(STDOUT_FILENO, next, left);

		if (written > 0) {
			next += written;
			left -= (size_t)written;
		} else if (written < 0 && errno == EAGAIN) {
			struct pollfd terminal = { .fd = STDOUT_FILENO, .events = POLLOUT };

			if (poll(&terminal, 1, WRITE_TIMEOUT_MS) <= 0)
				return;
		} else if (written == 0 || errno != EINTR) {
			return;
		}
	}
}

static void on_fatal_signal(int signal_number)
{
	sigset_t fatal;

	if (__atomic_exchange_n(&armed, false, __ATOMIC_ACQUIRE)) {
		/* In the background tcsetattr would stop the process instead of letting it die. */
		signal(SIGTTOU, SIG_IGN);
		write_leave_sequence();
		tcsetattr(STDOUT_FILENO, TCSANOW, &saved_mode);
		fcntl(STDOUT_FILENO, F_SETFL, saved_flags);
	}
	/* The runtime calls this with the signal blocked; unblocked, it kills here. */
	signal(signal_number, SIG_DFL);
	sigemptyset(&fatal);
	sigaddset(&fatal, signal_number);
	pthread_sigmask(SIG_UNBLOCK, &fatal, NULL);
	raise(signal_number);
}

/*
 * Call with the terminal's mode before raw mode is entered and output is made non-blocking, with
 * NULL after the terminal has been given back.
 */
void probetop_arm_terminal_restore(const struct termios *saved_or_null)
{
	__atomic_store_n(&armed, false, __ATOMIC_RELEASE);
	if (!saved_or_null)
		return;
	saved_mode = *saved_or_null;
	saved_flags = fcntl(STDOUT_FILENO, F_GETFL);
	__atomic_store_n(&armed, true, __ATOMIC_RELEASE);
}

__attribute__((constructor)) static void install_fatal_handlers(void)
{
	static const int fatal[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT };
	/* A stack overflow of the main thread leaves no room for a handler on its own stack. */
	const stack_t stack = { .ss_sp = signal_stack, .ss_size = sizeof(signal_stack) };
	struct sigaction action = { .sa_handler = on_fatal_signal, .sa_flags = SA_ONSTACK };

	sigaltstack(&stack, NULL);
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(fatal) / sizeof(fatal[0]); i++)
		sigaction(fatal[i], &action, NULL);
}
