#include <string.h>

#include "store/evidence_internal.h"
#include "store/evidence_subjects.h"

/* What somebody wrote past the schema must not be more or less than it is
 * taken for: nothing that it could have been follows from this. */
static const void *
blob(struct stmt *st, int col, size_t want)
{
	static const unsigned char none[32];
	size_t len;
	const void *p = stmt_col_blob(st, col, &len);

	return p != NULL && len == want ? p : none;
}

static const char *
text(struct stmt *st, int col)
{
	const char *s = stmt_col_text(st, col);

	return s != NULL ? s : "";
}

int
evidence_walk(struct stmt *st, int64_t *last, evidence_cb *cb, void *arg,
    struct err *e)
{
	int rc, n = 0;

	while ((rc = stmt_step(st, e)) == 1) {
		struct evidence r = { stmt_col_int(st, 0),
			stmt_col_int(st, 1), text(st, 2), text(st, 3),
			text(st, 4), stmt_col_text(st, 5), blob(st, 6, 16),
			blob(st, 7, 32), blob(st, 8, 32) };

		n++;
		if (last != NULL)
			*last = r.seq;
		if ((rc = cb(&r, arg)) != 0) {
			stmt_close(st);
			return rc;
		}
	}
	stmt_close(st);
	return rc == -1 ? -1 : n;
}

int
evidence_page(struct db *db, int64_t after, int max, evidence_cb *cb,
    void *arg, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " EVIDENCE_COLS " FROM evidence"
	    " WHERE seq > :after ORDER BY seq LIMIT :max", e)) == NULL)
		return -1;
	stmt_int(st, ":after", after);
	stmt_int(st, ":max", max);
	return evidence_walk(st, NULL, cb, arg, e);
}

int
evidence_about(struct db *db, const char *subject, int64_t after, int max,
    evidence_cb *cb, void *arg, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " EVIDENCE_COLS " FROM evidence"
	    " WHERE subject = :subject AND seq > :after"
	    " ORDER BY seq LIMIT :max", e)) == NULL)
		return -1;
	stmt_text(st, ":subject", subject);
	stmt_int(st, ":after", after);
	stmt_int(st, ":max", max);
	return evidence_walk(st, NULL, cb, arg, e);
}

int
evidence_story(struct db *db, int64_t contractor, int64_t after, int max,
    evidence_cb *cb, void *arg, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " EVIDENCE_COLS " FROM evidence"
	    " WHERE seq > :after AND subject IN (" EVIDENCE_SUBJECTS ")"
	    " ORDER BY seq LIMIT :max", e)) == NULL)
		return -1;
	stmt_int(st, ":id", contractor);
	stmt_int(st, ":after", after);
	stmt_int(st, ":max", max);
	return evidence_walk(st, NULL, cb, arg, e);
}

int
evidence_story_back(struct db *db, int64_t contractor, int64_t before,
    int max, evidence_cb *cb, void *arg, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " EVIDENCE_COLS " FROM evidence"
	    " WHERE seq < :before AND subject IN (" EVIDENCE_SUBJECTS ")"
	    " ORDER BY seq DESC LIMIT :max", e)) == NULL)
		return -1;
	stmt_int(st, ":id", contractor);
	stmt_int(st, ":before", before);
	stmt_int(st, ":max", max);
	return evidence_walk(st, NULL, cb, arg, e);
}

int
evidence_members(struct db *db, const char *detail,
    void (*cb)(const char *, const char *, void *), void *arg,
    struct err *e)
{
	struct stmt *st;
	int rc;

	/* fullkey quotes a name that has an underscore. */
	if ((st = stmt_open(db, "SELECT replace(substr(fullkey, 3), '\"',"
	    " ''), atom"
	    " FROM json_tree(:detail) WHERE type NOT IN ('object', 'array')",
	    e)) == NULL)
		return -1;
	stmt_text(st, ":detail", detail);
	while ((rc = stmt_step(st, e)) == 1)
		cb(stmt_col_text(st, 0), stmt_col_text(st, 1), arg);
	stmt_close(st);
	return rc;
}

int
evidence_before(struct db *db, int64_t seq, unsigned char out[32],
    struct err *e)
{
	struct stmt *st;
	const void *p;
	size_t len = 0;
	int rc;

	memset(out, 0, 32);
	if (seq <= 1)
		return 1;
	if ((st = stmt_open(db, "SELECT hash FROM evidence WHERE seq = :seq"
	    " UNION ALL SELECT hash FROM checkpoint WHERE seq = :seq LIMIT 1",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":seq", seq - 1);
	if ((rc = stmt_step(st, e)) == 1) {
		p = stmt_col_blob(st, 0, &len);
		if (len == 32)
			memcpy(out, p, 32);
	}
	stmt_close(st);
	return rc;
}
