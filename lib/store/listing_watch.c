#include "store/listing.h"

const struct listing_col listing_finding_cols[] = {
	{ "id", LISTING_INT, 0 },
	{ "kind", LISTING_TEXT, 0 },
	{ "subject", LISTING_TEXT, 0 },
	{ "upn", LISTING_TEXT, 0 },
	{ "age_days", LISTING_INT, 0 },
	{ "owner", LISTING_TEXT, 0 },
	{ "opened_at", LISTING_AT, 1 },
	{ "until_on", LISTING_TEXT, 1 },
	{ "outcome", LISTING_TEXT, 1 },
	{ "closed_by", LISTING_TEXT, 1 },
	{ "detail", LISTING_JSON, 1 },
	{ NULL, LISTING_TEXT, 0 }
};

/* The age of one that is closed is how long it was open. */
struct stmt *
listing_finding(struct db *db, struct err *e)
{
	return stmt_open(db, "SELECT f.id, f.id, f.kind, f.subject,"
	    " CASE WHEN f.subject GLOB 'contractor/*' THEN (SELECT c.upn"
	    " FROM contractor c WHERE c.id = substr(f.subject, 12) + 0)"
	    " WHEN f.subject GLOB 'account/*' THEN (SELECT coalesce(c.upn,"
	    " a.login) FROM account a LEFT JOIN contractor c"
	    " ON c.id = a.contractor WHERE a.id = substr(f.subject, 9) + 0)"
	    " END, (coalesce(f.closed_at, f.seen_at) - f.opened_at) / 86400,"
	    " f.owner, f.opened_at, f.until_on, f.outcome, f.closed_by,"
	    " f.detail FROM finding f"
	    " WHERE f.id > :after ORDER BY f.id LIMIT :max", e);
}

const struct listing_col listing_roster_cols[] = {
	{ "id", LISTING_INT, 0 },
	{ "came_at", LISTING_AT, 0 },
	{ "source", LISTING_TEXT, 0 },
	{ "name", LISTING_TEXT, 0 },
	{ "mode", LISTING_TEXT, 0 },
	{ "state", LISTING_TEXT, 0 },
	{ "rows", LISTING_INT, 0 },
	{ "added", LISTING_INT, 0 },
	{ "changed", LISTING_INT, 0 },
	{ "missing", LISTING_INT, 0 },
	{ "returned", LISTING_INT, 0 },
	{ "rejected", LISTING_INT, 0 },
	{ "sha256", LISTING_TEXT, 1 },
	{ "feed", LISTING_TEXT, 1 },
	{ NULL, LISTING_TEXT, 0 }
};

struct stmt *
listing_roster(struct db *db, struct err *e)
{
	return stmt_open(db, "SELECT id, id, came_at, source, name, mode,"
	    " state, rows, added, changed, missing, returned, rejected,"
	    " lower(hex(sha256)), feed FROM roster"
	    " WHERE id > :after ORDER BY id LIMIT :max", e);
}

const struct listing_col listing_run_cols[] = {
	{ "tool", LISTING_TEXT, 0 },
	{ "part", LISTING_TEXT, 0 },
	{ "started_at", LISTING_AT, 0 },
	{ "ok_at", LISTING_AT, 0 },
	{ "status", LISTING_INT, 0 },
	{ "note", LISTING_TEXT, 0 },
	{ NULL, LISTING_TEXT, 0 }
};

/* A handful of rows, without a number of their own. */
struct stmt *
listing_run(struct db *db, struct err *e)
{
	return stmt_open(db, "SELECT * FROM (SELECT row_number() OVER"
	    " (ORDER BY tool, part) AS k, tool, part, started_at, ok_at,"
	    " status, note FROM run) WHERE k > :after ORDER BY k LIMIT :max",
	    e);
}

const struct listing_col listing_evidence_cols[] = {
	{ "seq", LISTING_INT, 0 },
	{ "at", LISTING_AT, 0 },
	{ "actor", LISTING_TEXT, 0 },
	{ "action", LISTING_TEXT, 0 },
	{ "subject", LISTING_TEXT, 0 },
	{ "upn", LISTING_TEXT, 0 },
	{ "detail", LISTING_JSON, 1 },
	{ "hash", LISTING_TEXT, 1 },
	{ NULL, LISTING_TEXT, 0 }
};

struct stmt *
listing_evidence(struct db *db, struct err *e)
{
	return stmt_open(db, "SELECT v.seq, v.seq, v.at, v.actor, v.action,"
	    " v.subject, (SELECT c.upn FROM contractor c"
	    " WHERE v.subject GLOB 'contractor/*'"
	    " AND c.id = substr(v.subject, 12) + 0), v.detail,"
	    " lower(hex(v.hash)) FROM evidence v"
	    " WHERE v.seq > :after ORDER BY v.seq LIMIT :max", e);
}
