/* Jobs that are due start as soon as something can be done about them. */
#include <stdio.h>
#include <string.h>

#include "act/job_start.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/when.h"
#include "connect/job_plan.h"
#include "connect/job_run_internal.h"

enum { PATIENCE_S = 5 };	/* it starts without what is silent so long */

static int
need_peer(const struct account *a, void *arg)
{
	struct job_running *g = arg;
	struct job_run_due *c = &g->due[g->n_due - 1];

	if (strcmp(a->state, "gone") == 0)
		return 0;
	c->peers = mem_grow(c->peers, c->n + 1, sizeof(*c->peers));
	c->peers[c->n++] = job_peer_of(&g->peers, a->connector);
	return 0;
}

int
job_run_due(struct job_running *g, const struct job *j)
{
	struct job_run_due *c;

	g->due = mem_grow(g->due, g->n_due + 1, sizeof(*g->due));
	c = &g->due[g->n_due++];
	memset(c, 0, sizeof(*c));
	c->job = *j;
	if (account_each(g->r->x->db, j->contractor, need_peer, g, g->e) == -1)
		return -1;
	if (job_run_idle(g, c) == -1)
		return -1;
	if (c->n > 0 || c->n_looks > 0 ||
	    (strcmp(j->kind, "offboard") != 0 &&
	    strcmp(j->kind, "suspend") != 0))
		return 0;
	c->finds = 1;
	return job_find_start(&c->find, &g->peers, j->contractor, g->e);
}

/* Nobody says that he has none before all who can tell were asked. */
static int
looked(struct job_running *g, struct job_run_due *c)
{
	int missed;

	if (!c->finds)
		return 1;
	if (job_find_go(&c->find, &missed))
		return 0;
	if (!missed)
		return 1;
	c->tried = 1;
	g->r->later++;
	g->r->status = err_worst(g->r->status, ERR_TEMP);
	g->r->why(0, "no account of somebody is known, and not every "
	    "connector could be asked for one: it waits");
	return -1;
}

/* 1 start it now, 0 not yet, -1 not in this run: nothing could be done. */
static int
ready(struct job_running *g, struct job_run_due *c)
{
	size_t i, up = 0, silent = 0;

	if (c->n_looks > 0)
		return job_run_idle_ready(g, c);

	for (i = 0; i < c->n; i++) {
		up += c->peers[i]->up != 0;
		silent += !job_peer_settled(c->peers[i]);
	}
	if (c->n == 0 || (up > 0 && silent == 0))
		return 1;
	if (silent == 0)
		return -1;
	return up > 0 && when_clock() - g->began_at >= PATIENCE_S;
}

static int
start_one(struct job_running *g, struct job_run_due *c)
{
	struct buf asked = BUF_INIT(8192), not_asked = BUF_INIT(8192);
	struct err own = ERR_INIT;
	struct job_plan p;
	int rc;

	c->tried = 1;
	job_run_clock(g);
	job_find_words(&c->find, &asked, &not_asked);
	if ((rc = job_plan(g->r->x, g->r->setup, &c->job, job_peer_can,
	    &g->peers, &p, g->e)) == 0)
		rc = job_start(g->r->x, g->keys, c->job.id, p.lay, p.n,
		    &p.made, buf_get(&asked), buf_get(&not_asked), &own);
	job_plan_clear(&p);
	buf_clear(&asked);
	buf_clear(&not_asked);
	if (rc == 1) {
		g->r->started++;
		return job_run_lay(g, &c->job);
	}
	if (own.kind != ERR_NONE)
		g->r->why(own.kind == ERR_TEMP, own.text);
	if (rc == 0 && own.kind == ERR_REFUSED) {
		g->r->held++;
		g->r->status = err_worst(g->r->status, ERR_REFUSED);
	}
	if (rc == -1 && own.kind != ERR_NONE)
		*g->e = own;
	return rc;
}

int
job_run_start(struct job_running *g, int *open)
{
	size_t i;
	int r;

	for (i = 0; i < g->n_due; i++) {
		if (g->due[i].tried)
			continue;
		if ((r = ready(g, &g->due[i])) == -2)
			return -1;
		if (r == 1)
			r = looked(g, &g->due[i]);
		if (r == -1)
			g->due[i].tried |= g->due[i].n_looks > 0;
		else if (r == 0)
			*open = 1;
		else if (start_one(g, &g->due[i]) == -1)
			return -1;
	}
	return 0;
}
