#!/bin/sh
# What an operator asks for in the portal and the portal may not decide: a
# departure is taken back.  ctr-offboard takes it up, an approver says yes.
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/portal.sh
. "$top/tests/peer/portal.sh"

portal_roles >>"$CTR_ETC/acme.conf"
ctr-policy -q set approvers a.kim@corp.example.test
now 2026-11-20T09:00:00Z
for i in 1 2 3 5; do
	contractor $i "c$i"
	account $i text "u$i" g-plant
	leaves $i
done
contractor 4 c4
portal_post people/1 people/1/reinstate why=x sure=1
is 'not while he is here: no form' "$code" none
later 960
ctr-offboard -q
is 'three have left' "$(q "SELECT group_concat(status) FROM contractor
    WHERE id < 4")" offboarded,offboarded,offboarded

portal_post people/1 people/1/reinstate why='back on Monday'
is 'with a tick' "$code" 422
portal_post people/1 people/1/reinstate sure=1
is 'and a reason' "$code" 422
portal_post people/1 people/1/reinstate sure=1 "why=$(printf '%0501d' 0)"
is 'of no more than that' "$code" 422
is 'nothing is asked for' "$(q "SELECT count(*) FROM errand")" 0
portal_post people/1 people/1/reinstate sure=1 why='back on Monday'
is 'asked for' "$code $to" '303 people/1?done=errand'
is 'with its evidence' "$(q "SELECT v.actor || ' ' || v.action || ' ' ||
    v.subject FROM errand r JOIN evidence v ON v.seq = r.evidence")" \
    'operator/op@corp.example.test errand.add contractor/1'
portal "$to"
like 'the page says so' "$body" 'takes it up within minutes'
portal_post people/1 people/1/reinstate sure=1 why=again
is 'once' "$code" 422
is 'the portal decides nothing' "$(q "SELECT count(*) FROM decision
    WHERE answer = 'reinstate'") $(q "SELECT count(*) FROM job
    WHERE kind = 'reinstate'")" '0 0'
status_is '-n takes nothing up' 0 ctr-offboard -n
is 'nor does who names somebody' "$(ctr-offboard -q c4@corp.example.test
    q "SELECT count(*) FROM errand WHERE done_at IS NULL")" 1
status_is 'ctr-offboard' 0 ctr-offboard
is 'has a decision of who asked, and a job that waits' "$(q "SELECT v.actor ||
    ' ' || j.state || ' ' || d.actor_kind || ' ' || d.reason FROM job j
    JOIN decision d ON d.id = j.decision JOIN evidence v ON v.seq = d.evidence
    WHERE j.kind = 'reinstate'")" \
    'operator/op@corp.example.test waiting operator asked for in the portal: back on Monday'
like 'says so in the evidence' "$(q "SELECT actor || ' ' || detail FROM evidence
    WHERE action = 'errand.done'")" '^tool/ctr-offboard .*"status":0,"job":[0-9]+'
is 'he is as before' "$(status 1) $(there text u1 .state)" 'offboarded "disabled"'
n=$(q "SELECT count(*) FROM evidence WHERE action NOT LIKE 'mail.%'")
status_is 'again' 0 ctr-offboard
is 'does nothing twice' "$(q "SELECT count(*) FROM evidence
    WHERE action NOT LIKE 'mail.%'")" "$n"
portal_post people/1 people/1/reinstate sure=1 why=more
is 'nor can it be asked for while it waits' "$code" 422
ctr-mail -q
click "$(mail_link "$S/box" a.kim@ .)" answer=approve leaves=yes >page
later 60
ctr-offboard -q
is 'after her yes he is back' "$(status 1) $(there text u1 .state)" 'active "enabled"'
portal people/1
like 'all of it is on his line' "$body" 'What was asked for in the portal was taken up'

# The one approver asks: nobody else could say yes.
ctr-policy -q set approvers op@corp.example.test
portal_post people/2 people/2/reinstate sure=1 why=please
is 'left' "$code" 303
status_is 'a refusal of one ends no run' 0 ctr-offboard
like 'it is over' "$(q "SELECT status || ' ' || words FROM errand
    WHERE contractor = 2")" '^77 policy approvers names nobody else'
portal people/2
like 'and the page says why' "$body" 'refused .*policy approvers names nobody else'
is 'nothing was decided' "$(q "SELECT count(*) FROM decision
    WHERE contractor = 2 AND answer = 'reinstate'")" 0
# Whoever has a long name is no less himself.
long=olga.$(printf '%050d' 0)@corp.example.test
q "INSERT INTO person (remote_id, upn_key, display_name, email, enabled,
    changed_at) VALUES ('p9', '$long', 'Olga', '$long', 1, 0)"
sed -i "s/^operator = .*/& $long/" "$CTR_ETC/acme.conf"
ctr-policy -q set approvers "$long"
USER_IS=$long
portal_post people/2 people/2/reinstate sure=1 why=please
is 'one with a long name asks' "$code $(q "SELECT v.actor FROM errand r
    JOIN evidence v ON v.seq = r.evidence ORDER BY r.id DESC LIMIT 1")" \
    "303 operator/$long"
