#!/bin/sh
# ctr-connect-entra against a fake of Microsoft Graph that checks what it is
# sent and refuses what Graph would refuse (tests/peer/graph.py), with bad luck.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/luck.sh
. "$top/tests/peer/luck.sh"
CONNECTOR=ctr-connect-entra

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=ctr' \
    -keyout "$S/key.pem" -out "$S/cert.pem" 2>/dev/null
openssl rsa -in "$S/key.pem" -pubout -out "$S/pub.pem" 2>/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=other' \
    -keyout "$S/key2.pem" -out "$S/cert2.pem" 2>/dev/null
chmod 600 "$S/key.pem" "$S/key2.pem"

people() {
	jq -nc --argjson more "${1:-{\}}" '
	def user($id; $name; $type): {id: $id, displayName: $name,
	    userPrincipalName: "\($id)@x.test", mail: "\($id)@x.test",
	    accountEnabled: true, employeeType: $type,
	    mailNickname: $id, createdDateTime: "2026-01-05T08:00:00Z"};
	{users: [
	(user("u1"; "Jo Smith"; "Contractor") + {employeeId: "W-1",
	    department: "Plant", manager: "m1", signInActivity:
	    {lastSignInDateTime: "2026-11-20T08:00:00Z",
	    lastSuccessfulSignInDateTime: "2026-11-19T08:00:00Z"}}),
	(user("u2"; "Pat O\u0027Hara"; "contractor") + {accountEnabled: false,
	    userPrincipalName: "o\u0027hara@x.test", manager: "m1"}),
	(user("u3"; "Sy Sync"; "CONTRACTOR") + {onPremisesSyncEnabled: true,
	    signInActivity: {lastSignInDateTime: "2023-05-01T00:00:00Z"}}),
	(user("m1"; "Mia Jones"; "Employee") + {manager: "m2"}),
	user("m2"; "Kay Lee"; null)],
	groups: [
	{id: "g1", displayName: "Plant", groupTypes: [], members: ["u1"]},
	{id: "g2", displayName: "Operators", isAssignableToRole: true,
	    groupTypes: [], members: ["u1"]},
	{id: "g3", displayName: "All contractors", members: ["u1"],
	    groupTypes: ["DynamicMembership"]},
	{id: "g4", displayName: "From AD", groupTypes: [], members: ["u1"],
	    onPremisesSyncEnabled: true},
	{id: "g5", displayName: "Mail list", groupTypes: [], members: ["u1"],
	    mailEnabled: true},
	{id: "g6", displayName: "Team", groupTypes: ["Unified"],
	    mailEnabled: true, members: ["u1"]},
	{id: "g7", displayName: "Helpdesk", isAssignableToRole: true,
	    groupTypes: [], members: ["g1"]}],
	roles: [{id: "r1", displayName: "User Administrator",
	    members: ["u1", "m2"]}], page: 2} + $more' >"$S/people.json"
}
# again [STATE]: all as it was, in a service that is like this.
again() {
	people "${1:-{\}}"
	fake_start graph "$S/people.json" "$S/pub.pem" "$S/cert.pem"
}
again
conf() {
	jq -nc --arg url "http://127.0.0.1:$FAKE" --args '
	{url: $url, login_url: $url, tenant_id: "tenant-1",
	    client_id: "app-1", client_secret: "s3cret"}
	+ ([$ARGS.positional[] | capture("(?<key>[a-z_]+)=(?<value>.*)"; "s")]
	    | from_entries) | with_entries(select(.value != ""))' "$@"
}
told() {
	jq -rcs "map(select(.account) | .account) | $1" "$S/.answers"
}
# greeted CONFIG: what hello is answered.
greeted() {
	talk "$1" </dev/null | jq -rs '.[0] | [.answer, .words // empty] | join(" ")'
}

# ------------------------------------------------------------- let in

