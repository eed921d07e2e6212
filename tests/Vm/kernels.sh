#!/usr/bin/env bash
# Fetches the Debian cloud kernels that the tests boot, one directory each in the cache, which is outside of this tree:
# vmlinux (uncompressed: QEMU enters it without a boot loader), release, and lib/modules with the modules that guests load.
# Prints the directories. What is there already is not fetched again.
# usage: kernels.sh [SERIES...]
set -euo pipefail

cache=${PROBETOP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/probetop}/vm
# SERIES SUITE PACKAGE: the package depends on the newest kernel of the series.
kernels="\
5.10 bullseye linux-image-cloud-amd64
6.1 bookworm linux-image-cloud-amd64
6.12 bookworm linux-image-6.12-cloud-amd64"
# What guests may load, built into some kernels; what these need comes along.
modules=(virtio_pci virtio_blk)

fail() {
	printf 'kernels: %s\n' "$@" >&2
	exit 1
}

# apt-get with lists and downloads of its own: neither the system's package lists nor its suite matter.
apt() { # SUITE COMMAND ARGUMENT...
	local state=$cache/apt/$1 command=$2
	shift 2
	"apt-$command" -qq -o "Dir::Etc::sourcelist=$state/sources.list" -o Dir::Etc::sourceparts=/dev/null \
		-o "Dir::State::lists=$state/lists" -o "Dir::Cache=$state/cache" -o "APT::Sandbox::User=$(id -un)" \
		-o APT::Update::Error-Mode=any -o Acquire::Languages=none -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false "$@"
}

# The archives are those the system has its own packages from, with another suite.
refresh_lists() { # SUITE
	local suite=$1 state=$cache/apt/$1 own archives
	own=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
	archives=$(apt-get indextargets --format "\$(REPO_URI) \$(RELEASE)" 'Created-By: Packages' |
		awk -v own="$own" '$2 == own || $2 == own "-security"')
	[[ -n $archives ]] || fail "apt knows no archive of the system's suite, $own; run: apt-get update"
	mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
	# shellcheck disable=SC2001
	sed "s|^\([^ ]*\) $own|deb \1 $suite|; s|$| main|" <<<"$archives" | sort -u >"$state/sources.list"
	apt "$suite" get update >&2 || fail "the package lists of $suite cannot be had; is the network there?"
}

download() { # SUITE PACKAGE DIRECTORY: the package it depends on
	local suite=$1 package=$2 kernel
	[[ -n ${refreshed[$suite]:-} ]] || refresh_lists "$suite"
	refreshed[$suite]=1
	kernel=$(apt "$suite" cache show --no-all-versions "$package" | sed -n 's/^Depends: \(linux-image-[^ ,]*\).*/\1/p') || true
	[[ -n $kernel ]] || fail "$suite has no package $package"
	echo "kernels: downloading $kernel of $suite" >&2
	(cd "$3" && apt "$suite" get download "$kernel" >&2) || fail "$kernel of $suite cannot be downloaded; is the network there?"
}

number_at() { # FILE OFFSET BYTES
	od -An -v -t "u$3" -j "$2" -N "$3" "$1" | tr -d ' '
}

# The kernel inside of a bzImage, by its header (Documentation/arch/x86/boot.rst): setup_sects, payload_offset and
# payload_length, which includes the 4 bytes of the size that follow the compressed data.
uncompressed() { # BZIMAGE
	local image=$1 start length
	start=$((($(number_at "$image" $((0x1f1)) 1) + 1) * 512 + $(number_at "$image" $((0x248)) 4)))
	length=$(($(number_at "$image" $((0x24c)) 4) - 4))
	local -A programs=([02214c18]=lz4 [28b52ffd]=zstd [fd377a58]=xz)
	local magic
	magic=$(od -An -v -t x1 -j "$start" -N 4 "$image" | tr -d ' ')
	[[ -n ${programs[$magic]:-} ]] || fail "$image: unknown compression $magic"
	head -c "$((start + length))" "$image" | tail -c "+$((start + 1))" | "${programs[$magic]}" -d -c
}

# The modules and what they need, uncompressed, as modprobe of busybox wants them.
pick_modules() { # UNPACKED-PACKAGE RELEASE TARGET
	local package=$1 release=$2 target=$3/lib/modules/$2 module file picked
	depmod -b "$package" "$release"
	mkdir -p "$target"
	for module in "${modules[@]}"; do
		modprobe -d "$package" -S "$release" --show-depends "$module" || fail "$release has no module $module"
	done | awk '$1 == "insmod" { print $2 }' | sort -u | while read -r file; do
		picked=$target/${file##*/}
		case $file in
		*.xz) xz -d -c "$file" >"${picked%.xz}" ;;
		*.zst) zstd -q -d -c "$file" >"${picked%.zst}" ;;
		*) cp "$file" "$picked" ;;
		esac
	done
	cp "$package/lib/modules/$release"/modules.{builtin,builtin.modinfo,order} "$target"
	depmod -b "$3" "$release"
}

make_kernel() { # SERIES SUITE PACKAGE DIRECTORY
	local directory=$4 work release
	work=$(mktemp -d "$cache/$1.XXXXXX")
	# shellcheck disable=SC2064
	trap "rm -rf '$work'" EXIT
	mkdir "$work/package" "$work/kernel"
	download "$2" "$3" "$work"
	dpkg -x "$work"/*.deb "$work/package"
	release=$(ls "$work/package/lib/modules")
	uncompressed "$work/package/boot/vmlinuz-$release" >"$work/kernel/vmlinux"
	pick_modules "$work/package" "$release" "$work/kernel"
	echo "$release" >"$work/kernel/release"
	echo "${modules[*]}" >"$work/kernel/modules"
	rm -rf "$directory"
	mv "$work/kernel" "$directory"
	rm -rf "$work"
}

declare -A refreshed
mkdir -p "$cache"
exec {lock}>"$cache/lock"
flock $lock
(($# > 0)) || mapfile -t all < <(cut -d ' ' -f 1 <<<"$kernels")
for series in "${@:-${all[@]}}"; do
	line=$(grep "^${series//./\\.} " <<<"$kernels") || fail "there is no kernel $series; there are:" "$kernels"
	directory=$cache/$series
	# Another list of modules makes the directory anew.
	if [[ ! -f $directory/modules || $(<"$directory/modules") != "${modules[*]}" ]]; then
		# shellcheck disable=SC2086
		make_kernel $line "$directory"
	fi
	echo "$directory"
done
rm -rf "$cache/apt"
