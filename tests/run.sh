#!/bin/sh
# run.sh SCRIPT...: runs TAP scripts, JOBS at once (as many as there are
# processors), shows what failed, and ends with the line "N passed, N failed".
# Status 1 if anything failed, nothing ran, a script's plan does not agree, or a
# script ended with another status than 0.  TIMEOUT: seconds per script (900).
# Each script has a sandbox and ports of its own, so that none sees another.
set -u

# count ERE: lines of the log that match.
count() {
	grep -Ec -e "$1" "$log" || :
}

# One more failure, of the script itself.
broken() {
	bad=$((bad + 1))
	printf '%s: %s\n' "$script" "$1"
	show=1
}

# judge: what its log and its status say.
judge() {
	good=$(count '^ok( |$)')
	bad=$(count '^not ok( |$)')
	ran=$((good + bad))
	plans=$(count '^1\.\.[0-9]+')
	plan=$(sed -n 's/^1\.\.\([0-9][0-9]*\).*/\1/p' "$log" | head -n 1)
	show=$bad
	if grep -q '^1\.\.0 # SKIP' "$log" && [ "$status" -eq 0 ] &&
	    [ "$ran" -eq 0 ]; then
		printf '%s: skipped: %s\n' "$script" \
		    "$(sed -n 's/^1\.\.0 # SKIP *//p' "$log")"
		return
	fi
	if [ "$status" -eq 124 ] || [ "$status" -eq 137 ]; then
		broken "took too long (${TIMEOUT:-900} s)"
	elif [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
		broken "exit status $status"
	fi
	if [ "$plans" -ne 1 ]; then
		broken "$plans plans instead of one"
	elif [ "$plan" -ne "$ran" ]; then
		broken "planned $plan, ran $ran"
	elif [ "$plan" -eq 0 ]; then
		broken "no test in it"
	fi
	if [ "$show" -ne 0 ]; then
		sed 's/^/    /' "$log"
		printf '%s: FAILED\n' "$script"
	else
		printf '%s: %d ok, %d s\n' "$script" "$good" \
		    $(($(date +%s) - start))
	fi
}

# One script, as a process of its own: its words come out in one piece.
if [ "${1:-}" = --one ]; then
	dir=$2
	script=$3
	log=$(mktemp "$dir/log.XXXXXX") || exit 1
	start=$(date +%s)
	status=0
	timeout -k 10 "${TIMEOUT:-900}" sh "$script" >"$log" 2>&1 || status=$?
	judge >"$log.words"
	echo "$good $bad" >"$log.sum"
	flock "$dir" cat "$log.words"
	exit 0
fi

dir=$(mktemp -d "${TMPDIR:-/tmp}/ctr-run.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' HUP INT TERM
[ $# -eq 0 ] || printf '%s\n' "$@" |
    xargs -P "${JOBS:-$(nproc)}" -I '{}' sh "$0" --one "$dir" '{}' ||
    echo "a script could not be run"
passed=0
failed=0
ended=0
for sum in "$dir"/log.*.sum; do
	[ -e "$sum" ] || continue
	read -r good bad <"$sum"
	passed=$((passed + good))
	failed=$((failed + bad))
	ended=$((ended + 1))
done
# One whose judge never spoke is a failure too.
[ "$ended" -eq $# ] || failed=$((failed + $# - ended))
[ $((passed + failed)) -gt 0 ] || echo "nothing ran"
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
