-- What a message lists: the link of a digest or of an escalation covers these asks and no other, signed over them
-- when it leaves.  Written by who queues the message, while it is queued; ask.outbox says where an ask was put last.
CREATE TABLE listed (
	outbox	INTEGER NOT NULL REFERENCES outbox(id),
	ask	INTEGER NOT NULL REFERENCES ask(id),
	PRIMARY KEY (outbox, ask)
) STRICT, WITHOUT ROWID;
INSERT INTO listed SELECT outbox, id FROM ask WHERE outbox IS NOT NULL;

CREATE TRIGGER listed_first BEFORE INSERT ON listed
BEGIN SELECT RAISE(ABORT, 'what a message lists is fixed when it is queued')
	WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.id = NEW.outbox AND o.state = 'queued' AND o.tries = 0)
	OR EXISTS (SELECT 1 FROM listed l WHERE l.outbox = NEW.outbox AND l.ask = NEW.ask); END;
CREATE TRIGGER listed_keep BEFORE UPDATE ON listed
BEGIN SELECT RAISE(ABORT, 'what a message lists is fixed when it is queued'); END;
CREATE TRIGGER listed_stay BEFORE DELETE ON listed
BEGIN SELECT RAISE(ABORT, 'what a message lists is fixed when it is queued'); END;
