#!/bin/sh
# ctr-chat: lists and their ends in Slack and Teams, once, and no decision by
# them.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"

mkdir "$S/chat"
/usr/bin/python3 "$top/tests/peer/chat.py" "$S/chat" &
ends_with_us $!
i=0
while [ ! -e "$S/chat/port" ] && [ "$i" -lt 100 ]; do
	sleep 0.1
	i=$((i + 1))
done
port=$(cat "$S/chat/port") || exit 1
posted() { [ ! -e "$S/chat/posted" ] || wc -l <"$S/chat/posted"; }
how() { echo "$*" >"$S/chat/how"; }
last() { tail -n 1 "$S/chat/posted" | jq -r "$1"; }
conf() {
	sed -i '/^\[chat\]/,$d' "$CTR_ETC/acme.conf"
	printf '[chat]\nslack_channel = %s\nslack_url = http://127.0.0.1:%s/api\n' \
	    "${1:-#sec-ops}" "$port" >>"$CTR_ETC/acme.conf"
}
secret() {
	printf '[chat]\n' >"$CTR_ETC/acme.secret"
	printf '%s\n' "$@" >>"$CTR_ETC/acme.secret"
	chmod 600 "$CTR_ETC/acme.secret"
}
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
	synced
}
ctr-policy set inactive on >/dev/null
ctr-policy set approvers a.kim@corp.example.test >/dev/null

### Slack with a token

status_is 'nothing queued, nothing configured' 0 ctr-chat
is 'its report' "$out" 'ctr-chat sent=0 later=0 failed=0 uncertain=0 dropped=0'
conf
secret 'slack_token = xoxb-test'
idle 1 'idle'
q "UPDATE contractor SET display_name = '*Bob* <!channel> {{count}} \"}], <http://evil.test|x>' WHERE id = 1"
status_is 'a list' 0 ctr-inactive
is 'is queued for the channel' "$(q "SELECT channel || ' ' || recipient
    FROM outbox WHERE channel <> 'mail'")" 'slack #sec-ops'
status_is 'a plan' 0 ctr-chat -n
like 'says what would go' "$out" '^send	outbox/[0-9]*	#sec-ops	inactive	slack'
is 'and sends nothing' "$(posted)" ''
how error invalid_auth
status_is 'a token that is none' 78 ctr-chat
unlike 'is not in the words' "$err" 'xoxb'
how limit
status_is 'not so fast' 75 ctr-chat
is 'it waits' "$(q "SELECT state FROM outbox WHERE channel = 'slack'")" queued
how fine
later 600
status_is 'sent' 0 ctr-chat
is 'its report' "$out" 'ctr-chat sent=1 later=0 failed=0 uncertain=0 dropped=0'
is 'taken' "$(posted)" 1
is 'names are plain text, whatever is in them' \
    "$(last '[.blocks[].text.type] | unique | join(" ")')" plain_text
like 'the person, his login, his last login' "$(last '.blocks[2].text.text')" \
    '^\*Bob\* <!channel> \{\{count\}\} "\}\], <http: //evil.test\|x> \(idle@corp.example.test\): text: 2026-10-21$'
is 'nobody is called up by the summary' "$(last .text)" \
    'A list of inactive contractors waits for an approver.'
is 'lines without a value are not there' "$(last '.blocks | length')" 3
is 'no link: whoever sees the channel decides nothing' \
    "$(last 'tostring | test("http://127")')" false
status_is 'another run' 0 ctr-chat
is 'sends nothing twice' "$(posted)" 1
like 'evidence' "$(q "SELECT group_concat(action, ' ') FROM evidence
    WHERE action LIKE 'mail.%'")" 'mail.sent'

### Its end, through webhooks to both

conf
secret "slack_webhook = http://127.0.0.1:$port/services/T1/B1/secret" \
    "teams_webhook = http://127.0.0.1:$port/workflows/secret?sig=s3"
later 90000
status_is 'nobody answered' 0 ctr-inactive --answers
is 'the end goes to both' "$(q "SELECT group_concat(channel, ' ') FROM
    (SELECT channel FROM outbox WHERE template = 'inactive-done'
    AND channel <> 'mail' ORDER BY id)")" 'slack teams'
