#!/bin/sh
# One person with accounts in a directory, a SCIM service and Entra: ctr-sync
# brings all of them in, the lists show where he is and what disagrees, one
# departure closes them all, and a system that is down holds up nobody else's.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/luck.sh
. "$top/tests/peer/luck.sh"

jq -nc '{users: [["s1", "j.smith"], ["s2", "o.plain"], ["s3", "s.synced"],
    ["s9", "stray"]] | map({id: .[0], userName: "\(.[1])@corp.example.test",
    active: true, userType: "Contractor"}),
    groups: [{id: "sg", displayName: "Owners", members: [{value: "s1"}]}]}' \
    >"$S/scim.json"
fake_start scim "$S/scim.json"
SCIM=$FAKE
FAKE_PID=
jq -nc '{users: ([["e1", "j.smith"], ["e2", "o.plain"], ["e3", "s.synced"]]
    | map({id: .[0], displayName: .[1], accountEnabled: true,
    userPrincipalName: "\(.[1])@corp.example.test", mailNickname: .[1],
    employeeType: "contractor", createdDateTime: "2026-01-05T08:00:00Z"})
    | .[2].onPremisesSyncEnabled = true),
    groups: [{id: "eg", displayName: "Operators", groupTypes: [],
    isAssignableToRole: true, members: ["e1"]}]}' >"$S/graph.json"
fake_start graph "$S/graph.json"
GRAPH=$FAKE
scim() { FAKE=$SCIM; "$@"; }
graph() { FAKE=$GRAPH; "$@"; }

cat >>"$CTR_ETC/acme.conf" <<END
[connector scim]
url = http://127.0.0.1:$SCIM/scim/v2
filter = userType eq "Contractor"
privileged = Owners
[connector entra]
url = http://127.0.0.1:$GRAPH
login_url = http://127.0.0.1:$GRAPH
tenant_id = tenant-1
client_id = app-1
people = no
END
(umask 077
cat >"$CTR_ETC/acme.secret" <<END
[connector scim]
token = t0ken
[connector entra]
client_secret = s3cret
END
)
ctr-policy set notify_departure it@corp.example.test >/dev/null
# text_account ID LOGIN: in the directory, which is a text file.
text_account() {
	printf '{"account":{"remote_id":"%s","login":"%s","upn":"%s@corp.example.test","state":"enabled","groups":["g-admins"]}}\n' \
	    "$1" "$2" "$2" >>"$S/text"
}
text_account t1 j.smith
text_account t2 o.plain
text_account t3 s.synced
contractor 1 j.smith
contractor 2 o.plain
contractor 3 s.synced
cloud() { scim state ".users[] | select(.id == \"$1\").active"; }
entra() { graph state ".users[] | select(.id == \"$1\").accountEnabled"; }
mismatch() {
	ctr-list -o tsv --columns upn,cause,entra,scim,text mismatch | sed 1d |
	    tr '\t' ' '
}

### Brought in

status_is 'all of them are synced' 0 ctr-sync text scim entra
is 'his accounts are found by his name' "$(ctr-list -o tsv \
    --columns connectors contractor upn=j.smith@corp.example.test | sed 1d |
    tr ' ' '\n' | sort | paste -sd' ' -)" \
    'entra:enabled scim:enabled text:enabled'
is 'what disagrees' "$(mismatch)" \
    'stray@corp.example.test not registered  enabled '
graph with '{"users": '"$(graph state '.users[0].accountEnabled = false | .users')"'}'
graph with '{"changes": ["e1"]}'
later 3600
status_is 'somebody disables one of them' 0 ctr-sync entra
is 'it is seen' "$(mismatch | head -n 1)" \
    'j.smith@corp.example.test disabled and enabled disabled enabled enabled'
