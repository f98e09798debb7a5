#!/bin/sh
# ctr-connect-okta against an Okta of our own that refuses what Okta would, and
# against the public emulator; and the bad luck of every day.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/okta.sh
. "$top/tests/peer/okta.sh"

okta_seed
openssl genrsa -out "$S/okta.key" 2048 2>/dev/null
openssl rsa -in "$S/okta.key" -pubout -out "$S/okta.pub" 2>/dev/null
chmod 600 "$S/okta.key"
okta_start

conf() { jq -nc --arg url "$okta" '{url: $url, token: "00t0ken"} + $ARGS.named' "$@"; }
# talk CONFIG REQUEST...: hello and the requests, ids from 2 on; answers in
# $S/said, the status in $status.
talk() {
	t_config=$1
	shift
	{
		jq -nc --argjson c "$t_config" '{id: 1, op: "hello", version: 1,
		    tenant: "acme", now: "2026-11-20T06:00:00Z", config: $c,
		    protected: ["00uBoss"], privileged_groups: ["00gTier0"]}'
		t_id=1
		for t_q; do
			t_id=$((t_id + 1))
			printf '%s\n' "$t_q" | jq -c --argjson i "$t_id" \
			    '. + {id: $i}'
		done
	} | ctr-connect-okta >"$S/said" 2>"$S/words"
	status=$?
}
# said N FILTER: of the answer to request N.
said() { jq -r "select(.id == $1) | select(.answer) | $2" "$S/said"; }
# one REQUEST: its answer.
one() {
	talk "$(conf)" "$1"
	jq -c 'select(.id == 2 and .answer) | del(.id)' "$S/said"
}
on() { jq -nc --arg op "$1" --arg id "$2" '{op: $op, key: "k", account: {remote_id: $id}}'; }
look() { on lookup "$1"; }

# ---- what it reads ----
talk "$(conf)" '{"op":"list","cookie":null}' "$(look 00uSmith)" "$(look 00uNowak)" \
    "$(look nobody)" '{"op":"lookup","account":{"upn":"J.Smith@corp.example.test"}}' \
    "$(look j.smith@corp.example.test)" '{"op":"shrug"}' \
    '{"op":"lookup","account":{"upn":"j.smith"}}' "$(look ..)"
is "it ends well" "$status $(cat "$S/words")" "0 "
is "hello tells what it can" "$(said 1 '[.name, .server, (.ops | index("set_expiry"))] | @csv')" \
    '"okta","127.0.0.1",'
