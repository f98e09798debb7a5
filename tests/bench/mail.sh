#!/bin/sh
# Mail: ctr-mail against smtp-source (Postfix) with one session, both to the
# same smtp-sink, mails of the same size.  Prints the ratios; they must be at
# least 0.2 with a durable commit a message and 0.5 with batch = 25.
#	tests/bench/mail.sh [MESSAGES]
. "${0%/*}/../lib.sh"

N=${1:-1000}
PATH=$PATH:/usr/sbin
command -v smtp-sink >/dev/null || skip_all 'no smtp-sink (apt install postfix)'

# Beside the build, not in /tmp, which may be memory: a commit must cost what
# it costs.
CTR_VAR=${BENCH_DIR:-$B}/bench-mail.$$
db=$CTR_VAR/acme/registry.db
mkdir -p "$CTR_VAR"
trap 'rm -rf "$CTR_VAR"; clean_up' EXIT

port=$(free_port)
# as root it must be told whom to become
user=
[ "$(id -u)" -ne 0 ] || user='-u nobody'
# shellcheck disable=SC2086
smtp-sink $user "127.0.0.1:$port" 200 &
ends_with_us $!
wait_port "$port" || exit 1

ctr-init -t acme >/dev/null || exit 1
# conf BATCH
conf() {
	cat >"$CTR_ETC/acme.conf" <<-C
		base_url = https://ctr.example.test
		[mail]
		from = ctr@example.test
		transport = smtp://127.0.0.1:$port
		tls = off
		batch = $1
	C
}
# queue FIRST: N questions, each with its links
queue() {
	sqlite3 -bail "$db" "BEGIN;
	WITH RECURSIVE n(i) AS (VALUES($1) UNION ALL SELECT i + 1 FROM n
	    WHERE i < $1 + $N - 1)
	INSERT INTO contractor (id, upn, upn_key, manager_key, origin, status,
	    created_at, changed_at) SELECT i, i || '@x.test', i || '@x.test',
	    'm@example.test', 'roster', 'active', 1, 1 FROM n;
	INSERT OR IGNORE INTO person (remote_id, upn_key, display_name, email,
	    enabled, changed_at) VALUES ('m', 'm@example.test', 'Mia Jones',
	    'm@example.test', 1, 1);
	INSERT INTO question (id, contractor, engagement, kind, period,
	    wording, nonce, state, opened_at, expires_at, next_on) SELECT id,
	    id, 1, 'monthly', '2026-11', 'heartbeat', randomblob(16), 'open',
	    1, 1, '9999-12-31' FROM contractor WHERE id >= $1;
	INSERT INTO outbox (id, channel, template, dedup, recipient, fields,
	    message_id, again, state, queued_at, next_at) SELECT id, 'mail',
	    'heartbeat', 'ask/' || id, 'm@example.test', json_object('ask', id,
	    'contractor_name', 'Jordan Smith', 'contractor_upn', id ||
	    '@x.test', 'vendor', 'Northwind', 'manager_name', 'Mia Jones',
	    'contract_end', '2026-12-20'), lower(hex(randomblob(16))), 1,
	    'queued', 1, 1 FROM contractor WHERE id >= $1;
	INSERT INTO ask (id, question, level, reviewer_key, outbox) SELECT id,
	    id, 0, 'm@example.test', id FROM contractor WHERE id >= $1;
	COMMIT"
}
now() { date +%s.%N; }
# rate START: messages per second since
rate() { echo "$(now) $1 $N" | awk '{ printf "%.1f", $3 / ($1 - $2) }'; }

# what one durable commit costs here, now
start=$(now)
{
	echo 'PRAGMA synchronous = EXTRA; CREATE TABLE t (x);'
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		echo 'BEGIN IMMEDIATE; INSERT INTO t VALUES (1); COMMIT;'
	done
} | sqlite3 -bail "$CTR_VAR/commit.db"
commit=$(echo "$(now) $start" | awk '{ printf "%.1f", ($1 - $2) * 100 }')

conf 1
queue 1
size=$(ctr-mail -t acme --show 1 | wc -c)
start=$(now)
smtp-source -s 1 -m "$N" -l "$size" -f ctr@example.test -t m@example.test \
	"127.0.0.1:$port" || exit 1
source=$(rate "$start")
start=$(now)
ctr-mail -t acme || exit 1
one=$(rate "$start")
conf 25
queue $((N + 1))
start=$(now)
ctr-mail -t acme || exit 1
many=$(rate "$start")
echo "mail: $N messages of $size bytes, messages/s:" \
	"smtp-source $source, ctr-mail $one, batch=25 $many;" \
	"a durable commit alone: $commit ms"
r1=$(echo "$one $source" | awk '{ printf "%.2f", $1 / $2 }')
r25=$(echo "$many $source" | awk '{ printf "%.2f", $1 / $2 }')
echo "mail: ratio $r1 (at least 0.20), batch=25 $r25 (at least 0.50)"
if echo "$r1 $r25" | awk '{ exit !($1 >= 0.2 && $2 >= 0.5) }'; then
	ok 'fast enough'
else
	not_ok 'too slow'
fi
finish
