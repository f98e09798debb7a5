#!/bin/sh
# A click through a real web server: a text browser and Chromium open the page
# as a scanner would, which changes nothing; curl presses the button.
. "${0%/*}/../lib.sh"
. "$top/tests/peer/lighttpd.sh"
. "$top/tests/peer/click.sh"

port=$(free_port)
db=$CTR_VAR/acme/registry.db
CTR_TENANT=acme
export CTR_TENANT
ctr-init --test -T 2026-11-01T08:00:00Z >/dev/null || exit 1
cat >"$CTR_ETC/acme.conf" <<END
base_url = http://127.0.0.1:$port
[mail]
from = access@x.test
transport = maildir:$S/mail
END
sqlite3 "$db" "
INSERT INTO person (remote_id, upn_key, display_name, email, enabled,
    changed_at) VALUES ('r', 'r@x.test', 'R', 'r@x.test', 1, 0);
INSERT INTO contractor (id, upn, upn_key, display_name, vendor, manager_key,
    contract_end, origin, status, active_on, created_at, changed_at) VALUES (17,
    'c@x.test', 'c@x.test', 'Jordan Smith', 'Northwind', 'r@x.test', '2026-12-20',
    'operator', 'active', '2026-01-12', 0, 0);
INSERT INTO question (id, contractor, engagement, kind, period, wording, nonce,
    state, opened_at, expires_at, next_on) VALUES (1, 17, 1, 'monthly',
    '2026-11', 'heartbeat', randomblob(16), 'open', 1795161600, 1795161600,
    '2026-11-27');
INSERT INTO outbox (id, channel, template, dedup, recipient, fields,
    message_id, again, state, queued_at, next_at) VALUES (1, 'mail',
    'heartbeat', 'ask/1', 'r@x.test', '{\"ask\":1,\"contractor_name\":\"J\"}',
    'mid', 1, 'queued', 1795161600, 1795161600);
INSERT INTO ask (id, question, level, reviewer_key, outbox)
    VALUES (1, 1, 0, 'r@x.test', 1)"
ctr-mail -q -T 2026-11-20T09:00:00Z || exit 1
link=$(mail_link "$S/mail" r@x.test /offboard)
url=http://127.0.0.1:$port/ctr$link
lighttpd_start "$port" "$S/www" 2026-11-20T09:00:00Z

before=$(sha256sum <"$db")
text=$(w3m -no-cookie -dump "$url")
like 'w3m shows who' "$text" '^Is Jordan Smith still working with you\?'
like 'and the box that a departure needs' "$text" '^\[ \] Jordan Smith leaves\.'
like 'and each answer on its own' "$text" '^A later last day$'
if command -v chromium >/dev/null; then
	for scheme in 0 1; do
		dom=$(timeout 60 chromium --headless --no-sandbox \
		    --disable-gpu --disable-quic --no-first-run \
		    --disable-background-networking --disable-sync \
		    --disable-component-update --user-data-dir="$S/chrome" \
		    --blink-settings=preferredColorScheme=$scheme \
		    --virtual-time-budget=3000 --dump-dom "$url" 2>"$S/chrome.err")
		like "Chromium opens the form of the path ($scheme)" "$dom" \
		    '<details name="answer" open(="")?>'
	done
	unlike 'and finds nothing that our policy forbids' \
	    "$(cat "$S/chrome.err")" 'Content.Security.Policy|Refused to'
fi
is 'a browser that only looks changes nothing' "$(sha256sum <"$db")" "$before"

mark=$(curl -s "$url" | sed -n 's/.*name="mark" value="\([^"]*\)".*/\1/p' |
    head -n 1)
press() {
	curl -s -o "$S/page" -w '%{http_code}' "$url" "$@"
}
is 'a press without the box' "$(press -d "mark=$mark&answer=offboard&when=now")" 200
like 'comes back' "$(cat "$S/page")" 'tick the box'
is 'nothing is recorded' "$(sha256sum <"$db")" "$before"
is 'a press with it' \
    "$(press -d "mark=$mark&answer=offboard&when=now&leaves=yes")" 200
like 'is recorded' "$(cat "$S/page")" '<h1>Jordan Smith: has left</h1>'
is 'as one departure' "$(sqlite3 "$db" 'SELECT state FROM job')" due
is 'a form of another kind' "$(press -F answer=attest)" 415
is 'a body without end' "$(head -c 20000 /dev/zero | tr '\0' a |
    press --data-binary @-)" 413
is 'not a link' "$(curl -s -o "$S/page" -w '%{http_code}' "${url%??????????}")" 404
kill "$T_LIGHTTPD" && wait "$T_LIGHTTPD" 2>/dev/null
token=${link#/acme/}
token=${token%/*}
unlike 'the log has no token' "$(cat "$S/www/access.log")" \
    "$(printf '%.40s' "$token")"
status_is 'the evidence holds' 0 ctr-evidence verify
finish
