-- Newcomers: who is to get accounts, and the first credential of each.

-- One stay that begins with accounts of our making: wanted, asked, approved, made.
CREATE TABLE newcomer (
	contractor INTEGER NOT NULL REFERENCES contractor(id),
	engagement INTEGER NOT NULL,
	batch	TEXT NOT NULL,		-- digest of the list he came in, hex; '' a roster's
	wanted_by TEXT NOT NULL,	-- actor: 'operator/alice', 'key/3', 'roster/7'
	wanted_key TEXT,		-- UPN of who wants him, folded, where known: never the only yes
	wanted_mail TEXT,		-- and his address
	state	TEXT NOT NULL CHECK (state = 'new' OR state = 'waiting' OR state = 'asked' OR state = 'approved' OR
		state = 'refused' OR state = 'made'),	-- waiting: for a person, to settle a finding
	round	INTEGER NOT NULL DEFAULT 1,	-- asked anew when he is not who was approved
	stage	INTEGER NOT NULL DEFAULT 0,	-- place in policy provision_approval
	print	TEXT NOT NULL DEFAULT '',	-- digest of what was approved, hex
	made_at	INTEGER NOT NULL,
	PRIMARY KEY (contractor, engagement)
) STRICT, WITHOUT ROWID;
CREATE INDEX newcomer_open ON newcomer(state) WHERE state = 'new' OR state = 'waiting' OR state = 'approved';

-- A password on its way to an account: sealed to a key whose secret half only 'ctr' can read; the row goes
-- as soon as the password is set.
CREATE TABLE credential (
	question INTEGER PRIMARY KEY REFERENCES question(id),
	contractor INTEGER NOT NULL REFERENCES contractor(id),
	key	INTEGER NOT NULL,	-- number of the key
	box	BLOB NOT NULL CHECK (length(box) BETWEEN 49 AND 200),	-- crypto_box_seal of it
	made_at	INTEGER NOT NULL
) STRICT;
