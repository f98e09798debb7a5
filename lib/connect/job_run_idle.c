/* Suspensions of an inactivity list: every account that is on is looked up
 * before the first is touched.  Who cannot be looked up is left for a later
 * run: he may have logged in there. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/job_idle.h"
#include "base/mem.h"
#include "base/when.h"
#include "connect/job_run_internal.h"

static int
need_look(const struct account *a, void *arg)
{
	struct job_running *g = arg;
	struct job_run_due *c = &g->due[g->n_due - 1];
	struct job_run_look *k;

	/* One that is off by our list may be on again, and in use. */
	if (strcmp(a->state, "gone") == 0)
		return 0;
	c->looks = mem_grow(c->looks, c->n_looks + 1, sizeof(*c->looks));
	k = &c->looks[c->n_looks++];
	memset(k, 0, sizeof(*k));
	k->peer = job_peer_of(&g->peers, a->connector);
	k->remote_id = mem_str(a->remote_id);
	return 0;
}

int
job_run_idle(struct job_running *g, struct job_run_due *c)
{
	int rc = job_idle(g->r->x, &c->job, &c->since, g->e);

	return rc != 1 ? rc : account_each(g->r->x->db, c->job.contractor,
	    need_look, g, g->e);
}

void
job_run_idle_clear(struct job_run_due *c)
{
	size_t i;

	for (i = 0; i < c->n_looks; i++)
		free(c->looks[i].remote_id);
	free(c->looks);
}

static void
ask(struct job_run_look *k)
{
	json_t *account = json_pack("{s:s}", "remote_id", k->remote_id);
	json_t *members = json_pack("{s:o}", "account", account);
	struct err e = ERR_INIT;

	k->asked = 1;
	k->request = connector_send(k->peer->c, "lookup", members, &e);
	k->failed = k->request == -1;
	k->peer->active += k->request != -1;
}

/* Whether this system's logins are asked for: then it must know them. */
static int
counts(const struct job_running *g, const char *connector)
{
	const struct policy *p = g->r->x->policy;
	char section[64];

	(void)snprintf(section, sizeof(section), "connector %s", connector);
	return strcmp(conf_or(g->r->conf, section, "inactivity", "yes"),
	    "yes") == 0 && (strcmp(policy_get(p, "inactive_connectors"),
	    "-") == 0 || policy_has(p, "inactive_connectors", connector));
}

int
job_run_idle_reply(struct job_running *g, const struct job_peer *p,
    const struct connector_reply *r)
{
	struct connector_account a;
	struct err e = ERR_INIT;
	struct job_run_look *k;
	size_t i, n;

	for (i = 0; i < g->n_due; i++)
		for (n = 0; n < g->due[i].n_looks; n++) {
			k = &g->due[i].looks[n];
			if (k->peer != p || !k->asked || k->done ||
			    k->request != r->id)
				continue;
			k->done = 1;
			k->peer->active--;
			if (r->answer == CONNECTOR_GONE)
				return 1;
			k->failed = r->answer != CONNECTOR_DONE ||
			    connector_account(r, &a, &e) == -1 ||
			    strcmp(a.remote_id, k->remote_id) != 0;
			if (!k->failed && a.login_at != WHEN_NEVER)
				k->login_at = a.login_at;
			if (!k->failed && a.enabled && !a.login_known &&
			    k->login_at <= g->due[i].since &&
			    counts(g, p->name))
				k->failed = 1;
			return 1;
		}
	return 0;
}

static void
unseen(struct job_running *g, const struct job_run_due *c,
    const struct job_run_look *k)
{
	char words[200];

	(void)snprintf(words, sizeof(words), "job/%lld: %s cannot be looked "
	    "up: he may have logged in", (long long)c->job.id, k->peer->name);
	g->r->why(0, words);
	g->r->later++;
	g->r->status = err_worst(g->r->status, ERR_TEMP);
}

int
job_run_idle_ready(struct job_running *g, struct job_run_due *c)
{
	struct job_run_look *k, *in = NULL;
	char words[200];
	size_t i;
	int waits = 0;

	for (i = 0; i < c->n_looks; i++) {
		k = &c->looks[i];
		if (k->peer->c != NULL && k->peer->up && !k->asked)
			ask(k);
		if (k->failed || (!k->done && k->peer->c == NULL)) {
			unseen(g, c, k);
			return -1;
		}
		waits |= !k->done;
		if (k->login_at > c->since)
			in = k;
	}
	if (waits)
		return 0;
	if (in == NULL)
		return 1;
	(void)snprintf(words, sizeof(words), "job/%lld: dropped: he has "
	    "logged in to %s", (long long)c->job.id, in->peer->name);
	g->r->why(1, words);
	return job_idle_drop(g->r->x, &c->job, in->peer->name, in->login_at,
	    g->e) == -1 ? -2 : -1;
}
