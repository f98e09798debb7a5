#include "store/deputy.h"

int
deputy_of(struct db *db, const char *reviewer_key, const char *on,
    char **deputy_key, struct err *e)
{
	struct stmt *st;
	int rc;

	*deputy_key = NULL;
	if ((st = stmt_open(db, "SELECT deputy_key FROM deputy"
	    " WHERE reviewer_key = :reviewer_key AND from_on <= :on"
	    " AND to_on >= :on ORDER BY from_on DESC LIMIT 1", e)) == NULL)
		return -1;
	stmt_text(st, ":reviewer_key", reviewer_key);
	stmt_text(st, ":on", on);
	if ((rc = stmt_step(st, e)) == 1)
		*deputy_key = stmt_col_dup(st, 0);
	stmt_close(st);
	return rc;
}

int
deputy_ever(struct db *db, const char *reviewer_key, const char *deputy_key,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT 1 FROM deputy"
	    " WHERE reviewer_key = :reviewer_key"
	    " AND deputy_key = :deputy_key LIMIT 1", e)) == NULL)
		return -1;
	stmt_text(st, ":reviewer_key", reviewer_key);
	stmt_text(st, ":deputy_key", deputy_key);
	rc = stmt_step(st, e);
	stmt_close(st);
	return rc;
}

int
deputy_set(struct db *db, const char *reviewer_key, const char *deputy_key,
    const char *from_on, const char *to_on, const char *by, int64_t evidence,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT INTO deputy (reviewer_key,"
	    " deputy_key, from_on, to_on, set_by, evidence)"
	    " VALUES (:reviewer_key, :deputy_key, :from_on, :to_on, :by,"
	    " :evidence) ON CONFLICT (reviewer_key, from_on) DO UPDATE SET"
	    " deputy_key = excluded.deputy_key, to_on = excluded.to_on,"
	    " set_by = excluded.set_by, evidence = excluded.evidence",
	    e)) == NULL)
		return -1;
	stmt_text(st, ":reviewer_key", reviewer_key);
	stmt_text(st, ":deputy_key", deputy_key);
	stmt_text(st, ":from_on", from_on);
	stmt_text(st, ":to_on", to_on);
	stmt_text(st, ":by", by);
	stmt_int(st, ":evidence", evidence);
	return stmt_run(st, e);
}
