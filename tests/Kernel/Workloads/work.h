/* SPDX-License-Identifier: MIT */
/* What the commands of the workload share. */
#pragma once

#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COMMAND_BYTES 65536
#define WORDS	      512

/* The command. */
extern char *words[WORDS + 1];
extern int word_count;
/* Where commands come from and answers go to. */
extern int in, out;

void fail(const char *what) __attribute__((noreturn));
void answer(const char *format, ...) __attribute__((format(printf, 1, 2)));
long number(int word);
char *bytes(const char *hex);

pid_t fork_or_fail(void);
void pin(int cpu);
uint64_t clock_ns(clockid_t clock);
uint64_t cpu_ns_of(int who);
void burn(uint64_t ns);
void pause_for(uint64_t ns);

void exec_without_bpf(char **arguments) __attribute__((noreturn));

void do_tell(char *rest);
void do_exec(void);
void do_end(void);
void do_churn(void);
void do_spawn(void);
void do_echo(void);
void do_pingpong(void);
void do_spin(void);
void do_busy(void);
void do_live(void);
void do_slices(void);
void do_migrate(void);
void do_syscalls(void);
void do_compat(void);
void do_signals(void);
void do_sleep(void);
void do_name(void);
void do_pin(void);
void do_user(void);
void do_reuse(void);
void do_execas(void);
void do_realtime(void);
void do_open(void);
void do_opens(void);
void do_stat(void);
void do_stats(void);
void do_write(void);
void do_read(void);
void do_touch(void);
void do_evict(void);
