#!/bin/sh
# ctr-api-cgi, POST contractors: newcomers one by one and forty at a time, what
# is wrong with each field and its cure, once is enough, and nobody's key is the
# only yes.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/api.sh
. "$top/tests/peer/api.sh"

# problem WHY STATUS CODE: the last answer is this one.
problem() {
	is "$1" "$code $(get .code) $(get .status) $(printf '%s\n' "$head" |
	    grep -c '^Content-Type: application/problem+json$')" "$2 $3 $2 1"
}
m=m.jones@corp.example.test
q "INSERT INTO person (connector, remote_id, upn_key, display_name, email,
    enabled, changed_at) VALUES ('text', 'p3', 'h.head@corp.example.test',
    'Hanna Head', 'h.head@corp.example.test', 1, 0),
    ('text', 'p4', '$(id -un)@corp.example.test', 'Olga Operator',
    'olga@corp.example.test', 1, 0);
    UPDATE person SET manager_ref = 'p3', manager = (SELECT id FROM person
    WHERE remote_id = 'p3') WHERE remote_id IN ('p1', 'p4')"
OP=$(ctr-key make vms --role operator --rate 0)
AUDIT=$(ctr-key make audit --role auditor)
ROSTER=$(ctr-key make feed --role operator --scope rosters:write)
counts() { q "SELECT (SELECT count(*) FROM contractor) || ' ' ||
    (SELECT count(*) FROM newcomer) || ' ' || (SELECT count(*) FROM question)
    || ' ' || (SELECT count(*) FROM finding) || ' ' ||
    (SELECT count(*) FROM api_request) || ' ' ||
    (SELECT count(*) FROM outbox)"; }
want() { api POST acme/contractors "$1"; }
state_of() { printf '%s\n' "$head" | sed -n 's,^Location: /api/tenants/,,p'; }

### Who may, and what the tenant must have

KEY=
want '{}'
problem 'no bearer' 401 unauthorized
for KEY in "$AUDIT" "$ROSTER"; do
	want '{}'
	problem 'not its scope' 403 forbidden
	api GET acme/newcomers/1
	problem 'nor to look' 403 forbidden
done
KEY=$OP
want '{}'
problem 'a tenant that makes no accounts' 409 not_provisioned
cat >>"$CTR_ETC/acme.conf" <<END
[provision]
connector = other
upn_domain = corp.example.test
[field badge]
label = Badge
pattern = [A-Z]-[0-9]+
[field type]
required = yes
choices = intern, contractor
[groups]
acme-plant = vendor = Acme -> other:g-plant
END
before=$(counts)
TYPE=text/csv
want '{}'
problem 'another type' 415 unsupported_media_type
TYPE=
for text in '' '[' '7' '"x"' '{"a":"b","a":"c"}' '[[]]' '[{},7]'; do
	want "$text"
	problem "neither an object nor a list: $text" 400 bad_json
done
want '[]'
problem 'nobody' 422 bad_newcomer
api POST 'acme/contractors?dry=maybe' '{}'
problem 'a query that is none' 400 bad_query
api POST 'acme/contractors?limit=5' '{}'
problem 'one of another method' 400 bad_query
want "$(jq -nc '[range(1001) | {}]')"
problem 'more than a thousand' 413 too_large
LENGTH=2000000
want '{}'
problem 'more than a mebibyte' 413 too_large
LENGTH=500
want '{}'
problem 'a body cut short' 400 cut_short
LENGTH=

### Each bad field, with what it must be

# errors: FIELD: WORDS (CURE) of each.
errors() { get '.errors[] | "\(.index) \(.field): \(.detail) (\(.cure))"'; }
want '{"worker_id":"W-1"}'
problem 'nothing but a number' 422 bad_newcomer
for field in display_name manager contract_start contract_end vendor type; do
	like "$field is missing" "$(errors)" "^0 $field: missing"
done
like 'a choice' "$(errors)" '^0 type: missing \(one of: intern, contractor\)$'
like 'a day' "$(errors)" '^0 contract_start: missing \(YYYY-MM-DD, today or later\)$'
like 'and a last one' "$(errors)" \
    '^0 contract_end: missing \(YYYY-MM-DD, at most 365 days after the first day\)$'
unlike 'what may be left out is not among them' "$(errors)" 'badge|email'
good='"display_name":"Doe, Ann","manager":"M.Jones@corp.example.test","vendor":"Acme","type":"intern","contract_start":"2026-12-01","contract_end":"2027-03-31","worker_id":"W-1","badge":"A-1"'
# refused FIELD=JSON FIELD WORDS CURE
refused() {
	want "$(printf '{%s}' "$good" | jq -c ". + {$1}")"
	problem "$1" 422 bad_newcomer
	is 'and which, why, and what then' "$(errors)" "0 $2: $3 ($4)"
}
refused '"badge":"12"' badge 'not of the form [A-Z]-[0-9]+' 'of the form [A-Z]-[0-9]+'
refused '"type":"boss"' type 'not one of: intern, contractor' 'one of: intern, contractor'
refused '"manager":"mia"' manager 'not an address' 'name@domain'
refused '"email":"at home"' email 'not an address' 'name@domain'
refused '"contract_start":"2026-11-01"' contract_start 'in the past: today or later' \
    'YYYY-MM-DD, today or later'
refused '"contract_end":"2026-02-30"' contract_end 'not a day of the calendar, YYYY-MM-DD' \
    'YYYY-MM-DD, at most 365 days after the first day'
refused '"contract_end":"2028-01-01"' contract_end \
    'more than 365 days after contract_start' \
    'YYYY-MM-DD, at most 365 days after the first day'
refused '"badge":7' badge 'not a text' 'of the form [A-Z]-[0-9]+'
refused '"vendor":["Acme"]' vendor 'not a text' 'a text of one line, at most 256 bytes'
refused '"project":"a\nb"' project 'not UTF-8 text on one line' \
    'a text of one line, at most 256 bytes'
refused "\"project\":\"$(printf 'x%.0s' $(seq 257))\"" project 'of at most 256 bytes' \
    'a text of one line, at most 256 bytes'
refused '"upn":"ann@corp.example.test"' upn 'no such field' \
    'leave it out; the fields are display_name given_name family_name worker_id email manager vendor department project contract_start contract_end badge type'
refused '"Badge":"B-1"' Badge 'no such field' \
    'leave it out; the fields are display_name given_name family_name worker_id email manager vendor department project contract_start contract_end badge type'
refused '"requester":"nobody@x.test"' requester 'not the UPN of a person in the directory' \
    'the UPN of who wants the newcomers, the same for all; or leave it out'
refused '"worker_id":null' worker_id \
    'missing: worker_id or email, or a request id: by what else is the same person known when this is sent again?' \
    'a text of one line, at most 256 bytes'
want "[{$good},{\"worker_id\":\"W-2\"},{$good}]"
problem 'a list with a bad one' 422 bad_newcomer
like 'the second' "$(errors)" '^1 manager: missing'
is 'and one that is there twice' "$(errors | grep '^2')" \
    '2 worker_id: twice in this list (a text of one line, at most 256 bytes)'
want "{$good,\"request_id\":7}"
problem 'a request id that is none' 422 bad_member
IDEM=N-0
want "{$good,\"request_id\":\"N-1\"}"
problem 'two request ids' 422 bad_member
IDEM=
is 'nothing came of all that' "$(counts)" "$before"

### All that would be made, before it is asked for

seq=$(q 'SELECT max(seq) FROM evidence')
api POST 'acme/contractors?dry=yes' "{$good}"
is 'a dry run' "$code $body" '200 {"items":[{"index":0,"result":"taken","contractor":null,"login":"adoe","groups":[{"connector":"other","group":"g-plant","rule":"acme-plant"}]}]}'
is 'changes nothing' "$(counts) $(q 'SELECT max(seq) FROM evidence')" "$before $seq"

### One

want "{$good,\"request_id\":\"N-1\"}"
is 'taken' "$code $(get '"\(.request_id) \(.asked_at) \(.items | length)"')" \
    '202 N-1 2026-11-20T06:00:00Z 1'
is 'and asked about' "$(get '.items[0] | "\(.index) \(.result) \(.state) \(.status) \(.upn) \(.finding)"')" \
    '0 taken asked candidate null null'
first=$body
like 'the mail says who asks' "$(q 'SELECT fields FROM outbox')" \
    '"requester":"vms \(API key\)"'
where=$(state_of)
is 'where it is' "$where" "acme/newcomers/$(get .id)"
is 'a candidate' "$(q "SELECT status || ' ' || origin || ' ' || manager_key ||
    ' ' || json_extract(extra, '\$.badge') FROM contractor")" \
    "candidate api $m A-1"
is 'whose wish it is' "$(q 'SELECT wanted_by FROM newcomer')" key/1
is 'the evidence names key and request' "$(q "SELECT actor || ' ' || subject ||
    ' ' || json_extract(detail, '\$.request_id') || ' ' ||
    json_extract(detail, '\$.taken') || ' ' || json_extract(detail,
    '\$.address') FROM evidence WHERE action = 'api.request'")" \
    'key/1 key/1 N-1 1 192.0.2.7'
is 'no job, no decision: a key only asks' "$(q 'SELECT (SELECT count(*) FROM
    job) + (SELECT count(*) FROM decision)')" 0
