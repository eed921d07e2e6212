# shellcheck shell=sh
# Has probetop watch known workloads, once for each of the rungs it is given, and leaves in /results what it said and what
# the kernel counted. It judges nothing: the host does.
# usage: matrix.sh RUNG... ("best": no limit, all the others are passed on as --max-rung)

seconds=120
# Process ids, set by start_work and record.
work='' other='' killed_pid=''

die() {
	echo "matrix: $*"
	exit 1
}

until_true() { # WHAT COMMAND...: polls
	what=$1
	shift
	read -r now _ </proc/uptime
	end=$((${now%.*} + seconds))
	until "$@"; do
		read -r now _ </proc/uptime
		[ "${now%.*}" -lt "$end" ] || die "not within $seconds s: $what"
		usleep 20000
	done
}

# A workload (work.c) that takes commands from a pipe of its own. Its descriptors are never the shell's lowest ones.
start_work() { # NAME COMMANDS-DESCRIPTOR ANSWERS-DESCRIPTOR
	rm -f "/tmp/$1.in" "/tmp/$1.out"
	mkfifo "/tmp/$1.in" "/tmp/$1.out"
	work <"/tmp/$1.in" >"/tmp/$1.out" &
	eval "$1=$! exec $2>/tmp/$1.in $3</tmp/$1.out"
}

stop_work() { # COMMANDS-DESCRIPTOR ANSWERS-DESCRIPTOR
	eval "exec $1>&- $2<&-"
}

tell() { # COMMANDS-DESCRIPTOR ANSWERS-DESCRIPTOR COMMAND...
	to=$1 from=$2
	shift 2
	echo "$*" >&"$to"
	read -r answer <&"$from"
	case $answer in
	ok*) answer=${answer#ok} ;;
	*) die "$*: $answer" ;;
	esac
}

# Bytes as the workload takes them.
hex() {
	for word in "$@"; do
		printf ' %s' "$(printf %s "$word" | hexdump -v -e '1/1 "%02x"')"
	done
}

is_blocked() { # PID
	! grep -q '^running' "/proc/$1/syscall"
}

nothing_loaded() {
	[ "$(bpftool -j prog list)$(bpftool -j map list)$(bpftool -j link list)" = "[][][]" ]
}

has_output() {
	[ -s "$1" ]
}

# A recording, in intervals of a second unless told otherwise: from its first line on it counts. Ended by finish.
record() { # NAME OPTION...
	recording=$1
	shift
	# shellcheck disable=SC2086
	probetop snapshot $limit --format jsonl --duration 1h "$@" >"$results/$recording.jsonl" 2>"$results/$recording.err" &
	eval "${recording}_pid=$!"
}

lines_of() {
	wc -l <"$results/$1.jsonl"
}

has_more_lines() { # NAME THAN
	[ "$(lines_of "$1")" -gt "$2" ]
}

next_interval() { # NAME: waits until a recording begins one
	until_true "$1 has begun an interval" has_more_lines "$1" "$(lines_of "$1")"
}

finish() { # NAME
	eval "set -- $1 \$${1}_pid"
	kill -TERM "$2"
	wait "$2"
	echo $? >"$results/$1.status"
}

# What the kernel counted for threads that stand still.
counters() { # WHEN
	for name in work=$work echo=$echo; do
		until_true "$name is blocked" is_blocked "${name#*=}"
		cat "/proc/${name#*=}/schedstat" >"$results/${name%=*}.schedstat.$1"
		cat "/proc/${name#*=}/status" >"$results/${name%=*}.status.$1"
	done
}

interrupts() { # WHEN
	cat /proc/softirqs >"$results/softirqs.$1"
	cat /proc/interrupts >"$results/interrupts.$1"
}

