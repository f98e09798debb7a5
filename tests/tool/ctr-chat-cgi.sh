#!/bin/sh
# ctr-chat-cgi: buttons under a list in Slack.  Who may, and is known, decides
# as he would on his page; nobody else does, and nothing by having seen it.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/press.sh
. "$top/tests/peer/press.sh"

synced() {
	q "INSERT OR REPLACE INTO sync (connector, full_at, ok_at) VALUES
	    ('text', $(at "$CTR_NOW"), $(at "$CTR_NOW"))"
}
later() {
	now "$(date -ud "@$(($(at "$CTR_NOW") + $1))" +%Y-%m-%dT%H:%M:%SZ)"
	synced
}
# idle ID NAME: has not logged in for a month.
idle() {
	contractor "$1" "$2"
	account "$1" text "a$1"
	q "UPDATE account SET login_known = 1, login_at =
	    $(($(at "$CTR_NOW") - 30 * 86400)), made_at = 1 WHERE contractor = $1"
	jq -c "if .account.login == \"a$1\" then .account += {login_known: true,
	    login_at: $(($(at "$CTR_NOW") - 30 * 86400))} else . end" \
	    "$S/text" >"$S/new"
	mv "$S/new" "$S/text"
	synced
}
# list: everybody idle is on a new one, which is told.
list() {
	ctr-inactive -q || not_ok 'a list'
	ctr-mail -q || not_ok 'its mails'
	ctr-chat -q || not_ok 'it is told'
}
code() { printf '%s\n' "$1" | sed -n 's/^Status: \([0-9]*\).*/\1/p'; }
# pressed ACTION USER: the status of the answer to a good one.
pressed() { code "$(press "$(body "$(payload "$1" "$2" "$(button "$1")")")")"; }
waiting() { q 'SELECT count(*) FROM press WHERE body IS NOT NULL'; }
decisions() { q "SELECT count(*) FROM decision"; }
field() { printf '%s\n' "$out" | tr ' ' '\n' | sed -n "s/^$1=//p"; }
# told JQ: of what the last one who pressed was told, and nobody else.
told() { tail -n 1 "$S/chat/posted" | jq -r "select(._method ==
    \"chat.postEphemeral\") | $1"; }

chat_start
slack_conf
ctr-policy set inactive on >/dev/null
ctr-policy set approvers 'a.kim@corp.example.test self@corp.example.test' \
    >/dev/null
q "INSERT INTO person (remote_id, upn_key, display_name, email, enabled,
    changed_at) VALUES ('p9', 'self@corp.example.test', 'Self',
    'self@corp.example.test', 1, 0)"
idle 1 idle
idle 2 other

### The list and its buttons

list
is 'three buttons' "$(said '[.blocks[] | select(.type == "actions")
    | .elements[].action_id] | join(" ")')" 'ctr_approve ctr_choose ctr_deny'
like 'the first asks once more' "$(said '.blocks[] | select(.type == "actions")
    | .elements[0].confirm.text.text')" 'each of the 2 people'
is 'each sends back one token' "$(said '[.blocks[] |
    select(.type == "actions") | .elements[].value] | unique | length')" 1
like 'that is no link' "$(button deny)" '^[A-Za-z0-9_-]{111}$'
like 'no page takes it' "$(page "/acme/$(button deny)" | head -n 1)" '404|200'
unlike 'nor says anything' "$(page "/acme/$(button deny)")" 'idle'
id=$(q "SELECT id FROM outbox WHERE channel = 'slack'")
is 'where it stands is kept' "$(q "SELECT reply FROM outbox WHERE id = $id")" \
    'C0SECOPS/1795161600.000001'

### What is not taken in at all

deny=$(body "$(payload deny U0ALEX "$(button deny)")")
is 'GET' "$(code "$(press '' 1 x REQUEST_METHOD=GET)")" 405
is 'HEAD' "$(code "$(press '' 1 x REQUEST_METHOD=HEAD)")" 405
is 'PUT' "$(code "$(press "$deny" 1 x REQUEST_METHOD=PUT)")" 405
is 'no signature' "$(code "$(press "$deny" 1795161600 x \
    HTTP_X_SLACK_SIGNATURE=)")" 401
