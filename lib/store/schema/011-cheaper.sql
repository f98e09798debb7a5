-- What every page of a link and every answer reads and runs of the schema, said so that SQLite has less to do; nothing
-- else is allowed or refused than before.
--
-- A list of more than two in IN (...) makes SQLite build a table for each row that is checked, with a cache of its own: nine
-- for a decision, a tenth of what an answer computes.  A long list is sought as a word between spaces instead, and a value
-- with a space in it is none of the list.  A CHECK cannot be altered by ALTER TABLE: its text is put in place of the former,
-- as sqlite.org/lang_altertable.html has it for what changes nothing in the file, from a table of the same columns in the
-- same order, which says it in full and goes again.
CREATE TABLE question_new (
	id	INTEGER PRIMARY KEY,
	contractor INTEGER NOT NULL REFERENCES contractor(id),
	engagement INTEGER NOT NULL,
	kind	TEXT NOT NULL CHECK (instr(' monthly anchor left inactive offboard reinstate extend provision ',
		' ' || kind || ' ') > 0 AND instr(kind, ' ') = 0),	-- attestations: the first three; left: has he left?
	period	TEXT NOT NULL,		-- '2026-11'; '2026-12-20/30' = end date and offset; 'job/31'; what makes it one
	wording	TEXT NOT NULL,		-- the mail kind: heartbeat, full, t-30 ... approval
	batch	TEXT,			-- approvals given over one list: its digest
	nonce	BLOB NOT NULL CHECK (length(nonce) = 16),	-- random: what a link is about, also after a restored backup
	state	TEXT NOT NULL CHECK (state = 'open' OR state = 'answered' OR state = 'lapsed' OR state = 'overtaken' OR
		state = 'cancelled'),
	opened_at INTEGER NOT NULL,
	asked_on TEXT,			-- the day its first mail left; caps and quiet_days count from it
	expires_at INTEGER NOT NULL,
	level	INTEGER NOT NULL DEFAULT 0,	-- of escalation reached
	next_on	TEXT NOT NULL,		-- day of the next escalation; '9999-12-31' none
	decision INTEGER REFERENCES decision(id),	-- the one that counts
	CHECK ((state = 'answered') = (decision IS NOT NULL)),
	UNIQUE (contractor, engagement, kind, period)
) STRICT;
CREATE TABLE outbox_new (
	id	INTEGER PRIMARY KEY,
	channel	TEXT NOT NULL CHECK (channel = 'mail' OR channel = 'slack' OR channel = 'teams'),
	template TEXT NOT NULL,
	dedup	TEXT NOT NULL UNIQUE,	-- what it is, once: 'ask/551', 'digest/KEY/2026-11-20', 'done/31'
	recipient TEXT NOT NULL,	-- address or channel name
	fields	TEXT NOT NULL,	-- the values as of queueing; no link: those are made when it leaves
	message_id TEXT NOT NULL,	-- fixed here; also the id a retry carries
	again	INTEGER NOT NULL CHECK (again IN (0, 1)),	-- 1: send once more when uncertain (questions)
	state	TEXT NOT NULL CHECK (instr(' queued sending sent failed uncertain dropped ', ' ' || state || ' ') > 0 AND
		instr(state, ' ') = 0),
	dot	INTEGER NOT NULL DEFAULT 0 CHECK (dot IN (0, 1)),	-- committed before the final dot: from here it may have been sent
	tries	INTEGER NOT NULL DEFAULT 0,
	queued_at INTEGER NOT NULL,
	next_at	INTEGER NOT NULL,	-- not before
	sent_at	INTEGER,
	reply	TEXT NOT NULL DEFAULT ''	-- the server's last words
) STRICT;
CREATE TABLE decision_new (
	id	INTEGER PRIMARY KEY,
	contractor INTEGER NOT NULL REFERENCES contractor(id),
	question INTEGER REFERENCES question(id),
	ask	INTEGER REFERENCES ask(id),	-- through whose link; NULL = an operator
	answer	TEXT NOT NULL CHECK (instr(' attest not_mine extend offboard_now offboard_end offboard_day employee suspend keep provision approve deny undo lift reinstate ',
		' ' || answer || ' ') > 0 AND instr(answer, ' ') = 0),	-- offboard: at once; with the end in force; on a day that he named
	permits	TEXT GENERATED ALWAYS AS (CASE answer WHEN 'offboard_now' THEN 'offboard' WHEN 'offboard_end' THEN 'offboard'
		WHEN 'offboard_day' THEN 'offboard' WHEN 'suspend' THEN answer WHEN 'extend' THEN answer
		WHEN 'provision' THEN answer WHEN 'lift' THEN answer WHEN 'reinstate' THEN answer END) STORED,	-- the kind of job it allows
	actor_kind TEXT NOT NULL CHECK (actor_kind = 'reviewer' OR actor_kind = 'approver' OR actor_kind = 'operator'),	-- never a clock, a roster or a sync
	known_by TEXT NOT NULL CHECK (known_by = 'link' OR known_by = 'login' OR known_by = 'slack' OR known_by = 'key' OR
		known_by = 'shell'),	-- how we know who it was
	day_on	TEXT CHECK (day_on IS date(day_on, '+0 days')),	-- extend: the new end; offboard_end, offboard_day: the last day
	undoes	INTEGER UNIQUE REFERENCES decision(id),
	proof	BLOB CHECK (proof IS NULL OR length(proof) BETWEEN 64 AND 255),	-- the signed token of the link used, or made at the shell, or the mark of a key's request: ctr-offboard checks it again
	reason	TEXT,
	decided_at INTEGER NOT NULL,
	evidence INTEGER NOT NULL,
	CHECK (actor_kind <> 'reviewer' OR ask IS NOT NULL),
	CHECK (known_by <> 'link' OR ask IS NOT NULL OR undoes IS NOT NULL),	-- who was told of a departure was asked nothing
	CHECK (permits IS NULL OR proof IS NOT NULL OR known_by IN ('login', 'slack')),
	CHECK (ask IS NULL OR question IS NOT NULL),
	CHECK ((answer = 'undo') = (undoes IS NOT NULL)),
	CHECK (day_on IS NOT NULL OR (answer <> 'extend' AND answer <> 'offboard_end' AND answer <> 'offboard_day')),
	UNIQUE (id, contractor, permits)
) STRICT;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema AS s SET sql = (SELECT replace(n.sql, n.name, s.name) FROM sqlite_schema n
	WHERE n.type = 'table' AND n.name = s.name || '_new')
	WHERE type = 'table' AND name IN ('question', 'outbox', 'decision');