accounts=$(jq -r 'select(.account and (.answer | not)) | .account |
    [.login, .state, .worker_id, .manager, .login_at, .login_known,
    .made_at, .privileged] | @csv' "$S/said" | sort)
is "contractors by user type, in any case, also the deactivated" \
    "$(echo "$accounts" | cut -d, -f1-4)" \
'"b.nowak@corp.example.test","disabled",,"00uJones"
"j.smith@corp.example.test","enabled","W1","00uJones"
"l.lock@corp.example.test","enabled",,"00uJones"
"o.old@corp.example.test","disabled",,'
like "last login and creation" "$accounts" '^"j.smith.*,1795341600?,?|^"j.smith.*,[0-9]+,true,1767603600,true$'
like "never logged in is known, and not 1970" "$accounts" '^"b.nowak[^,]*,[^,]*,,"00uJones",,true,[0-9]+,false$'
is "managers and theirs are persons, once" "$(jq -r 'select(.person) | .person |
    [.remote_id, .upn, .email, .display_name, .manager, .enabled] | @csv' "$S/said" | sort)" \
'"00uBoss","a.kim@corp.example.test","a.kim@corp.example.test","Kim, Alex",,true
"00uJones","m.jones@corp.example.test","mia@corp.example.test","Mia Jones","00uBoss",true'
is "the counts" "$(said 2 '[.accounts, .persons, .gone, .full] | @csv')" '4,2,0,true'
is "groups and roles" "$(said 3 '.account.groups[] | [.id, .privileged, .direct] | @csv' | sort)" \
'"00gAd",false,false
"00gEveryone",false,false
"00gRule",false,true
"00gStaff",false,true
"00gTier0",true,true
"role:HELP_DESK_ADMIN",true,true
"role:READ_ONLY_ADMIN",true,false
"role:USER_ADMIN:limited",true,true'
is "the way of a role through a group" "$(said 3 '.account.groups[] |
    select(.id == "role:READ_ONLY_ADMIN").path')" "Tier 0"
is "who is what" "$(said 3 '[.account.contractor, .account.privileged, .account.manager] | @csv')" \
    'true,true,"00uJones"'
is "an unknown id" "$(said 5 .answer)" gone
is "by login" "$(said 6 .account.remote_id)" 00uSmith
is "a login is no id" "$(said 7 .answer)" gone
is "an unknown op" "$(said 8 .answer)" unsupported
is "a short name is a name" "$(said 9 .account.remote_id)" 00uSmith
is "no path out" "$(said 10 .answer)" gone
talk "$(conf)" '{"op":"lookup","account":{"worker_id":"w1"}}' \
    '{"op":"lookup","account":{"upn":"x@corp.example.test","login":"x","worker_id":"W1"}}' \
    '{"op":"lookup","account":{"worker_id":"W\"1"}}'
is "by his number, where no name is his" "$(said 2 .account.remote_id) $(said 3 .account.remote_id) $(said 4 .answer)" \
    "00uSmith 00uSmith gone"
curl -sf -d '{"ref":"00uVendor","profile":{"login":"v.vend@corp.example.test","email":"v.vend@corp.example.test","firstName":"V","lastName":"Vend","employeeNumber":"W1"}}' "$okta/_/set" >/dev/null
talk "$(conf)" '{"op":"lookup","account":{"worker_id":"W1"}}'
is "two of one number are nobody" "$(said 2 '[.answer, .words] | @csv')" "\"refused\",\"2 users have this worker's number\""
curl -sf -d '{"ref":"00uVendor","profile":{"login":"v.vend@corp.example.test","email":"v.vend@corp.example.test","firstName":"V","lastName":"Vend"}}' "$okta/_/set" >/dev/null

talk "$(conf --arg user_type '*' --arg type_id oty2)" '{"op":"list","cookie":null}'
is "contractors by Okta's user type" "$(jq -r 'select(.account).account.login' "$S/said")" \
    v.vend@corp.example.test
talk "$(conf --arg search 'profile.department eq "Plant"')" '{"op":"list","cookie":null}'
is "a further condition" "$(jq -r 'select(.account).account.login' "$S/said")" \
    j.smith@corp.example.test
okta_clear
talk "$(conf --arg page_size 1)" '{"op":"list","cookie":null,"attributes":["userType"]}'
is "page by page" "$(said 2 .accounts) $(okta_log | grep -c 'after=')" "4 3"
is "an attribute" "$(jq -r 'select(.account.login == "j.smith@corp.example.test").account.attributes.userType' "$S/said")" Contractor

# ---- what it refuses to be told ----
for t in '{"url":"http://okta.example.test","token":"x"}' '{"token":"x"}' \
    "$(conf --arg colour red)" "$(conf --arg disable delete)" \
    "$(conf --arg user_type '*')" "$(conf --arg page_size 201)" \
    "$(conf --arg client_id x)" "$(conf --arg worker_attribute 'a b')" \
    "$(conf --arg token wrong)"; do
	talk "$t"
	is "configuration: $t" "$status" 78
done
like "a token that is refused is said" "$(cat "$S/words")" '401 Invalid token'
unlike "but not the token" "$(cat "$S/words")" wrong

# ---- a private key ----
key() { K=$S/okta.key jq -nc --arg url "$okta" '{client_id: "0oaCtr",
    key_file: env.K, key_id: "k1"} + $ARGS.named' "$@"; }
talk "$(key)" "$(look 00uSmith)"
is "a signed assertion is let in" "$(said 2 .account.remote_id)" 00uSmith
talk "$(key --arg key_id k2)"
is "another key's name is not" "$status" 78
like "and it says so" "$(cat "$S/words")" 'invalid_client'
openssl genrsa -out "$S/other.key" 2048 2>/dev/null
chmod 600 "$S/other.key"
talk "$(key --arg key_file "$S/other.key")"
is "another key is not" "$status" 78
chmod 644 "$S/okta.key"
talk "$(key)"
is "a key that all can read is refused" "$status" 78
chmod 600 "$S/okta.key"
mkfifo "$S/in"
ctr-connect-okta <"$S/in" >"$S/said" 2>"$S/words" &
pid=$!
exec 9>"$S/in"
jq -nc --argjson c "$(key)" '{id: 1, op: "hello", version: 1, config: $c}' >&9
until [ -s "$S/said" ] || ! kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
curl -sf -d '{}' "$okta/_/revoke" >/dev/null
look 00uSmith | jq -c '. + {id: 2}' >&9
exec 9>&-
wait "$pid"
is "a token that ended early is renewed" "$(said 2 .account.remote_id)" 00uSmith
rm "$S/in"

# ---- what it changes ----
mark=$(one "$(look 00uSmith)" | jq -r .account.mark)
is "disable suspends" "$(one "$(on disable 00uSmith | jq -c --arg m "$mark" '. + {mark: $m}')")" '{"answer":"done"}'
is "it is" "$(okta_user 00uSmith .status)" SUSPENDED
is "again: already" "$(one "$(on disable 00uSmith)")" '{"answer":"already"}'
like "what remains for an hour" "$(one "$(look 00uSmith)" | jq .account.residual_until)" '^[0-9]+$'
is "a mark that is no longer true" \
    "$(one "$(on enable 00uSmith | jq -c --arg m "$mark" '. + {mark: $m}')")" \
    '{"retry_after":0,"answer":"temporary","words":"changed meanwhile"}'
is "enable" "$(one "$(on enable 00uSmith)")" '{"answer":"done"}'
is "it is" "$(okta_user 00uSmith .status)" ACTIVE
is "again: already" "$(one "$(on enable 00uSmith)")" '{"answer":"already"}'
is "protected" "$(one "$(on disable 00uBoss)" | jq -r .words)" protected
is "no contractor" "$(one "$(on disable 00uJones)" | jq -r .words)" changed_hands
is "another worker" "$(one "$(on disable 00uSmith | jq -c '. + {expect: {worker_id: "W2"}}')" | jq -r .words)" changed_hands
is "nobody" "$(one "$(on disable nobody)" | jq -r .answer)" gone
out=$(one "$(on disable 00uLocked)")
like "suspend only from ACTIVE" "$out" '"refused".*ACTIVE user only.*LOCKED_OUT'
is "nothing was done" "$(okta_user 00uLocked .status)" LOCKED_OUT
talk "$(conf --arg otherwise deactivate)" "$(on disable 00uLocked)"
is "deactivated where that is allowed" "$(said 2 .answer) $(okta_user 00uLocked .status)" "done DEPROVISIONED"
is "and activated again" "$(one "$(on enable 00uLocked)" | jq -r .answer) $(okta_user 00uLocked '[.status, .mailed] | @csv')" \
    'done "PROVISIONED",true'
talk "$(conf --arg disable deactivate)" "$(on disable 00uNowak)" "$(on disable 00uSmith)"
is "one suspended is disabled" "$(said 2 .answer)" already
is "disable = deactivate" "$(said 3 .answer) $(okta_user 00uSmith .status)" "done DEPROVISIONED"
curl -sf -d '{"ref":"00uSmith","status":"ACTIVE","sessions":2}' "$okta/_/set" >/dev/null
is "sessions end, tokens too" "$(one "$(on end_sessions 00uSmith)" | jq -r .answer) $(okta_user 00uSmith '[.sessions, .tokens_revoked] | @csv')" \
    "done 0,true"

with() { on "$1" 00uSmith | jq -c --argjson g "$2" '. + {groups: $g}'; }
is "groups and a role are taken" "$(one "$(with revoke_groups '["00gTier0","role:HELP_DESK_ADMIN"]')")" '{"answer":"done"}'
is "these and no others" "$(okta_user 00uSmith '.groups | join(" ")')" "00gEveryone 00gStaff 00gAd 00gRule"
is "already" "$(one "$(with revoke_groups '["00gTier0","role:HELP_DESK_ADMIN"]')")" '{"answer":"already"}'
is "given back" "$(one "$(with restore_groups '["00gTier0","role:HELP_DESK_ADMIN"]')")" '{"answer":"done"}'
is "both" "$(one "$(look 00uSmith)" | jq -r '.account.groups[] | select(.privileged and .direct).id' | sort | tr '\n' ' ')" \
    "00gTier0 role:HELP_DESK_ADMIN role:USER_ADMIN:limited "
is "already" "$(one "$(with restore_groups '["00gTier0","role:HELP_DESK_ADMIN"]')")" '{"answer":"already"}'
like "a group that an application fills" "$(one "$(with revoke_groups '["00gAd"]')")" 'refused.*through a group or an application'
like "a group that a rule fills" "$(one "$(with revoke_groups '["00gRule"]')")" 'refused.*a group rule fills it'
is "a limited role is taken" "$(one "$(with revoke_groups '["role:USER_ADMIN:limited"]')")" '{"answer":"done"}'
like "and not given back as a whole one" "$(one "$(with restore_groups '["role:USER_ADMIN:limited"]')")" 'refused.*by hand'
is "a custom role" "$(one "$(with restore_groups '["role:CUSTOM:cr0a:iam0b"]')" | jq -r .answer)" "done"
is "has both its halves" "$(curl -s "$okta/_/users" | jq -r '.roles[] | select(.type == "CUSTOM") | [.role, .["resource-set"]] | @csv')" '"cr0a","iam0b"'
like "one bad group does not hold up the next" "$(one "$(with revoke_groups '["00gRule","00gTier0"]')")" refused
unlike "the next is gone" "$(okta_user 00uSmith '.groups[]')" 00gTier0
one "$(with restore_groups '["00gTier0"]')" >/dev/null
okta_fault '{"method":"DELETE","path":"00gStaff/users","status":500,"times":99}'
like "nor one that fails for now" "$(one "$(with revoke_groups '["00gStaff","00gTier0"]')")" temporary
unlike "the next is gone" "$(okta_user 00uSmith '.groups[]')" 00gTier0
like "what can be asked again is told before what cannot" "$(one "$(with revoke_groups '["00gRule","00gStaff"]')")" 'temporary.*00gStaff'
okta_clear
okta_fault '{"method":"DELETE","path":"00gStaff/users","status":404}'
is "a group that is gone since is taken" "$(one "$(with revoke_groups '["00gStaff"]')" | jq -r .answer)" "done"
okta_clear

one "$(with restore_groups '["00gStaff"]')" >/dev/null
okta_clear
okta_fault '{"method":"GET","path":"Smith/groups$","after":1,"raw":"[{\"id\":\"00gStaff\",\"type\":\"OKTA_GROUP\",\"profile\":{\"name\":\"Staff\"}}]"}'
is "a group that is still shown for a moment is taken" "$(one "$(with revoke_groups '["00gStaff"]')" | jq -r .answer)" "done"
okta_clear
one "$(with restore_groups '["00gStaff"]')" >/dev/null

like "no expiry in Okta itself" "$(one "$(on set_expiry 00uSmith | jq -c '. + {expires_at: 1924992000}')")" 'unsupported.*expiry_attribute'
ends=$(conf --arg expiry_attribute accessEnds)
talk "$ends" "$(on set_expiry 00uSmith | jq -c '. + {expires_at: 1924992000}')" \
    "$(on set_expiry 00uSmith | jq -c '. + {expires_at: 1924992000}')" "$(look 00uSmith)" \
    "$(on set_expiry 00uSmith | jq -c '. + {expires_at: null}')"
is "an attribute holds it" "$(said 2 .answer) $(said 3 .answer) $(said 4 .account.expires_at) $(said 5 .answer)" \
    "done already 1924992000 done"
is "and lets go of it" "$(okta_user 00uSmith .profile.accessEnds)" null

# ---- newcomers ----
new='{"op":"create","key":"k","account":{"upn":"n.new@corp.example.test","login":"nnew","display_name":"New, Nora","worker_id":"W9","manager":"00uJones","expires_at":1924992000}}'
talk "$ends" "$new" "$new"
is "made, STAGED" "$(said 2 '[.answer, .account.state, .account.upn, .account.worker_id, .account.expires_at, .account.contractor] | @csv')" \
    '"done","disabled","n.new@corp.example.test","W9",1924992000,true'
is "already, and told" "$(said 3 '[.answer, .account.remote_id] | @csv')" "\"already\",\"$(said 2 .account.remote_id)\""
id=$(said 2 .account.remote_id)
is "names are split" "$(okta_user "$id" '[.profile.firstName, .profile.lastName, .profile.managerId] | @csv')" '"Nora","New","00uJones"'
talk "$(conf)" "$(on set_password "$id" | jq -c '. + {password: "short"}')" \
    "$(on set_password "$id" | jq -c '. + {password: "Ab7-long-enough"}')" "$(on enable "$id")" "$(look "$id")"
like "Okta's words on a password" "$(said 2 '[.answer, .words] | @csv')" 'refused.*complexity'
is "a first password, to be changed" "$(said 3 .answer) $(said 4 .answer) $(said 5 .account.state) $(okta_user "$id" '[.status, .mailed] | @csv')" \
    'done done enabled "PASSWORD_EXPIRED",false'
talk "$(conf)" '{"op":"create","account":{"upn":"no address","display_name":"X Y"}}'
like "no address" "$(said 2 '[.answer, .words] | @csv')" 'refused.*form of an email'
talk "$(conf)" "$(on delete "$id")" "$(look "$id")"
is "deleted" "$(said 2 .answer) $(said 3 .answer)" "done gone"

# ---- bad luck ----
# luck WHY FAULT REQUEST WANT: one fault, and how it ends.
luck() {
	okta_fault "$2"
	talk "$(conf)" "$3"
	t_got="$status $(said 2 '[.answer, .retry_after // "-"] | join(" ")')"
	is "$1" "$t_got" "$4"
	okta_clear
}
list='{"op":"list","cookie":null}'
smith=$(look 00uSmith)
luck "401 ends it" '{"path":"Smith$","status":401,"summary":"Invalid token provided"}' "$smith" "78 "
luck "403" '{"path":"Smith$","status":403}' "$smith" "0 refused -"
luck "404" '{"path":"Smith$","status":404}' "$smith" "0 gone -"
luck "404, but not of Okta" '{"path":"Smith$","status":404,"raw":"<html>"}' "$smith" "0 temporary -"
luck "410, but not of Okta" '{"path":"Smith$","status":410,"raw":"{}"}' "$smith" "0 temporary -"
luck "groups that are no list" '{"path":"Smith/groups$","raw":"{}"}' "$smith" "0 temporary -"
luck "roles that are no list" '{"path":"Smith/roles$","raw":"{\"errorCode\":\"E0000009\"}"}' "$smith" "0 temporary -"
luck "no roles at all" '{"path":"Smith/roles$","raw":""}' "$smith" "0 temporary -"
luck "a role's targets that are no list" '{"path":"targets/groups$","raw":"{}"}' "$smith" "0 temporary -"
luck "admins that are no list" '{"path":"assignees/users$","raw":"{}"}' "$list" "0 temporary -"
luck "managers that are no list" '{"path":"users$","after":3,"raw":"{}"}' "$list" "0 temporary -"
luck "a search that is no list" '{"path":"users$","after":1,"raw":"{}"}' \
    '{"op":"lookup","account":{"worker_id":"W1"}}' "0 temporary -"
luck "409" '{"path":"Smith$","status":409}' "$smith" "0 temporary 0"
luck "429 with Retry-After" '{"path":"Smith$","status":429,"headers":{"Retry-After":"1"}}' "$smith" "0 done -"
luck "429 with the reset" '{"path":"Smith$","status":429,"reset_in":1}' "$smith" "0 done -"
luck "429 without" '{"path":"Smith$","status":429}' "$smith" "0 done -"
luck "429 for longer than we wait" '{"path":"Smith$","status":429,"headers":{"Retry-After":"600"}}' "$smith" "0 temporary 600"
luck "500 once" '{"path":"Smith$","status":500}' "$smith" "0 done -"
luck "500 for good" '{"path":"Smith$","status":500,"times":99}' "$smith" "0 temporary -"
luck "a body cut short once" '{"path":"Smith$","cut":true}' "$smith" "0 done -"
luck "a body cut short for good" '{"path":"Smith$","cut":true,"times":99}' "$smith" "0 temporary -"
luck "no JSON" '{"path":"Smith$","raw":"<html>"}' "$smith" "0 temporary -"
luck "another's JSON" '{"path":"Smith$","raw":"[1]"}' "$smith" "0 temporary -"
luck "a redirect" '{"path":"Smith$","status":302,"headers":{"Location":"https://evil.example.test/login"}}' "$smith" "0 temporary -"
like "is said" "$(said 2 .words)" 'redirect to https://evil.example.test'
luck "a slow server" '{"path":"Smith$","delay":3}' "$smith" "0 done -"
is "a list cut short is none" "$(okta_fault '{"path":"users$","cut":true,"times":99,"after":1}'
    talk "$(conf)" "$list"
    said 2 '[.answer, .accounts] | @csv'; okta_clear)" '"temporary",'