is "by secret" "$(greeted "$(conf)")" "done"
is "for Graph alone" "$(log '[.[] | select(.path | test("token"))][0].body
    | test("scope=http%3A%2F%2F127.0.0.1%3A[0-9]+%2F.default")')" true
is "by certificate" "$(greeted "$(conf client_secret= \
    key_file="$S/key.pem" certificate="$S/cert.pem")")" "done"
is "signed, not sent" "$(log '[.[] | select(.path | test("token"))][-1].body
    | test("client_assertion=ey") and (test("PRIVATE") | not)')" true
# refused WHY ERE NAME=VALUE...: status 78 and a word, nothing done.
refused() {
	r_why=$1 r_ere=$2
	shift 2
	talk "$(conf "$@")" </dev/null >"$S/.answers"
	is "$r_why: status" "$status" 78
	like "$r_why: why" "$words" "$r_ere"
	is "$r_why: no answer" "$(cat "$S/.answers")" ""
}
refused "a wrong secret" 'token: 401 invalid_client' client_secret=wr0ng
unlike "which is not told" "$words" wr0ng
refused "another's key" 'token: 401 invalid_client.*signature' client_secret= \
    key_file="$S/key2.pem" certificate="$S/cert.pem"
refused "another certificate" 'token: 401 invalid_client.*thumbprint' \
    client_secret= key_file="$S/key2.pem" certificate="$S/cert2.pem"
refused "a certificate that is none" 'no certificate' client_secret= \
    key_file="$S/key.pem" certificate="$S/key.pem"
chmod 644 "$S/key2.pem"
refused "a key that others can read" 'key2.pem' client_secret= \
    key_file="$S/key2.pem" certificate="$S/cert2.pem"
refused "another tenant" 'token: 400' tenant_id=tenant-2
refused "no tenant" 'tenant_id is missing' tenant_id=
refused "no credential" 'either client_secret' client_secret=
refused "an unknown name" 'unknown name "colour"' colour=red
refused "an unknown cloud" 'cloud: "moon" is none of' cloud=moon
refused "half an address" 'url and login_url belong' login_url=
refused "everybody" 'employee_type names none' 'employee_type=,'
refused "http to another machine" 'not https' url=http://graph.example.test
refused "a page size" 'page_size is 1 to 500' page_size=501

# ------------------------------------------------------------- what it reads

is "a list" "$(lists "$(conf)")" "done 3/5/0"
is "who they are" "$(told 'map(.remote_id) | join(" ")')" "u1 u2 u3"
is "one of them" "$(told '.[0] | [.login, .upn, .display_name, .email,
    .department, .worker_id, .state, .made_at, .manager, .privileged,
    .login_known, .login_at] | map(tostring) | join(" ")')" \
    "u1@x.test u1@x.test Jo Smith u1@x.test Plant W-1 enabled 1767600000 m1 true true 1795075200"
is "never logged in is known, and no date" \
    "$(told '.[1] | [.state, .login_known, .login_at, .privileged] | map(tostring) | join(" ")')" \
    "disabled true null false"
is "an attempt before successes were kept counts" "$(told '.[2].login_at')" \
    1682899200
is "it comes up to a day late" "$(told 'map(.login_lag) | unique | map(tostring) | join(" ")')" 86400
is "mastered on-premises" "$(told 'map(.mastered_elsewhere) | map(tostring) | join(" ")')" \
    "null null true"