is 'a short one' "$(code "$(press "$deny" 1795161600 x \
    HTTP_X_SLACK_SIGNATURE=v0=00)")" 401
is 'another version' "$(code "$(press "$deny" 1795161600 x \
    HTTP_X_SLACK_SIGNATURE="v1=$(printf '%064d' 0)")")" 401
is 'no time' "$(code "$(press "$deny" '')")" 401
is 'a time with a sign' "$(code "$(press "$deny" +1795161600)")" 401
is 'no body' "$(code "$(press '')")" 400
is 'no form' "$(code "$(press "$deny" "$(at "$CTR_NOW")" x \
    CONTENT_TYPE=application/json)")" 415
is 'no length' "$(code "$(press "$deny" "$(at "$CTR_NOW")" x \
    CONTENT_LENGTH=)")" 411
is 'shorter than it says' "$(code "$(press "$deny" "$(at "$CTR_NOW")" x \
    CONTENT_LENGTH=9000)")" 400
is 'huge' "$(code "$(press "$deny" "$(at "$CTR_NOW")" x \
    CONTENT_LENGTH=262145)")" 413
is 'no such tenant' "$(code "$(press "$deny" "$(at "$CTR_NOW")" x \
    PATH_INFO=/nobody)")" 404
is 'no path' "$(code "$(press "$deny" "$(at "$CTR_NOW")" x PATH_INFO=/)")" 404
is 'a longer path' "$(code "$(press "$deny" "$(at "$CTR_NOW")" x \
    PATH_INFO=/acme/x)")" 404
for t in 'payload=' 'payload=%7B' 'payload=%7B%7D' 'payload=[]' \
    'payload=%00' 'payload=%7' 'payload=%zz' 'other=%7B%7D' '%7B%7D' \
    "$deny&payload=x" "$(body "$(payload deny U0ALEX short)")" \
    "$(body "$(payload deny 'U0 ALEX' "$(button deny)")")" \
    "$(body "$(payload delete U0ALEX "$(button deny)")")" \
    "$(body "$(payload deny U0ALEX "$(button deny)" | jq -c '.actions += .actions')")" \
    "$(body "$(payload deny U0ALEX "$(button deny)" | jq -c '.type = "view_submission"')")" \
    "$(body "$(payload deny U0ALEX "$(button deny)" | jq -c 'del(.channel)')")" \
    "$(body "$(payload deny U0ALEX "$(button deny)" | jq -c '.user.id = 7')")"
do
	is "malformed: $(printf %.40s "$t")" "$(code "$(press "$t")")" 400
done
is 'older than five minutes' "$(code "$(press "$deny" \
    $(($(at "$CTR_NOW") - 301)))")" 403
