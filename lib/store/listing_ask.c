#include "store/listing.h"

const struct listing_col listing_question_cols[] = {
	{ "id", LISTING_INT, 1 },
	{ "upn", LISTING_TEXT, 0 },
	{ "kind", LISTING_TEXT, 0 },
	{ "period", LISTING_TEXT, 0 },
	{ "state", LISTING_TEXT, 0 },
	{ "level", LISTING_INT, 0 },
	{ "reviewers", LISTING_TEXT, 0 },
	{ "opened_at", LISTING_AT, 0 },
	{ "expires_at", LISTING_AT, 1 },
	{ "next_on", LISTING_TEXT, 0 },
	{ "decision", LISTING_INT, 1 },
	{ NULL, LISTING_TEXT, 0 }
};

struct stmt *
listing_question(struct db *db, struct err *e)
{
	return stmt_open(db, "SELECT q.id, q.id, c.upn, q.kind, q.period,"
	    " q.state, q.level, (SELECT group_concat(k.reviewer_key, ' ')"
	    " FROM ask k WHERE k.question = q.id), q.opened_at, q.expires_at,"
	    " nullif(q.next_on, '9999-12-31'), q.decision"
	    " FROM question q JOIN contractor c ON c.id = q.contractor"
	    " WHERE q.id > :after ORDER BY q.id LIMIT :max", e);
}

const struct listing_col listing_decision_cols[] = {
	{ "id", LISTING_INT, 1 },
	{ "decided_at", LISTING_AT, 0 },
	{ "upn", LISTING_TEXT, 0 },
	{ "answer", LISTING_TEXT, 0 },
	{ "day_on", LISTING_TEXT, 0 },
	{ "actor_kind", LISTING_TEXT, 0 },
	{ "actor", LISTING_TEXT, 0 },
	{ "question", LISTING_INT, 1 },
	{ "job", LISTING_INT, 1 },
	{ "undone", LISTING_BOOL, 1 },
	{ "evidence", LISTING_INT, 1 },
	{ NULL, LISTING_TEXT, 0 }
};

struct stmt *
listing_decision(struct db *db, struct err *e)
{
	return stmt_open(db, "SELECT d.id, d.id, d.decided_at, c.upn,"
	    " d.answer, d.day_on, d.actor_kind,"
	    " coalesce(k.reviewer_key, v.actor), d.question, j.id,"
	    " EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.id),"
	    " d.evidence FROM decision d"
	    " JOIN contractor c ON c.id = d.contractor"
	    " LEFT JOIN ask k ON k.id = d.ask"
	    " LEFT JOIN evidence v ON v.seq = d.evidence"
	    " LEFT JOIN job j ON j.decision = d.id"
	    " WHERE d.id > :after ORDER BY d.id LIMIT :max", e);
}

const struct listing_col listing_outbox_cols[] = {
	{ "id", LISTING_INT, 1 },
	{ "state", LISTING_TEXT, 0 },
	{ "channel", LISTING_TEXT, 1 },
	{ "template", LISTING_TEXT, 0 },
	{ "recipient", LISTING_TEXT, 0 },
	{ "queued_at", LISTING_AT, 0 },
	{ "sent_at", LISTING_AT, 1 },
	{ "tries", LISTING_INT, 0 },
	{ "next_at", LISTING_AT, 1 },
	{ "reply", LISTING_TEXT, 0 },
	{ "message_id", LISTING_TEXT, 1 },
	{ NULL, LISTING_TEXT, 0 }
};

struct stmt *
listing_outbox(struct db *db, struct err *e)
{
	return stmt_open(db, "SELECT id, id, state, channel, template,"
	    " recipient, queued_at, sent_at, tries,"
	    " iif(state IN ('queued','sending'), next_at, NULL), reply,"
	    " message_id FROM outbox WHERE id > :after ORDER BY id LIMIT :max",
	    e);
}
