#!/bin/sh
# ctr-provision: newcomers, from the wish to the first day.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"

q "UPDATE person SET connector = 'other';
    INSERT INTO person (connector, remote_id, upn_key, display_name, email,
    enabled, changed_at) VALUES ('other', 'p3', 'h.head@corp.example.test',
    'Hanna Head', 'h.head@corp.example.test', 1, 0),
    ('other', 'p4', '$(id -un)@corp.example.test', 'Olga Operator',
    'olga@corp.example.test', 1, 0);
    UPDATE person SET manager_ref = 'p3', manager = (SELECT id FROM person
    WHERE remote_id = 'p3') WHERE remote_id IN ('p1', 'p4')"
cat >>"$CTR_ETC/acme.conf" <<END
[provision]
connector = other
upn_domain = corp.example.test
[field badge]
label = Badge
pattern = [A-Z]-[0-9]+
[field type]
choices = intern, contractor
[groups]
acme-plant = vendor = Acme -> other:g-plant
END

m=m.jones@corp.example.test
# shellcheck disable=SC2317
new() { ctr-provision new "$@"; }
row() { q "SELECT state FROM newcomer WHERE contractor = $1"; }

### What a newcomer must be

status_is 'nothing told' 65 new </dev/null
like 'says what is missing' "$err" 'display_name: missing'
like 'and what else' "$err" 'contract_end: missing'
is 'its report' "$out" 'ctr-provision taken=0 known=0 duplicate=0 rejected=1'
status_is 'a field that is none' 65 new shoe=42 </dev/null
like 'is named' "$err" 'shoe: no such field'
status_is 'no FIELD=VALUE' 64 new badge </dev/null
status_is 'no end' 65 new display_name='Doe, Ann' manager=$m vendor=Acme \
    contract_start=2026-12-01
like 'is refused' "$err" 'contract_end: missing'
status_is 'too long a term' 65 new display_name='Doe, Ann' manager=$m \
    vendor=Acme contract_start=2026-12-01 contract_end=2028-01-01
like 'is refused, too' "$err" 'more than 365 days'
status_is 'a pattern' 65 new display_name='Doe, Ann' manager=$m vendor=Acme \
    contract_start=2026-12-01 contract_end=2027-03-31 badge=12
like 'is told' "$err" 'badge: not of the form'
is 'nothing was put down' "$(q 'SELECT count(*) FROM contractor')" 0

### One, at the shell

# shellcheck disable=SC2317
ann() {
	new display_name='Doe, Ann' manager=M.Jones@corp.example.test \
	    vendor=Acme contract_start=2026-12-01 contract_end=2027-03-31 \
	    worker_id=W-1 email=ann@acme.test badge=A-1 "$@"
}
seq=$(q 'SELECT max(seq) FROM evidence')
status_is 'a plan' 0 ann -n
like 'shows all that would be made' "$out" \
    '^create	newcomer	adoe@corp.example.test	.*contract_end=2027-03-31.*badge=A-1.*group=other:g-plant\(acme-plant\)'
is 'and changes nothing' "$(q 'SELECT max(seq) FROM evidence')" "$seq"
status_is 'the wish' 0 ann
is 'its report' "$out" 'ctr-provision taken=1 known=0 duplicate=0 rejected=0'
is 'a candidate' "$(q "SELECT status || ' ' || coalesce(upn, '-') || ' ' ||
    manager_key || ' ' || json_extract(extra, '\$.badge') FROM contractor
    WHERE id = 1")" "candidate - $m A-1"
is 'asked about' "$(row 1)" asked
status_is 'the same once more' 0 ann
is 'is known' "$out" 'ctr-provision taken=0 known=1 duplicate=0 rejected=0'
is 'and asked once' "$(q 'SELECT count(*) FROM outbox')" 1
status_is 'somebody else with his number' 77 new display_name='Roe, Rick' \
    manager=$m vendor=Acme worker_id=W-1 contract_start=2026-12-01 \
    contract_end=2027-03-31
like 'is a duplicate' "$err" 'may be contractor/1'
is 'with its finding' "$(q "SELECT kind || ' ' || subject FROM finding")" \
    'duplicate contractor/1'
