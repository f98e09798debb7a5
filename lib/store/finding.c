#include "store/finding.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/finding_internal.h"

#define COLS FINDING_COLS
#define PAGE 1000

void
finding_clear(struct finding *f)
{
	free(f->print);
	free(f->detail);
	free(f->owner);
	memset(f, 0, sizeof(*f));
}

void
finding_take(struct stmt *st, struct finding *f)
{
	memset(f, 0, sizeof(*f));
	f->id = stmt_col_int(st, 0);
	stmt_col_copy(st, 1, f->kind, sizeof(f->kind));
	stmt_col_copy(st, 2, f->subject, sizeof(f->subject));
	f->print = stmt_col_dup(st, 3);
	f->detail = stmt_col_dup(st, 4);
	f->owner = stmt_col_dup(st, 5);
	f->opened_at = stmt_col_int(st, 6);
	f->seen_at = stmt_col_int(st, 7);
	f->closed_at = stmt_col_at(st, 8);
	stmt_col_copy(st, 9, f->outcome, sizeof(f->outcome));
	stmt_col_copy(st, 10, f->until_on, sizeof(f->until_on));
}

static int
one(struct stmt *st, struct finding *f, struct err *e)
{
	int rc = stmt_step(st, e);

	if (rc == 1)
		finding_take(st, f);
	stmt_close(st);
	return rc;
}

int
finding_get(struct db *db, int64_t id, struct finding *f, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM finding WHERE id = :id",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	return one(st, f, e);
}

int
finding_last(struct db *db, const char *kind, const char *subject,
    struct finding *f, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM finding"
	    " WHERE subject = :subject AND kind = :kind"
	    " ORDER BY id DESC LIMIT 1", e)) == NULL)
		return -1;
	stmt_text(st, ":subject", subject);
	stmt_text(st, ":kind", kind);
	return one(st, f, e);
}

int
finding_insert(struct db *db, const char *kind, const char *subject,
    const char *print, const char *detail, const char *owner, int64_t now,
    int64_t *id, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "INSERT INTO finding(kind, subject, print,"
	    " detail, owner, opened_at, seen_at)"
	    " VALUES(:kind, :subject, :print, :detail, :owner, :now, :now)",
	    e)) == NULL)
		return -1;
	stmt_text(st, ":kind", kind);
	stmt_text(st, ":subject", subject);
	stmt_text(st, ":print", print);
	stmt_text(st, ":detail", detail);
	stmt_text(st, ":owner", owner);
	stmt_int(st, ":now", now);
	if ((rc = stmt_done(st, e)) == 0 && id != NULL)
		*id = db_last_id(db);
	stmt_close(st);
	return rc;
}

int
finding_seen(struct db *db, int64_t id, const char *print,
    const char *detail, int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE finding SET seen_at = :now,"
	    " print = :print, detail = :detail WHERE id = :id", e)) == NULL)
		return -1;
	stmt_int(st, ":now", now);
	stmt_text(st, ":print", print);
	stmt_text(st, ":detail", detail);
	stmt_int(st, ":id", id);
	return stmt_run(st, e);
}

int
finding_close(struct db *db, int64_t id, const char *outcome,
    const char *by, const char *why, const char *until_on, int64_t now,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "UPDATE finding SET closed_at = :now,"
	    " outcome = :outcome, closed_by = :by, why = :why,"
	    " until_on = :until WHERE id = :id AND closed_at IS NULL", e)) ==
	    NULL)
		return -1;
	stmt_int(st, ":now", now);
	stmt_text(st, ":outcome", outcome);
	stmt_text(st, ":by", by);
	stmt_text(st, ":why", why);
	stmt_text(st, ":until", until_on);
	stmt_int(st, ":id", id);
	rc = stmt_done(st, e);
	stmt_close(st);
	if (rc == 0 && db_changes(db) != 1)
		return err_set(e, ERR_REFUSED, "finding %lld is not open",
		    (long long)id);
	return rc;
}

