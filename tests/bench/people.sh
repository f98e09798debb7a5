#!/bin/sh
# The portal's table of contractors with many of them: how long each kind of
# page takes, search, filter and sorting that read all of them too, beside a
# page that reads nothing (the style sheet).  The medians; no limit is judged.
#	tests/bench/people.sh [CONTRACTORS]
# BENCH_KEEP names a directory that keeps the registry for the next run.
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/portal.sh
. "$top/tests/peer/portal.sh"

COUNT=${1:-100000}
CTR_VAR=${BENCH_KEEP:-${BENCH_DIR:-$B}/bench-people.$$}
mkdir -p "$CTR_VAR"
[ -n "${BENCH_KEEP:-}" ] || trap 'rm -rf "$CTR_VAR"; clean_up' EXIT
CTR_TENANT=acme
CTR_NOW=2026-11-20T09:00:00Z
export CTR_TENANT CTR_VAR CTR_NOW
db=$CTR_VAR/acme/registry.db
if [ ! -e "$db" ]; then
	ctr-init --test >/dev/null || exit 1
	sqlite3 -bail "$db" "
PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA cache_size = -400000;
BEGIN;
INSERT INTO feed (name, rows) VALUES ('roster', $COUNT);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
    WHERE i < 1 + $COUNT / 50)
INSERT INTO person (id, connector, remote_id, upn_key, display_name, email,
    enabled, changed_at) SELECT i, 'ad', printf('%032x', i),
    'manager' || i || '@corp.example.test', 'Manager ' || i,
    'manager' || i || '@corp.example.test', 1, 0 FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
    WHERE i < $COUNT),
m(i, x) AS (SELECT i, (i * 7919) % $COUNT FROM n)
INSERT INTO contractor (id, upn, upn_key, worker_id, display_name, email,
    vendor, department, manager_key, contract_start, contract_end, origin,
    feed, status, was, active_on, missing_on, expiry_at, attested_at,
    next_check_on, row_hash, created_at, changed_at)
SELECT i, 'first' || x || '.family' || x || '@corp.example.test',
    'first' || x || '.family' || x || '@corp.example.test',
    printf('W%08d', i), iif(i % 4 = 0, NULL, 'Family' || x || ', First' || x),
    'first' || x || '.family' || x || '@corp.example.test',
    'Vendor ' || (i % 200), 'Department ' || (i % 40),
    iif(i % 3 = 0, NULL, 'manager' || (1 + i / 50) || '@corp.example.test'),
    '2025-01-01', iif(i % 20 = 0, NULL, date('2026-11-21', '+' || (x % 700)
    || ' days')), 'roster', 'roster', iif(i % 500 = 0, 'suspended',
    iif(i % 333 = 0, 'pending_review', 'active')), iif(i % 500 <> 0
    AND i % 333 = 0, 'active', NULL), '2025-01-01', iif(i % 333 = 0,
    '2026-11-10', NULL), 1800000000 + x * 86, 1780000000 + x * 17,
    '2026-12-01', randomblob(16), 0, 0 FROM m;
INSERT INTO account (contractor, connector, remote_id, login, upn, upn_key,
    worker_id, display_name, email, main, state, expires_at, manager,
    manager_ref, changed_at) SELECT id, 'ad', printf('%032x', id), 'u' || id,
    upn, upn_key, worker_id, 'Family' || id || ', First' || id, email, 1,
    'enabled', expiry_at, 1 + id / 50, printf('%032x', 1 + id / 50), 0
    FROM contractor;
INSERT INTO account (contractor, connector, remote_id, login, main, state,
    changed_at) SELECT id, 'okta', printf('00u%d', id), upn, 1, 'enabled', 0
    FROM contractor WHERE id % 10 = 0;
INSERT INTO account (contractor, connector, remote_id, login, main, state,
    changed_at) SELECT id, 'scim', printf('s%d', id), upn, 1, 'enabled', 0
    FROM contractor WHERE id = $COUNT;
INSERT INTO finding (kind, subject, opened_at, seen_at)
    SELECT 'missing_from_roster', 'contractor/' || id, 0, 0 FROM contractor
    WHERE missing_on IS NOT NULL;
INSERT INTO question (contractor, engagement, kind, period, wording, nonce,
    state, opened_at, expires_at, next_on) SELECT id, 1, 'monthly', '2026-11',
    'heartbeat', randomblob(16), 'open', 0, 1800000000, '2026-11-27'
    FROM contractor WHERE id % 20 = 7;
COMMIT" >/dev/null || exit 1
fi
portal_roles >"$CTR_ETC/acme.conf"
note "$COUNT contractors, $(($(stat -c %s "$db") / 1048576)) MiB"
cat >"$S/bench.py" <<'END'
import os, statistics, subprocess, sys, time
count, text = int(sys.argv[1]), sys.stdin.read()
env = {k: os.environ[k] for k in ("PATH", "CTR_VAR", "CTR_ETC", "CTR_RUN",
    "CTR_SHARE", "CTR_NOW")}
env.update(GATEWAY_INTERFACE="CGI/1.1", SERVER_PROTOCOL="HTTP/1.1",
    REQUEST_METHOD="GET", SCRIPT_NAME="/portal", HTTP_HOST="x",
    REMOTE_ADDR="192.0.2.7", REMOTE_USER="op@corp.example.test")
for line in text.splitlines():
    path, why = line.split(" ", 1)
    path, _, query = path.partition("?")
    env.update(PATH_INFO="/acme/" + path, QUERY_STRING=query)
    took = []
    for _ in range(5):
        t = time.perf_counter()
        got = subprocess.run(["ctr-portal-cgi"], env=env, check=True,
            stdout=subprocess.PIPE).stdout
        took.append(time.perf_counter() - t)
    print("# %7.1f ms  %6.1f KiB  %4d rows  %s  (%s)%s" % (
        1000 * statistics.median(took), len(got) / 1024,
        got.count(b'<tr data-row'), why, line.split(" ")[0],
        "" if got.startswith(b"Status: 200") else "  " + got[:20].decode()))
END
python3 "$S/bench.py" "$COUNT" <<END
style.css nothing read
people the first page
people?after=first5 a later page
people?sort=upn&dir=desc backwards
people?q=first77 a UPN's beginning
people?q=W00000077&by=worker a worker id
people?q=family7777&by=name a name
people?q=nobody+at+all&by=name a name that nobody has
people?q=nobody+at+all anything that nobody has
people?q=manager7@corp.example.test&by=manager a manager
people?q=Vendor+7&by=vendor a vendor
people?status=suspended a status
people?status=active the usual status
people?connector=okta a system
people?connector=scim a system with one account
people?finding=missing_from_roster a finding
people?question=open asked just now
people?noend=1 no end
people?missing=1 missing
people?before=2026-12-01 ends soon
people?sort=end by end
people?sort=expiry&dir=desc by expiry
people?sort=name by name
people?sort=manager by manager
people?sort=attested by attestation
people?sort=status by status
people/77 a person
END
ok 'measured'
finish
