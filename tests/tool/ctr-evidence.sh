#!/bin/sh
# ok never fails: A && ok || not_ok is an if; a $ in single quotes is the child's.
# shellcheck disable=SC2015,SC2016,SC2010
# ctr-evidence: the attacks of ctr-evidence(5) row by row, by it and by the
# verifier that the manual prints.
. "${0%/*}/../lib.sh"

db=$CTR_VAR/acme/registry.db
q() { sqlite3 -bail "$db" "$@"; }
T=2026-11-20T06:00:00Z

ctr-init -t acme --test -T 2026-11-01T00:00:00Z >/dev/null || exit 1
edit() { ctr-edit -q -t acme -T "$T" "$@"; }
edit --new a@x.test 'display_name=A "quoted" \ back Zoë'
edit a@x.test vendor=One
edit --new b@x.test
CTR_NOW=$T ctr-evidence -t acme checkpoint >kept1
edit b@x.test vendor=Two
edit b@x.test vendor=Three
edit a@x.test vendor=Four
CTR_NOW=$T ctr-evidence -t acme checkpoint >kept2
edit a@x.test vendor=Five

# the verifier of the manual
sed -n '/^\.Bd -literal/,/^\.Ed/p' "$top/man/ctr-evidence.5" |
    sed -e '1d' -e '$d' -e 's/\\e/\\/g' >verify
is "it is a screenful" "$(wc -l <verify | awk '{ print ($1 < 45) }')" 1
status_is "and a shell takes it" 0 sh -n verify

ctr-evidence -t acme export >good
is "an export: its head, eight records, two checkpoints" "$(wc -l <good)" 11
status_is "verify a database" 0 ctr-evidence -t acme verify
like "its report" "$out" '^ctr-evidence records=8 erased=0 first=1 last=8 checkpoints=2 bad=0$'
status_is "verify an export" 0 ctr-evidence verify good
is "the same" "$out" "ctr-evidence records=8 erased=0 first=1 last=8 checkpoints=2 bad=0"
status_is "from stdin" 0 sh -c 'ctr-evidence verify - <good'
status_is "by shell" 0 sh verify good
status_is "with checkpoints kept elsewhere" 0 ctr-evidence verify --checkpoint kept1 good
cat kept1 kept2 >kept
status_is "with all of them, on the database" 0 ctr-evidence -t acme verify --checkpoint kept
ctr-evidence -t acme export --from 3 --to 6 >part
status_is "a part" 0 ctr-evidence verify part
like "says which" "$out" 'records=4 erased=0 first=3 last=6 checkpoints=1'
status_is "a part by shell" 0 sh verify part
CTR_NOW=$T ctr-evidence -t acme checkpoint >again
CTR_NOW=$T ctr-evidence -t acme checkpoint | cmp -s - again &&
    ok "nothing new: the same checkpoint" || not_ok "nothing new: the same checkpoint"

# tamper PYTHON: good with lines L changed by it; R(n) is record n, put(n, r).
cat >tamper.py <<'P'
import hashlib, json, sys
L = open("good").read().splitlines()
def dump(r): return json.dumps(r, separators=(",", ":"), ensure_ascii=False)
def at(n): return next(i for i, l in enumerate(L) if '"seq":%d,' % n in l and '"actor"' in l)
def check(n): return next(i for i, l in enumerate(L) if '"seq":%d,' % n in l and '"signature"' in l)
def R(n): return json.loads(L[at(n)])
def put(n, r): L[at(n)] = dump(r)
def detail(r): r["detail_hash"] = hashlib.sha256((r["salt"] + r["detail"]).encode()).hexdigest()
def chain(r, prev):
    r["hash"] = hashlib.sha256("\t".join([prev, str(r["seq"]), str(r["at"]), r["actor"],
        r["action"], r["subject"], r["detail_hash"]]).encode() + b"\n").hexdigest()
def rewrite(n):
    prev = R(n - 1)["hash"]
    for i in range(n, 9):
        r = R(i); chain(r, prev); put(i, r); prev = r["hash"]
def drop_checks():
    L[:] = [l for l in L if '"signature"' not in l]
exec(sys.argv[1])
open("bad", "w").write("\n".join(L) + "\n")
P
tamper() { python3 tamper.py "$1" || exit 1; }

