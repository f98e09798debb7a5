#!/bin/sh
# ctr-portal-cgi: the review queue.  What a page does is what ctr-review does,
# with the same evidence.
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/portal.sh
. "$top/tests/peer/portal.sh"
portal_roles >>"$CTR_ETC/acme.conf"
closed() { q "SELECT outcome, until_on, why, closed_by FROM finding WHERE id = $1"; }
last() { q "SELECT actor || ' ' || action || ' ' || subject FROM evidence ORDER BY seq DESC LIMIT 1"; }
# trail: what was recorded since record $1, without who and when.
trail() { q "SELECT action, subject, json_remove(detail, '\$.finding') FROM evidence WHERE seq > $1 ORDER BY seq"; }
newest() { q "SELECT coalesce(max(seq), 0) FROM evidence"; }
opened=$(at 2026-11-08T06:00:00Z)
# found ID KIND SUBJECT [DETAIL]
found() {
	q "INSERT INTO finding (id, kind, subject, print, detail, opened_at, seen_at)
	    VALUES ($1, '$2', '$3', 'p', '${4:-{\}}', $opened, $opened)"
}
for n in 1 2 3 4 5 6; do contractor $n "c$n" 2026-12-20; done
q "UPDATE contractor SET display_name = '<script>alert(1)</script> {{x}} \"Q\"' WHERE id = 5;
    INSERT INTO account (id, connector, remote_id, login, upn, state, expires_at, changed_at) VALUES
	(71, 'text', 'r71', 'new.one', 'new.one@corp.example.test', 'enabled', NULL, 1),
	(72, 'text', 'r72', 'adm-c2', NULL, 'enabled', NULL, 1)"
found 1 missing_from_roster contractor/1 '{"feed":"acme","missing_on":"2026-11-08"}'
found 2 past_end contractor/2
found 3 unregistered account/71
found 4 unregistered account/72
found 5 privileged_access contractor/5 '{"groups":"<b>Domain Admins</b>"}'
found 6 roster_held feed/acme '{"why":"half of it is gone","accept":12}'
found 7 job_held departures '{"due":31,"limit":25}'
found 8 unanswered contractor/6
q "UPDATE finding SET owner = 'ops@corp.example.test' WHERE id = 2"

# ------------------------------------------------------------------ the list
USER_IS=v@corp.example.test
portal review
is "a viewer reads the queue" "$code" 200
like "what it is, in words" "$body" 'his feed does not name him any more'
like "about whom, with his page" "$body" '/people/1">c1</a>'
like "an account with its system" "$body" '>new.one <span class="soft">in text</span>'
like "its age" "$body" '<td data-name="Days open" class="num">12</td>'
like "its detail" "$body" 'feed acme; missing on 2026-11-08'
like "how many are missing" "$body" '<b>1</b> <span>missing from their roster'
like "the command" "$body" '<code>ctr-review -t acme list</code>'
unlike "a name is no markup" "$body" '<script>alert|<b>Domain'
like "it is text" "$body" '&lt;script&gt;alert\(1\)&lt;/script&gt; \{\{x\}\} &quot;Q&quot;'
unlike "a viewer has nothing to tick" "$body" 'name="pick_|<form method="post"'
portal 'review?kind=unregistered'
is "two of a kind" "$(printf '%s\n' "$body" | grep -c 'data-name="Finding"')" 2
like "the command of a kind" "$body" 'ctr-review -t acme list unregistered'
portal 'review?kind=nosuch'
is "no such kind" "$code" 404
portal 'review?owner=ops%40corp.example.test'
is "of an owner" "$(printf '%s\n' "$body" | grep -c 'data-name="Finding"')" 1
portal 'review?owner=-'
is "of nobody" "$(printf '%s\n' "$body" | grep -c 'data-name="Finding"')" 7
portal 'review?closed=1'
like "none is settled" "$body" 'Nothing here'
portal review/1
like "a finding" "$body" '<h1>His feed does not name him any more</h1>'
like "a value of its detail" "$body" '<dt>missing on</dt><dd>2026-11-08</dd>'
unlike "without verbs for a viewer" "$body" '<form'
for path in review/99 review/x review/1x; do
	portal $path
	is "$path is none" "$code" 404
done
portal_raw POST review/1/keep 'why=x'
is "a viewer may not" "$code" 403
portal review/bulk
is "nor many at once" "$code" 403
USER_IS=ap@corp.example.test
portal_raw POST review/1/keep 'why=x'
is "an approver is no operator" "$code" 403

