#include "store/question_past.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct past {
	struct question q;
	int	asks, waiting;
};

static void
take(struct stmt *st, struct past *p)
{
	struct question *q = &p->q;

	memset(p, 0, sizeof *p);
	q->id = stmt_col_int(st, 0);
	stmt_col_copy(st, 1, q->kind, sizeof q->kind);
	stmt_col_copy(st, 2, q->period, sizeof q->period);
	stmt_col_copy(st, 3, q->wording, sizeof q->wording);
	stmt_col_copy(st, 4, q->state, sizeof q->state);
	q->opened_at = stmt_col_int(st, 5);
	stmt_col_copy(st, 6, q->asked_on, sizeof q->asked_on);
	q->level = (int)stmt_col_int(st, 7);
	stmt_col_copy(st, 8, q->next_on, sizeof q->next_on);
	p->asks = (int)stmt_col_int(st, 9);
	p->waiting = (int)stmt_col_int(st, 10);
}

int
question_past_each(struct db *db, int64_t contractor, int engagement,
    question_past_cb *cb, void *arg, struct err *e)
{
	struct past *all = NULL;
	struct stmt *st;
	size_t n = 0, i;
	int rc;

	if ((st = stmt_open(db, "SELECT id, kind, period, wording, state,"
	    " opened_at, asked_on, level, next_on,"
	    " (SELECT count(*) FROM ask a WHERE a.question = q.id),"
	    " state = 'open' AND EXISTS (SELECT 1 FROM ask a"
	    " JOIN outbox o ON o.id = a.outbox WHERE a.question = q.id"
	    " AND a.moved_at IS NULL AND o.state IN ('queued','sending'))"
	    " FROM question q WHERE contractor = :contractor"
	    " AND engagement = :engagement"
	    " AND kind IN ('monthly','anchor','left') ORDER BY id", e)) ==
	    NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_int(st, ":engagement", engagement);
	while ((rc = stmt_step(st, e)) == 1) {
		all = mem_grow(all, n + 1, sizeof *all);
		take(st, &all[n]);
		all[n].q.contractor = contractor;
		all[n++].q.engagement = engagement;
	}
	stmt_close(st);
	for (i = 0; i < n && rc == 0; i++)
		rc = cb(&all[i].q, all[i].asks, all[i].waiting, arg);
	free(all);
	return rc;
}

int
question_past_level(struct db *db, int64_t id, int level,
    const char *next_on, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE question SET level = :level,"
	    " next_on = :next_on WHERE id = :id AND state = 'open'", e)) ==
	    NULL)
		return -1;
	stmt_int(st, ":level", level);
	stmt_text(st, ":next_on", next_on);
	stmt_int(st, ":id", id);
	return stmt_changed(st, e);
}

static int
set_period(struct db *db, int64_t id, const char *period, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE question SET period = :period"
	    " WHERE id = :id", e)) == NULL)
		return -1;
	stmt_text(st, ":period", period);
	stmt_int(st, ":id", id);
	return stmt_changed(st, e) == -1 ? -1 : 0;
}

