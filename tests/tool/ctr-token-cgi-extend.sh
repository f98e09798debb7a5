#!/bin/sh
# An extension that is taken back by its link.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"

end() { q "SELECT coalesce(contract_end, '-') FROM contractor WHERE id = $1"; }
words() {
	q "SELECT group_concat(source || '=' || coalesce(value, '-'), ' ') FROM
	    (SELECT * FROM override WHERE contractor = $1 ORDER BY source)"
}
# extends CONTRACTOR DAY: she names a later last day; $L is her link.
extends() {
	asked "$1"
	L=$(mail_link "$S/box" m.jones@ /extend)
	L=${L%/extend}
	click "$L" answer=extend "day=$2" >"$S/page"
}
undo() { click "$L" answer=undo >"$S/page"; }

contractor 1 plain 2027-02-01
account 1 text plain
extends 1 2027-02-15
is 'an extension' "$(end 1) $(job 1)" '2027-02-15 due'
like 'its page offers to take it back' "$(page "$L")" 'take it back as long as it has not begun'
is 'and the mail that confirms it has the link' "$(q "SELECT json_extract(fields, '\$.ask')
    FROM outbox WHERE template = 'decided'")" 100
undo
is 'taken back: the end that was there, no job' "$(end 1) $(job 1) $(words 1)" '2027-02-01 undone '
is 'a decision of its own' "$(q "SELECT u.answer FROM decision d JOIN decision u
    ON u.undoes = d.id WHERE d.contractor = 1")" undo
is 'with its evidence' "$(q "SELECT json_extract(detail, '\$.contract_end') FROM evidence
    WHERE action = 'contractor.change' ORDER BY seq DESC LIMIT 1")" '["2027-02-15","2027-02-01"]'
is 'the question is open again' "$(q "SELECT state FROM question WHERE id = 100")" open
ctr-provision -q
is 'no account was written' "$(there text plain .expires_at)" 1830297600
undo
is 'twice is once' "$(q "SELECT count(*) FROM decision WHERE answer = 'undo'")" 1
click "$L" answer=extend day=2027-02-10 >"$S/page"
is 'it can be answered anew' "$(end 1) $(job 1)" '2027-02-10 due'
later 60
ctr-provision -q
undo
is 'too late once the accounts have followed' "$(end 1) $(job 1)" '2027-02-10 done'
unlike 'and the page does not offer it' "$(page "$L")" 'value="undo"'

### The roster's own word comes back; so does an extension before it

contractor 2 fed 2027-02-01
account 2 text fed
q "INSERT INTO feed (name) VALUES ('acme');
    UPDATE contractor SET feed = 'acme', origin = 'roster' WHERE id = 2"
extends 2 2027-02-15
is 'the roster is beneath' "$(words 2)" 'decision=2027-02-15 roster=2027-02-01'
later 60
ctr-provision -q
q "UPDATE question SET state = 'cancelled', decision = NULL WHERE state = 'open'"
q "INSERT INTO question (id, contractor, engagement, kind, period, wording, nonce,
    state, opened_at, asked_on, expires_at, next_on) VALUES (201, 2, 1, 'monthly',
    '2026-12', 'heartbeat', randomblob(16), 'open', $(at "$CTR_NOW"), '2026-11-20',
    $(($(at "$CTR_NOW") + 45 * 86400)), '2026-11-27');
    INSERT INTO outbox (channel, template, dedup, recipient, fields, message_id, again,
    state, queued_at, next_at) VALUES ('mail', 'heartbeat', 'test/201',
    'm.jones@corp.example.test', json_object('ask', 201, 'contractor_name', 'fed',
    'manager_name', 'Mia Jones'), lower(hex(randomblob(16))), 1, 'queued',
    $(at "$CTR_NOW"), $(at "$CTR_NOW"));
    INSERT INTO ask (id, question, level, reviewer_key, outbox) VALUES (201, 201, 0,
    'm.jones@corp.example.test', (SELECT id FROM outbox WHERE dedup = 'test/201'))"
ctr-mail -q
L=$(mail_link "$S/box" m.jones@ /extend)
L=${L%/extend}
click "$L" answer=extend day=2027-02-17 >"$S/page"
is 'a second extension' "$(end 2) $(words 2)" '2027-02-17 decision=2027-02-17 roster=2027-02-01'
undo
is 'taken back: the first holds' "$(end 2) $(words 2)" '2027-02-15 decision=2027-02-15 roster=2027-02-01'

contractor 3 once 2027-02-01
account 3 text once
q "UPDATE contractor SET feed = 'acme', origin = 'roster' WHERE id = 3"
extends 3 2027-02-15
undo
is 'the only one: the field is the roster'"'"'s again' "$(end 3) $(words 3)" '2027-02-01 '

### One that waits for an approver; one that writes no account

ctr-policy set extend_max_times 0 >/dev/null
ctr-policy set approvers 'a.kim@corp.example.test' >/dev/null
contractor 4 waits 2027-02-01
account 4 text waits
extends 4 2027-02-15
is 'it waits' "$(end 4) $(job 4)" '2027-02-01 waiting'
undo
is 'taken back' "$(end 4) $(job 4)" '2027-02-01 undone'
is 'nothing is left to approve' "$(q "SELECT state FROM question WHERE kind = 'extend'")" cancelled
ctr-policy reset extend_max_times >/dev/null
ctr-policy set write_expiry never >/dev/null
contractor 5 never 2027-02-01
extends 5 2027-02-15
is 'no account is written: no job' "$(end 5) $(job 5)" '2027-02-15 '
later 840
undo
is 'taken back within undo_minutes' "$(end 5)" 2027-02-01
contractor 6 late 2027-02-01
extends 6 2027-02-15
later 900
undo
is 'not after' "$(end 6)" 2027-02-15

### The end has moved since

ctr-policy reset write_expiry >/dev/null
contractor 7 moved 2027-02-01
account 7 text moved
extends 7 2027-02-15
ctr-edit -q moved@corp.example.test contract_end=2027-03-31
undo
is 'an operator has moved it: his day stands' "$(end 7) $(job 7)" '2027-03-31 undone'

status_is 'the chain holds' 0 ctr-evidence verify
finish
