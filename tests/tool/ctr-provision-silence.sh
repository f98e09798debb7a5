#!/bin/sh
# Newcomers whom nobody answers about: reminded, found, put to the one above;
# and nothing is made of silence.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"

q "UPDATE person SET connector = 'other';
    INSERT INTO person (id, connector, remote_id, upn_key, display_name, email,
    enabled, changed_at) VALUES
    (3, 'other', 'p3', 'h.head@corp.example.test', 'Hanna Head',
    'h.head@corp.example.test', 1, 0),
    (4, 'other', 'p4', 'g.chief@corp.example.test', 'Gus Chief',
    'g.chief@corp.example.test', 1, 0),
    (5, 'other', 'p5', 'n.next@corp.example.test', 'Nora Next',
    'n.next@corp.example.test', 1, 0);
    UPDATE person SET manager = 3 WHERE id IN (1, 5);
    UPDATE person SET manager = 4 WHERE id = 3"
cat >>"$CTR_ETC/acme.conf" <<END
[provision]
connector = other
upn_domain = corp.example.test
END
m=m.jones@corp.example.test
ctr-policy -q set fallback_reviewer office@corp.example.test
ctr-policy -q set approvers a.kim@corp.example.test
cat >"$S/list.csv" <<END
Name,Manager,Vendor,Worker ID,Start,End
Ann Eins,$m,Acme,W-1,2027-02-01,2027-06-30
Ben Zwei,$m,Acme,W-2,2027-02-01,2027-06-30
END
status_is 'two are wanted' 0 ctr-provision new --from "$S/list.csv"
ctr-mail -q

mails() { q "SELECT count(*) FROM outbox WHERE template = 'newcomers'
    AND recipient = '$1'"; }
asked_of() { q "SELECT group_concat(reviewer_key, ' ') FROM (SELECT
    a.reviewer_key FROM ask a JOIN question q ON q.id = a.question
    WHERE q.contractor = $1 AND q.state = 'open' ORDER BY a.level)"; }
waiting() { finding approval_waiting "contractor/$1"; }
# day DAY: a run of each program in the morning.
day() {
	now "$1T06:00:00Z"
	ctr-provision -q
	status_is "the cadence on $1" 0 ctr-cadence
	ctr-mail -q
}
reminded() { printf '%s\n' "$out" | sed 's/.*reminded=\([0-9]*\).*/\1/'; }

is 'one mail' "$(mails $m)" 1
status_is 'the same day' 0 ctr-cadence
is 'nobody is reminded' "$(reminded)" 0
now 2026-11-21T06:00:00Z
like 'a plan says who waits' "$(ctr-cadence -n -o tsv)" \
    '^remind	contractor/1		approval	waits since 2026-11-20'
day 2026-11-21
is 'reminded, with one mail for the list' "$(reminded) $(mails $m)" '1 2'
status_is 'once a day' 0 ctr-cadence
is 'and no more' "$(reminded) $(mails $m)" '0 2'
is 'no finding yet' "$(waiting 1)" 0
day 2026-11-22
is 'after two days it is a finding' "$(waiting 1) $(waiting 2)" '1 1'
is 'the new mail leads to the same list' "$(page "$(mail_link "$S/box" m.jones@ http)" |
    grep -c 'type="checkbox"')" 2
for d in 23 24 25 26; do
	day 2026-11-$d
done
is 'six days' "$(asked_of 1)" $m
day 2026-11-27
is 'after seven the one above is asked' "$(asked_of 1)" \
    "$m h.head@corp.example.test"
is 'about the other too' "$(asked_of 2)" "$m h.head@corp.example.test"
like 'the evidence says so' "$(q "SELECT detail FROM evidence
    WHERE action = 'question.escalate' AND subject = 'contractor/1'")" \
    '"level":1,"reviewer":"h.head@corp.example.test"'
day 2026-12-04
is 'then the next' "$(asked_of 1)" \
    "$m h.head@corp.example.test g.chief@corp.example.test"
day 2026-12-11
is 'then fallback_reviewer' "$(asked_of 1)" \
    "$m h.head@corp.example.test g.chief@corp.example.test office@corp.example.test"
day 2026-12-18
is 'and then nobody else' "$(asked_of 1 | wc -w | tr -d ' ')" 4
is 'silence makes nothing' "$(q 'SELECT (SELECT count(*) FROM job) +
    (SELECT count(*) FROM decision) + (SELECT count(*) FROM account)')" 0

### An answer of one above

ask() { q "SELECT a.id FROM ask a JOIN question q ON q.id = a.question
    WHERE q.contractor = $1 AND a.reviewer_key = '$2' AND q.state = 'open'"; }
click "$(mail_link "$S/box" g.chief@ http)" \
    "t$(ask 2 g.chief@corp.example.test)=yes" answer=approve >"$S/page"
is 'counts' "$(q "SELECT state FROM newcomer WHERE contractor = 2")" approved
is 'the finding is gone' "$(waiting 2)" 0
before=$(mails $m)
day 2026-12-19
is 'about him nobody is reminded' "$(q "SELECT count(*) FROM evidence
    WHERE action = 'question.remind' AND subject = 'contractor/2'
    AND at > $(at 2026-12-19T00:00:00Z)")" 0
is 'about the other they are' "$(($(mails $m) - before))" 1
now 2027-01-29T06:00:00Z
status_is 'what he approved' 0 ctr-provision
is 'is made: he may be asked, so he may say yes' "$(there other bzwei .upn)" \
    '"bzwei@corp.example.test"'

### Another manager while nobody answers

q "UPDATE contractor SET manager_key = 'n.next@corp.example.test' WHERE id = 1"
status_is 'the next run' 0 ctr-provision
is 'asks her' "$(asked_of 1)" n.next@corp.example.test
is 'the former question is over' "$(q "SELECT group_concat(state, ' ') FROM
    (SELECT state FROM question WHERE contractor = 1 ORDER BY id)")" \
    'overtaken open'
ctr-mail -q
day 2027-01-31
is 'in the last week two days are enough' "$(asked_of 1)" \
    'n.next@corp.example.test h.head@corp.example.test'

### Approvers

ctr-policy -q set provision_approval approver
now 2027-02-01T06:00:00Z
ctr-provision -q new display_name='Cid Drei' manager=$m vendor=Acme \
    worker_id=W-3 contract_start=2027-03-01 contract_end=2027-06-30
ctr-mail -q
day 2027-02-02
is 'an approver is reminded' "$(mails a.kim@corp.example.test)" 2
day 2027-02-03
is 'after two days a finding' "$(waiting 3)" 1
day 2027-02-10
is 'nobody above him is asked' "$(asked_of 3)" a.kim@corp.example.test
click "$(mail_link "$S/box" a.kim@ http)" \
    "t$(ask 3 a.kim@corp.example.test)=yes" answer=deny reason=no >"$S/page"
is 'his no' "$(status 3) $(waiting 3)" 'withdrawn 0'
status_is 'the chain holds' 0 ctr-evidence verify

finish
