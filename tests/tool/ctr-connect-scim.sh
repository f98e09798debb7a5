#!/bin/sh
# ctr-connect-scim against a fake that can be as particular as real services
# are and has bad luck when told (tests/peer/scim.py), and against a real
# service: scimmy.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/luck.sh
. "$top/tests/peer/luck.sh"
CONNECTOR=ctr-connect-scim

# The state: three contractors, a manager, two groups.
people() {
	jq -nc --argjson more "${1:-{\}}" '
	"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User" as $e
	| {users: [
	{id: "u1", userName: "j.smith@x.test", displayName: "Jo Smith",
	    active: true, userType: "Contractor", emails: [{value: "old@x.test"},
	    {value: "j.smith@x.test", primary: true}],
	    meta: {created: "2026-01-05T08:00:00Z"},
	    ($e): {employeeNumber: "W-1", department: "Plant",
		manager: {value: "u9"}}},
	{id: "u2", userName: "o\"hara@x.test", active: false,
	    userType: "contractor", name: {givenName: "Pat",
	    familyName: "O\"Hara"}},
	{id: "u3", userName: "third@x.test", userType: "Contractor"},
	{id: "u9", userName: "m.jones@x.test", displayName: "Mia Jones",
	    active: true, userType: "Employee"}],
	groups: [{id: "g1", displayName: "Admins",
	    members: [{value: "u1"}, {value: "u9"}]},
	{id: "g2", displayName: "Plant", members: [{value: "u1"},
	    {value: "u2"}]}]} + $more' >"$S/people.json"
}
people
fake_start scim "$S/people.json"
# again [STATE]: all as it was, in a service that is like this.
again() {
	people "${1:-{\}}"
	fake_start scim "$S/people.json"
}
conf() {
	jq -nc --arg url "http://127.0.0.1:$FAKE/scim/v2" --args '
	{url: $url, token: "t0ken", filter: "userType eq \"Contractor\"",
	    privileged: "admins", page_size: "2"}
	+ ([$ARGS.positional[] | capture("(?<key>[a-z_]+)=(?<value>.*)"; "s")]
	    | from_entries) | with_entries(select(.value != ""))' "$@"
}
# order: what the last talk was about, of the list.
told() {
	jq -rcs "map(select(.account) | .account) | $1" "$S/.answers"
}

# ------------------------------------------------------------- what it reads

is "a list of contractors" "$(lists "$(conf)")" "done 3/0/0"
is "who they are" "$(told 'map(.remote_id) | join(" ")')" "u1 u2 u3"
is "one of them" "$(told '.[0] | [.login, .upn, .display_name, .email,
    .department, .worker_id, .state, .made_at, .login_known, .privileged,
    .manager] | map(tostring) | join(" ")')" \
    "j.smith@x.test j.smith@x.test Jo Smith j.smith@x.test Plant W-1 enabled 1767600000 false true null"
is "a name in parts; one who is not active" \
    "$(told '.[1] | [.display_name, .state] | join(" ")')" 'Pat O"Hara disabled'
is "of whom nothing is said is enabled" "$(told '.[2].state')" enabled
is "page by page" "$(log '[.[] | select(.path | test("Users.startIndex=.&count=2")) | .path | sub(".*startIndex="; "") | sub("&.*"; "")] | join(" ")')" "1 3"
is "the token" "$(log '[.[].headers.Authorization] | unique | join(",")')" \
    "Bearer t0ken"
is "with persons" "$(lists "$(conf persons=yes)")" "done 3/4/0"
is "whose manager is one of them" "$(told '.[0].manager')" u9
is "no filter: all of them" "$(lists "$(conf filter=)")" "done 4/0/0"

is "a lookup" "$(look "$(conf)" u1 '[.state, .contractor, .privileged,
    (.groups | map([.id, .name, .privileged, .direct] | map(tostring)
    | join(",")) | join(" "))] | map(tostring) | join(" ")')" \
    "enabled true true g1,Admins,true,true g2,Plant,false,true"
is "no contractor" "$(look "$(conf)" u9 .contractor)" false
answers "nobody" "$(conf)" lookup u7 '^gone$'
answers "an id is one segment" "$(conf)" lookup '../Groups/g1' '^gone$'
answers "no id" "$(conf)" lookup '..' '^gone$'
says "by userName, whatever is in it" "$(conf)" \
    '.[1].account.remote_id' u2 <<'END'
{"id":2,"op":"lookup","account":{"upn":"O\"Hara@x.test"}}
END
is "escaped" "$(log '[.[] | select(.path | test("O.*Hara")) | .path | sub(".*filter="; "")] | .[0]')" \
    'userName eq "O\"Hara@x.test"'
