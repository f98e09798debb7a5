#!/bin/sh
# ctr-connect-scim against a real SCIM service: scimmy and its routers.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/luck.sh
. "$top/tests/peer/luck.sh"
# shellcheck source=tests/peer/npm.sh
. "$top/tests/peer/npm.sh"
CONNECTOR=ctr-connect-scim

# service [forgetful]: on a port of its own.
service() {
	port=$(free_port)
	peer_npm "$top/tests/peer/scimmy.js" "$port" "$@"
	wait_port "$port" 30 || { not_ok "scimmy" "$(cat npm.log)"; finish; }
	url=http://127.0.0.1:$port/scim/v2
}
service
core=urn:ietf:params:scim:schemas:core:2.0
more=urn:ietf:params:scim:schemas:extension:enterprise:2.0:User
# send METHOD PATH BODY: as the service's own administrator.
send() {
	at_fake -X "$1" -H 'Authorization: Bearer t0ken' \
	    -H 'Content-Type: application/scim+json' -d "$3" "$url$2"
}
# user NAME TYPE: a user, his id.
user() {
	send POST /Users "$(jq -nc --arg n "$1" --arg t "$2" --arg c "$core:User" \
	    --arg m "$more" '{schemas: [$c, $m], userName: "\($n)@x.test",
	    displayName: $n, active: true, userType: $t,
	    emails: [{value: "\($n)@x.test", primary: true}],
	    ($m): {employeeNumber: "W-\($n)", department: "Plant"}}')" |
	    jq -r .id
}
there() {
	at_fake -H 'Authorization: Bearer t0ken' "$url$1" | jq -rc "$2"
}
first=$(user first Contractor)
i=0
while [ "$i" -lt 30 ]; do
	user "c$i" Contractor >/dev/null
	i=$((i + 1))
done
boss=$(user boss Employee)
group=$(send POST /Groups "$(jq -nc --arg c "$core:Group" --arg a "$first" \
    --arg b "$boss" '{schemas: [$c], displayName: "Admins",
    members: [{value: $a}, {value: $b}]}')" | jq -r .id)

cat >"$CTR_ETC/default.conf" <<END
[connector scim]
url = $url
filter = userType eq "Contractor"
create = {"userType":"Contractor"}
privileged = Admins
page_size = 7
END
(umask 077; printf '[connector scim]\ntoken = t0ken\n' \
    >"$CTR_ETC/default.secret")
conf=$(jq -nc --arg u "$url" '{url: $u, token: "t0ken", page_size: "7",
    filter: "userType eq \"Contractor\"", privileged: "Admins",
    create: "{\"userType\":\"Contractor\"}"}')

is "all pages of contractors" "$(lists "$conf")" "done 31/0/0"
is "each once" "$(jq -rs '[.[] | select(.account) | .account.remote_id]
    | unique | length' "$S/.answers")" 31
is "one of them" "$(look "$conf" "$first" '[.upn, .worker_id, .department,
    .email, .state, .privileged, (.groups | map(.name) | join(","))]
    | map(tostring) | join(" ")')" \
    "first@x.test W-first Plant first@x.test enabled true Admins"
answers "nobody" "$conf" lookup none '^gone$'
says "by name and by number" "$conf" '.[1:] | map(.account.remote_id // .answer)
    | join(" ")' "$first $first gone" <<'END'
{"id":2,"op":"lookup","account":{"upn":"first@x.test"}}
{"id":3,"op":"lookup","account":{"worker_id":"W-first"}}
{"id":4,"op":"lookup","account":{"upn":"a\"b@x.test"}}
END
answers "disable" "$conf" disable "$first" '^done$'
is "it is so" "$(there "/Users/$first" '[.active, .userName, .userType]
    | map(tostring) | join(" ")')" "false first@x.test Contractor"
answers "again" "$conf" disable "$first" '^already$'
answers "enable" "$conf" enable "$first" '^done$'
answers "no contractor" "$conf" disable "$boss" '^refused changed_hands$'
answers "out of the group" "$conf" revoke_groups "$first" '^done$' \
    "{\"groups\":[\"$group\"]}"
is "only he" "$(there "/Groups/$group" '.members | map(.value) | join(" ")')" \
    "$boss"
answers "into it" "$conf" restore_groups "$first" '^done$' \
    "{\"groups\":[\"$group\"]}"
is "beside the other" "$(there "/Groups/$group" '.members | length')" 2
says "create" "$conf" '.[1:] | map([.answer, .account.state,
    .account.worker_id] | join(" ")) | join("; ")' \
    "done disabled W-9; already disabled W-9" <<'END'
{"id":2,"op":"create","account":{"upn":"new@x.test","login":"new","display_name":"New","worker_id":"W-9"}}
{"id":3,"op":"create","account":{"upn":"new@x.test","login":"new"}}
END

status_is "ctr-check-connector reads" 0 ctr-check-connector scim
unlike "nothing fails" "$out" '^not ok'
status_is "ctr-check-connector writes" 0 \
    ctr-check-connector --write first@x.test scim
unlike "nothing fails" "$out" '^not ok'
like "groups, too" "$out" '^ok .* restore_groups: already$'
sed -i s/t0ken/other/ "$CTR_ETC/default.secret"
status_is "another token" 65 ctr-check-connector scim
like "ends it" "$out" 'exit status 78'

service forgetful
i=0
while [ "$i" -lt 21 ]; do
	user "c$i" Contractor >/dev/null
	i=$((i + 1))
done
like "twenty of twenty-one, whatever is asked for, are no list" \
    "$(lists "$(printf '%s' "$conf" | jq -c --arg u "$url" '.url = $u')")" \
    '^temporary .* 0/0/0$'

finish
