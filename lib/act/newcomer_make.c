#include "act/newcomer_make.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/newcomer_said.h"
#include "act/record.h"
#include "act/seal.h"
#include "base/jot.h"
#include "base/text.h"
#include "domain/depart.h"
#include "store/account.h"
#include "store/account_new.h"
#include "store/decision.h"
#include "store/newcomer_row.h"
#include "store/step.h"

struct having {
	const struct newcomer_setup *s;
	unsigned in;		/* a bit for each connector he is in */
};

static int
see(const struct account *a, void *arg)
{
	struct having *h = arg;
	size_t i;

	if (strcmp(a->state, "gone") == 0)
		return 0;
	for (i = 0; i < h->s->n_connectors; i++)
		if (strcmp(h->s->connector[i], a->connector) == 0)
			h->in |= 1u << i;
	return 0;
}

/* 1 he is whom they said yes to; 0 they are asked anew; 2 it looks as if it
 * were forged. */
static int
stands(struct ctx *x, const char *keys, const struct newcomer_setup *s,
    const struct contractor *c, const struct job *j, struct err *e)
{
	enum newcomer_name name = NEWCOMER_NAME_RULED;
	struct newcomer_said said;
	struct err why = ERR_INIT;
	struct decision d;
	int rc;

	if ((rc = decision_get(x->db, j->decision, &d, e)) != 1)
		return rc == -1 ? -1 : 2;
	switch (newcomer_said(x, keys, &d, c, &said, &why)) {
	case JOB_CHECK_ERROR:
		*e = why;
		rc = -1;
		break;
	case JOB_CHECK_GOOD:
		if (said.named && newcomer_make_named(x, s, c, NULL, c->upn,
		    &name, e) == -1)
			rc = -1;
		else
			rc = name == NEWCOMER_NAME_RULED;
		break;
	default:
		rc = said.anew ? 0 : 2;
	}
	decision_clear(&d);
	return rc;
}

enum newcomer_make
newcomer_make(struct ctx *x, const char *keys, const struct newcomer_setup *s,
    const struct contractor *c, struct job *j, struct err *e)
{
	struct having h = { s, 0 };
	int rc;

	rc = job_pending(x->db, c->id, "provision", j, e);
	if (rc != 1 || j->started_at != 0 || j->due_at > x->now)
		return rc == -1 ? NEWCOMER_MAKE_ERROR : NEWCOMER_MAKE_WAIT;
	if ((rc = stands(x, keys, s, c, j, e)) != 1)
		return rc == -1 ? NEWCOMER_MAKE_ERROR : rc == 0 ?
		    NEWCOMER_MAKE_AGAIN : NEWCOMER_MAKE_WAIT;
	rc = account_each(x->db, c->id, see, &h, e);
	if (rc == -1)
		return NEWCOMER_MAKE_ERROR;
	return c->upn == NULL || h.in != (1u << s->n_connectors) - 1 ?
	    NEWCOMER_MAKE_NAME : NEWCOMER_MAKE_WAIT;
}

static int
record(struct ctx *x, int64_t contractor, const char *action, struct jot *j,
    struct err *e)
{
	int rc;

	rc = record_about(x, action, "contractor", contractor, j, NULL, e);
	jot_clear(j);
	return rc;
}

static int
end(struct ctx *x, int rc, struct err *e)
{
	if (rc == -1) {
		db_rollback(x->db);
		return -1;
	}
	return db_commit(x->db, e) == -1 ? -1 : rc;
}

int
newcomer_make_again(struct ctx *x, const struct contractor *c,
    const struct job *job, struct err *e)
{
	struct newcomer_row r;
	struct jot j;
	int rc;

	if (db_begin(x->db, e) == -1)
		return -1;
	memset(&r, 0, sizeof(r));
	rc = job_undone(x->db, job->id, e);
	if (rc == 1)
		rc = newcomer_row_get(x->db, c->id, c->engagement, &r, e);
	if (rc == 1) {
		r.round++;
		r.stage = 0;
		r.print[0] = '\0';
		(void)snprintf(r.state, sizeof(r.state), "new");
		rc = newcomer_row_set(x->db, &r, e);
	}
	newcomer_row_clear(&r);
	jot_init(&j);
	jot_int(&j, "job", job->id);
	jot_str(&j, "why", "he is not who was approved: asked anew");
	if (rc != -1)
		rc = record(x, c->id, "job.dropped", &j, e);
	else
		jot_clear(&j);
	return end(x, rc, e);
}

int
newcomer_make_keep(struct ctx *x, const struct newcomer_setup *s,
    const struct contractor *c, const char *login, const char *upn,
    struct err *e)
{
	struct having h = { s, 0 };
	char *key = text_fold(upn);
	struct jot j;
	size_t i;
	int rc = 1;

	if (key == NULL || db_begin(x->db, e) == -1) {
		free(key);
		return -1;
	}
	if (c->upn == NULL && (rc = newcomer_row_taken(x->db, login, key,
	    c->id, e)) != -1)
		rc = rc == 1 ? 0 : newcomer_row_name(x->db, c->id, upn, key,
		    x->now, e);
	if (rc == 1 && account_each(x->db, c->id, see, &h, e) == -1)
		rc = -1;
	for (i = 0; rc == 1 && i < s->n_connectors; i++)
		if (!(h.in & 1u << i) && account_new_insert(x->db, c->id,
		    c->engagement, s->connector[i], login, upn, key, x->now,
		    e) == -1)
			rc = -1;
	free(key);
	if (rc == 1) {
		jot_init(&j);
		jot_str(&j, "upn", upn);
		jot_str(&j, "login", login);
		if (record(x, c->id, "newcomer.named", &j, e) == -1)
			rc = -1;
	}
	return end(x, rc, e);
}

/* The steps of an account go by its id once there is one: those that were as
 * they were laid out are sealed again. */
struct sealing {
	struct ctx *x;
	int64_t	ids[DEPART_STEPS];
	size_t	n;
	struct err *e;
};

static int
held(const struct step *s, void *arg)
{
	struct sealing *g = arg;
	struct err why = ERR_INIT;
	int rc = seal_holds(g->x, s, &why);

	if (rc == -1)
		*g->e = why;
	if (rc == 1 && g->n < DEPART_STEPS)
		g->ids[g->n++] = s->id;
	return rc == -1 ? -1 : 0;
}

int
newcomer_make_made(struct ctx *x, int64_t contractor, int64_t account,
    const char *remote_id, int64_t *id, struct err *e)
{
	struct jot j;
	int rc;

	struct sealing s = { .x = x, .e = e };

	if (db_begin(x->db, e) == -1)
		return -1;
	rc = step_each_account(x->db, account, held, &s, e);
	if (rc == 0)
		rc = account_new_made(x->db, account, remote_id, x->now, id,
		    e);
	while (rc == 0 && s.n > 0)
		rc = seal_step(x, s.ids[--s.n], e);
	if (rc == 0) {
		jot_init(&j);
		jot_int(&j, "account", *id);
		jot_str(&j, "remote_id", remote_id);
		rc = record(x, contractor, "account.made", &j, e);
	}
	return end(x, rc, e);
}
