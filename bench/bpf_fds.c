// SPDX-License-Identifier: MIT
#include "bpf_fds.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static void add_descriptor(const char *path, struct bpf_fds *sum)
{
	char line[256];
	uint64_t value;
	bool is_bpf = false;
	FILE *file = fopen(path, "re");

	if (!file)
		return; /* closed in the meantime */
	while (fgets(line, sizeof(line), file)) {
		is_bpf |= !strncmp(line, "prog_type:", 10) || !strncmp(line, "map_type:", 9) ||
			  !strncmp(line, "link_type:", 10);
		if (sscanf(line, "run_cnt: %" SCNu64, &value) == 1)
			sum->runs += value;
		else if (sscanf(line, "run_time_ns: %" SCNu64, &value) == 1)
			sum->run_time_ns += value;
		else if (is_bpf && sscanf(line, "memlock: %" SCNu64, &value) == 1)
			sum->memory += value;
	}
	fclose(file);
	sum->count += is_bpf;
}

int bpf_fds_add(pid_t pid, struct bpf_fds *sum)
{
	char path[320];
	struct dirent *entry;
	DIR *directory;

	snprintf(path, sizeof(path), "/proc/%d/fdinfo", pid);
	directory = opendir(path);
	if (!directory)
		return -1;
	while ((entry = readdir(directory))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "/proc/%d/fdinfo/%s", pid, entry->d_name);
		add_descriptor(path, sum);
	}
	closedir(directory);
	return 0;
}