# shown WHY RECORD PYTHON: both verifiers name that record.
shown() {
	tamper "$3"
	status_is "$1: verify finds it" 65 ctr-evidence verify bad
	like "$1: at its record" "$err" "record $2: "
	status_is "$1: the shell finds it" 1 sh verify bad
	like "$1: at the same record" "$out" "^record $2: "
}
# hidden WHY PYTHON: an export alone cannot show it; a kept checkpoint does.
hidden() {
	tamper "$2"
	status_is "$1: an export alone is none the wiser" 0 ctr-evidence verify bad
	status_is "$1: nor is the shell" 0 sh verify bad
	status_is "$1: a checkpoint kept elsewhere shows it" 65 \
	    ctr-evidence verify --checkpoint kept bad
}

shown "1 a detail changed" 3 'r = R(3); r["detail"] = r["detail"].replace("One", "Two"); put(3, r)'
shown "2 a time changed" 3 'r = R(3); r["at"] += 1; put(3, r)'
shown "2 an actor changed" 3 'r = R(3); r["actor"] = "operator/mallory"; put(3, r)'
shown "2 a subject changed" 4 'r = R(4); r["subject"] = "contractor/9"; put(4, r)'
shown "3 a detail and its hash" 3 'r = R(3); r["detail"] = "{}"; detail(r); put(3, r)'
shown "4 a record and its hashes" 4 'r = R(3); r["detail"] = "{}"; detail(r); chain(r, R(2)["hash"]); put(3, r)'
shown "5 a record removed" 3 'del L[at(3)]'
shown "6 a record inserted" 4 'L.insert(at(4), L[at(3)])'
shown "7 two exchanged" 2 'i, k = at(2), at(3); L[i], L[k] = L[k], L[i]'
shown "8 all rewritten from one on" 4 'r = R(3); r["detail"] = "{}"; detail(r); put(3, r); rewrite(3)'
tamper 'r = R(3); r["detail"] = "{}"; detail(r); put(3, r); rewrite(3); L.append(L.pop(check(4))); L.append(L.pop(check(7)))'
status_is "8 the checkpoints moved to the end" 65 ctr-evidence verify bad
status_is "8 the shell too" 1 sh verify bad
hidden "9 rewritten, checkpoints left out" 'r = R(3); r["detail"] = "{}"; detail(r); put(3, r); rewrite(3); drop_checks()'
hidden "11 the tail cut off" 'del L[at(5):]'
hidden "14 an old copy" 'del L[at(6):]'
tamper 'i = at(3); L[0] = dump({"v": 1, "export": "acme", "from": 3, "prev": R(2)["hash"]}); del L[1:i]'
status_is "12 the head cut off" 0 ctr-evidence verify bad
like "12 first= says so" "$out" 'first=3 last=8'
shown "12 a false beginning" 1 'L[0] = L[0].replace("0000", "1111", 1)'
tamper 'i = check(4); c = json.loads(L[i]); c["signature"] = "00" + c["signature"][2:]; L[i] = dump(c)'
status_is "13 a signature changed" 65 ctr-evidence verify bad
like "13 at its checkpoint" "$err" 'record 4: .*signature'
tamper 'r = R(3); r["salt"] = r["detail"] = None; put(3, r)'
status_is "15 a detail made null" 0 ctr-evidence verify bad
like "15 is counted" "$out" 'erased=1'
status_is "15 the shell too" 0 sh verify bad
head -c "$(($(wc -c <good) - 40))" good >bad
status_is "16 a file cut within a line" 65 ctr-evidence verify bad
status_is "16 the shell too" 1 sh verify bad
: >bad
status_is "an empty file" 65 ctr-evidence verify bad
status_is "the shell too" 1 sh verify bad
shown "no export" 0 'L[:] = ["{}"]'
shown "15 another detail, and its salt made null" 3 'r = R(3); r["salt"] = None; r["detail"] = "{}"; put(3, r)'
shown "18 given out as another tenant's" 4 'L[0] = L[0].replace("acme", "evil")'
hidden "18 the same, checkpoints left out" 'L[0] = L[0].replace("acme", "evil"); drop_checks()'
shown "no tenant's" 0 'L[0] = L[0].replace("acme", "a c")'
shown "a word with a space" 3 'r = R(3); r["actor"] += " x"; put(3, r)'
shown "words shifted by one" 3 'r = R(3); t = r["salt"] + r["detail"]; import base64
r.update(actor=r["actor"] + " " + r["action"], action=r["subject"], subject=r["detail_hash"],
    detail_hash=r["hash"], hash=base64.b64encode(t.encode()).decode(), salt="", detail=""); put(3, r)'
