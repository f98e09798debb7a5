#!/bin/sh
# ctr-cadence on a fixed clock: held, asked, escalated, readdressed, withdrawn.
. "${0%/*}/../lib.sh"

db=$CTR_VAR/acme/registry.db
q() { sqlite3 -bail "$db" "$@"; }

ctr-init -t acme --test -T 2026-04-01T00:00:00Z \
	--fallback-reviewer it@corp.example.test >/dev/null || exit 1
printf 'base_url = http://127.0.0.1:8080\n[mail]\nfrom = ctr@x.test\ntransport = maildir:%s\n' \
	"$S/box" >"$CTR_ETC/acme.conf"

# person ID KEY MANAGER ENABLED EMAIL
person() {
	q "INSERT INTO person (id, remote_id, upn_key, display_name, email,
	    manager, enabled, changed_at)
	    VALUES ($1, 'p$1', '$2', 'Name $1', $5, $3, $4, 0)"
}
# contractor ID UPN MANAGER START END STATUS: active since 1 April
contractor() {
	q "INSERT INTO contractor (id, upn, upn_key, display_name, manager_key,
	    contract_end, active_on, origin, status, created_at, changed_at)
	    VALUES ($1, '$2', '$2', 'Contractor $1', $3, $4, '2026-04-02',
	    'operator', 'active', 1775088000, 1775088000)"
}
day=2026-05-01
cadence() { ctr-cadence -t acme -T "${day}T06:30:00Z" "$@"; }
mail() { ctr-mail -t acme -q -T "${day}T06:30:00Z"; }
# Everything but the row of the run itself, and the evidence if it is the same.
state() {
	sqlite3 "$db" .dump | grep -v '^INSERT INTO run ' | sha256sum
}
mails() { find "$S/box/new" -type f 2>/dev/null | wc -l | tr -d ' '; }
# asks UPN: who was asked the open question, by level
asks() {
	q "SELECT group_concat(x, ' ') FROM (SELECT a.level || ':' || a.reviewer_key
	    AS x FROM contractor c JOIN question k ON k.contractor = c.id AND
	    k.state = 'open' JOIN ask a ON a.question = k.id AND
	    a.moved_at IS NULL WHERE c.upn = '$1' ORDER BY a.level, a.id)"
}
open() {
	q "SELECT k.kind || ' ' || k.period FROM question k JOIN contractor c
	    ON c.id = k.contractor WHERE c.upn = '$1' AND k.state = 'open'"
}
findings() {
	q "SELECT group_concat(kind, ' ') FROM (SELECT kind FROM finding
	    WHERE subject = 'contractor/$1' AND closed_at IS NULL ORDER BY kind)"
}

person 1 boss@x.test NULL 1 "'boss@x.test'"
person 2 head@x.test 1 1 "'head@x.test'"
person 3 mia@x.test 2 1 "'mia@x.test'"
person 4 off@x.test 2 0 "'off@x.test'"
person 5 tom@x.test 2 1 "'tom@x.test'"

status_is 'nobody to ask about' 0 cadence
is 'and nothing done' "$out" 'ctr-cadence asked=0 readdressed=0 escalated=0 recorded=0 closed=0 withdrawn=0 suspended=0 found=0 gone=0 later=0 looked=0 reminded=0 told=0'

contractor 1 jan@x.test "'mia@x.test'" "'2026-12-31'"
contractor 2 ann@x.test "'mia@x.test'" NULL
contractor 3 sam@x.test "'mia@x.test'" "'2026-06-15'"
contractor 4 bob@x.test "'off@x.test'" "'2026-12-31'"

### The first run is held

before=$(state)
status_is 'a plan' 0 cadence -n -o tsv
is 'its rows' "$(printf '%s\n' "$out" | cut -f 1-4)" 'action	subject	upn	change
ask	contractor/1	jan@x.test	heartbeat to mia@x.test
ask	contractor/2	ann@x.test	full to mia@x.test
ask	contractor/4	bob@x.test	heartbeat to head@x.test'
like 'and why' "$out" 'the end 2026-12-31 is 244 days away'
is 'a plan changes nothing' "$(state)" "$before"
status_is 'the first run is held' 77 cadence
like 'it says how many, and how to go on' "$err" 'held: the first run would ask 3 questions; .*--accept 3'
is 'held: nobody is asked' "$(q "SELECT count(*) FROM question")" 0
is 'it is a finding' "$(q "SELECT kind || ' ' || subject FROM finding")" 'job_held questions'
is 'and who operates it is mailed' "$(q "SELECT template || ' ' || recipient || ' ' ||
	json_extract(fields, '\$.count') || ' ' || json_extract(fields, '\$.command')
	FROM outbox")" 'held it@corp.example.test 3 ctr-cadence -t acme --accept 3'
