#!/bin/sh
# ctr-portal-cgi: rosters uploaded, looked at and applied, as ctr-ingest does
# it; feeds, the drop zone, and lists of connectors asked for.
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/portal.sh
. "$top/tests/peer/portal.sh"
portal_roles >>"$CTR_ETC/acme.conf"
newest() { q "SELECT coalesce(max(seq), 0) FROM evidence"; }
people() { q "SELECT count(*) FROM contractor WHERE feed = '${1:-acme}'"; }
spool=$CTR_RUN/acme.upload
waiting() { find "$spool" -name '*.roster' 2>/dev/null | wc -l; }
left() { find "$spool" -type f 2>/dev/null | wc -l; }
roster() {
	echo "upn,worker_id,display_name,manager,contract_start,contract_end"
	for n in $(seq "$1" "$2"); do
		echo "w$n@corp.example.test,W$n,Person $n,m.jones@corp.example.test,2026-01-01,2026-12-20"
	done
}
roster 1 20 >all.csv

# -------------------------------------------------------------- who may what
USER_IS=v@corp.example.test
portal rosters
is "a viewer sees rosters" "$code" 200
like "none has come" "$body" 'No roster has come yet'
unlike "and no form" "$body" 'enctype="multipart'
portal_upload all.csv feed=acme
is "a viewer uploads nothing" "$code" 403
USER_IS=op@corp.example.test
portal rosters
like "an operator has a form" "$body" 'enctype="multipart/form-data"'
like "of a bounded size" "$body" 'at most 64 MB'

# ------------------------------------------------------------- the round trip
from=$(newest)
portal_upload all.csv feed=acme mode=full
like "it waits to be looked at" "$code $to" '^303 rosters/upload/[0-9a-f]{32}$'
is "nothing is recorded" "$(newest)" "$from"
is "its place is ours alone" "$(stat -c %a "$spool")" 700
is "and so is it" "$(stat -c %a "$spool"/*.roster)" 600
it=$to
portal "$it"
is "its plan" "$code" 200
like "how many are new" "$body" '<b>20</b> <span>added'
like "a row of it" "$body" '<td data-name="Contractor">w1@corp.example.test'
like "the command" "$body" 'ctr-ingest -t acme -n --feed acme --full all.csv'
is "nothing is recorded yet" "$(newest)" "$from"
USER_IS=v@corp.example.test
portal "$it"
is "it is no viewer's business" "$code" 403
USER_IS=op@corp.example.test
portal rosters
like "it is listed" "$body" "href=\"/portal/acme/$it\">all.csv"
portal_raw POST "$it" 'plan=x'
is "without its mark nothing" "$code" 409
portal_post "$it" "$it" plan=1-2-3
is "another plan than was seen" "$code" 422
like "is shown again" "$body" 'the registry has changed since'
is "and nothing is applied" "$(people)" 0
portal_post "$it" "$it" sha256=00
is "another file" "$code" 422
portal_post "$it" "$it"
like "applied" "$code $to" '^303 rosters/[0-9]+\?done=applied$'
is "all are there" "$(people)" 20
is "it is gone" "$(left)" 0
is "as a roster from here" "$(q "SELECT source, name, mode, state, added FROM roster")" 'portal|all.csv|full|applied|20'
is "by whom" "$(q "SELECT DISTINCT actor FROM evidence WHERE seq > $from AND action LIKE 'roster.%'")" operator/op@corp.example.test
portal "$to"
like "its page" "$body" 'It is applied'
like "says what it did" "$body" '<b>20</b> <span>added'
portal "$it"
is "there is nothing to look at any more" "$code" 404
# The same through ctr-ingest in a tenant of its own: the same evidence.
trail() { sqlite3 "$1" "SELECT action, subject, detail FROM evidence WHERE action <> 'portal.refused'
    AND seq > $2 ORDER BY seq"; }
CTR_TENANT=twin
ctr-init --test >/dev/null
twin=$CTR_VAR/twin/registry.db
sqlite3 "$twin" "INSERT INTO person SELECT * FROM (SELECT 1, 'ad', 'p1', 'm.jones@corp.example.test',
    'Mia Jones', 'm.jones@corp.example.test', NULL, NULL, 1, 0)"
