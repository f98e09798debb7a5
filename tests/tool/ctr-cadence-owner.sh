#!/bin/sh
# shellcheck disable=SC2016
# ctr-cadence and those who operate it: the owners' daily mail of findings.
. "${0%/*}/../lib.sh"

db=$CTR_VAR/acme/registry.db
q() { sqlite3 -bail "$db" "$@"; }

ctr-init -t acme --test -T 2026-04-01T00:00:00Z \
	--fallback-reviewer it@corp.example.test >/dev/null || exit 1
printf 'base_url = http://127.0.0.1:8080\n[mail]\nfrom = ctr@x.test\ntransport = maildir:%s\n' \
	"$S/box" >"$CTR_ETC/acme.conf"
policy() { ctr-policy -q -t acme "$@"; }
day=2026-05-01
cadence() { ctr-cadence -t acme -T "${day}T06:30:00Z" "$@"; }
state() { sqlite3 "$db" .dump | grep -v '^INSERT INTO run ' | sha256sum; }
# at DAY KIND SUBJECT [OWNER]: a finding opened at noon of that day.
at() {
	q "INSERT INTO finding (kind, subject, detail, owner, opened_at, seen_at)
	    VALUES ('$2', '$3', '{\"login\":\"adm-x\"}', nullif('${4-}', ''),
	    CAST(strftime('%s', '$1 12:00:00') AS INTEGER), 1)"
}
# told: recipient and count of each queued mail of findings.
told() {
	q "SELECT group_concat(x, ' ') FROM (SELECT recipient || ':' ||
	    json_extract(fields, '\$.count') AS x FROM outbox WHERE
	    template = 'findings' AND state = 'queued' ORDER BY recipient)"
}

q "INSERT INTO person (id, remote_id, upn_key, display_name, email, enabled, changed_at)
	VALUES (1, 'p1', 'sec@x.test', 'Sec Ops', 'security@mail.test', 1, 0),
	(2, 'p2', 'gone@x.test', 'Gone', 'gone@mail.test', 0, 0);
    INSERT INTO contractor (id, upn, upn_key, display_name, vendor, origin, status,
	active_on, created_at, changed_at)
	VALUES (1, 'jan@x.test', 'jan@x.test', 'Jan Novak', 'Acme', 'operator',
	'transferred', '2026-04-02', 1775088000, 1775088000);
    INSERT INTO account (id, contractor, connector, remote_id, login, state, changed_at)
	VALUES (9, NULL, 'ad', 'abcd', 'adm-x', 'enabled', 1)" || exit 1
CTR_NOW=2026-04-02T00:00:00Z policy set finding_owner.unregistered Sec@x.test
CTR_NOW=2026-04-02T00:00:00Z policy set finding_owner.rehire gone@x.test

at 2026-04-24 unregistered account/9
at 2026-04-24 converted contractor/1 sec@X.test
at 2026-04-24 duplicate contractor/1
at 2026-04-24 rehire contractor/1
at 2026-04-25 override contractor/1

### Whom, and when

before=$(state)
status_is '-n' 0 cadence -n -o tsv
is 'shows a mail for each owner' "$out" 'action	subject	upn	change	why
tell	findings		2 to security@mail.test	open for 7 days (finding_days)
tell	findings		2 to it@corp.example.test	open for 7 days (finding_days)'
is 'and changes nothing' "$(state)" "$before"
day=2026-04-30
status_is 'six days' 0 cadence
like 'are not seven' "$out" 'told=0'
day=2026-05-01
status_is 'seven days' 0 cadence
like 'two owners' "$out" 'told=2'
is 'his own word, his kind; nobody, or one who is gone: the fallback' "$(told)" \
	'it@corp.example.test:2 security@mail.test:2'
is 'with its evidence' "$(q "SELECT group_concat(json_extract(detail, '\$.owner'), ' ')
	FROM evidence WHERE action = 'finding.tell'")" 'sec@x.test it@corp.example.test'
before=$(state)
status_is 'again' 0 cadence
like 'is the same day' "$out" 'told=0'
is 'and changes nothing' "$(state)" "$before"
status_is 'nor does -n' 0 cadence -n -o tsv
is 'show it' "$out" 'action	subject	upn	change	why'
status_is 'one contractor alone' 0 cadence jan@x.test
ctr-mail -t acme -q -T "${day}T06:31:00Z"
mail=$(cat "$(grep -rl 'To: security@mail.test' "$S/box/new")")
like 'the mail says which' "$mail" '^- Number: 1|Number: 1'
like 'whose account' "$mail" 'Login: adm-x'
like 'and what is wrong' "$mail" 'an account that no contractor has; login adm-x'
like 'of a contractor his name' "$mail" 'Contractor: Jan Novak'

### The next day, days without mail, a mail that is turned off

