#!/bin/sh
# ctr-connect-okta against Okta's own description of its API: Prism stands
# between it and our Okta and refuses what that refuses.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/okta.sh
. "$top/tests/peer/okta.sh"
# shellcheck source=tests/peer/npm.sh
. "$top/tests/peer/npm.sh"
# shellcheck source=tests/peer/vendor.sh
. "$top/tests/peer/vendor.sh"

vendor_cut "$NPM/@okta/openapi/dist/spec.json" <<'END'
GET /api/v1/users
POST /api/v1/users
GET /api/v1/users/{userId}
POST /api/v1/users/{userId}
DELETE /api/v1/users/{userId}
POST /api/v1/users/{userId}/lifecycle/activate
POST /api/v1/users/{userId}/lifecycle/deactivate
POST /api/v1/users/{userId}/lifecycle/suspend
POST /api/v1/users/{userId}/lifecycle/unsuspend
POST /api/v1/users/{userId}/lifecycle/expire_password?tempPassword=false /api/v1/users/{userId}/lifecycle/expire_password
DELETE /api/v1/users/{userId}/sessions
GET /api/v1/users/{userId}/groups
PUT /api/v1/groups/{groupId}/users/{userId}
DELETE /api/v1/groups/{groupId}/users/{userId}
GET /api/v1/users/{userId}/roles
POST /api/v1/users/{userId}/roles
DELETE /api/v1/users/{userId}/roles/{roleId}
GET /api/v1/users/{userId}/roles/{roleId}/targets/groups
GET /api/v1/users/{userId}/roles/{roleId}/targets/catalog/apps
END
# Newer than that description, in our own words: who has an admin role.
jq '.paths["/api/v1/iam/assignees/users"] = {get: {
    parameters: [{name: "after", in: "query", type: "string"},
    {name: "limit", in: "query", type: "integer", maximum: 200}],
    responses: {default: {description: "any"}}}}' \
    "$S/cut.json" >"$S/cut.new" && mv "$S/cut.new" "$S/cut.json"

okta_seed
via=$(free_port)
jq --arg base "http://127.0.0.1:$via" '.base = $base' "$S/okta.json" \
    >"$S/okta.new" && mv "$S/okta.new" "$S/okta.json"
okta_start
vendor_start "$okta_port" "$via"
# talk NAME=VALUE... < requests: hello first; the answers in $S/said.
talk() {
	{
		jq -nc --arg url "http://127.0.0.1:$via" --args '{id: 1,
		    op: "hello", version: 1, config: ({url: $url, token:
		    "00t0ken"} + ([$ARGS.positional[] | split("=") |
		    {key: .[0], value: .[1]}] | from_entries))}' "$@"
		jq -c '{key: "k"} + .'
	} | ctr-connect-okta >"$S/said" 2>"$S/words"
	is "it ends well" "$? $(cat "$S/words")" "0 "
}
answers() { jq -rs 'map(select(.answer)) | .[1:] | map(.answer) | join(" ")' "$S/said"; }

talk page_size=2 <<'END'
{"id":2,"op":"list","cookie":null}
{"id":3,"op":"lookup","account":{"remote_id":"00uSmith"}}
{"id":4,"op":"lookup","account":{"upn":"J.Smith@corp.example.test"}}
{"id":5,"op":"lookup","account":{"worker_id":"W1"}}
{"id":6,"op":"lookup","account":{"login":"nobody"}}
END
is "a list and lookups" "$(answers)" "done done done done gone"
talk expiry_attribute=accessEnds <<'END'
{"id":2,"op":"disable","account":{"remote_id":"00uSmith"}}
{"id":3,"op":"enable","account":{"remote_id":"00uSmith"}}
{"id":4,"op":"end_sessions","account":{"remote_id":"00uSmith"}}
{"id":5,"op":"set_expiry","account":{"remote_id":"00uSmith"},"expires_at":1924992000}
{"id":6,"op":"revoke_groups","account":{"remote_id":"00uSmith"},"groups":["00gTier0","role:HELP_DESK_ADMIN"]}
{"id":7,"op":"restore_groups","account":{"remote_id":"00uSmith"},"groups":["00gTier0","role:HELP_DESK_ADMIN"]}
END
is "changes" "$(answers)" "done done done done done done"
talk otherwise=deactivate activation_mail=yes <<'END'
{"id":2,"op":"disable","account":{"remote_id":"00uLocked"}}
{"id":3,"op":"enable","account":{"remote_id":"00uLocked"}}
END
is "deactivated, activated" "$(answers)" "done done"
talk expiry_attribute=accessEnds <<'END'
{"id":2,"op":"create","account":{"upn":"n.new@corp.example.test","login":"nnew","display_name":"New, Nora","given_name":"Nora","family_name":"New","email":"n.new@corp.example.test","worker_id":"W9","department":"Lab","company":"Acme","manager":"00uJones","expires_at":1924992000}}
END
is "made" "$(answers)" "done"
id=$(jq -r 'select(.id == 2).account.remote_id' "$S/said")
talk <<END
{"id":2,"op":"set_password","account":{"remote_id":"$id"},"password":"Ab7-long-enough"}
{"id":3,"op":"enable","account":{"remote_id":"$id"}}
{"id":4,"op":"delete","account":{"remote_id":"$id"}}
END
is "a first password, and gone again" "$(answers)" "done done done"

is "the schema refuses nothing of all that" "$(vendor_objects)" ""
okta_log >"$S/asked"
is "each request is there, with its queries, and each was made" \
    "$(python3 -B "$top/tests/peer/vendor.py" said "$S/cut.json" "$S/asked")" ""

# It does refuse, where there is reason to.
# refuses WHY METHOD PATH BODY
refuses() {
	r_got=$(curl -s -o "$S/refused" -w '%{http_code}' -X "$2" -d "$4" \
	    -H 'Content-Type: application/json' "http://127.0.0.1:$via/api/v1$3")
	like "$1" "$r_got $(cat "$S/refused")" '^(404|405|422) .*prism/errors'
}
refuses "a member that Okta has not" POST /users/00uSmith '{"profiles":{}}'
refuses "a name that is no text" POST /users/00uSmith '{"profile":{"firstName":7}}'
refuses "a role that is none" POST /users/00uSmith/roles '{"type":"KING"}'
refuses "an activation that does not say whether it mails" \
    POST /users/00uSmith/lifecycle/activate ''
refuses "a path that is not there" POST /users/00uSmith/lifecycle/ban ''
finish
