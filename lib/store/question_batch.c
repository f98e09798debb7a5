#include "store/question_batch_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

int
question_batch_each(struct db *db, const char *kind, int64_t since,
    question_batch_cb *cb, void *arg, struct err *e)
{
	struct question_batch *all = NULL, *b;
	struct stmt *st;
	size_t n = 0, i;
	int rc;

	if ((st = stmt_open(db, "SELECT batch, min(opened_at),"
	    " max(expires_at), count(*), sum(state = 'open'),"
	    " sum(state = 'answered') FROM question"
	    " WHERE batch IS NOT NULL AND kind = :kind AND opened_at > :since"
	    " GROUP BY batch ORDER BY min(id)", e)) == NULL)
		return -1;
	stmt_text(st, ":kind", kind);
	stmt_int(st, ":since", since);
	while ((rc = stmt_step(st, e)) == 1) {
		all = mem_grow(all, n + 1, sizeof(*all));
		b = &all[n++];
		stmt_col_copy(st, 0, b->batch, sizeof(b->batch));
		b->opened_at = stmt_col_int(st, 1);
		b->expires_at = stmt_col_int(st, 2);
		b->all = stmt_col_int(st, 3);
		b->open = stmt_col_int(st, 4);
		b->answered = stmt_col_int(st, 5);
	}
	stmt_close(st);
	for (i = 0; i < n && rc == 0; i++)
		rc = cb(&all[i], arg);
	free(all);
	return rc;
}

void
question_batch_take(struct stmt *st, struct question_batch_row *r)
{
	memset(r, 0, sizeof(*r));
	r->question = stmt_col_int(st, 0);
	r->contractor = stmt_col_int(st, 1);
	r->upn = stmt_col_dup(st, 2);
	r->name = stmt_col_dup(st, 3);
	stmt_col_copy(st, 4, r->state, sizeof(r->state));
	stmt_col_copy(st, 5, r->answer, sizeof(r->answer));
	r->decision = stmt_col_int(st, 6);
	r->job = stmt_col_int(st, 7);
	stmt_col_copy(st, 8, r->job_state, sizeof(r->job_state));
}

int
question_batch_rows(struct db *db, const char *kind, const char *batch,
    question_batch_row_cb *cb, void *arg, struct err *e)
{
	struct question_batch_row *all = NULL, *r;
	struct stmt *st;
	size_t n = 0, i;
	int rc;

	if ((st = stmt_open(db, "SELECT " QUESTION_BATCH_COLS ", j.made_at,"
	    " j.started_at, coalesce((SELECT a.connector || ': ' || s.words"
	    " FROM step s JOIN account a ON a.id = s.account"
	    " WHERE s.job = j.id AND s.words <> ''"
	    " AND s.state NOT IN ('done','waived') ORDER BY s.id LIMIT 1),"
	    " (SELECT v.detail ->> '$.why' FROM evidence v"
	    " WHERE v.subject = 'contractor/' || c.id"
	    " AND v.action = 'job.dropped' AND v.detail ->> '$.job' = j.id))"
	    QUESTION_BATCH_FROM
	    " WHERE q.batch IS NOT NULL AND q.batch = :batch"
	    " AND q.kind = :kind ORDER BY c.id", e)) == NULL)
		return -1;
	stmt_text(st, ":batch", batch);
	stmt_text(st, ":kind", kind);
	while ((rc = stmt_step(st, e)) == 1) {
		all = mem_grow(all, n + 1, sizeof(*all));
		r = &all[n++];
		question_batch_take(st, r);
		r->job_made_at = stmt_col_int(st, QUESTION_BATCH_N);
		r->job_started_at = stmt_col_int(st, QUESTION_BATCH_N + 1);
		stmt_col_copy(st, QUESTION_BATCH_N + 2, r->job_words,
		    sizeof(r->job_words));
	}
	stmt_close(st);
	for (i = 0; i < n; i++) {
		if (rc == 0)
			rc = cb(&all[i], arg);
		free(all[i].upn);
		free(all[i].name);
	}
	free(all);
	return rc;
}

int
question_batch_all(struct db *db, const char *kind, const char *batch,
    struct question_batch_one **all, size_t *n, struct err *e)
{
	struct question_batch_one *o;
	const void *nonce;
	struct stmt *st;
	size_t len;
	int rc;

	*all = NULL;
	*n = 0;
	if ((st = stmt_open(db, "SELECT id, contractor, nonce,"
	    " state = 'open' FROM question WHERE batch IS NOT NULL"
	    " AND batch = :batch AND kind = :kind ORDER BY id", e)) == NULL)
		return -1;
	stmt_text(st, ":batch", batch);
	stmt_text(st, ":kind", kind);
	while ((rc = stmt_step(st, e)) == 1) {
		*all = mem_grow(*all, *n + 1, sizeof(**all));
		o = &(*all)[(*n)++];
		memset(o, 0, sizeof(*o));
		o->question = stmt_col_int(st, 0);
		o->contractor = stmt_col_int(st, 1);
		nonce = stmt_col_blob(st, 2, &len);
		if (nonce != NULL && len == sizeof(o->nonce))
			memcpy(o->nonce, nonce, len);
		o->open = stmt_col_int(st, 3) != 0;
	}
	stmt_close(st);
	return rc;
}

int
question_batch_on(struct db *db, const char *batch, const char *upn_key,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT 1 FROM question q JOIN contractor c"
	    " ON c.id = q.contractor WHERE q.batch IS NOT NULL"
	    " AND q.batch = :batch AND (c.upn_key = :key"
	    " OR lower(c.email) = :key OR lower(c.email) IN"
	    " (SELECT lower(email) FROM person WHERE upn_key = :key)"
	    " OR EXISTS (SELECT 1 FROM account a WHERE a.contractor = c.id"
	    " AND (a.upn_key = :key OR lower(a.email) = :key"
	    " OR lower(a.email) IN (SELECT lower(email) FROM person"
	    " WHERE upn_key = :key)))) LIMIT 1", e)) == NULL)
		return -1;
	stmt_text(st, ":batch", batch);
	stmt_text(st, ":key", upn_key);
	rc = stmt_step(st, e);
	stmt_close(st);
	return rc;
}
