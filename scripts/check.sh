#!/usr/bin/env bash
# Checks what a review should not have to look for; --fix formats the sources instead.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

files() { # PATHSPEC...: tracked and new files
	git ls-files --cached --others --exclude-standard --deduplicate -- "$@" | while IFS= read -r file; do
		[[ -f $file ]] && printf '%s\n' "$file"
	done
}

mapfile -t c_sources < <(files 'bpfobj/*.[ch]' 'src/*.[ch]' 'tests/*.[ch]' 'bench/*.[ch]')
mapfile -t scripts < <(files | xargs -d '\n' awk 'FNR == 1 && /^#!.*sh$/ { print FILENAME } { nextfile }')

analyzers() { # every analyzer, with warnings as errors
	dotnet msbuild Tui.sln -restore -property:Configuration=Release -verbosity:quiet -nologo
}

csharp_format() {
	dotnet format Tui.sln --no-restore --verify-no-changes
}

c_format() {
	clang-format-14 --dry-run --Werror "${c_sources[@]}"
}

shell_scripts() {
	shellcheck "${scripts[@]}"
}

# What only this machine has: the home directory, the place of this checkout, a top-level directory out of the ordinary.
machine_paths() {
	local places=("$PWD" ~/) top
	top=$(cut -d / -f 2 <<<"$PWD")
	case $top in
	home | media | mnt | opt | root | run | srv | tmp | usr | var) ;;
	*) places+=("/$top/") ;;
	esac
	# A path starts after anything but a path's own characters: /proc/PID/root is no home.
	! files | xargs -d '\n' grep -nIP "(?<![\\w./-])($(printf '\\Q%s\\E|' "${places[@]}" | sed 's/|$//'))"
}

unfinished() {
	! files | xargs -d '\n' grep -nIwE '[T]ODO|[F]IXME'
}

if [[ ${1:-} == --fix ]]; then
	dotnet format Tui.sln && clang-format-14 -i "${c_sources[@]}"
	exit
fi

failed=()
for check in analyzers csharp_format c_format shell_scripts machine_paths unfinished; do
	$check || failed+=("${check//_/ }")
done
if ((${#failed[@]} > 0)); then
	printf 'check: %s: failed\n' "${failed[@]}"
	exit 1
fi
echo "check: analyzers, format, scripts and tree are clean"
