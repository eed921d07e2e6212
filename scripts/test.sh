#!/usr/bin/env bash
# Runs every test layer that this machine allows, or those named (scripts/test.sh Kernel Vm); names those it leaves out and why.
# The last line is "N passed, N failed, N skipped"; the status is non-zero unless everything passed.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

results=artifacts/tests
allowed_skips=tests/skips.txt
layer_timeout=${TEST_LAYER_TIMEOUT:-20m}
passed=0
failed=0
skipped=0

# A skip is allowed by name, for everybody ("always") or for who is not root ("unprivileged").
is_allowed_to_skip() {
	local name=${1%%(*} when
	when=$(awk -v name="$name" '$1 == name { print $2 }' "$allowed_skips")
	[[ $when == always || ($when == unprivileged && $EUID -ne 0) ]]
}

counter() { # TRX NAME
	sed -n "s/.*<Counters [^>]*\\b$2=\"\\([0-9]*\\)\".*/\\1/p" "$1" | head -n 1
}

skipped_tests() { # TRX
	grep -o '<UnitTestResult [^>]*outcome="NotExecuted"[^>]*>' "$1" | sed -n 's/.* testName="\([^"]*\)".*/\1/p'
}

run_layer() { # NAME XUNIT-SETTING...
	local name=$1 trx=$results/$1.trx status layer_passed layer_failed layer_skipped=0 test
	shift
	echo "== $name"
	timeout --kill-after=10s "$layer_timeout" \
		dotnet test "artifacts/managed/bin/$name/release/Probetop.Tests.$name.dll" \
		--logger "console;verbosity=minimal" --logger "trx;LogFileName=$name.trx" --results-directory "$results" -- "$@"
	status=$?

	layer_passed=$(counter "$trx" passed 2>/dev/null)
	layer_failed=$(counter "$trx" failed 2>/dev/null)
	: "${layer_passed:=0}" "${layer_failed:=0}"
	while IFS= read -r test; do
		if is_allowed_to_skip "$test"; then
			layer_skipped=$((layer_skipped + 1))
		else
			echo "$name: $test was skipped and is not in $allowed_skips"
			layer_failed=$((layer_failed + 1))
		fi
	done < <(skipped_tests "$trx" 2>/dev/null)
	if ((layer_passed + layer_failed == 0)); then
		echo "$name: no test was executed (exit status $status)"
		layer_failed=1
	elif ((status != 0 && layer_failed == 0)); then
		echo "$name: did not finish (exit status $status)"
		layer_failed=1
	fi
	echo "$name: $layer_passed passed, $layer_failed failed, $layer_skipped skipped"
	passed=$((passed + layer_passed))
	failed=$((failed + layer_failed))
	skipped=$((skipped + layer_skipped))
}

leave_out() { # NAME REASON
	left_out+=("$1: left out, $2")
}

why_no_kernel_layer() {
	if ((EUID != 0)); then
		echo "needs root"
	elif [[ ! -r /sys/kernel/btf/vmlinux ]]; then
		echo "the kernel has no BTF (/sys/kernel/btf/vmlinux)"
	elif ! bpftool prog list >/dev/null 2>&1; then
		echo "bpf(2) is not permitted here"
	fi
}

why_no_pty_layer() {
	if ! command -v tmux >/dev/null; then
		echo "needs tmux"
	elif [[ ! -x out/probetop ]]; then
		echo "needs out/probetop (make build)"
	fi
}

# Fetches the kernels as well, unless they are there.
why_no_vm_layer() {
	if ! command -v qemu-system-x86_64 >/dev/null; then
		echo "needs qemu-system-x86_64"
	elif [[ ! -x out/probetop ]]; then
		echo "needs out/probetop (make build)"
	else
		tests/Vm/kernels.sh 2>&1 >/dev/null | grep '^kernels: ' | grep -v '^kernels: downloading' | paste -s -d ' '
	fi
}

build() { # LAYER...: all of them by the solution, which is quicker than one by one
	local layer projects=(Tui.sln)
	(($# == ${#layers[@]})) || projects=("${@/#/tests/}")
	for layer in "${projects[@]}"; do
		dotnet msbuild "$layer" -restore -property:Configuration=Release -verbosity:quiet -nologo || return
	done
}

layers=(Unit Kernel Pty Vm)
wanted=("${@:-${layers[@]}}")
rm -rf "$results"
mkdir -p "$results"
left_out=()
if build "${wanted[@]}"; then
	for layer in "${wanted[@]}"; do
		if [[ $layer == Unit ]]; then
			run_layer Unit
			continue
		fi
		reason=$("why_no_${layer,,}_layer")
		if [[ -n $reason ]]; then
			leave_out "$layer" "$reason"
			# Asked for by name, it is no success.
			((failed += $# > 0))
		else
			# These measure the whole machine or share one terminal server: one test at a time.
			run_layer "$layer" xUnit.ParallelizeTestCollections=false
		fi
	done
	cat "$results/kernels.md" 2>/dev/null
else
	echo "the tests do not build"
	failed=1
fi

((${#left_out[@]} == 0)) || printf '%s\n' "${left_out[@]}"
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0))
