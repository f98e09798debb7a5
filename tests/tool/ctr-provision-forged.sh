#!/bin/sh
# ctr-provision: what a web server that was broken into can write about
# newcomers, and that nothing comes of it.  It writes what the CGI's role may
# write, and more: it has the file.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"

q "UPDATE person SET connector = 'other'"
cat >>"$CTR_ETC/acme.conf" <<END
[provision]
connector = other
upn_domain = corp.example.test
END
m=m.jones@corp.example.test
ctr-policy -q set approvers a.kim@corp.example.test
ctr-policy -q set provision_approval manager

# want NAME: asked for, by an operator; his number is $id.
want() {
	ctr-provision -q new display_name="$1" manager=$m vendor=Acme \
	    worker_id="$1" contract_start=2026-11-20 contract_end=2027-03-31
	id=$(q 'SELECT max(contractor) FROM newcomer')
	ctr-mail -q
}
ask() { q "SELECT max(a.id) FROM ask a JOIN question q ON q.id = a.question
    WHERE q.contractor = $1 AND a.reviewer_key = '${2:-$m}'"; }
says_yes() {
	click "$(mail_link "$S/box" "${2:-m.jones}@" http)" \
	    "t$(ask "$1" "${3:-$m}")=yes" answer=approve >"$S/page"
}
made() { q "SELECT count(*) FROM account WHERE contractor = $1"; }
state() { q "SELECT state FROM newcomer WHERE contractor = $1"; }
decided() { q "SELECT count(*) FROM decision WHERE contractor = $1
    AND answer = 'provision'"; }

### The first of two has said yes: the second is left out

want 'Ann Two'
# What the policy says at the click is what the captured program would do.
says_yes "$id"
is 'the link of the manager makes a decision' "$(decided "$id")" 1
ctr-policy -q set provision_approval 'manager approver'
q "UPDATE policy SET set_at = set_at - 86400;
    UPDATE newcomer SET stage = 0 WHERE contractor = $id"
status_is 'the approver was never asked' 77 ctr-provision
is 'nothing is made' "$(made "$id") $(job "$id")" '0 held'
is 'and somebody hears of it' "$(finding proof_invalid "job/$(job_id "$id")")" 1
status_is 'whatever the row says of the stage' 77 ctr-provision
q "UPDATE newcomer SET stage = 1 WHERE contractor = $id"
status_is 'now as then' 77 ctr-provision
is 'it stays so' "$(made "$id")" 0
ctr-provision -q "$(q "SELECT upn FROM contractor WHERE id = $id")" \
    >/dev/null 2>&1
is 'nor by a run for it' "$(made "$id")" 0
ctr-offboard -q --stop "$(job_id "$id")" --why forged

### The same person twice

want 'Ben Once'
says_yes "$id"
is 'the approver is asked' "$(q "SELECT count(*) FROM ask WHERE
    reviewer_key = 'a.kim@corp.example.test' AND question IN (SELECT id
    FROM question WHERE contractor = $id)")" 1
# The page of the approver, for the link of the manager.
ctr-policy -q set provision_approval 'manager manager'
q "UPDATE policy SET set_at = set_at - 86400"
ctr-mail -q
says_yes "$id" a.kim a.kim@corp.example.test
is 'the approver has said yes' "$(decided "$id")" 1
status_is 'but two managers are to' 0 ctr-provision
is 'all are asked anew' "$(made "$id") $(state "$id")" '0 asked'
ctr-policy -q set provision_approval manager

### Another name than he was approved with

want 'Cid Other'
says_yes "$id"
q "UPDATE contractor SET upn = 'h.chief@corp.example.test',
    upn_key = 'h.chief@corp.example.test' WHERE id = $id"
status_is 'a UPN that nobody approved' 0 ctr-provision
is 'is not made: he is asked about anew' "$(made "$id") $(state "$id")" \
    '0 asked'
is 'there is no such account' "$(grep -c chief "$S/other")" 0
ctr-mail -q
like 'who is asked sees the name' "$(page "$(mail_link "$S/box" m.jones@ http)")" \
    'h.chief@corp'
says_yes "$id"
status_is 'then, with that yes' 0 ctr-provision
is 'it is made' "$(there other h.chief .upn)" '"h.chief@corp.example.test"'

want 'Dan Account'
says_yes "$id"
q "UPDATE contractor SET upn = 'daccount@corp.example.test',
    upn_key = 'daccount@corp.example.test' WHERE id = $id;
    INSERT INTO account (contractor, connector, remote_id, login, upn,
    upn_key, ours, state, changed_at) VALUES ($id, 'other', 'new/$id/1',
    'root', 'root@corp.example.test', 'root@corp.example.test', 1,
    'disabled', 0)"
status_is 'a row for another account' 77 ctr-provision
is 'makes none' "$(grep -c '"login":"root"' "$S/other") $(job "$id")" '0 held'
ctr-offboard -q --stop "$(job_id "$id")" --why forged

want 'Eve Roe'
says_yes "$id"
q "UPDATE contractor SET department = 'Vault' WHERE id = $id;
    UPDATE newcomer SET print = '' WHERE contractor = $id"
status_is 'another department, and the print taken away' 0 ctr-provision
is 'asked anew' "$(made "$id") $(state "$id")" '0 asked'

### A first password of its own

want 'Fay First'
says_yes "$id"
fay=$id
ctr-provision -q
ctr-mail -q
fay_link=$(mail_link "$S/box" m.jones@ http)
want 'Gil Second'
says_yes "$id"
gil=$id
ctr-provision -q
ctr-mail -q
gil_link=$(mail_link "$S/box" m.jones@ http)
is 'both are here' "$(status "$fay") $(status "$gil")" 'active active'
click "$gil_link" answer=show >"$S/page"
is 'one box' "$(q 'SELECT count(*) FROM credential')" 1
q "UPDATE credential SET contractor = $fay, question = (SELECT id FROM question
    WHERE contractor = $fay AND wording = 'credential')"
status_is 'a password that came by the link of another' 77 ctr-provision
like 'is refused' "$err" 'first password refused: its link is about something else'
is 'and not set' "$(there other ffirst '.password_at') $(q 'SELECT count(*)
    FROM credential')" 'null 0'
click "$fay_link" answer=show >"$S/page"
q "UPDATE credential SET proof = NULL"
status_is 'one that came by no link' 77 ctr-provision
is 'is not set either' "$(there other ffirst '.password_at')" null
like 'the evidence says why' "$(q "SELECT detail FROM evidence WHERE
    action = 'credential.failed' ORDER BY seq DESC LIMIT 1")" 'by no link'

### Steps that nobody laid out

ctr-provision -q new display_name='Hal Later' manager=$m vendor=Acme \
    worker_id='Hal Later' contract_start=2026-11-22 contract_end=2027-03-31
id=$(q 'SELECT max(contractor) FROM newcomer')
ctr-mail -q
says_yes "$id"
status_is 'made, and not to be enabled before the day after tomorrow' 0 \
    ctr-provision
is 'so far' "$(steps "$id" provision)" 'create=done set_expiry=done enable=todo'
account=$(q "SELECT id FROM account WHERE contractor = $id")
job=$(job_id "$id")
# step OP ARGS: a row as who has the file can write it.
step() {
	q "INSERT INTO step (job, account, nth, op, required, args, state)
	    VALUES ($job, $account, 9, '$1', 0, '$2', 'todo')"
}
step restore_groups '{"groups":["g-admins"]}'
status_is 'a step that is none of ours' 77 ctr-provision
like 'is refused' "$err" 'none of ours: it has no seal'
is 'the group stays as it was' "$(there other hlater .groups)" '[]'
is 'somebody hears of it' "$(finding proof_invalid "account/$account")" 1
q "UPDATE step SET seal = (SELECT s.seal FROM step s WHERE s.job = $job
    AND s.op = 'enable'), state = 'todo' WHERE op = 'restore_groups'"
