/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Programs, one per rung of an event's ladder, with one body for all rungs that are called with the
 * same arguments. A program is named after what it is hooked to and, but for tp_btf, its rung; user
 * space (KernelEvents) lists the rungs of each event and loads one of them.
 */
#pragma once

#include "kernel.h"

#define NO_CAST_WARNINGS \
	_Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wint-conversion\"")

#define PROGRAM_TAKING_CONTEXT(section, name, body, args...) \
	SEC("?" section) int name(unsigned long long *ctx)   \
	{                                                    \
		NO_CAST_WARNINGS                             \
		return body(___bpf_ctx_cast(args));          \
		_Pragma("GCC diagnostic pop")                \
	}

/* The rungs tp_btf and raw_tp, called with the arguments of a tracepoint. */
#define TRACEPOINT(tracepoint, args...)                                                            \
	static __always_inline int on_##tracepoint(void *ctx, ##args);                             \
	PROGRAM_TAKING_CONTEXT("tp_btf/" #tracepoint, tracepoint, on_##tracepoint, args)           \
	PROGRAM_TAKING_CONTEXT("raw_tp/" #tracepoint, tracepoint##__raw_tp, on_##tracepoint, args) \
	static __always_inline int on_##tracepoint(void *ctx, ##args)

/* The rung tracepoint, called with the record that the kernel would write into its trace. */
#define TRACEPOINT_RECORD(category, tracepoint, type) \
	SEC("?tracepoint/" #category "/" #tracepoint) \
	int tracepoint##__tracepoint(struct type *record)

/* The rungs fentry and kprobe, called with the arguments of a function before it runs. */
#define FUNCTION(function, args...)                                                          \
	static __always_inline int on_##function(void *ctx, ##args);                         \
	PROGRAM_TAKING_CONTEXT("fentry/" #function, function##__fentry, on_##function, args) \
	SEC("?kprobe/" #function) int function##__kprobe(struct pt_regs *ctx)                \
	{                                                                                    \
		NO_CAST_WARNINGS                                                             \
		return on_##function(___bpf_kprobe_args(args));                              \
		_Pragma("GCC diagnostic pop")                                                \
	}                                                                                    \
	static __always_inline int on_##function(void *ctx, ##args)

/* The rung fexit, called with the arguments of a function after it ran. */
#define FUNCTION_RETURN(function, args...)                                                    \
	static __always_inline int on_##function##_return(void *ctx, ##args);                 \
	PROGRAM_TAKING_CONTEXT("fexit/" #function, function##__fexit, on_##function##_return, \
			       args)                                                          \
	static __always_inline int on_##function##_return(void *ctx, ##args)