before=$(counts)
want "{\"request_id\":\"N-1\",$good}"
is 'again: the same answer' "$code $body $(state_of)" "202 $first $where"
IDEM=N-1
want "{$good}"
is 'its id in the header' "$body" "$first"
want "{$good,\"project\":\"X\"}"
problem 'another thing under it' 422 request_id_reused
IDEM=
is 'nothing twice' "$(counts)" "$before"
want "{$good}"
is 'without an id it is known' "$code $(get '.items[0] | "\(.result) \(.contractor) \(.state)"')" \
    '202 known 1 asked'
is 'and asked about once' "$(q 'SELECT count(*) FROM question')" 1
api GET acme/newcomers/99
problem 'no such request' 404 not_found
api GET acme/newcomers/x
problem 'no number' 404 not_found

# Four at once: one newcomer, one answer.
pids=
for n in 1 2 3 4; do
	api_raw POST acme/contractors "$(printf '{%s,"request_id":"N-4"}' "$good" |
	    jq -c '. + {worker_id: "W-4", display_name: "Four, Fay"}')" \
	    >"$S/par.$n" 2>&1 &
	pids="$pids $!"
done
for p in $pids; do wait "$p"; done
is 'four at once get one answer' "$(for n in 1 2 3 4; do
	sed -n '/^{/p' "$S/par.$n"; echo; done | grep . | sort | uniq -c |
	sed 's/^ *\([0-9]*\) .*/\1/')" 4
