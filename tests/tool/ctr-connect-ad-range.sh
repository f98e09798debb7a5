#!/bin/sh
# ctr-connect-ad reads an attribute of many values to its end, from a directory
# that gives it in blocks; what is no end is a failure and no short list.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/samba.sh
. "$top/tests/peer/samba.sh"

mkdir "$S/dc"
samba_tls "$S/dc" || { not_ok 'certificates'; finish; }

# Groups g1 to g4000, and who is in which.  Domain Admins comes last of all: it
# stands in the last block of whoever is in it.
cat >"$S/seed.py" <<'END'
import json
base = "DC=corp,DC=example,DC=test"
dom = "S-1-5-21-1-2-3"
things = []

def add(dn, sid, **attrs):
    things.append({"dn": dn, "guid": "%032x" % (len(things) + 1), "sid": sid,
                   "member": attrs.pop("member", []), "attrs": attrs})

def user(login, n):
    dn = "CN=%s,OU=People,%s" % (login, base)
    add(dn, "%s-%d" % (dom, 2000 + n), objectClass="user",
        sAMAccountName=login, userPrincipalName=login + "@corp.example.test",
        displayName=login, employeeType="contractor",
        sAMAccountType="805306368", userAccountControl="512",
        primaryGroupID="513", accountExpires="0", uSNChanged="100")
    return dn

add(base, dom, objectClass="domainDNS")
svc = user("svc-ctr", 0)
things[-1]["attrs"]["employeeType"] = "service"
few, edge, over, many, plain, nested = (user(login, n + 1) for n, login in
    enumerate(("few", "edge", "over", "many", "plain", "nested")))
ops = "CN=Ops,OU=Groups," + base
for n in range(1, 4001):
    add("CN=g%d,OU=Groups,%s" % (n, base), "%s-%d" % (dom, 10000 + n),
        objectClass="group", sAMAccountName="g%d" % n, uSNChanged="50",
        member=[m for m, most in ((few, 3), (edge, 1500), (over, 1501),
            (many, 3999), (plain, 4000), (ops, 3999)) if n <= most])
add(ops, dom + "-9000", objectClass="group", sAMAccountName="Ops",
    uSNChanged="50", member=[nested])
add("CN=Domain Users,CN=Users," + base, dom + "-513", objectClass="group",
    sAMAccountName="Domain Users", uSNChanged="50")
add("CN=Domain Admins,CN=Users," + base, dom + "-512", objectClass="group",
    sAMAccountName="Domain Admins", uSNChanged="50", member=[many, ops])
print(json.dumps({"domain": base, "password": "Passw0rd!", "self": "svc-ctr",
    "objects": things}))
END
python3 "$S/seed.py" >"$S/ops.json" || { not_ok 'a directory'; finish; }
# The same without Ops, which is read whenever it is there.
jq 'del(.objects[] | select(.attrs.sAMAccountName == "Ops"))
    | .objects[].member |= map(select(startswith("CN=Ops,") | not))' \
    "$S/ops.json" >"$S/flat.json"
: >"$S/fault"
: >"$S/log"

# directory NAME: starts it; sets port.
directory() {
	port=$(free_port)
	python3 "$top/tests/peer/ldap_range.py" "$port" "$S/$1.json" \
	    "$S/dc/tls/dc.pem" "$S/dc/tls/dc.key" "$S/fault" "$S/log" \
	    2>>"$S/ldap.err" &
	ends_with_us $!
	wait_port "$port" || { not_ok "$1" "$(cat "$S/ldap.err")"; finish; }
}
directory ops
ops=$port
directory flat
flat=$port

# talk < requests: all that is said; hello is number 1.
talk() {
	{
		jq -nc --arg uri "ldap://127.0.0.1:$port" \
		    --arg ca "$S/dc/tls/ca.pem" '{id: 1, op: "hello",
		    version: 1, tenant: "acme", config: {uri: $uri,
		    ca_file: $ca, bind: "svc-ctr@corp.example.test",
		    password: "Passw0rd!", page_size: "4"}}'
		cat
	} | timeout 120 "$B/bin/ctr-connect-ad" 2>"$S/.err" || note "$(cat \
	    "$S/.err")"
}

guid() {
	jq -r --arg l "$1" '.objects[]
	    | select(.attrs.sAMAccountName == $l) | .guid' "$S/ops.json"
}

# ask LOGIN OP [MEMBERS]: one request; what is said to it is in $S/said.
ask() {
	jq -nc --arg g "$(guid "$1")" --arg op "$2" --argjson m "${3:-null}" \
	    '{id: 2, op: $op, account: {remote_id: $g}} + ($m // {})' |
	    talk | jq -c 'select(.id == 2)' >"$S/said"
}

# groups FILTER: of the account's groups.
groups() {
	jq -c ".account.groups | $1" "$S/said"
}

