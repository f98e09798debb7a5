#!/bin/sh
# ctr-inactive: who has not logged in is asked about, once, and suspended only
# after an approver's word and another look.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"

# Both systems were listed whole just now.
synced() {
	q "INSERT OR REPLACE INTO sync (connector, full_at, ok_at) VALUES
	    ('text', $(at "$CTR_NOW"), $(at "$CTR_NOW")),
	    ('other', $(at "$CTR_NOW"), $(at "$CTR_NOW"))"
}
later() {
	now "$(date -ud "@$(($(at "$CTR_NOW") + $1))" +%Y-%m-%dT%H:%M:%SZ)"
	synced
}
ago() { date -ud "@$(($(at "$CTR_NOW") - $1 * 86400))" +%s; }
# logins CONTRACTOR CONNECTOR LOGIN DAYS|never|unknown [LAG-DAYS]: an account
# whose last login is so many days ago, made 200 days ago.
logins() {
	account "$1" "$2" "$3"
	case $4 in
	never) t_in=null t_known=1 ;;
	unknown) t_in=null t_known=0 ;;
	*) t_in=$(ago "$4") t_known=1 ;;
	esac
	q "UPDATE account SET login_at = $t_in, login_known = $t_known,
	    login_lag = ${5:-0} * 86400, made_at = $(ago 200)
	    WHERE login = '$3'"
	jq -c "if .account.login == \"$3\" then .account += {login_at: $t_in,
	    login_known: ($t_known == 1)} else . end" "$S/$2" >"$S/new"
	mv "$S/new" "$S/$2"
}
# seen CONNECTOR LOGIN: he logs in there now; we are not told.
seen() {
	jq -c "if .account.login == \"$2\" then
	    .account.login_at = $(at "$CTR_NOW") else . end" "$S/$1" >"$S/new"
	mv "$S/new" "$S/$1"
}
asks() { printf '%s\n' "$1" | awk -F '\t' '$1 == "ask" { printf "%s ", $3 }' |
	sed 's/@[^ ]*//g; s/ $//'; }
# ask_of NAME: the box of a contractor in Alex Kim's list.
ask_of() {
	q "SELECT 't' || max(k.id) FROM ask k JOIN question q
	    ON q.id = k.question JOIN contractor c ON c.id = q.contractor
	    WHERE c.display_name = '$1' AND q.kind = 'inactive'
	    AND k.reviewer_key = 'a.kim@corp.example.test'"
}
field() { printf '%s\n' "$out" | tr ' ' '\n' | sed -n "s/^$1=//p"; }

synced
# 1 idle, 2 busy, 3 never, 4 unknown, 5 late, 6 exempt, 7 protected, 8 two
# systems, 9 new, 10 started
contractor 1 idle && logins 1 text idle 20
contractor 2 busy && logins 2 text busy 2
contractor 3 never && logins 3 text never1 never
contractor 4 unknown && logins 4 text unknown1 unknown
contractor 5 late && logins 5 text late1 10 14
contractor 6 exempt && logins 6 text exempt1 20
contractor 7 guard && logins 7 text guard1 20
contractor 8 double && logins 8 text double1 20 && logins 8 other double2 3
contractor 9 fresh && logins 9 text fresh1 never
q "UPDATE account SET made_at = $(ago 3) WHERE login = 'fresh1'"
contractor 10 starts && logins 10 text starts1 never
q "UPDATE contractor SET contract_start = '2026-11-19' WHERE id = 10"
ctr-edit --exempt-until 2026-12-24 --why leave exempt@corp.example.test \
    >/dev/null || not_ok 'an exemption'
ctr-policy set protected text:r-guard1 >/dev/null

### Who

status_is 'switched off, a run' 0 ctr-inactive
is 'asks nobody' "$(field asked)" 0
ctr-policy set inactive on >/dev/null
status_is 'no approver: a configuration that cannot work' 78 ctr-inactive
like 'says so' "$err" 'approvers'
is 'and nothing is asked' "$(q "SELECT count(*) FROM question
    WHERE kind = 'inactive'")" 0
