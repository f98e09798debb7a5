# shellcheck shell=sh
# Buttons in Slack, pressed: what Slack would post to ctr-chat-cgi, signed with
# the secret of the app.  For a test that has sourced lib.sh and office.sh.
#
#	chat_start	the fake of chat.py: its port in chat_port
#	chat_how WORD...	it misbehaves so from now on
#	posted		how many messages it took
#	said JQ		of the last one
#	slack_conf	configures Slack by token, with buttons
#	button ACTION	the value of that button in the last list posted
#	payload ACTION USER VALUE	the JSON of a press
#	body JSON	the form that it is sent in
#	press BODY [STAMP [SECRET [HEADER=VALUE...]]]	posts it, signed; the
#			answer's headers and body
# slack_secret is the app's signing secret.
slack_secret=8f742231b10e8888abcd99yyyzzz85a5

chat_start() {
	mkdir "$S/chat"
	echo 'U0ALEX U0MIA U0SELF U0EVE U0NEW' >"$S/chat/members"
	/usr/bin/python3 "$top/tests/peer/chat.py" "$S/chat" &
	ends_with_us $!
	t_i=0
	while [ ! -e "$S/chat/port" ] && [ "$t_i" -lt 100 ]; do
		sleep 0.1
		t_i=$((t_i + 1))
	done
	chat_port=$(cat "$S/chat/port") || exit 1
}

chat_how() { echo "$*" >"$S/chat/how"; }
posted() { if [ -e "$S/chat/posted" ]; then wc -l <"$S/chat/posted"; else echo 0; fi; }
said() { tail -n 1 "$S/chat/posted" | jq -r "$1"; }

slack_conf() {
	sed -i '/^\[chat\]/,$d' "$CTR_ETC/acme.conf"
	cat >>"$CTR_ETC/acme.conf" <<-END
		[chat]
		slack_channel = #sec-ops
		slack_url = http://127.0.0.1:$chat_port/api
		slack_team = T0ACME
		[slack_users]
		U0ALEX = A.Kim@corp.example.test
		U0MIA = m.jones@corp.example.test
		U0SELF = self@corp.example.test
	END
	printf '[chat]\nslack_token = xoxb-test\nslack_signing_secret = %s\n' \
	    "$slack_secret" >"$CTR_ETC/acme.secret"
	chmod 600 "$CTR_ETC/acme.secret"
}

button() {
	jq -r --arg id "ctr_$1" 'select(._method == "chat.postMessage")
	    | .blocks[] | select(.type == "actions") | .elements[]
	    | select(.action_id == $id) | .value // .url' "$S/chat/posted" |
	    tail -n 1
}

payload() {
	jq -nc --arg id "ctr_$1" --arg user "$2" --arg value "$3" '{
	    type: "block_actions", api_app_id: "A0CTR", token: "old",
	    user: {id: $user, username: "x", name: "x", team_id: "T0ACME"},
	    team: {id: "T0ACME", domain: "acme"},
	    channel: {id: "C0SECOPS", name: "sec-ops"},
	    container: {type: "message", message_ts: "1795161600.000001",
	    channel_id: "C0SECOPS", is_ephemeral: false},
	    trigger_id: "1.2.3", response_url: "https://evil.example.test/x",
	    message: {text: "a list + 100 % <b>é&=", blocks: []},
	    actions: [{type: "button", action_id: $id, block_id: "b",
	    value: $value, action_ts: "1795161600.1"}]}'
}

body() { printf 'payload=%s' "$(jq -nr --arg p "$1" '$p | @uri')"; }

press() {
	printf '%s' "$1" >"$S/press.body"
	shift
	t_stamp=$(at "$CTR_NOW") t_with=$slack_secret
	[ $# -eq 0 ] || { t_stamp=$1 && shift; }
	[ $# -eq 0 ] || { t_with=$1 && shift; }
	t_mac=$({ printf 'v0:%s:' "$t_stamp"; cat "$S/press.body"; } |
	    openssl dgst -sha256 -hmac "$t_with" | sed 's/.* //')
	env -i PATH="$PATH" CTR_VAR="$CTR_VAR" CTR_ETC="$CTR_ETC" \
	    CTR_RUN="$CTR_RUN" CTR_SHARE="$CTR_SHARE" CTR_NOW="$CTR_NOW" \
	    GATEWAY_INTERFACE=CGI/1.1 SERVER_PROTOCOL=HTTP/1.1 \
	    REQUEST_METHOD=POST SCRIPT_NAME=/chat PATH_INFO=/acme \
	    REMOTE_ADDR=192.0.2.9 HTTP_USER_AGENT=Slackbot \
	    CONTENT_TYPE=application/x-www-form-urlencoded \
	    CONTENT_LENGTH="$(wc -c <"$S/press.body")" \
	    HTTP_X_SLACK_REQUEST_TIMESTAMP="$t_stamp" \
	    HTTP_X_SLACK_SIGNATURE="v0=$t_mac" "$@" \
	    ctr-chat-cgi <"$S/press.body"
}
