#include "store/step.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define COLS "id, job, account, nth, op, required, args, state, before," \
	" after, tries, next_at, words, done_at, seal"

void
step_clear(struct step *s)
{
	free(s->args);
	free(s->before);
	free(s->after);
	free(s->words);
	memset(s, 0, sizeof(*s));
}

static void
take(struct stmt *st, struct step *s)
{
	const void *seal;
	size_t len;

	memset(s, 0, sizeof(*s));
	s->id = stmt_col_int(st, 0);
	s->job = stmt_col_int(st, 1);
	s->account = stmt_col_int(st, 2);
	s->nth = (int)stmt_col_int(st, 3);
	stmt_col_copy(st, 4, s->op, sizeof(s->op));
	s->required = (int)stmt_col_int(st, 5);
	s->args = stmt_col_dup(st, 6);
	stmt_col_copy(st, 7, s->state, sizeof(s->state));
	s->before = stmt_col_dup(st, 8);
	s->after = stmt_col_dup(st, 9);
	s->tries = (int)stmt_col_int(st, 10);
	s->next_at = stmt_col_int(st, 11);
	s->words = stmt_col_dup(st, 12);
	s->done_at = stmt_col_int(st, 13);
	seal = stmt_col_blob(st, 14, &len);
	if (seal != NULL && len <= sizeof(s->seal)) {
		memcpy(s->seal, seal, len);
		s->seal_len = len;
	}
}

int
step_get(struct db *db, int64_t id, struct step *s, struct err *e)
{
	struct stmt *st;
	int rc;

	memset(s, 0, sizeof(*s));
	if ((st = stmt_open(db, "SELECT " COLS " FROM step WHERE id = :id",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	if ((rc = stmt_step(st, e)) == 1)
		take(st, s);
	stmt_close(st);
	return rc;
}

static int
each(struct stmt *st, step_cb *cb, void *arg, struct err *e)
{
	struct step *all = NULL;
	size_t n = 0, i;
	int rc;

	while ((rc = stmt_step(st, e)) == 1) {
		if ((n & (n - 1)) == 0)
			all = mem_grow(all, n == 0 ? 1 : n * 2, sizeof(*all));
		take(st, &all[n++]);
	}
	stmt_close(st);
	for (i = 0; i < n && rc == 0; i++)
		rc = cb(&all[i], arg);
	for (i = 0; i < n; i++)
		step_clear(&all[i]);
	free(all);
	return rc;
}

int
step_each(struct db *db, int64_t job, step_cb *cb, void *arg, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM step WHERE job = :job"
	    " ORDER BY nth, id", e)) == NULL)
		return -1;
	stmt_int(st, ":job", job);
	return each(st, cb, arg, e);
}

int
step_each_account(struct db *db, int64_t account, step_cb *cb, void *arg,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM step"
	    " WHERE account = :account ORDER BY id", e)) == NULL)
		return -1;
	stmt_int(st, ":account", account);
	return each(st, cb, arg, e);
}

int
step_doing(struct db *db, int64_t job, struct err *e)
{
	struct stmt *st;
	int rc = -1;

	if ((st = stmt_open(db, "SELECT EXISTS (SELECT 1 FROM step"
	    " WHERE job = :job AND state IN ('doing','pending_sync'))", e)) ==
	    NULL)
		return -1;
	stmt_int(st, ":job", job);
	if (stmt_step(st, e) == 1)
		rc = (int)stmt_col_int(st, 0);
	stmt_close(st);
	return rc;
}

int
step_insert(struct db *db, int64_t job, int64_t account, int nth,
    const char *op, int required, const char *args, int64_t *id,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "INSERT INTO step (job, account, nth, op,"
	    " required, args, state) VALUES (:job, :account, :nth, :op,"
	    " :required, :args, 'todo')", e)) == NULL)
		return -1;
	stmt_int(st, ":job", job);
	stmt_int(st, ":account", account);
	stmt_int(st, ":nth", nth);
	stmt_text(st, ":op", op);
	stmt_int(st, ":required", required);
	stmt_text(st, ":args", args);
	rc = stmt_done(st, e);
	stmt_close(st);
	if (rc == 0 && id != NULL)
		*id = db_last_id(db);
	return rc;
}