# ------------------------------------------------------------- single verbs
USER_IS=op@corp.example.test
portal review/1
like "how long a keep lasts" "$body" 'until the row has been seen again'
unlike "only what fits is offered" "$body" 'review/1/(register|link|rehire)"'
portal_raw POST review/1/keep 'why=x'
is "without its mark nothing" "$code" 409
ORIGIN=http://evil.example.test
portal_post review/1 review/1/keep why=x
is "from elsewhere nothing" "$code" 409
unset ORIGIN
portal_post review/1 review/1/keep why=
is "a reason is needed" "$code" 422
like "and said so" "$body" 'Nothing was changed.*reason'
portal_post review/1 review/1/keep why='Still here: renewal is "signed" <b>' until=2028-01-01
is "a day too far" "$code" 422
like "what was typed stands there" "$body" 'name="why" value="Still here: renewal is &quot;signed&quot; &lt;b&gt;"'
like "and its form is open" "$body" '<details id="keep" open>'
is "nothing is recorded" "$(closed 1)" '|||'
q "UPDATE contractor SET status = 'pending_review', was = 'active', missing_on = '2026-11-08' WHERE id IN (1, 3)"
found 11 missing_from_roster contractor/3 '{"feed":"acme","missing_on":"2026-11-08"}'
from=$(newest)
ctr-review -q keep --why 'Still here' 11
by_tool=$(trail "$from" | sed 's,contractor/3,contractor/1,')
from=$(newest)
portal_post review/1 review/1/keep why='Still here'
is "kept" "$code $to" '303 review/1?done=review'
is "the same evidence as the command" "$(trail "$from")" "$by_tool"
is "by whom" "$(last)" 'operator/op@corp.example.test finding.kept contractor/1'
is "his status is what it was" "$(status 1)" active
portal "$to"
like "the page says so" "$body" 'Recorded, with its time'
like "and how" "$body" '<span class="tag">kept</span>'
like "and why" "$body" '<dd>Still here</dd>'
unlike "it is settled" "$body" '<form'
portal_raw POST review/1/keep 'why=x'
is "a closed one has no form" "$code" 409
portal_post review/3 review/3/register
is "registered" "$(q "SELECT c.upn, f.outcome FROM contractor c JOIN account a ON a.contractor = c.id,
    finding f WHERE a.id = 71 AND f.id = 3")" 'new.one@corp.example.test|registered'
portal_post review/4 review/4/register
is "what has no UPN is not registered" "$code" 422
like "it says what to do" "$body" 'has no UPN'
portal_post review/4 review/4/link word=nobody@corp.example.test
is "linked to nobody" "$code" 422
portal_post review/4 review/4/link word=C2@corp.example.test
is "linked" "$(q "SELECT contractor FROM account WHERE id = 72")" 2
portal_post review/2 review/2/own word=nobody
is "an owner has an address" "$code" 422
portal_post review/2 review/2/own word=Lee@corp.example.test
is "handed over" "$(q "SELECT owner FROM finding WHERE id = 2")" Lee@corp.example.test
portal_post review/2 review/2/ask why='The contract has ended'
is "his manager is asked" "$(q "SELECT kind || state FROM question WHERE contractor = 2")" leftopen
like "he reads why" "$(q "SELECT fields FROM outbox ORDER BY id DESC LIMIT 1")" 'The contract has ended'
portal_post review/5 review/5/dismiss why=x
is "dismiss needs a day" "$code" 422
portal_post review/5 review/5/dismiss why=noise until=2026-12-31
is "dismissed" "$(closed 5)" 'dismissed|2026-12-31|noise|operator/op@corp.example.test'
portal review/6
like "what settles a held roster" "$body" 'let it pass with the exact number'
unlike "nobody is asked about a feed" "$body" 'review/6/ask"'
portal_raw POST review/8/nosuch 'mark=x'
is "no such verb" "$code" 409
portal 'review?closed=1'
like "the settled ones" "$body" 'data-name="Settled"><span><span class="tag">dismissed'
unlike "have no ticks" "$body" 'name="pick_'

found 20 override contractor/6
q "UPDATE finding SET detail = (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 70)
    SELECT json_group_object('f' || i, replace(hex(zeroblob(2000)), '0', '&')) FROM n) WHERE id = 20"
portal review/20
is "a finding with much to say" "$code" 200
is "says what fits" "$(($(printf '%s' "$body" | wc -c) < 409600))" 1
portal review
is "and so does the queue" "$code" 200
q "DELETE FROM finding WHERE id = 20"

