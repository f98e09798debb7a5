#!/bin/sh
# ctr-offboard: what a manager decided is carried out, once, whatever happens.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"

### A whole departure

contractor 1 smith
account 1 text jsmith g-admins g-plant
leaves 1
is 'it waits for its undo time' "$(job 1) $(status 1)" 'due active'
status_is 'a run inside it' 0 ctr-offboard
is 'starts nothing' "$out" 'ctr-offboard started=0 steps=0 refused=0 later=0 held=0'
later 960
status_is 'a plan' 0 ctr-offboard -n
like 'says what will be done' "$out" '^disable	account/1	smith@.*	text:jsmith required'
is 'and changes nothing' "$(steps 1)" ''
status_is 'the departure' 0 ctr-offboard
is 'its report' "$out" 'ctr-offboard started=1 steps=4 refused=0 later=0 held=0'
is 'every step' "$(steps 1)" 'disable=done end_sessions=done set_expiry=done revoke_groups=done'
is 'job and status' "$(job 1) $(status 1)" 'done offboarded'
is 'disabled there, privileged group gone, the other kept' \
    "$(there text jsmith '[.state, .groups]')" '["disabled",["g-plant"]]'
is 'its end is now' "$(there text jsmith .expires_at)" "$(at "$CTR_NOW")"
is 'every change has its evidence' "$(evidence 1)" 'decision job.start step.doing step.done step.doing step.done step.doing step.done step.doing step.done job.done'
is 'before, and after' "$(q "SELECT json_extract(before, '\$.state') || ' ' ||
    json_extract(after, '\$.state') FROM step WHERE id = $(step_id 1 disable)")" \
    'enabled disabled'
ctr-mail -q
like 'the mail that it is completed' "$(mail_text "$S/box" m.jones@)" \
    '^Subject: .*Done: smith, has left'
like 'names what was taken' "$(mail_text "$S/box" m.jones@)" \
    'text jsmith: disabled,.*privileged groups taken \(Domain Admins\)'
seq=$(q 'SELECT max(seq) FROM evidence')
later 86400
status_is 'another run' 0 ctr-offboard
is 'finds nothing to do' "$out" 'ctr-offboard started=0 steps=0 refused=0 later=0 held=0'
is 'and writes nothing' "$(q 'SELECT max(seq) FROM evidence')" "$seq"
is 'the engagement is over' "$(q 'SELECT how FROM engagement
    WHERE contractor = 1')" offboarded
status_is 'the chain holds' 0 ctr-evidence verify

### Killed between any two lines: carried on, and nothing is done twice

# One request after the other, so the lines are: hello, lookup, and for each of
# the four steps the request and the lookup after it.
killed() {
	rm -f "$S/text.done"
	id=$1
	contractor "$id" "k$id"
	account "$id" text "k$id" g-admins
	leaves "$id"
	later 960
	echo "$2 $3" >"$S/text.plan"
	t_rc=0
	ctr-offboard -q 2>/dev/null || t_rc=$?
	[ "$t_rc" -eq 137 ] || not_ok "$2 $3: it was killed" "status $t_rc"
	later 4000
	ctr-offboard -q 2>"$S/err" || not_ok "$2 $3: carried on" "$(cat "$S/err")"
	is "killed $2 line $3" "$(status "$id") $(steps "$id") $(wc -l <"$S/text.done")" \
	    'offboarded disable=done end_sessions=done set_expiry=done revoke_groups=done 4'
	is 'no intent is without its result' "$(q "SELECT count(*) FROM
	    evidence d WHERE d.action = 'step.doing' AND NOT EXISTS (SELECT 1
	    FROM evidence r WHERE r.seq > d.seq AND r.action = 'step.done' AND
	    json_extract(r.detail, '\$.step') = json_extract(d.detail,
	    '\$.step'))")" 0
}
for line in 1 2 3 4 5 6 7 8 9 10; do
	killed $((20 + line)) before "$line"
	killed $((40 + line)) after "$line"
done
status_is 'the chain holds after all of it' 0 ctr-evidence verify

### Not now

contractor 2 later
account 2 text later
leaves 2
later 960
echo 'say 3 {answer:"temporary",retry_after:1200,words:"429"}' >"$S/text.plan"
status_is 'a system that cannot now' 75 ctr-offboard
is 'the other steps were done' "$(steps 2)" \
    'disable=todo end_sessions=done set_expiry=done revoke_groups=done'
