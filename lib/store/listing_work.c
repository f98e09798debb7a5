#include "store/listing.h"

const struct listing_col listing_job_cols[] = {
	{ "id", LISTING_INT, 0 },
	{ "kind", LISTING_TEXT, 0 },
	{ "upn", LISTING_TEXT, 0 },
	{ "state", LISTING_TEXT, 0 },
	{ "due_at", LISTING_AT, 0 },
	{ "steps", LISTING_INT, 0 },
	{ "done", LISTING_INT, 0 },
	{ "decision", LISTING_INT, 1 },
	{ "approval", LISTING_INT, 1 },
	{ "made_at", LISTING_AT, 1 },
	{ "done_at", LISTING_AT, 1 },
	{ "residual_until", LISTING_AT, 1 },
	{ NULL, LISTING_TEXT, 0 }
};

struct stmt *
listing_job(struct db *db, struct err *e)
{
	return stmt_open(db, "SELECT j.id, j.id, j.kind, c.upn, j.state,"
	    " j.due_at, (SELECT count(*) FROM step s WHERE s.job = j.id),"
	    " (SELECT count(*) FROM step s WHERE s.job = j.id"
	    " AND s.state IN ('done','waived')), j.decision, j.approval,"
	    " j.made_at, j.done_at, (SELECT max(json_extract(s.after,"
	    " '$.residual_until')) FROM step s WHERE s.job = j.id)"
	    " FROM job j JOIN contractor c ON c.id = j.contractor"
	    " WHERE j.id > :after ORDER BY j.id LIMIT :max", e);
}

const struct listing_col listing_step_cols[] = {
	{ "id", LISTING_INT, 0 },
	{ "job", LISTING_INT, 0 },
	{ "upn", LISTING_TEXT, 0 },
	{ "connector", LISTING_TEXT, 0 },
	{ "login", LISTING_TEXT, 1 },
	{ "nth", LISTING_INT, 1 },
	{ "op", LISTING_TEXT, 0 },
	{ "state", LISTING_TEXT, 0 },
	{ "tries", LISTING_INT, 1 },
	{ "next_at", LISTING_AT, 1 },
	{ "words", LISTING_TEXT, 1 },
	{ "done_at", LISTING_AT, 0 },
	{ NULL, LISTING_TEXT, 0 }
};

struct stmt *
listing_step(struct db *db, struct err *e)
{
	return stmt_open(db, "SELECT s.id, s.id, s.job, c.upn, a.connector,"
	    " a.login, s.nth, s.op, s.state, s.tries,"
	    " iif(s.state IN ('todo','doing','pending_sync')"
	    " AND s.next_at > 0, s.next_at, NULL), s.words, s.done_at"
	    " FROM step s JOIN job j ON j.id = s.job"
	    " JOIN contractor c ON c.id = j.contractor"
	    " JOIN account a ON a.id = s.account"
	    " WHERE s.id > :after ORDER BY s.id LIMIT :max", e);
}