shown "a line in a line" 0 'L[0] = L[0].replace("0000\"", "0000\\nend\""); r = R(3); r["at"] += 1; put(3, r)'
shown "a program for a number" 0 'L[0] = L[0].replace("\"from\":1", "\"from\":\"a[$(touch pwned)]\"")'
# Some shells compute what stands in a variable.
for sh in sh bash ksh zsh; do
	! command -v "$sh" >/dev/null || "$sh" verify bad >/dev/null 2>&1
done
is "is not run" "$(ls pwned 2>/dev/null)" ""
tamper 'i = check(4); L[i] = L[i].replace("\"seq\":4", "\"seq\":\"a[$(touch pwned)]\"")'
for sh in sh bash ksh zsh; do
	! command -v "$sh" >/dev/null || ! "$sh" verify bad >/dev/null 2>&1 ||
	    not_ok "nor in a checkpoint: $sh"
done
is "nor there" "$(ls pwned 2>/dev/null)" ""
# Good words, behind a record that a kept checkpoint knows by another hash.
tamper 'prev = "11" * 32; L[:] = [dump({"v": 1, "export": "acme", "from": 5, "prev": prev})] + L[at(5):]; drop_checks()
for i in range(5, 9):
    r = R(i); chain(r, prev); put(i, r); prev = r["hash"]'
status_is "a part behind a false record" 0 ctr-evidence verify bad
status_is "a checkpoint kept of the record before it shows it" 65 ctr-evidence verify --checkpoint kept1 bad
like "at that record" "$err" 'record 4: '
ctr-evidence -t acme export --from 5 >part
status_is "and agrees with a good one" 0 ctr-evidence verify --checkpoint kept1 part
like "which it counts" "$out" 'first=5 last=8 checkpoints=3 bad=0'

# 10: signed anew by a key that is not the tenant's
mkdir -p other/keys
printf 'keys = %s/other/keys\n' "$S" >"$CTR_ETC/evil.conf"
ctr-init -t evil --test -T 2026-11-01T00:00:00Z >/dev/null
mv "$CTR_ETC/keys/acme.evidence.1.pub" saved
cp other/keys/evil.evidence.1.pub "$CTR_ETC/keys/acme.evidence.1.pub"
status_is "10 another key in the place of ours" 65 ctr-evidence -t acme verify
mv saved "$CTR_ETC/keys/acme.evidence.1.pub"

# In the database itself.
cp "$db" whole
refused() {
	if q "$2" 2>/dev/null; then not_ok "$1"; else ok "$1"; fi
}
refused "the schema refuses a changed record" "UPDATE evidence SET actor = 'x' WHERE seq = 3"
refused "a changed detail" "UPDATE evidence SET detail = '{}' WHERE seq = 3"
refused "a removed record" "DELETE FROM evidence WHERE seq = 8"
refused "a gap" "INSERT INTO evidence SELECT 20, at, actor, action, subject, detail_hash, hash, salt, detail FROM evidence WHERE seq = 8"
refused "a changed checkpoint" "UPDATE checkpoint SET hash = zeroblob(32)"
q "DROP TRIGGER evidence_keep; UPDATE evidence SET actor = 'operator/mallory' WHERE seq = 3"
status_is "without its trigger verify finds it" 65 ctr-evidence -t acme verify
like "and names it" "$err" 'record 3: '
cp whole "$db"
q "DROP TRIGGER evidence_stay; DELETE FROM evidence WHERE seq = 8"
status_is "a cut tail behind the last checkpoint" 65 ctr-evidence -t acme verify
cp whole "$db"

# ------------------------------------------------------------ show, archive
status_is "show a person" 0 ctr-evidence -t acme show a@x.test
like "as a story" "$out" 'contractor.change  by operator/'
like "with what changed" "$out" '^    vendor\[1\]: One$'
status_is "as JSON" 0 ctr-evidence -t acme -o json show a@x.test
is "a line a record" "$(printf '%s\n' "$out" | jq -r .action | sort | uniq -c | tr -s ' ' | paste -sd,)" \
    " 1 contractor.add, 3 contractor.change"
