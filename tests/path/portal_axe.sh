#!/bin/sh
# Every page of the portal that each role comes to, in Chromium, light on a phone
# and dark on a desk: axe-core, the keyboard, the policy of scripts, the weight,
# the width, and HTML that a validator takes.  Who only looks is led to nothing
# that is refused him, and finds nothing that acts.
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
desk_start

desk_node portal_walk.js "$URL" pw ad op au v ap >"$S/found" 2>"$S/failed" ||
    not_ok 'the walk' "$(cat "$S/failed")"
while IFS='	' read -r who path scheme width bad; do
	is "$who@ $path, $scheme, $width" "$bad" ''
done <"$S/found"
is 'the pages are more than the menu' \
    "$([ "$(grep -c '^ad' "$S/found")" -gt 60 ] && echo yes)" yes
for area in people review rosters newcomers inactive how reports evidence \
    settings templates; do
	is "$area was walked" "$(grep -c "^ad	/$area	" "$S/found")" 2
done
for who in op au v ap; do
	is "$who@ was led to pages" \
	    "$([ "$(grep -c "^$who	" "$S/found")" -gt 40 ] && echo yes)" yes
done
is 'who may not see evidence is led to none' \
    "$(grep -E '^(v|ap)	/(evidence|reports)' "$S/found")" ''
finish
