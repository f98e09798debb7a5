# shellcheck shell=sh
# A small office for tests that have sourced lib.sh: tenant acme of the clock
# CTR_NOW, the manager Mia Jones who reads her mail and clicks, contractors with
# accounts in two systems of text files ("text" with a plan, see
# ctr-connect-plan, and "other").
# shellcheck source=tests/peer/click.sh
. "$top/tests/peer/click.sh"

db=$CTR_VAR/acme/registry.db
CTR_TENANT=acme
export CTR_TENANT CTR_NOW
q() { sqlite3 -bail "$db" "PRAGMA foreign_keys=ON; $*"; }
at() { date -ud "$1" +%s; }
now() { CTR_NOW=$1; }

now 2026-11-20T06:00:00Z
ctr-init --test >/dev/null || exit 1
cp "$top/libexec/ctr-connect-example" "$CTR_CONNECT/ctr-connect-example"
cp "$top/libexec/ctr-connect-example" "$CTR_CONNECT/ctr-connect-other"
cp "$top/tests/peer/ctr-connect-plan" "$CTR_CONNECT/ctr-connect-text"
cat >"$CTR_ETC/acme.conf" <<END
base_url = http://127.0.0.1:8080
[mail]
transport = maildir:$S/box
from = ctr@corp.example.test
[connector text]
file = $S/text
[connector other]
file = $S/other
END
cat >"$S/text" <<END
{"group":{"id":"g-admins","name":"Domain Admins","privileged":true}}
{"group":{"id":"g-plant","name":"Plant","privileged":false}}
END
cp "$S/text" "$S/other"

q "INSERT INTO person (remote_id, upn_key, display_name, email, enabled,
    changed_at) VALUES ('p1', 'm.jones@corp.example.test', 'Mia Jones',
    'm.jones@corp.example.test', 1, 0),
    ('p2', 'a.kim@corp.example.test', 'Alex Kim', 'a.kim@corp.example.test',
    1, 0)"

# contractor ID NAME [END]: active since January, his manager Mia Jones.
contractor() {
	q "INSERT INTO contractor (id, upn, upn_key, display_name, manager_key,
	    contract_start, contract_end, origin, status, active_on,
	    created_at, changed_at) VALUES ($1, '$2@corp.example.test',
	    '$2@corp.example.test', '$2', 'm.jones@corp.example.test',
	    '2026-01-05', nullif('${3:-}', ''), 'operator', 'active',
	    '2026-01-05', 0, 0);
	INSERT INTO engagement (contractor, nth, began_at)
	    VALUES ($1, 1, 0)" 2>&1
}

# account CONTRACTOR CONNECTOR LOGIN [GROUP...]: in its file and ours.
account() {
	t_c=$1 t_n=$2 t_l=$3
	shift 3
	t_g=$(printf '%s\n' "$@" | jq -Rnc '[inputs | select(. != "")]')
	printf '{"account":{"remote_id":"r-%s","login":"%s","state":"enabled","expires_at":1830297600,"groups":%s}}\n' \
	    "$t_l" "$t_l" "$t_g" >>"$S/$t_n"
	q "INSERT INTO account (contractor, connector, remote_id, login, main,
	    state, privileged, expires_at, changed_at) VALUES ($t_c, '$t_n',
	    'r-$t_l', '$t_l', 1, 'enabled', 0, 1830297600, 0)"
}

# asked CONTRACTOR: the monthly question, mailed to Mia Jones; question and ask
# are 100 times his number.
asked() {
	q "INSERT INTO question (id, contractor, engagement, kind, period,
	    wording, nonce, state, opened_at, asked_on, expires_at, next_on)
	    VALUES ($1 * 100, $1, 1, 'monthly', '2026-11', 'heartbeat',
	    randomblob(16), 'open', $(at "$CTR_NOW"), '2026-11-20',
	    $(($(at "$CTR_NOW") + 45 * 86400)), '2026-11-27');
	INSERT INTO outbox (channel, template, dedup, recipient, fields,
	    message_id, again, state, queued_at, next_at) VALUES ('mail',
	    'heartbeat', 'test/$1', 'm.jones@corp.example.test',
	    json_object('ask', $1 * 100, 'contractor_name', 'c$1',
	    'manager_name', 'Mia Jones'), lower(hex(randomblob(16))), 1,
	    'queued', $(at "$CTR_NOW"), $(at "$CTR_NOW"));
	INSERT INTO ask (id, question, level, reviewer_key, outbox) VALUES
	    ($1 * 100, $1 * 100, 0, 'm.jones@corp.example.test',
	    (SELECT id FROM outbox WHERE dedup = 'test/$1'))"
	ctr-mail -q
}

# leaves CONTRACTOR [FIELD=VALUE...]: she says that he has left.
leaves() {
	t_id=$1
	shift
	[ $# -gt 0 ] || set -- when=now
	asked "$t_id"
	t_link=$(mail_link "$S/box" m.jones@ /offboard)
	click "$t_link" answer=offboard leaves=yes "$@" >"$S/page"
	grep -q '^Status: 200\|^Status: 303' "$S/page" || head -n 3 "$S/page"
	ctr-mail -q
}

job() { q "SELECT state FROM job WHERE contractor = $1 ORDER BY id DESC LIMIT 1"; }
job_id() { q "SELECT max(id) FROM job WHERE contractor = $1"; }
step_id() { q "SELECT max(s.id) FROM step s JOIN job j ON j.id = s.job WHERE j.contractor = $1 AND s.op = '$2'"; }
finding() { q "SELECT count(*) FROM finding WHERE kind = '$1' AND subject = '$2' AND closed_at IS NULL"; }
status() { q "SELECT status FROM contractor WHERE id = $1"; }
steps() {
	q "SELECT group_concat(s.op || '=' || s.state, ' ') FROM (SELECT *
	    FROM step ORDER BY id) s JOIN job j ON j.id = s.job
	    WHERE j.contractor = $1 AND j.kind = '${2:-offboard}'"
}
evidence() {
	q "SELECT group_concat(action, ' ') FROM (SELECT * FROM evidence
	    WHERE subject = 'contractor/$1' AND action NOT LIKE 'mail.%'
	    ORDER BY seq)"
}
# there CONNECTOR LOGIN JQ: what its system says of an account.
there() {
	jq -c "select(.account.login == \"$2\") | .account | $3" "$S/$1"
}
later() { now "$(date -ud "@$(($(at "$CTR_NOW") + $1))" +%Y-%m-%dT%H:%M:%SZ)"; }