ctr-policy set approvers 'a.kim@corp.example.test m.jones@corp.example.test' \
    >/dev/null
status_is 'a plan' 0 ctr-inactive -n
is 'the idle and who never came' "$(asks "$out")" 'idle never'
like 'the unknown apart' "$out" '^unknown	.*	unknown@.*	unknown: text'
like 'a login that may be late proves nothing' "$out" \
    '^unknown	.*	late@.*	unknown: text'
like 'with the last login of each system' "$out" \
    '	idle@[^	]*	text: 2026-10-31	no login since 2026-10-31'
like 'never is its own word' "$out" 'text: never	never logged in since'
q "UPDATE sync SET full_at = full_at - 3 * 86400 WHERE connector = 'text'"
status_is 'a list that is three days old' 0 ctr-inactive -n
is 'tells nothing of now' "$(asks "$out")" ''
like 'of who has an account there' "$out" 'idle@.*	unknown: text'
synced
is 'two weeks' "$(asks "$(ctr-inactive -n --days 15)")" 'idle never'
is 'a month' "$(asks "$(ctr-inactive -n --days 30)")" 'never'
is 'one system alone is asked' "$(ctr-policy set inactive_connectors text \
    >/dev/null; asks "$(ctr-inactive -n)")" 'idle never'
ctr-policy reset inactive_connectors >/dev/null
status_is 'no such number' 64 ctr-inactive --days 0
# 20 % of the active are more than this limit unless they are few.
ctr-policy set inactive_limit 1 >/dev/null
q "UPDATE contractor SET status = 'candidate' WHERE id NOT IN (1, 3)"
status_is 'more than the limit' 77 ctr-inactive
like 'is held, and says how many' "$err" 'held: 2 are inactive.*--accept 2'
status_is 'another number releases nothing' 77 ctr-inactive -a 3
status_is 'the number does' 0 ctr-inactive -n -a 2
q "UPDATE contractor SET status = 'active'"
is 'nobody was asked yet' "$(q "SELECT count(*) FROM question
    WHERE kind = 'inactive'")" 0

### The list

status_is 'a list' 0 ctr-inactive
is 'its report' "$out" 'ctr-inactive asked=2 unknown=2 exempt=1 protected=1 left_out=0 open=0 lapsed=0 ended=0 pressed=0 refused=0'
ctr-policy reset inactive_limit >/dev/null
status_is 'another run' 0 ctr-inactive
is 'asks nobody twice' "$(field asked) $(field left_out) $(field open)" '0 2 1'
is 'one list, one digest' "$(q "SELECT count(DISTINCT batch) || ' ' ||
    max(length(batch)) FROM question WHERE kind = 'inactive'")" '1 64'
like 'each with its evidence' "$(evidence 1)" 'inactive.asked$'
ctr-mail -q
like 'the mail' "$(mail_text "$S/box" a.kim@)" 'Last logins: text: 2026-10-31'
like 'names who cannot be judged' "$(mail_text "$S/box" a.kim@)" \
    'cannot tell: text: 2'
kim=$(mail_link "$S/box" a.kim@ http)
mia=$(mail_link "$S/box" m.jones@ http)
like 'each approver has a link of his own' "$kim $mia" '^/acme/[^ ]+ /acme/.+'
page "$kim" >"$S/page"
like 'a tick for each' "$(grep -c 'type="checkbox" name="t[0-9]*" value="yes" checked' "$S/page")" '^2$'
like 'with his last logins' "$(cat "$S/page")" 'Last logins: text: 2026-10-31'
is 'looking changes nothing' "$(q "SELECT count(*) FROM decision")" 0
click "$kim" answer=approve "$(ask_of idle)=yes" >"$S/page"
like 'approve without the second tick' "$(cat "$S/page")" 'tick the box'
click "$kim" answer=approve sure=yes >"$S/page"
like 'approve, nobody ticked' "$(cat "$S/page")" 'Nobody is ticked'
is 'records nothing' "$(q "SELECT count(*) FROM decision")" 0
click "$kim" answer=approve sure=yes "$(ask_of idle)=yes" >"$S/page"
like 'approve, one of them' "$(cat "$S/page")" 'Recorded'
is 'the ticked is to be suspended, the other kept' \
    "$(q "SELECT group_concat(contractor || '=' || answer, ' ') FROM decision")" \
    '1=suspend 3=keep'
