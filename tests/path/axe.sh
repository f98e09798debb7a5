#!/bin/sh
# Every page that a link may show, looked at by axe-core in Chromium: light on a
# phone and dark on a desk.  A violation is a failure.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/npm.sh
. "$top/tests/peer/npm.sh"
command -v chromium >/dev/null || {
	echo "Bail out! no chromium"
	exit 1
}

# keep NAME: the page on stdin, without its head.
mkdir pages
keep() {
	sed '1,/^.$/d' >"pages/$1.html"
	grep -q '</html>\|</main>' "pages/$1.html" || not_ok "$1 is a page" \
	    "$(head -c 300 "pages/$1.html")"
}
# his CONTRACTOR: the link of the newest mail about him.
his() {
	mail_link "$S/box" m.jones@ "$1"
}

ctr-policy set approvers a.kim@corp.example.test >/dev/null
ctr-policy set notify_departure sec@corp.example.test >/dev/null
for n in 1 2 3 4 5 6 7 8 9; do
	contractor $n "person$n" 2026-12-20
	account $n text "login$n" g-admins
done

asked 1
L=$(his /attest)
L=${L%/attest}
for verb in attest offboard extend notmine employee; do
	page "$L/$verb" | keep "ask-$verb"
done
click "$L" answer=offboard when=now reason=gone | keep error-box
click "$L" answer=offboard leaves=yes | keep error-when
click "$L" answer=offboard leaves=yes when=day day=2020-01-01 | keep error-day
click "$L" answer=extend day=2030-01-01 | keep error-extend
click "$L" answer=not_mine other=x | keep error-other
click "$L" | keep error-none
cgi POST "$L" answer=attest | keep error-stale
click "$L" answer=suspend | keep error-late
ctr-policy set attest_reason on >/dev/null
page "$L" | keep ask-reason
click "$L" answer=attest | keep error-reason
ctr-policy reset attest_reason >/dev/null
ctr-policy set answer_auth login >/dev/null
page "$L" | keep login
ctr-policy reset answer_auth >/dev/null
q "UPDATE ask SET moved_at = 1 WHERE id = 100"
page "$L" | keep readdressed
q "UPDATE ask SET moved_at = NULL WHERE id = 100"
click "$L" answer=attest | keep recorded-attest

asked 2
L=$(his /offboard)
L=${L%/offboard}
click "$L" answer=offboard when=end leaves=yes reason=done | keep recorded-end
page "$L/undo" | keep undo
ctr-mail -q
page "$(mail_link "$S/box" sec@ /ctr/)" | keep told
click "$L" answer=undo | keep undone
click "$L" answer=extend day=2027-01-20 | keep recorded-extend
asked 3
click "$(his /attest)" answer=not_mine other=a.kim@corp.example.test |
    keep not-mine
asked 4
click "$(his /attest)" answer=employee | keep employee

ctr-policy set hr_approval on >/dev/null
asked 5
click "$(his /offboard)" answer=offboard when=now leaves=yes | keep waiting
ctr-mail -q
A=$(mail_link "$S/box" a.kim@ /ctr/)
page "$A" | keep approval
click "$A" answer=approve | keep approval-box
click "$A" answer=deny | keep approval-reason
( later $((100 * 86400)); page "$A" ) | keep approval-lapsed
click "$A" answer=deny reason=stays | keep approval-denied
ctr-policy reset hr_approval >/dev/null
ctr-policy set extend_max_times 0 >/dev/null
asked 6
click "$(his /extend)" answer=extend day=2027-01-20 >/dev/null
ctr-mail -q
A=$(mail_link "$S/box" a.kim@ /ctr/)
page "$A" | keep approval-extend
click "$A" answer=approve | keep approval-given
ctr-policy reset extend_max_times >/dev/null

asked 7
asked 8
q "INSERT INTO outbox (id, channel, template, dedup, recipient, fields,
    message_id, again, state, queued_at, next_at) VALUES (9000, 'mail',
    'digest', 'digest/1', 'm.jones@corp.example.test',
    json_object('manager_name', 'Mia Jones', 'count', 2, 'rows', json_array(
    json_object('ask', 700, 'contractor_name', 'person7'))), 'mid9000', 1,
    'queued', $(at "$CTR_NOW"), $(at "$CTR_NOW"));
    INSERT INTO listed VALUES (9000, 700), (9000, 800)"
ctr-mail -q
L=/acme/$(mail_text "$S/box" m.jones@ | grep -o '/acme/b[A-Za-z0-9_-]*' |
    head -n 1 | sed 's,/acme/,,')
page "$L" | keep list
page "$L/ask/700" | keep list-row
cgi POST "$L" answer=list | keep list-none
marks=$(page "$L" |
    sed -n 's/.*name="\(m[0-9]*\)" value="\([^"]*\)".*/\1=\2/p' | tr '\n' '&')
cgi POST "$L" "${marks}a700=attest&a800=now&answer=list" | keep list-some
marks=$(page "$L" |
    sed -n 's/.*name="\(m[0-9]*\)" value="\([^"]*\)".*/\1=\2/p' | tr '\n' '&')
cgi POST "$L" "${marks}a800=now&l800=yes&answer=list" | keep list-done
q "UPDATE contractor SET status = 'transferred' WHERE id = 7"
page "$L/ask/700" | keep ended

asked 9
L=$(his /attest)
L=${L%/attest}
q "UPDATE question SET kind = 'left', wording = 'changed' WHERE id = 900"
page "$L" | keep left
q "UPDATE question SET state = 'lapsed' WHERE id = 900"
page "$L" | keep over
( later $((100 * 86400)); page "$L" ) | keep aged
page /acme/xyz | keep 404
cgi POST "$L" 'reason=%ff' | keep 400
mv "$CTR_ETC/acme.conf" acme.conf
echo nonsense >"$CTR_ETC/acme.conf"
page "$L" 2>/dev/null | keep 500
mv acme.conf "$CTR_ETC/acme.conf"
sqlite3 "$db" >/dev/null <<'END' &
.timeout 5000
BEGIN IMMEDIATE;
.shell sleep 12
END
sleep 1
page "$L" 2>/dev/null | keep 503
wait

is 'every page was kept' "$(find pages -name '*.html' -size +1 | wc -l)" \
    "$(find pages -name '*.html' | wc -l)"
NODE_PATH=$NPM timeout 500 node "$top/tests/peer/axe.js" pages/*.html >found \
    2>failed || not_ok 'axe runs' "$(cat failed)"
is 'narrow and light, wide and dark' "$(wc -l <found)" \
    "$(($(find pages -name '*.html' | wc -l) * 2))"
while IFS='	' read -r name scheme width bad; do
	is "$name, $scheme, $width" "$bad" ''
done <found
finish
