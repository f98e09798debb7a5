#!/bin/sh
# A million new rows against `sqlite3 .import` and INSERT ... SELECT of the same
# file into a table of the same columns and indices; the same roster again; how
# much memory; and how long those wait meanwhile who open a link and answer it.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/lighttpd.sh
. "$top/tests/peer/lighttpd.sh"
LINKS=300
rows=${ROWS:-1000000}

roster() {
	awk -v n="$1" 'BEGIN {
		print "worker_id,upn,display_name,email,vendor,department," \
		    "project,manager,contract_start,contract_end"
		for (i = 0; i < n; i++)
			printf "W%07d,ann.lee%d@corp.example.test," \
			    "\"Lee, Ann %d\",ann.lee%d@corp.example.test," \
			    "Vendor %d,Department %d,Project %d," \
			    "m%d@corp.example.test,2026-%02d-%02d,2027-%02d-%02d\n",
			    i, i, i, i, i % 50, i % 40, i % 300, i % 5000,
			    i % 12 + 1, i % 28 + 1, i % 12 + 1, i % 27 + 1
	}'
}

# measure COMMAND...: "SECONDS KILOBYTES" of wall clock and largest RSS.
measure() {
	python3 -c 'import os, subprocess, sys, time
t = time.monotonic()
p = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(p.pid, 0)
print("%.3f %d" % (time.monotonic() - t, usage.ru_maxrss))
sys.exit(os.waitstatus_to_exitcode(status))' "$@"
}

# The registry's own columns and indices, without its checks and triggers.
yardstick() {
	rm -f "$S/plain.db"
	cat >"$S/plain.sql" <<-X
	CREATE TABLE contractor (id INTEGER PRIMARY KEY, upn TEXT,
	    upn_key TEXT UNIQUE, worker_id TEXT, display_name TEXT, email TEXT,
	    vendor TEXT, department TEXT, project TEXT, manager_key TEXT,
	    contract_start TEXT, contract_end TEXT, extra TEXT, origin TEXT,
	    feed TEXT, engagement INTEGER, status TEXT, was TEXT,
	    departure INTEGER, active_on TEXT, missing_on TEXT,
	    expiry_at INTEGER, attested_at INTEGER, next_check_on TEXT,
	    exempt_on TEXT, hold INTEGER, row_hash BLOB, roster INTEGER,
	    created_at INTEGER, changed_at INTEGER, erased_at INTEGER) STRICT;
	CREATE INDEX contractor_due ON contractor(next_check_on)
	    WHERE status = 'active' OR status = 'pending_review' OR
	    status = 'suspended';
	CREATE INDEX contractor_worker ON contractor(worker_id)
	    WHERE worker_id IS NOT NULL;
	CREATE INDEX contractor_odd ON contractor(status)
	    WHERE status <> 'active';
	.import --csv $S/roster.csv raw
	INSERT INTO contractor(upn, upn_key, worker_id, display_name, email,
	    vendor, department, project, manager_key, contract_start,
	    contract_end, origin, feed, engagement, status, active_on,
	    next_check_on, hold, row_hash, roster, created_at, changed_at)
	    SELECT upn, lower(upn), worker_id, display_name, email, vendor,
	    department, project, lower(manager), contract_start, contract_end,
	    'roster', 'roster', 1, 'active', '2026-11-20', '0001-01-01', 0,
	    randomblob(16), 1, 1795230039, 1795230039 FROM raw;
	X
	measure sh -c "sqlite3 '$S/plain.db' <'$S/plain.sql'"
}

# asked: a tenant of LINKS people, each asked about by a link, whom the roster
# does not know.
asked() {
	ctr-init -t beside >/dev/null || return 1
	cat >"$CTR_ETC/beside.conf" <<-END
	base_url = http://127.0.0.1:$port
	[mail]
	from = access@x.test
	transport = maildir:$S/mail
	END
	sqlite3 -bail "$CTR_VAR/beside/registry.db" "BEGIN;
	WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
	    WHERE i < $LINKS)
	INSERT INTO contractor (id, upn, upn_key, display_name, manager_key,
	    contract_end, origin, status, active_on, created_at, changed_at)
	    SELECT i, 'c' || i || '@x.test', 'c' || i || '@x.test',
	    'Jordan Smith', 'r@x.test', '2099-12-20', 'operator', 'active', '2026-01-12', 0, 0 FROM n;
	INSERT INTO person (remote_id, upn_key, display_name, email, enabled,
	    changed_at) VALUES ('r', 'r@x.test', 'Mia Jones', 'r@x.test', 1, 0);
	INSERT INTO question (id, contractor, engagement, kind, period, wording,
	    nonce, state, opened_at, expires_at, next_on) SELECT id, id, 1,
	    'monthly', '2026-11', 'heartbeat', randomblob(16), 'open', 1,
	    strftime('%s', 'now') + 864000, '9999-12-31' FROM contractor;
	INSERT INTO outbox (id, channel, template, dedup, recipient, fields,
	    message_id, again, state, queued_at, next_at) SELECT id, 'mail',
	    'heartbeat', 'ask/' || id, 'r@x.test', '{\"ask\":' || id || '}',
	    'mid' || id, 1, 'queued', strftime('%s', 'now') + 0, 1
	    FROM contractor;
	INSERT INTO ask (id, question, level, reviewer_key, outbox)
	    SELECT id, id, 0, 'r@x.test', id FROM contractor;
	COMMIT" && ctr-mail -q -t beside || return 1
	cat "$S"/mail/new/* | tr -d '\r' |
	    sed -e ':a' -e '/=$/{N;s/=\n//;ba' -e '}' |
	    grep -o '/ctr/beside/[A-Za-z0-9_-]*/attest' | sort -u >"$S/links"
	[ "$(wc -l <"$S/links")" -eq "$LINKS" ]
}