is "persons and their managers" "$(jq -rs 'map(select(.person) | .person
    | .remote_id + ">" + (.manager // "-")) | join(" ")' "$S/.answers")" \
    "u1>m1 u2>m1 u3>- m1>m2 m2>-"
is "the filter with its header" "$(log '[.[] | select(.path | test("employeeType eq"))][0]
    | .headers.ConsistencyLevel + " " + (.path | test("\\$count=true") | tostring)')" \
    "eventual true"
is "two types" "$(lists "$(conf 'employee_type=contractor, Employee')")" \
    "done 4/5/0"
is "a type with a quote" "$(lists "$(conf "employee_type=x'y")")" "done 0/5/0"
is "without people" "$(lists "$(conf people=no)")" "done 3/0/0"
again '{"licence":0}'
is "no licence for logins" "$(lists "$(conf)")" "done 3/5/0"
is "they are unknown, not never" "$(told 'map(.login_known) | unique | map(tostring) | join(" ")')" false
is "in a lookup, too" "$(look "$(conf)" u1 '[.login_known, .login_at]')" \
    '[false,null]'
again '{"refuse":"roles"}'
like "who is privileged is not for us to see" "$(lists "$(conf)")" \
    '^done .*directoryRoles: 403 Insufficient privileges.* 3/5/0$'
is "then a list does not say" "$(told '.[0] | has("privileged")')" false

again
is "a lookup" "$(look "$(conf)" u1 '[.state, .contractor, .privileged,
    (.groups | map([.id, .privileged, .direct] | map(tostring) | join(","))
    | join(" "))] | map(tostring) | join(" ")')" \
    "enabled true true g1,false,true g2,true,true g3,false,true g4,false,true g5,false,true g6,false,true role:r1,true,true g7,true,false"
is "no contractor" "$(look "$(conf)" m1 .contractor)" false
answers "nobody" "$(conf)" lookup u7 '^gone$'
answers "an id is no UPN" "$(conf)" lookup u1@x.test '^gone$'
says "by UPN, number and login" "$(conf)" '.[1:] | map(.account.remote_id
    // .answer) | join(" ")' "u2 u1 u3 gone" <<'END'
{"id":2,"op":"lookup","account":{"upn":"O'Hara@x.test"}}
{"id":3,"op":"lookup","account":{"worker_id":"w-1"}}
{"id":4,"op":"lookup","account":{"login":"u3"}}
{"id":5,"op":"lookup","account":{"upn":"x' or 'a' eq 'a"}}
END

# ------------------------------------------------------------- what changed

lists "$(conf)" >/dev/null
cookie=$(jq -rs '.[-1].cookie' "$S/.answers")
is "nothing changed, and nobody signed in since" \
    "$(lists "$(conf)" "$(printf '%s' "$cookie" | sed 's/^\(1 [^ ]*\) [0-9]*/\1 1900000000/')")" \
    "done 0/0/0"
answers "disable" "$(conf)" disable u1 '^done$'
at_fake "http://127.0.0.1:$FAKE/_state" | jq -c '{users: [.users[]
    | if .id == "m1" then .displayName = "Mia Kim"
    elif .id == "u2" then .employeeType = "Employee"
    elif .id == "u3" then .deleted = true else . end],
    changes: (.changes + ["m1", "u2", "u3", "m1"])}' >"$S/now.json"
with "$(cat "$S/now.json")"
later=$(printf '%s' "$cookie" | sed 's/^\(1 [^ ]*\) [0-9]*/\1 1900000000/')
is "what changed" "$(lists "$(conf)" "$later")" "done 1/3/3"
is "each as it is" "$(jq -rcs '[.[] | select(.id == 2) | (.account | select(.)
    | "\(.remote_id) \(.state) \(.manager)"), (.person | select(type == "object")
    | "\(.remote_id) \(.display_name)"), (.gone | select(type == "object")
    | "\(.remote_id) \(.converted)")] | sort | join("; ")' "$S/.answers")" \
    "m1 Mia Kim; m1 true; u1 Jo Smith; u1 disabled m1; u2 Pat O'Hara; u2 true; u3 null"
is "not a full list" "$(jq -rs '.[-1].full' "$S/.answers")" false
next=$(jq -rs '.[-1].cookie' "$S/.answers")
is "and the next begins there" "$(lists "$(conf)" \
    "$(printf '%s' "$next" | sed 's/^\(1 [^ ]*\) [0-9]*/\1 1900000000/')")" \
    "done 0/0/0"
is "who has signed in is told, though nothing changed" \
    "$(lists "$(conf)" "$(printf '%s' "$next" | sed 's/^\(1 [^ ]*\) [0-9]*/\1 1795075000/')")" \
    "done 1/1/0"
