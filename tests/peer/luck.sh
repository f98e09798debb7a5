# shellcheck shell=sh
# For tests of connectors that speak HTTP, sourced after lib.sh: a fake service
# of this directory (luck.py has what each can be told), and a connector spoken
# to by hand.
#
#	fake_start NAME STATE [ARG...]	NAME.py on port $FAKE; again: anew
#	luck RULE...			bad luck, JSON objects (none: no more)
#	log FILTER			jq over the list of what was asked
#	state FILTER			jq over what the service holds
#	with JSON			merged into it
#	CONNECTOR=ctr-connect-x		whom talk speaks to
#	talk CONFIG < requests		hello (id 1) and each line: the answers
#	says WHY CONFIG FILTER WANT < requests	FILTER over all answers
#	killed WHY CONFIG ID SHOWN	the connector is killed while the service
#			is at a PATCH that disables ID: done once, SHOWN (of
#			the state) says when, and the next request finds it so
#	ask CONFIG OP ID [MEMBERS]	one request (id 2): "answer words"
#	answers WHY CONFIG OP ID ERE [MEMBERS]	... matches
FAKE_PID=
fake_start() {
	f_name=$1
	shift
	if [ -n "$FAKE_PID" ]; then
		kill "$FAKE_PID" 2>/dev/null
		wait "$FAKE_PID" 2>/dev/null
	fi
	FAKE=$(free_port)
	python3 -B "$top/tests/peer/$f_name.py" "$FAKE" "$@" \
	    2>>"$S/fake.err" &
	FAKE_PID=$!
	ends_with_us "$FAKE_PID"
	wait_port "$FAKE" || { not_ok "the fake" "$(cat "$S/fake.err")"; finish; }
}
at_fake() {
	curl -sS --noproxy '*' "$@"
}
luck() {
	printf '%s\n' "$@" | jq -sc . |
	    at_fake -X PUT --data-binary @- "http://127.0.0.1:$FAKE/_luck" \
	    >/dev/null
}
log() {
	at_fake "http://127.0.0.1:$FAKE/_log" | jq -r "$1"
}
forget() {
	at_fake -X DELETE "http://127.0.0.1:$FAKE/_log" >/dev/null
}
state() {
	at_fake "http://127.0.0.1:$FAKE/_state" | jq -rc "$1"
}
with() {
	printf '%s' "$1" | at_fake -X PATCH --data-binary @- \
	    "http://127.0.0.1:$FAKE/_state" >/dev/null
}

talk() {
	{
		jq -nc --argjson c "$1" '{id: 1, op: "hello", version: 1,
			tenant: "acme", config: $c}'
		cat
	} | timeout 100 "$B/bin/$CONNECTOR" 2>"$S/.said"
	status=$?
	words=$(cat "$S/.said")
}
says() {
	talk "$2" >"$S/.answers"
	[ "$status" -eq 0 ] || not_ok "$1: status $status" "$words"
	is "$1" "$(jq -rcs "$3" "$S/.answers" 2>&1)" "$4"
}
ask() {
	jq -nc --arg g "$3" --arg op "$2" --argjson m "${4:-null}" \
	    '{id: 2, op: $op, account: {remote_id: $g}} + ($m // {})' |
	    talk "$1" | jq -rc 'select(.id == 2) | [.answer, .words // empty,
	    (.retry_after | select(. != null) | "retry_after=\(.)")] | join(" ")'
}
answers() {
	like "$1" "$(ask "$2" "$3" "$4" "${6:-null}")" "$5"
}
# look CONFIG ID FILTER: of the account as looked up.
look() {
	jq -nc --arg g "$2" '{id: 2, op: "lookup", account: {remote_id: $g}}' |
	    talk "$1" | jq -rc "select(.id == 2) | .account | $3"
}
# lists CONFIG [COOKIE]: a list's answer and words, its items counted.
lists() {
	jq -nc --arg k "${2:-}" '{id: 2, op: "list", cookie: (if $k == ""
	    then null else $k end)}' | talk "$1" >"$S/.answers"
	jq -rcs 'map(select(.id == 2)) | (map(select(.account)) | length) as $a
	    | (map(select(.person)) | length) as $p
	    | (map(select(.gone | type == "object")) | length) as $g
	    | .[] | select(.answer) | [.answer, .words // empty,
	    (.retry_after | select(. != null) | "retry_after=\(.)"),
	    "\($a)/\($p)/\($g)"] | join(" ")' "$S/.answers"
}
killed() {
	luck '{"method":"PATCH","delay":2}'
	mkfifo "$S/.killed"
	"$B/bin/$CONNECTOR" <"$S/.killed" >"$S/.answers" 2>/dev/null &
	f_pid=$!
	{
		jq -nc --argjson c "$2" '{id: 1, op: "hello", version: 1,
		    tenant: "acme", config: $c}'
		jq -nc --arg g "$3" '{id: 2, op: "disable", account: {remote_id: $g}}'
		f_i=0
		until [ "$(log '[.[] | select(.method == "PATCH")] | length')" != 0 ] ||
		    [ "$f_i" -gt 200 ]; do
			f_i=$((f_i + 1))
			sleep 0.1
		done
		kill -KILL "$f_pid"
	} >"$S/.killed"
	wait "$f_pid" 2>/dev/null
	rm "$S/.killed"
	is "$1: it has not answered" "$(jq -c 'select(.id == 2)' "$S/.answers")" ""
	f_i=0
	until [ "$(state "$4")" = true ] || [ "$f_i" -gt 200 ]; do
		f_i=$((f_i + 1))
		sleep 0.1
	done
	answers "$1: the next finds it done" "$2" disable "$3" '^already$'
	is "$1: asked once" "$(log '[.[] | select(.method == "PATCH")] | length')" 1
}