status_is 'sent' 0 ctr-chat
is 'both' "$(posted)" 3
like 'a card of plain runs' "$(last \
    '.attachments[0].content.body[0].inlines[0].text')" 'nobody answered'

### Bad luck

idle 2 second
later 90000
status_is 'a new list' 0 ctr-inactive
how status 500
status_is 'a service that is ill after it was told' 0 ctr-chat
is 'may have posted it: not again, and a finding' "$(q "SELECT DISTINCT state
    FROM outbox WHERE template = 'inactive' AND channel <> 'mail'
    AND sent_at IS NULL") $(q "SELECT count(*) > 0 FROM finding
    WHERE kind = 'undeliverable'")" 'uncertain 1'
how fine
status_is 'later' 0 ctr-chat
is 'nothing is posted twice' "$(posted)" 3
how status 404
later 90000
status_is 'the list ends' 0 ctr-inactive --answers
status_is 'a webhook that is gone' 78 ctr-chat
unlike 'its address is not in the words' "$err" 'secret|sig='
how fine
status_is 'mended' 0 ctr-chat
is 'nothing was lost' "$(posted)" 5
printf '{"slack": {"text": "{{nam", "blocks": []}}' >"$CTR_SHARE/templates/chat/inactive.json"
later 90000
status_is 'a list again' 0 ctr-inactive
status_is 'a template that is wrong' 78 ctr-chat
like 'is named' "$err" 'chat/inactive'
cp "$top/templates/chat/inactive.json" "$CTR_SHARE/templates/chat/"
id=$(q "SELECT max(id) FROM outbox WHERE channel = 'teams'")
status_is 'one message shown' 0 ctr-chat --show "$id"
like 'as it would leave' "$out" 'AdaptiveCard'
status_is 'a mail is none of them' 65 ctr-chat --show \
    "$(q "SELECT max(id) FROM outbox WHERE channel = 'mail'")"
status_is 'no such one' 65 ctr-chat --show 999999

### What Slack's API may do to one message

conf
secret 'slack_token = xoxb-test'
q "UPDATE outbox SET state = 'sent' WHERE state = 'queued'"
# one: a message of its own, queued now; i is its number.
one() {
	later 7200
	i=$(q "INSERT INTO outbox (channel, template, dedup, recipient, fields,
	    message_id, again, state, queued_at, next_at) VALUES ('slack',
	    'inactive-done', 'luck/' || hex(randomblob(4)), '${1:-#sec-ops}',
	    json_object('count', '1', 'answer', '${2:-denied}', 'done', '${3:-x}'),
	    lower(hex(randomblob(16))), ${4:-0}, 'queued', $(at "$CTR_NOW"),
	    $(at "$CTR_NOW")); SELECT last_insert_rowid()")
}
state() { q "SELECT state FROM outbox WHERE id = $1"; }
n=$(posted)
one
how soon
status_is '429, and a second later it is fine' 0 ctr-chat
is 'sent once' "$(state "$i") $(posted)" "sent $((n + 1))"
one
how limit
status_is '429 for minutes' 75 ctr-chat
is 'it waits' "$(state "$i") $(posted)" "queued $((n + 1))"
how fine
later 600
ctr-chat -q
is 'and goes' "$(state "$i") $(posted)" "sent $((n + 2))"
one
how cut
status_is 'taken, and no answer' 0 ctr-chat
is 'is not posted again' "$(state "$i") $(posted)" "uncertain $((n + 3))"
one
how half
status_is 'half an answer' 0 ctr-chat
is 'neither' "$(state "$i") $(posted)" "uncertain $((n + 4))"
how fine
ctr-chat -q
is 'later neither' "$(posted)" $((n + 4))
one
how status 500
status_is '500' 0 ctr-chat
is 'may have been posted' "$(state "$i")" uncertain
one
how status 401
status_is '401: the token' 78 ctr-chat
is 'nothing is lost' "$(state "$i")" queued
how error ratelimited
status_is 'rate limited in words' 75 ctr-chat
is 'it waits' "$(state "$i")" queued
later 7200
how error account_inactive
status_is 'a token that is no more' 78 ctr-chat
is 'it waits' "$(state "$i")" queued
how error msg_blocks_too_long
status_is 'too long for good' 0 ctr-chat
is 'is given up, and a finding' "$(state "$i") $(q "SELECT count(*) FROM finding
    WHERE kind = 'undeliverable' AND detail LIKE '%msg_blocks_too_long%'")" \
    'failed 1'
