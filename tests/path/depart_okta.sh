#!/bin/sh
# One click closes what a person has in two systems: text files and Okta; also
# when one of them is down, or its connector is killed.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/okta.sh
. "$top/tests/peer/okta.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"

okta_seed
for n in 2 3; do
	jq -c --arg n "$n" '.users += [{id: "00uC\($n)", status: "ACTIVE",
	    sessions: 1, groups: ["00gStaff"], profile: {login:
	    "c\($n)@corp.example.test", email: "c\($n)@corp.example.test",
	    firstName: "C", lastName: $n, userType: "contractor",
	    managerId: "m.jones@corp.example.test"}}]' "$S/okta.json" >"$S/t"
	mv "$S/t" "$S/okta.json"
done
okta_start
printf '[connector okta]\nurl = %s\n' "$okta" >>"$CTR_ETC/acme.conf"
(umask 077; printf '[connector okta]\ntoken = 00t0ken\n' \
    >"$CTR_ETC/acme.secret")
for n in j.smith c2 c3; do
	printf '{"account":{"remote_id":"r-%s","login":"%s","upn":"%s@corp.example.test","state":"enabled","expires_at":1830297600,"sessions":1,"groups":["g-admins","g-plant"]}}\n' \
	    "$n" "$n" "$n" >>"$S/text"
done
contractor 1 j.smith
contractor 2 c2
contractor 3 c3
q "UPDATE contractor SET worker_id = 'W1' WHERE id = 1"
ctr-policy set privileged_groups okta:00gTier0 >/dev/null

status_is 'one system' 0 ctr-sync text
status_is 'the other' 0 ctr-sync okta
field() { ctr-list contractor "upn=$1@corp.example.test" --columns "$2" -o tsv | tail -n +2; }
is 'the registry shows where the accounts are' "$(field j.smith connectors)" 'text:enabled okta:enabled'
status_is 'again' 0 ctr-sync okta
like 'changes nothing' "$out" 'added=0 changed=0'
like 'who has left long ago and nobody registered' \
    "$(ctr-list finding kind=unregistered -o tsv)" 'b.nowak@corp.example.test|00uNowak'

### Both, by one click

leaves 1
later 960
status_is 'the departure' 0 ctr-offboard
is 'offboarded' "$(job 1) $(status 1)" 'done offboarded'
is 'closed in the one' "$(there text j.smith '[.state, .groups]')" '["disabled",["g-plant"]]'
is 'closed in the other' "$(okta_user 00uSmith '[.status, .sessions, .tokens_revoked] | @csv')" '"SUSPENDED",0,true'
is 'no role is left, no privileged group; the others are' \
    "$(okta_user 00uSmith '.groups | join(" ")') $(curl -s "$okta/_/users" |
    jq '[.roles[] | select(.assignee == "00uSmith")] | length')" \
    '00gEveryone 00gStaff 00gAd 00gRule 0'
is 'what there was is kept' "$(q "SELECT s.before FROM step s JOIN account a
    ON a.id = s.account WHERE a.connector = 'okta' AND s.op = 'revoke_groups'" |
    jq -r '[.groups[] | select(.privileged and .direct).id] | sort | join(" ")')" \
    '00gTier0 role:HELP_DESK_ADMIN role:USER_ADMIN:limited'
ctr-mail -q
mail=$(mail_text "$S/box" mia@)
like 'she is told' "$mail" 'Done: j.smith'
like 'of both' "$mail" 'okta j.smith@corp.example.test: .*disabled'
status_is 'again' 0 ctr-offboard
is 'nothing' "$out" 'ctr-offboard started=0 steps=0 refused=0 later=0 held=0'
status_is 'a sync afterwards' 0 ctr-sync okta
is 'finds that it was us' "$(q "SELECT count(*) FROM finding WHERE closed_at
    IS NULL AND kind IN ('disabled_out_of_band','reenabled')")" 0

### Opened again behind our back

later 3600
curl -sf -d '{"ref":"00uSmith","status":"ACTIVE"}' "$okta/_/set" >/dev/null
status_is "a sync" 0 ctr-sync okta
is 'is found the same day' "$(finding reenabled "account/$(q "SELECT id FROM account
    WHERE connector = 'okta' AND contractor = 1")")" 1
like 'and a mismatch' "$(ctr-list mismatch -o tsv)" 'j.smith@corp.example.test'

### One of them is down

kill "$okta_pid"
wait "$okta_pid" 2>/dev/null
leaves 2
later 960
status_is 'a system that is down' 69 ctr-offboard
is 'holds up nobody else' "$(there text c2 .state)" '"disabled"'
is 'and is not forgotten' "$(job 2)" due
python3 "$top/tests/peer/okta.py" "$okta_port" "$S/okta.json" &
okta_pid=$!
ends_with_us "$okta_pid"
wait_port "$okta_port"
later 4000
status_is 'it is there again' 0 ctr-offboard
is 'done' "$(job 2) $(okta_user 00uC2 .status)" 'done SUSPENDED'

### Killed between a request and its answer

leaves 3
later 960
okta_fault '{"path":"C3/lifecycle/suspend","lost":true}'
okta_fault '{"path":"C3/sessions","delay":3}'
ctr-offboard -q >/dev/null 2>&1 &
pid=$!
n=0
until okta_log | grep -q 'C3/sessions' || [ "$n" -gt 100 ]; do
	sleep 0.1
	n=$((n + 1))
done
child=$(pgrep -P "$pid" -x ctr-connect-okt)
[ -n "$child" ] || not_ok 'the connector runs'
kill -KILL "$child"
t_rc=0
wait "$pid" || t_rc=$?
is 'its end is said' "$t_rc" 69
is 'the other system is done' "$(there text c3 .state)" '"disabled"'
later 4000
status_is 'the next run' 0 ctr-offboard
is 'is the end of it' "$(job 3) $(okta_user 00uC3 '[.status, .sessions] | @csv')" 'done "SUSPENDED",0'
is 'suspended once' "$(okta_log | grep -c 'C3/lifecycle/suspend')" 1
status_is 'the chain holds' 0 ctr-evidence verify
finish