# Everything at once: three recordings of the same workloads. "machine" sees all, "work" and "threads" only one of the two
# workloads, the former as a whole, the latter by process.
exact_counts() {
	start_work work 5 6
	start_work other 7 8
	tell 5 6 pin 0
	tell 5 6 echo
	echo=${answer# }
	echo "work=$work other=$other echo=$echo" >"$results/pids"

	interrupts 0
	record machine --tool "$all_tools"
	record work --pid "$work" --tool cputime,migrations,execsnoop,exitsnoop,syscount
	record threads --pid "$work" --tool runqlat,cpudist --by process
	for recording in machine work threads; do
		until_true "$recording has begun" has_output "$results/$recording.jsonl"
	done
	interrupts 1
	counters before

	tell 5 6 pingpong 1009
	tell 5 6 migrate 101
	tell 5 6 spin 300 0
	tell 5 6 exec 23 "$(hex /bin/true true one "two words")"
	tell 5 6 exec 7 "$(hex /nowhere/at nowhere)"
	tell 5 6 end code 3 0 23
	tell 5 6 end signal 15 0 7
	tell 5 6 end thread 4 20 5
	tell 5 6 end group 9 0 211
	tell 5 6 syscalls 1009 124      # getsid
	tell 5 6 syscalls 211 121 4194304 # getpgid of nobody
	tell 5 6 compat 307 20          # getpid
	tell 5 6 signals 101
	tell 7 8 exec 11 "$(hex /bin/true true other)"
	tell 7 8 end code 5 0 13
	tell 7 8 syscalls 499 124
	ping -A -q -c 101 127.0.0.1
	dd if=/dev/zero of=/dev/vda bs=512 count=101 oflag=direct conv=notrunc

	counters after
	interrupts 2
	finish machine
	interrupts 3
	finish work
	finish threads
	stop_work 5 6
	stop_work 7 8
	wait "$work" "$other"
}

# Each of the two readings of a file has an interval of its own. Who takes it out of the page cache is not recorded.
file_counts() {
	start_work work 5 6
	start_work other 7 8
	file=$(hex /mnt/file)
	record files --interval 2s --slower-than 1us --pid "$work" --tool cachestat,fsdist,fsslower,opensnoop,statsnoop
	until_true "files has begun" has_output "$results/files.jsonl"
	tell 5 6 write 75 "$file" 16384 0 7
	tell 7 8 evict "$file"
	next_interval files
	tell 5 6 read 150 "$file" 8192 0
	next_interval files
	tell 5 6 read 150 "$file" 8192 0
	tell 5 6 open 53 "$(hex /mnt/opened)" 577 # O_WRONLY|O_CREAT|O_TRUNC
	tell 5 6 open 29 "$(hex /nowhere/file)" 0
	tell 5 6 stat 23 "$(hex /mnt)"
	tell 5 6 stat 31 "$(hex /nowhere)"
	finish files
	stop_work 5 6
	stop_work 7 8
	wait "$work" "$other"
}

# Eight that spin on one CPU: seven of them wait.
queue_length() {
	spinners=
	for spinner in 1 2 3 4 5 6 7 8; do
		echo busy 0 | work >/dev/null &
		spinners="$spinners $!"
	done
	for spinner in $spinners; do
		until_true "$spinner spins on CPU 0" grep -q '^Cpus_allowed_list:.0$' "/proc/$spinner/status"
	done
	probetop snapshot --tool runqlen --by cpu --duration 3s --format json >"$results/runqlen.json" 2>"$results/runqlen.err"
	echo $? >"$results/runqlen.status"
	# shellcheck disable=SC2086
	kill -9 $spinners
}

# Whoever kills it must not have to clean up.
killed() {
	record killed --tool "$all_tools"
	until_true "it has begun" has_output "$results/killed.jsonl"
	bpftool -j prog list >"$results/killed.loaded"
	kill -9 "$killed_pid"
	wait "$killed_pid"
}

report() {
	for command in doctor tools; do
		probetop "$command" --format json >"$results/$command.json" 2>"$results/$command.err"
		echo $? >"$results/$command.status"
	done
}

uname -r >/results/release
all_tools=$(probetop tools --format json | sed 's/{"name":"\([a-z0-9]*\)"/\n@\1\n/g' | sed -n 's/^@//p' | paste -s -d ,)
nothing_loaded || die "something is loaded before anything began"
for rung in "$@"; do
	results=/results/$rung limit="--max-rung $rung"
	mkdir -p "$results"
	if [ "$rung" = best ]; then
		limit=
		report
		queue_length
		killed
		until_true "nothing is left of a killed one" nothing_loaded
		echo yes >"$results/killed.gone"
	fi
	exact_counts
	file_counts
	until_true "nothing is left" nothing_loaded
	echo yes >"$results/gone"
done
