#!/bin/sh
# Cloud services: ctr-sync of 10,000 accounts, the registry written, against
# curl fetching the very same pages one after the other, from a server that
# takes 50 ms for each; and a departure over
# four systems, one slow and one broken, against one over the slow one alone.
#	tests/bench/cloud.sh [ACCOUNTS]
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/okta.sh
. "$top/tests/peer/okta.sh"

N=${1:-10000}
RUNS=${RUNS:-3}
# Beside the build, not in /tmp, which may be memory: a commit must cost what
# it costs.
CTR_VAR=${BENCH_DIR:-$B}/bench-cloud.$$
mkdir -p "$CTR_VAR"
trap 'rm -rf "$CTR_VAR"; clean_up' EXIT

roster() {
	awk -v n="$N" 'BEGIN {
		print "worker id,upn,display name,manager,contract start,contract end"
		for (i = 0; i < n; i++)
			printf "W-%d,c%d@corp.example.test,Person %d,m%d@corp.example.test,2026-01-01,2026-12-31\n",
			    i, i, i, i % 200
	}'
}
people() {
	jq -nc --argjson n "$N" '{token: "00t0ken", users: ([range(200) |
	    {id: "00um\(.)", profile: {login: "m\(.)@corp.example.test",
	    email: "m\(.)@corp.example.test", firstName: "M", lastName: "\(.)",
	    userType: "employee"}}] + [range($n) | {id: "00uc\(.)", profile:
	    {login: "c\(.)@corp.example.test", email: "c\(.)@corp.example.test",
	    firstName: "Person", lastName: "\(.)", userType: "contractor",
	    employeeNumber: "W-\(.)", department: "Web",
	    managerId: "m\(. % 200)@corp.example.test"}}])}'
}
# seconds COMMAND...: the fastest of RUNS, each on a copy of BENCH_FROM.
seconds() {
	python3 -c 'import os, shutil, subprocess, sys, time
best = 1e9
for i in range(int(sys.argv[1])):
    if "BENCH_FROM" in os.environ:
        shutil.copy(os.environ["BENCH_FROM"], os.environ["BENCH_TO"])
    t = time.monotonic()
    subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL)
    best = min(best, time.monotonic() - t)
print("%.4f" % best)' "$RUNS" "$@"
}

people >"$S/okta.json"
okta_start
first=$okta
printf '[connector okta]\nurl = %s\n' "$okta" >"$CTR_ETC/default.conf"
(umask 077; printf '[connector okta]\ntoken = 00t0ken\n' \
    >"$CTR_ETC/default.secret")
ctr-init --test --zone UTC -T 2026-09-01T00:00:00Z >/dev/null || exit 1
roster >"$S/roster" && ctr-ingest -q -a 0 -T 2026-09-01T12:00:00Z "$S/roster"
db=$CTR_VAR/default/registry.db
cp "$db" "$S/start.db"

okta_clear
# What a page takes without a network: Okta itself takes some times longer.
okta_fault '{"path":"^/api","delay":0.05,"times":99999}'
ctr-sync -q -T 2026-09-02T12:00:00Z okta
is "all are in the registry" "$(sqlite3 "$db" "SELECT count(*) FROM account
    WHERE contractor IS NOT NULL AND manager IS NOT NULL")" "$N"
# What it fetched, for one curl on one connection.
okta_log | sed -n "s|^GET \(.*\)|url = \"$first\1\"|p" >"$S/pages"
sed 's/.*/&\noutput = "\/dev\/null"/' "$S/pages" >"$S/curlrc"
pages=$(wc -l <"$S/pages")
like "page after page" "$pages" '^[5-9][0-9]$|^[1-9][0-9]{2}$'
status_is "curl fetches them, too" 0 curl -sf -K "$S/curlrc" \
    -H 'Authorization: SSWS 00t0ken'
a=$(seconds curl -sf -K "$S/curlrc" -H 'Authorization: SSWS 00t0ken')
BENCH_FROM=$S/start.db BENCH_TO=$db
export BENCH_FROM BENCH_TO
b=$(seconds ctr-sync -T 2026-09-02T12:00:00Z okta)
unset BENCH_FROM
c=$(seconds ctr-sync -T 2026-09-02T12:00:00Z okta)
note "curl $a s for $pages pages, sync $b s, nothing new $c s"
awk -v a="$a" -v b="$b" 'BEGIN {
	printf "bench cloud list and merge against curl: %.2f (at most 3)\n", b / a
	exit b / a > 3 }' || not_ok 'at most three times the time of curl'

### A departure over four systems
kill "$okta_pid"
N=3
people >"$S/okta.json"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
for name in slow one two broken; do
	okta_start
	printf '[connector %s]\ncommand = %s/ctr-connect-okta\nurl = %s\n' \
	    "$name" "$CTR_CONNECT" "$okta" >>"$CTR_ETC/acme.conf"
	(umask 077; printf '[connector %s]\ntoken = 00t0ken\n' "$name" \
	    >>"$CTR_ETC/acme.secret")
	eval "url_$name=\$okta"
done
contractor 1 c1
contractor 2 c2
status_is "four systems" 0 ctr-sync -q slow one two broken
q "DELETE FROM account WHERE contractor = 1 AND connector <> 'slow'"
okta=$url_slow
okta_fault '{"path":"^/api","delay":0.4,"times":9999}'
okta=$url_broken
okta_fault '{"path":"^/api","status":503,"times":9999}'

# departure CONTRACTOR STATUS: how long it takes, in $took.
departure() {
	leaves "$1"
	later 960
	t_from=$(date +%s%N)
	status_is "the departure of $1" "$2" ctr-offboard
	took=$((($(date +%s%N) - t_from) / 1000000))
}
departure 1 0
alone=$took
departure 2 69
is "the others are done" "$(q "SELECT group_concat(DISTINCT a.connector) FROM
    step s JOIN account a ON a.id = s.account JOIN job j ON j.id = s.job
    WHERE j.contractor = 2 AND s.op = 'disable' AND s.state = 'done'")" \
    slow,one,two
note "the slow one alone $alone ms, four of which one is broken $took ms"
awk -v a="$alone" -v b="$took" 'BEGIN {
	printf "bench cloud departure, four systems against the slowest: %.2f (at most 1.3)\n", b / a
	exit b / a > 1.3 }' || not_ok 'the slowest and a little'
finish
