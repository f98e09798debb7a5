#!/bin/sh
# ctr-connect-ad makes accounts: in a Samba domain, bound as somebody who has
# the rights of its manual page and no more.
# shellcheck source=tests/peer/alone.sh
. "${0%/*}/../peer/alone.sh"
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/samba.sh
. "$top/tests/peer/samba.sh"

samba_start "$S/dc"
samba_people || { not_ok "people"; finish; }
samba_delegate

conf() {
	jq -nc --arg uri "ldap://$SAMBA_HOST" --arg ca "$SAMBA_CA" \
	    --arg ou "OU=Contractors,$SAMBA_BASE" \
	    '{uri: $uri, ca_file: $ca, bind: "svc-ctr@corp.example.test",
		password: "Passw0rd!", create_ou: $ou}'
}

# talk CONFIG < requests: the answers but hello's, one a line.
talk() {
	{
		jq -nc --argjson c "$1" '{id: 1, op: "hello", version: 1,
			tenant: "acme", config: $c}'
		cat
	} | timeout 60 "$B/bin/ctr-connect-ad" 2>"$S/.err" | tail -n +2
}
one() { talk "${2:-$(conf)}" <<END
$1
END
}

boss=$(samba_guid m.jones)
new='{"id":2,"op":"create","key":"k","account":{"upn":"adoe@corp.example.test",
	"login":"adoe","display_name":"Doe, Ann","given_name":"Ann",
	"family_name":"Doe","email":"ann@vendor.test","worker_id":"W-77",
	"department":"Web","company":"Acme","manager":"'$boss'",
	"expires_at":1924992000}}'
new=$(printf '%s' "$new" | jq -c .)

is "a free name" "$(one '{"id":2,"op":"lookup","account":{"upn":"adoe@corp.example.test","login":"adoe"}}' |
    jq -r .answer)" gone
one "$new" >made
is "create" "$(jq -r .answer made)" "done" || sed 's/^/# /' "$S/.err" made
id=$(jq -r .account.remote_id made)
is "the account as told" "$(jq -c '.account | [.login, .upn, .state,
	.expires_at, .worker_id, .manager, .contractor, .department]' made)" \
    "[\"adoe\",\"adoe@corp.example.test\",\"disabled\",1924992000,\"W-77\",\"$boss\",true,\"Web\"]"
samba_search "(sAMAccountName=adoe)" cn givenName sn company employeeType \
    userAccountControl pwdLastSet manager >entry
like "where it is" "$(cat entry)" "^dn: CN=Doe\\\\, Ann,OU=Contractors,"
like "its type" "$(cat entry)" '^employeeType: contractor$'
like "disabled" "$(cat entry)" '^userAccountControl: 514$'
like "its password is to be changed" "$(cat entry)" '^pwdLastSet: 0$'
like "its manager" "$(cat entry)" '^manager: CN=Jones'
like "its vendor" "$(cat entry)" '^company: Acme$'

is "again: already" "$(one "$new" | jq -c '[.answer, .account.remote_id]')" \
    "[\"already\",\"$id\"]"
is "there is one" "$(samba_search "(employeeID=W-77)" cn | grep -c '^dn:')" 1
is "found by upn" "$(one '{"id":2,"op":"lookup","account":{"upn":"ADOE@corp.example.test"}}' |
    jq -r .account.remote_id)" "$id"
is "found by login" "$(one '{"id":2,"op":"lookup","account":{"login":"adoe"}}' |
    jq -r .account.remote_id)" "$id"
is "found by worker_id" "$(one '{"id":2,"op":"lookup","account":{"worker_id":"W-77"}}' |
    jq -r .account.remote_id)" "$id"
like "a worker_id of two is no answer" \
    "$(one '{"id":2,"op":"lookup","account":{"worker_id":"W-1"}}' |
    jq -r '[.answer, .words] | join(" ")')" '^refused 2 accounts'
is "a filter in a name is a name" \
    "$(one '{"id":2,"op":"lookup","account":{"login":"a*"}}' | jq -r .answer)" gone

twin=$(printf '%s' "$new" | jq -c '.account.upn = "adoe2@corp.example.test" |
    .account.login = "adoe2" | del(.account.worker_id, .account.manager)')
is "a second one of the same name" "$(one "$twin" | jq -r .answer)" "done"
like "has the login as its name" "$(samba_search "(sAMAccountName=adoe2)" cn)" \
    '^dn: CN=adoe2,OU=Contractors,'
is "a login that is too long" "$(one "$(printf '%s' "$new" |
    jq -c '.account.upn = "x@corp.example.test" |
	.account.login = "a12345678901234567890"')" | jq -r .answer)" refused
is "no create_ou: unsupported" "$(one "$new" "$(conf |
    jq -c 'del(.create_ou)')" | jq -r .answer)" unsupported

# Groups of a rule: ordinary ones only.
px=$(samba_sid 'Project X')
da=$(samba_sid 'Domain Admins')
t0=$(samba_sid 'Tier 0')
give() {
	one "$(jq -nc --arg id "$id" --arg g "$1" '{id: 2, op: "restore_groups",
	    ordinary: true, account: {remote_id: $id}, groups: ($g / " ")}')" |
	    jq -r '[.answer, .words // empty] | join(" ")'
}
is "a privileged group" "$(give "$px $da")" "refused a privileged group"
is "one that leads to it" "$(give "$t0")" "refused a privileged group"
is "nothing was given" "$(one '{"id":2,"op":"lookup","account":{"login":"adoe"}}' |
    jq '[.account.groups[] | select(.primary | not)] | length')" 0
is "an ordinary one" "$(give "$px")" "done"

# The first credential: good for one thing, a new password.
is "set_password" "$(one '{"id":2,"op":"set_password","password":"Fresh-Start-77","account":{"remote_id":"'"$id"'"}}' |
    jq -r .answer)" "done" || sed 's/^/# /' "$S/.err"
is "a password of two lines" "$(one '{"id":2,"op":"set_password","password":"a\nb","account":{"remote_id":"'"$id"'"}}' |
    jq -r .answer)" refused
is "enable" "$(one '{"id":2,"op":"enable","account":{"remote_id":"'"$id"'"}}' |
    jq -r .answer)" "done"
logon() {
	LDAPTLS_CACERT=$SAMBA_CA ldapwhoami -x -ZZ -H "ldap://$SAMBA_HOST" \
	    -D adoe@corp.example.test -w "$1" 2>&1
}
# 773: the user must change his password; 52e: a wrong one.
like "it is right, and must be changed" "$(logon Fresh-Start-77)" 'data 773'
like "another is wrong" "$(logon Fresh-Start-78)" 'data 52e'
unlike "no password in the words" "$(cat "$S/.err")" 'Fresh-Start'

samba_stop
finish
