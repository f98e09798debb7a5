#!/bin/sh
# What a machine can see of the house rules.  Prints each fault, exits 1.
set -u
cd "$(dirname "$0")/.." || exit 2
bad=0
fault() { echo "lint: $*"; bad=1; }

# Floors: an include goes down, never up.
floor() {
	case $1 in base) echo 0 ;; store) echo 1 ;; domain) echo 2 ;;
	act) echo 3 ;; connect) echo 4 ;; web) echo 5 ;; *) echo 9 ;; esac
}
for room in base store domain act connect web; do
	mine=$(floor $room)
	for f in "lib/$room"/*.[ch]; do
		[ -e "$f" ] || continue
		# Room names are words.
		# shellcheck disable=SC2013
		for up in $(sed -n 's/^#include "\([a-z]*\)\/.*/\1/p' "$f"); do
			[ "$(floor "$up")" -le "$mine" ] || fault "$f includes $up/"
		done
	done
done
grep -l 'struct db\b' lib/domain/*.[ch] 2>/dev/null | while read -r f; do
	echo "lint: $f: the domain knows no database"
done | grep . && bad=1
grep -ln 'db_begin *(' lib/*/*.c bin/*.c 2>/dev/null |
    grep -v -e '^lib/act/' -e '^lib/store/db.c' |
    sed 's/^/lint: db_begin outside lib\/act: /' | grep . && bad=1
grep -lE '"(SELECT|INSERT|UPDATE|DELETE|CREATE) ' lib/*/*.c bin/*.c |
    grep -v '^lib/store/' | sed 's/^/lint: SQL outside lib\/store: /' |
    grep . && bad=1
# What a connector's main may use: base and connect.
for f in bin/ctr-connect-*.c; do
	sed -n 's/^#include "\([a-z]*\)\/.*/\1/p' "$f" | grep -qvE '^(base|connect)$' &&
	    fault "$f uses more than base and connect"
done

# Sizes: a room that is too full is redesigned.
for f in lib/*/*.[ch]; do
	n=$(wc -l <"$f")
	[ "$n" -le 400 ] || fault "$f: $n lines (at most 400)"
done
for f in bin/*.c; do
	n=$(wc -l <"$f")
	[ "$n" -le 150 ] || fault "$f: $n lines (at most 150)"
done
awk 'FNR == 1 { in_f = 0 }
/^\{/ { in_f = FNR }
/^\}/ { if (in_f && FNR - in_f > 61) {
	printf "lint: %s:%d: a function of %d lines (at most 60)\n", FILENAME, in_f, FNR - in_f - 1
	bad = 1 } in_f = 0 }
END { exit bad }' lib/*/*.c bin/*.c || bad=1
# A line of C is at most 80 columns, a tab being eight.
for f in lib/*/*.[ch] bin/*.c; do
	expand "$f" | awk -v f="$f" 'length($0) > 80 { printf "lint: %s:%d: %d columns\n", f, NR, length($0); bad = 1 } END { exit bad }' || bad=1
done

# A basename occurs once, a header has its guard.
find lib bin -name '*.c' | sed 's/.*\///' | sort | uniq -d |
    sed 's/^/lint: two files named /' | grep . && bad=1

# Banned words: no bounds, or a shell.
grep -nwE '(strcpy|strcat|sprintf|vsprintf|strncpy|strncat|strtok|gets|atoi|atol|system|popen|tmpnam|mktemp)\(' \
    lib/*/*.[ch] bin/*.c | grep -v '^\S*:[0-9]*:\s*\*' |
    sed 's/^/lint: banned: /' | grep . && bad=1

shellcheck -x -e SC1091,SC2154,SC2119,SC2120,SC2013,SC2015,SC2016 tests/*.sh tests/*/*.sh libexec/* >build/shellcheck.log 2>&1 || {
	cat build/shellcheck.log
	fault "shellcheck"
}
# Pages of other packages need not be installed; ours must be there.
for m in man/*.[1-9]; do
	mandoc -Tlint -Wstyle "$m" | grep -v 'referenced manual not found' &&
		fault "$m: mandoc"
	for x in $(sed -n 's/^\.Xr \(ctr[a-z.-]*\) \([0-9]\).*/\1.\2/p' "$m"); do
		[ -e "man/$x" ] || fault "$m: $x is not there"
	done
done
for f in bin/*.c; do
	m=$(basename "$f" .c).8
	[ -e "man/$m" ] || fault "$f: no man/$m"
done
[ "$bad" -eq 0 ] && echo "lint: clean"
exit "$bad"
