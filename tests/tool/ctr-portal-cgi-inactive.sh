#!/bin/sh
# ctr-portal-cgi: inactivity: the list that waits, those before, who would be on
# today's, and exemptions, which are ctr-edit's.
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/portal.sh
. "$top/tests/peer/portal.sh"
portal_roles >>"$CTR_ETC/acme.conf"
as() { USER_IS=$1@corp.example.test; }
newest() { q "SELECT coalesce(max(seq), 0) FROM evidence
    WHERE action <> 'portal.refused'"; }
record() { q "SELECT action || ' ' || actor || ' ' || subject || ' ' || detail
    FROM evidence WHERE seq = $(newest)"; }
ago() { date -ud "@$(($(at "$CTR_NOW") - $1 * 86400))" +%s; }
synced() {
	q "INSERT OR REPLACE INTO sync (connector, full_at, ok_at) VALUES
	    ('text', $(at "$CTR_NOW"), $(at "$CTR_NOW"))"
}
# logins CONTRACTOR LOGIN DAYS|never|unknown
logins() {
	account "$1" text "$2"
	case $3 in
	never) t_in=null t_known=1 ;;
	unknown) t_in=null t_known=0 ;;
	*) t_in=$(ago "$3") t_known=1 ;;
	esac
	q "UPDATE account SET login_at = $t_in, login_known = $t_known,
	    made_at = $(ago 200) WHERE login = '$2'"
	jq -c "if .account.login == \"$2\" then .account += {login_at: $t_in,
	    login_known: ($t_known == 1)} else . end" "$S/text" >"$S/new"
	mv "$S/new" "$S/text"
}
contractor 1 idle && logins 1 idle1 20
contractor 2 busy && logins 2 busy1 2
contractor 3 never && logins 3 never1 never
contractor 4 unknown && logins 4 unknown1 unknown
contractor 5 spared && logins 5 spared1 20
q "UPDATE contractor SET display_name = '<script>x</script>{{y}}' WHERE id = 3"
synced

# ---------------------------------------------------- nothing is asked yet
as v
portal inactive
is 'a viewer sees it' "$code" 200
like 'it is off' "$body" 'question for inactivity is off'
like 'and nobody may say yes' "$body" 'Nobody is named as an approver'
like 'no list' "$body" '<p>None.</p>'
unlike 'and exempts nobody' "$body" '<form'
portal_raw POST inactive/exempt 'mark=x&upn=idle@corp.example.test&day=2026-12-01&why=x'
is 'nor by another way' "$code" 403
portal inactive/list/none
is 'a list that is none' "$code" 404
portal inactive/today
is 'who would be asked about' "$code" 200
names() {
	printf '%s\n' "$body" | sed -n \
	    's,.*<a href="/portal/acme/people/\([0-9]*\)">.*,\1,p' | tr '\n' ' '
}
is 'is who ctr-inactive says' "$(names)" "$(ctr-inactive -n -T "$CTR_NOW" \
    -o tsv | sed 1d | cut -f 2 | sed 's/.*\///' | tr '\n' ' ')"
like 'since when' "$body" '2026-10-31'
like 'and how it is known' "$body" '>text: never<'
like 'who cannot be judged, and why' "$body" '<b>text</b> cannot tell'
like 'a name is a text' "$body" '&lt;script&gt;x&lt;/script&gt;\{\{y\}\}'
unlike 'and no more' "$body" '<script>x'
like 'the command' "$body" 'ctr-inactive -t acme -n'
like 'all were looked at' "$body" 'Everybody was looked at'

# -------------------------------------------------------------- exemptions
as op
seq=$(q 'SELECT max(seq) FROM evidence')
portal inactive
portal_send inactive/exempt upn=Spared@corp.example.test day=2026-12-24 \
    "why=long <leave>"
is 'an operator exempts somebody' "$code $to" '303 inactive?done=exempt'
like 'with the evidence of ctr-edit' "$(record)" \
    '^contractor.exempt operator/op@corp.example.test contractor/5 .*"exempt_on":\[null,"2026-12-24"\],.*"why":"long <leave>"'
is 'one record' "$(newest)" $((seq + 1))
portal 'inactive?done=exempt'
like 'he is listed' "$body" 'people/5">spared'
like 'until when' "$body" '>2026-12-24<'
portal 'inactive?upn=spared@corp.example.test'
like 'to be changed or ended' "$body" '<details id="exempt" class="card" open>'
like 'his login is there' "$body" 'id="x-upn".*value="spared@corp.example.test"'
portal inactive/today
is 'he is not on the list' "$(names)" '1 3 4 '
like 'he is counted' "$body" '1 exempt'
bad() {
	portal inactive
	seq=$(newest)
	portal_send inactive/exempt "upn=$2" "day=$3" "why=$4"
	is "$1: refused" "$code" 422
	like "$1: why" "$body" "$5"
	is "$1: nothing was written" "$(newest)" "$seq"
}
bad 'nobody' no.body@corp.example.test 2026-12-24 x 'no such contractor'
bad 'too far' busy@corp.example.test 2027-12-24 x '180 days'
bad 'past' busy@corp.example.test 2026-11-01 x '180 days'
bad 'no day of the calendar' busy@corp.example.test 2026-02-30 x '180 days'
bad 'no reason' busy@corp.example.test 2026-12-24 '' 'a reason'
bad 'no day' busy@corp.example.test '' x 'a reason'
bad 'a script' '"><script>alert(1)</script>' 2026-12-24 x 'no such contractor'
unlike 'what was typed is a text' "$body" '<script>alert'
like 'and is kept' "$body" 'value="&quot;&gt;&lt;script&gt;alert'
portal inactive
portal_send inactive/exempt upn=spared@corp.example.test day=2026-11-20 \
    'why=is back'
