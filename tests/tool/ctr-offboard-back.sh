#!/bin/sh
# ctr-offboard: a second person's yes, what is given back, suspensions and
# lifts; ctr-provision: extensions.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"

### An approver's yes before a departure

ctr-policy set hr_approval on >/dev/null
ctr-policy set approvers 'a.kim@corp.example.test' >/dev/null
contractor 1 first
account 1 text first g-admins
leaves 1
later 960
status_is 'without an approval' 0 ctr-offboard
is 'nothing starts' "$(job 1) $(status 1)" 'waiting active'
ctr-mail -q
click "$(mail_link "$S/box" a.kim@ .)" answer=approve leaves=yes >"$S/page"
is 'she approves' "$(job 1)" due
later 60
status_is 'then' 0 ctr-offboard
is 'he leaves' "$(status 1)" offboarded
like 'both are in the evidence' "$(q "SELECT detail FROM evidence
    WHERE action = 'job.start'")" '"decision":[0-9]+,"approval":[0-9]+'

contractor 2 second
account 2 text second
leaves 2
later $((3 * 86400))
status_is 'nobody approves for days' 0 ctr-offboard
is 'silence starts nothing' "$(status 2)" active
is 'a finding says that it waits' "$(finding approval_waiting contractor/2)" 1
ctr-policy set suspend_while_waiting on >/dev/null
status_is 'suspended meanwhile, if the policy says so' 0 ctr-offboard
is 'he is, and not offboarded' "$(status 2) $(there text second .state)" \
    'suspended "disabled"'
ctr-mail -q
click "$(mail_link "$S/box" a.kim@ .)" answer=deny reason=he+stays >"$S/page"
is 'refused: no departure' "$(q "SELECT state FROM job WHERE contractor = 2
    AND kind = 'offboard'")" undone
later 60
status_is 'and the next run' 0 ctr-offboard
is 'gives him back what waiting took' \
    "$(status 2) $(there text second .state)" 'active "enabled"'
like 'the evidence says by what' "$(q "SELECT detail FROM evidence
    WHERE action = 'job.add' AND subject = 'contractor/2'
    ORDER BY seq DESC LIMIT 1")" '"kind":"lift","rule":"waiting"'
status_is 'once' 0 ctr-offboard
is 'and that is all' "$(q "SELECT count(*) FROM job
    WHERE contractor = 2 AND kind IN ('suspend','lift')")" 2

contractor 80 agreed
account 80 text agreed g-admins
leaves 80
status_is 'before the time to take it back is over' 0 ctr-offboard
is 'nobody is suspended' "$(status 80) $(there text agreed .state)" \
    'active "enabled"'
later 960
status_is 'then' 0 ctr-offboard
is 'he is, with his groups' \
    "$(status 80) $(there text agreed '[.state, .groups]')" \
    'suspended ["disabled",["g-admins"]]'
ctr-mail -q
click "$(mail_link "$S/box" a.kim@ .)" answer=approve leaves=yes >"$S/page"
later 60
status_is 'approved' 0 ctr-offboard
is 'the departure goes on from there' \
    "$(status 80) $(there text agreed '[.state, .groups]')" \
    'offboarded ["disabled",[]]'

contractor 81 undone
account 81 text undone
leaves 81
later 960
ctr-offboard -q
is 'suspended' "$(status 81)" suspended
click "$(mail_link "$S/box" m.jones@ /ctr/)" answer=undo >"$S/page"
later 60
status_is 'his manager takes it back' 0 ctr-offboard
is 'and he has it back' "$(status 81) $(there text undone .state)" \
    'active "enabled"'

contractor 82 lifted
account 82 text lifted
leaves 82
later 960
ctr-offboard -q
ctr-edit -q --lift lifted@corp.example.test --why 'needed until she answers'
ctr-offboard -q
status_is 'lifted by a person meanwhile' 0 ctr-offboard
is 'he is not suspended again' "$(status 82) $(there text lifted .state)" \
    'active "enabled"'

