#!/bin/sh
# Step 011 of the schema allows and refuses what the steps before it did, to
# the letter: both are asked the same, tens of thousands of times.
. "${0%/*}/../lib.sh"

# make DB STEP...: a registry of these steps.
make() {
	db=$1
	shift
	cat "$@" | sqlite3 -bail "$db"
}
was=
for f in "$top"/lib/store/schema/*.sql; do
	case $f in
	*/011-*) break ;;
	esac
	was="$was $f"
done
# shellcheck disable=SC2086 # our own names, without spaces
make old.db $was
make new.db "$top"/lib/store/schema/*.sql
cp old.db up.db

# same WHY SQL LOOK: both say the same to SQL, and LOOK finds the same then.
same() {
	for v in old new; do
		cp $v.db asked.db
		printf '%s' "$2" | sqlite3 asked.db >$v.said 2>&1
		sqlite3 asked.db "$3" >$v.held
	done
	if cmp -s old.said new.said && cmp -s old.held new.held; then
		ok "$1"
	else
		not_ok "$1" "$(diff old.said new.said | head -n 5)" \
		    "$(diff old.held new.held | head -n 5)"
	fi
	held=$(wc -l <new.held)
}

# ------------------------------------------------------------------ CHECKs
# values WORD...: as rows of VALUES.
values() {
	printf "('%s')" "$1"
	shift
	printf ",('%s')" "$@"
}
no_triggers=$(sqlite3 new.db "SELECT 'DROP TRIGGER ' || name || ';'
    FROM sqlite_schema WHERE type = 'trigger'")
answers=$(values attest not_mine extend offboard_now offboard_end \
    offboard_day employee suspend keep provision approve deny undo lift \
    reinstate '' ' ' Attest 'attest ' ' attest' 'keep provision' offboard \
    'lift reinstate' attes)
same 'decisions' "$no_triggers
WITH answer(a) AS (VALUES $answers),
actor(k) AS (VALUES $(values reviewer approver operator '' tool Reviewer)),
known(b) AS (VALUES $(values link login slack key shell '' 'key shell' x)),
bit(n) AS (VALUES (0), (1))
INSERT OR IGNORE INTO decision (contractor, question, ask, answer, actor_kind,
    known_by, day_on, undoes, proof, decided_at, evidence)
SELECT 1, iif(q.n, 1, NULL), iif(p.n, 1, NULL), a, k, b,
    iif(d.n, '2026-11-20', NULL), iif(u.n, row_number() OVER (), NULL),
    iif(r.n, zeroblob(64), NULL), 1, 1 FROM answer, actor, known, bit q,
    bit p, bit d, bit u, bit r ORDER BY a, k, b, q.n, p.n, d.n, u.n, r.n;" \
    "SELECT answer, permits, actor_kind, known_by, question, ask, day_on,
    undoes, length(proof) FROM decision ORDER BY id"
is 'some were taken, and most were not' "$((held > 1000 && held < 10000))" 1
same 'the days of decisions' "$no_triggers
WITH day(d) AS (VALUES $(values 2026-11-20 2026-02-30 tomorrow '' 2026-1-1))
INSERT OR IGNORE INTO decision (contractor, answer, actor_kind, known_by,
    day_on, proof, decided_at, evidence) SELECT 1, 'extend', 'operator',
    'shell', d, zeroblob(64), 1, 1 FROM day" \
    "SELECT day_on FROM decision"
is 'one is a day' "$held" 1
states=$(values open answered lapsed overtaken cancelled '' Open 'open ' x)
same 'questions' "$no_triggers DROP INDEX question_open;
WITH kind(k) AS (VALUES $(values monthly anchor left inactive offboard \
    reinstate extend provision '' suspend 'left inactive' ' left' Left lef)),
state(s) AS (VALUES $states), bit(n) AS (VALUES (0), (1))
INSERT OR IGNORE INTO question (contractor, engagement, kind, period, wording,
    nonce, state, opened_at, expires_at, next_on, decision) SELECT 1, 1, k,
    s || n, '', zeroblob(16), s, 1, 1, '2026-11-20', iif(n, 1, NULL)
    FROM kind, state, bit ORDER BY k, s, n" \
    "SELECT kind, state, decision FROM question ORDER BY id"
is 'five states of eight kinds' "$held" 40
same 'messages' "WITH channel(c) AS (VALUES $(values mail slack teams '' x \
    'mail slack' Mail)), state(s) AS (VALUES $(values queued sending sent \
    failed uncertain dropped '' 'sent failed' Sent ' sent' sen)),
n(n) AS (VALUES (-1), (0), (1), (2))
INSERT OR IGNORE INTO outbox (channel, template, dedup, recipient, fields,
    message_id, again, state, dot, queued_at, next_at) SELECT c, 't',
    c || s || a.n || d.n, 'r', '{}', 'm', a.n, s, d.n, 1, 1
    FROM channel, state, n a, n d ORDER BY c, s, a.n, d.n" \
    "SELECT channel, state, again, dot FROM outbox ORDER BY id"
is 'six states of three channels, four times' "$held" 72

# ------------------------------------------------- what a decision needs
# Contractors in their first and second stay, questions of every kind, state,
# stay and of either, each put to somebody; one departure begun, one not.
world="DROP INDEX question_open;
INSERT INTO contractor (id, upn, upn_key, origin, status, engagement,
    created_at, changed_at) VALUES (1, 'a@x', 'a@x', 'roster', 'active', 1, 1,
    1), (2, 'b@x', 'b@x', 'roster', 'active', 2, 1, 1);
INSERT INTO evidence (seq, at, actor, action, subject, detail_hash, hash)
    VALUES (1, 1, 'a', 'decision', 'contractor/1', zeroblob(32), zeroblob(32));
INSERT INTO evidence (seq, at, actor, action, subject, detail_hash, hash)
    VALUES (2, 1, 'a', 'decision', 'contractor/2', zeroblob(32), zeroblob(32));
INSERT INTO evidence (seq, at, actor, action, subject, detail_hash, hash)
    VALUES (3, 2, 'a', 'decision', 'contractor/1', zeroblob(32), zeroblob(32));
INSERT INTO evidence (seq, at, actor, action, subject, detail_hash, hash)
    VALUES (4, 1, 'a', 'run', 'contractor/1', zeroblob(32), zeroblob(32));
INSERT INTO decision (id, contractor, answer, actor_kind, known_by, proof,
    decided_at, evidence) VALUES (1, 1, 'offboard_now', 'operator', 'shell',
    zeroblob(64), 1, 1), (2, 2, 'offboard_now', 'operator', 'shell',
    zeroblob(64), 1, 2), (3, 1, 'suspend', 'operator', 'shell', zeroblob(64),
    1, 1);
INSERT INTO job (id, contractor, kind, decision, second, state, due_at,
    made_at) VALUES (1, 1, 'offboard', 1, 0, 'due', 1, 1), (2, 2, 'offboard',
    2, 0, 'due', 1, 1);
INSERT INTO account (id, contractor, connector, remote_id, login, state,
    changed_at) VALUES (1, 1, 'ad', '1', 'a', 'enabled', 1);
INSERT INTO step (job, account, nth, op, state, before) VALUES
    (1, 1, 1, 'disable', 'doing', '{}'), (2, 1, 1, 'disable', 'todo', NULL);
WITH kind(k) AS (VALUES ('monthly'), ('left'), ('offboard'), ('inactive')),
two(n) AS (VALUES (1), (2))
INSERT INTO question (contractor, engagement, kind, period, wording, nonce,
    state, opened_at, expires_at, next_on, decision) SELECT c.n, e.n, k, s.n,
    '', zeroblob(16), iif(s.n = 1, 'open', 'answered'), 1, 1, '2026-11-20',
    iif(s.n = 1, NULL, 1) FROM kind, two c, two e, two s;
INSERT INTO ask (id, question, level, reviewer_key) SELECT id, id, 0, 'm'
    FROM question;"
printf '%s' "$world" | sqlite3 -bail old.db
printf '%s' "$world" | sqlite3 -bail new.db
# Each is a statement of its own, so that one refusal hides no other, and each
# that is taken goes again.  Contractor 3 is not there.
asked=$(sqlite3 new.db "WITH q(q) AS (SELECT id FROM question UNION ALL
    VALUES (NULL), (99)), c(c) AS (VALUES (1), (2), (3)),
a(a) AS (VALUES ('attest'), ('offboard_end'), ('approve'), ('undo'))
SELECT 'SAVEPOINT s; INSERT INTO decision (contractor, question, ask, answer,'
    || ' actor_kind, known_by, day_on, undoes, proof, decided_at, evidence)'
    || ' VALUES(' || c || ',' || quote(q.q) || ',' || quote(k.q) || ','
    || quote(a) || ',''reviewer'',''link'',''2026-11-20'','
    || iif(a = 'undo', 3, 'NULL') || ',zeroblob(64),1,' || iif(c = 2, 2, 1)
    || '); ROLLBACK TO s;' FROM q, q k, c, a")
same 'answers to questions, by links' "$asked" 'SELECT count(*) FROM decision'
for why in 'the question is not open' 'this reviewer was not asked this' \
    'too late to take it back' 'a decision needs its evidence'; do
	like "some since $why" "$(cat new.said)" "$why"
done
same 'and taken are the same' "$(printf '%s' "$asked" |
    sed 's/); ROLLBACK TO s;$/) RETURNING contractor, question, ask, answer; ROLLBACK TO s;/')" \
    'SELECT count(*) FROM decision'
is 'not few' "$(($(grep -c '^[123]|' new.said) > 20))" 1
same 'what is taken back' "$(for c in 1 2; do
	for u in 1 2 3 9; do
		for e in 1 2 3 4 9; do
			echo "INSERT INTO decision (contractor, answer,
			    actor_kind, known_by, undoes, decided_at, evidence)
			    VALUES ($c, 'undo', 'operator', 'shell', $u, 1, $e)
			    RETURNING contractor, undoes, evidence;"
		done
	done
done)" 'SELECT contractor, undoes, evidence FROM decision'
is 'two, beside the three that were there' "$held" 5
same 'what is there already' "INSERT OR REPLACE INTO decision (id, contractor,
    answer, actor_kind, known_by, decided_at, evidence) VALUES (2, 1, 'attest',
    'operator', 'shell', 1, 1);
INSERT OR REPLACE INTO decision (contractor, answer, actor_kind, known_by,
    decided_at, evidence) VALUES (1, 'attest', 'operator', 'shell', 1, 1)" \
    'SELECT id, answer FROM decision'

# ----------------------------------------------------- an existing registry
printf '%s' "$world" | sqlite3 -bail up.db
sqlite3 up.db .dump | grep '^INSERT' >before
for t in question outbox decision; do
	sqlite3 up.db "SELECT * FROM pragma_table_xinfo('$t');
	    SELECT * FROM pragma_foreign_key_list('$t');
	    SELECT * FROM pragma_index_list('$t')"
done >shape
sqlite3 -bail up.db ".read $(echo "$top"/lib/store/schema/011-*.sql)"
sqlite3 up.db .dump | grep '^INSERT' >after
is 'its rows stay' "$(cmp before after && wc -l <after)" "$(wc -l <before)"
is 'and what columns, references and indexes they have' "$(for t in question \
    outbox decision; do
	sqlite3 up.db "SELECT * FROM pragma_table_xinfo('$t');
	    SELECT * FROM pragma_foreign_key_list('$t');
	    SELECT * FROM pragma_index_list('$t')"
done)" "$(cat shape)"
is 'it is sound' "$(sqlite3 up.db 'PRAGMA integrity_check;
    PRAGMA foreign_key_check')" ok
is 'and has the text of a new one' "$(sqlite3 up.db "SELECT name, sql
    FROM sqlite_schema WHERE name <> 'question_open' ORDER BY name")" \
    "$(sqlite3 new.db "SELECT name, sql FROM sqlite_schema ORDER BY name")"
finish