grep -A 2 '^\[connector' "$CTR_ETC/acme.conf" >"$CTR_ETC/twin.conf"
first=$(sqlite3 "$twin" 'SELECT coalesce(max(seq), 0) FROM evidence')
ctr-ingest -q --feed acme all.csv
is "the same as ctr-ingest records" "$(trail "$db" "$from")" "$(trail "$twin" "$first")"
CTR_TENANT=acme
portal_upload all.csv feed=acme
portal "$to"
like "the same again changes nothing" "$body" 'It would change nothing'
# As many changes as were seen, but not those: another contractor's.
head -n 1 all.csv >one.csv
cp one.csv two.csv
sed -n '2s/,2026-12-20/,2026-12-19/p' all.csv >>one.csv
sed -n '3s/,2026-12-20/,2026-12-19/p' all.csv >>two.csv
sed '2s/,2026-12-20/,2026-12-19/' all.csv >moved.csv
portal_upload moved.csv feed=acme
it=$to
portal "$it"
like "one would change" "$body" '<b>1</b> <span>changed'
plan=$(printf '%s\n' "$body" | sed -n 's/.*name="plan" value="\([^"]*\)".*/\1/p')
ctr-ingest -q --delta --feed acme one.csv
ctr-ingest -q --delta --feed acme two.csv
portal "$it"
like "it is one now too" "$body" '<b>1</b> <span>changed'
portal_post "$it" "$it" plan="$plan"
is "but another one" "$code" 422
like "is shown again too" "$body" 'the registry has changed since'
is "and he keeps his day" "$(q "SELECT contract_end FROM contractor WHERE upn = 'w2@corp.example.test'")" 2026-12-19
portal_post "$it" "$it/cancel"
ctr-ingest -q --feed acme all.csv
portal_post "rosters" nosuch
portal rosters
it=$(printf '%s\n' "$body" | sed -n 's,.*href="/portal/acme/\(rosters/upload/[0-9a-f]*\)".*,\1,p')
portal_post "$it" "$it/cancel"
is "removed" "$code $to" '303 rosters?done=removed'
is "it is no more" "$(left)" 0

# ------------------------------------------------------------- bad rows, held
rm -f "$CTR_RUN/acme.pace"	# more than one reader does in a minute
{
	roster 1 20
	printf '%s\n' 'x1@corp.example.test,X1,<script>alert(1)</script>,m.jones@corp.example.test,2026-01-01,2026-02-30'
	printf '%s\n' 'x2@corp.example.test,X2,"=cmd|calc",m.jones@corp.example.test,2026-05-01,2026-04-01'
	printf '%s\n' '=1+1,X3,Formula,m.jones@corp.example.test,2026-01-01,2026-12-01'
} >bad.csv
portal_upload bad.csv feed=acme filename='../../etc/<b>x</b>.csv'
it=$to
portal "$it"
is "bad rows" "$code" 200
like "with their line" "$body" 'data-name="Line">22<'
like "and column" "$body" 'data-name="Column">contract_end<'
like "and value" "$body" 'data-name="Value">2026-02-30<'
like "and cure" "$body" 'data-name="Cure">[^<]+<'
like "three of them" "$body" '<b>3</b> <span>rejected'
unlike "a cell is no markup" "$body" '<script>alert|<b>x</b>'
like "a name has no folder" "$body" '>b&gt;.csv|&lt;b&gt;x'
portal_post "$it" "$it"
is "the good ones are taken" "$(q "SELECT rejected FROM roster ORDER BY id DESC LIMIT 1")" 3
roster 1 8 >few.csv
portal_upload few.csv feed=acme
it=$to
portal "$it"
like "fewer than half: held whole" "$body" 'A guard would hold it whole'
unlike "no plain button" "$body" '>Apply it<'
number=$(printf '%s\n' "$body" | sed -n 's/.*type the number \([0-9]*\)<.*/\1/p')
like "the number" "$number" '^[0-9]+$'
before=$(newest)
portal_post "$it" "$it" accept=$((number + 1))
is "another number" "$code" 422
like "lets nothing pass" "$body" 'is not the number'
portal_post "$it" "$it" accept=x
is "no number" "$code" 422
is "nothing was done" "$(newest)" "$before"
# Another's change, after the plan was made and before what a number lets pass.
{ export -p; echo ctr-ingest -q --delta --feed acme one.csv; } >between
cat >between.c <<'X'
off_t lseek64(int fd, off_t at, int whence)
{
	static int n;	/* how often the roster was read from its start */

	if (n++ == 1 && unsetenv("LD_PRELOAD") == 0)
		system(". ./between");
	return syscall(SYS_lseek, fd, at, whence);
}
X
if cc -shared -fPIC -w -include stdlib.h -include unistd.h \
    -include sys/syscall.h -o between.so between.c 2>/dev/null; then
	portal_run GET "$it" 0 env LD_PRELOAD="$S/between.so" \
	    ASAN_OPTIONS=verify_asan_link_order=0 </dev/null >"$S/.portal"
	portal_read
	is "what is seen is before it" "$code $(newest)" "200 $((before + 2))"
	portal_send "$it" accept="$number"
	is "is not seen to, and not done" "$code" 422
	like "but said" "$body" 'the registry has changed since'