USER_IS=op@corp.example.test
ctr-offboard -q
like 'and does not approve it' "$(q "SELECT status || ' ' || words FROM errand
    ORDER BY id DESC LIMIT 1")" '^77 policy approvers names nobody else'
# Nor is he somebody else for being called after his realm.
ctr-policy -q set approvers a.kim@corp.example.test
sed -i 's,^operator = .*,& A.Kim@REALM.TEST a.kim/admin@REALM.TEST,' \
    "$CTR_ETC/acme.conf"
for USER_IS in A.Kim@REALM.TEST a.kim/admin@REALM.TEST; do
	portal_post people/2 people/2/reinstate sure=1 why=please
	is "$USER_IS asks" "$code" 303
	ctr-offboard -q
	like 'and is not asked for her own yes' "$(q "SELECT status || ' ' ||
	    words FROM errand WHERE contractor = 2 ORDER BY id DESC LIMIT 1")" \
	    '^77 policy approvers names nobody else'
done
USER_IS=op@corp.example.test
portal_post people/2 people/2/reinstate sure=1 why=please
is 'it can be asked for again' "$code" 303

# One that fails holds up none behind it.
portal_post people/5 people/5/reinstate sure=1 why=please
q "CREATE TRIGGER odd BEFORE INSERT ON job WHEN NEW.contractor = 2
    BEGIN UPDATE contractor SET created_at = NULL WHERE id = 2; END"
status_is 'the older of two fails' 70 ctr-offboard
is 'it waits, and the other is taken up' "$(q "SELECT group_concat(contractor ||
    ' ' || coalesce(status, 'waits'), ', ') FROM (SELECT * FROM errand
    ORDER BY id DESC LIMIT 2)")" '5 0, 2 waits'
# Nor do many.
for i in $(seq 20 35); do
	contractor "$i" "c$i"
	q "INSERT INTO errand (contractor, what, why, asked_at, asked_by, evidence)
	    SELECT $i, what, why, asked_at, asked_by, evidence FROM errand
	    WHERE contractor = 5"
done
q "CREATE TRIGGER odder BEFORE UPDATE ON errand WHEN NEW.contractor
    BETWEEN 20 AND 34
    BEGIN UPDATE contractor SET created_at = NULL WHERE id = 2; END"
status_is 'all but the newest fail' 70 ctr-offboard
is 'they wait, and it is taken up' "$(q "SELECT sum(done_at IS NULL) || ' ' ||
    max(iif(contractor = 35, status, NULL)) FROM errand")" '16 77'
q "DROP TRIGGER odd; DROP TRIGGER odder; UPDATE errand SET done_at = asked_at,
    status = 77 WHERE contractor BETWEEN 20 AND 34"

# Without the key it waits.
chmod 000 "$CTR_ETC"/keys/acme.token.1 2>/dev/null || :
mv "$CTR_ETC/keys/acme.token.1" "$S/kept"
status_is 'a key that is not there' 78 ctr-offboard
is 'it still waits' "$(q "SELECT count(*) FROM errand
    WHERE done_at IS NULL")" 1
mv "$S/kept" "$CTR_ETC/keys/acme.token.1"
chmod 400 "$CTR_ETC/keys/acme.token.1"
status_is 'and goes on' 0 ctr-offboard
is 'once it is' "$(q "SELECT count(*) FROM errand WHERE done_at IS NULL")" 0

# What whoever can write the registry can do with it: have an approver asked.
no() {
	like "$1" "$(q "$2" 2>&1)" "$3"
}
no 'a program asks for nothing' "INSERT INTO errand (what, contractor, why,
    asked_at, asked_by, evidence) VALUES ('reinstate', 3, 'x', 0,
    'tool/ctr-sync', 1)" CHECK
for what in suspend lift offboard extend; do
	no "$what is no errand" "INSERT INTO errand (what, contractor, why,
	    asked_at, asked_by, evidence) VALUES ('$what', 3, 'x', 0,
	    'operator/x', 1)" CHECK
done
no 'it is not changed' "UPDATE errand SET asked_by = 'operator/z'" 'not changed'
no 'nor removed' "DELETE FROM errand" kept
no 'nor replaced' "PRAGMA recursive_triggers = ON; INSERT OR REPLACE INTO errand
    SELECT * FROM errand LIMIT 1" kept
q "INSERT INTO errand (what, contractor, why, asked_at, asked_by, evidence)
    VALUES ('reinstate', 3, 'forged', 0, 'operator/root', 1)"
ctr-offboard -q
later 3600
ctr-offboard -q
is 'a forged one is a question to an approver' "$(status 3) $(q "SELECT state
    FROM job WHERE contractor = 3 AND kind = 'reinstate'")" 'offboarded waiting'
portal_raw POST people/4/suspend 'why=x&sure=1'
is 'suspending has no form to be sent' "$code" 404
USER_IS=v@corp.example.test
portal_raw POST people/3/reinstate 'why=x&sure=1'
is 'a viewer asks for nothing' "$code" 403
ctr-evidence -q verify
is 'the chain holds' $? 0
finish