# ---------------------------------------------------------------------- many
for n in 21 22 23; do found $n override contractor/$((n - 20)); done
portal review/bulk
is "nothing chosen" "$code" 422
portal 'review/bulk?verb=keep&why=fine'
like "nothing ticked" "$body" 'tick at least one'
portal 'review/bulk?verb=keep&pick_21=1'
like "no reason" "$body" 'needs --why|reason'
portal 'review/bulk?verb=frob&why=x&pick_21=1'
like "no such verb" "$body" 'choose what to do'
bulk='review/bulk?verb=keep&why=fine+%22now%22&until=&word=&pick_21=1&pick_22=1&pick_999=1'
from=$(newest)
portal "$bulk"
is "asked again" "$code" 200
like "with the number" "$body" '<h1>Findings to keep: 2</h1>'
like "and what cannot be" "$body" 'Cannot be done so</dt><dd>1'
like "what would be done" "$body" 'kept until 2027-02-18'
is "nothing yet" "$(newest)" "$from"
portal_post "$bulk" review/bulk
is "done" "$code" 200
like "each with its result" "$body" 'no such open finding'
like "how many" "$body" 'Done: 2'
is "both are kept" "$(q "SELECT count(*) FROM finding WHERE id IN (21, 22) AND outcome = 'kept' AND why = 'fine \"now\"'")" 2
is "one record each" "$(trail "$from" | cut -d'|' -f 1,2)" "finding.kept|contractor/1
finding.kept|contractor/2"
portal_post 'review/bulk?verb=own&word=lee%40corp.example.test&pick_23=1' review/bulk
is "handed over by number" "$(q "SELECT owner FROM finding WHERE id = 23")" lee@corp.example.test

# ----------------------------------------------------------------- approvals
ctr-policy -q set hr_approval on
ctr-policy -q set approvers a.kim@corp.example.test
leaves 4
ctr-mail -q
approval=$(q "SELECT id FROM question WHERE kind = 'offboard' AND state = 'open'")
like "an approval waits" "$approval" '^[0-9]+$'
USER_IS=ap@corp.example.test
portal review/approvals
like "what" "$body" '<span>Departure</span>'
like "who wanted it" "$body" 'data-name="Wanted by">m.jones@corp.example.test'
like "who must say yes, and his mail" "$body" 'a.kim@corp.example.test <span class="tag good">mailed'
unlike "an approver does nothing here" "$body" '<form'
USER_IS=op@corp.example.test
portal_post review/approvals "review/approvals/$approval"
is "sent again" "$code $to" '303 review/approvals?done=resend'
is "the mail is queued" "$(q "SELECT state, recipient FROM outbox ORDER BY id DESC LIMIT 1")" 'queued|a.kim@corp.example.test'
is "evidence" "$(last)" 'operator/op@corp.example.test question.remind contractor/4'
portal review/approvals
like "it waits to leave" "$body" 'mail waits to leave'
ctr-mail -q
is "with a link that works" "$(click "$(mail_link "$S/box" a.kim@ /)" | head -n 1 | tr -d '\r')" 'Status: 200 OK'
portal_post review/approvals "review/approvals/$approval"
is "once a day" "$code" 422
like "and says so" "$body" 'sent again today'
portal_raw POST review/approvals/999999 'mark=x'
is "no such approval" "$code" 409
portal review
like "the queue counts it" "$body" '<b>1</b> <span>approvals that wait'
is "the portal may write no decision and no job" "$(q "SELECT count(*) FROM decision WHERE actor_kind = 'operator'")" 0

# -------------------------------------------------------------------- trouble
portal review/work
like "a limit holds a run" "$body" 'ctr-offboard -t acme -a 31'
ctr-policy -q reset hr_approval
account 6 text c6
leaves 6
ctr-policy -q set steps '!disable !random_password'
later 3600
ctr-offboard -q >/dev/null 2>&1
s=$(step_id 6 random_password)
q "UPDATE step SET words = 'no <i>rights</i>' WHERE id = $s AND state = 'refused'"
portal review/work
like "a step was refused" "$body" 'tag stop">refused'
like "with what its system said" "$body" 'no &lt;i&gt;rights&lt;/i&gt;'
like "and the way out" "$body" "ctr-offboard -t acme --waive $s --why TEXT"
unlike "which is a command" "$body" '<form'

# ------------------------------------------------------------------ its pages
q "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120)
    INSERT INTO finding (kind, subject, print, owner, detail, opened_at,
    seen_at) SELECT 'feed_stale', 'feed/f' || i, 'p', 'o&o', '{}', $opened,
    $opened FROM n"
# leaf QUERY: to the last page; how many more there were, and what led there.
leaf() {
	portal "$1"
	n=0
	while next=$(printf '%s\n' "$body" | sed 's/&amp;/\&/g' |
	    sed -n 's,.*href="/portal/acme/\([^"]*\)">Next page</a>.*,\1,p') &&
	    [ -n "$next" ]; do
		n=$((n + 1))
		asked=$next
		portal "$next"
	done
}
rest() { printf '%s' "$body" | grep -c '<th scope="row"'; }
leaf 'review?kind=feed_stale&owner=o%26o'
is "as many as it takes" "$n $(rest)" '2 20'
like "with what was asked for" "$asked" 'kind=feed_stale&owner=o%26o&after='
q "UPDATE finding SET closed_at = $opened, outcome = 'gone'
    WHERE kind = 'feed_stale'"
leaf 'review?kind=feed_stale&closed=1'
is "settled ones too" "$n $(rest)" '2 20'
status_is "the chain holds" 0 ctr-evidence verify
finish