is "a list whose second page is away is none" "$(okta_fault '{"path":"users$","status":404,"times":99,"after":2}'
    talk "$(conf --arg page_size 1)" "$list"
    said 2 '[.answer, .accounts] | @csv'; okta_clear)" '"temporary",'
for t in cursor page; do
	okta_fault "{\"path\":\"users\$\",\"endless\":\"$t\"}"
	talk "$(conf)" "$list"
	like "a list without an end: the same $t" "$(said 2 '[.answer, .words] | @csv')" 'temporary.*without an end'
	okta_clear
done
# unlucky WHY FAULT LIST CHANGE: of a list's second page, and of a suspend: how
# it ends, and nobody is told of a list that is not whole.
unlucky() {
	okta_fault "$(printf '%s' "$2" | jq -c '. + {path: "users$", after: 2}')"
	talk "$(conf --arg page_size 1)" "$list"
	is "a list: $1" "$status $(said 2 '[.answer, .accounts // "-"] | join(" ")')" "$3"
	okta_clear
	curl -sf -d '{"ref":"00uSmith","status":"ACTIVE"}' "$okta/_/set" >/dev/null
	okta_fault "$(printf '%s' "$2" | jq -c '. + {path: "suspend$"}')"
	talk "$(conf)" "$(on disable 00uSmith)"
	is "a change: $1" "$status $(said 2 .answer)" "$4"
	okta_clear
	curl -sf -d '{"ref":"00uSmith","status":"ACTIVE"}' "$okta/_/set" >/dev/null
}
unlucky "401" '{"status":401,"times":99}' "78 " "78 "
unlucky "403" '{"status":403,"times":99}' "0 refused -" "0 refused"
unlucky "404" '{"status":404,"times":99}' "0 temporary -" "0 gone"
unlucky "404, but not of Okta" '{"status":404,"raw":"<html>","times":99}' "0 temporary -" "0 temporary"
unlucky "409" '{"status":409,"times":99}' "0 temporary -" "0 temporary"
unlucky "429 with Retry-After" '{"status":429,"headers":{"Retry-After":"1"}}' "0 done 4" "0 done"
unlucky "429 with the reset" '{"status":429,"reset_in":1}' "0 done 4" "0 done"
unlucky "429 without" '{"status":429}' "0 done 4" "0 done"
unlucky "429 for good" '{"status":429,"times":99,"headers":{"Retry-After":"600"}}' "0 temporary -" "0 temporary"
unlucky "500 for good" '{"status":500,"times":99}' "0 temporary -" "0 temporary"
unlucky "a body cut short for good" '{"cut":true,"times":99}' "0 temporary -" "0 temporary"
unlucky "no answer" '{"hang_up":true,"times":99}' "0 temporary -" "0 temporary"
unlucky "a redirect" '{"status":302,"times":99,"headers":{"Location":"http://127.0.0.1:9/x"}}' \
    "0 temporary -" "0 temporary"

