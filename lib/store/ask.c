#include "store/ask.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define COLS "id, question, level, reviewer_key, deputy_for, outbox, moved_at"

void
ask_clear(struct ask *a)
{
	free(a->reviewer_key);
	free(a->deputy_for);
	memset(a, 0, sizeof(*a));
}

static void
take(struct stmt *st, struct ask *a)
{
	a->id = stmt_col_int(st, 0);
	a->question = stmt_col_int(st, 1);
	a->level = (int)stmt_col_int(st, 2);
	a->reviewer_key = stmt_col_dup(st, 3);
	a->deputy_for = stmt_col_dup(st, 4);
	a->outbox = stmt_col_int(st, 5);
	a->moved_at = stmt_col_at(st, 6);
}

static int
one(struct stmt *st, struct ask *a, struct err *e)
{
	int rc = stmt_step(st, e);

	memset(a, 0, sizeof(*a));
	if (rc == 1)
		take(st, a);
	stmt_close(st);
	return rc;
}

int
ask_get(struct db *db, int64_t id, struct ask *a, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM ask WHERE id = :id",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	return one(st, a, e);
}

int
ask_of(struct db *db, int64_t question, const char *reviewer_key,
    struct ask *a, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM ask"
	    " WHERE question = :question AND reviewer_key = :reviewer_key",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":question", question);
	stmt_text(st, ":reviewer_key", reviewer_key);
	return one(st, a, e);
}

int
ask_insert(struct db *db, int64_t question, int level,
    const char *reviewer_key, const char *deputy_for, int64_t *id,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "INSERT INTO ask (question, level,"
	    " reviewer_key, deputy_for) VALUES (:question, :level,"
	    " :reviewer_key, :deputy_for)"
	    " ON CONFLICT (question, reviewer_key) DO UPDATE"
	    " SET level = excluded.level, deputy_for = excluded.deputy_for,"
	    " moved_at = NULL RETURNING id", e)) == NULL)
		return -1;
	stmt_int(st, ":question", question);
	stmt_int(st, ":level", level);
	stmt_text(st, ":reviewer_key", reviewer_key);
	stmt_text(st, ":deputy_for", deputy_for);
	if ((rc = stmt_step(st, e)) == 1) {
		*id = stmt_col_int(st, 0);
		rc = stmt_step(st, e);
	}
	stmt_close(st);
	return rc;
}

static int
run(struct stmt *st, struct err *e)
{
	int rc = stmt_done(st, e);

	stmt_close(st);
	return rc;
}

int
ask_carried(struct db *db, int64_t id, int64_t outbox, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE ask SET outbox = :outbox"
	    " WHERE id = :id", e)) == NULL)
		return -1;
	stmt_int(st, ":outbox", outbox);
	stmt_int(st, ":id", id);
	return run(st, e);
}

int
ask_moved(struct db *db, int64_t question, int64_t at, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE ask SET moved_at = :at"
	    " WHERE question = :question AND moved_at IS NULL", e)) == NULL)
		return -1;
	stmt_int(st, ":at", at);
	stmt_int(st, ":question", question);
	return run(st, e);
}

/* each: the rows into memory, then the calls: cb may use the database. */
static int
each(struct stmt *st, ask_cb *cb, void *arg, struct err *e)
{
	struct ask *all = NULL;
	size_t n = 0, i;
	int rc;

	while ((rc = stmt_step(st, e)) == 1) {
		all = mem_grow(all, n + 1, sizeof(*all));
		take(st, &all[n++]);
	}
	stmt_close(st);
	for (i = 0; i < n; i++) {
		if (rc == 0)
			rc = cb(&all[i], arg);
		ask_clear(&all[i]);
	}
	free(all);
	return rc;
}

int
ask_each(struct db *db, int64_t question, ask_cb *cb, void *arg,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM ask"
	    " WHERE question = :question ORDER BY id", e)) == NULL)
		return -1;
	stmt_int(st, ":question", question);
	return each(st, cb, arg, e);
}

int
ask_each_carried(struct db *db, int64_t outbox, ask_cb *cb, void *arg,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM ask"
	    " WHERE outbox = :outbox ORDER BY id", e)) == NULL)
		return -1;
	stmt_int(st, ":outbox", outbox);
	return each(st, cb, arg, e);
}
