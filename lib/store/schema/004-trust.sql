-- What one part of the suite need not believe of another: proofs kept beside
-- the rows that they are about.

-- The signed token of the link by which the password was asked for: checked,
-- like a decision's, before it is set.  NULL = one of before: never set.
ALTER TABLE credential ADD COLUMN proof BLOB CHECK (proof IS NULL OR length(proof) BETWEEN 64 AND 255);

-- A signature by the user ctr over all that a step is: what it is to do, to
-- which account of whom, in which job (act/seal.h).  Who can write the
-- registry cannot make one.  NULL = one of before: refused until a person
-- asks for it again.
ALTER TABLE step ADD COLUMN seal BLOB CHECK (seal IS NULL OR length(seal) = 74);

-- A request id is its key's: what one client was answered is no other's.
CREATE TABLE api_request_new (
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
	UNIQUE (key, kind, request)
) STRICT;
INSERT INTO api_request_new SELECT id, kind, request, key, print, contractor,
	engagement, question, decision, last_day, status, answer, made_at, evidence FROM api_request;
DROP TABLE api_request;
ALTER TABLE api_request_new RENAME TO api_request;
