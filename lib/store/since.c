#include "store/since.h"

/* The first row of :id or later; and its time. */
static int
look(struct stmt *st, int64_t id, int64_t *found, int64_t *at, struct err *e)
{
	int rc;

	stmt_int(st, ":id", id);
	if ((rc = stmt_step(st, e)) == 1) {
		*found = stmt_col_int(st, 0);
		*at = stmt_col_int(st, 1);
	}
	stmt_again(st);
	return rc;
}

/* st is closed. */
static int
bisect(struct stmt *st, int64_t newest, int64_t at, int64_t *id,
    struct err *e)
{
	int64_t low = 0, high = newest + 1, mid, found, when;
	int rc = 0;

	if (st == NULL)
		return -1;
	while (low < high && rc != -1) {
		mid = low + (high - low) / 2;
		rc = look(st, mid, &found, &when, e);
		if (rc == 1 && when < at)
			low = found + 1;
		else
			high = mid;
	}
	stmt_close(st);
	*id = low;
	return rc == -1 ? -1 : 0;
}

/* newest: st is closed; 0 rows: 0. */
static int64_t
newest(struct stmt *st, struct err *e)
{
	int64_t n = 0;
	int rc;

	if (st == NULL)
		return -1;
	if ((rc = stmt_step(st, e)) == 1)
		n = stmt_col_int(st, 0);
	stmt_close(st);
	return rc == -1 ? -1 : n;
}

int
since_question(struct db *db, int64_t at, int64_t *id, struct err *e)
{
	int64_t n = newest(stmt_open(db, "SELECT max(id) FROM question", e),
	    e);

	return n == -1 ? -1 : bisect(stmt_open(db, "SELECT id, opened_at"
	    " FROM question WHERE id >= :id ORDER BY id LIMIT 1", e), n, at,
	    id, e);
}

int
since_finding(struct db *db, int64_t at, int64_t *id, struct err *e)
{
	int64_t n = newest(stmt_open(db, "SELECT max(id) FROM finding", e),
	    e);

	return n == -1 ? -1 : bisect(stmt_open(db, "SELECT id, opened_at"
	    " FROM finding WHERE id >= :id ORDER BY id LIMIT 1", e), n, at,
	    id, e);
}

int
since_decision(struct db *db, int64_t at, int64_t *id, struct err *e)
{
	int64_t n = newest(stmt_open(db, "SELECT max(id) FROM decision", e),
	    e);

	return n == -1 ? -1 : bisect(stmt_open(db, "SELECT id, decided_at"
	    " FROM decision WHERE id >= :id ORDER BY id LIMIT 1", e), n, at,
	    id, e);
}

int
since_outbox(struct db *db, int64_t at, int64_t *id, struct err *e)
{
	int64_t n = newest(stmt_open(db, "SELECT max(id) FROM outbox", e),
	    e);

	return n == -1 ? -1 : bisect(stmt_open(db, "SELECT id, queued_at"
	    " FROM outbox WHERE id >= :id ORDER BY id LIMIT 1", e), n, at,
	    id, e);
}

int
since_job(struct db *db, int64_t at, int64_t *id, struct err *e)
{
	int64_t n = newest(stmt_open(db, "SELECT max(id) FROM job", e), e);

	return n == -1 ? -1 : bisect(stmt_open(db, "SELECT id, made_at"
	    " FROM job WHERE id >= :id ORDER BY id LIMIT 1", e), n, at, id,
	    e);
}

int
since_evidence(struct db *db, int64_t at, int64_t *seq, struct err *e)
{
	int64_t n = newest(stmt_open(db, "SELECT max(seq) FROM evidence", e),
	    e);

	return n == -1 ? -1 : bisect(stmt_open(db, "SELECT seq, at"
	    " FROM evidence WHERE seq >= :id ORDER BY seq LIMIT 1", e), n, at,
	    seq, e);
}