contractor 83 planned 2027-01-31
account 83 text planned
leaves 83 when=end
later 960
status_is 'on his last day, which is ahead' 0 ctr-offboard
is 'he works until then' "$(status 83) $(there text planned .state)" \
    'active "enabled"'

ctr-policy reset suspend_while_waiting >/dev/null

contractor 3 bypass
account 3 text bypass
leaves 3
q "PRAGMA writable_schema=ON; DROP TRIGGER job_fixed; UPDATE job SET
    second = 0, state = 'due', due_at = 0 WHERE contractor = 3" >/dev/null
later 960
status_is 'a job that leaves the approval out' 77 ctr-offboard
is 'is held' "$(job 3) $(there text bypass .state)" 'held "enabled"'
ctr-offboard -q --stop "$(job_id 3)" --why forged
ctr-policy reset hr_approval >/dev/null

### Given back

ctr-policy set steps '!disable set_expiry !revoke_groups all_groups' >/dev/null
contractor 4 again
account 4 text again g-admins g-plant
end=$(there text again .expires_at)
leaves 4
later 960
ctr-offboard -q
is 'he left without any group' "$(there text again '[.state, .groups]')" \
    '["disabled",[]]'
status_is 'who did not leave' 77 ctr-offboard \
    --reinstate bypass@corp.example.test --why x
status_is 'who is not known' 65 ctr-offboard \
    --reinstate nobody@corp.example.test --why x
me=$(id -un)
ctr-policy set approvers "$me@corp.example.test" >/dev/null
status_is 'nobody else could approve' 77 ctr-offboard \
    --reinstate again@corp.example.test --why 'wrong one'
is 'and nothing is left of it' "$(q "SELECT count(*) FROM job
    WHERE kind = 'reinstate'")" 0
# The list names the operator by his address, the directory says whose it is.
person="INSERT INTO person (remote_id, upn_key, display_name, email, enabled,
    changed_at) VALUES ('p3', '$me@corp.example.test', 'The Boss',
    'The.Boss@mail.example.test', 1, 0)"
q "$person"
ctr-policy set approvers the.boss@mail.example.test >/dev/null
status_is 'nor himself by his other name' 77 ctr-offboard \
    --reinstate again@corp.example.test --why 'wrong one'
ctr-policy set approvers "the.boss@mail.example.test a.kim@corp.example.test" \
    >/dev/null
contractor 90 two
account 90 text two
leaves 90
later 960
ctr-offboard -q
ctr-offboard -q --reinstate two@corp.example.test --why 'wrong one'
is 'somebody else is asked, and he is not' "$(q "SELECT
    group_concat(reviewer_key) FROM ask a JOIN question q ON q.id = a.question
    WHERE q.kind = 'reinstate'")" a.kim@corp.example.test
ctr-offboard -q --stop "$(job_id 90)" --why x
# The directory learns it between the question, the click and the work.
q "DELETE FROM person WHERE remote_id = 'p3'"
ctr-offboard -q --reinstate two@corp.example.test --why 'wrong one'
ctr-mail -q
link=$(mail_link "$S/box" the.boss@ .)
q "$person"
click "$link" answer=approve reason=yes >"$S/page"
is 'who asked cannot approve by his other name' "$(job 90)" waiting
q "DELETE FROM person WHERE remote_id = 'p3'"
click "$link" answer=approve reason=yes >"$S/page"
is 'where nothing tells, he can' "$(job 90)" due
q "$person"
later 60
status_is 'but before an account is touched it is looked at again' 77 \
    ctr-offboard
is 'nothing is given back' "$(job 90) $(there text two .state)" \
    'held "disabled"'
ctr-offboard -q --stop "$(job_id 90)" --why x
q "DELETE FROM person WHERE remote_id = 'p3'"
ctr-policy set approvers "$me@corp.example.test a.kim@corp.example.test" \
    >/dev/null
status_is 'an approver is asked' 0 ctr-offboard \
    --reinstate again@corp.example.test --why 'wrong one'
