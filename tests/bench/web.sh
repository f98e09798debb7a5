#!/bin/sh
# The page of a link against a hello-world CGI in C, on the same lighttpd: GET
# at most 2.2 times as long, by the fastest tenth of each, since a busy machine
# only ever adds; and a POST at most as long as a GET and the durable commit of
# the same rows, by the medians, since a disk does not.  Requests alternate.
#	tests/bench/web.sh [LINKS]
. "${0%/*}/../lib.sh"
. "$top/tests/peer/lighttpd.sh"
. "$top/tests/peer/click.sh"

LINKS=${1:-60}
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
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
    WHERE i < $LINKS)
INSERT INTO contractor (id, upn, upn_key, display_name, vendor, contract_end,
    origin, status, active_on, created_at, changed_at) SELECT i,
    'c' || i || '@x.test', 'c' || i || '@x.test', 'Jordan Smith', 'Northwind',
    '2026-12-20', 'operator', 'active', '2026-01-12', 0, 0 FROM n;
INSERT INTO person (remote_id, upn_key, display_name, email, enabled,
    changed_at) SELECT id, 'r' || id || '@x.test', 'Mia Jones',
    'r' || id || '@x.test', 1, 0 FROM contractor;
UPDATE contractor SET manager_key = 'r' || id || '@x.test';
INSERT INTO account (contractor, connector, remote_id, login, main, state,
    changed_at) SELECT id, 'ad', id, 'jsmith' || id, 1, 'enabled', 0
    FROM contractor;
INSERT INTO question (id, contractor, engagement, kind, period, wording, nonce,
    state, opened_at, expires_at, next_on) SELECT id, id, 1, 'monthly',
    '2026-11', 'heartbeat', randomblob(16), 'open', 1795161600, 1795161600,
    '2026-11-27' FROM contractor;
INSERT INTO outbox (id, channel, template, dedup, recipient, fields,
    message_id, again, state, queued_at, next_at) SELECT id, 'mail',
    'heartbeat', 'ask/' || id, 'r' || id || '@x.test',
    '{\"ask\":' || id || ',\"contractor_name\":\"J\"}', 'mid' || id, 1,
    'queued', 1795161600, 1795161600 FROM contractor;
INSERT INTO ask (id, question, level, reviewer_key, outbox)
    SELECT id, id, 0, 'r' || id || '@x.test', id FROM contractor"
ctr-mail -q -t acme -T 2026-11-20T09:00:00Z || exit 1
cat "$S"/mail/new/* | tr -d '\r' | sed -e ':a' -e '/=$/{N;s/=\n//;ba' -e '}' |
    grep -o '/ctr/acme/[A-Za-z0-9_-]*/attest' | sort -u >"$S/links"
is 'each has a link' "$(wc -l <"$S/links")" "$LINKS"
lighttpd_start "$port" "$S/www" 2026-11-20T09:00:00Z

cat >"$S/bench.py" <<'END'
import re, socket, sqlite3, statistics, sys, time
port, links = int(sys.argv[1]), open(sys.argv[2])
hello, get, post, commit = [], [], [], []

def ask(times, method, path, body=""):
    words = ("%s %s HTTP/1.0\r\nHost: x\r\nContent-Length: %d\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n%s" %
        (method, path, len(body), body)).encode()
    t = time.perf_counter()
    s = socket.create_connection(("127.0.0.1", port))
    s.sendall(words)
    got = b""
    while part := s.recv(65536):
        got += part
    times.append(1000 * (time.perf_counter() - t))
    s.close()
    if b" 200 " not in got[:20]:
        sys.exit(got.decode())
    return got.decode()

# The same rows into a copy beside it, for what their commit costs.
d = sqlite3.connect(sys.argv[4], isolation_level=None)
d.execute("PRAGMA synchronous = EXTRA")
d.execute("ATTACH ? AS r", (sys.argv[3],))
decided = "id, contractor, question, ask, answer, actor_kind, known_by," \
    "day_on, undoes, proof, reason, decided_at, evidence"
again = """BEGIN IMMEDIATE;
INSERT INTO evidence SELECT * FROM r.evidence e
    WHERE e.seq > (SELECT max(seq) FROM main.evidence);
INSERT INTO decision(%s) SELECT %s FROM r.decision e
    WHERE e.id > (SELECT coalesce(max(id), 0) FROM main.decision);
INSERT INTO outbox SELECT * FROM r.outbox e
    WHERE e.id > (SELECT max(id) FROM main.outbox);
UPDATE question SET state = q.state, next_on = q.next_on,
    decision = q.decision FROM r.question q WHERE q.id = question.id AND
    question.id = (SELECT question FROM main.decision ORDER BY id DESC);
UPDATE contractor SET attested_at = q.attested_at FROM r.contractor q
    WHERE q.id = contractor.id AND contractor.id =
    (SELECT contractor FROM main.decision ORDER BY id DESC);
""" % (decided, decided)
for path in links:
    path = path.strip()
    for i in range(10):
        ask(hello, "GET", "/hello")
        page = ask(get, "GET", path)
    mark = re.search('name="mark" value="([^"]*)"', page).group(1)
    ask(post, "POST", path, "answer=attest&mark=" + mark)
    d.executescript(again)
    t = time.perf_counter()
    d.execute("COMMIT")
    commit.append(1000 * (time.perf_counter() - t))

def tenth(times):
    return statistics.median(sorted(times)[:max(1, len(times) // 10)])

print("web: hello %.2f ms, GET of a page %.2f, POST %.2f, a commit %.2f" %
    (tenth(hello), tenth(get), tenth(post), tenth(commit)))
print("web: medians: %.2f, %.2f, %.2f, %.2f" % tuple(
    statistics.median(t) for t in (hello, get, post, commit)))
print("ratio GET %.2f" % (tenth(get) / tenth(hello)))
print("ratio POST %.2f" % (statistics.median(post) /
    (statistics.median(get) + statistics.median(commit))))
END
cp "$db" "$CTR_VAR/copy.db"
python3 "$S/bench.py" "$port" "$S/links" "$db" "$CTR_VAR/copy.db" \
    >"$S/times" || exit 1
sed -n '/^web/p' "$S/times"

# at_most NAME LIMIT WHY
at_most() {
	n=$(sed -n "s/^ratio $1 //p" "$S/times")
	echo "web: $3: $n (at most $2)"
	if echo "$n" | awk -v most="$2" '{ exit !($1 <= most) }'; then
		ok "$3"
	else
		not_ok "$3"
	fi
}
at_most GET 2.20 'a GET against a hello-world CGI'
at_most POST 1.00 'a POST against a GET and its durable commit'
is 'every POST answered' "$(sqlite3 "$db" 'SELECT count(*) FROM decision')" \
    "$LINKS"
finish
