#include "store/question.h"

#include <sodium.h>
#include <string.h>

#define COLS "id, contractor, engagement, kind, period, wording, nonce," \
	" state, opened_at, asked_on, expires_at, level, next_on, decision," \
	" batch"

int
question_attests(const char *kind)
{
	return strcmp(kind, "monthly") == 0 || strcmp(kind, "anchor") == 0 ||
	    strcmp(kind, "left") == 0;
}

static void
take(struct stmt *st, struct question *q)
{
	const void *nonce;
	size_t len;

	memset(q, 0, sizeof(*q));
	q->id = stmt_col_int(st, 0);
	q->contractor = stmt_col_int(st, 1);
	q->engagement = (int)stmt_col_int(st, 2);
	stmt_col_copy(st, 3, q->kind, sizeof(q->kind));
	stmt_col_copy(st, 4, q->period, sizeof(q->period));
	stmt_col_copy(st, 5, q->wording, sizeof(q->wording));
	nonce = stmt_col_blob(st, 6, &len);
	if (nonce != NULL && len == sizeof(q->nonce))
		memcpy(q->nonce, nonce, len);
	stmt_col_copy(st, 7, q->state, sizeof(q->state));
	q->opened_at = stmt_col_int(st, 8);
	stmt_col_copy(st, 9, q->asked_on, sizeof(q->asked_on));
	q->expires_at = stmt_col_int(st, 10);
	q->level = (int)stmt_col_int(st, 11);
	stmt_col_copy(st, 12, q->next_on, sizeof(q->next_on));
	q->decision = stmt_col_int(st, 13);
	stmt_col_copy(st, 14, q->batch, sizeof(q->batch));
}

static int
one(struct stmt *st, struct question *q, struct err *e)
{
	int rc = stmt_step(st, e);

	if (rc == 1)
		take(st, q);
	stmt_close(st);
	return rc;
}

int
question_get(struct db *db, int64_t id, struct question *q, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM question"
	    " WHERE id = :id", e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	return one(st, q, e);
}

/* Few are his: with + SQLite plans no three look-ups for the three kinds. */
int
question_newest(struct db *db, int64_t contractor, int engagement,
    struct question *q, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM question"
	    " WHERE contractor = :contractor AND engagement = :engagement"
	    " AND (+kind = 'monthly' OR +kind = 'anchor' OR +kind = 'left')"
	    " ORDER BY state = 'open' DESC, id DESC LIMIT 1", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_int(st, ":engagement", engagement);
	return one(st, q, e);
}

int
question_newest_id(struct db *db, int64_t contractor, int engagement,
    int64_t *id, struct err *e)
{
	struct stmt *st;
	int rc;

	*id = 0;
	if ((st = stmt_open(db, "SELECT coalesce(max(iif(state = 'open', id,"
	    " NULL)), max(id)) FROM question"
	    " WHERE contractor = :contractor AND engagement = :engagement"
	    " AND (+kind = 'monthly' OR +kind = 'anchor' OR +kind = 'left')",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_int(st, ":engagement", engagement);
	if ((rc = stmt_step(st, e)) == 1)
		*id = stmt_col_int(st, 0);
	stmt_close(st);
	return rc == -1 ? -1 : *id != 0;
}

int
question_find(struct db *db, int64_t contractor, int engagement,
    const char *kind, const char *period, struct question *q, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM question"
	    " WHERE contractor = :contractor AND engagement = :engagement"
	    " AND kind = :kind AND period = :period", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_int(st, ":engagement", engagement);
	stmt_text(st, ":kind", kind);
	stmt_text(st, ":period", period);
	return one(st, q, e);
}

int
question_insert(struct db *db, const struct question *q, int64_t *id,
    struct err *e)
{
	unsigned char nonce[sizeof(q->nonce)];
	struct question was;
	struct stmt *st;
	int rc;

	randombytes_buf(nonce, sizeof(nonce));
	if ((st = stmt_open(db, "INSERT INTO question (contractor, engagement,"
	    " kind, period, wording, nonce, state, opened_at, asked_on,"
	    " expires_at, level, next_on, batch) VALUES (:contractor,"
	    " :engagement, :kind, :period, :wording, :nonce, 'open',"
	    " :opened_at, :asked_on, :expires_at, 0, :next_on, :batch)"
	    " ON CONFLICT (contractor, engagement, kind, period) DO NOTHING",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", q->contractor);
	stmt_int(st, ":engagement", q->engagement);
	stmt_text(st, ":kind", q->kind);
	stmt_text(st, ":period", q->period);
	stmt_text(st, ":wording", q->wording);
	stmt_blob(st, ":nonce", nonce, sizeof(nonce));
	stmt_int(st, ":opened_at", q->opened_at);
	stmt_text(st, ":asked_on", q->asked_on[0] != '\0' ? q->asked_on :
	    NULL);
	stmt_int(st, ":expires_at", q->expires_at);
	stmt_text(st, ":next_on", q->next_on);
	stmt_text(st, ":batch", q->batch[0] != '\0' ? q->batch : NULL);
	if ((rc = stmt_changed(st, e)) == -1)
		return -1;
	if (rc == 1) {
		if (id != NULL)
			*id = db_last_id(db);
		return 1;
	}
	if (question_find(db, q->contractor, q->engagement, q->kind, q->period,
	    &was, e) == -1)
		return -1;
	if (id != NULL)
		*id = was.id;
	return 0;
}

int
question_answered(struct db *db, int64_t id, int64_t decision, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE question SET state = 'answered',"
	    " decision = :decision, next_on = '9999-12-31'"
	    " WHERE id = :id AND state = 'open'", e)) == NULL)
		return -1;
	stmt_int(st, ":decision", decision);
	stmt_int(st, ":id", id);
	return stmt_changed(st, e);
}

int
question_closed(struct db *db, int64_t id, const char *state, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE question SET state = :state,"
	    " next_on = '9999-12-31' WHERE id = :id AND state = 'open'", e)) ==
	    NULL)
		return -1;
	stmt_text(st, ":state", state);
	stmt_int(st, ":id", id);
	return stmt_changed(st, e);
}

int
question_reopened(struct db *db, int64_t id, int64_t decision,
    const char *next_on, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE question SET state = 'open',"
	    " decision = NULL, next_on = :next_on"
	    " WHERE id = :id AND state = 'answered' AND decision = :decision"
	    " AND NOT EXISTS (SELECT 1 FROM question o"
	    " WHERE o.contractor = question.contractor AND o.state = 'open'"
	    " AND o.kind IN ('monthly','anchor','left'))", e)) == NULL)
		return -1;
	stmt_text(st, ":next_on", next_on);
	stmt_int(st, ":id", id);
	stmt_int(st, ":decision", decision);
	return stmt_changed(st, e);
}

int
question_next(struct db *db, int64_t id, const char *next_on, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE question SET next_on = :next_on"
	    " WHERE id = :id AND state = 'open'", e)) == NULL)
		return -1;
	stmt_text(st, ":next_on", next_on);
	stmt_int(st, ":id", id);
	return stmt_changed(st, e);
}