is 'by an approver, with the link as proof' "$(q "SELECT DISTINCT actor_kind ||
    ' ' || known_by || ' ' || substr(proof, 1, 9) FROM decision")" \
    'approver link sealed:1:'
is 'a job for one' "$(q "SELECT contractor || ' ' || kind || ' ' || state
    FROM job")" '1 suspend due'
like 'the other approver sees what was said' "$(page "$mia")" \
    'Nothing is left to decide'
is 'no mail for each of them' "$(q "SELECT count(*) FROM outbox
    WHERE template = 'decided'")" 0

### Carried out

status_is 'carried out' 0 ctr-offboard
is 'suspended' "$(status 1) $(there text idle .state)" 'suspended "disabled"'
is 'the kept one is not' "$(status 3) $(there text never1 .state)" \
    'active "enabled"'
status_is 'the answers are taken up' 0 ctr-inactive --answers
is 'and told' "$(field ended)" 1
ctr-mail -q
like 'to the approver' "$(mail_text "$S/box" a.kim@)" 'Suspended: idle'
like 'in part' "$(mail_text "$S/box" a.kim@)" '^Subject: .*approved in part'
status_is 'once' 0 ctr-inactive --answers
is 'only' "$(field ended)" 0
later 86400
status_is 'the next day' 0 ctr-inactive
is 'nobody is asked about again' "$(field asked) $(field left_out)" '0 1'
later $((7 * 86400))
is 'a week later the kept one is' "$(asks "$(ctr-inactive -n)" | grep -c never)" 1

### Who logs in meanwhile

ctr-policy set inactive_deny_days 0 >/dev/null
contractor 20 quick && logins 20 text quick1 30 && logins 20 other quick2 30
contractor 21 slow && logins 21 text slow1 30
status_is 'a new list' 0 ctr-inactive
ctr-mail -q
kim=$(mail_link "$S/box" a.kim@ http)
click "$kim" answer=approve sure=yes "$(ask_of quick)=yes" \
    "$(ask_of slow)=yes" >"$S/page"
seen other quick2
echo 'say 2 {answer:"temporary",words:"429"}' >"$S/text.plan"
status_is 'a system that cannot be looked at' 75 ctr-offboard
later 60
echo 'say 2 {answer:"done",account:{remote_id:"r-slow1",state:"enabled",login_known:true,login_at:1}}' \
    >"$S/text.plan"
status_is 'one that answers about somebody else' 75 ctr-offboard
like 'has said nothing' "$err" 'text cannot be looked up'
later 60
status_is 'the next run' 0 ctr-offboard
is 'who logged in is let be' "$(status 20) $(there text quick1 .state)" \
    'active "enabled"'
is 'the other is suspended' "$(status 21)" suspended
like 'with his login in the evidence' "$(q "SELECT detail FROM evidence
    WHERE action = 'job.dropped'")" 'logged in: other, 2026-11-28T'
status_is 'the end is told' 0 ctr-inactive --answers
ctr-mail -q
like 'with why' "$(mail_text "$S/box" a.kim@)" \
    'Not suspended after all: quick \(logged in: other'

### Lifted, and nobody answers, and denied