is 'and nothing was made' "$(q 'SELECT count(*) FROM contractor')" 1
status_is 'the same name and mail' 77 new display_name='doe, ANN' manager=$m \
    vendor=Other email=Ann@acme.test contract_start=2026-12-01 \
    contract_end=2027-03-31
finding=$(q "SELECT max(id) FROM finding WHERE closed_at IS NULL")
status_is 'a person says that they are two' 0 ctr-review dismiss \
    --until 2027-01-31 --why 'two Anns' "$finding"
status_is 'then' 0 new display_name='doe, ANN' manager=$m vendor=Other \
    email=Ann@acme.test contract_start=2026-12-01 contract_end=2027-03-31
is 'she is taken' "$out" 'ctr-provision taken=1 known=0 duplicate=0 rejected=0'

### Many, out of a file

cat >"$S/list.csv" <<END
Given Name,Family Name,Manager,Vendor,Start,End,Worker ID,badge
Bob,Eins,$m,Acme,2026-12-01,2027-03-31,W-11,B-1
Cid,Zwei,$m,Acme,2026-12-01,2027-02-30,W-12,B-2
Dora,Drei,$m,,2026-12-01,2027-03-31,W-13,B-3
Eve,Vier,$m,Acme,2026-12-01,2027-03-31,W-11,B-4
Fay,"F\"unf,$m,Acme,2026-12-01,2027-03-31,W-15,B-5
Gil,Sechs,$m,Acme,2026-12-01,2027-03-31,W-16,B-6
END
status_is 'a file with bad rows' 65 new --from "$S/list.csv"
is 'what is good is taken' "$out" \
    'ctr-provision taken=2 known=0 duplicate=0 rejected=4'
like 'a day that is none, with its line' "$err" \
    'list.csv:3: contract_end: not a day'
like 'no vendor' "$err" 'list.csv:4: vendor: missing: one of'
like 'twice in the list' "$err" 'list.csv:5: worker_id: twice'
like 'a torn quote' "$err" 'list.csv:6: '
is 'one list, one digest' "$(q "SELECT count(DISTINCT batch) FROM newcomer
    WHERE contractor > 2")" 1
is 'one mail' "$(q "SELECT count(*) FROM outbox")" 3
status_is 'JSON, on stdin' 0 new --from - <<END
[{"display_name":"Hall, Hal","manager":"$m","project":"X",
  "contract_start":"2026-12-01","contract_end":"2027-03-31","worker_id":"W-20"}]
END
status_is 'a file that is not there' 65 new --from "$S/none.csv"
status_is 'both' 64 new --from "$S/list.csv" badge=A-1

### Approval by a link