is 'or ahead of us' "$(code "$(press "$deny" $(($(at "$CTR_NOW") + 301)))")" 403
link=$(mail_link "$S/box" a.kim@ http)
link=${link#/acme/}
is "the token of a mail's link is no button" "$(code "$(press \
    "$(body "$(payload deny U0ALEX "${link%%/*}")")")")" 400
t=$(button deny)
t=$(printf '%s' "$t" | cut -c1-60)$(printf '%s' "$t" | cut -c61-70 | tr 'A-Ya-y' 'B-Zb-z')$(printf '%s' "$t" | cut -c71-111)
is 'nor is one that we did not sign' "$(code "$(press \
    "$(body "$(payload deny U0ALEX "$t")")")")" 403
is 'the button that opens a page needs nothing' "$(code "$(press \
    "$(body "$(payload open U0ALEX x)")")")" 200
is 'of all that nothing is kept' "$(q 'SELECT count(*) FROM press')" 0
unlike 'nor in the evidence' "$(q "SELECT group_concat(action) FROM evidence")" \
    'press'

### What is taken in, and not believed

is 'a wrong signature cannot be told yet' "$(code "$(press "$deny" \
    "$(at "$CTR_NOW")" wrong)")" 200
is 'nor one over another body' "$(code "$(press \
    "$(body "$(payload deny U0MIA "$(button deny)")")" "$(at "$CTR_NOW")" \
    "$slack_secret" HTTP_X_SLACK_SIGNATURE="v0=$(printf '%064d' 7)")")" 200
is 'they wait' "$(waiting)" 2
like 'a plan names them' "$(ctr-inactive -n --answers)" \
    '^take	press/1		192.0.2.9	came 2026-11-20T'
status_is 'looked at' 0 ctr-inactive --answers
is 'none is taken' "$(field pressed) $(field refused)" '0 2'
like 'the operator is told' "$err" 'press/1 from 192.0.2.9: the signature is not'
is 'nothing is decided' "$(decisions)" 0
is 'what came is gone' "$(waiting)" 0
is 'evidence' "$(q "SELECT group_concat(DISTINCT action || ' ' || subject)
    FROM evidence WHERE action LIKE 'press.%'")" \
    'press.refused press/1,press.refused press/2'
ctr-chat -q
is 'and nobody is answered' "$(posted)" 1
sed -i '/signing/d' "$CTR_ETC/acme.secret"
is 'no secret any more' "$(code "$(press "$deny" $(($(at "$CTR_NOW") - 1)))")" 200
status_is 'nobody is believed' 0 ctr-inactive --answers
like 'and it is said why' "$err" 'slack_signing_secret is not set'
slack_conf
q "INSERT INTO press (print, came_at, address, stamp, mac, body) SELECT
    randomblob(32), $(at "$CTR_NOW"), '192.0.2.66', $(at "$CTR_NOW") - 301,
    zeroblob(32), CAST('$deny' AS BLOB)"
t=$({ printf 'v0:%s:' $(($(at "$CTR_NOW") - 301)); printf '%s' "$deny"; } |
    openssl dgst -sha256 -hmac "$slack_secret" | sed 's/.* //')
q "UPDATE press SET mac = x'$t' WHERE body IS NOT NULL"
status_is 'an old one that was let in' 0 ctr-inactive --answers
like 'is not taken either' "$err" 'too old when it came'

### Who may not

for t in 'deny U0EVE Nothing.*nobody.is.known.*U0EVE' \
    'approve U0EVE nobody.is.known' \
    'choose U0EVE nobody.is.known' \
    'approve U0MIA m.jones@corp.example.test.is.not.one.of.the.approvers'; do
	# shellcheck disable=SC2086
	set -- $t
	is "$1 by $2" "$(pressed "$1" "$2")" 200
	status_is 'looked at' 0 ctr-inactive --answers
	is 'refused' "$(field pressed) $(field refused)" '0 1'
	status_is 'told' 0 ctr-chat
	is 'to him alone' "$(told .user)" "$2"
	like 'why' "$(told '.blocks[0].text.text')" "$3"
done
is 'a user of another workspace' "$(code "$(press "$(body "$(payload approve \
    U0ALEX "$(button approve)" | jq -c '.user.team_id = "T0OTHER"')")")")" 200
status_is 'is nobody' 0 ctr-inactive --answers
is 'to us' "$(field refused)" 1
is 'nothing is decided' "$(decisions) $(q "SELECT count(*) FROM question
    WHERE kind = 'inactive' AND state = 'open'")" '0 2'

### Choose: his own page, and only to him

is 'choose' "$(pressed choose U0ALEX)" 200
status_is 'taken' 0 ctr-inactive --answers
is 'it says so' "$(field pressed)" 1
status_is 'told' 0 ctr-chat
is 'to him' "$(told '.user + " " + .channel')" 'U0ALEX C0SECOPS'
t=$(told '.blocks[] | select(.type == "actions") | .elements[0].url')
is 'the very link of his mail' "${t#http://127.0.0.1:8080/ctr}" \
    "$(mail_link "$S/box" a.kim@ http)"
n=$(q "SELECT max(id) FROM outbox")
q "UPDATE outbox SET state = 'queued', dot = 0, recipient = 'C0SECOPS/U0MIA'
    WHERE id = $n"
status_is 'a row that would give it to somebody else' 0 ctr-chat
is 'does not leave' "$(q "SELECT state FROM outbox WHERE id = $n")" failed
q "UPDATE outbox SET state = 'queued', dot = 0, recipient = 'C0SECOPS'
    WHERE id = $n"
status_is 'nor to the channel' 0 ctr-chat
is 'at all' "$(q "SELECT state FROM outbox WHERE id = $n")" failed

### Approve

n=$(posted)
is 'approve' "$(pressed approve U0ALEX)" 200
is 'the same once more' "$(pressed approve U0ALEX)" 200
is 'is the same' "$(waiting)" 1
status_is 'taken' 0 ctr-inactive --answers
is 'once' "$(field pressed) $(field refused)" '1 0'
is 'both are to be suspended' "$(q "SELECT group_concat(contractor || '=' ||
    answer, ' ') FROM decision")" '1=suspend 2=suspend'
is 'by an approver that Slack knows, with our signature' "$(q "SELECT DISTINCT
    actor_kind || ' ' || known_by || ' ' || length(proof) FROM decision")" \
    'approver slack 111'
like 'the evidence names him' "$(q "SELECT detail ->> '$.who' FROM evidence
    WHERE action = 'decision' LIMIT 1")" \
    "^a.kim@corp.example.test, by Slack's user U0ALEX of T0ACME, the signature"
like 'and the request' "$(q "SELECT detail FROM evidence
    WHERE action = 'decision' LIMIT 1")" \
    '"pressed_at":"2026-11-20T06:00:00Z","request_sha256":"[0-9a-f]{64}"'
is 'by his ask' "$(q "SELECT DISTINCT substr(actor, 1, 4) FROM evidence
    WHERE action = 'decision'")" 'ask/'
is 'replayed' "$(pressed approve U0ALEX)" 200
is 'it came before' "$(waiting)" 0
status_is 'the list changes for all who see it' 0 ctr-chat
is 'in its place' "$(said '._method + " " + ._ts')" \
    'chat.update 1795161600.000001'
is 'once' "$(posted)" $((n + 1))
is 'without a button' "$(said '[.blocks[].type] | unique | join(" ")')" \
    'header section'
like 'it says what' "$(said '.blocks[0].text.text')" '2 inactive.*: approved$'
like 'and who' "$(said '.blocks[1].text.text')" '^By Alex Kim, 2026-11-20'
like 'with the list as it was' "$(said '.blocks[2].text.text')" '^idle \(idle@'
status_is 'carried out' 0 ctr-offboard
is 'suspended' "$(status 1) $(status 2) $(there text a1 .state)" \
    'suspended suspended "disabled"'
status_is 'its end' 0 ctr-inactive --answers
status_is 'is told' 0 ctr-chat
like 'in the channel' "$(said '._method + " " + .channel + " " +
    .blocks[2].text.text')" 'chat.postMessage #sec-ops Suspended: idle, other'
later 60
is 'another press' "$(pressed deny U0ALEX)" 200
status_is 'is too late' 0 ctr-inactive --answers
status_is 'and he is told' 0 ctr-chat
like 'so' "$(told '.blocks[0].text.text')" 'was answered before'
status_is 'nothing to do' 0 ctr-inactive --answers
later 1000
status_is 'what was done is forgotten' 0 ctr-inactive --answers
is 'all of it' "$(q 'SELECT count(*) FROM press')" 0
later $((2 * 86400))
is 'a day after its end the button is nothing' "$(pressed deny U0ALEX)" 403

### A secret that cannot be had just now

idle 50 waits
list
sed -i 's/^slack_signing_secret.*/slack_signing_secret_command = false/' \
    "$CTR_ETC/acme.secret"
is 'pressed' "$(pressed deny U0ALEX)" 200
status_is 'the secret is not there' 78 ctr-inactive --answers
is 'the press waits' "$(waiting) $(field pressed)" '1 0'
slack_conf
# As if somebody else had done it between the look and the act.
q "CREATE TRIGGER first BEFORE UPDATE ON press BEGIN SELECT RAISE(IGNORE);
    END"
status_is 'what another has done' 0 ctr-inactive --answers
is 'is not counted' "$(field pressed) $(field refused)" '0 0'
q "DROP TRIGGER first"
status_is 'later' 0 ctr-inactive --answers
is 'it is taken' "$(waiting) $(field pressed)" '0 1'
ctr-chat -q
later 86400

### Deny; an approver on the list; a new approver

ctr-policy set inactive_deny_days 0 >/dev/null
idle 9 self
idle 3 third
list
is 'by who is on it' "$(pressed approve U0SELF)" 200
status_is 'is refused' 0 ctr-inactive --answers
ctr-chat -q
like 'with why' "$(told '.blocks[0].text.text')" 'nobody decides about himself'
ctr-policy set approvers 'a.kim@corp.example.test m.jones@corp.example.test' \
    >/dev/null
is 'by who became an approver since' "$(pressed approve U0MIA)" 200
status_is 'is refused' 0 ctr-inactive --answers
ctr-chat -q
like 'with why' "$(told '.blocks[0].text.text')" 'became an approver after'
ctr-policy set approvers 'm.jones@corp.example.test' >/dev/null
is 'by who is none any more' "$(pressed deny U0ALEX)" 200
status_is 'is refused' 0 ctr-inactive --answers
ctr-chat -q
like 'with why' "$(told '.blocks[0].text.text')" 'is not one of the approvers'
ctr-policy set approvers 'a.kim@corp.example.test m.jones@corp.example.test' \
    >/dev/null
n=$(decisions)
later 1
is 'denied' "$(pressed deny U0ALEX)" 200
status_is 'taken' 0 ctr-inactive --answers
is 'all are kept' "$(q "SELECT group_concat(DISTINCT answer) FROM decision
    WHERE id > $n")" keep
status_is 'told' 0 ctr-chat
is 'nobody is to be suspended' "$(q "SELECT count(*) FROM job
    WHERE state <> 'done'")" 0
like 'the list says so' "$(jq -r 'select(._method == "chat.update")
    | .blocks[0].text.text' "$S/chat/posted" | tail -n 1)" 'denied$'

### A list that is not as it was told

later 86400
list
n=$(decisions)
q "INSERT INTO question (contractor, engagement, kind, period, wording, batch,
    nonce, state, opened_at, expires_at, next_on) SELECT 1, 1, 'inactive',
    'x', 'inactive', batch, randomblob(16), 'open', opened_at, expires_at,
    next_on FROM question ORDER BY id DESC LIMIT 1"