ctr-edit --lift --why back slow@corp.example.test >/dev/null
ctr-offboard -q
is 'lifted' "$(status 21)" active
is 'his clock starts anew' "$(asks "$(ctr-inactive -n)" | grep -c slow)" 0
later $((8 * 86400))
is 'and runs' "$(asks "$(ctr-inactive -n)" | grep -c slow)" 1
status_is 'a list that nobody answers' 0 ctr-inactive
n=$(field asked)
ctr-mail -q
kim=$(mail_link "$S/box" a.kim@ http)
later 86399
status_is 'a second before its end' 0 ctr-inactive --answers
is 'it is open' "$(field open) $(field lapsed)" '1 0'
later 1
like 'the page takes no answer any more' "$(page "$kim")" 'Nothing is left'
status_is 'after it' 0 ctr-inactive --answers
is 'it lapses and is told' "$(field lapsed) $(field ended)" '1 1'
is 'nobody is suspended' "$(q "SELECT count(*) FROM contractor
    WHERE status = 'suspended'")" 1
ctr-mail -q
like 'told' "$(mail_text "$S/box" a.kim@)" '^Subject: .*nobody answered'
status_is 'the next day' 0 ctr-inactive
is 'they are asked about again' "$(field asked)" "$n"
ctr-mail -q
kim=$(mail_link "$S/box" a.kim@ http)
t=$(cksum <"$db")
status_is 'a minute in which nobody answers' 0 ctr-inactive --answers
is 'counts the list' "$(field open)" 1
is 'and writes nothing' "$(cksum <"$db")" "$t"
click "$kim" answer=deny >"$S/page"
status_is 'denied' 0 ctr-inactive --answers
ctr-mail -q
like 'told' "$(mail_text "$S/box" a.kim@)" '^Subject: .*denied'
like 'evidence of its end' "$(q "SELECT subject || ' ' || detail FROM evidence
    WHERE action = 'inactive.ended' ORDER BY seq DESC LIMIT 1")" \
    '^list/[0-9a-f]{16} .*"answer":"denied".*"suspended":0'
t=$(cksum <"$db")
ctr-inactive -q --answers
ctr-chat -q
is 'nothing more is to be told, and nothing is written' "$(cksum <"$db")" "$t"

### Nobody decides about himself; an approval that is never carried out

contractor 30 self && logins 30 text self1 30
q "INSERT INTO person (remote_id, upn_key, display_name, email, enabled,
    changed_at) VALUES ('p9', 'self@corp.example.test', 'Self',
    'self@corp.example.test', 1, 0)"
ctr-policy set approvers 'self@corp.example.test a.kim@corp.example.test' \
    >/dev/null
later 86400
status_is 'an approver on the list' 0 ctr-inactive
is 'is not asked' "$(q "SELECT count(*) FROM outbox WHERE template =
    'inactive' AND recipient LIKE 'self@%'")" 0
ctr-mail -q
kim=$(mail_link "$S/box" a.kim@ http)
click "$kim" answer=approve sure=yes "$(ask_of self)=yes" >"$S/page"
later 90000
status_is 'a day too late' 0 ctr-inactive --answers
is 'nobody is suspended out of the blue' "$(job 30)" undone
status_is 'a run then' 0 ctr-offboard
is 'does nothing' "$(status 30)" active

### Nobody can be written to any more

ctr-policy set approvers a.kim@corp.example.test >/dev/null
later 86400
status_is 'a list' 0 ctr-inactive
ctr-mail -q
kim=$(mail_link "$S/box" a.kim@ http)
click "$kim" answer=deny >"$S/page"
q "UPDATE person SET email = NULL WHERE upn_key LIKE 'a.kim@%'"
status_is 'its end' 0 ctr-inactive --answers
is 'is recorded' "$(field ended)" 1
status_is 'and' 0 ctr-inactive --answers
is 'once' "$(field ended)" 0
status_is 'the chain holds' 0 ctr-evidence verify
finish