is 'offboarding, not offboarded' "$(job 2) $(status 2)" 'due offboarding'
later 600
status_is 'before its time' 0 ctr-offboard
is 'it is left alone' "$(steps 2)" \
    'disable=todo end_sessions=done set_expiry=done revoke_groups=done'
later 900
status_is 'after it' 0 ctr-offboard
is 'it is done' "$(job 2) $(status 2)" 'done offboarded'
like 'both are in the evidence' "$(evidence 2)" \
    'step.doing step.later .*step.doing step.done job.done'

contractor 3 moved
account 3 text moved
leaves 3
later 960
echo 'say 3 {answer:"temporary",retry_after:0,words:"changed meanwhile"}' \
    >"$S/text.plan"
status_is 'changed between look and request: looked at again at once' 0 ctr-offboard
is 'and done' "$(status 3)" offboarded

# Nothing is said of its groups, by who knows them.
contractor 75 mute
account 75 text mute g-admins
leaves 75
later 960
echo 'say 8 {answer:"done",account:{remote_id:"r-mute",login:"mute",state:"disabled",expires_at:1}}' \
    >"$S/text.plan"
status_is 'a look without groups' 75 ctr-offboard
like 'is no look at them' "$err" 'revoke_groups later: a lookup without its groups'
is 'all else is done' "$(steps 75) $(status 75)" \
    'disable=done end_sessions=done set_expiry=done revoke_groups=todo offboarding'
later 300
status_is 'the next run' 0 ctr-offboard
is 'takes what there is' "$(there text mute .groups) $(status 75)" '[] offboarded'

### Refused: a person waives it

ctr-policy set steps '!disable !random_password !revoke_groups' >/dev/null
contractor 4 waived
account 4 text waived g-admins
leaves 4
later 960
status_is 'what the system cannot do and policy requires' 77 ctr-offboard
is 'all else is done' "$(steps 4)" \
    'disable=done random_password=refused revoke_groups=done'
is 'a finding says so' "$(finding step_failed "step/$(step_id 4 \
    random_password)")" 1
later 3600
status_is 'it is not asked again by itself' 0 ctr-offboard
is 'and holds the job' "$(job 4) $(status 4)" 'due offboarding'
step=$(step_id 4 random_password)
status_is 'waived without a reason' 64 ctr-offboard --waive "$step"
status_is 'what is done cannot be waived' 77 ctr-offboard \
    --waive "$(step_id 4 disable)" --why x
status_is 'waived' 0 ctr-offboard --waive "$step" --why 'single sign-on only'
is 'the finding is gone' "$(finding step_failed "step/$step")" 0
is 'by a person, and done' "$(job 4) $(status 4)" 'done offboarded'
like 'with reason and name in the evidence' "$(q "SELECT actor || detail FROM
    evidence WHERE action = 'step.waived'")" 'operator/.*single sign-on only'
status_is 'no such step' 65 ctr-offboard --waive 99999 --why x
ctr-policy reset steps >/dev/null

### Protected, handed on, gone

ctr-policy set protected 'text:r-boss' >/dev/null
contractor 5 boss
account 5 text boss g-admins
leaves 5
later 960
status_is 'a protected account' 77 ctr-offboard
is 'is not touched' "$(there text boss '[.state, .groups]')" \
    '["enabled",["g-admins"]]'
job=$(job_id 5)
status_is 'stopped before its first effect' 0 ctr-offboard --stop "$job" \
    --why 'not him'
is 'he is what he was' "$(job 5) $(status 5)" 'undone active'
status_is 'stopped twice' 77 ctr-offboard --stop "$job" --why 'not him'
status_is 'no such job' 65 ctr-offboard --stop 99999 --why x
ctr-policy reset protected >/dev/null

contractor 6 handed
account 6 text handed
jq -c 'if .account.login == "handed" then .account.contractor = false else .
    end' "$S/text" >"$S/text.new" && mv "$S/text.new" "$S/text"
