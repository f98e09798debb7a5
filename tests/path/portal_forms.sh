#!/bin/sh
# Every form of the portal: sent from another site, without its mark, with
# somebody else's, by who may not, which changes nothing; then full of what hurts.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/busy.sh
. "$top/tests/peer/busy.sh"
# shellcheck source=tests/peer/desk.sh
. "$top/tests/peer/desk.sh"
portal_roles >>"$CTR_ETC/acme.conf"
busy_office || not_ok 'an office at work'
users=$(seq -s ' ' -f 'ad%g' 1 60)
sed -i "s/^admin = .*/& $users/" "$CTR_ETC/acme.conf"
# shellcheck disable=SC2086
desk_start $users

# forms WHICH: a test for each line that portal_forms.py has of them.
forms() {
	# shellcheck disable=SC2086
	timeout 500 python3 "$top/tests/peer/portal_forms.py" "$1" "$URL" pw \
	    $users >"$S/$1" 2>failed || not_ok "$1: tried" "$(cat failed)"
	while IFS='	' read -r action what code bad; do
		is "${action#/portal/acme/} $what ($code)" "$bad" ''
	done <"$S/$1"
}

# All that the registry holds, but the evidence that somebody was refused.
registry() {
	sqlite3 "$db" .dump | grep -v '^INSERT INTO evidence'
}

before=$(q "SELECT count(*) FROM decision")
registry >was
last=$(q "SELECT max(seq) FROM evidence")
forms refused
registry >now
is 'what is refused changes nothing' "$(diff was now)" ''
is 'and is the only evidence' "$(q "SELECT DISTINCT action FROM evidence
    WHERE seq > $last")" portal.refused
cut -f 1 "$S/refused" | sort -u >tried
is 'there are forms' "$([ "$(wc -l <tried)" -gt 12 ] && echo yes)" yes
is 'each in five ways, and by three who only read' "$(cut -f 1 "$S/refused" |
    sort | uniq -c | awk '$1 != 8')" ''

forms hostile
grep -v '	gone	' "$S/hostile" | cut -f 1 | sort -u >hurt
note "gone before anything hostile: $(comm -23 tried hurt | tr '\n' ' ')"
is 'most of them were there for the hostile too' "$([ "$(wc -l <hurt)" -ge \
    $(($(wc -l <tried) * 3 / 4)) ] && echo yes)" yes
is 'something hostile was taken as text' "$([ "$(grep -c '	303' \
    "$S/hostile")" -gt 0 ] && echo yes)" yes
is 'no page decides' "$(q "SELECT count(*) FROM decision")" "$before"
status_is 'the evidence holds' 0 ctr-evidence -q verify
finish
