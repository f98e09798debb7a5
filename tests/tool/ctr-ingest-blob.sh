#!/bin/sh
# ctr-ingest --blob: rosters out of Azurite, with Shared Key and with a SAS, by
# the same rules as the drop directory; and every bad luck on the way.
. "${0%/*}/../lib.sh"
. "$top/tests/peer/npm.sh"
. "$top/tests/peer/azurite.sh"

CTR_TENANT=acme
CTR_NOW=2026-11-20T09:00:00Z
export CTR_TENANT CTR_NOW
DB=$CTR_VAR/acme/registry.db
q() { sqlite3 -cmd '.timeout 5000' "$DB" "$1"; }
roster() {
	echo 'upn,display name,manager,contract end'
	for n in "$@"; do
		echo "c$n@x.test,Person $n,m@x.test,2026-12-31"
	done
}
line() {
	printf 'ctr-ingest added=%s changed=%s unchanged=%s missing=%s returned=%s rejected=%s held=%s' "$@"
}

az_start
az container contractor-drop
ctr-init --test -T 2026-11-01T08:00:00Z --fallback-reviewer office@x.test >/dev/null || exit 1
status_is "nothing configured" 0 ctr-ingest --blob
is "says nothing" "$out$err" ""
is "and has not run" "$(q 'SELECT count(*) FROM run')" 0

# A proxy between, for what Azurite would not do.
port=$(free_port)
/usr/bin/python3 "$top/tests/peer/unlucky.py" "$port" "$az_port" "$S/rules" "$S/log" &
ends_with_us $!
wait_port "$port"
conf() {
	cat >"$CTR_ETC/acme.conf" <<-END
		[blob]
		account = $az_account
		endpoint = http://127.0.0.1:$port/$az_account
	END
	printf '[blob]\n%s\n' "$1" >"$CTR_ETC/acme.secret"
	chmod 0600 "$CTR_ETC/acme.secret"
}
luck() { printf '%s\n' "$@" >"$S/rules"; }

# -------------------------------------------------------------- configuration
conf ''
status_is "no secret" 78 ctr-ingest --blob
like "says which" "$err" 'needs key or sas'
conf 'key = !'
status_is "no base64" 78 ctr-ingest --blob
conf "key = $(printf 'x%.0s' 1 2 3 4)"
status_is "a wrong key" 77 ctr-ingest --blob
like "is told" "$err" 'list blobs: 403'
unlike "without it" "$err" 'xxxx'
sed -i 's/^endpoint.*/endpoint = http:\/\/192.0.2.1\/x/' "$CTR_ETC/acme.conf"
status_is "plain http to elsewhere" 78 ctr-ingest --blob
conf "key = $az_key"
status_is "not both" 64 ctr-ingest --blob --drop
status_is "no file" 64 ctr-ingest --blob x.csv
status_is "an empty container" 0 ctr-ingest --blob

# ------------------------------------------------------------ what is taken
roster 1 2 3 >r.csv
printf '[{"upn":"j1@x.test","manager":"m@x.test"}]' >r.json
printf '{"upn":"l1@x.test","manager":"m@x.test"}\n' >r.jsonl
az put acme/r.csv r.csv
az put 'acme/vms/a list é.csv' r.csv
az put acme/json/r.json r.json
az put acme/lines/r.jsonl r.jsonl
for name in acme/r.txt acme/.r.csv acme/errors/r.csv acme/held.csv.part \
    acme/a/b/r.csv acme/Big/r.csv other/r.csv r.csv; do
	az put "$name" r.csv
done
status_is "-n" 0 ctr-ingest -n --blob
like "prints the plan" "$out" 'c1@x.test'
is "changes nothing" "$(q 'SELECT count(*) FROM contractor')" 0
luck
status_is "a run" 0 ctr-ingest --blob
is "its rosters" "$(q "SELECT feed || ' ' || name FROM roster ORDER BY 1")" "json json/r.json
lines lines/r.jsonl
roster r.csv
vms vms/a list é.csv"
is "of this source" "$(q 'SELECT DISTINCT source FROM roster')" blob
is "who is in them" "$(q 'SELECT count(*) FROM contractor')" 5
is "they are gone, the others are not" "$(az ls)" \
    "acme/.r.csv acme/Big/r.csv acme/a/b/r.csv acme/errors/r.csv acme/held.csv.part acme/r.txt other/r.csv r.csv"