is 'today ends it' "$code $(q 'SELECT exempt_on IS NULL FROM contractor
    WHERE id = 5')" '303 1'
portal inactive
unlike 'he is not listed any more' "$body" 'people/5">spared'
page=$body
ORIGIN=https://evil.example.test
portal_send inactive/exempt upn=busy@corp.example.test day=2026-12-24 why=x
is 'another site exempts nobody' "$code" 409
unset ORIGIN
body=$page
as ad
portal_send inactive/exempt upn=busy@corp.example.test day=2026-12-24 why=x
is 'nor the form of another reader' "$code" 409

# ------------------------------------------------------- the list that waits
q "INSERT INTO person (remote_id, upn_key, display_name, email, enabled,
    changed_at) VALUES ('p3', 'h.head@corp.example.test', 'Hanna Head',
    'h.head@corp.example.test', 1, 0)"
ctr-policy -q set inactive on
ctr-policy -q set approvers 'a.kim@corp.example.test h.head@corp.example.test'
status_is 'ctr-inactive asks' 0 ctr-inactive
as ap
portal inactive
is 'an approver sees who is on it' "$(names)" '1 3 5 '
like 'who may say yes' "$body" 'Alex Kim <span class="soft">a.kim@corp.example.test, the mail has not left'
like 'and the other' "$body" 'Hanna Head'
like 'until when' "$body" '2026-11-21 06:00; then it lapses'
like 'and how' "$body" 'by the link in his own mail'
unlike 'there is no button for it' "$body" '<button'
ctr-mail -q
portal inactive
like 'mailed' "$body" 'a.kim@corp.example.test, mailed 2026-11-20 06:00'
like 'each waits' "$body" '<span class="tag warn">waits</span>'
portal inactive/today
is 'who is on it is not on another' "$(names)" '4 '
click "$(mail_link "$S/box" a.kim@ http)" answer=approve sure=yes \
    "t$(q "SELECT max(k.id) FROM ask k JOIN question q ON q.id = k.question
    WHERE q.contractor = 1 AND k.reviewer_key = 'a.kim@corp.example.test'")=yes" >/dev/null
portal inactive
like 'answered: it is among the last' "$body" '1 approved, 2 refused'
like 'none waits' "$body" '<p>None.</p>'
portal "$(printf '%s\n' "$body" |
    sed -n 's,.*href="/portal/acme/\(inactive/list/[0-9a-f]*\)".*,\1,p')"
is 'its page' "$code" 200
like 'one on his way' "$body" 'approved, under way'
like 'two let be' "$body" 'refused: let be'
like 'as it was known then' "$body" '>text: 2026-10-31<'
ctr-offboard -q
portal "inactive/list/$(q "SELECT batch FROM question WHERE kind = 'inactive'
    LIMIT 1")"
like 'he is suspended' "$body" '<span class="tag stop">suspended'
# Another day, a list that nobody answers.
later $((8 * 86400))
synced
q "UPDATE account SET login_at = login_at + 1 WHERE login_at IS NOT NULL"
status_is 'another list' 0 ctr-inactive
later $((2 * 86400))
status_is 'nobody answers' 0 ctr-inactive --answers
portal inactive
like 'it lapsed' "$body" 'nobody answered in time: all were let be'

# -------------------------------------------- many: pages, and a bounded look
q "WITH RECURSIVE n(i) AS (SELECT 1001 UNION ALL SELECT i + 1 FROM n
    WHERE i < 41000) INSERT INTO contractor (id, upn, upn_key, display_name,
    contract_start, origin, status, active_on, exempt_on, created_at,
    changed_at) SELECT i, 'u' || i || '@x.test', 'u' || i || '@x.test', 'U',
    '2026-01-05', 'operator', 'active', '2026-01-05', iif(i <= 1060,
    '2027-01-10', NULL), 0, 0 FROM n"
as op
portal inactive
is 'fifty of sixty' "$(printf '%s\n' "$body" | grep -c 'Change or end')" 50
next=$(printf '%s\n' "$body" | sed -n 's,.*href="/portal/acme/\(inactive?after=[^"#]*\).*,\1,p')
portal "$next"
is 'and the others' "$(printf '%s\n' "$body" | grep -c 'Change or end')" 10
for after in x '2027-01-10' '2027-01-10/x' "';--"; do
	portal "inactive?after=$after"
	is "after=$after is harmless" "$code" 200
done
portal inactive/today
like 'a part is told as one' "$body" 'from number 1 on, up to number 20000'
next=$(printf '%s\n' "$body" | sed -n 's,.*href="/portal/acme/\(inactive/today?after=[0-9]*\)".*,\1,p')
portal "$next"
like 'the next' "$body" 'from number 20001 on, up to number 40000'
portal 'inactive/today?after=40000'
like 'the last' "$body" 'The last part'
unlike 'leads no further' "$body" 'Go on after'
status_is 'the chain holds' 0 ctr-evidence verify
finish
