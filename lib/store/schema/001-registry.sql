-- The registry of one tenant.  SQLite 3.40 or later, every table STRICT.
--
-- *_at   UTC seconds            *_on   civil date in the tenant's zone, YYYY-MM-DD
-- *_key  case-folded NFC text (libunistring), made by us, never shown
-- evidence columns hold evidence.seq of the record written in the same transaction
-- Nothing in this file reads a clock: every time is a parameter.  date(x, '+0 days') is x only for a real
-- day in this very form; date(x) alone lets 2026-02-30 pass.
--
-- JSON columns are not checked here: under trusted_schema = off SQLite 3.40 refuses json_valid() in a
-- CHECK ("unsafe use"); they are written by one function that takes a json_t.
--
-- What the schema itself refuses, whoever writes (triggers fire in the sqlite3 shell too;
-- foreign keys there are off, so what P1 needs is said twice):
--   a job without a decision about the same contractor that permits this very kind of job
--   a decision that permits taking access away from anyone but a person
--   offboarding without such a job, offboarded before its steps are done
--   evidence changed, removed before it was archived, or with a gap in seq
--   a decision without its evidence
-- A trigger that refuses has its condition in the SELECT, not in WHEN: SQLite reads all of this whenever a program opens
-- the file, and copies a WHEN once more.  A page of a link spends half of its time so.
-- INSERT OR REPLACE removes rows without DELETE triggers unless recursive_triggers is on: db_open
-- turns it on, and decision, job and evidence refuse a row that is already there by themselves.

-- ------------------------------------------------------------------ settings

-- The tenant itself: one row.
CREATE TABLE tenant (
	id	INTEGER PRIMARY KEY CHECK (id = 1),
	name	TEXT NOT NULL,
	test	INTEGER NOT NULL DEFAULT 0 CHECK (test IN (0, 1)),	-- made with ctr-init --test: takes -T with effects, and is marked so
	made_at	INTEGER NOT NULL
) STRICT;