says "by number" "$(conf)" '.[1].account.remote_id' u1 <<'END'
{"id":2,"op":"lookup","account":{"worker_id":"w-1"}}
END
says "not by a filter that ends the text" "$(conf)" '.[1].answer' gone <<'END'
{"id":2,"op":"lookup","account":{"upn":"x\" or userName sw \""}}
END

# ------------------------------------------------------------- what it changes

answers "disable" "$(conf)" disable u1 '^done$'
is "in the standard's form" "$(log '[.[] | select(.method == "PATCH")][0].body')" \
    '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"active","value":false}]}'
is "it is so" "$(state '.users[0].active')" false
answers "again" "$(conf)" disable u1 '^already$'
answers "enable" "$(conf)" enable u1 '^done$'
answers "one who is not there" "$(conf)" disable u7 '^gone$'
answers "no contractor" "$(conf)" disable u9 '^refused changed_hands$'
answers "another's number" "$(conf)" disable u1 '^refused changed_hands$' \
    '{"expect":{"worker_id":"W-2"}}'
answers "protected" "$(conf)" disable u1 '^refused protected$' \
    '{"protected":["J.Smith@x.test"]}'
answers "an old mark" "$(conf)" disable u1 \
    '^temporary changed meanwhile retry_after=0$' '{"mark":"state 0"}'
mark=$(look "$(conf)" u1 .mark)
answers "the mark of now" "$(conf)" disable u1 '^done$' "{\"mark\":\"$mark\"}"
answers "sessions are not SCIM's" "$(conf)" end_sessions u1 '^unsupported$'
answers "nor is an expiry" "$(conf)" set_expiry u1 '^unsupported$' \
    '{"expires_at":null}'
says "what it can" "$(conf)" '.[0].ops | join(" ")' \
    "list lookup disable enable revoke_groups restore_groups create delete" \
    </dev/null
end=urn:acme:2.0:User:contractEnd
answers "an attribute for the expiry" "$(conf expiry=$end)" set_expiry u1 \
    '^done$' '{"expires_at":1798758000}'
is "in which it is" "$(state '.users[0]["urn:acme:2.0:User"].contractEnd')" \
    2026-12-31T23:00:00Z
is "and read" "$(look "$(conf expiry=$end)" u1 .expires_at)" 1798758000
answers "never" "$(conf expiry=$end)" set_expiry u1 '^done$' \
    '{"expires_at":null}'

answers "out of a group" "$(conf)" revoke_groups u1 '^done$' '{"groups":["g1"]}'
is "and no other" "$(state '.groups | map(.members | map(.value) | join("+")) | join(" ")')" \
    "u9 u1+u2"
answers "again" "$(conf)" revoke_groups u1 '^already$' '{"groups":["g1"]}'
answers "ordinary ones only" "$(conf)" restore_groups u1 \
    '^refused one of the groups is privileged' \
    '{"groups":["g1"],"ordinary":true}'
answers "into it" "$(conf)" restore_groups u1 '^done$' '{"groups":["g1"]}'
answers "a group that is gone: he is out" "$(conf)" revoke_groups u1 \
    '^already$' '{"groups":["g7"]}'
answers "a group that is gone: he cannot be in" "$(conf)" restore_groups u1 \
    '^refused group g7 is gone' '{"groups":["g7"]}'