is 'with somebody more on it' "$(pressed approve U0ALEX)" 403
q "INSERT INTO press (print, came_at, address, stamp, mac, body) SELECT
    randomblob(32), $(at "$CTR_NOW"), '192.0.2.66', $(at "$CTR_NOW"),
    zeroblob(32), CAST('$(body "$(payload approve U0ALEX "$(button approve)")")' AS BLOB)"
t=$({ printf 'v0:%s:' "$(at "$CTR_NOW")"; body "$(payload approve U0ALEX "$(button approve)")"; } |
    openssl dgst -sha256 -hmac "$slack_secret" | sed 's/.* //')
q "UPDATE press SET mac = x'$t' WHERE body IS NOT NULL"
status_is 'let in all the same' 0 ctr-inactive --answers
is 'it is of no list' "$(field refused) $(decisions)" "1 $n"
ctr-chat -q
like 'and he is told' "$(told '.blocks[0].text.text')" 'of no list that is open'

### A decision that nobody pressed

q "UPDATE question SET state = 'cancelled' WHERE period = 'x'"
# forge KNOWN-BY PROOF AT ACTOR: a row as a captured web server could write it,
# about the third.
forge() {
	q "INSERT INTO evidence (seq, at, actor, action, subject, detail_hash,
	    hash, salt, detail) SELECT max(seq) + 1, $3, $4, 'decision',
	    'contractor/3', randomblob(32), randomblob(32), randomblob(16),
	    '{}' FROM evidence;
	INSERT INTO decision (contractor, question, ask, answer, actor_kind,
	    known_by, proof, decided_at, evidence) SELECT 3, q.id, a.id,
	    'suspend', 'approver', '$1', $2, $3, (SELECT max(seq)
	    FROM evidence) FROM question q JOIN ask a ON a.question = q.id
	    AND a.reviewer_key LIKE 'a.kim@%' WHERE q.contractor = 3
	    AND q.state = 'open';
	INSERT INTO job (contractor, kind, decision, second, state, due_at,
	    made_at) SELECT 3, 'suspend', max(id), 0, 'due',
	    $(at "$CTR_NOW"), $(at "$CTR_NOW") FROM decision"
}
slack="(SELECT proof FROM decision WHERE known_by = 'slack' AND answer = 'suspend' LIMIT 1)"
when="(SELECT decided_at FROM decision WHERE known_by = 'slack' AND answer = 'suspend' LIMIT 1)"
actor="(SELECT 'ask/' || ask FROM decision WHERE known_by = 'slack' AND answer = 'suspend' LIMIT 1)"
own="(SELECT 'ask/' || a.id FROM question q JOIN ask a ON a.question = q.id
    AND a.reviewer_key LIKE 'a.kim@%' WHERE q.contractor = 3 AND q.state = 'open')"