# visitors: a GET and a POST again and again, until the file go is gone; how
# many of each, and the longest of each in seconds.
visitors() {
	python3 - "$port" "$S/links" "$S/go" <<'END'
import os, re, sys, time, urllib.parse, urllib.request
port, links, go = sys.argv[1], open(sys.argv[2]).read().split(), sys.argv[3]
worst, n = [0, 0], [0, 0]

def ask(kind, path, body=None):
    t = time.monotonic()
    with urllib.request.urlopen("http://127.0.0.1:%s%s" % (port, path),
        body) as answer:
        page = answer.read().decode()
    worst[kind] = max(worst[kind], time.monotonic() - t)
    n[kind] += 1
    return page

while os.path.exists(go) and links:
    path = links.pop()
    mark = re.search('name="mark" value="([^"]*)"', ask(0, path)).group(1)
    ask(1, path, urllib.parse.urlencode({"answer": "attest",
        "mark": mark}).encode())
    time.sleep(1)
print("%d %.2f %d %.2f" % (n[0], worst[0], n[1], worst[1]))
END
}

ratio() {
	awk -v what="$1" -v a="$2" -v b="$3" -v most="$4" 'BEGIN {
		printf "bench %s: %.2f (at most %s)\n", what, a / b, most
		exit a / b > most }' || not_ok "$1"
}

CTR_TENANT=bench
export CTR_TENANT
roster 10000 >few.csv
roster "$rows" >roster.csv
ctr-init -t few >/dev/null
ctr-init >/dev/null || { not_ok 'a tenant'; finish; }
# shellcheck disable=SC2046 # two words each
set -- $(measure ctr-ingest -t few few.csv)
echo "# 10,000 new rows: $1 s, $2 kB"
few=$2
# shellcheck disable=SC2046
set -- $(yardstick)
plain=$1
echo "# sqlite3: $plain s"
# shellcheck disable=SC2046
set -- $(measure ctr-ingest roster.csv)
new=$1
echo "# ctr-ingest, new: $new s, $2 kB"
many=$2
is 'all rows are there' "$(sqlite3 "$CTR_VAR/bench/registry.db" \
    'SELECT count(*) FROM contractor')" "$rows"
before=$(sqlite3 "$CTR_VAR/bench/registry.db" 'SELECT max(seq) FROM evidence')
# shellcheck disable=SC2046
set -- $(measure ctr-ingest roster.csv)
echo "# ctr-ingest, the same again: $1 s, $2 kB"
is 'the same again is one record' "$(sqlite3 "$CTR_VAR/bench/registry.db" \
    'SELECT max(seq) FROM evidence')" $((before + 1))
ratio "ingest, $rows new rows against sqlite3 .import" "$new" "$plain" 4
ratio "ingest, the same roster again against it" "$1" "$plain" 0.8
ratio 'ingest, megabytes at 10,000 rows' "$few" 1024 100
ratio "ingest, megabytes at $rows rows" "$many" 1024 100

port=$(free_port)
asked || { not_ok 'links'; finish; }
lighttpd_start "$port" "$S/www"
: >go
visitors >waited &
watch=$!
# shellcheck disable=SC2046
set -- $(measure ctr-ingest -t beside roster.csv)
rm go
wait "$watch"
beside=$1
# shellcheck disable=SC2046
set -- $(cat waited)
echo "# a first load of $beside s beside $1 GETs and $3 POSTs"
is 'every POST answered' "$(sqlite3 "$CTR_VAR/beside/registry.db" \
    'SELECT count(*) FROM decision')" "$3"
ratio 'beside a first load, seconds the slowest GET took' "$2" 1 3
ratio 'beside a first load, seconds the slowest POST took' "$4" 1 3
finish
