#!/bin/sh
# Every form of the portal: sent from another site, without its mark, with
# somebody else's, and full of what hurts.
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
before=$(q "SELECT count(*) FROM decision")
# shellcheck disable=SC2086
timeout 500 python3 "$top/tests/peer/portal_forms.py" "$URL" pw $users \
    >found 2>failed || not_ok 'the forms are tried' "$(cat failed)"
while IFS='	' read -r action what code bad; do
	is "${action#/portal/acme/} $what ($code)" "$bad" ''
done <found
is 'there are forms' "$([ "$(cut -f 1 found | sort -u | wc -l)" -gt 12 ] &&
    echo yes)" yes
is 'what was refused is evidence' "$([ "$(q "SELECT count(*) FROM evidence
    WHERE action = 'portal.refused'")" -gt 10 ] && echo yes)" yes
is 'no page decides' "$(q "SELECT count(*) FROM decision")" "$before"
status_is 'the evidence holds' 0 ctr-evidence -q verify
is 'nothing failed inside' "$(grep -c 'internal\|bug' "$S/www/error.log")" 0
finish
