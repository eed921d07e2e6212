#!/usr/bin/env bash
# Boots a kernel under QEMU, in software, and runs a shell script in it (busybox sh, as root, with tracefs, debugfs, bpffs
# and cgroup v2 mounted, and an empty ext4 at /mnt). Prints what the script printed; the status is the script's, 125 when the guest did not get to
# its end. The FILEs are in the guest's /bin, programs with the libraries they need; what the script leaves in its
# /results is in the tar archive of -o.
# usage: run.sh [-o RESULTS.tar] [-a "SCRIPT ARGUMENTS"] [-t SECONDS] SERIES SCRIPT [FILE...]
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")

fail() {
	printf 'run: %s\n' "$@" >&2
	exit 125
}

results='' arguments='' seconds=300
while getopts o:a:t: option; do
	case $option in
	o) results=$(readlink -f "$OPTARG") ;;
	a) arguments=$OPTARG ;;
	t) seconds=$OPTARG ;;
	*) fail "usage: run.sh [-o RESULTS.tar] [-a ARGUMENTS] [-t SECONDS] SERIES SCRIPT [FILE...]" ;;
	esac
done
shift $((OPTIND - 1))
(($# >= 2)) || fail "which kernel (5.10, 6.1, 6.12), which script?"
kernel=$("$here/kernels.sh" "$1") || fail "no kernel $1"
script=$2
shift 2

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: "${results:=$work/results.tar}"
root=$work/root
mkdir -p "$root"/{bin,dev,proc,sys}
cp "$(command -v busybox)" "$here/guest/init" "$root"
mv "$root/busybox" "$root/bin"
ln -s busybox "$root/bin/sh"
ln -s bin "$root/sbin"
cp -r "$kernel/lib" "$root"
cp "$script" "$root/script"
echo "$arguments" >"$root/arguments"
for file in "$@"; do
	program=$(PATH=$PATH:/usr/sbin command -v "$file") || program=$file
	[[ -e $program ]] || fail "there is no $file, neither as a file nor as a program"
	file=$program
	cp -L "$file" "$root/bin"
	# Lines such as "libelf.so.1 => /lib/… (0x…)"; nothing for what is static or no program.
	for library in $(ldd "$file" 2>/dev/null | grep -o '/[^ ]*'); do
		install -D "$library" "$root$library"
	done
done
(cd "$root" && find . | cpio --quiet -o -H newc -R 0:0) >"$work/initrd"

# One host thread for both virtual CPUs: with one each, QEMU 7.2 now and then lost what the guest's kernel did to its own
# code when it set kprobes on the other CPU (a jump to 0; kprobes silent for good). It is hardly slower.
# A raw disk, which the guest writes an archive onto.
rm -f "$results"
truncate -s 64M "$results" "$work/scratch"
PATH=$PATH:/usr/sbin mkfs.ext4 -q "$work/scratch"
status=0
timeout --kill-after=5 "$seconds" qemu-system-x86_64 -accel tcg,thread=single -machine q35 -cpu max -smp 2 -m 1024 \
	-nodefaults -no-user-config -display none -no-reboot -serial "file:$work/console" \
	-kernel "$kernel/vmlinux" -initrd "$work/initrd" \
	-append "console=ttyS0 quiet loglevel=4 panic=-1 tsc=unstable no_timer_check mitigations=off nokaslr" \
	-drive "file=$results,format=raw,if=none,id=results,cache=unsafe" -device virtio-blk-pci,drive=results,serial=results \
	-drive "file=$work/scratch,format=raw,if=none,id=scratch,cache=unsafe" -device virtio-blk-pci,drive=scratch,serial=scratch \
	</dev/null 2>"$work/qemu" || status=$?
# Without a status there was no end: the console says how far it got.
if ! tar -x -f "$results" -C "$work" ./status ./log 2>/dev/null; then
	((status != 124)) || fail "the guest did not end within $seconds s; the end of its console:" "$(tail -n 40 "$work/console")"
	fail "the guest left no results (QEMU's status: $status); the end of its console:" \
		"$(cat "$work/qemu")" "$(tail -n 40 "$work/console")"
fi
cat "$work/log"
exit "$(<"$work/status")"
