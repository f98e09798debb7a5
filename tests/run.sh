#!/bin/sh
# run.sh SCRIPT...: runs TAP scripts one after the other, shows what failed,
# and ends with the line "N passed, N failed".  Status 1 if anything failed,
# nothing ran, a script's plan does not agree, or a script ended with another
# status than 0.  TIMEOUT: seconds per script (600).
set -u

passed=0
failed=0
log=$(mktemp "${TMPDIR:-/tmp}/ctr-run.XXXXXX") || exit 1
trap 'rm -f "$log"' EXIT
trap 'exit 130' HUP INT TERM

# count ERE: lines of the log that match.
count() {
	grep -Ec -e "$1" "$log" || :
}

# One more failure, of the script itself.
broken() {
	failed=$((failed + 1))
	printf '%s: %s\n' "$script" "$1"
	show=1
}

for script; do
	start=$(date +%s)
	status=0
	timeout -k 10 "${TIMEOUT:-600}" sh "$script" >"$log" 2>&1 || status=$?
	good=$(count '^ok( |$)')
	bad=$(count '^not ok( |$)')
	plans=$(count '^1\.\.[0-9]+')
	plan=$(sed -n 's/^1\.\.\([0-9][0-9]*\).*/\1/p' "$log" | head -n 1)
	passed=$((passed + good))
	failed=$((failed + bad))
	show=$bad
	if grep -q '^1\.\.0 # SKIP' "$log" && [ "$status" -eq 0 ] &&
	    [ $((good + bad)) -eq 0 ]; then
		printf '%s: skipped: %s\n' "$script" \
		    "$(sed -n 's/^1\.\.0 # SKIP *//p' "$log")"
		continue
	fi
	if [ "$status" -eq 124 ] || [ "$status" -eq 137 ]; then
		broken "took too long (${TIMEOUT:-600} s)"
	elif [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
		broken "exit status $status"
	fi
	if [ "$plans" -ne 1 ]; then
		broken "$plans plans instead of one"
	elif [ "$plan" -ne $((good + bad)) ]; then
		broken "planned $plan, ran $((good + bad))"
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
done

[ $((passed + failed)) -gt 0 ] || echo "nothing ran"
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
