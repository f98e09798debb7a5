#!/bin/sh
# ctr-portal-cgi: the settings: who sees and who changes them, what a change
# would do to the coming mails, and that it is the same act as ctr-policy's.
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/portal.sh
. "$top/tests/peer/portal.sh"
portal_roles >>"$CTR_ETC/acme.conf"
as() { USER_IS=$1@corp.example.test; }
newest() { q "SELECT coalesce(max(seq), 0) FROM evidence
    WHERE action <> 'portal.refused'"; }
# number NAME: which field of the page's form a setting is.
number() {
	printf '%s\n' "$body" |
	    sed -n "s/.*name=\"n\([0-9]*\)\" value=\"$1\".*/\1/p"
}
contractor 1 'a.berg' 2026-12-20
contractor 2 'b.cole'

# ------------------------------------------------------------------ who sees
for role in v au op ap ad; do
	as "$role"
	portal settings
	is "$role sees them" "$code" 200
done
as v
portal settings
unlike 'a viewer is offered no change' "$body" 'href="[^"]*/settings/days"'
like 'and told who may' "$body" 'Only an admin'
portal settings/days
is 'and has no form' "$code" 403
as op
portal_raw POST settings/days/check 'mark=x&n0=zone&o0=UTC&v0=Europe/Rome'
is 'nor has an operator one' "$code" 403
portal_raw POST settings/days/save 'mark=x&n0=zone&o0=UTC&v0=Europe/Rome'
is 'nor the way round it' "$code" 403
as ad
portal settings
is 'every setting of ctr-policy is there, once' "$(printf '%s\n' "$body" |
    sed -n 's/^<tr id="\([^"]*\)">$/\1/p' | sort)" \
    "$(ctr-policy -o tsv list | sed 1d | cut -f 1 | sort)"
unlike 'none is without a heading' "$body" 'id="g-other"'
like 'the sentence' "$body" 'Day of the month from which the monthly question'
like 'the range' "$body" '\(1 to 31\)'
like 'the command' "$body" 'ctr-policy -t acme list'
for group in $(printf '%s\n' "$body" |
    sed -n 's,.*href="/portal/acme/settings/\([a-z]*\)".*,\1,p'); do
	portal "settings/$group"
	is "the form of $group" "$code" 200
done
portal settings/nosuch
is 'a group that is none' "$code" 404

# ----------------------------------------------------- a change, in two steps
portal settings/questions
hb=$(number heartbeat_day)
quiet=$(number quiet_days)
seq=$(newest)
portal_send settings/questions/check "v$hb=9" "v$quiet=14" \
    "v$(number offsets)=30 7 0" "v$(number monthly_cap)=anchors" \
    "v$(number digest)=off" "v$(number mail_limit)=50"
is 'what would change' "$code" 200
like 'one setting of six' "$body" '<caption>1 changed</caption>'
like 'its new value' "$body" 'data-name="Then"><b>9</b>'
like 'the command' "$body" 'ctr-policy -t acme set heartbeat_day 9'
like 'everyone was looked at' "$body" 'All 2 people'
is 'nothing is written yet' "$(newest) $(q 'SELECT count(*) FROM policy')" "$seq 0"
# The forecast is ctr-cadence's own, under both policies.
forecast() {
	ctr-cadence -T "$CTR_NOW" -o tsv --forecast 31 | sed 1d | wc -l
}
shown() {
	printf '%s\n' "$body" | tr -d '\n' |
	    sed -n "s/.*<th scope=\"row\">All<\/th><td[^>]*>\([0-9]*\)<\/td><td[^>]*>\([0-9]*\).*/\\$1/p"
}
is 'as many as ctr-cadence foresees' "$(shown 1)" "$(forecast)"
will=$(shown 2)
q "UPDATE contractor SET next_check_on = '2027-01-01'"
portal_send settings/questions/save
is 'saved' "$code $to" '303 settings?done=settings-saved'
is 'it is so' "$(ctr-policy get heartbeat_day)" 9
like 'with the evidence of ctr-policy' "$(q "SELECT action || ' ' || actor ||
    ' ' || subject || ' ' || detail FROM evidence ORDER BY seq DESC LIMIT 1")" \
    '^policy.set operator/ad@corp.example.test policy \{"test":true,"heartbeat_day":\["1","9"\]\}$'