leaves 6
later 960
status_is 'no contractor any more by the tenant'"'"'s rule' 77 ctr-offboard
is 'is not touched either' "$(there text handed .state)" '"enabled"'
is 'a finding says so' "$(finding changed_hands "account/$(q "SELECT id FROM
    account WHERE login = 'handed'")")" 1
status_is 'too late to stop it? nothing was done yet' 0 ctr-offboard \
    --stop "$(job_id 6)" --why 'he is an employee'

contractor 7 gone
account 7 text gone
jq -c 'select(.account.login != "gone")' "$S/text" >"$S/text.new" &&
    mv "$S/text.new" "$S/text"
leaves 7
later 960
status_is 'an account that is gone' 0 ctr-offboard
is 'is done' "$(job 7) $(q "SELECT state FROM account WHERE login = 'gone'")" \
    'done gone'

contractor 8 none
leaves 8
later 960
status_is 'no account at all' 0 ctr-offboard
is 'is done too' "$(job 8) $(status 8)" 'done offboarded'
like 'and evidence says where none was found' "$(q "SELECT detail FROM evidence
    WHERE action = 'job.start' AND subject = 'contractor/8'")" \
    '"none_found_in":\["text","other"\]'

# Accounts that no sync has brought: by his upn in one system, by his number in
# the other.  Whose account another contractor's is in the registry, it stays.
contractor 70 unseen
q "UPDATE contractor SET worker_id = 'W70' WHERE id = 70"
contractor 71 holder
jq -nc '{account: {remote_id: "u70", login: "unseen",
    upn: "Unseen@corp.example.test", state: "enabled", groups: ["g-admins"]}}' \
    >>"$S/text"
jq -nc '{account: {remote_id: "w70", login: "uns70", worker_id: "W70",
    upn: "other@corp.example.test", state: "enabled", groups: []}}' >>"$S/other"
leaves 70
later 960
status_is 'accounts that nobody knew of' 0 ctr-offboard
is 'are found by name and number, and closed' \
    "$(status 70) $(there text unseen '[.state, .groups]') $(there other \
    uns70 .state)" 'offboarded ["disabled",[]] "disabled"'
is 'they are his from then on, with evidence' "$(q "SELECT connector, state
    FROM account WHERE contractor = 70 ORDER BY 1;
    SELECT count(*) FROM evidence WHERE action = 'account.add'
    AND detail LIKE '%found by name%'")" "other|disabled
text|disabled
2"
contractor 72 taken
jq -nc '{account: {remote_id: "t72", login: "taken",
    upn: "taken@corp.example.test", state: "enabled", groups: []}}' >>"$S/text"
q "INSERT INTO account (contractor, connector, remote_id, login, main, state,
    changed_at) VALUES (71, 'text', 't72', 'taken', 1, 'enabled', 0)"
leaves 72
later 960
status_is "somebody else's account" 0 ctr-offboard
is 'is not touched' "$(status 72) $(there text taken .state)" \
    'offboarded "enabled"'
contractor 73 hidden
cp "$CTR_CONNECT/ctr-connect-other" "$S/connect-other"
printf '#!/bin/sh\nexit 1\n' >"$CTR_CONNECT/ctr-connect-other"
leaves 73
later 960
status_is 'a system that cannot be asked' 69 ctr-offboard
is 'may hold one: he waits' "$(job 73) $(status 73)" 'due active'
# One that only finds by its own ids.
sed 's/"create",/"describe",/' "$S/connect-other" \
    >"$CTR_CONNECT/ctr-connect-other"
status_is 'a system that cannot look for a name' 0 ctr-offboard
like 'is named in the evidence' "$(q "SELECT detail FROM evidence
    WHERE action = 'job.start' AND subject = 'contractor/73'")" \
    '"none_found_in":\["text"\],"not_looked_in":\["other"\]'
mv "$S/connect-other" "$CTR_CONNECT/ctr-connect-other"

### Two accounts, one of them behind a broken connector