with '{"gone":true}'
is "410: everything" "$(lists "$(conf)" "$next")" "done 1/4/0"
is "and says so" "$(jq -rs '.[-1].full' "$S/.answers")" true
with '{"gone":false}'
luck '{"path":"users/delta","status":400,"body":{"error":{"code":"Request_BadRequest","message":"Badly formed token."}}}'
is "a link that is refused: everything" "$(lists "$(conf)" "$next")" "done 1/4/0"
luck
is "another rule: everything" "$(lists "$(conf employee_type=Employee)" "$next")" \
    "done 2/4/0"
is "a cookie that is none" "$(lists "$(conf)" "hello")" "done 1/4/0"
like "a cookie that leads elsewhere" "$(lists "$(conf)" \
    "$(printf '%s' "$next" | sed 's,http://127.0.0.1:[0-9]*,http://127.0.0.1:9,')")" \
    '^refused .*another host|^temporary .*another host|^$'
port=$FAKE
again
is "another address: everything" "$(lists "$(conf)" "$next")" "done 3/5/0"
unlike "at that one" "$(jq -rs '.[-1].cookie' "$S/.answers")" ":$port/"
with "$(cat "$S/now.json")"
with '{"roles":[]}'
is "privilege given or taken: everything" "$(lists "$(conf)" "$next")" \
    "done 1/4/0"

# ------------------------------------------------------------- what it changes

again
answers "disable" "$(conf)" disable u1 '^done$'
is "the body" "$(log '[.[] | select(.method == "PATCH")][0].body')" \
    '{"accountEnabled":false}'
is "it is so" "$(state '.users[0].accountEnabled')" false
answers "again" "$(conf)" disable u1 '^already$'
answers "enable" "$(conf)" enable u1 '^done$'
answers "one who is not there" "$(conf)" disable u7 '^gone$'
answers "no contractor" "$(conf)" disable m1 '^refused changed_hands$'
answers "another's number" "$(conf)" disable u1 '^refused changed_hands$' \
    '{"expect":{"worker_id":"W-2"}}'
answers "protected" "$(conf)" disable u1 '^refused protected$' \
    '{"protected":["U1@x.test"]}'
answers "an old mark" "$(conf)" disable u1 \
    '^temporary changed meanwhile retry_after=0$' '{"mark":"state 0"}'
mark=$(look "$(conf)" u1 .mark)
answers "the mark of now" "$(conf)" disable u1 '^done$' "{\"mark\":\"$mark\"}"
answers "an expiry is not Entra's" "$(conf)" set_expiry u1 '^unsupported$' \
    '{"expires_at":null}'
answers "sessions" "$(conf)" end_sessions u1 '^done$'
is "ended once" "$(state '.users[0].revoked')" 1
residual=$(look "$(conf)" u1 .residual_until)
is "what was given out before lives on for an hour and a half" \
    "$((residual > $(date +%s) + 5000 && residual <= $(date +%s) + 5400))" 1
answers "mastered on-premises: not here" "$(conf)" disable u3 \
    '^refused mastered on-premises'
is "nor asked for" "$(log '[.[] | select(.method == "PATCH" and (.path | test("u3")))] | length')" 0
answers "but his sessions" "$(conf)" end_sessions u3 '^done$'
again '{"refuse":"write"}'
answers "not permitted" "$(conf)" disable u1 \
    '^refused .*403 Insufficient privileges'

again
answers "out of a group" "$(conf)" revoke_groups u1 '^done$' '{"groups":["g1"]}'
answers "again" "$(conf)" revoke_groups u1 '^already$' '{"groups":["g1"]}'
answers "out of a role and a group of roles" "$(conf)" revoke_groups u1 \
    '^done$' '{"groups":["role:r1","g2","g6"]}'
is "and no other" "$(state '[.groups[], .roles[]] | map(select(any(.members[]; . == "u1")).id) | join(" ")')" \
    "g3 g4 g5"