before=$(state)
status_is "held again" 77 cadence
is 'is the same hold' "$(state)" "$before"
status_is 'another number is refused' 77 cadence --accept 2
is 'refused: nothing is changed' "$(state)" "$before"
status_is 'the exact number' 0 cadence --accept 3
like 'three are asked' "$out" 'asked=3 .*looked=4'
is 'the manager of one' "$(asks jan@x.test)" 0:mia@x.test
is 'whose manager is disabled: the one above' "$(asks bob@x.test)" 0:head@x.test
is 'and why is a finding' "$(findings 4)" manager_invalid
is 'a month with T-30 to come: no heartbeat' "$(open sam@x.test)" ''
is 'the finding is gone' "$(q "SELECT count(*) FROM finding WHERE kind = 'job_held' AND closed_at IS NULL")" 0
is 'three mails wait' "$(q "SELECT count(*) FROM outbox WHERE state = 'queued' AND template <> 'held'")" 3
is 'with their values' "$(q "SELECT json_extract(fields, '\$.contractor_name')
	|| ' ' || json_extract(fields, '\$.days_left') || ' ' ||
	json_extract(fields, '\$.manager_name') FROM outbox
	WHERE json_extract(fields, '\$.contractor_upn') = 'jan@x.test'")" 'Contractor 1 244 Name 3'

after=$(state)
status_is 'a second run' 0 cadence
like 'asks nothing; who has no valid manager is looked at' "$out" 'asked=0 .*looked=1'
is 'and changes nothing' "$(state)" "$after"
status_is 'everyone is looked at' 0 cadence --all
like 'and nobody was overlooked' "$out" 'asked=0 .*looked=4'
mail
is 'the mails are out, with the one about the hold' "$(mails)" 4

status_is 'an explanation' 0 cadence --explain sam@x.test -o tsv
is 'it reads' "$out" 'day	kind	why
2026-04-02	status	active
	reviewer	mia@x.test
2026-06-15	end	the contract end, 45 days left
2026-05-16	T-30	to be asked
2026-06-08	T-7	to be asked
2026-06-15	T-0	to be asked
2026-05-16	monthly	not this month: a question about the end goes on this day
2026-05-01	none	nothing is due
2026-05-16	T-30	next, if nothing else happens'
status_is 'of nobody' 65 cadence --explain nobody@x.test
status_is 'a forecast' 0 cadence --forecast 20 -o tsv
is 'it reads too' "$(printf '%s\n' "$out" | cut -f 1-2)" 'day	kind
2026-05-08	escalate:1
2026-05-08	escalate:1
2026-05-08	escalate:1
2026-05-15	escalate:2
2026-05-15	escalate:2
2026-05-15	escalate:2
2026-05-16	T-30'

status_is 'an unknown UPN' 65 cadence jan@x.test nobody@x.test
status_is 'options that exclude each other' 64 cadence --all jan@x.test
status_is 'no such number of days' 64 cadence --forecast 0

### Two at once

exec 8>"$CTR_RUN/acme.ctr-cadence.lock"
flock 8
status_is 'another run is at it: it will do it' 0 cadence
is 'and says nothing' "$out$err" ''
status_is 'but not what was named here' 75 cadence jan@x.test
exec 8>&-

### Silence goes up, one mail for each person and manager

day=2026-05-07
status_is 'six days of silence' 0 cadence
like 'are not seven' "$out" 'escalated=0'
day=2026-05-08
before=$(mails)
status_is 'seven are' 0 cadence
like 'three go up' "$out" 'asked=0 readdressed=0 escalated=3'
is 'to the manager of the manager' "$(asks jan@x.test)" '0:mia@x.test 1:head@x.test'
is 'to hers' "$(asks bob@x.test)" '0:head@x.test 1:boss@x.test'
is 'one mail lists both' "$(q "SELECT recipient || ' ' || json_array_length(fields, '\$.rows')
	FROM outbox WHERE template = 'escalation' ORDER BY recipient")" 'boss@x.test 1
