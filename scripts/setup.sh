#!/usr/bin/env bash
# Installs what is missing to build probetop, with --tests also what its tests, checks and benchmarks use.
# Says what it does before doing it, and nothing when there is nothing to do. --check only looks.
set -euo pipefail

build_packages=(
	"${CLANG:-clang-14}|compiles the BPF objects, links the executable"
	"bpftool|strips the BPF objects"
	"binutils|ld and objcopy for the native link"
	"libc6-dev|the static C library"
	"libbpf-dev|loads the BPF objects (libbpf.a and the BPF headers)"
	"libelf-dev|libbpf reads ELF files with it (libelf.a)"
)
test_packages=(
	"clang-format-14|checks the format of the C sources"
	"shellcheck|checks the shell scripts"
	"tmux|the terminal of the pty tests"
	"libbpf-tools|reference for counts and costs"
	"jq|reads probetop's JSON, independently of its writer"
	"fio|block and file workloads"
	"stress-ng|scheduler and memory workloads"
	"procps|top, reference for bytes per refresh"
	"htop|reference for bytes per refresh"
	"btop|reference for bytes per refresh"
	"qemu-system-x86|boots other kernels, in software"
	"busybox-static|the programs in them"
	"cpio|packs what they start with"
	"kmod|picks their modules"
	"lz4|unpacks kernels"
	"xz-utils|unpacks kernels and modules"
)

wanted=("${build_packages[@]}")
check_only=false
with_tests=false
for option in "$@"; do
	case $option in
	--tests)
		with_tests=true
		wanted+=("${test_packages[@]}")
		;;
	--check) check_only=true ;;
	*)
		echo "usage: scripts/setup.sh [--tests] [--check]" >&2
		exit 2
		;;
	esac
done

fail() {
	printf 'setup: %s\n' "$@" >&2
	exit 1
}

command -v dotnet >/dev/null || fail "the .NET SDK (dotnet) is not installed; the version is in global.json"
command -v dpkg-query >/dev/null || fail "this is not Debian; install the equivalents of:" "${wanted[@]//|/: }"

is_installed() {
	[[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

missing=()
reasons=()
for entry in "${wanted[@]}"; do
	if ! is_installed "${entry%%|*}"; then
		missing+=("${entry%%|*}")
		reasons+=("$(printf '  %-18s %s' "${entry%%|*}" "${entry#*|}")")
	fi
done

if $check_only; then
	((${#missing[@]} == 0)) || fail "missing packages; make setup installs them:" "${reasons[@]}"
	exit 0
fi

sudo=()
if ((EUID != 0)); then
	sudo=(sudo)
fi

if ((${#missing[@]} > 0)); then
	echo "setup: installing with apt-get:"
	printf '%s\n' "${reasons[@]}"
	((EUID == 0)) || command -v sudo >/dev/null || fail "neither root nor sudo; install the packages above as root"
	"${sudo[@]}" apt-get update -qq || echo "setup: apt-get update failed; going on with the package lists at hand"
	"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
fi

# Containers and minimal images come without them. Not permitted is no error: probetop says what it then cannot do.
mount_missing() {
	local type=$1 target=$2 why=$3
	grep -q "^[^ ]* $target $type " /proc/mounts && return
	[[ -d $target ]] || return 0
	echo "setup: mounting $type on $target: $why"
	"${sudo[@]}" mount -t "$type" "$type" "$target" 2>/dev/null || echo "setup: $type is not permitted here"
}
mount_missing tracefs /sys/kernel/tracing "tracepoint formats and numbers"
mount_missing bpf /sys/fs/bpf "pinned BPF objects"
if $with_tests; then
	mount_missing debugfs /sys/kernel/debug "libbpf-tools look for tracepoints there"
fi