contractor 9 two
account 9 text two g-admins
account 9 other two g-plant
mv "$CTR_CONNECT/ctr-connect-other" "$S/connect-other"
printf '#!/bin/sh\nexit 1\n' >"$CTR_CONNECT/ctr-connect-other"
chmod 755 "$CTR_CONNECT/ctr-connect-other"
leaves 9
later 90000
status_is 'a connector is down' 69 ctr-offboard
is 'the other account is done' "$(there text two .state)" '"disabled"'
is 'and he is offboarding' "$(job 9) $(status 9)" 'due offboarding'
is 'a finding says so' "$(finding connector_down connector/other)" 1
mv "$S/connect-other" "$CTR_CONNECT/ctr-connect-other"
later 300
status_is 'it is up again' 0 ctr-offboard
is 'all is done' "$(job 9) $(there other two .state)" 'done "disabled"'
is 'the finding is gone' "$(finding connector_down connector/other)" 0

### Over the limit

ctr-policy set offboard_limit 1 >/dev/null
later 90000
for id in 10 11; do
	contractor "$id" "many$id"
	account "$id" text "many$id"
	leaves "$id"
done
later 960
status_is 'more than may start' 77 ctr-offboard
is 'none of them starts' "$(status 10) $(status 11)" 'active active'
is 'a finding' "$(finding job_held departures)" 1
status_is 'a plan says so' 77 ctr-offboard -n
like 'with the reason' "$out" '^hold	job/.*over offboard_limit'
status_is 'another number releases nothing' 77 ctr-offboard -a 1
is 'still none' "$(status 10) $(status 11)" 'active active'
status_is 'the exact number' 0 ctr-offboard -a 2
is 'releases them' "$(status 10) $(status 11)" 'offboarded offboarded'
is 'the finding is gone' "$(finding job_held departures)" 0
like 'who let them pass is in the evidence' "$(q "SELECT actor FROM evidence
    WHERE action = 'job.accepted'")" '^operator/'
contractor 12 more
account 12 text more
leaves 12
later 960
status_is 'one more within 24 hours' 77 ctr-offboard
later 90000
status_is 'and after them' 0 ctr-offboard
is 'it has gone' "$(status 12)" offboarded
ctr-policy reset offboard_limit >/dev/null

### Taken back

contractor 13 undone
account 13 text undone
leaves 13
job=$(job_id 13)
status_is 'taken back in its window' 0 ctr-offboard --undo "$job" \
    --why 'she meant another'
is 'no departure' "$(job 13) $(status 13)" 'undone active'
is 'the question is open again' "$(q 'SELECT state FROM question
    WHERE contractor = 13')" open
like 'she is told' "$(ctr-mail -q; mail_text "$S/box" m.jones@)" \
    'taken back by an operator'
later 960
status_is 'nothing starts' 0 ctr-offboard
is 'his account is as it was' "$(there text undone .state)" '"enabled"'
status_is 'after it has started' 77 ctr-offboard --undo "$(job_id 4)" --why x

### On the last day

contractor 14 planned 2026-12-31
account 14 text planned
leaves 14 when=end
now 2026-12-31T23:59:00Z
status_is 'on his last day' 0 ctr-offboard
is 'he is here' "$(status 14) $(job 14)" 'active due'
now 2027-01-01T00:00:00Z
status_is 'the instant after it' 0 ctr-offboard
is 'he has left' "$(status 14) $(there text planned .state)" \
    'offboarded "disabled"'

### Only when a person says so

ctr-policy set auto_start off >/dev/null
contractor 15 manual
account 15 text manual
leaves 15
later 960
status_is 'auto_start off' 0 ctr-offboard
is 'it waits' "$(status 15)" active
status_is 'somebody unknown' 65 ctr-offboard nobody@corp.example.test
status_is 'a person names him' 0 ctr-offboard Manual@corp.example.test
is 'it is done' "$(status 15)" offboarded
ctr-policy reset auto_start >/dev/null

### Keys that are not there just now

contractor 90 keyless
account 90 text keyless
leaves 90
later 960
mv "$CTR_ETC/keys" "$S/keys.away"
status_is 'the directory of keys is away' 78 ctr-offboard
is 'that is no fault of a decision' "$(job 90) $(status 90) $(finding proof_invalid "job/$(job_id 90)")" 'due active 0'
mkdir "$CTR_ETC/keys"
status_is 'or empty' 78 ctr-offboard
is 'nor is that' "$(job 90) $(finding proof_invalid "job/$(job_id 90)")" 'due 0'
rmdir "$CTR_ETC/keys"
mv "$S/keys.away" "$CTR_ETC/keys"
status_is 'once they are back' 0 ctr-offboard
is 'it is done, too' "$(job 90) $(status 90)" 'done offboarded'

