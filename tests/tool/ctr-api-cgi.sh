#!/bin/sh
# ctr-api-cgi: who may what, once is enough, rosters with their guards, the
# word of the personnel department as a report and as a decision, and what a
# captured CGI cannot do.
. "${0%/*}/../lib.sh"
. "$top/tests/peer/api.sh"

CTR_TENANT=acme
CTR_NOW=2026-11-20T09:00:00Z
export CTR_TENANT CTR_NOW
DB=$CTR_VAR/acme/registry.db
q() { sqlite3 -cmd '.timeout 5000' "$DB" "$1"; }
# problem WHY STATUS CODE: the last answer is this one.
problem() {
	is "$1" "$code $(get .code) $(get .status) $(printf '%s\n' "$head" |
	    grep -c '^Content-Type: application/problem+json$')" "$2 $3 $2 1"
}

ctr-init --test -T 2026-11-01T08:00:00Z --zone Europe/Berlin \
    --fallback-reviewer office@x.test >/dev/null || exit 1
printf '[mail]\nfrom = access@x.test\n' >"$CTR_ETC/acme.conf"
HR=$(ctr-key make HR --role approver)
OP=$(ctr-key make op --role operator --rate 0)
SEE=$(ctr-key make see --scope contractors:read)
AUDIT=$(ctr-key make audit --role auditor)
ctr-policy -q set notify_departure security@x.test

# ------------------------------------------------------------ who may what
KEY=
api GET acme/contractors
problem "no bearer" 401 unauthorized
like "says which kind" "$head" '^WWW-Authenticate: Bearer '
for KEY in x ctr_1_ "ctr_1_$(printf 'A%.0s' $(seq 43))" \
    "$(printf %s "$HR" | sed 's/^ctr_1/ctr_2/')" "${HR}x" "ctr_99_${HR#ctr_1_}"; do
	api GET acme/contractors
	problem "not $(printf %s "$KEY" | cut -c 1-9)" 401 unauthorized
done
one=$head$body
KEY=$HR
api GET nobody/contractors
is "no such tenant is told the same way" "$head$body" "$one"
KEY=$SEE
api GET acme/contractors
is "a good one" "$code" 200
is "nobody is there" "$body" '{"items":[],"next":null}'
for path in offboarding/1 jobs jobs/1 contractors/a@x.test/evidence; do
	api GET "acme/$path"
	problem "not its scope: $path" 403 forbidden
done
for path in offboarding/ingest contractors/ingest sync; do
	api POST "acme/$path" '{}'
	problem "not its scope: POST $path" 403 forbidden
done
KEY=$AUDIT
api POST acme/offboarding/ingest '{"upn":"a@x.test"}'
problem "an auditor reports nothing" 403 forbidden
like "it is seen when a key was used" "$(ctr-key list | cut -f 2,6 | grep audit)" '2026-11-20T09:00:00Z'

# ----------------------------------------------------------------- the form
KEY=$OP
for path in '' acme acme/ acme/nothing acme/contractors/ acme//x \
    acme/offboarding/1/2 ACME/contractors ../acme/contractors; do
	api GET "$path"
	problem "no such path: $path" 404 not_found
done
api POST acme/contractors/a@x.test/evidence '{}'
problem "a method that it does not take" 405 method_not_allowed
is "and which it does" "$(printf '%s\n' "$head" | grep ^Allow)" "Allow: GET, HEAD, OPTIONS"
api DELETE acme/contractors
problem "DELETE" 405 method_not_allowed
KEY=
api OPTIONS acme/sync
is "OPTIONS" "$code $(printf '%s\n' "$head" | grep ^Allow)" "204 Allow: POST, OPTIONS"
unlike "no header for other sites" "$head" 'Access-Control'
KEY=$OP
api HEAD acme/contractors
is "HEAD" "$code $body $(printf '%s\n' "$head" | grep ^Content-Length)" "200  Content-Length: 24"
ACCEPT=text/html
api GET acme/contractors
problem "no other language" 406 not_acceptable
ACCEPT='application/json;q=0, text/*'
api GET acme/contractors
problem "nor one that is not wanted" 406 not_acceptable
ACCEPT='text/html, application/*;q=0.5'
api GET acme/contractors
is "a range is enough" "$code" 200
ACCEPT=
for query in limit=0 limit=1001 limit=x after=-1 other=1 limit=1\&limit=2 'limit=%00'; do
	api GET "acme/contractors?$query"
	problem "$query" 400 bad_query