head@x.test 2'
status_is 'twice is once' 0 cadence
like 'nothing again' "$out" 'escalated=0'
mail
is 'two mails, and the one of findings' "$(($(mails) - before))" 3
day=2026-05-15
cadence -q && mail
is 'level 2' "$(asks ann@x.test)" '0:mia@x.test 1:head@x.test 2:boss@x.test'
is 'nobody above the boss: the fallback' "$(asks bob@x.test)" \
	'0:head@x.test 1:boss@x.test 3:it@corp.example.test'

### T-30 of the third, and a new manager for it

day=2026-05-16
status_is 'T-30' 0 cadence
is 'is asked' "$(open sam@x.test)" 'anchor 2026-06-15/30'
mail
day=2026-05-18
q "UPDATE contractor SET manager_key = 'tom@x.test' WHERE id = 3"
status_is 'another manager' 0 cadence
like 'gets it' "$out" 'asked=0 readdressed=1'
is 'alone' "$(asks sam@x.test)" 0:tom@x.test
is 'the former link says so' "$(q "SELECT count(*) FROM ask WHERE moved_at IS NOT NULL")" 1
mail
status_is 'and no more than once' 0 cadence
like 'nothing again' "$out" 'readdressed=0'

### To the fallback, and then a finding

day=2026-05-22
cadence -q && mail
is 'the fallback' "$(asks jan@x.test)" \
	'0:mia@x.test 1:head@x.test 2:boss@x.test 3:it@corp.example.test'
is 'the last one was silent too' "$(findings 4)" 'manager_invalid unanswered'
day=2026-05-29
cadence -q && mail
is 'unanswered' "$(findings 1)" unanswered
day=2026-06-01
status_is 'the next month' 0 cadence
like 'asks anew' "$out" 'asked=3 .*closed=3'
is 'at the manager' "$(asks jan@x.test)" 0:mia@x.test
is 'the finding stays until somebody answers' "$(findings 1)" unanswered
mail

### A deputy

q "INSERT INTO deputy VALUES ('mia@x.test', 'tom@x.test', '2026-06-02', '2026-06-10', 'x', 1)"
day=2026-06-02
status_is 'a deputy' 0 cadence
is 'gets what is open' "$(asks ann@x.test)" '0:mia@x.test 0:tom@x.test'
is 'in whose place' "$(q "SELECT DISTINCT deputy_for FROM ask WHERE deputy_for IS NOT NULL")" mia@x.test
status_is 'once' 0 cadence
like 'nothing again' "$out" 'readdressed=0'
mail

### The end moves

q "UPDATE contractor SET contract_end = '2026-06-14' WHERE id = 3"
status_is 'the end moves by a day' 0 cadence
is 'the open question takes it' "$(open sam@x.test)" 'anchor 2026-06-14/30'
is 'both keys are kept' "$(q "SELECT count(*) FROM question WHERE contractor = 3")" 2
q "UPDATE contractor SET contract_end = '2026-06-15' WHERE id = 3"
cadence -q
is 'and back' "$(open sam@x.test)" 'anchor 2026-06-15/30'
q "UPDATE contractor SET contract_end = '2027-06-15' WHERE id = 3"
cadence -q
is 'far away: it is over, and the month has had no question' \
	"$(open sam@x.test)" 'monthly 2026-06'

### A manager who stands in for the one above him

person 6 vice@x.test 7 1 "'vice@x.test'"
person 7 chief@x.test 1 1 "'chief@x.test'"
contractor 5 eva@x.test "'vice@x.test'" NULL
q "INSERT INTO deputy VALUES ('chief@x.test', 'vice@x.test', '2026-06-01', '2026-06-30', 'x', 1)"
cadence -q && mail
is 'is asked' "$(asks eva@x.test)" 0:vice@x.test
day=2026-06-09
cadence -q && mail
is 'and does not get it again from above: the next one does' \
	"$(asks eva@x.test)" '0:vice@x.test 1:boss@x.test'
status_is 'nor does the ladder begin anew' 0 cadence
like 'nothing again' "$out" 'asked=0 readdressed=0 escalated=0'

