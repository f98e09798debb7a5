#include "act/wish.h"

#include <stdio.h>

#include "base/jot.h"
#include "base/when.h"
#include "store/evidence.h"

static int
insert(struct ctx *x, const char *connector, int whole, int64_t *id,
    struct err *e)
{
	char subject[60];
	struct jot j;
	int64_t seq;
	int rc;

	(void)snprintf(subject, sizeof(subject), "connector/%s", connector);
	jot_init(&j);
	jot_bool(&j, "whole", whole);
	rc = evidence_add(x->db, x->now, x->actor, "sync.wish", subject,
	    jot_get(&j), &seq, e);
	jot_clear(&j);
	return rc == -1 ? -1 : sync_wish_insert(x->db, connector, whole,
	    x->now, x->actor, seq, id, e);
}

void
wish_text(const struct sync_wish *w, struct buf *b)
{
	struct jot j;
	char at[21];

	jot_init(&j);
	jot_int(&j, "id", w->id);
	jot_str(&j, "connector", w->connector);
	jot_bool(&j, "full", w->whole);
	jot_str(&j, "state", w->done_at == WHEN_NEVER ? "waiting" :
	    w->status == 0 ? "done" : "failed");
	when_iso(w->asked_at, at);
	jot_str(&j, "asked_at", at);
	when_iso(w->done_at, at);
	jot_str(&j, "done_at", w->done_at == WHEN_NEVER ? NULL : at);
	if (w->status == -1)
		jot_null(&j, "status");
	else
		jot_int(&j, "status", w->status);
	jot_str(&j, "words", w->words);
	buf_str(b, jot_get(&j));
	jot_clear(&j);
}

/* open_one: *id is the one that waits already, or a new one. */
static int
open_one(struct ctx *x, const char *connector, int whole, int64_t *id,
    struct err *e)
{
	struct sync_wish s;
	int rc = sync_wish_open(x->db, connector, whole, &s, e);

	if (rc == 1)
		*id = s.id;
	return rc == 1 ? 0 : rc == -1 ? -1 : insert(x, connector, whole, id,
	    e);
}

static int
take(struct ctx *x, struct wish *w, struct err *e)
{
	struct buf b = BUF_INIT(4096);
	struct sync_wish s;
	int rc;

	w->again = again_find(x, "sync", w->key, w->request, w->print,
	    &w->call, e);
	if (w->again != AGAIN_NEW)
		return w->again == AGAIN_ERROR ? -1 : 0;
	rc = open_one(x, w->connector, w->whole, &w->id, e);
	if (rc == 0)
		rc = sync_wish_get(x->db, w->id, &s, e);
	if (rc == 1) {
		wish_text(&s, &b);
		rc = again_keep(x, "sync", w->key, w->request, w->print, 202,
		    buf_get(&b), e);
	}
	buf_clear(&b);
	return rc;
}

int
wish_sync(struct ctx *x, struct wish *w, struct err *e)
{
	int rc;

	if (db_begin(x->db, e) == -1)
		return -1;
	if ((rc = take(x, w, e)) == 0)
		rc = db_commit(x->db, e);
	if (rc == -1)
		db_rollback(x->db);
	return rc;
}

int
wish_ask(struct ctx *x, const char *connector, int whole, int64_t *id,
    struct err *e)
{
	int rc;

	if (db_begin(x->db, e) == -1)
		return -1;
	if ((rc = open_one(x, connector, whole, id, e)) == 0)
		rc = db_commit(x->db, e);
	if (rc == -1)
		db_rollback(x->db);
	return rc;
}

int
wish_done(struct ctx *x, const char *connector, int64_t last, int status,
    const char *words, struct err *e)
{
	int rc;

	if (db_begin(x->db, e) == -1)
		return -1;
	rc = sync_wish_done(x->db, connector, last, status, words, x->now, e);
	if (rc == 0)
		rc = db_commit(x->db, e);
	if (rc == -1)
		db_rollback(x->db);
	return rc;
}