done
TYPE=text/plain
api POST acme/offboarding/ingest '{}'
problem "another type" 415 unsupported_media_type
TYPE=
LENGTH=100
api POST acme/offboarding/ingest '{"upn":"a@x.test"}'
problem "a body cut short" 400 cut_short
LENGTH=x
api POST acme/offboarding/ingest '{"upn":"a@x.test"}'
problem "a length that is none" 400 bad_length
LENGTH=20000
api POST acme/offboarding/ingest '{"upn":"a@x.test"}'
problem "too long" 413 too_large
LENGTH=
for text in '' '[' '[]' '"x"' '{"upn":"a@x.test","upn":"b@x.test"}' '{"upn":"a@x.test"} x'; do
	api POST acme/offboarding/ingest "$text"
	problem "no JSON object: $text" 400 bad_json
done
IDEM='a b'
api POST acme/offboarding/ingest '{}'
problem "no request id" 400 bad_request_id
IDEM=

# ------------------------------------------------------------------ rosters
roster() {
	printf 'upn,display name,worker id,manager,contract start,contract end\n'
	for n in "$@"; do
		printf 'c%s@x.test,Person %s,W%s,m@x.test,2026-01-05,2026-12-31\n' "$n" "$n" "$n"
	done
}
TYPE=text/csv
api POST 'acme/contractors/ingest?feed=vms' "$(roster 1 2 3 4 5 6 7 8 9 10 11 12)
"
is "a roster" "$code $(get '"\(.state) \(.feed) \(.mode) \(.added) \(.rejected)"')" "200 applied vms full 12 0"
is "by whom" "$(q "SELECT DISTINCT actor FROM evidence WHERE action = 'contractor.add'")" key/2
api POST 'acme/contractors/ingest?feed=vms&mode=full' "$(roster 1 2 3 4 5 6 7 8 9 10 11 12)
"
is "again: nothing" "$(get '"\(.added) \(.changed) \(.unchanged)"')" "0 0 12"
LENGTH=5000
api POST 'acme/contractors/ingest?feed=vms' "$(roster 1)
"
problem "one that is cut short" 400 cut_short
is "proves nothing" "$(q "SELECT count(*) FROM contractor WHERE status = 'active'")" 12
LENGTH=2000000000
api POST 'acme/contractors/ingest?feed=vms' x
problem "too long" 413 too_large
LENGTH=
api POST 'acme/contractors/ingest?feed=vms' "$(roster 1 2 3 4 5 6 7)
"
is "absences are held, the rest is done" \
    "$code $(get '"\(.state) \(.missing) \(.held)"')" "202 absences_held 0 5"
api POST 'acme/contractors/ingest?feed=vms' "$(roster 1)
"
problem "half of it is missing" 409 held
is "with its counts" "$(get '"\(.state) \(.held > 0)"')" "held true"
n=$(get .held)
is "nothing is done" "$(q "SELECT count(*) FROM contractor WHERE status = 'active'")" 12
api POST "acme/contractors/ingest?feed=vms&accept=$((n + 1))" "$(roster 1)
"
problem "another number" 409 held
api POST 'acme/contractors/ingest?feed=vms&mode=delta' 'upn,contract end
c1@x.test,2026-02-30
c2@x.test,2027-01-15
'
is "a bad row" "$code $(get '"\(.state) \(.mode) \(.changed) \(.rejected)"')" "200 applied delta 1 1"
like "is told" "$(get '.words[0]')" '2026-02-30'
api POST 'acme/contractors/ingest?feed=vms' ''
is "nothing at all" "$code" 409
TYPE=application/json
api POST 'acme/contractors/ingest?feed=portal&mode=delta' '[{"upn":"n@x.test","worker_id":"N1","manager":"m@x.test"}]'
is "JSON" "$code $(get .added)" "200 1"
TYPE=application/x-ndjson
api POST 'acme/contractors/ingest?feed=portal&mode=delta' '{"upn":"n@x.test","worker_id":"N1","manager":"m@x.test"}
{"upn":"o@x.test","manager":"m@x.test"}
'
is "JSON Lines" "$code $(get '"\(.added) \(.unchanged)"')" "200 1 1"
for query in feed=Bad feed=../x mode=maybe accept=x feeds=x; do
	api POST "acme/contractors/ingest?$query" "$(roster 1)"
	problem "$query" 400 bad_query