PRAGMA writable_schema = RESET;
DROP TABLE question_new;
DROP TABLE outbox_new;
DROP TABLE decision_new;

-- The same five rules in the same order, each row sought once.  NEW.permits is the answer's; 'monthly anchor left' are the
-- kinds that attest, of which no other kind is a part.
DROP TRIGGER decision_needs;
CREATE TRIGGER decision_needs BEFORE INSERT ON decision
BEGIN
SELECT CASE
WHEN NEW.question IS NOT NULL AND NEW.answer <> 'undo' AND (q.contractor = NEW.contractor AND q.engagement = c.engagement
	AND (q.state = 'open' OR NEW.permits = 'offboard' AND instr('monthly anchor left', q.kind))) IS NOT 1
THEN RAISE(ABORT, 'the question is not open, or not about this contractor')
WHEN NEW.ask IS NOT NULL AND (k.contractor = NEW.contractor AND k.engagement = c.engagement AND (k.id = q.id OR
	instr('monthly anchor left', k.kind) AND instr('monthly anchor left', q.kind))) IS NOT 1
THEN RAISE(ABORT, 'this reviewer was not asked this')
WHEN NEW.undoes IS NOT NULL AND (NEW.contractor IS NOT (SELECT d.contractor FROM decision d WHERE d.id = NEW.undoes)
	OR EXISTS (SELECT 1 FROM job j JOIN step s ON s.job = j.id WHERE j.decision = NEW.undoes AND s.state <> 'todo'))
THEN RAISE(ABORT, 'too late to take it back, or not his')
WHEN (e.at = NEW.decided_at AND e.action = 'decision' AND e.subject = 'contractor/' || NEW.contractor) IS NOT 1
THEN RAISE(ABORT, 'a decision needs its evidence')
WHEN EXISTS (SELECT 1 FROM decision d WHERE d.id = NEW.id OR d.undoes = NEW.undoes)
THEN RAISE(ABORT, 'decisions are append-only')
END FROM (SELECT 1) LEFT JOIN contractor c ON c.id = NEW.contractor LEFT JOIN question q ON q.id = NEW.question
	LEFT JOIN ask a ON a.id = NEW.ask LEFT JOIN question k ON k.id = a.question LEFT JOIN evidence e ON e.seq = NEW.evidence;
END;

-- Read by few programs, and parsed by all: they say it themselves (lib/store/registry.h).
DROP VIEW registry;
DROP VIEW departure;