is "the run is recorded" "$(q "SELECT status FROM run WHERE tool = 'ctr-ingest'")" 0
for name in acme/.r.csv acme/Big/r.csv acme/a/b/r.csv acme/errors/r.csv acme/held.csv.part acme/r.txt; do
	az rm "$name"
done
sas=$(az sas rwdlac)
conf "sas = $sas"
roster 1 2 3 4 >r.csv
az put acme/r.csv r.csv
status_is "with a SAS" 0 ctr-ingest --blob
is "the same" "$out" "$(line 1 0 3 0 0 0 0)"
conf "sas = ?$(az sas rl)"
roster 1 2 3 4 5 >r.csv
az put acme/r.csv r.csv
status_is "a SAS that may not delete" 77 ctr-ingest --blob
is "it is applied" "$(q "SELECT count(*) FROM contractor WHERE upn = 'c5@x.test'")" 1
like "and told" "$err" 'delete a blob: 403'
unlike "without the signature" "$err" 'sig='
conf "key = $az_key"
before=$(q 'SELECT count(*) FROM roster')
status_is "once it may" 0 ctr-ingest --blob
is "nothing is applied twice" "$(q 'SELECT count(*) FROM roster')" "$before"
is "and it goes" "$(az ls)" "other/r.csv r.csv"