int
finding_own(struct db *db, int64_t id, const char *owner, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE finding SET owner = :owner"
	    " WHERE id = :id", e)) == NULL)
		return -1;
	stmt_text(st, ":owner", owner);
	stmt_int(st, ":id", id);
	return stmt_run(st, e);
}

/* pass_on: n of them, read whole; frees them.  rc is that of the reading. */
static int
pass_on(struct finding *all, size_t n, int rc, finding_cb *cb, void *arg)
{
	size_t i;

	for (i = 0; i < n && rc == 0; i++)
		rc = cb(&all[i], arg);
	for (i = 0; i < n; i++)
		finding_clear(&all[i]);
	free(all);
	return rc;
}

int
finding_all(struct stmt *st, finding_cb *cb, void *arg, struct err *e)
{
	struct finding *all = NULL;
	size_t n = 0;
	int rc;

	while ((rc = stmt_step(st, e)) == 1) {
		all = mem_grow(all, n + 1, sizeof(*all));
		finding_take(st, &all[n++]);
	}
	stmt_close(st);
	return pass_on(all, n, rc, cb, arg);
}

int
finding_open_of(struct db *db, const char *kind, finding_cb *cb, void *arg,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM finding"
	    " WHERE closed_at IS NULL AND (:kind IS NULL OR kind = :kind)"
	    " ORDER BY id", e)) ==
	    NULL)
		return -1;
	stmt_text(st, ":kind", kind);
	return finding_all(st, cb, arg, e);
}

/* The next page of finding_open_before; *after moves.  *n of them. */
static int
page(struct db *db, int64_t before_at, int64_t *after, size_t *n,
    finding_cb *cb, void *arg, struct err *e)
{
	struct finding *all = mem_zero(PAGE, sizeof(*all));
	struct stmt *st;
	int rc;

	*n = 0;
	if ((st = stmt_open(db, "SELECT " COLS " FROM finding"
	    " WHERE closed_at IS NULL AND opened_at < :before"
	    " AND id > :after ORDER BY id LIMIT 1000", e)) == NULL) {
		free(all);
		return -1;
	}
	stmt_int(st, ":before", before_at);
	stmt_int(st, ":after", *after);
	while ((rc = stmt_step(st, e)) == 1 && *n < PAGE) {
		finding_take(st, &all[*n]);
		*after = all[(*n)++].id;
	}
	stmt_close(st);
	return pass_on(all, *n, rc, cb, arg);
}

int
finding_open_before(struct db *db, int64_t before_at, finding_cb *cb,
    void *arg, struct err *e)
{
	int64_t after = 0;
	size_t n;
	int rc;

	do {
		rc = page(db, before_at, &after, &n, cb, arg, e);
	} while (rc == 0 && n == PAGE);
	return rc;
}

int
finding_kinds(struct db *db, const char *subject, finding_kind_cb *cb,
    void *arg, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT kind, opened_at FROM finding"
	    " WHERE subject = :subject AND closed_at IS NULL", e)) == NULL)
		return -1;
	stmt_text(st, ":subject", subject);
	while ((rc = stmt_step(st, e)) == 1)
		cb(stmt_col_text(st, 0), stmt_col_int(st, 1), arg);
	stmt_close(st);
	return rc;
}

int
finding_quiet_until(struct db *db, const char *subject, const char *today_on,
    char on[11], struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT until_on FROM finding"
	    " WHERE subject = :subject AND until_on > :today_on"
	    " AND closed_at IS NOT NULL AND kind IN ('past_end',"
	    " 'date_mismatch','expired_enabled','unanswered',"
	    " 'manager_invalid') ORDER BY until_on LIMIT 1", e)) == NULL)
		return -1;
	stmt_text(st, ":subject", subject);
	stmt_text(st, ":today_on", today_on);
	if ((rc = stmt_step(st, e)) == 1)
		stmt_col_copy(st, 0, on, 11);
	stmt_close(st);
	return rc;
}
