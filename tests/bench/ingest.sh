#!/bin/sh
# A million new rows against `sqlite3 .import` and INSERT ... SELECT of the same
# file into a table of the same columns and indices; the same roster again; how
# much memory; and how long a reader waits meanwhile.
. "${0%/*}/../lib.sh"
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

# reader: the longest of many short reads, until the file go is gone.
reader() {
	python3 -c 'import os, sqlite3, sys, time
worst = 0
while os.path.exists(sys.argv[2]):
    t = time.monotonic()
    db = sqlite3.connect(sys.argv[1], timeout=30)
    db.execute("SELECT count(*) FROM finding").fetchone()
    db.close()
    worst = max(worst, time.monotonic() - t)
    time.sleep(0.05)
print("%.2f" % worst)' "$CTR_VAR/bench/registry.db" "$S/go"
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
: >go
reader >waited &
watch=$!
# shellcheck disable=SC2046
set -- $(measure ctr-ingest roster.csv)
rm go
wait "$watch"
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
ratio 'ingest, seconds a reader waits' "$(cat waited)" 1 3
finish
