#!/bin/sh
. "${0%/*}/../lib.sh"
. "$top/tests/peer/office.sh"
. "$top/tests/peer/portal.sh"
portal_roles >>"$CTR_ETC/acme.conf"
echo "upn,worker_id,display_name,manager,contract_start,contract_end" >all.csv
seq 1 100000 | awk '{printf "w%d@corp.example.test,W%d,Person %d,m.jones@corp.example.test,2026-01-01,2026-12-20\n",$1,$1,$1}' >>all.csv
ctr-ingest -q --feed big all.csv
now=$(at "$CTR_NOW")
q "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 100000)
INSERT INTO finding (kind, subject, opened_at, seen_at, closed_at, outcome) SELECT 'override', 'contractor/'||i, $now-86400, $now, $now, 'gone' FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 20000)
INSERT INTO finding (kind, subject, opened_at, seen_at) SELECT iif(i%3=0,'past_end',iif(i%3=1,'missing_from_roster','unanswered')), 'contractor/'||i, $now-86400, $now FROM n;"
cat >sql <<'E'
.timer on
.output /dev/null
SELECT kind, count(*) FROM finding INDEXED BY finding_once WHERE closed_at IS NULL GROUP BY kind;
SELECT coalesce(owner, ''), count(*) FROM finding INDEXED BY finding_once WHERE closed_at IS NULL GROUP BY owner ORDER BY owner LIMIT 100;
SELECT id FROM finding WHERE id IN (SELECT id FROM finding INDEXED BY finding_once WHERE closed_at IS NULL AND id > 0 AND (NULL IS NULL OR kind = NULL) ORDER BY id LIMIT 51) ORDER BY id;
SELECT id FROM finding WHERE closed_at IS NOT NULL AND (0=0 OR id < 0) ORDER BY id DESC LIMIT 51;
E
sqlite3 "$db" <sql
tt() { s=$(date +%s%N); "$@" >/dev/null 2>&1; e=$(date +%s%N); echo "$1 $2 $3 $(( (e-s)/1000000 )) ms"; }
g() { portal_run GET "$1" 0 </dev/null; }
for p in review review 'review?closed=1' 'review?closed=1' style.css style.css rosters sync; do tt g "$p"; done
sed 's/2026-12-20/2027-01-20/' all.csv >moved.csv
tt ctr-ingest -n --feed big moved.csv
portal_upload moved.csv feed=big; it=$to; tt g "$it"
tt g "$it"
portal_raw GET "$it"
n=$(printf '%s\n' "$body" | sed -n 's/.*type the number \([0-9]*\)<.*/\1/p')
s=$(date +%s%N); portal_send "$it" accept="$n"; e=$(date +%s%N); echo "apply $code $to $(( (e-s)/1000000 )) ms"
ok x
finish