answers "a rule's" "$(conf)" revoke_groups u1 \
    '^refused g3: its members are those of a rule$' '{"groups":["g3"]}'
answers "one from AD" "$(conf)" revoke_groups u1 \
    '^refused g4: it is mastered on-premises$' '{"groups":["g4"]}'
answers "a mail list" "$(conf)" revoke_groups u1 \
    '^refused g5: it is mail-enabled' '{"groups":["g5"]}'
answers "the others all the same" "$(conf)" restore_groups u1 \
    '^refused g9 is gone' '{"groups":["g9","g1"]}'
is "he is in again" "$(state '.groups[0].members | join(" ")')" u1
answers "by way of another" "$(conf)" revoke_groups u1 \
    '^refused g7: he is in it by way of another group$' '{"groups":["g7"]}'
answers "ordinary ones only" "$(conf)" restore_groups u1 \
    '^refused one of the groups is privileged$' \
    '{"groups":["g2"],"ordinary":true}'
answers "into a role" "$(conf)" restore_groups u1 '^done$' \
    '{"groups":["role:r1"]}'
answers "again" "$(conf)" restore_groups u1 '^already$' '{"groups":["role:r1"]}'
answers "a group that is gone" "$(conf)" restore_groups u1 \
    '^refused g9 is gone$' '{"groups":["g9"]}'