status_is 'with the seal of another' 77 ctr-provision
like 'it is refused' "$err" 'its seal is broken'
q "UPDATE step SET state = 'todo' WHERE op = 'restore_groups'"
status_is 'named by a person' 77 ctr-provision hlater@corp.example.test
is 'as well' "$(there other hlater .groups)" '[]'
q "UPDATE step SET state = 'waived' WHERE op = 'restore_groups'"
q "UPDATE step SET args = '{\"expires_at\":4102444800}', state = 'todo',
    after = NULL WHERE job = $job AND op = 'set_expiry'"
status_is 'a step of ours, changed' 77 ctr-provision
is 'is not done again' "$(there other hlater .expires_at)" \
    "$(at 2027-04-01T00:00:00Z)"
q "UPDATE step SET state = 'waived' WHERE job = $job AND op = 'set_expiry'"
# His step, another's account.
other=$(q "SELECT id FROM account WHERE login = 'gsecond'")
q "UPDATE step SET account = $other WHERE job = $job AND op = 'enable'"
jq -c 'if .account.login == "gsecond" then .account.state = "disabled"
    else . end' "$S/other" >"$S/other.new" && mv "$S/other.new" "$S/other"
now 2026-11-22T06:00:00Z
status_is 'for the account of another' 77 ctr-provision
is 'it is not enabled' "$(there other gsecond .state)" '"disabled"'
q "UPDATE step SET account = $account, state = 'todo' WHERE job = $job
    AND op = 'enable'"
