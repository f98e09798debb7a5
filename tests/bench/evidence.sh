#!/bin/sh
# Evidence: ctr-evidence verify of a database against sha256sum over the export
# of the same records; at most 3 times it.
#	tests/bench/evidence.sh [RECORDS]
. "${0%/*}/../lib.sh"

N=${1:-200000}
CTR_VAR=${BENCH_DIR:-$B}/bench-evidence.$$
mkdir -p "$CTR_VAR"
trap 'rm -rf "$CTR_VAR"; clean_up' EXIT

ctr-init -q -t acme || exit 1
awk -v n="$N" 'BEGIN {
	print "upn,worker_id,display_name,email,vendor,department,manager,contract_start,contract_end"
	for (i = 1; i <= n; i++)
		printf "p%d@corp.example.test,W%d,Person %d,p%d@mail.example.test,Northwind,Dev,m%d@corp.example.test,2026-01-01,2027-%02d-%02d\n",
		    i, i, i, i, i % 1000, i % 12 + 1, i % 28 + 1
}' >roster.csv
ctr-ingest -q -t acme roster.csv || exit 1
ctr-evidence -t acme export >"$CTR_VAR/export" || exit 1
records=$(($(wc -l <"$CTR_VAR/export") - 1))
note "$records records, $(wc -c <"$CTR_VAR/export") bytes exported"

# best COMMAND...: seconds of the fastest of five runs.
best() {
	python3 -c 'import subprocess, sys, time
best = None
for _ in range(5):
    at = time.monotonic()
    subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
    took = time.monotonic() - at
    best = took if best is None else min(best, took)
print("%.3f" % best)' "$@"
}
sum=$(best sha256sum "$CTR_VAR/export") || exit 1
db=$(best ctr-evidence -t acme verify) || exit 1
file=$(best ctr-evidence verify "$CTR_VAR/export") || exit 1
note "sha256sum of the export $sum s; verify: database $db s, export $file s"

# at_most NAME RATIO LIMIT
at_most() {
	echo "bench $1 $2 $3"
	if awk -v r="$2" -v l="$3" 'BEGIN { exit !(r <= l) }'; then
		ok "$1: $2, at most $3"
	else
		not_ok "$1: $2, at most $3"
	fi
}
at_most evidence-verify "$(awk -v a="$db" -v b="$sum" 'BEGIN { printf "%.2f", a / b }')" 3
note "an export: $(awk -v a="$file" -v b="$sum" 'BEGIN { printf "%.2f", a / b }')"
finish
