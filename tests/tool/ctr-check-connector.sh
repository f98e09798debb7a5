#!/bin/sh
# ctr-check-connector: the example connector keeps the whole protocol, and each
# way to break it is found out.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

people() {
	cat <<'END'
{"group":{"id":"g-admins","name":"Administrators","privileged":true}}
{"group":{"id":"g-staff","name":"Staff"}}
{"person":{"remote_id":"p1","upn":"m.jones@x.test","display_name":"Jones, Mia","email":"m.jones@x.test","enabled":true}}
{"account":{"remote_id":"a1","login":"jsmith","upn":"j.smith@x.test","state":"enabled","worker_id":"W1","manager":"p1","expires_at":1924905600,"sessions":2,"groups":["g-admins","g-staff"]}}
{"account":{"remote_id":"a2","login":"bnowak","upn":"b.nowak@x.test","state":"disabled","groups":[]}}
END
}

people >accounts.txt
printf '[connector example]\nfile = %s/accounts.txt\n' "$S" \
    >"$CTR_ETC/default.conf"

status_is "the example connector, read" 0 ctr-check-connector example
unlike "nothing fails" "$out" '^not ok'
like "the plan is printed" "$out" '^1\.\.[0-9]+$'
people >before.txt
is "reading changes nothing" "$(cat accounts.txt)" "$(cat before.txt)"

status_is "as rows" 0 ctr-check-connector -o json example
is "each has its number and what came of it" \
    "$(printf '%s\n' "$out" | jq -s 'length > 5 and all(.v == 1
    and (.result | IN("ok", "skipped")) and .what != "")
    and ([.[].nth] == [range(1; length + 1)])')" true
status_is "as a table for another program" 0 ctr-check-connector -o tsv example
is "with its columns" "$(printf '%s\n' "$out" | head -n 1)" \
    "$(printf 'nth\tresult\twhat\twhy')"
mv accounts.txt away
status_is "its file is not there" 65 ctr-check-connector example
like "which is said" "$err" "$S/accounts.txt: no such file"
mv away accounts.txt
status_is "a format there is not" 64 ctr-check-connector -o xml example

status_is "the example connector, written" 0 \
    ctr-check-connector --write jsmith example
unlike "nothing fails" "$out" '^not ok'
like "marks are checked" "$out" '^ok .* a mark that is no longer true'
like "expiry is checked" "$out" '^ok .* set_expiry: as it was$'
like "groups are checked" "$out" '^ok .* restore_groups: already$'
like "a new account is made" "$out" '^ok .* create: already, and told$'
like "and taken away" "$out" '^ok .* delete: what was made is gone again$'
is "the account is as it was" "$(jq -cS 'del(.account.mark)' accounts.txt)" \
    "$(jq -cS . before.txt)"
status_is "a disabled one is disabled again" 0 \
    ctr-check-connector --write b.nowak@x.test example
is "it is" "$(jq -r 'select(.account.remote_id == "a2").account.state' \
    accounts.txt)" disabled
status_is "an unknown login" 65 ctr-check-connector --write nobody example
like "is said" "$out" 'nobody is not listed'

# broken WHAT FAILED [LOGIN] < sed script: the example with a promise broken.
broken() {
	sed -f /dev/stdin "$top/libexec/ctr-connect-example" \
	    >"$CTR_CONNECT/ctr-connect-broken"
	chmod 755 "$CTR_CONNECT/ctr-connect-broken"
	if cmp -s "$top/libexec/ctr-connect-example" \
	    "$CTR_CONNECT/ctr-connect-broken"; then
		not_ok "$1: nothing was broken"
		return
	fi
	people >accounts.txt
	printf '[connector broken]\ntimeout_s = 2\nfile = %s/accounts.txt\n' \
	    "$S" >"$CTR_ETC/default.conf"
	status_is "$1" 65 ctr-check-connector ${3:+--write "$3"} broken
	like "$1: found" "$out" "^not ok .*$2"
	[ -n "${told:-}" ] || {
		told=1
		status_is "$1: as rows, too" 65 ctr-check-connector -o json \
		    ${3:+--write "$3"} broken
		is "$1: with what was seen" "$(printf '%s\n' "$out" |
		    jq -s 'any(.result == "failed" and .why != "")')" true
	}
}