is 'and are one' "$(q "SELECT count(*) FROM contractor
    WHERE worker_id = 'W-4'")" 1

### Who may be here already

want '{"display_name":"Roe, Rick","manager":"'$m'","vendor":"Acme","type":"intern","contract_start":"2026-12-01","contract_end":"2027-03-31","worker_id":"W-1","request_id":"N-5"}'
problem 'somebody else with her number' 409 duplicate
is 'whom he resembles, and the finding' "$(get '.duplicates[0] | "\(.index) \(.result) \(.contractor) \(.finding)"')" \
    "0 duplicate 1 $(q "SELECT id FROM finding WHERE kind = 'duplicate'")"
is 'nobody was put down' "$(q "SELECT count(*) FROM contractor
    WHERE display_name LIKE 'Roe%'")" 0
want '[{"display_name":"Roe, Rick","manager":"'$m'","vendor":"Acme","type":"intern","contract_start":"2026-12-01","contract_end":"2027-03-31","worker_id":"W-1"},
    {"display_name":"Poe, Pat","manager":"'$m'","vendor":"Acme","type":"intern","contract_start":"2026-12-01","contract_end":"2027-03-31","worker_id":"W-6"}]'
is 'in a list the others are taken' "$code $(get '[.items[] | "\(.result) \(.state) \(.finding_open)"] | join(", ")')" \
    '202 duplicate null true, taken asked null'
where=$(state_of)
ctr-review -q dismiss --until 2027-01-31 --why 'two people' \
    "$(q 'SELECT max(id) FROM finding')" >/dev/null
api GET "$where"
is 'settled' "$(get '.items[0].finding_open')" false
want '{"display_name":"Roe, Rick","manager":"'$m'","vendor":"Acme","type":"intern","contract_start":"2026-12-01","contract_end":"2027-03-31","worker_id":"W-1","request_id":"N-5"}'
is 'then the same request is taken' "$code $(get '.items[0].result')" '202 taken'

### Forty are one approval

mails=$(q 'SELECT count(*) FROM outbox')
want "$(jq -nc --arg m $m '[range(40) | {given_name: "Nr", family_name:
    "N\(.)n", manager: $m, project: "Plant", type: "contractor",
    contract_start: "2026-12-01", contract_end: "2027-03-31",
    worker_id: "F-\(.)"}]')"
is 'forty are taken' "$code $(get '[.items[] | select(.state == "asked")] | length')" '202 40'
is 'one list' "$(q "SELECT count(DISTINCT n.batch) FROM newcomer n
    JOIN contractor c ON c.id = n.contractor WHERE c.worker_id LIKE 'F-%'")" 1