done
TYPE='text/csv; charset=windows-1252'
api POST 'acme/contractors/ingest?feed=latin&mode=delta' "$(printf 'upn,display name,manager\nl@x.test,M\374ller,m@x.test\n')
"
is "a charset that is told" "$(q "SELECT display_name FROM contractor WHERE upn = 'l@x.test'")" Müller
TYPE=text/csv
IDEM=roster-1
api POST 'acme/contractors/ingest?feed=once&mode=delta' "$(roster 50)
"
is "with an id" "$(get .added)" 1
first=$body
api POST 'acme/contractors/ingest?feed=once&mode=delta' "$(roster 50)
"
is "the same answer" "$body" "$first"
api POST 'acme/contractors/ingest?feed=once&mode=delta' "$(roster 51)
"
problem "another roster under it" 422 request_id_reused
IDEM=
exec 8>"$CTR_RUN/acme.ctr-ingest.lock"
flock 8
api POST 'acme/contractors/ingest?feed=vms' "$(roster 1)
"
problem "one at a time" 503 busy
like "come again" "$head" '^Retry-After: 5$'
exec 8>&-
# A key that is revoked while its roster is on the way, slowly.
SLOW=$(ctr-key make slow --role operator)
roster 60 >"$S/slow.csv"
mkfifo "$S/slow"
KEY=$SLOW LENGTH=$(wc -c <"$S/slow.csv")
api_slow() {
	env -i PATH="$PATH" CTR_VAR="$CTR_VAR" CTR_ETC="$CTR_ETC" \
	    CTR_RUN="$CTR_RUN" CTR_SHARE="$CTR_SHARE" CTR_NOW="$CTR_NOW" \
	    GATEWAY_INTERFACE=CGI/1.1 SERVER_PROTOCOL=HTTP/1.1 \
	    REQUEST_METHOD=POST SCRIPT_NAME=/api \
	    PATH_INFO=/tenants/acme/contractors/ingest \
	    QUERY_STRING='feed=slow&mode=delta' REMOTE_ADDR=192.0.2.7 \
	    HTTP_AUTHORIZATION="Bearer $SLOW" CONTENT_LENGTH="$LENGTH" \
	    CONTENT_TYPE=text/csv ctr-api-cgi <"$S/slow"
}
api_slow >"$S/.api" &
slow=$!
exec 7>"$S/slow"
head -c 20 "$S/slow.csv" >&7
# It has entered once its use is recorded.
n=0
until [ -n "$(q "SELECT used_at FROM api_key WHERE name = 'slow'")" ] ||
    [ $n -ge 200 ]; do
	sleep 0.05
	n=$((n + 1))
done
is "it has entered" "$(q "SELECT used_at IS NOT NULL FROM api_key WHERE name = 'slow'")" 1
status_is "who is slow holds up nobody" 0 flock -n "$CTR_RUN/acme.ctr-ingest.lock" true
status_is "meanwhile it is revoked" 0 ctr-key revoke --why lost slow
tail -c +21 "$S/slow.csv" >&7
exec 7>&-
wait $slow
head=$(tr -d '\r' <"$S/.api" | sed '/^$/q')
body=$(sed '1,/^\r$/d' "$S/.api")
code=$(printf '%s\n' "$head" | sed -n '1s/^Status: \([0-9]*\).*/\1/p')
problem "a key that was revoked on the way" 401 unauthorized
is "and nothing of it is applied" "$(q "SELECT count(*) FROM roster WHERE feed = 'slow'")" 0
LENGTH=
TYPE=