day=2026-05-02
status_is 'the next day' 0 cadence
like 'is another mail' "$out" 'told=2'
is 'with one more' "$(told)" 'it@corp.example.test:3 security@mail.test:2'
q "UPDATE finding SET closed_at = 1, outcome = 'gone' WHERE owner = 'sec@X.test'"
CTR_NOW=2026-05-02T07:00:00Z policy set holidays 2026-05-03
day=2026-05-03
status_is 'a holiday' 0 cadence
like 'has none' "$out" 'told=0'
CTR_NOW=2026-05-03T07:00:00Z policy set mail.findings off
day=2026-05-04
status_is 'mail.findings = off' 0 cadence
like 'has none' "$out" 'told=0'
CTR_NOW=2026-05-04T06:00:00Z policy reset mail.findings
CTR_NOW=2026-05-04T06:00:00Z policy set finding_days 30
status_is 'finding_days' 0 cadence
like 'counts' "$out" 'told=0'
CTR_NOW=2026-05-04T06:00:00Z policy reset finding_days

### A long list

i=100
while [ $i -lt 140 ]; do
	printf "INSERT INTO finding (kind, subject, opened_at, seen_at) VALUES ('undeliverable', 'outbox/%d', 1775100000, 1);\n" $i
	i=$((i + 1))
done | q
status_is 'forty more' 0 cadence
is 'thirty of them are shown' "$(q "SELECT json_extract(fields, '\$.count') || ' ' ||
	json_array_length(fields, '\$.rows') || ' ' || json_extract(fields, '\$.more')
	FROM outbox WHERE dedup = 'findings/it@corp.example.test/2026-05-04'")" '43 30 13'

### A run that is held says so once

q "INSERT INTO person (id, remote_id, upn_key, display_name, email, enabled, changed_at)
	VALUES (3, 'p3', 'mia@x.test', 'Mia', 'mia@x.test', 1, 0)"
CTR_NOW=2026-05-04T06:31:00Z policy set finding_owner.job_held sec@x.test
CTR_NOW=2026-05-04T06:31:00Z policy set mail_limit 1
# people A B: contractors whose monthly question is due.
people() {
	i=$1
	while [ "$i" -le "$2" ]; do
		printf "INSERT INTO contractor (id, upn, upn_key, display_name, manager_key, active_on, origin, status, created_at, changed_at)
		    VALUES (%d, 'c%d@x.test', 'c%d@x.test', 'C%d', 'mia@x.test', '2026-04-02', 'operator', 'active', 1775088000, 1775088000);\n" \
			"$i" "$i" "$i" "$i"
		i=$((i + 1))
	done | q
}
held() {
	q "SELECT group_concat(x, ' ') FROM (SELECT recipient || ':' ||
	    json_extract(fields, '\$.count') || ':' ||
	    coalesce(json_extract(fields, '\$.limit'), '-') AS x
	    FROM outbox WHERE template = 'held' ORDER BY id)"
}
people 11 12
day=2026-05-05
status_is 'the first questions, of named ones' 77 cadence c11@x.test
is 'are told on the terminal alone' "$(held)" ''
status_is 'the first run' 77 cadence
is 'is mailed to the owner of such findings' "$(held)" security@mail.test:2:-
people 13 13
day=2026-05-06
status_is 'another day, another number' 77 cadence
is 'is the same hold' "$(held)" security@mail.test:2:-
is 'whose finding has the number' "$(q "SELECT json_extract(detail, '\$.due')
	FROM finding WHERE kind = 'job_held' AND closed_at IS NULL")" 3
status_is 'the owners have their mail all the same' 0 test "$(q "SELECT count(*)
	FROM outbox WHERE template = 'findings' AND dedup LIKE '%/2026-05-06'")" -gt 0
status_is 'released' 0 cadence --accept 3
is 'the finding is gone' "$(q "SELECT count(*) FROM finding WHERE kind = 'job_held' AND closed_at IS NULL")" 0
people 21 40
status_is 'more than three times the largest' 77 cadence
is 'is another hold' "$(held)" 'security@mail.test:2:- security@mail.test:20:9'
ctr-mail -t acme -q -T "${day}T06:31:00Z"
mail=$(cat "$(grep -l 'ctr-cadence -t acme --accept 20' "$S"/box/new/*)")
like 'the mail says what releases it' "$mail" 'More questions are due than one run may ask'
q "UPDATE contractor SET status = 'transferred' WHERE id >= 11"

### Erased with the person

q "UPDATE outbox SET state = 'sent', sent_at = 1777000000 WHERE state = 'queued'"
is 'they name him' "$(q "SELECT count(*) > 0 FROM outbox WHERE fields LIKE '%Jan Novak%'")" 1
q "INSERT INTO engagement VALUES (1, 1, 1775088000, 1775088000, 'transferred')"
as() { # LOGIN COMMAND...
	login=$1
	shift
	if [ "$(id -u)" -eq 0 ]; then
		SUDO_USER=$login "$@"
	else
		unshare -r env SUDO_USER="$login" "$@"
	fi
}
for who in alice bob; do
	status_is "$who" 0 as $who ctr-erase -q -t acme -T 2027-12-26T06:00:00Z person jan@x.test --why x
done
is 'and do not any more' "$(q "SELECT count(*) FROM outbox WHERE fields LIKE '%Jan Novak%'")" 0
status_is 'the evidence is whole' 0 ctr-evidence -t acme verify

finish