ctr-mail -q || not_ok 'the mails leave'
text=$(mail_text "$S/box" m.jones@)
like 'the mail asks for approval' "$text" 'approval is asked: new contractor'
link() { mail_link "$S/box" m.jones@ http; }
find "$S/box/new" -type f >"$S/mails"
is 'four mails' "$(wc -l <"$S/mails")" 4
# The newest is Hal's, alone.
hal=$(link)
unlike 'a look' "$(page "$hal")" 'Approve the departure'
like 'shows who it is' "$(page "$hal")" 'Hal'
ask() { q "SELECT a.id FROM ask a JOIN question q ON q.id = a.question
    JOIN contractor c ON c.id = q.contractor WHERE c.worker_id = '$1'
    ORDER BY a.id DESC LIMIT 1"; }
seq=$(q 'SELECT max(seq) FROM evidence')
like 'nothing ticked' "$(click "$hal" answer=approve)" 'class="alarm|[Nn]othing|[Mm]ark'
is 'is no answer' "$(q 'SELECT max(seq) FROM evidence')" "$seq"
hal_ask=$(ask W-20)
like 'a refusal without a word' "$(click "$hal" "t$hal_ask=yes" answer=deny)" \
    'newcomers_reason'
is 'is none' "$(q 'SELECT max(seq) FROM evidence')" "$seq"
click "$hal" "t$hal_ask=yes" answer=deny reason=no+seat >/dev/null
is 'refused: withdrawn' "$(q "SELECT status FROM contractor
    WHERE worker_id = 'W-20'")" withdrawn
is 'no job' "$(q 'SELECT count(*) FROM job')" 0
ctr-mail -q
like 'who wanted him is told why' "$(mail_text "$S/box" olga@)" 'no seat'
# The list of two: the mail before the last but one.
rm -f "$(grep -l "To: m.jones" "$S"/box/new/* | xargs ls -t | head -1)"
two=$(link)
ask11=$(ask W-11)
q "UPDATE contractor SET contract_end = '2027-12-31' WHERE worker_id = 'W-16'"
stale=$(page "$two" | sed -n 's/.*name="mark" value="\([^"]*\)".*/\1/p' | head -1)
q "UPDATE contractor SET contract_end = '2027-03-31' WHERE worker_id = 'W-16'"
like 'what was shown is not what is asked: shown again' "$(cgi POST "$two" \
    "mark=$stale&t$ask11=yes&answer=approve")" 'name="mark"'
is 'and nothing is recorded' "$(q 'SELECT count(*) FROM job')" 0
click "$two" "t$ask11=yes" answer=approve >/dev/null
is 'one is approved' "$(q "SELECT j.kind || ' ' || j.state FROM job j
    JOIN contractor c ON c.id = j.contractor WHERE c.worker_id = 'W-11'")" \
    'provision due'
is 'the other waits' "$(q "SELECT n.state FROM newcomer n JOIN contractor c
    ON c.id = n.contractor WHERE c.worker_id = 'W-16'")" asked
is 'not before three days ahead' "$(q "SELECT due_at FROM job")" \
    "$(at 2026-11-28T00:00:00Z)"
like 'the decision has the link as its proof' "$(q "SELECT answer || ' ' ||
    actor_kind || ' ' || known_by || ' ' || (proof IS NOT NULL)
    FROM decision WHERE answer = 'provision'")" '^provision approver link 1$'
status_is 'the chain holds' 0 ctr-evidence verify

### Made, three days ahead; enabled, on the first day

there() { jq -c "select(.account.login == \"$1\").account | $2" "$S/other"; }
job() { q "SELECT id FROM job WHERE kind = 'provision' ORDER BY id LIMIT 1"; }
steps() { q "SELECT group_concat(op || '=' || state, ' ') FROM
    (SELECT op, state FROM step WHERE job = $1 ORDER BY nth)"; }
status_is 'before it is due' 0 ctr-provision
is 'nothing is made' "$out" 'ctr-provision started=0 steps=0 refused=0 later=0 held=0'
now 2026-11-28T06:00:00Z
# bene was somebody's once, and beins is another's in the system.
printf '%s\n' '{"account":{"remote_id":"x1","login":"beins","upn":"beins@corp.example.test","state":"disabled","groups":[]}}' >>"$S/other"
q "INSERT INTO upn_former (upn_key, contractor, until_at)
    VALUES ('beins2@corp.example.test', 1, 0)"
status_is 'a plan' 0 ctr-provision -n
like 'shows who will be made' "$out" '^create	contractor/3	'
status_is 'three days ahead' 0 ctr-provision
is 'made, not enabled' "$out" 'ctr-provision started=1 steps=3 refused=0 later=0 held=0'
is 'a name that nobody has and nobody had' "$(q 'SELECT upn FROM contractor
    WHERE id = 3')" 'beins3@corp.example.test'
is 'the account' "$(there beins3 '[.state, .upn, .display_name, .worker_id,
    .manager, .company, .groups]')" \
    '["disabled","beins3@corp.example.test","Bob Eins","W-11","p1","Acme",["g-plant"]]'
is 'its end is after the last day' "$(there beins3 .expires_at)" \
    "$(at 2027-04-01T00:00:00Z)"
is 'the rule is in the evidence' "$(q "SELECT json_extract(detail,
    '\$.args.rules.\"acme-plant\"') FROM evidence WHERE action = 'step.doing'
    AND json_extract(detail, '\$.op') = 'restore_groups'")" g-plant
is 'he is no contractor yet' "$(q 'SELECT status FROM contractor
    WHERE id = 3')" candidate
status_is 'another run' 0 ctr-provision
is 'makes nothing twice' "$(grep -c '"login":"beins3"' "$S/other")" 1
status_is 'named before the first day' 0 ctr-provision beins3@corp.example.test
is 'he is not let in' "$(there beins3 .state)" '"disabled"'
now 2026-12-01T00:00:00Z
status_is 'the first instant of the first day' 0 ctr-provision
is 'enabled' "$(there beins3 .state)" '"enabled"'
is 'active, from that day' "$(q 'SELECT status || active_on FROM contractor
    WHERE id = 3')" 'active2026-12-01'
is 'every step' "$(steps "$(job)")" \
    'create=done set_expiry=done restore_groups=done enable=done'
is 'the job is done' "$(q "SELECT state FROM job WHERE id = $(job)")" 'done'
ctr-mail -q
like 'who wanted him is told' "$(mail_text "$S/box" olga@)" \
    'Ready: the account of Bob Eins'
status_is 'the chain holds' 0 ctr-evidence verify

### The first password: shown once, set by the next run, kept nowhere

text=$(mail_text "$S/box" m.jones@)
like 'the manager gets a link' "$text" 'First password of Bob Eins'
first=$(link)
seq=$(q 'SELECT max(seq) FROM evidence')
like 'a look' "$(page "$first")" 'Show the first password'
is 'shows nothing and changes nothing' "$(q 'SELECT max(seq) FROM evidence')" \
    "$seq"
cgi POST "$first" 'mark=none&answer=show' >/dev/null
is 'a press without the page' "$(q 'SELECT count(*) FROM credential')" 0
shown=$(click "$first" answer=show)
word=$(printf '%s' "$shown" | sed -n 's/.*<code>\([^<]*\)<.*/\1/p')
like 'a press shows it' "$word" '^[A-Za-z2-9]{4}(-[A-Za-z2-9]{4}){3}$'
unlike 'a second one does not' "$(click "$first" answer=show)" '<code>'
like 'and says so' "$(page "$first")" 'It is shown once'
is 'sealed, until it is set' "$(q "SELECT count(*) || ' ' || length(box)
    FROM credential")" '1 67'
is 'in clear nowhere in the database' "$(grep -c -a -F -e "$word" "$db")" 0
status_is 'a run' 0 ctr-provision -vv
is 'sets it' "$(there beins3 '.password_at > 0')" true
unlike 'and says it to nobody' "$out$err" "$word"
is 'the box is gone' "$(q 'SELECT count(*) FROM credential')" 0
is 'the evidence has both, and no word' "$(q "SELECT group_concat(action, ' ')
    FROM (SELECT action FROM evidence WHERE action LIKE 'credential.%'
    ORDER BY seq)") $(q "SELECT count(*) FROM evidence
    WHERE detail LIKE '%$word%'")" 'credential.shown credential.set 0'
status_is 'a new link' 0 ctr-provision credential beins3@corp.example.test
ctr-mail -q
word=$(click "$(link)" answer=show | sed -n 's/.*<code>\([^<]*\)<.*/\1/p')
sed 's/elif $q.op == "set_password" then .*/elif false then ./
    s/^elif $q.protected /elif $q.op == "set_password" then {id: $q.id,\
	answer: "refused", words: "weak: \\($q.password)"}\
&/' "$top/libexec/ctr-connect-example" >"$CTR_CONNECT/ctr-connect-other"
status_is 'a system that repeats it' 77 ctr-provision -vv
like 'refuses it' "$err" 'first password failed: other:beins3: refused'
is 'and it is told nowhere' "$(printf '%s\n' "$out" "$err" |
    grep -c -F -e "${word:-.}") $(grep -c -a -F -e "${word:-.}" "$db")" '0 0'
