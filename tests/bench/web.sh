#!/bin/sh
# The page of a link against a hello-world CGI in C, on the same lighttpd:
# GET at most 2.2 times as long.  The best of many short rounds that alternate,
# since a busy machine only ever adds.  A POST may add its one durable commit.
#	tests/bench/web.sh [ROUNDS]
. "${0%/*}/../lib.sh"
. "$top/tests/peer/lighttpd.sh"
. "$top/tests/peer/click.sh"

ROUNDS=${1:-40}
command -v ab >/dev/null || skip_all 'no ab (apt install apache2-utils)'
port=$(free_port)
mkdir -p "$S/www"
cat >"$S/hello.c" <<'END'
#include <stdio.h>
int
main(void)
{
	printf("Content-Type: text/html\r\n\r\n<!doctype html>"
	    "<title>hello</title><p>hello, world\n");
	return 0;
}
END
cc -O2 -o "$S/www/hello" "$S/hello.c" || exit 1

# The registry beside the build: a commit must cost what it costs.
CTR_VAR=${BENCH_DIR:-$B}/bench-web.$$
mkdir -p "$CTR_VAR"
trap 'rm -rf "$CTR_VAR"; clean_up' EXIT
db=$CTR_VAR/acme/registry.db
ctr-init -t acme --test -T 2026-11-01T08:00:00Z >/dev/null || exit 1
cat >"$CTR_ETC/acme.conf" <<END
base_url = http://127.0.0.1:$port
[mail]
from = access@x.test
transport = maildir:$S/mail
END
sqlite3 "$db" "
INSERT INTO contractor (id, upn, upn_key, display_name, vendor, contract_end,
    origin, status, active_on, created_at, changed_at) VALUES (17,
    'c@x.test', 'c@x.test', 'Jordan Smith', 'Northwind', '2026-12-20',
    'operator', 'active', '2026-01-12', 0, 0);
INSERT INTO person (remote_id, upn_key, display_name, email, enabled,
    changed_at) VALUES ('r', 'r@x.test', 'Mia Jones', 'r@x.test', 1, 0);
INSERT INTO account (contractor, connector, remote_id, login, main, state,
    changed_at) VALUES (17, 'ad', 'a', 'jsmith', 1, 'enabled', 0);
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
ctr-mail -q -t acme -T 2026-11-20T09:00:00Z || exit 1
link=$(mail_link "$S/mail" r@x.test /attest)
lighttpd_start "$port" "$S/www" 2026-11-20T09:00:00Z

# took PATH: ms of a request, the mean of one short round
took() {
	ab -q -n 10 "http://127.0.0.1:$port$1" 2>/dev/null |
	    awk '/^Time per request:.*\(mean\)/ { t = $4 }
		/^Non-2xx/ || /^Failed requests: *[1-9]/ { bad = 1 }
		END { if (bad || t == "") exit 1; print t }'
}
i=0
while [ "$i" -lt "$ROUNDS" ]; do
	took /hello >>"$S/hello.ms" || exit 1
	took "/ctr$link" >>"$S/page.ms" || exit 1
	i=$((i + 1))
done
hello=$(sort -n "$S/hello.ms" | head -n 1)
get=$(sort -n "$S/page.ms" | head -n 1)
ratio=$(echo "$get $hello" | awk '{ printf "%.2f", $1 / $2 }')
echo "web: hello $hello ms, GET of a page $get ms"
echo "web: ratio $ratio (at most 2.20)"
if echo "$ratio" | awk '{ exit !($1 <= 2.2) }'; then
	ok 'a page is fast enough'
else
	not_ok 'a page is too slow'
fi

# A POST that answers, and one durable commit by itself on the same disk.
curl -s "http://127.0.0.1:$port/ctr$link" >"$S/page"
mark=$(sed -n 's/.*name="mark" value="\([^"]*\)".*/\1/p' "$S/page" | head -n 1)
post=$(curl -s -o "$S/out" -w '%{time_total}' -d "answer=attest&mark=$mark" \
    "http://127.0.0.1:$port/ctr$link" | awk '{ printf "%.1f", $1 * 1000 }')
commit=$(python3 - "$db" <<'END'
import sqlite3, sys, time
d = sqlite3.connect(sys.argv[1], isolation_level=None)
d.execute("PRAGMA journal_mode = DELETE")
d.execute("PRAGMA synchronous = EXTRA")
best = 1e9
for i in range(9):
    t = time.perf_counter()
    d.execute("BEGIN IMMEDIATE")
    d.execute("UPDATE contractor SET attested_at = ?", (i,))
    d.execute("COMMIT")
    best = min(best, time.perf_counter() - t)
print("%.1f" % (best * 1000))
END
)
echo "web: a POST $post ms, of which one commit $commit ms"
is 'the POST answered' "$(sqlite3 "$db" 'SELECT count(*) FROM decision')" 1
finish
