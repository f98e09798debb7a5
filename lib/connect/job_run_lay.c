/* A started job as lanes, and the rows of what happens in them. */
#include <stdio.h>
#include <string.h>

#include "act/job_step.h"
#include "act/seal.h"
#include "base/mem.h"
#include "connect/job_run_internal.h"
#include "store/account_new.h"

static void
on_news(const struct job_lane_news *n, void *arg)
{
	struct job_running *g = arg;
	struct job_run *r = g->r;
	char job[24], step[24], words[600];
	const char *row[9];

	r->steps += strcmp(n->state, "done") == 0;
	r->refused += strcmp(n->state, "refused") == 0;
	r->later += strcmp(n->state, "later") == 0 ||
	    strcmp(n->state, "pending_sync") == 0;
	if (strcmp(n->state, "done") != 0 &&
	    strcmp(n->words, "unsupported") != 0) {
		snprintf(words, sizeof(words), "job/%lld %s %s:%s: %s %s: %s",
		    (long long)n->job, n->kind, n->connector, n->login, n->op,
		    n->state, n->words);
		r->why(0, words);
	}
	if (strcmp(n->state, "refused") == 0)
		r->status = err_worst(r->status, ERR_REFUSED);
	if (strcmp(n->state, "later") == 0)
		r->status = err_worst(r->status, ERR_TEMP);
	if (r->rows == NULL)
		return;
	snprintf(job, sizeof(job), "%lld", (long long)n->job);
	snprintf(step, sizeof(step), "%lld", (long long)n->step);
	row[0] = job;
	row[1] = n->kind;
	row[2] = n->upn;
	row[3] = n->connector;
	row[4] = n->login;
	row[5] = step;
	row[6] = n->op;
	row[7] = n->state;
	row[8] = n->words;
	(void)rows_add(r->rows, row, g->e);
}

struct laying {
	struct job_running *g;
	const struct job *j;
	const struct contractor *c;
};

static struct job_lane *
lane_of(struct job_running *g, int64_t job, int64_t account)
{
	size_t i;

	for (i = g->n_lanes; i > 0; i--)
		if (g->lanes[i - 1]->job != job)
			return NULL;
		else if (g->lanes[i - 1]->account == account)
			return g->lanes[i - 1];
	return NULL;
}

static struct job_lane *
new_lane(struct laying *w, const struct account *a)
{
	struct job_running *g = w->g;
	struct job_lane *l = mem_zero(1, sizeof(*l));
	int away = strcmp(w->c->status, "offboarding") == 0 ||
	    strcmp(w->c->status, "offboarded") == 0;

	g->lanes = mem_grow(g->lanes, g->n_lanes + 1, sizeof(*g->lanes));
	g->lanes[g->n_lanes++] = l;
	l->x = g->r->x;
	l->peer = job_peer_of(&g->peers, a->connector);
	l->job = w->j->id;
	l->account = a->id;
	l->contractor = w->c->id;
	memcpy(l->kind, w->j->kind, sizeof(l->kind));
	l->stale = away && strcmp(l->kind, "offboard") != 0 &&
	    strcmp(l->kind, "reinstate") != 0;
	if (strcmp(l->kind, "provision") == 0)
		l->stale = strcmp(w->c->status, "candidate") != 0 &&
		    strcmp(w->c->status, "active") != 0;
	l->fresh = account_new(a->remote_id);
	l->upn_new = mem_str(a->upn);
	l->upn = mem_str(w->c->upn);
	l->worker_id = mem_str(w->c->worker_id);
	l->remote_id = mem_str(a->remote_id);
	l->login = mem_str(a->login);
	l->news = on_news;
	l->arg = g;
	return l;
}

/* 1; 0 it was not laid out so, and is refused; -1. */
static int
sealed(struct job_running *g, const struct step *s)
{
	struct job_run *r = g->r;
	struct err why = ERR_INIT;
	int rc = seal_holds(r->x, s, &why);

	if (rc == 1)
		return 1;
	if (rc == -1) {
		*g->e = why;
		return -1;
	}
	r->why(0, why.text);
	r->refused++;
	r->status = err_worst(r->status, ERR_REFUSED);
	return job_step_refuse(r->x, s->id, why.text, "proof_invalid",
	    g->e) == -1 ? -1 : 0;
}

static int
lay_step(const struct step *s, void *arg)
{
	struct laying *w = arg;
	struct job_running *g = w->g;
	struct job_lane *l;
	struct account a;
	int again, rc;

	again = strcmp(s->state, "refused") == 0 && g->r->n_upns > 0 &&
	    strcmp(s->words, "unsupported") != 0;
	if (!again && ((strcmp(s->state, "todo") != 0 &&
	    strcmp(s->state, "doing") != 0 &&
	    strcmp(s->state, "pending_sync") != 0) ||
	    (s->next_at > g->r->x->now && (g->r->n_upns == 0 ||
	    strcmp(w->j->kind, "provision") == 0))))
		return 0;
	if ((rc = sealed(g, s)) != 1)
		return rc;
	if (again && job_step_again(g->r->x, s->id, g->e) == -1)
		return -1;
	if ((l = lane_of(g, w->j->id, s->account)) == NULL) {
		if ((rc = account_get(g->r->x->db, s->account, &a, g->e)) != 1)
			return rc;
		l = new_lane(w, &a);
		account_clear(&a);
	}
	job_lane_add(l, s);
	return 0;
}

int
job_run_lay(struct job_running *g, const struct job *j)
{
	struct contractor c;
	struct laying w = { g, j, &c };
	int rc;

	memset(&c, 0, sizeof(c));
	if ((rc = contractor_get(g->r->x->db, j->contractor, &c, g->e)) == 1)
		rc = step_each(g->r->x->db, j->id, lay_step, &w, g->e);
	contractor_clear(&c);
	return rc;
}