is 'hello' "$(talk </dev/null | jq -r .answer)" 'done'

# ------------------------------------------------------ to the last block

: >"$S/log"
ask few lookup
is 'three groups and the primary one' "$(groups 'map(.name) | sort')" \
    '["Domain Users","g1","g2","g3"]'
unlike 'came at once' "$(cat "$S/log")" 'range='

ask edge lookup
is 'as many as a server gives' "$(groups length)" 1501
unlike 'came at once, too' "$(cat "$S/log")" 'range='

ask over lookup
is 'one more' "$(groups length)" 1502
like 'came in a block of its own' "$(cat "$S/log")" \
    '^memberOf;range=1500-\* of CN=over$'

: >"$S/log"
ask plain lookup
is '4,000 groups' "$(groups length)" 4001
is 'each of them once' "$(groups 'map(.id) | unique | length')" 4001
is 'the last of them' "$(groups 'map(select(.name == "g4000")) | length')" 1
is 'none of them privileged' "$(groups 'map(select(.privileged)) | length')" 0
# Twice: for whether he is privileged, and for what he is in.
is 'in three blocks' "$(grep -c 'range=' "$S/log") $(sort -u "$S/log" |
    grep 'range=' | tr '\n' ' ')" \
    '4 memberOf;range=1500-* of CN=plain memberOf;range=3000-* of CN=plain '

ask many lookup
is 'a privileged group in the last block' \
    "$(groups 'map(select(.privileged) | .name)')" '["Domain Admins"]'

# A group is read so, too: what leads to a privileged one stands at the end.
port=$ops
ask nested lookup
is 'a group of 4,000 groups leads to Domain Admins' \
    "$(groups 'map(select(.privileged) | .name + ": " + .path)')" \
    '["Ops: Ops > Domain Admins","Domain Admins: Ops > Domain Admins"]'
jq -nc '{id: 2, op: "list"}' | talk >"$S/list"
is 'a list, page by page' "$(jq -r 'select(.answer) | .accounts' "$S/list" |
    tail -n 1)" 6
is 'tells who is privileged' "$(jq -rs '[.[] | .account // empty
    | select(.privileged) | .login] | sort | join(" ")' "$S/list")" \
    'many nested'
like 'with pages' "$(cat "$S/log")" '^page 4$'

# ------------------------------------------------- what is no end of it

# Each is what becomes of the blocks after the first one.
port=$flat
while read -r word answer why; do
	echo "$word" >"$S/fault"
	ask plain lookup
	is "$word: $why" "$(jq -r '.answer, (.account | type)' "$S/said" |
	    tr '\n' ' ')" "$answer null "
done <<'END'
short refused fewer values than the block says
absent refused no block where one was asked for
same refused the first block again, and again
endless refused one block after another, without end
gap refused a block that begins later
overlap refused a block that begins earlier
empty refused a last block without a value
plain refused values that are no block
garbled refused a block that is no range
backwards refused a block that ends before it begins
error temporary an error of the server
busy temporary a server that is busy
gone temporary an account that is gone meanwhile
END
words=$(jq -r .words "$S/said")
like 'and says why' "$words" 'memberOf: gone while it was read'

# Who cannot be read to the end may be anything: he counts as privileged.  Who
# has one value more has it in a whole block, all the same.
echo short >"$S/fault"
jq -nc '{id: 2, op: "list"}' | talk >"$S/list"
is 'whose memberships cannot be read counts as privileged' "$(jq -rs '[.[]
    | .account // empty | select(.privileged) | .login] | sort | join(" ")' \
    "$S/list")" 'many plain'
port=$ops
jq -nc '{id: 2, op: "list"}' | talk >"$S/list"
is 'no list where it is a group that cannot be read' "$(jq -r \
    'select(.id == 2) | .answer // "an item"' "$S/list")" refused
port=$flat

# ---------------------------------------------------- a change beyond it

: >"$S/fault"
g=$(jq -nc --arg dom S-1-5-21-1-2-3 '{groups: [$dom + "-14000",
    $dom + "-12000"]}')
ask plain revoke_groups "$g"
is 'out of a group of the last block' "$(jq -r .answer "$S/said")" 'done'
ask plain lookup
is 'and of no other' "$(groups 'length, map(select(.name == "g4000" or
    .name == "g2000")) | length' | tr '\n' ' ')" '3999 0 '
ask plain revoke_groups "$g"
is 'once' "$(jq -r .answer "$S/said")" already
echo short >"$S/fault"
ask plain revoke_groups "$(printf '%s' "$g" | jq -c '.groups[0] |= sub("14000";
    "13999")')"
is 'nothing is changed of who cannot be read' "$(jq -r .answer "$S/said")" \
    refused
: >"$S/fault"
ask plain lookup
is 'as before' "$(groups length)" 3999
is 'the directory has nothing to complain about' "$(cat "$S/ldap.err")" ''
finish
