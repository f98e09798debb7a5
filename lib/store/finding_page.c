#include "store/finding_page.h"

#include "store/finding_internal.h"

/*
 * The open ones are few among the settled ones of years: they are found by
 * the index of what is open, which also has kind and number.
 */
static struct stmt *
open_ones(struct db *db, struct err *e)
{
	return stmt_open(db, "SELECT " FINDING_COLS " FROM finding"
	    " WHERE id IN (SELECT id FROM finding INDEXED BY finding_once"
	    " WHERE closed_at IS NULL AND id > :after"
	    " AND (:kind IS NULL OR kind = :kind)"
	    " AND (:owner IS NULL OR owner IS nullif(:owner, '-'))"
	    " ORDER BY id LIMIT :max) ORDER BY id", e);
}

/* From the number on down which was seen last: with a kind or an owner that few
 * have, all of them are looked at, some 0.3 s for a million. */
static struct stmt *
closed_ones(struct db *db, struct err *e)
{
	return stmt_open(db, "SELECT " FINDING_COLS " FROM finding"
	    " WHERE closed_at IS NOT NULL AND id < :after"
	    " AND (:kind IS NULL OR kind = :kind)"
	    " AND (:owner IS NULL OR owner IS nullif(:owner, '-'))"
	    " ORDER BY id DESC LIMIT :max", e);
}

int
finding_page(struct db *db, const struct finding_filter *f, finding_cb *cb,
    void *arg, struct err *e)
{
	struct stmt *st = f->closed ? closed_ones(db, e) : open_ones(db, e);

	if (st == NULL)
		return -1;
	stmt_int(st, ":after", f->closed && f->after == 0 ? INT64_MAX :
	    f->after);
	stmt_text(st, ":kind", f->kind);
	stmt_text(st, ":owner", f->owner);
	stmt_int(st, ":max", f->max);
	return finding_all(st, cb, arg, e);
}

static int
count(struct stmt *st, finding_count_cb *cb, void *arg, struct err *e)
{
	int rc;

	if (st == NULL)
		return -1;
	while ((rc = stmt_step(st, e)) == 1)
		if ((rc = cb(stmt_col_text(st, 0), stmt_col_int(st, 1),
		    arg)) != 0)
			break;
	stmt_close(st);
	return rc;
}

int
finding_counts(struct db *db, finding_count_cb *cb, void *arg, struct err *e)
{
	return count(stmt_open(db, "SELECT kind, count(*) FROM finding"
	    " INDEXED BY finding_once WHERE closed_at IS NULL GROUP BY kind",
	    e), cb, arg, e);
}

int
finding_owners(struct db *db, finding_count_cb *cb, void *arg, struct err *e)
{
	return count(stmt_open(db, "SELECT coalesce(owner, ''), count(*)"
	    " FROM finding INDEXED BY finding_once WHERE closed_at IS NULL"
	    " GROUP BY owner ORDER BY owner LIMIT 100", e), cb, arg, e);
}

int
finding_end(struct db *db, int64_t id, char **by, char **why, struct err *e)
{
	struct stmt *st;
	int rc;

	*by = *why = NULL;
	if ((st = stmt_open(db, "SELECT closed_by, why FROM finding"
	    " WHERE id = :id", e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	if ((rc = stmt_step(st, e)) == 1) {
		*by = stmt_col_dup(st, 0);
		*why = stmt_col_dup(st, 1);
	}
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}

int
finding_before(struct db *db, const struct finding *f, int max,
    finding_cb *cb, void *arg, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " FINDING_COLS " FROM finding"
	    " WHERE subject = :subject AND kind = :kind AND id < :id"
	    " ORDER BY id DESC LIMIT :max", e)) == NULL)
		return -1;
	stmt_text(st, ":subject", f->subject);
	stmt_text(st, ":kind", f->kind);
	stmt_int(st, ":id", f->id);
	stmt_int(st, ":max", max);
	return finding_all(st, cb, arg, e);
}

int
finding_story(struct db *db, const struct finding *f, finding_story_cb *cb,
    void *arg, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT seq, at, actor, action FROM evidence"
	    " WHERE subject = :subject AND action GLOB 'finding.*'"
	    " AND json_extract(detail, '$.finding') = :id"
	    " ORDER BY seq LIMIT 50", e)) == NULL)
		return -1;
	stmt_text(st, ":subject", f->subject);
	stmt_int(st, ":id", f->id);
	while ((rc = stmt_step(st, e)) == 1)
		if ((rc = cb(stmt_col_int(st, 0), stmt_col_int(st, 1),
		    stmt_col_text(st, 2), stmt_col_text(st, 3), arg)) != 0)
			break;
	stmt_close(st);
	return rc;
}