like 'a job waits' "$out" '^job/[0-9]+ waits for an approver'
status_is 'asked for twice' 77 ctr-offboard \
    --reinstate again@corp.example.test --why 'wrong one'
status_is 'a run before she says yes' 0 ctr-offboard
is 'gives nothing back' "$(status 4) $(there text again .state)" \
    'offboarded "disabled"'
ctr-mail -q
link=$(mail_link "$S/box" a.kim@ .)
like 'the page says what it is' "$(page "$link")" 'to have access again'
click "$link" answer=approve reason=yes >"$S/page"
later 60
status_is 'then' 0 ctr-offboard
is 'he is active' "$(status 4) $(q 'SELECT departure IS NULL FROM contractor
    WHERE id = 4')" 'active 1'
is 'enabled, ordinary groups, his expiry' \
    "$(there text again '[.state, .groups, .expires_at]')" \
    "[\"enabled\",[\"g-plant\"],$end]"
is 'his engagement goes on' "$(q 'SELECT how IS NULL FROM engagement
    WHERE contractor = 4')" 1
like 'told' "$(ctr-mail -q; mail_text "$S/box" m.jones@)" 'again, reinstated|reinstated'

contractor 5 named
account 5 text named g-admins g-plant
leaves 5
later 960
ctr-offboard -q
ctr-offboard -q --reinstate named@corp.example.test --why 'wrong one'
ctr-mail -q
click "$(mail_link "$S/box" a.kim@ .)" answer=approve reason=with+g-admins \
    >"$S/page"
# Somebody gave him another expiry meanwhile.
jq -c 'if .account.login == "named" then .account.expires_at = 1800000000 |
    .account.mark = 9 else . end' "$S/text" >"$S/text.new" &&
    mv "$S/text.new" "$S/text"
later 60
status_is 'a privileged group that the approval names' 0 ctr-offboard
is 'comes back, what others changed stays' \
    "$(there text named '[.state, .groups, .expires_at]')" \
    '["enabled",["g-admins","g-plant"],1800000000]'
ctr-policy reset steps >/dev/null

contractor 6 late
account 6 text late
leaves 6
later 960
ctr-offboard -q
later $((31 * 86400))
status_is 'longer ago than reinstate_days' 77 ctr-offboard \
    --reinstate late@corp.example.test --why x

### Suspended by policy after the end, and what stops it

contractor 7 ended 2027-01-10
account 7 text ended
account 7 other ended
q "INSERT INTO job (contractor, kind, rule, second, state, due_at, made_at)
    VALUES (7, 'suspend', 'at_end', 0, 'due', 0, $(at "$CTR_NOW"))"
status_is 'the policy does not say so' 0 ctr-offboard
is 'it is dropped' "$(job 7) $(status 7)" 'undone active'
ctr-policy set at_end suspend >/dev/null
q "INSERT INTO job (contractor, kind, rule, second, state, due_at, made_at)
    VALUES (7, 'suspend', 'at_end', 0, 'due', 0, $(at "$CTR_NOW"))"
now 2027-01-10T12:00:00Z
T_seq=$(q 'SELECT max(at) FROM evidence')
[ "$T_seq" -le "$(at "$CTR_NOW")" ] || now "$(date -ud "@$T_seq" +%Y-%m-%dT%H:%M:%SZ)"
[ "$(at "$CTR_NOW")" -ge "$(at 2027-01-11)" ] || now 2027-01-11T00:00:00Z
status_is 'after the last day' 0 ctr-offboard
is 'every account is disabled, he is suspended' \
    "$(status 7) $(there text ended .state) $(there other ended .state)" \
    'suspended "disabled" "disabled"'
is 'he is no leaver' "$(q 'SELECT departure IS NULL FROM contractor
    WHERE id = 7')" 1
ctr-policy reset at_end >/dev/null

### A later last day

contractor 8 longer 2027-02-01
account 8 text longer
q "UPDATE account SET expires_at = $(at 2027-02-02) WHERE login = 'longer'"
jq -c "if .account.login == \"longer\" then .account.expires_at =
    $(at 2027-02-02) else . end" "$S/text" >"$S/text.new" &&
    mv "$S/text.new" "$S/text"
