/* SPDX-License-Identifier: GPL-2.0 */
/* Event source: none. Holds the maps that all other objects reuse, see common.bpf.h and
 * processes.bpf.h. */
#include "processes.bpf.h"

volatile struct control control SEC(".data.control");

char LICENSE[] SEC("license") = "GPL";