# ------------------------------------------------------------------ reading
KEY=$SEE
api GET 'acme/contractors?limit=5'
is "a page" "$(get '"\(.items | length) \(.items[0].upn) \(.items[0].contract_end) \(.next)"')" "5 c1@x.test 2026-12-31 5"
is "and the next" "$(printf '%s\n' "$head" | grep ^Link)" \
    'Link: </api/tenants/acme/contractors?limit=5&after=5>; rel="next"'
all=
after=0
while [ "$after" != null ]; do
	api GET "acme/contractors?limit=4&after=$after"
	all="$all $(get '.items[].id' | xargs)"
	after=$(get .next)
done
is "all of them, once" "$(echo "$all" | xargs)" "$(q 'SELECT id FROM contractor ORDER BY id' | xargs)"
api GET acme/contractors/C2@x.test
is "one, in any case" "$code $(get '"\(.upn) \(.worker_id) \(.contract_end) \(.vendor)"')" "200 c2@x.test W2 2027-01-15 null"
api GET acme/contractors/nobody@x.test
problem "nobody" 404 not_found
KEY=$AUDIT
api GET acme/contractors/c2@x.test/evidence
is "his evidence" "$(get '[.items[].action] | join(" ")')" "contractor.add contractor.change"
is "its hash" "$(get '.items[0].hash')" "$(q "SELECT lower(hex(hash)) FROM evidence WHERE subject = 'contractor/2' ORDER BY seq LIMIT 1")"
seq=$(get '.items[0].seq')
api GET "acme/contractors/c2@x.test/evidence?after=$seq&limit=1"
is "a page of it" "$(get '[.items[].action] | join(" ")')" contractor.change
api GET acme/jobs
is "no jobs" "$body" '{"items":[],"next":null}'
for path in jobs/1 jobs/x jobs/1/evidence offboarding/1 offboarding/0 offboarding/1/evidence; do
	api GET "acme/$path"
	problem "there is no $path" 404 not_found
done

# ---------------------------------------------------- a report: hr_decides off
KEY=$OP
leave() {
	api POST acme/offboarding/ingest "$1"
}
for text in '{}' '{"upn":7}' '{"upn":""}' '{"upn":"c1@x.test","lastday":"2026-12-01"}' \
    '{"upn":"c1@x.test","last_day":"tomorrow"}' '{"upn":"c1@x.test","last_day":"2026-02-30"}' \
    '{"upn":"c1@x.test","reason":"a\nb"}' '{"upn":"c1@x.test","request_id":7}'; do
	leave "$text"
	problem "$text" 422 bad_member
done
leave '{"upn":"c1@x.test","last_day":"2027-06-01"}'
problem "too far ahead" 422 bad_member
leave '{"upn":"nobody@x.test"}'
problem "nobody" 422 unknown_contractor
leave '{"upn":"c1@x.test","worker_id":"W2"}'
problem "two people" 422 ambiguous_contractor
leave '{"worker_id":"W99"}'
problem "nobody's number" 422 unknown_contractor
q "UPDATE contractor SET worker_id = 'DUP' WHERE id IN (11, 12)"
leave '{"worker_id":"DUP"}'
problem "two have that number" 422 ambiguous_contractor
is "nothing came of all that" "$(q 'SELECT (SELECT count(*) FROM question) + (SELECT count(*) FROM decision) + (SELECT count(*) FROM job)')" 0