# Killed while Okta is at it: done once, and the next finds it so.
okta_fault '{"path":"suspend$","delay":2}'
mkfifo "$S/in"
ctr-connect-okta <"$S/in" >"$S/said" 2>/dev/null &
pid=$!
{
	jq -nc --argjson c "$(conf)" '{id: 1, op: "hello", version: 1, config: $c}'
	on disable 00uSmith | jq -c '. + {id: 2}'
	i=0
	until okta_log | grep -q suspend || [ "$i" -gt 200 ]; do
		i=$((i + 1))
		sleep 0.1
	done
	kill -KILL "$pid"
} >"$S/in"
wait "$pid" 2>/dev/null
rm "$S/in"
is "killed in a change: it has not answered" "$(said 2 .answer)" ""
i=0
until [ "$(okta_user 00uSmith .status)" = SUSPENDED ] || [ "$i" -gt 200 ]; do
	i=$((i + 1))
	sleep 0.1
done
is "the next finds it done" "$(one "$(on disable 00uSmith)" | jq -r .answer) $(okta_log | grep -c suspend)" "already 1"
okta_clear
curl -sf -d '{"ref":"00uSmith","status":"ACTIVE"}' "$okta/_/set" >/dev/null

okta_fault '{"path":"assignees","status":403}'
talk "$(conf)" "$list"
is "who may not see the admins says so" "$(said 2 '[.answer, .accounts, .words] | @csv')" \
    '"done",4,"who has an admin role is not for us to see"'
