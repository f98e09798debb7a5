#!/bin/sh
# What the portal's pages look like that no link leads to, in Chromium, light on a
# phone and dark on a desk: forms that are refused, what is asked once more, what
# says that it is done, pages that are none.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/busy.sh
. "$top/tests/peer/busy.sh"
# shellcheck source=tests/peer/desk.sh
. "$top/tests/peer/desk.sh"
portal_roles >>"$CTR_ETC/acme.conf"
echo 'upload_mb = 1' >>"$CTR_ETC/acme.conf"
busy_office || not_ok 'an office at work'
desk_start x@corp.example.test

printf 'UPN,Worker ID,Display Name\nn.new@corp.example.test,W-1,"New, Nia"\n' \
    >"$S/good.csv"
sed -n 1,20p "$S/all.csv" >"$S/half.csv"
printf '\0\377not a roster\n' >"$S/none.csv"
dd if=/dev/zero bs=1048576 count=2 2>/dev/null | tr '\0' x >"$S/long.csv"
REGISTRY=$db
export REGISTRY
desk_node portal_states.js "$URL" pw "$S" >"$S/found" 2>"$S/failed" ||
    not_ok 'the states' "$(cat "$S/failed")"
while IFS='	' read -r name scheme width bad; do
	is "$name, $scheme, $width" "$bad" ''
done <"$S/found"
is 'there are states' "$([ "$(wc -l <"$S/found")" -gt 130 ] && echo yes)" yes
finish