broken "a count too many" 'what comes is what its counts say' <<'END'
s/length,$/length + 1,/
END
broken "no count" 'what comes is what its counts say' <<'END'
s/accounts: map/konten: map/
END
broken "another id" 'what comes is what its counts say' <<'END'
s/elif .person then {id: $q.id, person}/elif .person then {id: 77, person}/
END
broken "each person twice" 'each id once' <<'END'
s/elif .person then {id: $q.id, person}/elif .person then ({id: $q.id, person}, {id: $q.id, person})/
END
broken "never the same" 'the same list a second time' <<'END'
s/del(.groups, .mark)/del(.groups, .mark) | .made_at = (now * 1000 | floor)/
END
broken "every id is there" 'an id that is not there is gone' <<'END'
s/if $a == null then {id: $q.id, answer: "gone"}/if $a == null then {id: $q.id, answer: "done", account: {remote_id: $is, state: "enabled"}}/
END
broken "an unknown op is done" 'an unknown op is unsupported' <<'END'
s/answer: "unsupported"/answer: "done"/
END
broken "an enabled newcomer" 'create: made, disabled' jsmith <<'END'
s/state: "disabled"/state: "enabled"/
END
broken "a second newcomer" 'create: already, and told' jsmith <<'END'
s/if $a == null and $q.op == "create"/if $q.op == "create"/
END
broken "never already" 'disable: already' jsmith <<'END'
s/elif ($a | changed) == $a then/elif false then/
END
broken "no change at all" 'disable: read back' jsmith <<'END'
s/then .account |= (changed/then .account |= (./
END
broken "marks do not count" 'a mark that is no longer true' jsmith <<'END'
s/elif $q.mark and/elif false and/
END
broken "answers bad JSON" 'no JSON gets no answer' <<'END'
s/\[ -n "$op" \] || exit 65/true || { echo '{"id":1,"answer":"done"}'; exit 0; }/
END
broken "does not end" 'the end of its input ends it' <<'END'
$a\
sleep 30
END
broken "ends badly" 'the end of its input ends it' <<'END'
$a\
exit 3
END
broken "hangs" 'lookup: an id that is not there is gone' <<'END'
s/^	lookup) ask/	lookup) sleep 30; ask/
END
like "why" "$out" 'no answer for 2 s'

broken "another account" 'lookup: one that was listed' <<'END'
s/{id: $q.id, answer: "done", account: ($a | shown)}$/{id: $q.id, answer: "done", account: ($a | shown | .remote_id = "b9")}/
END
broken "no groups" 'lookup: one that was listed' <<'END'
s/{id: $q.id, answer: "done", account: ($a | shown)}$/{id: $q.id, answer: "done", account: ($a | shown | del(.groups))}/
END

# Who talks without end is ended, and not listened to without end.
for to in 1 2; do
	printf '#!/bin/sh\nexec yes >&%d\n' "$to" >"$CTR_CONNECT/ctr-connect-broken"
	status_is "talks without end to $to" 65 timeout 60 ctr-check-connector broken
	is "talks without end to $to: is not all told" "$(wc -c <.err |
	    awk '{ print ($1 < 200000) }')" 1
done

# Its exit status is what the words say.
for status in 75 77 78 1; do
	printf '#!/bin/sh\nread -r line\necho "no luck" >&2\nexit %d\n' \
	    "$status" >"$CTR_CONNECT/ctr-connect-broken"
	status_is "exit $status" 65 ctr-check-connector broken
	like "exit $status is told" "$out" "exit status $status"
	like "exit $status: its words are passed on" "$err" \
	    'ctr-connect-broken: no luck'
done

status_is "no such connector" 65 ctr-check-connector none
status_is "no name" 64 ctr-check-connector
chmod 777 "$CTR_CONNECT/ctr-connect-broken"
status_is "one that anybody can write" 65 ctr-check-connector broken
unlike "is not started" "$err" 'no luck'
finish