int
question_past_record(struct db *db, const struct question *q,
    const char *asked_on, int64_t decision, int64_t *id, struct err *e)
{
	unsigned char nonce[16];
	struct stmt *st;
	int rc;

	randombytes_buf(nonce, sizeof nonce);
	if ((st = stmt_open(db, "INSERT INTO question (contractor, engagement,"
	    " kind, period, wording, nonce, state, opened_at, asked_on,"
	    " expires_at, level, next_on, decision) VALUES (:contractor,"
	    " :engagement, :kind, :period, :wording, :nonce, :state,"
	    " :opened_at, :asked_on, :opened_at, 0, '9999-12-31', :decision)"
	    " ON CONFLICT (contractor, engagement, kind, period) DO NOTHING",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", q->contractor);
	stmt_int(st, ":engagement", q->engagement);
	stmt_text(st, ":kind", q->kind);
	stmt_text(st, ":period", q->period);
	stmt_text(st, ":wording", q->wording);
	stmt_blob(st, ":nonce", nonce, sizeof nonce);
	stmt_text(st, ":state", decision != 0 ? "answered" : "cancelled");
	stmt_int(st, ":opened_at", q->opened_at);
	stmt_text(st, ":asked_on", asked_on);
	if (decision != 0)
		stmt_int(st, ":decision", decision);
	rc = stmt_changed(st, e);
	if (rc == 1 && id != NULL)
		*id = db_last_id(db);
	return rc;
}

int
question_past_rekey(struct db *db, int64_t id, const char *period,
    int64_t now, struct err *e)
{
	struct question q, other;
	int rc;

	if ((rc = question_get(db, id, &q, e)) != 1)
		return rc;
	if (strcmp(q.period, period) == 0)
		return 0;
	rc = question_find(db, q.contractor, q.engagement, q.kind, period,
	    &other, e);
	if (rc == -1)
		return -1;
	if (rc == 1) {
		/* Both keys are there: they change places. */
		if (set_period(db, other.id, "swap", e) == -1 ||
		    set_period(db, id, period, e) == -1)
			return -1;
		return set_period(db, other.id, q.period, e);
	}
	if (set_period(db, id, period, e) == -1)
		return -1;
	q.opened_at = now;
	return question_past_record(db, &q, NULL, 0, NULL, e) == -1 ? -1 : 0;
}

int
question_past_under(struct db *db, const char *reviewer_key, int64_t **ids,
    size_t *n, struct err *e)
{
	struct stmt *st;
	int rc;

	*ids = NULL;
	*n = 0;
	if ((st = stmt_open(db, "SELECT DISTINCT q.id FROM ask a"
	    " CROSS JOIN question q ON q.id = a.question"
	    " WHERE a.reviewer_key = :key AND a.level = 0"
	    " AND a.moved_at IS NULL AND q.state = 'open'"
	    " AND q.kind IN ('monthly','anchor','left') ORDER BY q.id", e)) ==
	    NULL)
		return -1;
	stmt_text(st, ":key", reviewer_key);
	while ((rc = stmt_step(st, e)) == 1) {
		*ids = mem_grow(*ids, *n + 1, sizeof **ids);
		(*ids)[(*n)++] = stmt_col_int(st, 0);
	}
	stmt_close(st);
	return rc;
}

int
question_past_waiting(struct db *db, const char *today_on,
    struct question_waiting **list, size_t *n, struct err *e)
{
	struct question_waiting *w;
	struct stmt *st;
	int rc;

	*list = NULL;
	*n = 0;
	if ((st = stmt_open(db, "SELECT id, contractor, opened_at, period"
	    " FROM question WHERE state = 'open' AND next_on <= :today_on"
	    " AND (kind IN ('offboard','extend','reinstate')"
	    " OR (kind = 'provision' AND wording = 'newcomers'))"
	    " ORDER BY id", e)) == NULL)
		return -1;
	stmt_text(st, ":today_on", today_on);
	while ((rc = stmt_step(st, e)) == 1) {
		*list = mem_grow(*list, *n + 1, sizeof **list);
		w = &(*list)[(*n)++];
		w->id = stmt_col_int(st, 0);
		w->contractor = stmt_col_int(st, 1);
		w->opened_at = stmt_col_int(st, 2);
		stmt_col_copy(st, 3, w->period, sizeof w->period);
	}
	stmt_close(st);
	return rc;
}

int
question_past_why(struct db *db, const char *subject, int64_t id,
    struct buf *b, struct err *e)
{
	const char *why;
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT json_extract(detail, '$.why')"
	    " FROM evidence WHERE subject = :subject"
	    " AND action = 'question.open'"
	    " AND json_extract(detail, '$.question') = :id"
	    " ORDER BY seq DESC LIMIT 1", e)) == NULL)
		return -1;
	stmt_text(st, ":subject", subject);
	stmt_int(st, ":id", id);
	if ((rc = stmt_step(st, e)) == 1 &&
	    (why = stmt_col_text(st, 0)) != NULL)
		buf_str(b, why);
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}
