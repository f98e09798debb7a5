#!/bin/sh
# The portal's pages of a tenant with 100,000 contractors, each against a
# hello-world CGI in C on the same lighttpd, by the fastest tenth of either:
# at most 100 ms and at most 200 KB.  Requests alternate.
#	tests/bench/portal.sh [CONTRACTORS]
CGI=ctr-portal-cgi
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/hosts.sh
. "$top/tests/peer/hosts.sh"

N=${1:-100000}
RUNS=${RUNS:-20}
CTR_VAR=${BENCH_DIR:-$B}/bench-portal.$$
CTR_NOW=2026-11-20T09:00:00Z
export CTR_VAR CTR_NOW
mkdir -p "$CTR_VAR"
trap 'rm -rf "$CTR_VAR"; clean_up' EXIT
db=$CTR_VAR/acme/registry.db
ctr-init -t acme --test -T 2026-11-01T08:00:00Z >/dev/null || exit 1
printf '[web]\nadmin = ad\n' >"$CTR_ETC/acme.conf"
printf 'ad:%s\n' "$(openssl passwd -apr1 pw)" >"$S/portal.htpasswd"

awk -v n="$N" 'BEGIN {
	print "worker id,upn,display name,manager,vendor,department,contract start,contract end"
	for (i = 0; i < n; i++)
		printf "W-%d,c%d@corp.example.test,\"Smith%d, Jo\",m%d@corp.example.test,Vendor %d,Dept %d,2026-01-05,%s\n",
		    i, i, i % 9973, i % 500, i % 40, i % 25,
		    i % 7 == 0 ? "" : sprintf("2027-%02d-%02d", i % 12 + 1, i % 28 + 1)
}' >"$S/roster.csv"
ctr-ingest -q -t acme -a 0 -T 2026-11-02T08:00:00Z "$S/roster.csv" || exit 1
# What happened to them: accounts, questions, answers, mails, findings.
sqlite3 "$db" "
INSERT INTO person (remote_id, upn_key, display_name, email, enabled, changed_at)
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 499)
    SELECT 'm' || i, 'm' || i || '@corp.example.test', 'Manager ' || i,
    'm' || i || '@corp.example.test', 1, 0 FROM n;
INSERT INTO account (contractor, connector, remote_id, login, main, state,
    login_at, login_known, changed_at) SELECT id, 'ad', 'r' || id, 'c' || id, 1,
    'enabled', 1795161600 - id % 9000000, 1, 0 FROM contractor;
UPDATE contractor SET status = CASE WHEN id % 100 = 1 THEN 'suspended'
    ELSE 'active' END, active_on = '2026-01-05', attested_at = 1795161600 - id % 2592000,
    next_check_on = date('2026-11-21', '+' || (id % 60) || ' days')
    WHERE upn IS NOT NULL;
INSERT INTO question (id, contractor, engagement, kind, period, wording, nonce,
    state, opened_at, asked_on, expires_at, next_on) SELECT id, id, 1, 'monthly',
    '2026-11', 'heartbeat', randomblob(16), 'open', 1793520000, '2026-11-01',
    1797408000, '2026-11-08' FROM contractor WHERE id % 10 = 0;
INSERT INTO outbox (id, channel, template, dedup, recipient, fields, message_id,
    again, state, queued_at, next_at, sent_at) SELECT id, 'mail', 'heartbeat',
    'ask/' || id, 'm' || (id % 500) || '@corp.example.test', '{}', 'mid' || id, 1,
    'sent', 1793520000, 1793520000, 1793520000 FROM question;
INSERT INTO ask (id, question, level, reviewer_key, outbox) SELECT id, id, 0,
    'm' || (id % 500) || '@corp.example.test', id FROM question;
INSERT INTO finding (kind, subject, opened_at, seen_at) SELECT
    'missing_from_roster', 'contractor/' || id, 1793520000, 1795000000
    FROM contractor WHERE id % 50 = 0;
ANALYZE" 2>/dev/null || exit 1

mkdir -p "$S/hello"
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
cc -O2 -o "$S/hello/hello" "$S/hello.c" || exit 1
host_lighttpd "alias.url += ( \"/hello\" => \"$S/hello/hello\" )
	\$HTTP[\"url\"] =~ \"^/hello(/|\$)\" { cgi.assign = ( \"\" => \"\" ) }"

cat >"$S/bench.py" <<'END'
import base64, socket, statistics, sys, time
port, runs, paths = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
login = base64.b64encode(b"ad:pw").decode()

def ask(path):
    words = ("GET %s HTTP/1.0\r\nHost: x\r\nAuthorization: Basic %s\r\n\r\n" %
        (path, login)).encode()
    t = time.perf_counter()
    s = socket.create_connection(("127.0.0.1", port))
    s.sendall(words)
    got = b""
    while part := s.recv(1 << 20):
        got += part
    t = 1000 * (time.perf_counter() - t)
    s.close()
    return t, int(got.split(b" ", 2)[1]), len(got)

def tenth(times):
    return statistics.median(sorted(times)[:max(1, len(times) // 10)])

for path in paths:
    hello, page = [], []
    for i in range(runs):
        hello.append(ask("/hello")[0])
        t, status, size = ask("/portal/acme" + path)
        page.append(t)
    print("%s\t%d\t%.1f\t%.1f\t%d" % (path or "/", status, tenth(page),
        tenth(page) / tenth(hello), size))
END
one=$(sqlite3 "$db" 'SELECT max(id) - 7 FROM contractor')
python3 "$S/bench.py" "$port" "$RUNS" '' /start /people '/people?q=c777' \
    '/people?q=smith77' '/people?status=suspended' '/people?sort=end' \
    '/people?sort=manager' "/people/$one" /review /rosters /newcomers /inactive /how \
    /reports /evidence /settings /templates >"$S/times" || exit 1
while IFS='	' read -r path status ms ratio size; do
	echo "portal: $path: $ms ms, $ratio x hello, $size bytes"
	is "$path answers" "$status" 200
	if awk -v ms="$ms" 'BEGIN { exit !(ms <= 100) }'; then
		ok "$path within 100 ms"
	else
		not_ok "$path within 100 ms"
	fi
	if [ "$size" -le 204800 ]; then
		ok "$path within 200 KB"
	else
		not_ok "$path within 200 KB"
	fi
done <"$S/times"
finish