int
step_begun(struct db *db, int64_t id, const char *args, const char *before,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE step SET state = 'doing',"
	    " args = :args, before = coalesce(before, :before)"
	    " WHERE id = :id AND state IN ('todo','doing')", e)) == NULL)
		return -1;
	stmt_text(st, ":args", args);
	stmt_text(st, ":before", before);
	stmt_int(st, ":id", id);
	return stmt_changed(st, e);
}

int
step_done(struct db *db, int64_t id, const char *before, const char *after,
    const char *words, int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE step SET state = 'done',"
	    " before = coalesce(before, :before), after = :after,"
	    " words = :words, done_at = :now WHERE id = :id"
	    " AND state IN ('todo','doing','pending_sync')", e)) == NULL)
		return -1;
	stmt_text(st, ":before", before);
	stmt_text(st, ":after", after);
	stmt_text(st, ":words", words);
	stmt_int(st, ":now", now);
	stmt_int(st, ":id", id);
	return stmt_changed(st, e);
}

int
step_later(struct db *db, int64_t id, const char *words, int64_t next_at,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE step SET state = 'todo',"
	    " tries = tries + 1, words = :words, next_at = :next_at"
	    " WHERE id = :id AND state IN ('todo','doing')", e)) == NULL)
		return -1;
	stmt_text(st, ":words", words);
	stmt_int(st, ":next_at", next_at);
	stmt_int(st, ":id", id);
	return stmt_changed(st, e);
}

int
step_waits(struct db *db, int64_t id, const char *before, const char *words,
    int64_t next_at, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE step SET state = 'pending_sync',"
	    " before = coalesce(before, :before), words = :words,"
	    " tries = tries + 1, next_at = :next_at"
	    " WHERE id = :id AND state IN ('todo','doing','pending_sync')",
	    e)) == NULL)
		return -1;
	stmt_text(st, ":before", before);
	stmt_text(st, ":words", words);
	stmt_int(st, ":next_at", next_at);
	stmt_int(st, ":id", id);
	return stmt_changed(st, e);
}

int
step_refused(struct db *db, int64_t id, const char *words, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE step SET state = 'refused',"
	    " words = :words WHERE id = :id"
	    " AND state IN ('todo','doing','pending_sync')", e)) == NULL)
		return -1;
	stmt_text(st, ":words", words);
	stmt_int(st, ":id", id);
	return stmt_changed(st, e);
}

int
step_waived(struct db *db, int64_t id, const char *words, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE step SET state = 'waived',"
	    " words = :words WHERE id = :id"
	    " AND state IN ('refused','todo','pending_sync')", e)) == NULL)
		return -1;
	stmt_text(st, ":words", words);
	stmt_int(st, ":id", id);
	return stmt_changed(st, e);
}

int
step_again(struct db *db, int64_t id, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE step SET state = 'todo', next_at = 0"
	    " WHERE id = :id AND state = 'refused'", e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	return stmt_changed(st, e);
}

int
step_not_before(struct db *db, int64_t id, int64_t at, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE step SET next_at = :at"
	    " WHERE id = :id AND state = 'todo'", e)) == NULL)
		return -1;
	stmt_int(st, ":at", at);
	stmt_int(st, ":id", id);
	return stmt_run(st, e);
}

int
step_sealed(struct db *db, int64_t id, const void *seal, size_t len,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE step SET seal = :seal"
	    " WHERE id = :id", e)) == NULL)
		return -1;
	stmt_blob(st, ":seal", seal, len);
	stmt_int(st, ":id", id);
	return stmt_run(st, e);
}

int
step_unsealed(struct db *db, int64_t after, int64_t *ids, int max,
    struct err *e)
{
	struct stmt *st;
	int n = 0, rc = 1;

	if ((st = stmt_open(db, "SELECT id FROM step WHERE id > :after"
	    " AND seal IS NULL ORDER BY id LIMIT :max", e)) == NULL)
		return -1;
	stmt_int(st, ":after", after);
	stmt_int(st, ":max", max);
	while (n < max && (rc = stmt_step(st, e)) == 1)
		ids[n++] = stmt_col_int(st, 0);
	stmt_close(st);
	return rc == -1 ? -1 : n;
}