fi
portal_post "$it" "$it" accept="$number"
like "the exact one does" "$code $to" '^303 rosters/[0-9]+\?done=applied'
is "they are missing" "$(q "SELECT count(*) FROM contractor WHERE feed = 'acme' AND missing_on IS NOT NULL")" 12
roster 1 20 >all.csv
portal_upload all.csv feed=beta
portal_post "$to" "$to" >/dev/null
roster 21 60 | sed 's/,W/,B/' >beta.csv
portal_upload beta.csv feed=beta
portal_post "$to" "$to"
{ roster 21 50 | sed 's/,W/,B/'; roster 70 70; } >less.csv
portal_upload less.csv feed=beta
it=$to
portal "$it"
like "too many are missing: its absences are held" "$body" 'would hold its absences'
like "all else may be applied" "$body" '>Apply it<'
portal_post "$it" "$it"
is "applied but for them" "$code $to" "303 $it?done=applied-held"
is "the new one is there" "$(q "SELECT count(*) FROM contractor WHERE upn = 'w70@corp.example.test'")" 1
is "nobody is missing" "$(q "SELECT count(*) FROM contractor WHERE feed = 'beta' AND missing_on IS NOT NULL")" 0
is "a finding says so" "$(finding roster_held feed/beta)" 1
portal rosters
like "the page of held ones leads to it" "$body" "href=\"/portal/acme/$it\">Look at it"
portal "$it"
number=$(printf '%s\n' "$body" | sed -n 's/.*type the number \([0-9]*\)<.*/\1/p')
is "its number" "$number" 10
plan=$(printf '%s\n' "$body" | sed -n 's/.*name="plan" value="\([^"]*\)".*/\1/p' | tail -n 1)
portal_post "$it" "$it" accept="$number" plan="$plan"
is "lets them pass" "$(q "SELECT count(*) FROM contractor WHERE feed = 'beta' AND missing_on IS NOT NULL")" 10
is "and nothing is held" "$(finding roster_held feed/beta)" 0
portal_upload less.csv feed=beta mode=delta
portal "$to"
like "a part proves no absence" "$body" '<dd>a part: it proves no absence'

# ------------------------------------------------------------ forms and files
rm -f "$CTR_RUN/acme.pace"	# nor this
portal_upload all.csv feed='No Feed'
is "a feed that is no name" "$code" 422
like "what was typed stands there" "$body" 'name="feed" value="No Feed"'
portal_upload all.csv mode=frob
is "a mode that is none" "$code" 422
portal_upload all.csv charset=ebcdic
is "a charset that is none" "$code" 422
portal_upload all.csv dates='%s%n<'
is "dates that are none" "$code" 422
portal_upload all.csv other=1
is "a part that is not ours" "$code" 422
portal_upload all.csv mark=forged
is "a forged mark" "$code" 409
is "is in the evidence" "$(q "SELECT json_extract(detail, '\$.why') FROM evidence WHERE action = 'portal.refused' ORDER BY seq DESC LIMIT 1")" mark
ORIGIN=http://evil.example.test
portal_upload all.csv
is "a foreign origin" "$code" 409
unset ORIGIN
: >empty.csv
portal_upload empty.csv filename=
is "no file chosen" "$code" 422
like "and said so" "$body" 'choose a file'
portal_upload empty.csv feed=acme
portal "$to"
like "an empty file is held" "$body" 'hold it whole|cannot be read'
portal_raw GET rosters
mark=$(printf '%s\n' "$body" | grep -A 1 'action="[^"]*/rosters/upload"' | sed -n 's/.*name="mark" value="\([^"]*\)".*/\1/p')
part() { printf -- '--BB\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n' "$1" "${2:-}"; }
{ part roster '; filename="a.csv"'; cat all.csv; printf '\r\n'; part mark; printf '%s\r\n--BB--\r\n' "$mark"; } >late
portal_body late
is "the file before its mark" "$code" 409
{ part mark; printf '%s\r\n' "$mark"; part roster '; filename="a.csv"'; cat all.csv; printf '\r\n'
    part roster '; filename="b.csv"'; cat all.csv; printf '\r\n--BB--\r\n'; } >two