# ------------------------------------------------------------ refused rows
printf 'upn,contract end,manager\nc1@x.test,2026-02-30,m@x.test\nc2@x.test,2026-12-30,m@x.test\n' >bad.csv
az put acme/delta/bad.csv bad.csv
status_is "a bad row" 65 ctr-ingest --blob
is "errors" "$(az ls)" "acme/errors/delta/bad.csv acme/errors/delta/bad.csv.txt other/r.csv r.csv"
is "the row, to be mended" "$(az get acme/errors/delta/bad.csv)" "$(sed 3d bad.csv)"
like "and why" "$(az get acme/errors/delta/bad.csv.txt)" 'bad.csv:2.*2026-02-30'
printf 'nothing\nto see\n' >no.csv
az put acme/no.csv no.csv
status_is "no header to go by" 77 ctr-ingest --blob
like "is told" "$(az get acme/errors/no.csv.txt)" 'no'
az rm acme/errors/no.csv.txt
az put acme/new/no.csv no.csv
status_is "nor has its feed ever had one" 65 ctr-ingest --blob
is "it is kept as it came" "$(az get acme/errors/new/no.csv)" "$(cat no.csv)"
az rm acme/errors/new/no.csv
az rm acme/errors/new/no.csv.txt
az rm acme/errors/delta/bad.csv
az rm acme/errors/delta/bad.csv.txt
for name in $(az ls); do
	case $name in acme/held/*) az rm "$name" ;; esac
done

# ------------------------------------------------------------------- guards
seq=$(seq 101 140 | xargs)
# shellcheck disable=SC2086
roster $seq >g.csv
az put acme/guard/g.csv g.csv
ctr-ingest -q --blob
roster 101 102 >few.csv
az put acme/guard/few.csv few.csv
status_is "held" 77 ctr-ingest --blob
n=$(printf '%s\n' "$out" | sed 's/.*held=//')
held=$(az ls | tr ' ' '\n' | grep /held/)
like "waits" "$held" '^acme/held/guard/[0-9a-f]{8}-few.csv$'
like "a mail says how" "$(q "SELECT fields FROM outbox WHERE template = 'held' ORDER BY id DESC LIMIT 1")" \
    "ctr-ingest -t acme --blob -a $n"
status_is "and is not taken again" 0 ctr-ingest --blob
is "another number" "$(ctr-ingest --blob -a $((n + 1)) 2>/dev/null || echo $?)" "$(line 0 0 2 0 0 0 "$n")
77"
is "it waits on" "$(az ls | tr ' ' '\n' | grep /held/)" "$held"
status_is "the exact number" 0 ctr-ingest --blob -a "$n"
is "lets it pass, in its feed" "$(q "SELECT count(*) FROM contractor WHERE feed = 'guard' AND status = 'pending_review'")" 38
is "and it goes" "$(az ls)" "other/r.csv r.csv"

# ----------------------------------------------------------------- bad luck
# try N: a roster with one more; how the run ends, and that the next one, with
# better luck, leaves it applied once.
next=200
try() {
	t_why=$1
	t_status=$2
	next=$((next + 1))
	roster $next >luck.csv
	az put "acme/luck$next/luck.csv" luck.csv
	: >"$S/log"
	status_is "$t_why" "$t_status" ctr-ingest --blob
	: >"$S/rules"
	t_err=$err
	ctr-ingest -q --blob 2>"$S/late" || not_ok "$t_why: better luck" "$(cat "$S/late")"
	is "$t_why: applied, once" "$(q "SELECT count(*) FROM contractor WHERE upn = 'c$next@x.test'")$(q "SELECT count(*) FROM roster WHERE feed = 'luck$next'")" 11
	is "$t_why: gone" "$(az ls)" "other/r.csv r.csv"
	err=$t_err
}
luck 'GET comp=list status 403 x-ms-error-code: AuthorizationFailure'
try "the list is refused" 77
luck 'GET comp=list status 404 x-ms-error-code: ContainerNotFound'
try "no container" 78
luck 'GET comp=list status 503 Retry-After: 1'
try "503 with Retry-After" 0
is "it came again" "$(grep -c '^GET /devstoreaccount1/contractor-drop 503' "$S/log")" 1
luck 'GET comp=list status 429 Retry-After: 3600'
try "429 for an hour" 69
luck 'GET comp=list status 301 Location: http://192.0.2.1/'
try "a redirect" 69
luck 'GET comp=list cut'
try "a list cut short" 0
luck 'GET luck.csv status 404 x-ms-error-code: BlobNotFound'
try "gone meanwhile" 0
luck 'GET luck.csv status 412 x-ms-error-code: ConditionNotMet'
try "written anew meanwhile" 0
luck 'GET luck.csv cut' 'GET luck.csv cut' 'GET luck.csv cut' 'GET luck.csv cut' 'GET luck.csv cut'
try "a roster that is always cut short" 69
luck 'GET luck.csv cut'
try "a roster cut short once" 0
luck 'DELETE luck.csv status 500' 'DELETE luck.csv status 500' 'DELETE luck.csv status 503'
try "a deletion that fails three times" 0
luck 'DELETE luck.csv status 403'
try "a deletion that is refused" 77
luck 'DELETE luck.csv status 412 x-ms-error-code: LeaseIdMissing'
try "leased" 75
luck 'DELETE luck.csv status 409 x-ms-error-code: LeaseAlreadyPresent'
try "leased, another word" 75
luck 'DELETE luck.csv status 404'
try "deleted by somebody" 0
luck 'DELETE luck.csv after 500'
try "deleted, and not told so" 0
luck 'PUT errors status 403'
printf 'upn,contract end\nc1@x.test,2026-02-30\n' >bad.csv
az put acme/bad/bad.csv bad.csv
status_is "why cannot be written" 77 ctr-ingest --blob
like "then the roster stays" "$(az ls)" 'acme/bad/bad.csv'
status_is "until it can" 65 ctr-ingest --blob
is "and goes" "$(az ls)" "acme/errors/bad/bad.csv acme/errors/bad/bad.csv.txt other/r.csv r.csv"
az rm acme/errors/bad/bad.csv
az rm acme/errors/bad/bad.csv.txt

# A page that comes again; XML that is none; an entity.
next=$((next + 1))
printf '<?xml version="1.0"?><EnumerationResults><Blobs/><NextMarker>m</NextMarker></EnumerationResults>' >again.xml
luck "GET comp=list body $S/again.xml" "GET comp=list body $S/again.xml" "GET comp=list body $S/again.xml"
try "a page that comes again" 69
like "is told" "$err" 'comes again'
printf '<EnumerationResults><Blobs><Blob><Name>acme/x.csv' >torn.xml
luck "GET comp=list body $S/torn.xml"
try "a list that ends within" 69
printf '<!DOCTYPE x [<!ENTITY a "b">]><EnumerationResults>&a;</EnumerationResults>' >entity.xml
luck "GET comp=list body $S/entity.xml"
try "a list with a document type" 69
like "is told" "$err" 'document type'
printf '<html>sign in</html>' >html.xml
luck "GET comp=list body $S/html.xml"
try "a page for people" 69

# The list goes on: a real marker, a page of one.
luck
seq 301 303 | while read -r n; do
	roster "$n" >p.csv
	az put "acme/page$n/p.csv" p.csv
done
printf '<EnumerationResults><Blobs/><NextMarker>acme/page302/p.csv</NextMarker></EnumerationResults>' >first.xml
luck "GET comp=list body $S/first.xml"
: >"$S/log"
status_is "a list of two pages" 0 ctr-ingest --blob
is "was read to its end" "$(grep -c '^GET /devstoreaccount1/contractor-drop 200' "$S/log")" 2

# Killed between apply and delete.
luck
ctr-ingest -q --blob
roster 401 402 >kill.csv
az put acme/kill/kill.csv kill.csv
luck "DELETE kill.csv kill $S/pid"
sh -c 'echo $$ >"$1/pid"; exec ctr-ingest -q --blob' sh "$S" 2>/dev/null
is "killed" "$(grep -c 'kill.csv killed' "$S/log")" 1
is "after it was applied" "$(q "SELECT state FROM roster WHERE feed = 'kill'")" applied
like "before it was deleted" "$(az ls)" 'acme/kill/kill.csv'
q "UPDATE contractor SET contract_end = '2027-01-31' WHERE upn = 'c401@x.test'"
luck
status_is "the next run" 0 ctr-ingest --blob
is "applies nothing" "$out" "$(line 0 0 2 0 0 0 0)"
is "not twice" "$(q "SELECT count(*) FROM roster WHERE feed = 'kill'") $(q "SELECT contract_end FROM contractor WHERE upn = 'c401@x.test'")" "1 2027-01-31"
is "and deletes it" "$(az ls)" "other/r.csv r.csv"
# The same name again is another delivery.
az put acme/kill/kill.csv kill.csv
ctr-ingest -q --blob
is "the same bytes again are another delivery" "$(q "SELECT count(*) FROM roster WHERE feed = 'kill'")" 2
# Killed while it is put aside.
# shellcheck disable=SC2086
roster $(seq 601 640) >g.csv
az put acme/guard2/g.csv g.csv
ctr-ingest -q --blob
roster 601 >few.csv
az put acme/guard2/few.csv few.csv
luck "DELETE few.csv kill $S/pid"
sh -c 'echo $$ >"$1/pid"; exec ctr-ingest -q --blob' sh "$S" 2>/dev/null
luck
status_is "killed while it is held: the next run" 77 ctr-ingest --blob
is "holds it once" "$(az ls | tr ' ' '\n' | grep -c few.csv)" 1
is "with one mail" "$(q "SELECT count(*) FROM outbox WHERE template = 'held' AND fields LIKE '%few.csv%'")" 2
# A real lease.
az rm "$(az ls | tr ' ' '\n' | grep few.csv)"
roster 501 >lease.csv
az put acme/lease/lease.csv lease.csv
az lease acme/lease/lease.csv
status_is "a real lease" 75 ctr-ingest --blob
az unlease acme/lease/lease.csv
status_is "that ends" 0 ctr-ingest --blob
is "applied once" "$(q "SELECT count(*) FROM roster WHERE feed = 'lease'")" 1
is "nothing is left" "$(az ls) $(ls "$CTR_RUN")" "other/r.csv r.csv acme.ctr-ingest.lock"

# The same as a directory, with a folder for each tenant.
mkdir -p "$S/contractors/ingest/acme/vms2"
printf '[drop]\ndirectory = %s/contractors/ingest/acme\nquiet_s = 1\n' "$S" >"$CTR_ETC/acme.conf"
rm "$CTR_ETC/acme.secret"
roster 701 >"$S/contractors/ingest/acme/vms2/r.csv"
touch -d '1 hour ago' "$S/contractors/ingest/acme/vms2/r.csv"
sleep 2
status_is "contractors/ingest/TENANT/ is a drop directory" 0 ctr-ingest --drop
is "with its feeds" "$(q "SELECT feed FROM contractor WHERE upn = 'c701@x.test'")" vms2
status_is "no blob is configured then" 0 ctr-ingest --blob
status_is "the chain holds" 0 ctr-evidence verify
finish
