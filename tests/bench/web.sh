#!/bin/sh
# The page of a link against a hello-world CGI in C, on the same lighttpd: GET
# at most 2.2 times as long, by the fastest tenth of each, since a busy machine
# only ever adds; and a POST at most as long as a GET and one durable commit, by
# the medians, since a disk does not.  Requests alternate.
#
# The commit is a transaction, BEGIN IMMEDIATE to COMMIT, of the very rows that
# the POST wrote, into a copy of the registry beside it: as many pages in the
# journal and in the file, as many syncs.  In it is all that SQLite does for
# their durability, and nothing of ours: its statements are prepared, the copy
# has no triggers, checks or foreign keys.  Its journal is made and removed, as
# SQLite does by itself.  The page keeps its journal (db_keep_journal), as
# durable and cheaper: so much may it compute.  Against a commit that keeps it
# too the ratio is printed without a limit: it tells what is computed, and is
# above 1 on any disk.  Before the POST as before either commit ten requests
# pass: who syncs right after somebody else finds a disk with nothing to do.
#
# Where others want the processors a POST waits for one after each sync:
# chrt -f 10 in front of it tells more there.
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
port, links = int(sys.argv[1]), open(sys.argv[2]).read().split()
hello, get, post, commit, kept = [], [], [], [], []

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

def plain(name, journal):
    d = sqlite3.connect(name, isolation_level=None)
    for setting in ("journal_mode = " + journal, "synchronous = EXTRA",
            "ignore_check_constraints = ON"):
        d.execute("PRAGMA " + setting)
    for trigger in d.execute("SELECT name FROM sqlite_schema"
            " WHERE type = 'trigger'").fetchall():
        d.execute("DROP TRIGGER " + trigger[0])
    return d

registry = sqlite3.connect("file:%s?mode=ro" % sys.argv[3], uri=True)
DECIDED = "id, contractor, question, ask, answer, actor_kind, known_by," \
    "day_on, undoes, proof, reason, decided_at, evidence"
ADDED = [("evidence", "seq", "*"), ("decision", "id", DECIDED),
    ("outbox", "id", "*")]
CHANGED = [("question", "state, next_on, decision"),
    ("contractor", "attested_at, next_check_on")]
last = {}

def new_rows(ask):
    """The statements that write what the answer to this ask wrote."""
    for table, key, columns in ADDED:
        for row in registry.execute("SELECT %s FROM %s WHERE %s > ?" %
                (columns, table, key), (last.get(table, 0),)):
            yield "INSERT INTO %s%s VALUES(%s)" % (table, "" if columns ==
                "*" else "(%s)" % columns, ",".join("?" * len(row))), row
        last[table] = registry.execute("SELECT max(%s) FROM %s" % (key,
            table)).fetchone()[0] or 0
    for table, columns in CHANGED:
        yield "UPDATE %s SET %s = ? WHERE id = ?" % (table, columns.replace(
            ",", " = ?,")), registry.execute("SELECT %s, id FROM %s"
            " WHERE id = ?" % (columns, table), ask).fetchone()

def transaction(times, d, rows):
    t = time.perf_counter()
    d.execute("BEGIN IMMEDIATE")
    for statement, row in rows:
        d.execute(statement, row)
    d.execute("COMMIT")
    times.append(1000 * (time.perf_counter() - t))

def pages(path):
    for i in range(5):
        ask(hello, "GET", "/hello")
        page = ask(get, "GET", path)
    return page

removes, keeps = plain(sys.argv[4], "DELETE"), plain(sys.argv[5], "PERSIST")
list(new_rows((1,)))
for path in links:
    mark = re.search('name="mark" value="([^"]*)"', pages(path)).group(1)
    ask(post, "POST", path, "answer=attest&mark=" + mark)
    rows = list(new_rows(registry.execute("SELECT question FROM decision"
        " ORDER BY id DESC LIMIT 1").fetchone()))
    pages(links[-1])  # open still
    transaction(commit, removes, rows)
    pages(links[-1])
    transaction(kept, keeps, rows)

def tenth(times):
    return statistics.median(sorted(times)[:max(1, len(times) // 10)])

both = hello, get, post, commit, kept
for name, of in ("the fastest tenth", tenth), ("the median", statistics.median):
    print("web: %s: hello %.2f ms, GET of a page %.2f, POST %.2f, a commit %.2f,"
        " one that keeps the journal %.2f" % (name, *map(of, both)))
print("ratio GET %.2f" % (tenth(get) / tenth(hello)))
hello, get, post, commit, kept = map(statistics.median, both)
print("web: a POST against a GET and a commit that keeps the journal: %.2f" %
    (post / (get + kept)))
print("ratio POST %.2f" % (post / (get + commit)))
END
cp "$db" "$CTR_VAR/removes.db" && cp "$db" "$CTR_VAR/keeps.db" || exit 1
python3 "$S/bench.py" "$port" "$S/links" "$db" "$CTR_VAR/removes.db" \
    "$CTR_VAR/keeps.db" >"$S/times" || exit 1
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