portal_body two
is "two files" "$code" 422
like "and said so" "$body" 'one file at a time'
{ part mark; printf '%s\r\n' "$mark"; part roster '; filename="a.csv"'; cat all.csv; } >short
portal_body short
is "no last boundary" "$code" 422
UPLOAD_LEN=99999
portal_body short
is "a body shorter than it says" "$code" 422
like "and said so" "$body" 'cut short'
UPLOAD_LEN=
portal_body short
is "no length" "$code" 411
unset UPLOAD_LEN
{ part mark; printf '%s\r\n' "$mark"; part feed; printf 'acme\r\n'; part roster '; filename="a.csv"'
    cat all.csv; printf '\r\n--BB--\r\n'; } >good
UPLOAD_TYPE='multipart/form-data; boundary=ZZ'
portal_body good
is "another boundary" "$code" 422
UPLOAD_TYPE='multipart/form-data'
portal_body good
is "none" "$code" 400
UPLOAD_TYPE='text/csv'
portal_body good
is "no form" "$code" 415
unset UPLOAD_TYPE
portal_body good
is "the form as it should be" "$code" 303
before=$(waiting)
part mark >nothing
portal_body nothing
is "no trace of what was refused" "$(left)" $((2 * before))
while portal_upload all.csv feed=acme && [ "$code" = 303 ]; do :; done
is "five wait" "$(waiting)" 5
is "no sixth" "$code" 422
like "and said so" "$body" '5 uploads wait already'
for f in "$spool"/*; do touch -d '2 days ago' "$f"; done
portal_upload all.csv feed=acme
is "after a day they are forgotten" "$code $(waiting)" '303 1'
old=$to
touch -d '2 days ago' "$spool"/*.roster
portal "$old"
is "and not shown" "$code" 404
rm -f "$spool"/*
for path in rosters/upload/0 rosters/upload/..%2f..%2fetc rosters/upload/00000000000000000000000000000000; do
	portal "$path"
	is "$path is none" "$code" 404
done
chmod 755 "$spool"
portal rosters
is "a place that others may read is not used" "$code" 500
chmod 700 "$spool"
sed 's/^\[web\]/[web]\nupload_mb = 1/' "$CTR_ETC/acme.conf" >conf && cat conf >"$CTR_ETC/acme.conf"
head -c 1200000 /dev/zero >big.csv
portal_upload big.csv
is "larger than is configured" "$code" 413
sed '/^upload_mb/d' "$CTR_ETC/acme.conf" >conf && cat conf >"$CTR_ETC/acme.conf"

# --------------------------------------------------------- other kinds of it
{ printf '\377\376'; roster 1 20 | iconv -f UTF-8 -t UTF-16LE; } >wide.csv
portal_upload wide.csv feed=acme
portal "$to"
like "UTF-16 is read" "$body" '<b>20</b> <span>(unchanged|returned)|<b>8</b> <span>unchanged'
echo '[{"upn":"j1@corp.example.test","worker_id":"J1","display_name":"J One","manager":"m.jones@corp.example.test"}]' >one.json
portal_upload one.json feed=gamma
it=$to
portal "$it"
like "JSON is read" "$body" '<b>1</b> <span>added'
portal_post "$it" "$it"
is "and applied" "$(people gamma)" 1
printf 'upn;worker_id;display_name;manager;contract_end\nd1@corp.example.test;D1;J\374rgen;m.jones@corp.example.test;31.12.2026\n' >old.csv
portal_upload old.csv feed=delta charset=windows-1252 dates=%d.%m.%Y
it=$to
portal "$it"
like "dates and characters as told" "$body" '2026-12-31'
portal_post "$it" "$it"
is "and kept so" "$(q "SELECT display_name, contract_end FROM contractor WHERE worker_id = 'D1'")" 'Jürgen|2026-12-31'
echo 'no,header,here' >none.csv
portal_upload none.csv feed=epsilon
portal "$to"
like "no header to go by" "$body" 'It cannot be read as a roster'
unlike "is not applied" "$body" '>Apply it<'
rm -f "$spool"/*

# Long cells: the page shows what fits, whatever fits in a roster.
{
	echo "upn,worker_id,display_name,department,vendor,project"
	long=$(head -c 4000 /dev/zero | tr '\0' '&')
	for n in $(seq 60); do echo "l$n@corp.example.test,L$n,$long,$long,$long,$long"; done
} >long.csv
portal_upload long.csv feed=long
portal_post "$to" "$to"
sed 's/&,/=,/g' long.csv >longer.csv
portal_upload longer.csv feed=long
portal "$to"
is "a plan of long cells" "$code" 200
is "is no long page" "$(($(printf '%s' "$body" | wc -c) < 204800))" 1
rm -f "$spool"/*

# Memory stays flat: a file of more than 40 MB.
roster 1 500000 >huge.csv
is "huge is huge" "$(($(wc -c <huge.csv) > 40000000))" 1
portal_raw GET rosters
mark=$(printf '%s\n' "$body" | grep -A 1 'action="[^"]*/rosters/upload"' | sed -n 's/.*name="mark" value="\([^"]*\)".*/\1/p')
{ part mark; printf '%s\r\n' "$mark"; part feed; printf 'huge\r\n'; part roster '; filename="huge.csv"'
    cat huge.csv; printf '\r\n--BB--\r\n'; } >form
portal_body form python3 -c 'import os, subprocess, sys
p = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(p.pid, 0)
with open(sys.argv[1], "w") as f:
    f.write(str(usage.ru_maxrss < 32768))
sys.exit(os.waitstatus_to_exitcode(status))' "$S/little"
is "a huge one" "$code" 303
is "in less than 32 MB of memory" "$(cat little)" True
cmp -s huge.csv "$spool"/*.roster && ok "byte for byte" || not_ok "byte for byte"
rm -f "$spool"/* huge.csv form

# ---------------------------------------------------- held elsewhere, feeds
mkdir -p "$S/drop/acme"
sed 's,^\[web\],[drop]\ndirectory = '"$S/drop"'\nquiet_s = 1\n[web],' "$CTR_ETC/acme.conf" >conf && cat conf >"$CTR_ETC/acme.conf"
roster 1 5 >"$S/drop/acme/vendor.csv"
touch -d '1 hour ago' "$S/drop/acme/vendor.csv"
portal_upload all.csv feed=acme
portal_post "$to" "$to"
it=$(printf '%s\n' "$to" | sed 's/?.*//')
touch -d '1 hour ago' "$S/drop/acme/vendor.csv"
sleep 2
ctr-ingest -q --drop >/dev/null 2>&1
is "a dropped one is held" "$(finding roster_held feed/acme)" 1
portal rosters
n=$(q "SELECT json_extract(detail, '\$.accept') FROM finding WHERE kind = 'roster_held' AND closed_at IS NULL AND subject = 'feed/acme'")
like "its command has the exact number" "$body" "ctr-ingest -t acme -a $n $S/drop/acme/held/vendor.csv"
portal rosters/feeds
like "feeds" "$body" 'data-name="Feed">acme<'
like "the drop zone" "$body" "<dd>$S/drop <small>files are taken once"
like "its last run" "$body" 'ctr-ingest added='
q "UPDATE feed SET ok_at = $(at 2026-11-01T00:00:00Z) WHERE name = 'gamma'"
portal rosters/feeds
like "a feed that has fallen silent" "$body" 'too long ago'
is "every roster has its page" "$(portal rosters/1; echo "$code")" 200
portal rosters/999
is "and what is none has none" "$code" 404

# ----------------------------------------------------------------------- sync
portal sync
like "the systems" "$body" '<h2>text</h2>'
like "never listed" "$body" 'never listed'
portal_post sync sync/text what=whole
is "asked for" "$code $to" '303 sync?done=wished'
is "as the API asks" "$(q "SELECT connector, whole, asked_by FROM sync_wish WHERE done_at IS NULL")" 'text|1|operator/op@corp.example.test'
is "with evidence" "$(q "SELECT action, subject FROM evidence ORDER BY seq DESC LIMIT 1")" 'sync.wish|connector/text'
portal_post sync sync/text what=whole
is "twice is once" "$(q "SELECT count(*) FROM sync_wish")" 1
portal sync
like "it waits" "$body" 'asked for</span> since .*the whole list'
portal_post sync sync/text what=frob
is "neither whole nor changes" "$code" 422
portal_raw POST sync/nosuch 'mark=x'
is "no such system" "$code" 409
ctr-sync -q --requested >/dev/null 2>&1
portal sync
like "how it ended" "$body" 'tag good">done'
USER_IS=v@corp.example.test
portal sync
unlike "a viewer asks for nothing" "$body" '<form'
status_is "the chain holds" 0 ctr-evidence verify
finish