is "and of nobody that he is none" "$(jq -c 'select(.account.login == "b.nowak@corp.example.test").account.privileged' "$S/said")" null
okta_clear
okta_fault '{"path":"Smith/roles$","status":403}'
is "a lookup that may not see the roles says so" "$(one "$smith" | jq -c '[.answer, .account.roles_seen]')" '["done",false]'
okta_fault '{"path":"Smith/roles$","status":403,"times":9}'
like "what cannot be seen is not taken already" \
    "$(one "$(with revoke_groups '["00gStaff","role:READ_ONLY_ADMIN"]')")" 'refused.*not for us to see'
okta_clear
is "and not where it may" "$(one "$smith" | jq -c .account.roles_seen)" null
okta_clear
# A POST is not sent twice where it may have been done.
okta_fault '{"path":"suspend$","lost":true}'
is "an answer that is lost" "$(one "$(on disable 00uSmith)" | jq -r .answer)" temporary
is "was one suspend" "$(okta_log | grep -c suspend) $(okta_user 00uSmith .status)" "1 SUSPENDED"
okta_clear
okta_fault '{"path":"unsuspend$","status":429,"headers":{"Retry-After":"1"}}'
is "a 429 has done nothing: sent again" "$(one "$(on enable 00uSmith)" | jq -r .answer) $(okta_log | grep -c unsuspend)" "done 2"
okta_clear
kill "$okta_pid"
wait "$okta_pid" 2>/dev/null
talk "$(conf)"
is "a server that is down" "$status $(said 1 .answer)" "0 temporary"
unlike "no words hold the token" "$(cat "$S/words" "$S/said")" 00t0ken