body1='{"upn":"c1@x.test","last_day":"2026-11-30","reason":"resigned","request_id":"R-1"}'
leave "$body1"
is "a report" "$code $(get '"\(.kind) \(.state) \(.upn) \(.last_day) \(.departure)"')" "202 report asked c1@x.test 2026-11-30 null"
is "where it is" "$(printf '%s\n' "$head" | grep ^Location)" "Location: /api/tenants/acme/offboarding/$(get .id)"
first=$body
id=$(get .id)
is "no decision" "$(q 'SELECT count(*) FROM decision')" 0
is "the manager has a question" "$(q "SELECT kind || ' ' || period || ' ' || state FROM question")" "left hr/2026-11-30 open"
like "and a mail with the reason" "$(q "SELECT fields FROM outbox WHERE template = 'left'")" 'resigned'
leave "$body1"
is "again: the same" "$code $body" "202 $first"
leave '{"request_id":"R-1","last_day":"2026-11-30","reason":"resigned","upn":"c1@x.test"}'
is "in another order" "$body" "$first"
KEY=$HR
leave '{"upn":"c2@x.test","request_id":"R-1"}'
is "the id of another key is another's" "$code $(get .upn)" "202 c2@x.test"
unlike "and shows nothing of the first" "$head$body" 'c1@x.test'
KEY=$OP
leave '{"upn":"c2@x.test","last_day":"2026-11-30","reason":"resigned","request_id":"R-1"}'
problem "another thing under this id" 422 request_id_reused
leave '{"upn":"c1@x.test","last_day":"2026-11-30","reason":"resigned"}'
is "without an id it is not asked twice" "$code $(q 'SELECT count(*) FROM question WHERE contractor = 1')" "202 1"
IDEM=R-2
leave '{"worker_id":"W2","request_id":"R-3"}'
problem "two ids" 422 bad_member
leave '{"worker_id":"W2"}'
is "the id may be a header" "$code $(get .request_id)" "202 R-2"
IDEM=
is "by number" "$(get .upn)" c2@x.test
api GET "acme/offboarding/$id"
is "its state" "$body" "$first"

# Two at once: one question, one answer.
for n in 1 2 3 4; do
	api_raw POST acme/offboarding/ingest '{"upn":"c3@x.test","request_id":"R-4"}' >"$S/par.$n" 2>&1 &
	pids="${pids:-} $!"
done
for p in $pids; do wait "$p"; done
is "four at once get one answer" "$(for n in 1 2 3 4; do
	sed -n '/^{/p' "$S/par.$n"; echo; done | grep . | sort | uniq -c | sed 's/^ *\([0-9]*\) .*/\1/')" 4
is "and he is asked about once" "$(q 'SELECT count(*) FROM question WHERE contractor = 3')" 1

KEY=$AUDIT
api GET "acme/offboarding/$id/evidence"
is "evidence of it" "$(get '[.items[].action] | join(" ")')" "api.request question.open api.request"

# ------------------------------------------------- a decision: hr_decides on
ctr-policy -q set hr_decides on
KEY=$OP
leave '{"upn":"c4@x.test","request_id":"D-0"}'
is "an operator's word is a report still" "$(get .kind) $(q 'SELECT count(*) FROM decision')" "report 0"
KEY=$HR
leave '{"upn":"c4@x.test","last_day":"2026-11-20","reason":"gone","request_id":"D-1"}'
is "an approver's is a decision" "$code $(get '"\(.kind) \(.state) \(.departure.state)"')" "202 decision scheduled scheduled"
is "day named today is over tonight" "$(get .departure.due_at)" "2026-11-20T23:00:00Z"
is "what is recorded" "$(q 'SELECT answer, day_on, actor_kind, known_by, reason FROM decision')" \
    'offboard_day|2026-11-20|approver|key|gone'
is "the question that was open is answered" "$(q "SELECT state FROM question WHERE contractor = 4")" answered
leave '{"upn":"c5@x.test","request_id":"D-2"}'
is "now, after the undo time" "$(get .departure.due_at)" "2026-11-20T09:15:00Z"
leave '{"upn":"c5@x.test","request_id":"D-3"}'
is "said again it stays what it is" "$(get '"\(.departure.id) \(.departure.due_at)"')" "2 2026-11-20T09:15:00Z"
leave '{"upn":"c5@x.test","last_day":"2026-12-05","request_id":"D-4"}'
is "another day takes its place" "$(get '"\(.departure.id) \(.departure.due_at)"')" "3 2026-12-05T23:00:00Z"
is "and the first is undone" "$(q 'SELECT state FROM job WHERE id = 2')" undone
is "who hears of it" "$(q "SELECT DISTINCT recipient FROM outbox WHERE template = 'decided' ORDER BY 1" | xargs)" \
    "office@x.test security@x.test"
