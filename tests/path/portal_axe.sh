#!/bin/sh
# Every page of the portal that each role comes to, in Chromium, light on a phone
# and dark on a desk: axe-core, the keyboard, the policy of scripts, the weight,
# the width, and HTML that a validator takes.
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

# walk WHO [PATH...]
walk() {
	t_who=$1
	shift
	timeout 500 sh -c 'NODE_PATH=$1; export NODE_PATH; shift; exec node "$@"' sh \
	    "$NPM" "$top/tests/peer/portal_walk.js" "$URL" \
	    "$t_who@corp.example.test" pw "$@" >"$S/found" 2>"$S/failed" ||
	    not_ok "the walk of $t_who@" "$(cat "$S/failed")"
	while IFS='	' read -r path scheme width bad; do
		is "$t_who@ $path, $scheme, $width" "$bad" ''
	done <"$S/found"
}
walk ad
is 'the pages are more than the menu' \
    "$([ "$(wc -l <"$S/found")" -gt 60 ] && echo yes)" yes
for area in people review rosters newcomers inactive how reports evidence \
    settings templates; do
	is "$area was walked" "$(grep -c "^/$area	" "$S/found")" 2
done
# Who only looks is led to nothing that is refused him.
WALK=quick
export WALK
walk v
walk au
walk ap
finish
