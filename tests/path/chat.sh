#!/bin/sh
# A list of the inactive in Slack, from the post to the suspended account: the
# posts taken by emulate's Slack, the press by a real web server.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/lighttpd.sh
. "$top/tests/peer/lighttpd.sh"
# shellcheck source=tests/peer/npm.sh
. "$top/tests/peer/npm.sh"

web=$(free_port)
port=$(free_port)
peer_npm "$NPM/emulate/dist/index.js" --service slack --port "$port"
wait_port "$port" 30 || not_ok "emulate is up" "$(cat "$S/npm.log")"
slack() {
	curl -s -H 'Authorization: Bearer test_token_admin' \
	    -H 'Content-Type: application/json' -d "$2" \
	    "http://127.0.0.1:$port/api/$1"
}
# said JQ: of the messages in the channel, newest first.
said() { slack conversations.history '{"channel":"C000000001"}' | jq -r "$1"; }

sed -i "s/^base_url.*/base_url = http:\/\/127.0.0.1:$web/" "$CTR_ETC/acme.conf"
cat >>"$CTR_ETC/acme.conf" <<END_OF
[chat]
slack_channel = general
slack_url = http://127.0.0.1:$port/api
slack_team = T000000001
[slack_users]
U000000001 = a.kim@corp.example.test
END_OF
printf '[chat]\nslack_token = test_token_admin\nslack_signing_secret = %s\n' \
    s3cret-of-the-app >"$CTR_ETC/acme.secret"
chmod 600 "$CTR_ETC/acme.secret"
ctr-policy set inactive on >/dev/null
ctr-policy set approvers a.kim@corp.example.test >/dev/null
before=$(($(at "$CTR_NOW") - 30 * 86400))
for n in 1 2 3; do
	contractor "$n" "idle$n"
	account "$n" text "a$n"
	q "UPDATE account SET login_known = 1, login_at = $before, made_at = 1"
done
jq -c "if .account then .account += {login_known: true, login_at: $before}
    else . end" "$S/text" >"$S/new"
mv "$S/new" "$S/text"
q "INSERT INTO sync (connector, full_at, ok_at) VALUES ('text',
    $(at "$CTR_NOW"), $(at "$CTR_NOW"))"
lighttpd_start "$web" "$S/web" "$CTR_NOW"

# press ACTION: as Slack would, of the newest list; the status.
press() {
	t_v=$(said "[.messages[] | .blocks[]? | .elements[]? |
	    select(.action_id == \"ctr_$1\") | .value][0]")
	t_body=payload=$(jq -nr --arg id "ctr_$1" --arg v "$t_v" '{
	    type: "block_actions", user: {id: "U000000001",
	    team_id: "T000000001"}, channel: {id: "C000000001"},
	    actions: [{type: "button", action_id: $id, value: $v}]} |
	    tojson | @uri')
	t_at=$(at "$CTR_NOW")
	t_mac=$(printf 'v0:%s:%s' "$t_at" "$t_body" | openssl dgst -sha256 \
	    -hmac "${2:-s3cret-of-the-app}" | sed 's/.* //')
	curl -s -o "$S/answer" -w '%{http_code} %{size_download}' \
	    -H "X-Slack-Request-Timestamp: $t_at" \
	    -H "X-Slack-Signature: v0=$t_mac" -d "$t_body" \
	    "http://127.0.0.1:$web/chat/acme"
}

status_is 'who has not logged in is asked about' 0 ctr-inactive
status_is 'the approver has his mail' 0 ctr-mail
status_is 'and the channel is told' 0 ctr-chat
is 'with buttons' "$(said '[.messages[0].blocks[] | select(.type == "actions")
    | .elements[].action_id] | join(" ")')" 'ctr_approve ctr_choose ctr_deny'
is 'a browser sees nothing' "$(curl -s -o "$S/answer" -w '%{http_code}' \
    "http://127.0.0.1:$web/chat/acme")" 405
is 'somebody else signs' "$(press approve wrong)" '200 0'
is 'the approver presses' "$(press approve)" '200 0'
status_is 'taken up' 0 ctr-inactive --answers
like 'his alone' "$out" 'pressed=1 refused=1$'
status_is 'the list changes' 0 ctr-chat
like 'where it was' "$(said '.messages[-1].blocks[0].text.text')" \
    '3 inactive contractors: approved'
is 'without buttons' "$(said '[.messages[].blocks[] |
    select(.type == "actions")] | length')" 0
status_is 'carried out' 0 ctr-offboard
is 'all three' "$(q "SELECT group_concat(status) FROM contractor")" \
    'suspended,suspended,suspended'
is 'in their system too' "$(for n in 1 2 3; do there text "a$n" .state; done |
    sort -u)" '"disabled"'
status_is 'the end' 0 ctr-inactive --answers
status_is 'is told' 0 ctr-chat
like 'in the channel' "$(said '[.messages[].blocks[].text.text] | join(" ")')" \
    'Suspended: idle1, idle2, idle3'
is 'two messages in all' "$(said '.messages | length')" 2
status_is 'once more' 0 ctr-inactive --answers
ctr-chat -q
ctr-offboard -q
is 'changes nothing' "$(said '.messages | length') $(q "SELECT count(*)
    FROM decision")" '2 3'
is 'who decided is told to an auditor' "$(ctr-evidence show \
    idle1@corp.example.test | grep -c "Slack's user U000000001")" 1
status_is 'the chain holds' 0 ctr-evidence verify
finish
