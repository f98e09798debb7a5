#!/bin/sh
# Policy write_expiry = always: an account's expiry follows the last day,
# whoever moves it.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"

me=$(id -un)
ends() { there "$1" "$2" .expires_at; }
jobs() { q "SELECT count(*) FROM job WHERE contractor = $1"; }
end() { ctr-edit -q "$1@corp.example.test" "contract_end=$2"; }

contractor 1 moves 2027-02-01
account 1 text moves
account 1 other forever
q "UPDATE account SET expires_at = NULL WHERE login = 'forever'"
jq -c 'if .account.login == "forever" then .account.expires_at = null else .
    end' "$S/other" >"$S/other.new" && mv "$S/other.new" "$S/other"

### Not by default

end moves 2027-02-10
is 'write_expiry = extend: an operator moves a day, no account' "$(jobs 1)" 0
ctr-policy set write_expiry always >/dev/null
ctr-provision -q
is 'what has moved before is not written' "$(jobs 1) $(ends text moves)" '0 1830297600'

### An operator moves it

end moves 2027-02-28
is 'a job' "$(q "SELECT kind || ' ' || rule || ' ' || state || ' ' ||
    coalesce(decision, '-') FROM job WHERE contractor = 1")" 'extend write_expiry due -'
like 'whose evidence names the policy, who set it, the day and whose word it is' \
    "$(q "SELECT actor || ' ' || detail FROM evidence WHERE action = 'job.add'")" \
    "^operator/$me .*\"rule\":\"write_expiry\",\"policy_set_by\":\"operator/$me\",\"contract_end\":\"2027-02-28\",\"end_from\":\"operator\""
end moves 2027-03-05
is 'moved again before it was carried out: the same job' "$(jobs 1)" 1
status_is 'ctr-provision -n' 0 ctr-provision -n -o tsv
like 'shows it' "$out" 'set_expiry'
status_is 'ctr-provision' 0 ctr-provision
is 'writes the one account that has an expiry' "$out" \
    'ctr-provision started=1 steps=1 refused=0 later=0 held=0'
is 'with the day that holds now' "$(ends text moves)" "$(at 2027-03-06)"
is 'one that never ended still does not' "$(ends other forever)" null
is 'done' "$(job 1) $(status 1)" 'done active'
is 'before and after are kept' "$(q "SELECT before IS NOT NULL AND after IS NOT NULL
    FROM step WHERE op = 'set_expiry'")" 1
is 'no manager is mailed about it' "$(q "SELECT count(*) FROM outbox
    WHERE template = 'completed'")" 0
status_is 'again' 0 ctr-provision
is 'nothing' "$out" 'ctr-provision started=0 steps=0 refused=0 later=0 held=0'
end moves 2027-03-05
ctr-edit -q moves@corp.example.test project=Other
is 'the same day, another field: no job' "$(jobs 1)" 1
end moves 2026-12-31
ctr-provision -q
is 'an earlier day too' "$(ends text moves)" "$(at 2027-01-01)"

### A roster moves it

contractor 2 rostered 2027-02-01
account 2 text rostered
later 60
printf 'upn,contract_end\nrostered@corp.example.test,2027-06-30\n' >"$S/r.csv"
status_is 'a roster' 0 ctr-ingest --delta "$S/r.csv"
is 'moves it: a job' "$(job 2)" due
is 'by the roster' "$(q "SELECT actor || ' ' || json_extract(detail, '\$.end_from')
    FROM evidence WHERE action = 'job.add' AND subject = 'contractor/2'")" \
    'tool/ctr-ingest roster'
status_is 'the same roster' 0 ctr-ingest --delta "$S/r.csv"
is 'no other' "$(jobs 2)" 1
ctr-provision -q
is 'the account follows' "$(ends text rostered)" "$(at 2027-07-01)"

### What stands in its way

end moves 2027-04-30
ctr-policy set write_expiry extend >/dev/null
ctr-provision -q
is 'the policy is another by now: dropped' "$(job 1) $(ends text moves)" "undone $(at 2027-01-01)"
ctr-policy set write_expiry always >/dev/null
end moves 2027-05-31
end moves ''
ctr-provision -q
is 'no last day any more: dropped' "$(job 1) $(ends text moves)" "undone $(at 2027-01-01)"

contractor 3 asks 2027-02-01
account 3 text asks
ctr-policy set extend_max_times 0 >/dev/null
ctr-policy set approvers 'a.kim@corp.example.test' >/dev/null
asked 3
click "$(mail_link "$S/box" m.jones@ /extend)" answer=extend day=2027-02-15 \
    >"$S/page"
is 'a reviewer wants a later one' "$(job 3)" waiting
end asks 2027-02-05
is 'what waits for an approver comes first' "$(jobs 3) $(job 3)" '1 waiting'
ctr-mail -q
click "$(mail_link "$S/box" a.kim@ .)" answer=deny reason=no >"$S/page"
is 'refused: the account follows the day that holds' \
    "$(q "SELECT group_concat(state, ' ') FROM (SELECT state FROM job
    WHERE contractor = 3 ORDER BY id)")" 'undone due'
ctr-provision -q
is 'it does' "$(ends text asks)" "$(at 2027-02-06)"

### A later word overtakes a decision that nothing was done of

ctr-policy reset extend_max_times >/dev/null
contractor 4 later 2027-02-01
account 4 text later
asked 4
click "$(mail_link "$S/box" m.jones@ /extend)" answer=extend day=2027-02-15 \
    >"$S/page"
is 'an extension' "$(job 4)" due
end later 2027-01-20
is 'an operator knows better' "$(q "SELECT group_concat(state || coalesce(rule, ''), ' ')
    FROM (SELECT * FROM job WHERE contractor = 4 ORDER BY id)")" 'undone duewrite_expiry'
ctr-provision -q
is 'his day is written' "$(ends text later)" "$(at 2027-01-21)"

### It moves while it is being written

contractor 5 busy 2027-02-01
account 5 text busy
end busy 2027-03-01
echo 'say 1 {"answer":"temporary","words":"busy","retry_after":1}' >"$S/text.plan"
status_is 'its system is busy' 69 ctr-provision
end busy 2027-03-31
rm -f "$S/text.plan"
later 7200
ctr-provision -q
later 60
ctr-provision -q
is 'both are written, one after the other' "$(ends text busy) $(job 5)" "$(at 2027-04-01) done"

status_is 'the chain holds' 0 ctr-evidence verify
finish