new='{"account":{"upn":"n.new@x.test","login":"n.new","display_name":"Nan New","email":"n.new@x.test","worker_id":"W-9","department":"Lab"}}'
says "what would not be a contractor's is not made" "$(conf)" \
    '.[1] | [.answer, .words] | join(" ")' \
    "refused what would be made does not pass the filter: create must set it" <<END
{"id":2,"op":"create",${new#?}
END
made=$(conf create='{"userType":"Contractor"}')
says "create" "$made" '.[1:] | map([.answer, .account.state,
    .account.worker_id, .account.contractor] | map(tostring) | join(" "))
    | join("; ")' "done disabled W-9 true; already disabled W-9 true" <<END
{"id":2,"op":"create",${new#?}
{"id":3,"op":"create",${new#?}
END
is "made once, disabled" "$(state '[.users[] | select(.userName == "n.new@x.test") | .active] | map(tostring) | join(" ")')" false
answers "delete" "$made" delete "$(state '.users[-1].id')" '^done$'
is "it is gone" "$(state '.users | length')" 4

# ----------------------------------------------- as services are

for how in '{"patch":["value"]}' '{"patch":["text"]}' '{"no_patch":true}' \
    '{"hidden_patch":true}' '{"etag":true}' '{"etag":true,"no_patch":true}' \
    '{"text_active":true}' '{"text_active":true,"no_patch":true}' \
    '{"no_filter":true}' '{"ignores_filter":true}' '{"cap":1}' \
    '{"all_at_once":true}' '{"no_groups":true}' '{"bare":true,"no_groups":true}' \
    '{"no_groups":true,"no_filter":true}'; do
	again "$how"
	is "$how: list" "$(lists "$(conf)")" "done 3/0/0"
	answers "$how: disable" "$(conf)" disable u1 '^done$'
	is "$how: he is, and the rest is as it was" \
	    "$(state '.users[0] | [.active, .userName, .userType] | map(tostring) | join(" ")')" \
	    "false j.smith@x.test Contractor"
	answers "$how: again" "$(conf)" disable u1 '^already$'
	answers "$how: enable" "$(conf)" enable u1 '^done$'
	is "$how: groups" "$(look "$(conf)" u1 '.groups | map(.id) | join(" ")')" \
	    "g1 g2"
	is "$how: by name" "$(printf '%s\n' '{"id":2,"op":"lookup","account":{"upn":"third@x.test"}}' |
	    talk "$(conf)" | jq -rs '.[1].account.remote_id')" u3
done
again '{"remove":["value"]}'
answers "no removal by a list: it would be everybody's" "$(conf)" \
    revoke_groups u1 '^(done|refused)' '{"groups":["g2"]}'
like "the others stay" "$(state '.groups[1].members | map(.value) | join(" ")')" 'u2$'
again '{"no_patch":true}'
answers "a group is not written whole without a version" "$(conf)" \
    revoke_groups u1 '^refused .*neither PATCH nor tell versions' \
    '{"groups":["g2"]}'
again '{"no_patch":true,"etag":true}'
answers "but with one" "$(conf)" revoke_groups u1 '^done$' '{"groups":["g2"]}'
like "by If-Match" "$(log '[.[] | select(.method == "PUT")][0].headers["If-Match"]')" '^W/"0"$'
again '{"deaf":true}'
answers "it takes the change and does nothing" "$(conf)" disable u1 \
    '^refused .*takes the change and does not make it'
again '{"late":2}'
answers "it makes the change and shows it later" "$(conf)" disable u1 '^done$'
is "asked once" "$(log '[.[] | select(.method == "PATCH")] | length')" 1
again '{"etag":true,"long_version":true}'
answers "a version is sent back however long it is" "$(conf)" disable u1 '^done$'
like "whole" "$(log '[.[] | select(.method == "PATCH")][0].headers["If-Match"]')" '^W/"x{1200}0"$'
again '{"no_groups":true}'
luck '{"path":"/Groups","status":404,"times":-1,"body":"<html>none</html>"}'
answers "a service without groups" "$(conf)" lookup u1 '^done$'
is "a list of it" "$(lists "$(conf)")" "done 3/0/0"
again
with '{"groups":[{"id":"g1","displayName":"A\u0000dmins","meta":{},"members":[]}]}'
with "$(state '{users: (.users | .[0].title = "a\u0000b" | .[0].displayName = "Jo\u0000X")}')"
is "a NUL in an attribute is no fault of ours" "$(lists "$(conf)")" "done 3/0/0"
with "$(state '{users: (.users | .[0].userName = "m.jones@x.test\u0000z")}')"
unlike "a name is not what stands before a NUL" "$(lists "$(conf)"; told 'map(.upn) | join(" ")')" m.jones@x.test
again '{"etag":true}'
luck '{"method":"PATCH","status":412,"body":{"detail":"it changed"}}'
answers "changed between the look and the change" "$(conf)" disable u1 \
    '^temporary .*changed meanwhile.* retry_after=0$'
like "asked with its version" "$(log '[.[] | select(.method == "PATCH")][0].headers["If-Match"]')" '^W/"0"$'

# ----------------------------------------------- lists that are not whole

again '{"endless":true}'
like "a page that never ends" "$(lists "$(conf)")" \
    '^temporary .*without an end.* 0/0/0$'
again '{"first_only":true}'
like "the first page again and again" "$(lists "$(conf)")" \
    '^temporary .*the same page twice 0/0/0$'
again '{"total":1}'
like "it says one more than come" "$(lists "$(conf)")" \
    '^temporary .*it says 3 and 2 came 0/0/0$'
again '{"appears":{"id":"u0","userName":"zero@x.test","userType":"Contractor","meta":{}}}'
is "one who comes while it is listed: listed anew" "$(lists "$(conf)")" \
    "done 4/0/0"
is "each once" "$(told 'map(.remote_id) | sort | join(" ")')" "u0 u1 u2 u3"

# ----------------------------------------------- bad luck

again
# unlucky WHY RULE LIST-ERE DISABLE-ERE: of a list's second page, and of a PATCH.
unlucky() {
	again
	luck "$(printf '%s' "$2" | jq -c '. + {path: "startIndex=3"}')"
	like "a list: $1" "$(lists "$(conf)")" "$3"
	again
	luck "$(printf '%s' "$2" | jq -c '. + {method: "PATCH"}')"
	like "a change: $1" "$(ask "$(conf)" disable u1)" "$4"
}
unlucky "403" '{"status":403,"times":-1,"body":{"detail":"not for you"}}' \
    '^refused .*403 not for you 0/0/0$' '^refused .*403 not for you$'
unlucky "401" '{"status":401,"times":-1,"body":{"detail":"expired"}}' '^$' '^$'
echo '{"id":2,"op":"disable","account":{"remote_id":"u1"}}' >"$S/one"
again
luck '{"method":"PATCH","status":401,"times":-1}'
talk "$(conf)" <"$S/one" >"$S/.answers"
is "the connector has ended: what it was asked is looked up" "$status" 78
unlucky "404" '{"status":404,"times":-1,"body":{"detail":"not here"}}' \
    '^(temporary|refused) .* 0/0/0$' '^gone$'
unlucky "429, once" '{"status":429,"headers":{"Retry-After":"1"}}' \
    '^done 3/0/0$' '^done$'
unlucky "429 and a long wait" \
    '{"status":429,"times":-1,"headers":{"Retry-After":"3600"}}' \
    '^temporary .*429 retry_after=3600 0/0/0$' '^temporary .*429 retry_after=3600$'
unlucky "429 that does not say how long" '{"status":429}' '^done 3/0/0$' '^done$'
unlucky "500, once" '{"status":500}' '^done 3/0/0$' '^done$'
unlucky "500, for good" '{"status":500,"times":-1}' \
    '^temporary .*500.* 0/0/0$' '^temporary .*500'
unlucky "a body cut short, for good" '{"cut":true,"times":-1}' \
    '^temporary .* 0/0/0$' '^(temporary|done|already)'
unlucky "a body cut short, once" '{"cut":true}' '^done 3/0/0$' '^(done|already)$'
unlucky "no answer, once" '{"drop":true}' '^done 3/0/0$' '^done$'
unlucky "no answer to what was done" '{"drop":true,"after":true}' \
    '^done 3/0/0$' '^(done|already)$'
unlucky "a redirect" \
    '{"status":302,"times":-1,"headers":{"Location":"http://127.0.0.1:9/x"}}' \
    '^temporary .*302, a redirect to http://127.0.0.1:9, .* 0/0/0$' \
    '^temporary .*302, a redirect'
unlucky "no JSON" '{"status":200,"times":-1,"body":"<html>sign in</html>"}' \
    '^temporary .*no JSON 0/0/0$' '^temporary .*no JSON$'
unlucky "a conflict" '{"status":409,"times":-1,"body":{"detail":"conflict"}}' \
    '^temporary .*409 conflict' '^temporary .*409 conflict retry_after=0$'

again
luck '{"method":"PATCH","status":404,"body":"<html>nginx</html>"}'
answers "a 404 that is not SCIM's, and SCIM beside it" "$(conf)" disable u1 \
    '^gone$'
# greeted CONFIG: what hello is answered.
greeted() {
	talk "$1" </dev/null | jq -rs '.[0] | [.answer, .words] | join(" ")'
}
like "a 404 at a wrong url is not an account that is gone" \
    "$(greeted "$(conf url="http://127.0.0.1:$FAKE/elsewhere")")" \
    '^temporary .*no SCIM service answers at this url'
like "nor where SCIM's words come from" \
    "$(greeted "$(conf url="http://127.0.0.1:$FAKE/scim/v2/Users")")" \
    '^temporary .*no SCIM service answers at this url'
again
luck '{"path":"Users/u1","status":404,"times":-1,"body":"gone fishing"}' \
    '{"path":"count=1$","times":1}' '{"path":"count=1$","status":404,"times":-1,"body":"x"}'
answers "nor is it when the service vanishes behind a proxy" "$(conf)" lookup u1 \
    '^temporary .*no SCIM service'
again
talk "$(conf token=0ther)" </dev/null >"$S/.answers"
is "401: the connector ends, nothing is answered" \
    "$status $(wc -l <"$S/.answers")" "78 0"
like "and says why" "$words" '401 Authorization failure'
unlike "without the token" "$words" 0ther
port=$(free_port)
like "nobody listens" \
    "$(greeted "$(conf url="http://127.0.0.1:$port/scim/v2")")" \
    '^temporary .*onnect'

# fails WHY ERE NAME=VALUE...: status 78 and a word, no answer.
fails() {
	f_why=$1 f_ere=$2
	shift 2
	talk "$(conf "$@")" </dev/null >"$S/.answers"
	is "$f_why: status" "$status" 78
	like "$f_why: why" "$words" "$f_ere"
	is "$f_why: no answer" "$(cat "$S/.answers")" ""
}
fails "an unknown name" 'unknown name "colour"' colour=red
fails "no url" 'url is missing' url=
fails "no token" 'token is missing' token=
fails "http to another machine" 'not https' url=http://scim.example.test/v2
fails "a filter that we cannot judge" 'filter: only comparisons' \
    'filter=userType eq "a" or userType eq "b"'
fails "a page size" 'page_size is 1 to' page_size=0
fails "create" 'create is no JSON' 'create=x'

# ----------------------------------------------- the whole protocol

again
cat >"$CTR_ETC/default.conf" <<END
[connector scim]
url = http://127.0.0.1:$FAKE/scim/v2
filter = userType eq "Contractor"
create = {"userType":"Contractor"}
privileged = Admins
expiry = $end
END
(umask 077; printf '[connector scim]\ntoken = t0ken\n' \
    >"$CTR_ETC/default.secret")
status_is "ctr-check-connector reads" 0 ctr-check-connector scim
unlike "nothing fails" "$out" '^not ok'
was=$(state '.users |= map(del(._n)) | .groups |= map(del(._n) | .members |= sort)')
status_is "ctr-check-connector writes" 0 \
    ctr-check-connector --write j.smith@x.test scim
unlike "nothing fails" "$out" '^not ok'
like "groups, too" "$out" '^ok .* restore_groups: already$'
is "all is as it was" "$(state '.users |= map(del(._n)
    | del(."urn:acme:2.0:User")) | .groups |= map(del(._n) | .members |= sort)')" "$was"

# ----------------------------------------------- slow, and killed

again
killed "killed in a change" "$(conf)" u1 '.users[0].active == false'
again
luck '{"path":"startIndex=3","times":-1,"delay":5}'
printf '[connector scim]\nurl = http://127.0.0.1:%s/scim/v2\ntimeout_s = 2\n' \
    "$FAKE" >"$CTR_ETC/default.conf"
printf 'page_size = 2\n' >>"$CTR_ETC/default.conf"
ctr-init --test >/dev/null
status_is "a server that is too slow" 69 ctr-sync scim
is "nothing is known of a list without an end" \
    "$(sqlite3 "$CTR_VAR/default/registry.db" 'SELECT count(*) FROM account')" 0
again
luck '{"path":"startIndex=3","times":1,"delay":20}'
printf '[connector scim]\nurl = http://127.0.0.1:%s/scim/v2\npage_size = 2\n' \
    "$FAKE" >"$CTR_ETC/default.conf"
ctr-sync scim >"$S/sync.out" 2>&1 &
sync=$!
i=0
until [ "$(log '[.[] | select(.path | test("startIndex=3"))] | length')" != 0 ]; do
	i=$((i + 1))
	[ "$i" -lt 100 ] || break
	sleep 0.1
done
for pid in $(cat "/proc/$sync/task/$sync/children"); do kill -KILL "$pid"; done
got=0
wait "$sync" || got=$?
is "a connector that is killed" "$got" 69
is "nothing is known then, either" \
    "$(sqlite3 "$CTR_VAR/default/registry.db" 'SELECT count(*) FROM account')" 0
luck
status_is "the next time all is well" 0 ctr-sync scim
is "all of them" "$(sqlite3 "$CTR_VAR/default/registry.db" \
    'SELECT count(*) FROM account')" 4

finish