is 'one mail' "$(($(q 'SELECT count(*) FROM outbox') - mails))" 1
forty=$(state_of)
ctr-mail -q
ask() { q "SELECT a.id FROM ask a JOIN question q ON q.id = a.question
    JOIN contractor c ON c.id = q.contractor WHERE c.worker_id = '$1'
    ORDER BY a.id DESC LIMIT 1"; }
click "$(mail_link "$S/box" m.jones@ http)" "t$(ask F-0)=yes" \
    "t$(ask F-1)=yes" answer=approve >/dev/null
api GET "$forty"
is 'two are approved, the others wait' "$(get '[.items[].state] |
    group_by(.) | map("\(.[0])=\(length)") | join(" ")')" \
    'approved=2 asked=38'
now 2026-12-01T00:00:00Z
status_is 'the first day' 0 ctr-provision
api GET "$forty"
is 'they are there, by name' "$(get '[.items[] | select(.state == "made") |
    "\(.status) \(.upn)"] | join(", ")')" \
    'active nn0n@corp.example.test, active nn1n@corp.example.test'
is 'the answer that is kept names nobody' "$(q "SELECT count(*) FROM
    api_request WHERE answer LIKE '%@%' OR answer LIKE '%W-%'")" 0

### Nobody approves what he asked for

asked_of() { q "SELECT group_concat(a.reviewer_key, ' ') FROM ask a JOIN
    question q ON q.id = a.question JOIN contractor c ON c.id = q.contractor
    WHERE c.worker_id = '$1' AND q.state = 'open'"; }
# one NUMBER MANAGER [MEMBERS]
one() {
	want "{\"display_name\":\"Ida $1\",\"manager\":\"$2\",\"vendor\":\"Other\",\"type\":\"intern\",\"contract_start\":\"2026-12-03\",\"contract_end\":\"2027-03-31\",\"worker_id\":\"$1\"${3:-}}"
	is "$1 is taken" "$code" 202
}
one O-1 "$m" ",\"requester\":\"M.Jones@corp.example.test\""
is 'for whom it is asked is his manager: the next above is asked' \
    "$(asked_of O-1)" h.head@corp.example.test
is 'and it is told for whom' "$(q "SELECT json_extract(detail, '\$.wanted_for')
    FROM evidence WHERE action = 'contractor.add' ORDER BY seq DESC LIMIT 1")" $m
ctr-mail -q
click "$(mail_link "$S/box" h.head@ http)" "t$(ask O-1)=yes" answer=deny \
    reason=no+seat >/dev/null
ctr-mail -q
like 'and told why not' "$(mail_text "$S/box" m.jones@)" 'no seat'
want "{\"display_name\":\"Ida O-1\",\"manager\":\"$m\",\"vendor\":\"Other\",\"type\":\"intern\",\"contract_start\":\"2026-12-03\",\"contract_end\":\"2027-03-31\",\"worker_id\":\"O-1\"}"
problem 'she was here: a person begins a new stay' 409 duplicate
is 'and that is said' "$(get '.duplicates[0].result') $(q "SELECT count(*) FROM
    finding WHERE kind = 'rehire' AND closed_at IS NULL")" 'rehire 1'
ctr-review -q rehire "$(q "SELECT id FROM finding WHERE kind = 'rehire'
    AND closed_at IS NULL")" >/dev/null
one O-1 "$m"
is 'then the same is asked about, in her second stay' \
    "$(get '.items[0] | "\(.result) \(.engagement) \(.state)"')" 'taken 2 asked'
one O-2 "$(id -un)@corp.example.test"
is 'who made the key is his manager: the next above is asked' \
    "$(asked_of O-2)" h.head@corp.example.test
echo - | ctr-policy -q set provision_approval -
one O-3 $m
is 'where nobody need say yes, the manager must' "$(asked_of O-3) $(q 'SELECT
    count(*) FROM decision d JOIN contractor c ON c.id = d.contractor
    WHERE c.worker_id = '"'O-3'")" "$m 0"
want "[{\"display_name\":\"Two A\",\"manager\":\"$m\",\"vendor\":\"O\",\"type\":\"intern\",\"contract_start\":\"2026-12-03\",\"contract_end\":\"2027-03-31\",\"worker_id\":\"T-1\"},{\"display_name\":\"Two B\",\"requester\":\"$m\",\"manager\":\"$m\",\"vendor\":\"O\",\"type\":\"intern\",\"contract_start\":\"2026-12-03\",\"contract_end\":\"2027-03-31\",\"worker_id\":\"T-2\"}]"
problem 'a list is asked for by one' 422 bad_newcomer
like 'and says so' "$(errors)" '^1 requester: another'

### What it can write, and what stands at the end

sed -i 's/^acme-plant.*/admins = vendor = Acme -> other:S-1-5-21-1-2-3-512/' \
    "$CTR_ETC/acme.conf"
want "{$good,\"request_id\":\"N-9\"}" 2>"$S/said"
problem 'a configuration that makes no sense is not told to who asks' 500 internal
status_is 'the chain holds' 0 ctr-evidence verify
finish