# ---- the house's own check, and a whole tenant ----
okta_start
printf '[connector okta]\nurl = %s\nuser_type = contractor\n' "$okta" >"$CTR_ETC/default.conf"
mkdir -p "$CTR_ETC"
CTR_TENANT=acme CTR_NOW=2026-11-20T06:00:00Z
export CTR_TENANT CTR_NOW
ctr-init --test >/dev/null 2>&1
(umask 077 && printf '[connector okta]\ntoken = 00t0ken\n' >"$CTR_ETC/acme.secret")
status_is "ctr-check-connector, read" 0 ctr-check-connector okta
unlike "nothing fails" "$out" '^not ok'
status_is "ctr-check-connector, written" 0 ctr-check-connector --write j.smith@corp.example.test okta
unlike "nothing fails" "$out" '^not ok'
like "groups are checked" "$out" '^ok .* restore_groups: already$'
like "marks are checked" "$out" '^ok .* a mark that is no longer true'
like "making is checked" "$out" '^ok .* create: already, and told'
status_is "ctr-sync brings the accounts in" 0 ctr-sync okta
is "all of them" "$(ctr-list account -o tsv --columns login,connector,state | tail -n +2 | sort | head -2)" \
"$(printf 'b.nowak@corp.example.test\tokta\tdisabled\nj.smith@corp.example.test\tokta\tenabled')"
is "and who reviews" "$(ctr-list person -o tsv --columns upn | tail -n +2 | sort | tr '\n' ' ')" \
    "a.kim@corp.example.test m.jones@corp.example.test "