### A connector that answers with whom it likes

jq -nc '{account: {remote_id: "b74", login: "chief", worker_id: "W9",
    upn: "chief@corp.example.test", state: "enabled", groups: ["g-admins"]}}' \
    >>"$S/text"
contractor 74 nobodys
leaves 74
later 960
echo 'say 2 {answer:"done",account:{remote_id:"b74",login:"chief",worker_id:"W9",upn:"chief@corp.example.test",state:"enabled"}}' \
    >"$S/text.plan"
status_is "an answer about somebody else" 75 ctr-offboard
like 'is told' "$err" 'a lookup of nobodys@.* answered with b74'
is 'and believed by nobody' "$(job 74) $(status 74) $(there text chief \
    '[.state, .groups]') $(q "SELECT count(*) FROM account WHERE
    remote_id = 'b74'")" 'due active ["enabled",["g-admins"]] 0'
status_is 'he has none' 0 ctr-offboard
is 'as the next run finds' "$(job 74) $(status 74) $(there text chief \
    .state)" 'done offboarded "enabled"'

### Over the limit once their key is back

later 90000
ctr-init --rotate token >/dev/null
ctr-policy set offboard_limit 1 >/dev/null
for id in 91 92; do
	contractor "$id" "back$id"
	account "$id" text "back$id"
	leaves "$id"
done
later 960
mv "$CTR_ETC/keys/acme.token.2.pub" "$S/key.away"
ctr-offboard -q -a 2 2>/dev/null
is 'without their key they are held' "$(job 91) $(job 92)" 'held held'
mv "$S/key.away" "$CTR_ETC/keys/acme.token.2.pub"
status_is 'with it they are more than may start' 77 ctr-offboard
is 'and none does' "$(status 91) $(status 92)" 'active active'
status_is 'a plan says so' 77 ctr-offboard -n
status_is 'the exact number' 0 ctr-offboard -a 2
is 'releases them' "$(status 91) $(status 92)" 'offboarded offboarded'
ctr-policy reset offboard_limit >/dev/null

### A forged decision

contractor 16 forged
account 16 text forged
asked 16
# forge CONTRACTOR ASK PROOF: a row as a captured web server could write it.
forge() {
	q "INSERT INTO evidence (seq, at, actor, action, subject, detail_hash,
	    hash, salt, detail) SELECT max(seq) + 1, $(at "$CTR_NOW"),
	    'ask/$2', 'decision', 'contractor/$1', randomblob(32),
	    randomblob(32), randomblob(16), '{}' FROM evidence;
	INSERT INTO decision (contractor, question, ask, answer, actor_kind,
	    known_by, proof, decided_at, evidence) SELECT $1, $2, $2,
	    'offboard_now', 'reviewer', 'link', $3, $(at "$CTR_NOW"), max(seq)
	    FROM evidence;
	INSERT INTO job (contractor, kind, decision, second, state, due_at,
	    made_at) SELECT $1, 'offboard', max(id), 0, 'due',
	    $(at "$CTR_NOW"), $(at "$CTR_NOW") FROM decision"
}
forge 16 1600 "CAST(replace(hex(zeroblob(55)), '00', 'AA') || 'A' AS BLOB)"
later 960
status_is 'a proof that nobody signed' 77 ctr-offboard
is 'is held' "$(job 16) $(status 16)" 'held active'
is 'the account is not touched' "$(there text forged .state)" '"enabled"'
is 'a finding says so' "$(finding proof_invalid "job/$(job_id 16)")" 1
status_is 'and so it stays' 77 ctr-offboard
is 'held' "$(job 16)" held
status_is 'until a person closes it' 0 ctr-offboard --stop "$(job_id 16)" \
    --why forged
is 'and the finding with it' "$(finding proof_invalid "job/$(job_id 16)")" 0

contractor 17 borrowed
account 17 text borrowed
asked 17
forge 17 1700 "(SELECT proof FROM decision WHERE contractor = 13
    AND answer = 'offboard_now')"
later 960
status_is 'a signature that was made for another' 77 ctr-offboard
is 'is held too' "$(job 17) $(there text borrowed .state)" 'held "enabled"'
ctr-offboard -q --stop "$(job_id 17)" --why forged

