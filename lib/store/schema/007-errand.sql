-- What an operator asked for in the portal, which has no key to decide it: ctr-offboard takes it up in his name, as its own
-- command would.  Only what an approver must say yes to anyhow, by his own mailed link: whoever can write here can have approvers asked, and no more.
CREATE TABLE errand (
	id	INTEGER PRIMARY KEY,
	what	TEXT NOT NULL CHECK (what = 'reinstate'),
	contractor INTEGER NOT NULL REFERENCES contractor(id),
	why	TEXT NOT NULL CHECK (length(why) <= 500),	-- '' once erased
	asked_at INTEGER NOT NULL,
	asked_by TEXT NOT NULL CHECK (asked_by GLOB 'operator/?*'),	-- as the portal says: proved by nothing
	done_at	INTEGER,
	status	INTEGER,		-- exit status of the act
	words	TEXT NOT NULL DEFAULT '',	-- why it was refused
	evidence INTEGER NOT NULL,
	CHECK ((done_at IS NULL) = (status IS NULL))
) STRICT;
CREATE UNIQUE INDEX errand_open ON errand(contractor, what) WHERE done_at IS NULL;
CREATE TRIGGER errand_fixed BEFORE UPDATE OF id, what, contractor, asked_at, asked_by, evidence ON errand
BEGIN SELECT RAISE(ABORT, 'an errand is done, not changed'); END;
CREATE TRIGGER errand_stay BEFORE DELETE ON errand
BEGIN SELECT RAISE(ABORT, 'errands are kept'); END;