status_is "nobody" 65 ctr-evidence -t acme show nobody@x.test
status_is "archive" 0 env CTR_NOW=$T ctr-evidence -t acme archive "$S/old.jsonl"
like "how many" "$out" 'archived=8'
status_is "what is archived verifies" 0 ctr-evidence verify old.jsonl
status_is "and by shell" 0 sh verify old.jsonl
status_is "the rest goes on from there" 0 ctr-evidence -t acme verify
status_is "as a checkpoint kept of its end says" 0 ctr-evidence -t acme verify --checkpoint again
sed 's/"hash":"......../"hash":"00000000/' again >other.jsonl
status_is "and one that says otherwise shows it" 65 ctr-evidence -t acme verify --checkpoint other.jsonl
like "at that record" "$err" 'record 8: '
edit a@x.test vendor=Six
ctr-evidence -t acme export >new.jsonl
status_is "an export of what is left" 0 ctr-evidence verify new.jsonl
like "begins where the archive ends" "$out" 'first=9 '
status_is "what is archived is exported no more" 65 ctr-evidence -t acme export --from 3
like "and where it goes on is told" "$err" 'the first one here is 9'
status_is "archive takes no file's place" 73 env CTR_NOW=$T sh -c 'ctr-evidence -t acme checkpoint >/dev/null
    ctr-evidence -t acme archive "$1"' sh "$S/old.jsonl"

# --------------------------------------------------------- longer than a page
ctr-init -t long --test -T 2026-11-01T00:00:00Z >/dev/null || exit 1
long=$CTR_VAR/long/registry.db
# records N LENGTH CHAR: with details of CHAR; what they hash is no matter.
records() {
	sqlite3 -bail "$long" "WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1
	    FROM n WHERE i < $1) INSERT INTO evidence (seq, at, actor, action,
	    subject, detail_hash, hash, salt, detail) SELECT i + (SELECT
	    max(seq) FROM evidence), 1795154400, 'tool/x', 'x', 'contractor/1',
	    zeroblob(32), zeroblob(32), zeroblob(16), '{\"x\":\"' ||
	    replace(hex(zeroblob($2 / 2)), '0', $3) || '\"}' FROM n"
}
# The disk is full: ulimit stands for it.
records 1 1500000 "'\\\"'"
CTR_NOW=$T ctr-evidence -t long checkpoint >/dev/null
full() { (trap '' XFSZ; ulimit -f 8800; CTR_NOW=$T ctr-evidence -t long "$@"); }
status_is "no room for an archive" 74 full archive "$S/long.jsonl"
is "what could not be written is where it was" "$(sqlite3 "$long" 'SELECT
    count(*), max(seq) FROM evidence') $(ls long.jsonl 2>/dev/null)" '2|2 '
status_is "nor for an export" 74 sh -c 'trap "" XFSZ; ulimit -f 8800
    ctr-evidence -t long export >"$1"' sh "$S/long.jsonl"
records 9 7900000 "'0'"
status_is "an export of long records" 0 ctr-evidence -t long export
is "has all of them" "$(grep -c '"action"' .out) $(grep -c '"signature"' .out)" '11 1'
status_is "a story of them" 0 ctr-evidence -t long show contractor/1
is "has them too" "$(grep -c 'by tool/x' .out)" 10
: >.out

# ------------------------------------------- written past the schema's checks
for what in "hash = x'00'" "hash = NULL" "detail_hash = x'00'" "salt = NULL" "salt = x'00'" \
    "actor = ''" "detail = 'x' || char(0) || 'y'"; do
	cp whole "$db"
	python3 - "$db" "$what" <<'P'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("PRAGMA writable_schema=ON")
for n, in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
    db.execute("DROP TRIGGER " + n)
sql, = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'evidence'").fetchone()
db.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'evidence'", (sql.replace("NOT NULL", ""),))
db.commit()
db.close()
db = sqlite3.connect(sys.argv[1])
db.execute("PRAGMA ignore_check_constraints=ON")
db.execute("UPDATE evidence SET " + sys.argv[2] + " WHERE seq = 3")
db.commit()
P
	status_is "$what" 65 ctr-evidence -t acme verify
	like "$what: is told" "$err" 'record 3: '
done
cp whole "$db"
status_is "no verb" 64 ctr-evidence -t acme
status_is "no record" 64 ctr-evidence -t acme export --from 0
finish