contractor 18 keyed
account 18 text keyed
asked 18
forge 18 1800 "(SELECT proof FROM decision WHERE contractor = 13
    AND answer = 'offboard_now')" >/dev/null
q "PRAGMA writable_schema=ON; DROP TRIGGER decision_keep; UPDATE decision SET
    known_by = 'key', ask = NULL, actor_kind = 'approver'
    WHERE contractor = 18" >/dev/null
later 960
status_is 'a key decided, and hr_decides is off' 77 ctr-offboard
is 'is held as well' "$(job 18)" held
like 'and why' "$err" 'a key decided, and hr_decides is off'
ctr-offboard -q --stop "$(job_id 18)" --why forged

ctr-policy set hr_approval on >/dev/null
ctr-policy set suspend_while_waiting on >/dev/null
contractor 84 nobody
account 84 text nobody
asked 84
q "INSERT INTO evidence (seq, at, actor, action, subject, detail_hash, hash,
    salt, detail) SELECT max(seq) + 1, $(at "$CTR_NOW"), 'ask/8400',
    'decision', 'contractor/84', randomblob(32), randomblob(32),
    randomblob(16), '{}' FROM evidence;
    INSERT INTO decision (contractor, question, ask, answer, actor_kind,
    known_by, proof, decided_at, evidence) SELECT 84, 8400, 8400,
    'offboard_now', 'reviewer', 'link',
    CAST(replace(hex(zeroblob(55)), '00', 'AA') || 'A' AS BLOB),
    $(at "$CTR_NOW"), max(seq) FROM evidence;
    INSERT INTO job (contractor, kind, decision, second, state, due_at,
    made_at) SELECT 84, 'offboard', max(id), 1, 'waiting', $(at "$CTR_NOW"),
    $(at "$CTR_NOW") FROM decision"
later 960
status_is 'a departure that nobody decided' 77 ctr-offboard
is 'suspends nobody' "$(job 84) $(status 84) $(there text nobody .state)" \
    'held active "enabled"'
ctr-offboard -q --stop "$(job_id 84)" --why forged
ctr-offboard -q --stop "$(q "SELECT id FROM job WHERE contractor = 84
    AND kind = 'offboard'")" --why forged
ctr-policy reset suspend_while_waiting >/dev/null
ctr-policy reset hr_approval >/dev/null

# A digest lists 19 alone; whoever saw its link puts 20 beside it.
contractor 19 listed
contractor 20 beside
account 19 text listed
account 20 text beside
asked 19
asked 20
q "INSERT INTO outbox (id, channel, template, dedup, recipient, fields,
    message_id, again, state, queued_at, next_at) VALUES (9000, 'mail',
    'digest', 'digest/1', 'm.jones@corp.example.test',
    json_object('manager_name', 'Mia Jones', 'count', 1, 'rows', json_array(
    json_object('ask', 1900, 'contractor_name', 'listed'))), 'mid9000', 1,
    'queued', $(at "$CTR_NOW"), $(at "$CTR_NOW"));
    INSERT INTO listed VALUES (9000, 1900);
    UPDATE ask SET outbox = 9000 WHERE id = 1900"
ctr-mail -q
list=$(mail_text "$S/box" m.jones@ | grep -o '/acme/b[A-Za-z0-9_-]*' |
    head -n 1 | sed 's,/acme/,,')
q "UPDATE ask SET outbox = 9000 WHERE id = 2000"
forge 20 2000 "CAST('$list' AS BLOB)"
later 960
status_is 'a link of a list, of somebody whom it did not list' 77 ctr-offboard
is 'is held' "$(job 20) $(there text beside .state)" 'held "enabled"'
q "DROP TRIGGER listed_first; INSERT INTO listed VALUES (9000, 2000)"
status_is 'and listed afterwards' 77 ctr-offboard
is 'it is held still' "$(job 20) $(there text beside .state)" 'held "enabled"'
ctr-offboard -q --stop "$(job_id 20)" --why forged
q "DROP TRIGGER listed_stay; DELETE FROM listed WHERE ask = 2000"
forge 19 1900 "CAST('$list' AS BLOB)"
later 960
status_is 'of whom it listed' 0 ctr-offboard
is 'is carried out' "$(status 19)" offboarded

finish
