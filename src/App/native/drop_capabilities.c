// SPDX-License-Identifier: MIT
/*
 * Gives up what no feature will ever need. Capabilities belong to threads, and a thread begins with
 * those of the one that made it: dropped in a constructor, before the runtime has made any, they
 * are gone in all of them. A failure must not keep probetop from starting, and nothing relies on
 * success; `probetop doctor` shows what is held.
 */
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define BIT(capability) (1ULL << (capability))

/* Tools are loaded when somebody opens them, so what any of them needs is kept to the end. */
static const unsigned long long kept =
	BIT(CAP_BPF) |		   /* maps and programs */
	BIT(CAP_PERFMON) |	   /* reading kernel memory, sampling */
	BIT(CAP_SYS_ADMIN) |	   /* run statistics, BPF objects of others */
	BIT(CAP_SYS_PTRACE) |	   /* files of other users' processes: symbols, owners */
	BIT(CAP_SYSLOG) |	   /* addresses of kernel symbols */
	BIT(CAP_NET_ADMIN) |	   /* asking which programs a network device has */
	BIT(CAP_SYS_RESOURCE) |	   /* raising the limit that maps count against before 5.11 */
	BIT(CAP_DAC_READ_SEARCH) | /* tracefs, executables of other users */
	BIT(CAP_DAC_OVERRIDE) |	   /* root saves snapshots into anybody's directory */
	BIT(CAP_KILL);		   /* Ctrl-Z stops the job, which may have begun as another user */

__attribute__((constructor)) static void drop_capabilities(void)
{
	struct __user_cap_header_struct self = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];

	/* Else being root would give it all back at the next exec. What probetop starts is to work
	 * with its own rights. */
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (syscall(SYS_capget, &self, sets))
		return;
	for (int i = 0; i < _LINUX_CAPABILITY_U32S_3; i++) {
		unsigned int mask = kept >> (32 * i);

		sets[i].effective &= mask;
		sets[i].permitted &= mask;
		/* The ambient ones go with it. */
		sets[i].inheritable &= mask;
	}
	syscall(SYS_capset, &self, sets);
}
