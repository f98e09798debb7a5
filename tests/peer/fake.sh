# shellcheck shell=sh
# A connector that says what a test tells it to: ctr-connect-fake, and by
# fake_as NAME others.  For a test that has sourced lib.sh.
#
#	$S/NAME/all	items of a whole list, one JSON object a line
#	$S/NAME/more	items of a list of changes (default: none)
#	$S/NAME/found	accounts for lookups, one object a line
#	$S/NAME/cookie	what a list gives as its cookie
#	$S/NAME/server	who it says it is
#	$S/NAME/until	when its certificate ends, if the file is there
#	$S/NAME/how	fine (default), silent: no final count; wrong: counts
#			that disagree; refused; or an exit status
#	$S/NAME/asked	what it was asked, a line each: hello, list COOKIE,
#			lookup ID
fake_as() {
	mkdir -p "$S/$1"
	: >"$S/$1/all"
	: >"$S/$1/more"
	: >"$S/$1/found"
	echo one >"$S/$1/cookie"
	echo dc1 >"$S/$1/server"
	echo fine >"$S/$1/how"
	cat >"$CTR_CONNECT/ctr-connect-$1" <<END
#!/bin/sh
dir='$S/$1'
END
	cat >>"$CTR_CONNECT/ctr-connect-$1" <<'END'
how=$(cat "$dir/how")
while IFS= read -r line; do
	id=$(printf '%s\n' "$line" | jq .id)
	op=$(printf '%s\n' "$line" | jq -r .op)
	case $op in
	hello)
		echo hello >>"$dir/asked"
		case $how in [0-9]*) exit "$how" ;; esac
		jq -nc --argjson id "$id" --arg server "$(cat "$dir/server")" \
		    '{id: $id, answer: "done", version: 1, name: "fake",
		    server: $server, ops: ["list", "lookup"]}' ;;
	list)
		from=$(printf '%s\n' "$line" | jq -r '.cookie // "-"')
		echo "list $from" >>"$dir/asked"
		if [ "$from" = - ]; then from=all; else from=more; fi
		[ "$how" != refused ] || {
			jq -nc --argjson id "$id" '{id: $id,
			    answer: "refused", words: "not today"}'
			continue
		}
		jq -c --argjson id "$id" '{id: $id} + .' "$dir/$from"
		[ "$how" != silent ] || exit 0
		jq -sc --argjson id "$id" --arg how "$how" \
		    --arg cookie "$(cat "$dir/cookie")" \
		    --arg server "$(cat "$dir/server")" \
		    --arg until "$(cat "$dir/until" 2>/dev/null)" \
		    '{id: $id, answer: "done", accounts: (map(select(.account))
		    | length + if $how == "wrong" then 1 else 0 end),
		    persons: map(select(.person)) | length,
		    gone: map(select(.gone)) | length, cookie: $cookie,
		    server: $server} + if $until == "" then {} else
		    {certificate_until: ($until | tonumber)} end' \
		    "$dir/$from" ;;
	lookup)
		who=$(printf '%s\n' "$line" | jq -r .account.remote_id)
		echo "lookup $who" >>"$dir/asked"
		jq -sc --argjson id "$id" --arg who "$who" \
		    'map(select(.remote_id == $who))
		    | if length > 0 then {id: $id, answer: "done",
		    account: .[0]} else {id: $id, answer: "gone"} end' \
		    "$dir/found" ;;
	esac
done
END
	chmod 755 "$CTR_CONNECT/ctr-connect-$1"
}