is 'who set it' "$(q "SELECT set_by FROM policy")" operator/ad@corp.example.test
is 'the cadence looks at everyone again' "$(q "SELECT DISTINCT next_check_on
    FROM contractor")" 0001-01-01
is 'as many as was said before' "$(forecast)" "$will"
portal 'settings?done=settings-saved'
like 'the page says so' "$body" 'The settings are saved'
like 'and who it was' "$body" 'ad@corp.example.test, .*2026-11-20'

# ---------------------------------------- several in one, or none of them
portal settings/questions
seq=$(newest)
portal_send settings/questions/check "v$hb=3" "v$quiet=20" \
    "v$(number offsets)=60 30" "v$(number monthly_cap)=strict" \
    "v$(number digest)=on" "v$(number mail_limit)=70"
like 'six' "$body" '<caption>6 changed</caption>'
like 'each has its command' "$body" '^ctr-policy -t acme set digest on'
like 'one of them with a space' "$body" 'set offsets (&#39;60 30&#39;)'
page=$body
ctr-policy -q set quiet_days 5
body=$page
portal_send settings/questions/save
is 'one was set meanwhile: refused' "$code" 422
like 'and said which' "$body" 'quiet_days: somebody has set it meanwhile'
is 'none of them is set' "$(newest) $(ctr-policy get digest)" "$((seq + 1)) off"
like 'shown again, against what is now' "$body" 'data-name="Now">5<'
portal_send settings/questions/save
is 'then it is saved' "$code" 303
is 'six records' "$(newest)" $((seq + 7))
is 'all of them' "$(ctr-policy get quiet_days) $(ctr-policy get offsets)" '20 60 30'

# -------------------------------------------------------------- back to shipped
portal settings/questions
portal_send settings/questions/check "v$hb=3" "v$quiet=20" "r$quiet=yes" \
    "v$(number offsets)=60 30" "v$(number monthly_cap)=strict" \
    "v$(number digest)=on" "v$(number mail_limit)=70"
like 'reset alone' "$body" '<caption>1 changed</caption>'
portal_send settings/questions/save
is 'is a reset' "$(q "SELECT count(*) FROM policy WHERE name = 'quiet_days'")" 0

# ------------------------------------------------------------ each type of field
portal settings/days
portal_send settings/days/check "v$(number zone)=Europe/Berlin" \
    d1_mon=yes d1_tue=yes d1_fri=yes \
    "v$(number holidays)=2026-12-25
2026-12-26"
portal_send settings/days/save
is 'days, dates, a zone' "$(ctr-policy get send_days)/$(ctr-policy get holidays)/$(ctr-policy get zone)" \
    'mon tue fri/2026-12-25 2026-12-26/Europe/Berlin'
portal settings/days
portal_send settings/days/check "v$(number zone)=Europe/Berlin" \
    d1_mon=yes d1_tue=yes d1_fri=yes "v$(number holidays)=2026-12-25  2026-12-26"
is 'the same, laid out otherwise, is no change' "$code" 422
portal settings/mails
off=$(number mail.full)
set --
for i in $(seq 0 16); do
	[ "$i" -eq "$off" ] || set -- "$@" "v$i=on"
done
portal_send settings/mails/check "$@" "v$off=off"
like 'a kind of mail' "$body" '<code>mail.full</code>'
portal_send settings/mails/save
is 'is off' "$(ctr-policy get mail.full)" off
portal settings/approval
portal_send settings/approval/check "v$(number approvers)=a.kim@corp.example.test
hr@corp.example.test" "v$(number hr_approval)=on" \
    "v$(number hr_decides)=off" "v$(number suspend_while_waiting)=off"