status_is 'as it was laid out' 0 ctr-provision
is 'it is done' "$(there other hlater .state) $(status "$id")" \
    '"enabled" active'

### A password for an account that we did not make

printf '%s\n' '{"account":{"remote_id":"x9","login":"chief","upn":"chief@corp.example.test","state":"enabled","groups":[]}}' >>"$S/other"
q "INSERT INTO account (contractor, connector, remote_id, login, ours, state,
    changed_at) VALUES ($id, 'other', 'x9', 'chief', 1, 'enabled', 0)"
ctr-mail -q
click "$(mail_link "$S/box" m.jones@ http)" answer=show >"$S/page"
status_is 'the first password is set' 0 ctr-provision
is 'in his account and in no other' "$(there other hlater '.password_at > 0'
    ) $(there other chief .password_at)" 'true null'
### Who has left, written down as suspended by a rule

leaves "$fay"
later 960
status_is 'she leaves' 0 ctr-offboard
is 'is gone' "$(status "$fay") $(there other ffirst .state)" \
    'offboarded "disabled"'
q "DROP TRIGGER job_needs; UPDATE contractor SET status = 'suspended',
    departure = NULL WHERE id = $fay;
    INSERT INTO job (contractor, kind, rule, second, state, due_at, made_at,
    started_at, done_at) VALUES
    ($fay, 'suspend', 'waiting', 0, 'done', 1, 1, 1, 1),
    ($fay, 'lift', 'waiting', 0, 'due', 1, 1, NULL, NULL)"
ctr-offboard -q
is 'is not let in by a lift' "$(there other ffirst .state)" '"disabled"'

### A first password that is none any more

later 8640001
ctr-provision -q credential hlater@corp.example.test
ctr-mail -q
was=$(there other hlater .password_at)
click "$(mail_link "$S/box" m.jones@ http)" answer=show >"$S/page"
like 'shown, 100 days after' "$(cat "$S/page")" '<code>'
status_is 'a run' 77 ctr-provision
is 'does not set it' "$(there other hlater .password_at)" "$was"

### A registry of before there were seals

ctr-init -t old --test >/dev/null
old=$CTR_VAR/old/registry.db
app=$(sqlite3 "$old" 'PRAGMA application_id')
rm "$old"
cat "$top"/lib/store/schema/00[123]-*.sql | sqlite3 -bail "$old"
sqlite3 -bail "$old" "PRAGMA application_id = $app; PRAGMA user_version = 3;
    DROP TRIGGER job_needs;
    INSERT INTO tenant VALUES (1, 'old', 1, 1);
    INSERT INTO contractor (id, upn, upn_key, origin, status, created_at,
    changed_at) VALUES (1, 'a@x.test', 'a@x.test', 'roster', 'active', 1, 1);
    INSERT INTO account (id, contractor, connector, remote_id, login, state,
    changed_at) VALUES (1, 1, 'other', 'r1', 'a', 'enabled', 1);
    INSERT INTO job (id, contractor, kind, rule, second, state, due_at,
    made_at) VALUES (1, 1, 'suspend', 'at_end', 0, 'due', 1, 1);
    INSERT INTO step (job, account, nth, op, state) VALUES
    (1, 1, 1, 'disable', 'todo')"
status_is 'an upgrade is planned' 0 ctr-init -t old -n --upgrade
like 'step by step' "$out" '^would make.schema 004-trust.sql$'
is 'and not done' "$(sqlite3 "$old" 'PRAGMA user_version')" 3
mv "$CTR_ETC/keys/old.token.1" away
status_is 'is not brought up without the key' 78 ctr-init -t old --upgrade
is 'not in part, so that no step is left without a seal' \
    "$(sqlite3 "$old" 'PRAGMA user_version')" 3
is 'its copy is whole' "$(sqlite3 "$old.schema-3" 'SELECT count(*) FROM step')" 1
mv away "$CTR_ETC/keys/old.token.1"
status_is 'is brought up' 0 ctr-init -t old --upgrade
like 'after a copy beside the first' "$out" "backup.*$old.schema-3.2\$"
is 'and nothing else' "$(cd "$CTR_VAR/old" && echo registry.db.schema*)" \
    'registry.db.schema-3 registry.db.schema-3.2'
is 'with every step sealed' "$(sqlite3 "$old" 'SELECT count(*), length(seal)
    FROM step')" '1|74'
status_is 'the chain holds' 0 ctr-evidence verify

finish