account 8 other forever
q "UPDATE account SET expires_at = NULL WHERE login = 'forever'"
asked 8
click "$(mail_link "$S/box" m.jones@ /extend)" answer=extend day=2027-02-28 \
    >"$S/page"
is 'it is decided' "$(job 8)" due
status_is 'ctr-offboard has nothing to do with it' 0 ctr-offboard
is 'still due' "$(job 8)" due
status_is 'ctr-provision' 0 ctr-provision
is 'its report' "$out" 'ctr-provision started=1 steps=1 refused=0 later=0 held=0'
is 'the account ends after the new last day' \
    "$(there text longer .expires_at)" "$(at 2027-03-01)"
is 'one that never ended still does not' "$(q "SELECT count(*) FROM step s
    JOIN account a ON a.id = s.account WHERE a.login = 'forever'")" 0
is 'done' "$(job 8) $(status 8)" 'done active'
status_is 'again' 0 ctr-provision
is 'nothing' "$out" 'ctr-provision started=0 steps=0 refused=0 later=0 held=0'

contractor 9 stays 2027-02-01
account 9 text stays
ctr-policy set write_expiry never >/dev/null
asked 9
click "$(mail_link "$S/box" m.jones@ /extend)" answer=extend day=2027-02-28 \
    >"$S/page"
ctr-provision -q
is 'write_expiry never' "$(job 9)$(there text stays .expires_at)" 1830297600
ctr-policy reset write_expiry >/dev/null

### Suspended at once by an approver, and lifted

contractor 10 urgent
account 10 text urgent g-admins
account 10 other urgent
jq -c 'if .account.login == "urgent" then .account.state = "disabled" else .
    end' "$S/other" >"$S/other.new" && mv "$S/other.new" "$S/other"
ctr-policy set approvers "$me@corp.example.test" >/dev/null
status_is 'an approver suspends' 0 ctr-edit --suspend urgent@corp.example.test \
    --why 'laptop stolen'
ctr-offboard -q
is 'every account is disabled' \
    "$(status 10) $(there text urgent .state) $(there other urgent .state)" \
    'suspended "disabled" "disabled"'
is 'his groups are his' "$(there text urgent .groups)" '["g-admins"]'
status_is 'lifted' 0 ctr-edit --lift urgent@corp.example.test --why 'found again'
ctr-offboard -q
is 'what we switched off is on, what was off stays off' \
    "$(status 10) $(there text urgent .state) $(there other urgent .state)" \
    'active "enabled" "disabled"'

### A departure overtakes what else is to be done

contractor 11 both 2027-03-01
account 11 text both
asked 11
ctr-edit --suspend both@corp.example.test --why x >/dev/null
click "$(mail_link "$S/box" m.jones@ /offboard)" answer=offboard leaves=yes \
    when=now >"$S/page"
later 960
echo 'say 1 {answer:"temporary",words:"busy"}' >"$S/text.plan"
status_is 'its system is busy' 69 ctr-offboard
is 'neither has started' "$(q "SELECT count(*) FROM job WHERE contractor = 11
    AND started_at IS NOT NULL")" 0
status_is 'then it is not' 0 ctr-offboard
is 'he has left' "$(status 11) $(there text both .state)" \
    'offboarded "disabled"'
is 'the suspension is settled, too' "$(q "SELECT count(*) FROM job WHERE
    contractor = 11 AND state IN ('waiting','due','held')")" 0

### Two at once

contractor 12 twice
account 12 text twice
leaves 12
later 960
rm -f "$S/text.done"
ctr-offboard -q & one=$!
ctr-offboard -q & two=$!
wait $one
is 'one of two runs' $? 0
wait $two
is 'and the other' $? 0
is 'each step was done once' "$(status 12) $(wc -l <"$S/text.done")" \
    'offboarded 3'

status_is 'the chain holds' 0 ctr-evidence verify
finish