new='{"account":{"upn":"n.new@x.test","login":"n.new","display_name":"Nan New","email":"n.new@x.test","worker_id":"W-9","department":"Lab","manager":"m1"}}'
says "create" "$(conf)" '.[1:] | map([.answer, .account.state,
    .account.worker_id, .account.contractor, .account.manager]
    | map(tostring) | join(" ")) | join("; ")' \
    "done disabled W-9 true m1; already disabled W-9 true m1" <<END
{"id":2,"op":"create",${new#?}
{"id":3,"op":"create",${new#?}
END
is "as Graph wants it" "$(state '.users[-1] | [.accountEnabled, .employeeType,
    .mailNickname, .change_password] | map(tostring) | join(" ")')" \
    "false contractor n.new true"
made=$(state '.users[-1].id')
again
luck '{"path":"manager/","status":404,"times":2,"body":{"error":{"code":"Request_ResourceNotFound","message":"not replicated"}}}'
says "made, and heard of a moment later" "$(conf)" '.[1] | [.answer, .account.manager] | join(" ")' \
    "done m1" <<END
{"id":2,"op":"create",${new#?}
END
luck
made=$(state '.users[-1].id')
answers "a first password" "$(conf)" set_password "$made" '^done$' \
    '{"password":"Only-once-234"}'
is "to be changed" "$(state '.users[-1].password | [.password, .forceChangePasswordNextSignIn] | map(tostring) | join(" ")')" \
    "Only-once-234 true"
answers "one that nobody knows" "$(conf)" random_password "$made" '^done$'
is "is another" "$(state '.users[-1].password.password == "Only-once-234"')" false
answers "delete" "$(conf)" delete "$made" '^done$'
answers "is gone" "$(conf)" lookup "$made" '^gone$'

# ------------------------------------------------------------- licences

sku=05e9a617-0261-4cee-bb44-138d3ef5d965
few=f30db892-07e9-47e9-837c-80727f46fd3d
again "$(jq -nc --arg a $sku --arg b $few '{skus: {($a): 2, ($b): 0}}')"
have="$(conf licences=yes usage_location=DE)"
with "$(state '{users: [.users[] | if .id == "u1" then .licenseAssignmentStates
    = [{skuId: "c7df2760-2c81-4ef7-b578-5b5392b571df", assignedByGroup: "g1",
    state: "Active", error: "None"}, {skuId: "0e142028-345e-45da-8d92-8bfd4093bbb9",
    assignedByGroup: "g2", state: "Error", error: "CountViolation"}]
    else . end]}')"
licences() { look "$1" u1 '[.groups[] | select(.id | startswith("licence:"))
    | "\(.id[8:16]) \(.direct) \(.privileged)"] | join(" ")'; }
is "not told unless it is configured" "$(licences "$(conf)")" ""
is "one by way of a group; one that could not be assigned is none" \
    "$(licences "$have")" "c7df2760 false false"
answers "given" "$have" restore_groups u1 '^done$' "{\"groups\":[\"licence:$sku\"],\"ordinary\":true}"
is "he has it" "$(licences "$have")" "c7df2760 false false 05e9a617 true false"
is "where he uses it was set first" "$(state '.users[0].usageLocation')" DE
is "as Graph wants it" "$(log '[.[] | select(.path | test("assignLicense"))][0].body')" \
    "{\"addLicenses\":[{\"skuId\":\"$sku\"}],\"removeLicenses\":[]}"
answers "again" "$have" restore_groups u1 '^already$' "{\"groups\":[\"licence:$sku\"]}"
answers "none is free" "$have" restore_groups u1 \
    '^refused .*400 Subscription with SKU .* does not have any available licenses' \
    "{\"groups\":[\"licence:$few\"]}"
answers "and the others are given all the same" "$have" restore_groups u2 \
    '^refused .*available licenses' "{\"groups\":[\"licence:$few\",\"licence:$sku\",\"g1\"]}"
is "each" "$(state '[.users[1].licenseAssignmentStates[0].skuId, (.groups[0].members | join(","))] | join(" ")')" \
    "$sku u1,u2"
answers "one that is none of ours" "$have" restore_groups u1 '^refused .*valid company License' \
    '{"groups":["licence:00000000-0000-0000-0000-000000000000"]}'
answers "taken" "$have" revoke_groups u1 '^done$' "{\"groups\":[\"licence:$sku\"]}"
answers "again" "$have" revoke_groups u1 '^already$' "{\"groups\":[\"licence:$sku\"]}"
is "it is free again" "$(state ".skus[\"$sku\"]")" 1
answers "not one of a group" "$have" revoke_groups u1 '^refused .*by way of another group$' \
    '{"groups":["licence:c7df2760-2c81-4ef7-b578-5b5392b571df"]}'
answers "not configured" "$(conf)" restore_groups u1 '^refused .*licences = yes is not configured$' \
    "{\"groups\":[\"licence:$sku\"]}"
again "$(jq -nc --arg a $sku '{skus: {($a): 2}}')"
answers "no place to use it" "$(conf licences=yes)" restore_groups u1 \
    '^refused he has no usageLocation.*usage_location is not configured' "{\"groups\":[\"licence:$sku\"]}"
refused "a place that is none" 'usage_location: two capital letters' usage_location=Germany
refused "neither yes nor no" 'licences: "maybe" is neither' licences=maybe
hired='{"id":2,"op":"create","account":{"upn":"h.ire@x.test","login":"h.ire","starts_on":"2026-12-01"}}'
says "a day of hire" "$(conf hire_date=yes usage_location=DE)" '.[1].answer' 'done' <<END
$hired
END
is "is told, where it is configured" "$(state '.users[-1] | [.employeeHireDate, .usageLocation] | join(" ")')" \
    "2026-12-01T00:00:00Z DE"
again
says "else" "$(conf)" '.[1].answer' 'done' <<END
$hired
END
is "not" "$(state '.users[-1].employeeHireDate')" null

# ----------------------------------------------- lists that are not whole

again '{"endless":true}'
like "a page that never ends" "$(lists "$(conf)")" \
    '^temporary .*without an end.* 0/[0-9]+/0$'
again '{"astray":"http://127.0.0.1:9"}'
like "a page on another host" "$(lists "$(conf)")" 'another host|^$'
is "nobody is told" "$(told length)" 0
again '{"miscount":1}'
like "it says one more than come" "$(lists "$(conf)")" \
    '^temporary .*contractors: it says 4 and 3 came 0/0/0$'

# ----------------------------------------------- bad luck

# unlucky WHY RULE LIST-ERE DISABLE-ERE: of a list's second page, and of a PATCH.
unlucky() {
	again
	luck "$(printf '%s' "$2" | jq -c '. + {path: "employeeType.*skiptoken"}')"
	like "a list: $1" "$(lists "$(conf)")" "$3"
	again
	luck "$(printf '%s' "$2" | jq -c '. + {method: "PATCH"}')"
	like "a change: $1" "$(ask "$(conf)" disable u1)" "$4"
}
unlucky "403" '{"status":403,"times":-1,"body":{"error":{"code":"Authorization_RequestDenied","message":"no"}}}' \
    '^refused .*403 no 0/0/0$' '^refused .*403 no$'
unlucky "401, once" '{"status":401,"body":{"error":{"code":"InvalidAuthenticationToken","message":"expired"}}}' \
    '^done 3/5/0$' '^done$'
unlucky "401, for good" '{"status":401,"times":-1,"body":{"error":{"code":"InvalidAuthenticationToken","message":"expired"}}}' \
    '^$' '^$'
echo '{"id":2,"op":"disable","account":{"remote_id":"u1"}}' >"$S/one"
again
luck '{"method":"PATCH","status":401,"times":-1}'
talk "$(conf)" <"$S/one" >"$S/.answers"
is "the connector has ended: what it was asked is looked up" "$status" 78
unlucky "404" '{"status":404,"times":-1,"body":{"error":{"code":"Request_ResourceNotFound","message":"not here"}}}' \
    '^temporary .* 0/0/0$' '^gone$'
unlucky "429, once" '{"status":429,"headers":{"Retry-After":"1"}}' \
    '^done 3/5/0$' '^done$'
unlucky "429 and a long wait" \
    '{"status":429,"times":-1,"headers":{"Retry-After":"3600"}}' \
    '^temporary .*429 retry_after=3600 0/0/0$' '^temporary .*429 retry_after=3600$'
unlucky "429 that does not say how long" '{"status":429}' '^done 3/5/0$' '^done$'
unlucky "500, once" '{"status":500}' '^done 3/5/0$' '^done$'
unlucky "500, for good" '{"status":500,"times":-1}' \
    '^temporary .*500.* 0/0/0$' '^temporary .*500'
unlucky "503 with a wait" '{"status":503,"headers":{"Retry-After":"1"}}' \
    '^done 3/5/0$' '^done$'
unlucky "a body cut short, once" '{"cut":true}' '^done 3/5/0$' '^(done|already)$'
unlucky "a body cut short, for good" '{"cut":true,"times":-1}' \
    '^temporary .* 0/0/0$' '^(temporary|done|already)'
unlucky "no answer, once" '{"drop":true}' '^done 3/5/0$' '^done$'
unlucky "no answer to what was done" '{"drop":true,"after":true}' \
    '^done 3/5/0$' '^(done|already)$'
unlucky "a redirect" \
    '{"status":302,"times":-1,"headers":{"Location":"http://127.0.0.1:9/x"}}' \
    '^temporary .*302, a redirect to http://127.0.0.1:9, .* 0/0/0$' \
    '^temporary .*302, a redirect'
unlucky "no JSON" '{"status":200,"times":-1,"body":"<html>sign in</html>"}' \
    '^temporary .*no JSON 0/0/0$' '^temporary .*no JSON$'
unlucky "a conflict" '{"status":409,"times":-1,"body":{"error":{"code":"x","message":"conflict"}}}' \
    '^temporary .*409 conflict' '^temporary .*409 conflict retry_after=0$'
again
luck '{"path":"users/u1","status":404,"times":-1,"body":"<html>proxy</html>"}'
answers "a 404 that is not Graph's is not an account that is gone" "$(conf)" \
    lookup u1 '^temporary .*404, and not from Graph$'
answers "nor is it in a change" "$(conf)" disable u1 \
    '^temporary .*404, and not from Graph$'
again '{"tokens_live":61}'
says "a token is renewed before its end" "$(conf)" \
    '.[1:] | map(.answer) | join(" ")' "done done" <<'END'
{"id":2,"op":"lookup","account":{"remote_id":"u1"}}
{"id":3,"op":"lookup","account":{"remote_id":"u2"}}
END
again
luck '{"path":"token","status":503,"times":-1,"headers":{"Retry-After":"900"}}'
like "the token endpoint is busy" "$(greeted "$(conf)")" '^temporary .*token: 503'
port=$(free_port)
like "nobody listens" "$(greeted "$(conf login_url="http://127.0.0.1:$port")")" \
    '^temporary .*onnect'

# ----------------------------------------------- the whole protocol

again
cat >"$CTR_ETC/default.conf" <<END
[connector entra]
url = http://127.0.0.1:$FAKE
login_url = http://127.0.0.1:$FAKE
tenant_id = tenant-1
client_id = app-1
END
(umask 077; printf '[connector entra]\nclient_secret = s3cret\n' \
    >"$CTR_ETC/default.secret")
status_is "ctr-check-connector reads" 0 ctr-check-connector entra
unlike "nothing fails" "$out" '^not ok'
bare='.changes = [] | .groups |= map(.members |= sort)
    | .users |= map(select(.deleted | not) | del(.revoked, .signInSessionsValidFromDateTime))'
was=$(state "$bare")
status_is "ctr-check-connector writes" 0 \
    ctr-check-connector --write u1@x.test entra
unlike "nothing fails" "$out" '^not ok'
like "groups, too" "$out" '^ok .* restore_groups: already$'
is "all is as it was" "$(state "$bare")" "$was"

# ----------------------------------------------- slow, and killed

again
killed "killed in a change" "$(conf)" u1 '.users[0].accountEnabled == false'
again
cat >"$CTR_ETC/default.conf" <<END
[connector entra]
url = http://127.0.0.1:$FAKE
login_url = http://127.0.0.1:$FAKE
tenant_id = tenant-1
client_id = app-1
timeout_s = 2
END
luck '{"path":"employeeType.*skiptoken","times":-1,"delay":5}'
ctr-init --test >/dev/null
status_is "a server that is too slow" 69 ctr-sync entra
q() { sqlite3 "$CTR_VAR/default/registry.db" "$1"; }
is "nothing is known of a list without an end" \
    "$(q 'SELECT count(*) FROM account')" 0
again
sed -i "s,http://127.0.0.1:[0-9]*,http://127.0.0.1:$FAKE,; /timeout_s/d" \
    "$CTR_ETC/default.conf"
luck '{"path":"expand.*skiptoken","times":1,"delay":20}'
ctr-sync entra >"$S/sync.out" 2>&1 &
sync=$!
i=0
until [ "$(log '[.[] | select(.path | test("expand.*skiptoken"))] | length')" != 0 ]; do
	i=$((i + 1))
	[ "$i" -lt 200 ] || break
	sleep 0.1
done
for pid in $(cat "/proc/$sync/task/$sync/children"); do kill -KILL "$pid"; done
got=0
wait "$sync" || got=$?
is "a connector that is killed" "$got" 69
is "nothing is known then, either" "$(q 'SELECT count(*) FROM account')" 0
luck
status_is "the next time all is well" 0 ctr-sync entra
is "all of them" "$(q 'SELECT count(*) FROM account') $(q 'SELECT count(*) FROM person')" "3 5"
answers "one is disabled there" "$(conf)" disable u1 '^done$'
status_is "and the next list tells what changed" 0 ctr-sync entra
is "he is" "$(q "SELECT state FROM account WHERE remote_id = 'u1'")" disabled
is "the others as they were" "$(q "SELECT group_concat(remote_id || ':' || state, ' ') FROM account WHERE remote_id <> 'u1'")" \
    "u2:disabled u3:enabled"

finish
