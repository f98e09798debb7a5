# shellcheck shell=sh
# Sourced after lib.sh: an Okta of our own on a free port, with contractors,
# managers, groups and roles; see okta.py.
#	okta_start	sets okta, its URL; seeds from $S/okta.json
#	okta_fault JSON	the next answer, or more, is bad luck
#	okta_user REF FILTER	what it knows of a user, through jq
okta_seed() {
	cat >"$S/okta.json" <<END
{"token": "00t0ken", "types": ["oty1", "oty2"], "schema": ["accessEnds"],
"client": {"id": "0oaCtr", "kid": "k1", "public_key": "$S/okta.pub"},
"groups": [{"id": "00gStaff", "profile": {"name": "Staff"}},
 {"id": "00gTier0", "profile": {"name": "Tier 0"}},
 {"id": "00gRule", "profile": {"name": "Vendors"}, "rule": true},
 {"id": "00gAd", "type": "APP_GROUP", "profile": {"name": "Domain Admins"}}],
"roles": [{"id": "ra1", "type": "HELP_DESK_ADMIN", "assignee": "00uSmith"},
 {"id": "ra2", "type": "USER_ADMIN", "assignee": "00uSmith",
  "targets": {"groups": [{"id": "00gStaff"}]}},
 {"id": "ra3", "type": "READ_ONLY_ADMIN", "assignee": "00gTier0"}],
"users": [
 {"id": "00uBoss", "lastLogin": "2026-11-19T08:00:00.000Z",
  "profile": {"login": "a.kim@corp.example.test", "email": "a.kim@corp.example.test", "displayName": "Kim, Alex", "userType": "employee"}},
 {"id": "00uJones", "profile": {"login": "m.jones@corp.example.test", "email": "mia@corp.example.test", "firstName": "Mia", "lastName": "Jones", "userType": "employee", "employeeNumber": "E1", "managerId": "A.Kim@corp.example.test"}},
 {"id": "00uSmith", "lastLogin": "2026-11-18T10:00:00.000Z", "created": "2026-01-05T09:00:00.000Z", "sessions": 2,
  "groups": ["00gStaff", "00gTier0", "00gAd", "00gRule"],
  "profile": {"login": "j.smith@corp.example.test", "email": "j.smith@corp.example.test", "firstName": "John", "lastName": "Smith", "userType": "Contractor", "employeeNumber": "W1", "managerId": "E1", "department": "Plant"}},
 {"id": "00uNowak", "status": "SUSPENDED", "statusChanged": "2026-11-20T05:30:00.000Z",
  "profile": {"login": "b.nowak@corp.example.test", "email": "b.nowak@corp.example.test", "firstName": "B", "lastName": "Nowak", "userType": "contractor", "managerId": "mia@corp.example.test"}},
 {"id": "00uOld", "status": "DEPROVISIONED",
  "profile": {"login": "o.old@corp.example.test", "email": "o.old@corp.example.test", "firstName": "O", "lastName": "Old", "userType": "contractor", "managerId": "nobody"}},
 {"id": "00uLocked", "status": "LOCKED_OUT",
  "profile": {"login": "l.lock@corp.example.test", "email": "l.lock@corp.example.test", "firstName": "L", "lastName": "Lock", "userType": "contractor", "managerId": "00uJones"}},
 {"id": "00uVendor", "type": {"id": "oty2"},
  "profile": {"login": "v.vend@corp.example.test", "email": "v.vend@corp.example.test", "firstName": "V", "lastName": "Vend"}}
]}
END
}

okta_start() {
	[ -e "$S/okta.json" ] || okta_seed
	okta_port=$(free_port)
	okta=http://127.0.0.1:$okta_port
	python3 "$top/tests/peer/okta.py" "$okta_port" "$S/okta.json" \
	    >"$S/okta.log" 2>&1 &
	okta_pid=$!
	ends_with_us "$okta_pid"
	wait_port "$okta_port" || {
		echo "Bail out! no Okta"
		exit 1
	}
}

okta_fault() { curl -sf -d "$1" "$okta/_/fault" >/dev/null; }
okta_clear() { curl -sf -d '{}' "$okta/_/clear" >/dev/null; }
okta_log() { curl -sf "$okta/_/log" | jq -r '.[]'; }
okta_user() {
	curl -sf "$okta/_/users" | jq -r --arg id "$1" \
	    ".users[] | select(.id == \$id) | $2"
}
