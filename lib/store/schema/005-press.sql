-- Presses of a button in Slack as they came, until ctr-inactive has looked at them: nothing of one is believed before.
-- print: SHA-256 of stamp, mac and body: the same request counts once.  stamp: X-Slack-Request-Timestamp.
-- mac: X-Slack-Signature.  body: as it came, and gone once it was looked at.  No evidence goes with a row: who
-- sent it is not known yet, and a stranger must not write our chain.
CREATE TABLE press (
	id	INTEGER PRIMARY KEY,
	print	BLOB NOT NULL UNIQUE CHECK (length(print) = 32),
	came_at	INTEGER NOT NULL,
	address	TEXT NOT NULL,
	stamp	INTEGER NOT NULL,
	mac	BLOB NOT NULL CHECK (length(mac) = 32),
	body	BLOB CHECK (body IS NULL OR length(body) <= 262144)
) STRICT;
