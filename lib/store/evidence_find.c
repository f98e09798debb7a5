#include "store/evidence_find.h"

#include "store/evidence_internal.h"
#include "store/evidence_subjects.h"

/* A word, or what begins with it. */
#define WANTED " (:actor IS NULL OR actor = :actor OR" \
	" substr(actor, 1, length(:actor) + 1) = :actor || '/')" \
	" AND (:action IS NULL OR action = :action OR" \
	" substr(action, 1, length(:action) + 1) = :action || '.')" \
	" ORDER BY seq DESC LIMIT :max"

static struct stmt *
open_one(struct db *db, const struct evidence_find *f, struct err *e)
{
	struct stmt *st;

	if (f->contractor != 0) {
		st = stmt_open(db, "SELECT " EVIDENCE_COLS " FROM evidence"
		    " WHERE subject IN (" EVIDENCE_SUBJECTS ")"
		    " AND seq >= :from AND seq < :before AND" WANTED, e);
		if (st != NULL)
			stmt_int(st, ":id", f->contractor);
	} else if (f->subject != NULL) {
		st = stmt_open(db, "SELECT " EVIDENCE_COLS " FROM evidence"
		    " WHERE subject = :subject AND seq >= :from"
		    " AND seq < :before AND" WANTED, e);
		if (st != NULL)
			stmt_text(st, ":subject", f->subject);
	} else
		st = stmt_open(db, "SELECT " EVIDENCE_COLS " FROM evidence"
		    " WHERE seq >= :from AND seq < :before AND" WANTED, e);
	return st;
}

int
evidence_find(struct db *db, const struct evidence_find *f, int64_t *down,
    evidence_cb *cb, void *arg, struct err *e)
{
	struct stmt *st;
	int64_t from = f->from, last = 0;
	int n;

	/* Records have no gaps: a stretch of numbers is one of records. */
	if (f->contractor == 0 && f->subject == NULL &&
	    f->before - f->scan > from)
		from = f->before - f->scan;
	if ((st = open_one(db, f, e)) == NULL)
		return -1;
	if (f->actor != NULL)
		stmt_text(st, ":actor", f->actor);
	if (f->action != NULL)
		stmt_text(st, ":action", f->action);
	stmt_int(st, ":from", from);
	stmt_int(st, ":before", f->before);
	stmt_int(st, ":max", f->max);
	n = evidence_walk(st, &last, cb, arg, e);
	*down = n == f->max ? last : from;
	return n;
}

int
evidence_one(struct db *db, int64_t seq, evidence_cb *cb, void *arg,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " EVIDENCE_COLS " FROM evidence"
	    " WHERE seq = :seq", e)) == NULL)
		return -1;
	stmt_int(st, ":seq", seq);
	return evidence_walk(st, NULL, cb, arg, e);
}

int
evidence_range(struct db *db, int64_t *first, int64_t *last, struct err *e)
{
	struct stmt *st;
	int rc;

	*first = *last = 0;
	if ((st = stmt_open(db, "SELECT (SELECT min(seq) FROM evidence),"
	    " (SELECT max(seq) FROM evidence)", e)) == NULL)
		return -1;
	if ((rc = stmt_step(st, e)) == 1) {
		*first = stmt_col_int(st, 0);
		*last = stmt_col_int(st, 1);
	}
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}