kept="(SELECT proof FROM decision WHERE contractor = 3 AND known_by = 'slack' LIMIT 1)"
link=$(mail_link "$S/box" a.kim@ http)
link=${link#/acme/}
refused() {
	is "$1" "$(finding proof_invalid "job/$(job_id 3)") $(status 3)" '1 active'
	ctr-offboard -q --stop "$(job_id 3)" --why forged
}
forge slack "$slack" "$when" "$actor"
status_is 'the signature of another decision' 77 ctr-offboard
refused 'is held'
forge slack "$kept" "$(at "$CTR_NOW")" "$own"
status_is 'that of another answer about him' 77 ctr-offboard
refused 'too'
forge slack "CAST('${link%%/*}' AS BLOB)" "$(at "$CTR_NOW")" "$own"
status_is 'a link, said to be a button' 77 ctr-offboard
refused 'too'
forge slack "CAST('$(button deny)' AS BLOB)" "$(at "$CTR_NOW")" "$own"
status_is 'what the button sends back' 77 ctr-offboard
refused 'too'
forge link "$kept" "$(at "$CTR_NOW")" "$own"
status_is 'a button, said to be a link' 77 ctr-offboard
refused 'too'
forge slack NULL "$(at "$CTR_NOW")" "$own"
status_is 'nothing at all' 77 ctr-offboard
refused 'too'

### More than wait at a time, and a key that is gone

later 86400
list
q "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)
    INSERT INTO press (print, came_at, address, stamp, mac, body) SELECT
    randomblob(32), $(at "$CTR_NOW"), '192.0.2.66', $(at "$CTR_NOW"),
    zeroblob(32), CAST('x' AS BLOB) FROM n"
t=$(press "$(body "$(payload deny U0ALEX "$(button deny)")")")
is 'fifty wait' "$(code "$t")" 503
like 'come again' "$t" '^Retry-After: 60'
is 'no more are kept' "$(waiting)" 50
ctr-inactive -q --answers 2>/dev/null
is 'taken away' "$(waiting) $(pressed deny U0ALEX)" '0 200'
ctr-inactive -q --answers
mv "$CTR_ETC/keys/acme.token.1.pub" "$S/"
later 1
is 'the key of a button is gone' "$(pressed deny U0ALEX)" 403
mv "$S/acme.token.1.pub" "$CTR_ETC/keys/"
# Somebody writes, and does not end before we do.
{
	printf '.timeout 10000\nBEGIN IMMEDIATE;\n.shell touch "%s"\n' "$S/held"
	until [ -e "$S/over" ]; do sleep 0.1; done
} | sqlite3 "$db" &
t_writer=$!
ends_with_us "$t_writer"
i=0
until [ -e "$S/held" ] || [ "$i" -ge 400 ]; do
	sleep 0.05
	i=$((i + 1))
done
is 'while another writes' "$(pressed deny U0ALEX)" 503
: >"$S/over"
finish