like "whose word it was" "$(q "SELECT fields FROM outbox WHERE template = 'decided' LIMIT 1")" 'HR \(API key\)'
leave '{"upn":"c6@x.test","last_day":"2026-11-01","request_id":"D-5"}'
is "a day that has passed is now" "$(q 'SELECT answer FROM decision WHERE contractor = 6')" offboard_now
leave '{"upn":"c7@x.test","request_id":"D-6"}'
leave '{"upn":"c8@x.test","request_id":"D-7"}'
leave '{"upn":"c9@x.test","request_id":"D-8"}'
leave '{"upn":"c10@x.test","request_id":"D-9"}'
id10=$(get .id)

# ------------------------------------------------------------ it is carried out
# What a captured CGI could write, and what then happens.
q "DROP TRIGGER decision_keep; DROP TRIGGER decision_words; DROP TRIGGER api_key_fixed"
q "UPDATE decision SET reason = 'other words' WHERE contractor = 7"
q "UPDATE decision SET proof = CAST(substr(proof, 1, length(proof) - 4) || 'AAAA' AS BLOB) WHERE contractor = 8"
q "UPDATE decision SET proof = (SELECT proof FROM decision WHERE contractor = 6) WHERE contractor = 9"
CTR_NOW=2026-11-20T09:20:00Z
status_is "departures" 77 ctr-offboard
is "an honest one is done" "$(q 'SELECT status FROM contractor WHERE id = 6')" offboarded
is "those are not" "$(q 'SELECT group_concat(status) FROM contractor WHERE id IN (7, 8, 9)')" active,active,active
is "and somebody hears of it" "$(q "SELECT count(*) FROM finding WHERE kind = 'proof_invalid' AND closed_at IS NULL")" 3
KEY=$AUDIT
api GET "acme/offboarding/$id10"
is "done" "$(get '"\(.state) \(.departure.state) \(.departure.done_at)"')" "done done 2026-11-20T09:20:00Z"
api GET "acme/offboarding/$id10/evidence"
like "its whole story" "$(get '[.items[].action] | join(" ")')" 'api.request decision job.add job.start job.done'
api GET "acme/jobs/$(q 'SELECT id FROM job WHERE contractor = 10')"
is "the job" "$(get '"\(.kind) \(.state) \(.upn)"')" "offboard done c10@x.test"
KEY=$HR
leave '{"upn":"c6@x.test","request_id":"D-20"}'
problem "who has left cannot leave" 409 not_here
leave '{"upn":"c6@x.test","last_day":"2026-11-01","request_id":"D-5"}'
is "the answer to an old request stays" "$code $(get .state)" "202 scheduled"

# The role of a key that was seen is not what makes its word a decision.
KEY=$OP
q "UPDATE api_key SET role = 'approver' WHERE id = 2"
leave '{"upn":"o@x.test","request_id":"X-1"}'
is "a key whose row was changed seems to decide" "$(get .kind)" decision
q "UPDATE api_key SET role = 'operator' WHERE id = 2"
KEY=$HR
leave '{"upn":"n@x.test","request_id":"X-2"}'
leave '{"upn":"l@x.test","request_id":"X-3"}'
q "UPDATE api_key SET role = 'approver' WHERE id = 2"
CTR_NOW=2026-11-20T09:21:00Z
ctr-key revoke --why test HR
CTR_NOW=2026-11-20T09:40:00Z
ctr-policy -q set hr_decides off
ctr-offboard -q
is "no key decides when hr_decides is off" "$(q "SELECT group_concat(status) FROM contractor WHERE upn IN ('n@x.test','l@x.test','o@x.test')")" active,active,active
ctr-policy -q set hr_decides on
mv "$CTR_ETC/keys/acme.api.1" "$S/master"
ctr-offboard -q
is "nor without the master key" "$(q "SELECT count(*) FROM contractor WHERE upn IN ('n@x.test','l@x.test','o@x.test') AND status = 'active'")" 3
mv "$S/master" "$CTR_ETC/keys/acme.api.1"
ctr-offboard -q
is "what was decided before it was revoked stands; the changed role does not" \
    "$(q "SELECT group_concat(upn || ' ' || status) FROM (SELECT * FROM contractor WHERE upn IN ('n@x.test','l@x.test','o@x.test') ORDER BY upn)")" \
    'l@x.test offboarded,n@x.test offboarded,o@x.test active'