graph with '{"users": '"$(graph state '.users[0].accountEnabled = true | .users')"'}'
graph with '{"changes": ["e1", "e1"]}'
status_is 'and enables it' 0 ctr-sync entra
unlike 'it is gone' "$(mismatch)" 'j.smith'
status_is 'again, nothing' 0 ctr-sync text scim entra
unlike 'has changed' "$out" '(added|changed|gone)=[1-9]'

### One departure

leaves 1
later 960
status_is 'the departure' 0 ctr-offboard
is 'he has left' "$(job 1) $(status 1)" 'done offboarded'
is 'the directory' "$(there text j.smith '[.state, .groups]')" \
    '["disabled",[]]'
is 'the service' "$(cloud s1) $(scim state '.groups[0].members | length')" \
    'false 0'
is 'Entra' "$(entra e1) $(graph state '.groups[0].members | length') $(graph state '.users[0].revoked')" \
    'false 0 1'
is 'nobody else' "$(cloud s2) $(entra e2) $(there text o.plain .state)" \
    'true true "enabled"'
is 'each step with what was before' "$(q "SELECT count(*) FROM step s
    JOIN job j ON j.id = s.job WHERE j.contractor = 1
    AND s.state = 'done' AND s.before IS NULL AND s.op <> 'set_expiry'")" 0
like 'what remains is told' "$(q "SELECT detail FROM evidence WHERE
    action = 'job.done' AND subject = 'contractor/1'")" \
    'residual_access_until'
ctr-mail -q
mail=$(mail_text "$S/box" it@)
for system in text scim entra; do
	like "the mail names $system" "$mail" "$system j.smith"
done
status_is 'a sync afterwards' 0 ctr-sync text scim entra
is 'finds that it was us' "$(q "SELECT count(*) FROM finding WHERE closed_at
    IS NULL AND kind IN ('disabled_out_of_band','reenabled')")" 0
unlike 'and nothing that disagrees' "$(mismatch)" 'j.smith'

### A system that is down

leaves 2
later 960
graph luck '{"status": 500, "times": -1, "path": "v1.0"}'
got=0
ctr-offboard >"$S/out" 2>&1 || got=$?
like 'it is for later' "$got" '^(69|75)$'
is 'the others are closed all the same' \
    "$(there text o.plain .state) $(cloud s2) $(entra e2)" \
    '"disabled" false true'
is 'he is leaving' "$(status 2)" offboarding
is 'a list of it tells nothing' "$(ctr-sync entra >/dev/null 2>&1; echo $?)" 69
is 'and takes nobody for gone' "$(q "SELECT count(*) FROM account
    WHERE connector = 'entra' AND state = 'gone'")" 0
graph luck
later 4000
status_is 'it is there again' 0 ctr-offboard
is 'one step it cannot do, because it knows no expiry' "$(q "SELECT group_concat(op
    || ' ' || words) FROM step WHERE state = 'refused'")" \
    'set_expiry unsupported'
is 'closed' "$(entra e2) $(job 2) $(status 2)" 'false done offboarded'

### An account that the directory masters

leaves 3
later 960
got=0
ctr-offboard >"$S/out" 2>&1 || got=$?
is 'sessions are ended at once' "$(graph state '.users[2].revoked')" 1
is 'and the account waits' "$(entra e3) $(q "SELECT s.state FROM step s
    JOIN job j ON j.id = s.job JOIN account a ON a.id = s.account
    WHERE j.contractor = 3 AND a.connector = 'entra' AND s.op = 'disable'")" \
    'true pending_sync'
is 'the others do not' "$(there text s.synced .state) $(cloud s3)" \
    '"disabled" false'
graph with '{"users": '"$(graph state '.users[2].accountEnabled = false | .users')"'}'
later 960
status_is 'the directory has been synchronised' 0 ctr-offboard
is 'he has left' "$(job 3) $(status 3)" 'done offboarded'
is 'and was not written here' "$(graph log '[.[] | select(.method == "PATCH" and (.path | test("e3")))] | length')" 0
status_is 'the chain holds' 0 ctr-evidence verify

finish