how fine

### A text that is longer than a section

one '#sec-ops' denied "$(python3 -c 'print(", ".join(
    "J\u00fcrgen Nowak %d" % i for i in range(215)))')"
status_is 'four thousand characters' 0 ctr-chat
is 'go' "$(state "$i")" sent
is 'as two sections' "$(last '[.blocks[] | select(.type == "section")] | length')" 2
like 'of all names' "$(last '[.blocks[] | select(.type == "section").text.text]
    | join("")')" '^Suspended: J.*Nowak 0, .*Nowak 214$'

### Messages to one user, or instead of another

one 'C0SECOPS/1795161600.000999' denied x 1
status_is 'a message that is not there' 0 ctr-chat
is 'cannot be changed' "$(state "$i")" failed
echo U0ALEX >"$S/chat/members"
one C0SECOPS/U0EVE
status_is 'who is not in the channel' 0 ctr-chat
is 'is told nothing' "$(state "$i")" failed
one C0SECOPS/U0ALEX
status_is 'who is' 0 ctr-chat
is 'is' "$(state "$i") $(last '._method + " " + .user')" \
    'sent chat.postEphemeral U0ALEX'
one C0GONE/U0ALEX
status_is 'a channel that is not there' 0 ctr-chat
is 'stops nothing' "$(state "$i")" failed
secret "slack_webhook = http://127.0.0.1:$port/services/T1/B1/secret"
n=$(posted)
one C0SECOPS/U0ALEX
status_is 'what is for one, and only a webhook' 0 ctr-chat
is 'is not shown to all' "$(state "$i") $(posted)" "failed $n"

### A list whose end came first, and one that is long

conf
secret 'slack_token = xoxb-test' 'slack_signing_secret = s3cret'
idle 60 early
ctr-policy set inactive_deny_days 0 >/dev/null
later 86400
ctr-inactive -q --answers
status_is 'a list' 0 ctr-inactive
i=$(q "SELECT max(id) FROM outbox WHERE channel = 'slack' AND template = 'inactive'")
later 90000
ctr-inactive -q --answers
status_is 'that is over before it was told' 0 ctr-chat
is 'is not told, its end is' "$(state "$i") $(last '.blocks[0].text.text |
    test("nobody answered")')" 'dropped true'
k=100
while [ "$k" -lt 140 ]; do
	idle "$k" "somebody-with-a-long-name-$k"
	k=$((k + 1))
done
ctr-policy set inactive_limit 1000 >/dev/null
status_is 'forty' 0 ctr-inactive
status_is 'told' 0 ctr-chat
is 'are all there' "$(last '[.blocks[].text.text // "" | scan("@corp")] |
    length')" "$(q "SELECT count(*) FROM question WHERE batch = (SELECT batch
    FROM question ORDER BY id DESC LIMIT 1)")"
is 'and may be approved' "$(last '[.blocks[] | select(.type == "actions") |
    .elements[].action_id] | join(" ")')" 'ctr_approve ctr_choose ctr_deny'
later 90000
ctr-inactive -q --answers
ctr-chat -q
while [ "$k" -lt 240 ]; do
	idle "$k" "somebody-with-a-very-very-very-long-name-in-a-very-long-place-$k"
	k=$((k + 1))
done
status_is 'more than a hundred' 0 ctr-inactive
status_is 'told' 0 ctr-chat
like 'not all are shown' "$(last '.blocks[].text.text')" \
    '^Not shown here: [0-9]+ more'
is 'so not all can be approved at once' "$(last '[.blocks[] |
    select(.type == "actions") | .elements[].action_id] | join(" ")')" \
    'ctr_choose ctr_deny'
status_is 'the chain holds' 0 ctr-evidence verify
finish
