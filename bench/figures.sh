#!/usr/bin/env bash
# Sourced by the benchmarks: from lists of measurements to the rows of the table.

# A figure of a "name value" list on standard input, which may hold it several times.
figure() { # NAME
	awk -v name="$1" '{ for (i = 1; i < NF; i += 2) if ($i == name) print $(i + 1) }'
}

# A row from pairs that were measured one beside the other: medians, and the median of the ratios with their range.
# Without a second column there is nothing to compare with.
row() { # WHAT UNIT BESIDE BUDGET <"OURS [THEIRS]" lines
	awk -v OFS='\t' -v what="$1" -v unit="$2" -v beside="$3" -v budget="${4:-}" '
		function sort(list, count,    i, j, value) {
			for (i = 2; i <= count; i++) {
				value = list[i]
				for (j = i - 1; j > 0 && list[j] > value; j--) list[j + 1] = list[j]
				list[j + 1] = value
			}
		}
		function median(list, count) {
			return count % 2 ? list[(count + 1) / 2] : (list[count / 2] + list[count / 2 + 1]) / 2
		}
		function number(value) {
			return sprintf(value >= 100 || value == 0 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value)
		}
		{ ours[NR] = $1 + 0 }
		NF > 1 { theirs[++pairs] = $2 + 0 }
		NF > 1 && $2 > 0 { ratios[++count] = $1 / $2 }
		END {
			if (NR == 0 || (pairs && pairs != NR)) exit 1
			sort(ours, NR); sort(theirs, pairs); sort(ratios, count)
			reference = pairs ? beside " " number(median(theirs, pairs)) " " unit : "-"
			ratio = count ? sprintf("%.2f", median(ratios, count)) : "-"
			if (count > 1) ratio = ratio sprintf(" (%.2f-%.2f)", ratios[1], ratios[count])
			print what, number(median(ours, NR)) " " unit, reference, ratio, budget == "" ? "-" : budget
		}' || fail "no measurement of: $1"
}

fail() {
	printf 'bench: %s\n' "$@" >&2
	exit 1
}

progress() {
	printf 'bench: %s\n' "$*" >&2
}

# Rows of tab-separated cells as a Markdown table that also reads well as text.
table() {
	awk -F '\t' '
		{ for (i = 1; i <= 5; i++) { cell[NR, i] = $i; if (length($i) > width[i]) width[i] = length($i) } }
		END {
			for (row = 1; row <= NR; row++) {
				for (i = 1; i <= 5; i++) {
					padding = sprintf("%*s", width[i] - length(cell[row, i]), "")
					printf "| %s%s ", i == 1 || i == 3 ? cell[row, i] : "", i == 1 || i == 3 ? padding : padding cell[row, i]
				}
				print "|"
				if (row > 1) continue
				for (i = 1; i <= 5; i++) {
					line = sprintf("%*s", width[i] + 1, "")
					gsub(" ", "-", line)
					printf "|%s%s", line, i == 1 || i == 3 ? "-" : ":"
				}
				print "|"
			}
		}'
}