api GET acme/contractors
problem "a revoked key" 401 unauthorized
status_is "the chain holds" 0 ctr-evidence verify

# ------------------------------------------------------------- long records
q "WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 20)
    INSERT INTO evidence (seq, at, actor, action, subject, detail_hash, hash,
    salt, detail) SELECT i + (SELECT max(seq) FROM evidence), 1795154400,
    'tool/x', 'long', 'contractor/2', zeroblob(32), zeroblob(32), zeroblob(16),
    '{\"x\":\"' || hex(zeroblob(400000)) || '\"}' FROM n"
KEY=$AUDIT
seq=0
long=0
n=0
while [ "$seq" != null ] && [ "$n" -lt 30 ]; do
	api GET "acme/contractors/c2@x.test/evidence?limit=1000&after=$seq"
	long=$((long + $(printf '%s' "$body" | grep -o '"action":"long"' | wc -l)))
	seq=$(get .next)
	n=$((n + 1))
done
is "records longer than a page come page by page" "$code $long $seq" '200 20 null'

# -------------------------------------------------------- how often, how long
KEY=$(ctr-key make slow --rate 2 --scope contractors:read)
api GET acme/contractors/c1@x.test
api GET acme/contractors/c1@x.test
is "its rate" "$code" 200
api GET acme/contractors/c1@x.test
problem "and no more" 429 too_many_requests
wait_s=$(printf '%s\n' "$head" | sed -n 's/^Retry-After: //p')
is "when to come again" "$wait_s" 30
CTR_NOW=2026-11-20T09:40:29Z
api GET acme/contractors/c1@x.test
is "not before" "$code" 429
CTR_NOW=2026-11-20T09:40:30Z
api GET acme/contractors/c1@x.test
is "then" "$code" 200
KEY=$(ctr-key make short --expires 2026-11-20)
CTR_NOW=2026-11-20T22:59:59Z
api GET acme/contractors
is "to its last second" "$code" 200
CTR_NOW=2026-11-20T23:00:00Z
api GET acme/contractors
problem "and not beyond" 401 unauthorized

# ------------------------------------------------------------- lists asked for
KEY=$OP
q "UPDATE api_key SET role = 'operator' WHERE id = 2"
api POST acme/sync '{"connector":"example"}'
problem "no such connector" 422 unknown_connector
printf '[connector example]\nfile = %s\n' "$S/accounts" >>"$CTR_ETC/acme.conf"
printf '{"account":{"remote_id":"1","login":"c1","upn":"c1@x.test","state":"enabled","contractor":true}}\n' >"$S/accounts"
api POST acme/sync '{"connector":"other"}'
problem "another than there is" 422 unknown_connector
api POST acme/sync '{"conector":"example"}'
problem "no such member" 422 bad_member
api POST acme/sync ''
is "the only one" "$code $(get '"\(.connector) \(.full) \(.state)"')" "202 example false waiting"
wish=$(printf '%s\n' "$head" | sed -n 's/^Location: .*tenants.//p')
api POST acme/sync '{"connector":"example","full":false}'
is "the same wish" "$(printf '%s\n' "$head" | sed -n 's/^Location: .*tenants.//p')" "$wish"
IDEM=S-1
api POST acme/sync '{"full":true}'
is "another" "$code $(get .full)" "202 true"
first=$body
ctr-sync -q --requested 2>"$S/err"
api GET "$wish"
is "taken up" "$(get '"\(.state) \(.status) \(.words)"')" \
    "done 0 accounts=1 persons=0 added=1 changed=0 gone=0"
api POST acme/sync '{"full":true}'
is "the same id, the same answer, and no new wish" "$body $(q 'SELECT count(*) FROM sync_wish')" "$first 2"
api POST acme/sync '{"full":false}'
problem "another under it" 422 request_id_reused
IDEM=
status_is "nothing is wished for" 0 ctr-sync --requested
status_is "it stands alone" 64 ctr-sync --requested example
finish