is "twice is nothing new" "$(ctr-sync okta | grep -oE 'added=[0-9]+|changed=[0-9]+' | tr '\n' ' ')" "added=0 changed=0 "

# ---- slow, and killed, in the middle of a list ----
before=$(ctr-list account -o tsv | sort | cksum)
printf 'page_size = 1\ntimeout_s = 2\n' >>"$CTR_ETC/default.conf"
okta_fault '{"path":"users$","delay":5,"after":5,"times":99}'
status_is "a server that is too slow" 69 ctr-sync okta
okta_clear
sed -i /timeout_s/d "$CTR_ETC/default.conf"
okta_fault '{"path":"users$","delay":20,"after":5}'	# the second page
ctr-sync okta >"$S/sync.out" 2>&1 &
sync=$!
i=0
until [ "$(okta_log | grep -c '^GET /api/v1/users[?]')" -ge 5 ] || [ "$i" -gt 200 ]; do
	i=$((i + 1))
	sleep 0.1
done
for pid in $(cat "/proc/$sync/task/$sync/children"); do kill -KILL "$pid"; done
got=0
wait "$sync" || got=$?
is "a connector that is killed" "$got" 69
is "of neither list anything is believed" "$(ctr-list account -o tsv | sort | cksum)" "$before"
okta_clear
status_is "the next time all is well" 0 ctr-sync okta
is "and nothing has changed" "$(ctr-list account -o tsv | sort | cksum)" "$before"