-- One changed setting.  Absent = the default in lib/domain/policy.c.
CREATE TABLE policy (
	name	TEXT PRIMARY KEY,	-- a name of the table in policy.c
	value	TEXT NOT NULL,		-- as ctr-policy prints it
	set_at	INTEGER NOT NULL,
	set_by	TEXT NOT NULL,		-- actor, see evidence.actor
	evidence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A tenant's own text.  Absent = $CTR_ETC/templates, then the shipped file.
CREATE TABLE template (
	name	TEXT PRIMARY KEY,	-- 'mail/t-30', 'chat/inactive', 'web/ask'
	body	TEXT NOT NULL CHECK (length(body) <= 65536),
	set_at	INTEGER NOT NULL,
	set_by	TEXT NOT NULL,
	evidence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A key of the HTTP API (ctr-key).  Its bearer was shown once and is not here: it can be made again only with a
-- master key that only ctr can read, out of this row's id, nonce, role, scopes and times; a changed row makes another.
CREATE TABLE api_key (
	id	INTEGER PRIMARY KEY,
	name	TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
	hash	BLOB NOT NULL CHECK (length(hash) = 32),	-- SHA-256 of the bearer
	master	INTEGER NOT NULL CHECK (master > 0),	-- number of the master key
	nonce	BLOB NOT NULL CHECK (length(nonce) = 16),
	role	TEXT NOT NULL CHECK (role IN ('viewer','auditor','operator','approver')),
	scopes	TEXT NOT NULL,		-- between spaces
	rate	INTEGER NOT NULL CHECK (rate >= 0),	-- requests a minute; 0 = no limit
	made_at	INTEGER NOT NULL,
	expires_at INTEGER,		-- NULL never
	revoked_at INTEGER,
	used_at	INTEGER,		-- NULL not yet
	busy_at	INTEGER NOT NULL DEFAULT 0,	-- microseconds: when what it asked so far is paid for, at its rate
	evidence INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX api_key_name ON api_key(name) WHERE revoked_at IS NULL;
CREATE TRIGGER api_key_fixed BEFORE UPDATE OF id, name, hash, master, nonce, role, scopes, made_at, expires_at, evidence ON api_key
BEGIN SELECT RAISE(ABORT, 'a key is revoked, not changed'); END;
CREATE TRIGGER api_key_over BEFORE UPDATE OF revoked_at ON api_key
WHEN OLD.revoked_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a revoked key stays revoked'); END;
CREATE TRIGGER api_key_stay BEFORE DELETE ON api_key
BEGIN SELECT RAISE(ABORT, 'keys are revoked, not deleted'); END;

-- What was asked through the API with effect.  The same request id always gets the same answer.
CREATE TABLE api_request (
	id	INTEGER PRIMARY KEY,
	kind	TEXT NOT NULL CHECK (kind IN ('offboarding','roster','sync','newcomer')),
	request	TEXT CHECK (length(request) BETWEEN 1 AND 128),	-- the client's own id; NULL = it gave none
	key	INTEGER NOT NULL REFERENCES api_key(id),
	print	BLOB NOT NULL CHECK (length(print) = 32),	-- SHA-256 of what was asked: another thing under this id is refused
	contractor INTEGER REFERENCES contractor(id),
	engagement INTEGER,
	question INTEGER REFERENCES question(id),	-- a report: what the manager was asked
	decision INTEGER REFERENCES decision(id),	-- hr_decides
	last_day TEXT CHECK (last_day IS date(last_day, '+0 days')),
	status	INTEGER NOT NULL CHECK (status BETWEEN 200 AND 299),	-- of HTTP
	answer	TEXT NOT NULL,		-- the body as it was sent
	made_at	INTEGER NOT NULL,
	evidence INTEGER NOT NULL,
	UNIQUE (kind, request)
) STRICT;

-- A list of a connector that somebody asked for: the next ctr-sync --requested takes it up.
CREATE TABLE sync_wish (
	id	INTEGER PRIMARY KEY,
	connector TEXT NOT NULL,
	whole	INTEGER NOT NULL CHECK (whole IN (0, 1)),	-- a whole list, not what changed since
	asked_at INTEGER NOT NULL,
	asked_by TEXT NOT NULL,		-- actor
	done_at	INTEGER,
	status	INTEGER,		-- exit status of the run that did it
	words	TEXT NOT NULL DEFAULT '',	-- its report, or why not
	evidence INTEGER NOT NULL,
	CHECK ((done_at IS NULL) = (status IS NULL))
) STRICT;
CREATE UNIQUE INDEX sync_wish_open ON sync_wish(connector, whole) WHERE done_at IS NULL;

-- The last run of each tool that may write: what ctr-status and a dead-man watch.
CREATE TABLE run (
	tool	TEXT NOT NULL,		-- 'ctr-ingest', 'ctr-sync-ad' ...
	part	TEXT NOT NULL DEFAULT '',	-- connector or drop directory; else ''
	started_at INTEGER NOT NULL,
	ok_at	INTEGER,		-- end of the last run with status 0; NULL never
	status	INTEGER,		-- exit status of the last run; NULL while it runs or if it was killed
	note	TEXT NOT NULL DEFAULT '',	-- its one line of report
	PRIMARY KEY (tool, part)
) STRICT, WITHOUT ROWID;

-- -------------------------------------------------------------------- people

-- Where rosters come from: absence is proved per feed.
CREATE TABLE feed (
	name	TEXT PRIMARY KEY CHECK (name NOT GLOB '*[^a-z0-9-]*'),
	rows	INTEGER NOT NULL DEFAULT 0,	-- of the last accepted full roster: the guard's base
	fields	INTEGER NOT NULL DEFAULT 0,	-- its columns, a bit per enum roster_field: a lost one holds the next
	ok_at	INTEGER,		-- the last that proved absence
	voided	INTEGER NOT NULL DEFAULT 0	-- full rosters in a row that did not; 3 open feed_stale
) STRICT, WITHOUT ROWID;

-- One batch of rows as it came.  The rows are not kept: what they changed is in the evidence, the rest in row_hash.
CREATE TABLE roster (
	id	INTEGER PRIMARY KEY,
	feed	TEXT NOT NULL REFERENCES feed(name),
	source	TEXT NOT NULL CHECK (source IN ('stdin','file','drop','blob','api','portal')),
	name	TEXT NOT NULL,		-- file or blob name, '-' for stdin; words for people only
	etag	TEXT,			-- which delivery it is: of a blob; device, inode, time and size of a dropped file
	sha256	BLOB NOT NULL CHECK (length(sha256) = 32),	-- of the bytes received
	mode	TEXT NOT NULL CHECK (mode IN ('full','delta')),
	state	TEXT NOT NULL CHECK (state IN ('applying','applied','held','refused')),	-- applying: slices are left, or it died
	rows	INTEGER NOT NULL CHECK (rows >= 0),
	added	INTEGER NOT NULL DEFAULT 0,
	changed	INTEGER NOT NULL DEFAULT 0,
	missing	INTEGER NOT NULL DEFAULT 0,	-- what --accept must say when held
	returned INTEGER NOT NULL DEFAULT 0,
	rejected INTEGER NOT NULL DEFAULT 0,
	came_at	INTEGER NOT NULL,
	evidence INTEGER NOT NULL
) STRICT;
CREATE INDEX roster_feed ON roster(feed, came_at);

-- A list of more than two in IN (...) makes SQLite build a table for each row that is checked (some 5 us each);
-- tables that are loaded by the million say OR.
-- One contractor.  A field holds the first word in the order operator, decision, roster; NULL = none of
-- them spoke, and then the directory's word (account, person) counts: view registry.
CREATE TABLE contractor (
	id	INTEGER PRIMARY KEY,
	upn	TEXT CHECK (length(upn) BETWEEN 3 AND 254),	-- as written; NULL = a newcomer without an account
	upn_key	TEXT UNIQUE,
	worker_id TEXT,			-- the vendor's or procurement's number; the first key of a roster row
	display_name TEXT,
	email	TEXT,
	vendor	TEXT,
	department TEXT,
	project	TEXT,
	manager_key TEXT,		-- manager's UPN, folded
	contract_start TEXT CHECK (contract_start IS date(contract_start, '+0 days')),	-- NULL or a real date
	contract_end TEXT CHECK (contract_end IS date(contract_end, '+0 days')),	-- last day with access
	extra	TEXT,			-- JSON: unknown roster columns, the tenant's own fields
	origin	TEXT NOT NULL CHECK (origin = 'roster' OR origin = 'directory' OR
		origin = 'operator' OR origin = 'portal' OR origin = 'api'),
	feed	TEXT REFERENCES feed(name),	-- whose full roster proves his absence; NULL = none can
	engagement INTEGER NOT NULL DEFAULT 1 CHECK (engagement > 0),	-- a rehire is the next one
	status	TEXT NOT NULL CHECK (status = 'candidate' OR status = 'active' OR status = 'pending_review' OR
		status = 'suspended' OR status = 'offboarding' OR status = 'offboarded' OR status = 'withdrawn' OR
		status = 'transferred'),
	was	TEXT CHECK (was = 'active' OR was = 'pending_review' OR was = 'suspended'),	-- the status before: where a return or a stop leads
	departure INTEGER REFERENCES job(id),	-- the job that took, or takes, his access away
	active_on TEXT CHECK (active_on IS date(active_on, '+0 days')),	-- civil day he became active in this engagement; NULL = not yet
	missing_on TEXT CHECK (missing_on IS date(missing_on, '+0 days')),	-- left his feed's full roster
	expiry_at INTEGER,		-- the directory's accountExpires; NULL = never or unknown
	attested_at INTEGER,		-- last "still here" by a person
	next_check_on TEXT NOT NULL DEFAULT '0001-01-01',	-- cadence need not look before; 0001 = look again
	exempt_on TEXT CHECK (exempt_on IS date(exempt_on, '+0 days')),	-- not asked for inactivity until
	hold	INTEGER NOT NULL DEFAULT 0 CHECK (hold IN (0, 1)),	-- never erased
	row_hash BLOB CHECK (row_hash IS NULL OR length(row_hash) = 16),	-- of the normalised roster row; NULL = not from a roster
	roster	INTEGER REFERENCES roster(id),	-- the last batch that changed it
	created_at INTEGER NOT NULL,
	changed_at INTEGER NOT NULL,
	erased_at INTEGER,		-- a person's data was removed; the numbers stay
	CHECK ((upn IS NULL) = (upn_key IS NULL)),
	CHECK (upn IS NOT NULL OR status IN ('candidate','withdrawn') OR erased_at IS NOT NULL),
	CHECK (contract_start IS NULL OR contract_end IS NULL OR contract_start <= contract_end),
	CHECK ((was IS NOT NULL) = (status IN ('pending_review','offboarding'))),
	CHECK ((departure IS NOT NULL) = (status IN ('offboarding','offboarded')))
) STRICT;
CREATE INDEX contractor_due ON contractor(next_check_on)	-- a query must say it in these words to use it
	WHERE status = 'active' OR status = 'pending_review' OR status = 'suspended';
CREATE INDEX contractor_worker ON contractor(worker_id) WHERE worker_id IS NOT NULL;
CREATE INDEX contractor_odd ON contractor(status) WHERE status <> 'active';	-- the counts people ask for

-- Whoever changes what the cadence depends on makes it look again.
CREATE TRIGGER contractor_look AFTER UPDATE OF contract_start, contract_end, expiry_at, manager_key, status, active_on ON contractor
WHEN NEW.next_check_on <> '0001-01-01' AND (OLD.contract_end IS NOT NEW.contract_end OR OLD.contract_start IS NOT NEW.contract_start OR
	OLD.expiry_at IS NOT NEW.expiry_at OR OLD.manager_key IS NOT NEW.manager_key OR OLD.status <> NEW.status OR
	OLD.active_on IS NOT NEW.active_on)
BEGIN UPDATE contractor SET next_check_on = '0001-01-01' WHERE id = NEW.id; END;

-- Only for a field in which somebody beat the roster: what each of the three says.  The winner is in contractor;
-- the roster's row is what "clear" brings back, and ingest writes here instead of there.  A field without a row
-- here is the roster's (not NULL) or the directory's (NULL): that is all the provenance there is to store.
CREATE TABLE override (
	contractor INTEGER NOT NULL REFERENCES contractor(id),
	field	TEXT NOT NULL CHECK (field IN ('display_name','email','vendor','department',
		'project','manager_key','contract_start','contract_end')),
	source	TEXT NOT NULL CHECK (source IN ('operator','decision','roster')),
	value	TEXT,			-- NULL is a word too: no end date
	set_at	INTEGER NOT NULL,
	set_by	TEXT NOT NULL,		-- actor
	PRIMARY KEY (contractor, field, source)
) STRICT, WITHOUT ROWID;

-- A UPN somebody had: a roster row or a link may still carry it.
CREATE TABLE upn_former (
	upn_key	TEXT NOT NULL,
	contractor INTEGER NOT NULL REFERENCES contractor(id),
	until_at INTEGER NOT NULL,
	PRIMARY KEY (upn_key, contractor)
) STRICT, WITHOUT ROWID;

-- One stay of one contractor, from candidate to its end.
CREATE TABLE engagement (
	contractor INTEGER NOT NULL REFERENCES contractor(id),
	nth	INTEGER NOT NULL,
	began_at INTEGER NOT NULL,
	ended_at INTEGER,
	how	TEXT CHECK (how = 'offboarded' OR how = 'withdrawn' OR how = 'transferred'),
	CHECK ((ended_at IS NULL) = (how IS NULL)),
	PRIMARY KEY (contractor, nth)
) STRICT, WITHOUT ROWID;

-- Someone in the directory who is or may become a reviewer.
CREATE TABLE person (
	id	INTEGER PRIMARY KEY,
	connector TEXT NOT NULL DEFAULT 'ad',	-- who lists him
	remote_id TEXT NOT NULL,	-- objectGUID in hex
	upn_key	TEXT NOT NULL,		-- '' = has none, and can only be passed over in a chain
	display_name TEXT NOT NULL,
	email	TEXT,
	manager_ref TEXT,		-- remote_id of his manager, who may arrive later
	manager	INTEGER,		-- person.id of manager_ref; no reference: chains arrive in any order, and have loops
	enabled	INTEGER NOT NULL CHECK (enabled IN (0, 1)),	-- 0 too when he is gone
	changed_at INTEGER NOT NULL,
	UNIQUE (connector, remote_id)
) STRICT;
CREATE INDEX person_upn ON person(upn_key);
CREATE INDEX person_manager ON person(manager) WHERE manager IS NOT NULL;

-- Who answers in someone's place, for a time, also for what is open already.
CREATE TABLE deputy (
	reviewer_key TEXT NOT NULL,
	deputy_key TEXT NOT NULL CHECK (deputy_key <> reviewer_key),
	from_on	TEXT NOT NULL CHECK (from_on IS date(from_on, '+0 days')),
	to_on	TEXT NOT NULL CHECK (to_on IS date(to_on, '+0 days') AND to_on >= from_on),
	set_by	TEXT NOT NULL,
	evidence INTEGER NOT NULL,
	PRIMARY KEY (reviewer_key, from_on)
) STRICT, WITHOUT ROWID;

-- One account of a contractor in one target system, of which he may have several; contractor NULL = not registered.
CREATE TABLE account (
	id	INTEGER PRIMARY KEY,
	contractor INTEGER REFERENCES contractor(id),
	connector TEXT NOT NULL,	-- 'ad', 'okta', ...
	remote_id TEXT NOT NULL,	-- objectGUID in hex, Okta id ...: never a name
	login	TEXT NOT NULL,		-- how the system calls it, for people
	upn	TEXT,			-- as written there
	upn_key	TEXT,
	worker_id TEXT,			-- employeeID, else the first of link_attributes that has a value
	display_name TEXT,
	email	TEXT,
	department TEXT,
	manager_ref TEXT,		-- remote_id of the manager
	manager	INTEGER,		-- person.id of manager_ref
	main	INTEGER NOT NULL DEFAULT 0 CHECK (main IN (0, 1)),	-- the one whose name, mail and manager count; he may have others
	ours	INTEGER NOT NULL DEFAULT 0 CHECK (ours IN (0, 1)),	-- made by ctr-provision: always ends by its date
	converted INTEGER NOT NULL DEFAULT 0 CHECK (converted IN (0, 1)),	-- lives, but is no contractor's any more by the tenant's rule
	state	TEXT NOT NULL CHECK (state IN ('enabled','expired','disabled','gone')),
	privileged INTEGER NOT NULL DEFAULT 0 CHECK (privileged IN (0, 1)),
	expires_at INTEGER,		-- NULL never
	made_at	INTEGER,		-- in that system; judges the never-used
	login_at INTEGER,		-- last successful; NULL = see login_known
	login_known INTEGER NOT NULL DEFAULT 0 CHECK (login_known IN (0, 1)),	-- 0: unknown, not "never"
	login_lag INTEGER NOT NULL DEFAULT 0 CHECK (login_lag >= 0),	-- seconds by which a later login may not show yet
	changed_at INTEGER NOT NULL,
	UNIQUE (connector, remote_id)
) STRICT;
CREATE INDEX account_contractor ON account(contractor) WHERE contractor IS NOT NULL;
CREATE UNIQUE INDEX account_main ON account(contractor, connector) WHERE main = 1 AND contractor IS NOT NULL;
CREATE INDEX account_stray ON account(connector) WHERE contractor IS NULL;
CREATE INDEX account_manager ON account(manager) WHERE manager IS NOT NULL;
CREATE INDEX account_ends ON account(connector, expires_at) WHERE state = 'enabled' AND expires_at IS NOT NULL;
CREATE INDEX account_idle ON account(connector, login_at) WHERE state = 'enabled';

-- The same for what the cadence reads of accounts.  A new row has no trigger: who links one looks by himself.
CREATE TRIGGER account_look AFTER UPDATE OF contractor, state, expires_at, manager, main ON account
WHEN OLD.contractor IS NOT NEW.contractor OR OLD.state <> NEW.state OR OLD.expires_at IS NOT NEW.expires_at OR
	OLD.manager IS NOT NEW.manager OR OLD.main <> NEW.main
BEGIN UPDATE contractor SET next_check_on = '0001-01-01'
	WHERE id IN (OLD.contractor, NEW.contractor) AND next_check_on <> '0001-01-01'; END;

-- Where a connector's list stands.
CREATE TABLE sync (
	connector TEXT PRIMARY KEY,
	cookie	BLOB,			-- DirSync or uSN; NULL = next one is full
	server	TEXT,			-- the DC and invocationID the cookie belongs to
	items	INTEGER NOT NULL DEFAULT 0,	-- accounts of the last full list: the guard's base
	persons	INTEGER NOT NULL DEFAULT 0,	-- its persons
	keys	TEXT NOT NULL DEFAULT '',	-- link_attributes as of the cookie: other ones need a full list
	full_at	INTEGER,
	ok_at	INTEGER,
	look_seq INTEGER NOT NULL DEFAULT 0,	-- newest evidence when the findings were looked at: nothing newer, nothing to look at
	look_on	TEXT				-- and the day
) STRICT, WITHOUT ROWID;

-- What counts now, from whichever source; provenance is which of the three spoke.
CREATE VIEW registry AS
SELECT c.id, c.upn, c.upn_key, c.worker_id,
	coalesce(c.display_name, a.display_name) AS display_name,
	coalesce(c.email, a.email) AS email,
	c.vendor, coalesce(c.department, a.department) AS department, c.project,
	coalesce(c.manager_key, p.upn_key) AS manager_key,
	c.contract_start, c.contract_end, c.expiry_at, c.extra,
	c.status, c.was, c.engagement, c.feed, c.missing_on, c.attested_at, c.next_check_on
FROM contractor c
LEFT JOIN account a ON a.contractor = c.id AND a.connector = 'ad' AND a.main = 1
LEFT JOIN person p ON p.id = a.manager;

-- Something a person must look at.
CREATE TABLE finding (
	id	INTEGER PRIMARY KEY,
	kind	TEXT NOT NULL CHECK (kind IN ('unregistered','missing_from_roster','missing_account','ambiguous_match',
		'duplicate','override','date_mismatch','expired_enabled','disabled_out_of_band','reenabled','manager_invalid',
		'undeliverable','unanswered','past_end','privileged_access','converted','changed_hands','rehire',
		'still_on_roster','reviewer_disputed','feed_stale','approval_waiting','roster_held','job_held','connector_down',
		'proof_invalid','step_failed','mail_uncertain')),
	subject	TEXT NOT NULL,		-- 'contractor/17', 'account/9', 'roster/3', 'feed/acme'
	print	TEXT NOT NULL DEFAULT '',	-- what is wrong exactly: kept or dismissed, it stays quiet while this is the same
	detail	TEXT NOT NULL DEFAULT '{}',	-- JSON
	owner	TEXT,
	opened_at INTEGER NOT NULL,
	seen_at	INTEGER NOT NULL,
	closed_at INTEGER,
	outcome	TEXT CHECK (outcome IN ('registered','linked','kept','dismissed','asked','rehired','gone')),
	closed_by TEXT,
	why	TEXT,
	until_on TEXT CHECK (until_on IS date(until_on, '+0 days')),	-- quiet until
	CHECK ((closed_at IS NULL) = (outcome IS NULL)),
	CHECK (outcome IS NULL OR outcome NOT IN ('kept','dismissed') OR (why IS NOT NULL AND until_on IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX finding_once ON finding(kind, subject) WHERE closed_at IS NULL;
CREATE INDEX finding_subject ON finding(subject);

-- ----------------------------------------------------- questions and answers

-- One question about one contractor.  Attestations and approvals are its kinds.
CREATE TABLE question (
	id	INTEGER PRIMARY KEY,
	contractor INTEGER NOT NULL REFERENCES contractor(id),
	engagement INTEGER NOT NULL,
	kind	TEXT NOT NULL CHECK (kind IN ('monthly','anchor','left',	-- attestations; left: has he left?
		'inactive','offboard','reinstate','extend','provision')),	-- approvals
	period	TEXT NOT NULL,		-- '2026-11'; '2026-12-20/30' = end date and offset; 'job/31'; what makes it one
	wording	TEXT NOT NULL,		-- the mail kind: heartbeat, full, t-30 ... approval
	batch	TEXT,			-- approvals given over one list: its digest
	nonce	BLOB NOT NULL CHECK (length(nonce) = 16),	-- random: what a link is about, also after a restored backup
	state	TEXT NOT NULL CHECK (state IN ('open','answered','lapsed','overtaken','cancelled')),
	opened_at INTEGER NOT NULL,
	asked_on TEXT,			-- the day its first mail left; caps and quiet_days count from it
	expires_at INTEGER NOT NULL,
	level	INTEGER NOT NULL DEFAULT 0,	-- of escalation reached
	next_on	TEXT NOT NULL,		-- day of the next escalation; '9999-12-31' none
	decision INTEGER REFERENCES decision(id),	-- the one that counts
	CHECK ((state = 'answered') = (decision IS NOT NULL)),
	UNIQUE (contractor, engagement, kind, period)
) STRICT;
CREATE INDEX question_due ON question(next_on) WHERE state = 'open';
CREATE UNIQUE INDEX question_open ON question(contractor) WHERE state = 'open' AND kind IN ('monthly','anchor','left');
CREATE INDEX question_batch ON question(batch) WHERE batch IS NOT NULL;

-- A message to one address: mail, Slack or Teams.
CREATE TABLE outbox (
	id	INTEGER PRIMARY KEY,
	channel	TEXT NOT NULL CHECK (channel IN ('mail','slack','teams')),
	template TEXT NOT NULL,
	dedup	TEXT NOT NULL UNIQUE,	-- what it is, once: 'ask/551', 'digest/KEY/2026-11-20', 'done/31'
	recipient TEXT NOT NULL,	-- address or channel name
	fields	TEXT NOT NULL,	-- the values as of queueing; no link: those are made when it leaves
	message_id TEXT NOT NULL,	-- fixed here; also the id a retry carries
	again	INTEGER NOT NULL CHECK (again IN (0, 1)),	-- 1: send once more when uncertain (questions)
	state	TEXT NOT NULL CHECK (state IN ('queued','sending','sent','failed','uncertain','dropped')),
	dot	INTEGER NOT NULL DEFAULT 0 CHECK (dot IN (0, 1)),	-- committed before the final dot: from here it may have been sent
	tries	INTEGER NOT NULL DEFAULT 0,
	queued_at INTEGER NOT NULL,
	next_at	INTEGER NOT NULL,	-- not before
	sent_at	INTEGER,
	reply	TEXT NOT NULL DEFAULT ''	-- the server's last words
) STRICT;
CREATE INDEX outbox_due ON outbox(next_at) WHERE state IN ('queued','sending');

-- A question as put to one reviewer; the token in his link is about this row.
CREATE TABLE ask (
	id	INTEGER PRIMARY KEY,
	question INTEGER NOT NULL REFERENCES question(id),
	level	INTEGER NOT NULL,	-- 0 manager, 1 skip-level ...
	reviewer_key TEXT NOT NULL,	-- UPN of the one person whose link it is, folded
	deputy_for TEXT,		-- key of the reviewer in whose place he is asked; NULL = in his own
	outbox	INTEGER REFERENCES outbox(id),	-- the message that carries it; several asks may share one
	moved_at INTEGER,		-- asked of somebody else since: the link is dead; NULL = it is not
	UNIQUE (question, reviewer_key)
) STRICT;
CREATE INDEX ask_outbox ON ask(outbox) WHERE outbox IS NOT NULL;
CREATE INDEX ask_reviewer ON ask(reviewer_key);

-- A reviewer who can be asked no more, or has another name: what he was asked goes to somebody else.
CREATE TRIGGER person_look AFTER UPDATE OF upn_key, email, enabled ON person
WHEN OLD.upn_key <> NEW.upn_key OR OLD.email IS NOT NEW.email OR OLD.enabled <> NEW.enabled
BEGIN UPDATE contractor SET next_check_on = '0001-01-01' WHERE next_check_on <> '0001-01-01' AND id IN (SELECT q.contractor
	FROM ask a JOIN question q ON q.id = a.question WHERE a.reviewer_key IN (OLD.upn_key, NEW.upn_key)
	AND a.moved_at IS NULL AND q.state = 'open'); END;
CREATE TRIGGER person_gone AFTER DELETE ON person
BEGIN UPDATE contractor SET next_check_on = '0001-01-01' WHERE next_check_on <> '0001-01-01' AND id IN (SELECT q.contractor
	FROM ask a JOIN question q ON q.id = a.question WHERE a.reviewer_key = OLD.upn_key
	AND a.moved_at IS NULL AND q.state = 'open'); END;

-- What a person answered.  Never changed, never removed: an undo is another row.
CREATE TABLE decision (
	id	INTEGER PRIMARY KEY,
	contractor INTEGER NOT NULL REFERENCES contractor(id),
	question INTEGER REFERENCES question(id),
	ask	INTEGER REFERENCES ask(id),	-- through whose link; NULL = an operator
	answer	TEXT NOT NULL CHECK (answer IN ('attest','not_mine','extend',
		'offboard_now','offboard_end','offboard_day',	-- at once; with the end in force; on a day that he named
		'employee','suspend','keep','provision','approve','deny','undo','lift','reinstate')),
	permits	TEXT GENERATED ALWAYS AS (CASE WHEN answer IN ('offboard_now','offboard_end','offboard_day') THEN 'offboard'
		WHEN answer IN ('suspend','extend','provision','lift','reinstate') THEN answer END) STORED,	-- the kind of job it allows
	actor_kind TEXT NOT NULL CHECK (actor_kind IN ('reviewer','approver','operator')),	-- never a clock, a roster or a sync
	known_by TEXT NOT NULL CHECK (known_by IN ('link','login','slack','key','shell')),	-- how we know who it was
	day_on	TEXT CHECK (day_on IS date(day_on, '+0 days')),	-- extend: the new end; offboard_end, offboard_day: the last day
	undoes	INTEGER UNIQUE REFERENCES decision(id),
	proof	BLOB CHECK (proof IS NULL OR length(proof) BETWEEN 64 AND 255),	-- the signed token of the link used, or made at the shell, or the mark of a key's request: ctr-offboard checks it again
	reason	TEXT,
	decided_at INTEGER NOT NULL,
	evidence INTEGER NOT NULL,
	CHECK (actor_kind <> 'reviewer' OR ask IS NOT NULL),
	CHECK (known_by <> 'link' OR ask IS NOT NULL OR undoes IS NOT NULL),	-- who was told of a departure was asked nothing
	CHECK (known_by NOT IN ('link','shell','key') OR permits IS NULL OR proof IS NOT NULL),
	CHECK (ask IS NULL OR question IS NOT NULL),
	CHECK ((answer = 'undo') = (undoes IS NOT NULL)),
	CHECK (answer NOT IN ('extend','offboard_end','offboard_day') OR day_on IS NOT NULL),
	UNIQUE (id, contractor, permits)
) STRICT;
CREATE INDEX decision_contractor ON decision(contractor);
CREATE INDEX decision_question ON decision(question) WHERE question IS NOT NULL;

-- What an answer needs.  An answer that takes access away is never too late, but never about a later engagement;
-- the link of an older attestation of this engagement answers the one open now, an approval only its own.
CREATE TRIGGER decision_needs BEFORE INSERT ON decision
BEGIN
SELECT RAISE(ABORT, 'the question is not open, or not about this contractor') WHERE NEW.question IS NOT NULL
	AND NEW.answer <> 'undo' AND NOT EXISTS (SELECT 1 FROM question q
	WHERE q.id = NEW.question AND q.contractor = NEW.contractor AND (q.state = 'open' OR
	(NEW.answer IN ('offboard_now','offboard_end','offboard_day') AND q.kind IN ('monthly','anchor','left')))
	AND q.engagement = (SELECT c.engagement FROM contractor c WHERE c.id = NEW.contractor));
SELECT RAISE(ABORT, 'this reviewer was not asked this') WHERE NEW.ask IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ask a
	JOIN question k ON k.id = a.question
	JOIN contractor c ON c.id = k.contractor AND c.engagement = k.engagement JOIN question q ON q.id = NEW.question
	WHERE a.id = NEW.ask AND k.contractor = NEW.contractor AND (k.id = q.id OR
	(k.kind IN ('monthly','anchor','left') AND q.kind IN ('monthly','anchor','left'))));
SELECT RAISE(ABORT, 'too late to take it back, or not his') WHERE NEW.undoes IS NOT NULL AND (NEW.contractor IS NOT
	(SELECT d.contractor FROM decision d WHERE d.id = NEW.undoes)
	OR EXISTS (SELECT 1 FROM job j JOIN step s ON s.job = j.id WHERE j.decision = NEW.undoes AND s.state <> 'todo'));
SELECT RAISE(ABORT, 'a decision needs its evidence') WHERE NOT EXISTS (SELECT 1 FROM evidence e
	WHERE e.seq = NEW.evidence AND e.at = NEW.decided_at
	AND e.action = 'decision' AND e.subject = 'contractor/' || NEW.contractor);
SELECT RAISE(ABORT, 'decisions are append-only') WHERE EXISTS (SELECT 1 FROM decision d
	WHERE d.id = NEW.id OR d.undoes = NEW.undoes);
END;
-- Only the words of a reason go, and only once their contractor is erased.
CREATE TRIGGER decision_keep BEFORE UPDATE OF id, rowid, oid, _rowid_, contractor, question, ask, answer, actor_kind,
	known_by, day_on, undoes, proof, decided_at, evidence ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decision_words BEFORE UPDATE OF reason ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are append-only') WHERE NEW.reason IS NOT NULL
	OR NOT EXISTS (SELECT 1 FROM contractor c WHERE c.id = OLD.contractor AND c.erased_at IS NOT NULL); END;
CREATE TRIGGER decision_stay BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;

-- ---------------------------------------------------------------- doing it

-- One thing to be done to one contractor's accounts.  A departure is a job of kind offboard.
CREATE TABLE job (
	id	INTEGER PRIMARY KEY,
	contractor INTEGER NOT NULL REFERENCES contractor(id),
	kind	TEXT NOT NULL CHECK (kind IN ('offboard','suspend','lift','reinstate','extend','provision')),
	decision INTEGER,		-- why; NULL only for what policy does by a date that a person set
	rule	TEXT CHECK (rule IN ('at_end','waiting','write_expiry')),	-- suspend at the end; while a departure waits for its approval, and lift that again; extend: the expiry follows a last day that moved: the evidence names who set the policy, and the date or the decision
	second	INTEGER NOT NULL CHECK (second IN (0, 1)),	-- hr_approval when it was made
	approval INTEGER REFERENCES decision(id),	-- the approver's, where second = 1
	state	TEXT NOT NULL CHECK (state IN ('waiting','due','held','done','undone')),
	due_at	INTEGER NOT NULL,	-- not before: undo time, or the first instant after the last day
	made_at	INTEGER NOT NULL,
	started_at INTEGER,		-- its steps were laid out; the limit counts departures by it
	done_at	INTEGER,
	FOREIGN KEY (decision, contractor, kind) REFERENCES decision(id, contractor, permits),
	CHECK (second = 0 OR approval IS NOT NULL OR state IN ('waiting','undone')),
	CHECK ((state = 'done') = (done_at IS NOT NULL)),
	CHECK ((decision IS NULL) = (rule IS NOT NULL)),
	CHECK (rule IS NULL OR kind = iif(rule = 'write_expiry', 'extend', 'suspend') OR (kind = 'lift' AND rule = 'waiting')),	-- expiry and suspension take nothing that one step does not give back
	UNIQUE (decision)
) STRICT;
CREATE UNIQUE INDEX job_open ON job(contractor, kind) WHERE state IN ('waiting','due','held');
CREATE INDEX job_contractor ON job(contractor, kind);
CREATE INDEX job_due ON job(due_at) WHERE state = 'due';
CREATE INDEX job_started ON job(started_at) WHERE kind = 'offboard' AND started_at IS NOT NULL;
CREATE VIEW departure AS SELECT * FROM job WHERE kind = 'offboard';

CREATE TRIGGER job_needs BEFORE INSERT ON job
BEGIN
SELECT RAISE(ABORT, 'no decision of a person permits this') WHERE NEW.state NOT IN ('waiting','due') OR NEW.rule IS NULL
	AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.id = NEW.decision AND d.contractor = NEW.contractor
	AND d.permits = NEW.kind AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.id));
SELECT RAISE(ABORT, 'there is a job for this already') WHERE EXISTS (SELECT 1 FROM job j
	WHERE j.id = NEW.id OR j.decision = NEW.decision OR
	(j.contractor = NEW.contractor AND j.kind = NEW.kind AND j.state IN ('waiting','due','held')));
END;
CREATE TRIGGER job_fixed BEFORE UPDATE OF contractor, kind, decision, rule, second ON job
BEGIN SELECT RAISE(ABORT, 'what a job is for does not change') WHERE OLD.contractor <> NEW.contractor OR OLD.kind <> NEW.kind OR OLD.decision IS NOT NEW.decision OR OLD.rule IS NOT NEW.rule OR OLD.second > NEW.second; END;
CREATE TRIGGER job_approved BEFORE UPDATE OF approval ON job
BEGIN SELECT RAISE(ABORT, 'no approver approved this') WHERE NEW.approval IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.id = NEW.approval
	AND d.contractor = NEW.contractor AND d.answer = 'approve' AND d.actor_kind = 'approver'); END;
CREATE TRIGGER job_moves BEFORE UPDATE OF state ON job
BEGIN
SELECT RAISE(ABORT, 'the decision was taken back') WHERE NEW.state IN ('due','done')
	AND EXISTS (SELECT 1 FROM decision u WHERE u.undoes = NEW.decision);
SELECT RAISE(ABORT, 'a finished job stays finished') WHERE OLD.state IN ('done','undone') AND NEW.state <> OLD.state;
SELECT RAISE(ABORT, 'steps are left') WHERE NEW.state = 'done' AND EXISTS (SELECT 1 FROM step s
	WHERE s.job = NEW.id AND s.required = 1 AND s.state NOT IN ('done','waived'));
END;
CREATE TRIGGER job_stay BEFORE DELETE ON job
BEGIN SELECT RAISE(ABORT, 'jobs are kept'); END;

-- One request to one connector about one account.
CREATE TABLE step (
	id	INTEGER PRIMARY KEY,
	job	INTEGER NOT NULL REFERENCES job(id),
	account	INTEGER NOT NULL REFERENCES account(id),
	nth	INTEGER NOT NULL,	-- order within the job
	op	TEXT NOT NULL CHECK (op IN ('create','disable','enable','revoke_groups','all_groups','restore_groups',
		'set_expiry','end_sessions','random_password','describe','move_ou','delete')),
	required INTEGER NOT NULL DEFAULT 1 CHECK (required IN (0, 1)),
	args	TEXT NOT NULL DEFAULT '{}',	-- all of it: the connector adds nothing of its own
	state	TEXT NOT NULL CHECK (state IN ('todo','doing','pending_sync','done','refused','waived')),
	before	TEXT,	-- a lookup, committed with 'doing', before anything is asked
	after	TEXT,	-- a lookup, after
	tries	INTEGER NOT NULL DEFAULT 0,
	next_at	INTEGER NOT NULL DEFAULT 0,
	words	TEXT NOT NULL DEFAULT '',	-- the connector's last
	done_at	INTEGER,
	CHECK (state NOT IN ('doing','pending_sync') OR before IS NOT NULL),
	CHECK (state <> 'done' OR after IS NOT NULL),
	UNIQUE (job, account, op)
) STRICT;
CREATE INDEX step_due ON step(next_at) WHERE state IN ('todo','doing','pending_sync');
CREATE INDEX step_account ON step(account);

CREATE TRIGGER contractor_leaves BEFORE UPDATE OF status, departure ON contractor
BEGIN
SELECT RAISE(ABORT, 'offboarding needs a departure') WHERE NEW.departure IS NOT NULL AND NOT EXISTS (SELECT 1 FROM job j
	WHERE j.id = NEW.departure
	AND j.contractor = NEW.id AND j.kind = 'offboard' AND j.state IN ('due','held','done'));
SELECT RAISE(ABORT, 'offboarded needs a finished departure') WHERE NEW.status = 'offboarded'
	AND 'done' IS NOT (SELECT j.state FROM job j WHERE j.id = NEW.departure);
END;
-- No insert trigger here: it costs a statement journal and 17 of 43 microseconds a row; the CHECK does it.
CREATE TRIGGER contractor_stay BEFORE DELETE ON contractor
BEGIN SELECT RAISE(ABORT, 'contractors are erased, not deleted'); END;

-- ---------------------------------------------------------------- evidence

-- One record of what was done.  hash = SHA-256 over the line
--   PREVIOUS-HASH \t seq \t at \t actor \t action \t subject \t DETAIL-HASH \n   (hashes in hex, 64 zeros before the first)
-- which is also what an export holds, so that sha256sum and 15 lines of shell can check it.
-- actor and subject are numbers and login names, never a contractor's name or address: those are in detail.
CREATE TABLE evidence (
	seq	INTEGER PRIMARY KEY CHECK (seq > 0),
	at	INTEGER NOT NULL,	-- the machine's clock, whatever -T said
	actor	TEXT NOT NULL CHECK (actor NOT GLOB '*[^!-~]*'),	-- 'ask/551', 'operator/alice', 'tool/ctr-ingest'
	action	TEXT NOT NULL CHECK (action NOT GLOB '*[^a-z._-]*'),	-- 'contractor.add', 'decision', 'step.done'
	subject	TEXT NOT NULL CHECK (subject NOT GLOB '*[^!-~]*'),	-- 'contractor/17'
	detail_hash BLOB NOT NULL CHECK (length(detail_hash) = 32),	-- SHA-256(salt, detail)
	hash	BLOB NOT NULL CHECK (length(hash) = 32),
	salt	BLOB CHECK (salt IS NULL OR length(salt) = 16),
	detail	TEXT,			-- JSON; NULL = erased
	CHECK ((salt IS NULL) = (detail IS NULL))
) STRICT;
CREATE INDEX evidence_subject ON evidence(subject, seq);

-- A signed head of the chain.
CREATE TABLE checkpoint (
	seq	INTEGER PRIMARY KEY,	-- the last record it covers
	at	INTEGER NOT NULL,
	hash	BLOB NOT NULL CHECK (length(hash) = 32),
	key_id	TEXT NOT NULL,
	signature BLOB NOT NULL CHECK (length(signature) = 64),
	archived_at INTEGER		-- records up to seq are exported and may leave the database
) STRICT, WITHOUT ROWID;

CREATE TRIGGER evidence_next BEFORE INSERT ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence has no gaps') WHERE NEW.seq IS NOT 1 + max(coalesce((SELECT max(seq) FROM evidence), 0), coalesce((SELECT max(seq) FROM checkpoint), 0)); END;
CREATE TRIGGER evidence_keep BEFORE UPDATE OF seq, rowid, oid, _rowid_, at, actor, action, subject, detail_hash, hash
	ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is append-only: only a detail can be erased'); END;
CREATE TRIGGER evidence_words BEFORE UPDATE OF detail, salt ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is append-only: only a detail can be erased')
	WHERE NEW.detail IS NOT NULL OR NEW.salt IS NOT NULL; END;
CREATE TRIGGER evidence_stay BEFORE DELETE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is append-only: archive it first') WHERE OLD.seq > coalesce((SELECT max(seq) FROM checkpoint WHERE archived_at IS NOT NULL), 0); END;
CREATE TRIGGER checkpoint_keep BEFORE UPDATE OF seq, at, hash, key_id, signature ON checkpoint
BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END;
CREATE TRIGGER checkpoint_stay BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END;