cp "$top/libexec/ctr-connect-example" "$CTR_CONNECT/ctr-connect-other"
ctr-provision -q credential beins3@corp.example.test
ctr-mail -q
second=$(link)
like 'leads to a page' "$(page "$second")" 'Show the first password'
now 2026-12-02T00:00:01Z
unlike 'which lapses' "$(page "$second")" 'Show the first password'
unlike 'and then shows nothing' "$(click "$second" answer=show)" '<code>'
status_is 'the chain holds to the end' 0 ctr-evidence verify

### Who must say yes

now 2026-12-03T06:00:00Z
last() { q "SELECT max(contractor) FROM newcomer"; }
asked_of() { q "SELECT group_concat(a.reviewer_key, ' ') FROM ask a JOIN
    question q ON q.id = a.question WHERE q.contractor = $1
    AND q.state = 'open'"; }
one() {
	new display_name="$1" manager="$2" vendor=Other worker_id="$1" \
	    contract_start=2026-12-03 contract_end=2027-03-31 >"$S/one" \
	    2>&1 || not_ok "$1 is wanted" "$(cat "$S/one")"
}
one 'Ida Own' "$(id -un)@corp.example.test"
is 'who wants him is his manager: the next above is asked' \
    "$(asked_of "$(last)")" h.head@corp.example.test
ctr-policy set approvers 'a.kim@corp.example.test' >/dev/null
ctr-policy set provision_approval 'manager approver' >/dev/null
one 'Jim Two' $m
two=$(last)
is 'the manager first' "$(asked_of "$two")" $m
ctr-mail -q
click "$(link)" "t$(ask 'Jim Two')=yes" answer=approve >/dev/null
is 'then an approver' "$(asked_of "$two") $(row "$two")" \
    'a.kim@corp.example.test asked'
is 'no job before' "$(q "SELECT count(*) FROM job WHERE contractor = $two")" 0
ctr-mail -q
kim=$(mail_link "$S/box" a.kim@ http)
click "$kim" "t$(ask 'Jim Two')=yes" answer=approve >/dev/null
is 'both have said yes' "$(row "$two") $(q "SELECT group_concat(answer, ' ')
    FROM decision WHERE contractor = $two")" 'approved approve provision'
q "UPDATE contractor SET contract_end = '2027-11-30' WHERE id = $two"
status_is 'somebody moves his end afterwards' 0 ctr-provision
is 'nothing is made: he is asked about anew' \
    "$(row "$two") $(asked_of "$two") $(q "SELECT count(*) FROM account
    WHERE contractor = $two")" "asked $m 0"
one 'Lou Moved' $m
three=$(last)
ctr-mail -q
click "$(link)" "t$(ask 'Lou Moved')=yes" answer=approve >/dev/null
ctr-mail -q
kim=$(mail_link "$S/box" a.kim@ http)
q "UPDATE contractor SET department = 'Vault' WHERE id = $three"
click "$kim" "t$(ask 'Lou Moved')=yes" answer=approve >/dev/null
is 'moved between two answers: both are asked anew' \
    "$(row "$three") $(asked_of "$three") $(q "SELECT count(*) FROM job
    WHERE contractor = $three")" "asked $m 0"
echo - | ctr-policy set provision_approval - >/dev/null
one 'Kay None' $m
is 'no approval: the word of who asks is the decision' \
    "$(q "SELECT answer || ' ' || actor_kind || ' ' || known_by FROM decision
    WHERE contractor = $(last)")" 'provision operator shell'
status_is 'one that starts today' 0 ctr-provision
is 'is made and enabled at once' "$(there knone .state)" '"enabled"'

### Rosters

printf 'Worker ID,Name,Manager,Vendor,Start,End\nR-1,Ros Ter,%s,Acme,2026-12-04,2027-03-31\nR-2,Rob Half,,Acme,2026-12-04,2027-03-31\n' \
    $m >"$S/roster.csv"
status_is 'a roster with newcomers' 0 ctr-ingest "$S/roster.csv"
status_is 'the next run takes them up' 0 ctr-provision
is 'a roster is no person: the manager is asked' "$(asked_of "$(q "SELECT id
    FROM contractor WHERE worker_id = 'R-1'")")" $m
like 'what is missing is a finding' "$(q "SELECT kind || ' ' || detail FROM
    finding WHERE subject = 'contractor/' || (SELECT id FROM contractor
    WHERE worker_id = 'R-2') AND closed_at IS NULL")" \
    '^approval_waiting .*manager: missing'

### What makes no sense is said before anything is done

echo 'admins = vendor = Acme -> other:S-1-5-21-1-2-3-512' >>"$CTR_ETC/acme.conf"
status_is 'a privileged group in a rule' 78 ctr-provision
like 'is named' "$err" 'admins: a privileged group'
sed -i '$d' "$CTR_ETC/acme.conf"
status_is 'the chain holds after all of it' 0 ctr-evidence verify

finish
