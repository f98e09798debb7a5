#include "connect/job_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/job_guard.h"
#include "act/job_wait.h"
#include "act/key.h"
#include "base/when.h"
#include "connect/job_queue.h"
#include "connect/job_run_internal.h"

enum {
	SIDE_BY_SIDE = 8,	/* accounts under way at one connector */
	WAIT_MS = 1000
};

const struct rows_col job_run_cols[] = {
	{ "job", ROWS_INT, 0 },
	{ "kind", ROWS_TEXT, 0 },
	{ "upn", ROWS_TEXT, 0 },
	{ "connector", ROWS_TEXT, 0 },
	{ "login", ROWS_TEXT, 0 },
	{ "step", ROWS_INT, 1 },
	{ "op", ROWS_TEXT, 0 },
	{ "state", ROWS_TEXT, 0 },
	{ "words", ROWS_TEXT, 0 },
	{ NULL, ROWS_TEXT, 0 }
};

void
job_run_clock(struct job_running *g)
{
	int64_t now = when_clock();

	if (!g->r->pinned && now > g->r->x->now)
		g->r->x->now = now;
}

static int
stopping(const struct job_running *g)
{
	return g->r->stop != NULL && *g->r->stop;
}

/* Each lane that can go on does; 1 while one is not over. */
static int
go_on(struct job_running *g)
{
	struct job_lane *l;
	size_t i;
	int open = 0;

	for (i = 0; i < g->n_lanes; i++) {
		l = g->lanes[i];
		if (l->phase == JOB_LANE_OVER)
			continue;
		if (l->peer->c == NULL ||
		    (l->phase == JOB_LANE_IDLE && stopping(g)))
			l->phase = JOB_LANE_OVER;
		else if (l->phase == JOB_LANE_IDLE && l->peer->up &&
		    l->peer->active < SIDE_BY_SIDE)
			job_lane_go(l);
		open |= l->phase != JOB_LANE_OVER;
	}
	return open;
}

static int
dispatch(struct job_running *g, struct job_peer *p,
    const struct connector_reply *r)
{
	size_t i;
	int rc;

	if (r->id == CONNECTOR_HELLO) {
		job_peer_hello(&g->peers, p, r);
		return 0;
	}
	if (job_run_idle_reply(g, p, r))
		return 0;
	for (i = 0; i < g->n_lanes; i++)
		if (g->lanes[i]->peer == p && g->lanes[i]->request == r->id &&
		    g->lanes[i]->phase != JOB_LANE_IDLE)
			return job_lane_reply(g->lanes[i], r, g->e);
	for (i = 0; i < g->n_due; i++)
		if (g->due[i].finds && (rc = job_find_reply(&g->due[i].find,
		    g->r->x, p, r, g->e)) != 0)
			return rc == -1 ? -1 : 0;
	return 0;
}

static int
read_peer(struct job_running *g, struct job_peer *p)
{
	struct connector_reply r;
	struct err why = ERR_INIT;
	int rc = 0, got;

	while (p->c != NULL && rc == 0 &&
	    (got = connector_read(p->c, &r, &why)) != 0) {
		if (got == -1) {
			p->active = 0;
			job_peer_over(&g->peers, p, &why);
			break;
		}
		job_run_clock(g);
		rc = dispatch(g, p, &r);
		connector_reply_clear(&r);
	}
	return rc;
}

static int
loop(struct job_running *g)
{
	size_t i;
	int open;

	g->began_at = when_clock();
	for (;;) {
		open = 0;
		if (!stopping(g) && job_run_start(g, &open) == -1)
			return -1;
		if (!go_on(g) && !open)
			return 0;
		connector_wait(g->peers.list, g->peers.n, WAIT_MS);
		for (i = 0; i < g->peers.n; i++)
			if (read_peer(g, g->peers.p[i]) == -1)
				return -1;
	}
}

static int
departs(const struct job_run *r)
{
	int i;

	for (i = 0; r->kinds[i] != NULL; i++)
		if (strcmp(r->kinds[i], "offboard") == 0)
			return 1;
	return 0;
}

static int
guard(struct job_run *r, struct job_queue *q, struct err *e)
{
	struct job_guard g;
	char words[160];

	if (!departs(r))
		return 0;
	if (job_guard_count(r->x, q->departures, r->accept, &g, e) == -1 ||
	    job_guard_tell(r->x, &g, r->accept, e) == -1)
		return -1;
	if (!g.held)
		return 0;
	snprintf(words, sizeof(words), "held: %lld departures are due, %lld "
	    "started in 24 hours, %lld may: --accept %lld", (long long)g.want,
	    (long long)g.started, (long long)g.limit, (long long)g.want);
	r->why(0, words);
	r->held += g.want;
	r->status = err_worst(r->status, ERR_REFUSED);
	job_queue_hold(q, "over offboard_limit");
	return 0;
}

static int
gather(struct job_running *g, struct job_queue *q)
{
	size_t i;

	for (i = 0; i < q->n_started; i++)
		if (job_run_lay(g, &q->started[i]) == -1)
			return -1;
	for (i = 0; i < q->n_due; i++) {
		if (g->r->limit >= 0 && (int64_t)i >= g->r->limit)
			break;
		if (job_run_due(g, &q->due[i]) == -1)
			return -1;
	}
	return 0;
}

static void
clear(struct job_running *g)
{
	size_t i;

	for (i = 0; i < g->n_lanes; i++) {
		job_lane_clear(g->lanes[i]);
		free(g->lanes[i]);
	}
	for (i = 0; i < g->n_due; i++) {
		job_find_clear(&g->due[i].find);
		free(g->due[i].peers);
		job_run_idle_clear(&g->due[i]);
	}
	free(g->lanes);
	free(g->due);
	job_peers_clear(&g->peers);
}

int
job_run(struct job_run *r, struct err *e)
{
	struct job_running g;
	struct job_queue q;
	char room[512];
	int rc = -1;

	memset(&g, 0, sizeof(g));
	memset(&q, 0, sizeof(q));
	g.r = g.peers.r = r;
	g.e = e;
	g.keys = key_dir(r->conf, room, sizeof(room));
	if (departs(r) && (job_guard_waiting(r->x, e) == -1 ||
	    job_wait(r->x, e) == -1 ||
	    job_guard_ahead(r->x, e) == -1))
		goto out;
	if (job_queue_fill(r, &q, e) == -1 || guard(r, &q, e) == -1 ||
	    gather(&g, &q) == -1 || loop(&g) == -1)
		goto out;
	rc = job_peer_notices(&g.peers, e);
out:
	job_queue_clear(&q);
	clear(&g);
	return rc;
}
