#!/bin/sh
# ok never fails: A && ok || not_ok is an if; a $ in single quotes is the child's.
# shellcheck disable=SC2015,SC2016,SC2010
# ctr-each: every tenant once, whose line is whose, the worst status.
. "${0%/*}/../lib.sh"

status_is "no tenants" 0 ctr-each true
for t in beta alpha gamma; do
	ctr-init -q -t "$t" --test || exit 1
done
mkdir -p "$CTR_VAR/empty" "$CTR_VAR/Bad.Name"

status_is "each once, in order" 0 ctr-each sh -c 'echo "I am $CTR_TENANT"; echo two'
is "its lines behind its name" "$out" "$(printf 'alpha\tI am alpha\nalpha\ttwo\nbeta\tI am beta\nbeta\ttwo\ngamma\tI am gamma\ngamma\ttwo')"
status_is "stderr too" 0 ctr-each sh -c 'echo words >&2'
is "on stderr" "$err" "$(printf 'alpha\twords\nbeta\twords\ngamma\twords')"
is "and nothing on stdout" "$out" ""
status_is "no shell is in between" 0 ctr-each echo 'a;b $CTR_TENANT'
like "as it is" "$out" '^alpha	a;b \$CTR_TENANT$'
status_is "options are the program's" 0 ctr-each echo -n -t x
like "so" "$out" '^alpha	-t x$|^alpha	-n -t x$'
status_is "stdin is empty" 0 sh -c 'echo secret | ctr-each cat'
is "nothing was read" "$out" ""
status_is "only some" 0 ctr-each --only 'a*' echo
is "one" "$out" "alpha	"
status_is "one of ours" 0 ctr-each ctr-list -o tsv tenant
status_is "the worst status: 77 before 65" 77 ctr-each sh -c 'case $CTR_TENANT in alpha) exit 65;; beta) exit 77;; esac'
status_is "69 before 75" 69 ctr-each sh -c 'case $CTR_TENANT in alpha) exit 75;; beta) exit 69;; esac'
status_is "the others run all the same" 65 ctr-each sh -c 'echo here; [ $CTR_TENANT != alpha ] || exit 65'
is "three" "$(printf '%s\n' "$out" | grep -c here)" 3
status_is "no such program" 71 ctr-each no-such-program-anywhere
like "which is said" "$err" '^alpha	ctr-each: no-such-program-anywhere: No such file'
status_is "ended by a signal" 70 ctr-each sh -c 'kill -9 $$'
status_is "no program" 64 ctr-each
status_is "no number" 64 ctr-each -j 0 true

start=$(date +%s)
status_is "a deadline" 75 ctr-each -j 3 --deadline 1 sh -c 'sleep 60 & sleep 60'
is "ends it, and what it started" "$(awk -v s="$start" -v e="$(date +%s)" 'BEGIN { print (e - s < 20) }')" 1
like "and says so, with the tenant" "$err" '^alpha	ctr-each: sh: ended: over its --deadline'
start=$(date +%s%N)
ctr-each -j 3 sleep 1
is "several at once" "$(awk -v s="$start" -v e="$(date +%s%N)" 'BEGIN { print (e - s < 2900000000) }')" 1
ctr-each -j 3 sh -c 'for i in 1 2 3 4 5 6 7 8 9; do printf "half "; echo "line"; done' >many
is "no line is torn" "$(grep -cv '^[a-z]*	half line$' many)" 0
status_is "a last line without its end" 0 ctr-each --only alpha printf 'a\nb'
is "is whole" "$out" "$(printf 'alpha\ta\nalpha\tb')"
finish