like 'what asks nobody is told so' "$body" 'does not change which questions'
portal_send settings/approval/save
is 'a list' "$(ctr-policy get approvers)" \
    'a.kim@corp.example.test hr@corp.example.test'

# ------------------------------------------------------------------ refused
seq=$(newest)
bad() {
	portal settings/questions
	portal_send settings/questions/check "v$(number "$1")=$2"
	is "$1 = $2 is refused" "$code" 422
	like "$1: and said what it may be" "$body" "$3"
}
bad heartbeat_day 32 '1 to 31'
like 'the field says so' "$body" "id=\"v$hb\".*aria-invalid=\"true\""
like 'and keeps what was typed' "$body" "id=\"v$hb\".* value=\"32\""
bad heartbeat_day 1x '1 to 31'
bad monthly_cap never 'anchors'
bad digest yes 'on or off'
bad offsets '7 30' 'fall'
bad offsets '"><script>alert(1)</script>' 'fall'
unlike 'what was typed is a text' "$body" '<script>alert'
bad offsets '{{base}}' 'fall'
like 'and no template' "$body" 'value="\{\{base\}\}"'
portal settings/questions
portal_send settings/questions/check "v$hb=$(printf "%04096d" 0 | tr 0 9)"
is 'a long one' "$code" 422
portal settings/questions
portal_send settings/questions/check n0=nosuch o0= v0=1
is 'a setting that is none' "$code" 422
portal settings/questions
portal_send settings/questions/check 'v0=%00'
is 'no value is another' "$code" 422
mark=$(printf '%s\n' "$body" | sed -n 's/.*name="mark" value="\([^"]*\)".*/\1/p')
ORIGIN=https://evil.example.test
portal_raw POST settings/questions/check "mark=$mark&n0=heartbeat_day&o0=3&v0=4"
is 'a form of another site' "$code" 409
unset ORIGIN
portal_raw POST settings/questions/save "mark=$mark&n0=heartbeat_day&o0=3&v0=4"
is 'a mark is good for its own step' "$code" 409
portal_raw POST settings/days/check "mark=$mark&n0=heartbeat_day&o0=3&v0=4"
is 'and its own page' "$code" 409
as ap
portal_raw POST settings/questions/check "mark=$mark&n0=heartbeat_day&o0=3&v0=4"
is 'and its own reader' "$code" 403
is 'none of it was written' "$(newest)" "$seq"

# --------------------------------------------- many: an estimate that says so
as ad
ctr-policy -q reset zone
ctr-policy -q set send_days all
ctr-policy -q set offsets '30 7 0'
q "WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n
    WHERE i < 40000) INSERT INTO contractor (id, upn, upn_key, display_name,
    contract_start, contract_end, origin, status, active_on, created_at,
    changed_at) SELECT i, 'u' || i || '@x.test', 'u' || i || '@x.test', 'U',
    '2026-01-05', '2026-12-20', 'operator', 'active', '2026-01-05', 0, 0
    FROM n; INSERT INTO engagement (contractor, nth, began_at)
    SELECT id, 1, 0 FROM contractor WHERE id > 2"
portal settings/questions
portal_send settings/questions/check "v$(number offsets)=7 0"
like 'one of each four is looked at' "$body" 'An estimate: one of each 4 was looked at, (9999|10000) people'
estimate() {
	printf '%s\n' "$body" | tr -d '\n' |
	    sed -n "s/.*>30 days before the end<\/th><td[^>]*>\([0-9]*\)<\/td><td[^>]*>\([0-9]*\).*/\\$1/p"
}
like 'and stands for all four' "$(estimate 1)" '^(399|400)[0-9][0-9]$'
is 'those would not go' "$(estimate 2)" 0

status_is 'the chain holds' 0 ctr-evidence verify
finish