### Nobody above: the fallback, some levels higher than the next

contractor 6 kim@x.test "'boss@x.test'" "'2026-06-10'"
day=2026-06-10
cadence -q && mail
is 'T-0' "$(open kim@x.test)" 'anchor 2026-06-10/0'
CTR_NOW=${day}T06:30:00Z ctr-policy -t acme -q set send_days mon-fri
day=2026-06-12
cadence -q
is 'to the fallback' "$(asks kim@x.test)" '0:boss@x.test 3:it@corp.example.test'
status_is 'he is looked at when its time is over, on a Sunday' 0 cadence --all
mail
day=2026-06-14
cadence -q
is 'and is unanswered' "$(findings 6)" 'past_end unanswered'

### Settled for a time, and no longer

day=2026-06-15
f=$(q "SELECT id FROM finding WHERE kind = 'past_end' AND closed_at IS NULL
	AND subject = 'contractor/6'")
ctr-review -t acme -q -T "${day}T06:30:00Z" dismiss --why holidays \
	--until 2026-06-23 "$f"
cadence -q && mail
day=2026-06-22
cadence -q
is 'a finding that was dismissed is quiet' "$(findings 6)" unanswered
day=2026-06-23
cadence -q
is 'until its day' "$(findings 6)" 'past_end unanswered'

### A deputy of who was asked last

q "INSERT INTO deputy VALUES ('boss@x.test', 'tom@x.test', '2026-06-23', '2026-06-30', 'x', 1)"
status_is 'a deputy, when the ladder is at its end' 0 cadence
is 'is asked' "$(asks kim@x.test)" \
	'0:boss@x.test 0:tom@x.test 3:it@corp.example.test'
q "UPDATE finding SET closed_at = 1, outcome = 'dismissed', why = 'x',
	until_on = '2026-08-01' WHERE kind = 'unanswered'
	AND subject = 'contractor/6' AND closed_at IS NULL"
status_is 'his silence is looked at in time' 0 cadence --all

### A first day, where no roster comes

day=2026-06-24
ctr-edit -t acme -q -T "${day}T06:30:00Z" --new new@x.test \
	contract_start=2026-06-26
cadence -q
is 'not yet' "$(q "SELECT status FROM contractor WHERE upn = 'new@x.test'")" candidate
day=2026-06-26
cadence -q
is 'he is here' "$(q "SELECT status || active_on FROM contractor
	WHERE upn = 'new@x.test'")" active2026-06-26

is 'the report is kept' "$(q "SELECT note FROM run WHERE tool = 'ctr-cadence'" |
	cut -d ' ' -f 1,2)" 'ctr-cadence asked=0'

### Evidence holds

status_is 'the evidence is whole' 0 ctr-evidence -t acme verify
is 'every question has its record' "$(q "SELECT count(*) FROM ask a WHERE NOT EXISTS
	(SELECT 1 FROM evidence e WHERE json_extract(e.detail, '\$.ask') = a.id)")" 0

### Many under one manager are one mail upwards all the same

db=$CTR_VAR/many/registry.db
ctr-init -t many --test -T 2026-04-01T00:00:00Z \
	--fallback-reviewer it@corp.example.test >/dev/null || exit 1
cp "$CTR_ETC/acme.conf" "$CTR_ETC/many.conf"
person 2 head@x.test NULL 1 "'head@x.test'"
person 3 mia@x.test 2 1 "'mia@x.test'"
q "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
	WHERE i < 310) INSERT INTO contractor (id, upn, upn_key, display_name,
	manager_key, active_on, origin, status, created_at, changed_at)
	SELECT i, 'c' || i || '@x.test', 'c' || i || '@x.test', 'C ' || i,
	'mia@x.test', '2026-04-02', 'operator', 'active', 1775088000,
	1775088000 FROM n"
ctr-cadence -t many -q -T 2026-05-01T06:30:00Z --accept 310
ctr-mail -t many -q -T 2026-05-01T06:30:00Z
ctr-cadence -t many -q -T 2026-05-08T06:30:00Z
is 'all go up' "$(q 'SELECT count(*) FROM ask WHERE level = 1')" 310
is 'in one mail' "$(q "SELECT count(*), max(json_extract(fields, '\$.count'))
	FROM outbox WHERE template = 'escalation'")" '1|310'

finish