# ---- the public emulator: users and their life, as somebody else reads Okta ----
# shellcheck source=tests/peer/npm.sh
. "$top/tests/peer/npm.sh"
port=$(free_port)
peer_npm "$NPM/emulate/dist/index.js" --service okta --port "$port"
wait_port "$port" 30 || not_ok "emulate is up" "$(cat "$S/npm.log")"
emulate=$(jq -nc --arg url "http://127.0.0.1:$port" '{url: $url,
    token: "test_token_admin", user_type: "*", search: "status eq \"ACTIVE\""}')
test='{"upn":"testuser@okta.local"}'
talk "$emulate" "{\"op\":\"lookup\",\"account\":$test}" '{"op":"list","cookie":null}'
is "emulate: a user by his login" "$(said 2 '[.answer, .account.state, .account.display_name, .account.login_at, .account.login_known] | @csv')" \
    '"done","enabled","Test User",,true'
is "emulate: a list ends with its counts" "$(said 3 '[.answer, .accounts] | @csv')" '"done",0'
id=$(said 2 .account.remote_id)
talk "$emulate" "$(on disable "$id")" "$(on disable "$id")" "$(look "$id")" \
    "$(on enable "$id")" "$(on enable "$id")" "$(look "$id")"
is "emulate: suspended and back" "$(for n in 2 3 4 5 6 7; do said $n '.answer + (.account.state // "")'; done | tr '\n' ' ')" \
    "done already donedisabled done already doneenabled "
talk "$emulate" "$new" "$new"
is "emulate: made, and already" "$(said 2 '[.answer, .account.state] | @csv') $(said 3 .answer)" '"done","disabled" already'
id=$(said 2 .account.remote_id)
talk "$emulate" "$(on enable "$id")" "$(look "$id")" "$(on delete "$id")" "$(look "$id")"
is "emulate: enabled, deleted, gone" "$(said 2 .answer) $(said 3 .account.state) $(said 4 .answer) $(said 5 .answer)" \
    "done enabled done gone"

finish
