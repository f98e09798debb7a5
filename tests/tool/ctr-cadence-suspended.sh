#!/bin/sh
# ctr-cadence: suspended for suspended_days: has he left?
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"

me=$(id -un)
CTR_NOW=2026-11-20T06:00:00Z
left() {
	q "SELECT group_concat(k.period || ' ' || k.state, ', ') FROM question k
	    WHERE k.contractor = $1 AND k.kind = 'left' AND k.period LIKE 'suspended/%'"
}
why() {
	q "SELECT json_extract(fields, '\$.why') FROM outbox
	    WHERE template = 'left' ORDER BY id DESC LIMIT 1"
}

ctr-policy set quiet_days 0 >/dev/null
ctr-policy set mail_limit 1000 >/dev/null
ctr-policy set approvers "$me@corp.example.test" >/dev/null
q "UPDATE person SET manager = 2 WHERE id = 1"
contractor 1 idle 2027-12-31
account 1 text idle
contractor 2 works 2027-12-31
account 2 text works
# An inactivity list would be approved by such a decision; an operator's
# emergency asks at once besides.
status_is 'suspended' 0 ctr-edit -q --suspend idle@corp.example.test --why 'no login'
ctr-offboard -q
is 'he is' "$(status 1)" suspended
job=$(job_id 1)
ctr-mail -q
now 2026-11-21T06:30:00Z
# What was asked at once is answered: he is still here.
click "$(mail_link "$S/box" m.jones@ /attest)" answer=attest >"$S/page"
is 'the manager says that he is still here' "$(q "SELECT answer FROM decision ORDER BY id DESC LIMIT 1")" attest

now 2026-12-19T06:30:00Z
ctr-cadence -q || ctr-cadence -q --accept "$(ctr-cadence -n -o tsv | grep -c '^ask')"
ctr-mail -q
is '29 days are not 30' "$(left 1)" ''
like 'an explanation says when' "$(ctr-cadence --explain idle@corp.example.test -o tsv)" \
	'^2026-12-20	left	suspended since 2026-11-20; from this day: has he left'
like 'and a forecast' "$(ctr-cadence --forecast 2 -o tsv)" '^2026-12-20	left	idle@'
# The monthly question that went on the 19th is answered too.
q "UPDATE question SET state = 'cancelled' WHERE state = 'open'"

now 2026-12-20T06:30:00Z
is '-n shows it' "$(ctr-cadence -n -o tsv | sed 1d)" \
	'ask	contractor/1	idle@corp.example.test	left to m.jones@corp.example.test	suspended since 2026-11-20: has he left (suspended_days)'
status_is '30 days' 0 ctr-cadence
like 'one is asked' "$out" 'asked=1 '
is 'about this suspension' "$(left 1)" "suspended/$job open"
is 'with the reason' "$(why)" 'Access has been suspended since 2026-11-20.'
is 'nobody else' "$(left 2)" ''
status_is 'again' 0 ctr-cadence
like 'nothing' "$out" 'asked=0 '
ctr-mail -q
like 'an explanation says so' "$(ctr-cadence --explain idle@corp.example.test -o tsv)" \
	'^2026-12-20	left	suspended since 2026-11-20; asked whether he has left'

### Silence goes up with the same words; an answer takes his access

now 2026-12-27T06:30:00Z
ctr-cadence -q
is 'silence goes up, with the same words' "$(q "SELECT recipient || ' ' ||
	json_extract(fields, '\$.rows[0].why') FROM outbox WHERE template = 'escalation'")" \
	'a.kim@corp.example.test Access has been suspended since 2026-11-20.'
click "$(mail_link "$S/box" m.jones@ /offboard)" answer=offboard leaves=yes when=now >"$S/page"
is 'he has left' "$(q "SELECT kind || ' ' || state FROM job WHERE contractor = 1
	ORDER BY id DESC LIMIT 1")" 'offboard due'
later 960
ctr-offboard -q
is 'and is offboarded' "$(status 1)" offboarded

### Each suspension by itself; 0 never; a mail that is turned off

contractor 3 twice 2027-12-31
account 3 text twice
suspends() {
	q "UPDATE contractor SET status = 'active' WHERE id = $1"
	ctr-edit -q --suspend "$2@corp.example.test" --why x
	ctr-offboard -q
	q "UPDATE question SET state = 'cancelled' WHERE state = 'open'"
}
suspends 3 twice
first=$(job_id 3)
later $((31 * 86400))
ctr-policy set suspended_days 0 >/dev/null
ctr-cadence -q
is 'suspended_days = 0: never' "$(left 3)" ''
ctr-policy set suspended_days 30 >/dev/null
ctr-policy set mail.left off >/dev/null
ctr-cadence -q
is 'mail.left = off: nor' "$(left 3)" ''
ctr-policy reset mail.left >/dev/null
q "UPDATE question SET state = 'cancelled' WHERE state = 'open'"
later 86400
ctr-cadence -q
is 'then it is asked' "$(left 3)" "suspended/$first open"
q "UPDATE question SET state = 'cancelled' WHERE state = 'open'"
status_is 'lifted' 0 ctr-edit -q --lift twice@corp.example.test --why back
ctr-offboard -q
later $((40 * 86400))
ctr-cadence -q
is 'one who is back is not asked about it' "$(left 3)" "suspended/$first cancelled"
suspends 3 twice
second=$(job_id 3)
later $((31 * 86400))
q "UPDATE question SET state = 'cancelled' WHERE state = 'open'"
ctr-cadence -q
is 'another suspension is asked about by itself' "$(left 3)" \
	"suspended/$first cancelled, suspended/$second open"

status_is 'everyone is looked at' 0 ctr-cadence --all
status_is 'the chain holds' 0 ctr-evidence verify
finish
