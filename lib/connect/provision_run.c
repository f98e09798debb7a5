#include "connect/provision_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/key.h"
#include "act/newcomer_ask.h"
#include "act/newcomer_make.h"
#include "act/newcomer_want.h"
#include "base/mem.h"
#include "base/say.h"
#include "connect/job_peer.h"
#include "connect/provision_first.h"
#include "domain/username.h"
#include "store/newcomer_row.h"

struct preparing {
	struct job_run *r;
	const struct newcomer_setup *s;
	const char *keys;
	struct job_peers peers;
	struct err *e;
};

/* A connector that answers and can make accounts; NULL: told. */
static struct job_peer *
ready(struct preparing *g, const char *name)
{
	struct job_peer *p = job_peer_of(&g->peers, name);
	struct err why = ERR_INIT;

	if (p->c == NULL)
		return NULL;
	if (!p->up && connector_hello(p->c, &why) == -1) {
		job_peer_over(&g->peers, p, &why);
		return NULL;
	}
	p->up = 1;
	if (!connector_can(p->c, "create")) {
		(void)err_set(&why, ERR_CONFIG, "it makes no accounts");
		job_peer_over(&g->peers, p, &why);
		return NULL;
	}
	return p;
}

/* 1 the name is free there, 0 not, -1 it cannot be told now. */
static int
is_free(struct preparing *g, const char *connector, const char *login,
    const char *upn)
{
	struct job_peer *p = ready(g, connector);
	struct connector_reply reply;
	struct err why = ERR_INIT;
	int rc;

	if (p == NULL)
		return -1;
	if (connector_ask(p->c, "lookup", json_pack("{s:{s:s,s:s}}", "account",
	    "upn", upn, "login", login), &reply, &why) == -1) {
		job_peer_over(&g->peers, p, &why);
		return -1;
	}
	rc = reply.answer == CONNECTOR_GONE ? 1 :
	    reply.answer == CONNECTOR_TEMPORARY ? -1 : 0;
	connector_reply_clear(&reply);
	return rc;
}

static int
free_everywhere(struct preparing *g, const char *login, const char *upn)
{
	size_t i;
	int rc = 1;

	for (i = 0; rc == 1 && i < g->s->n_connectors; i++)
		rc = is_free(g, g->s->connector[i], login, upn);
	return rc;
}

static int
name(struct preparing *g, const struct contractor *c)
{
	char login[USERNAME_MAX + 1], upn[300];
	struct err own = ERR_INIT;
	int nth = 1, rc;

	for (;; nth++) {
		if (newcomer_make_name(g->r->x, g->s, c, &nth, login, upn,
		    &own) == -1) {
			if (own.kind != ERR_DATA) {
				*g->e = own;
				return -1;
			}
			g->r->why(0, own.text);
			g->r->status = err_worst(g->r->status, ERR_DATA);
			return 0;
		}
		rc = c->upn != NULL ? 1 : free_everywhere(g, login, upn);
		if (rc == -1)
			return 0;	/* it was told; the next run */
		if (rc == 1 && (rc = newcomer_make_keep(g->r->x, g->s, c,
		    login, upn, g->e)) != 0)
			return rc == -1 ? -1 : 0;
		if (c->upn != NULL)
			return 0;
	}
}

static int
prepare(const struct newcomer_row *row, void *arg)
{
	struct preparing *g = arg;
	struct contractor c;
	struct job j;
	int rc;

	if ((rc = contractor_get(g->r->x->db, row->contractor, &c, g->e)) != 1)
		return rc;
	switch (newcomer_make(g->r->x, g->keys, g->s, &c, &j, g->e)) {
	case NEWCOMER_MAKE_ERROR:
		rc = -1;
		break;
	case NEWCOMER_MAKE_WAIT:
		rc = 0;
		break;
	case NEWCOMER_MAKE_AGAIN:
		rc = newcomer_make_again(g->r->x, &c, &j, g->e);
		break;
	case NEWCOMER_MAKE_NAME:
		rc = name(g, &c);
	}
	contractor_clear(&c);
	return rc == -1 ? -1 : 0;
}

int
provision_run(struct job_run *r, const struct newcomer_setup *s,
    struct err *e)
{
	struct preparing g;
	char room[512];
	int rc;

	if (s->n_connectors == 0)
		return 0;
	memset(&g, 0, sizeof(g));
	g.r = g.peers.r = r;
	g.s = s;
	g.keys = key_dir(r->conf, room, sizeof(room));
	g.e = e;
	rc = newcomer_row_each(r->x->db, "approved", prepare, &g, e);
	if (rc == 0 && newcomer_want_rosters(r->x, s, e) == -1)
		rc = -1;
	if (rc == 0)
		rc = provision_first(r, &g.peers, e);
	job_peers_clear(&g.peers);
	return rc;
}

int
provision_tool(struct tool *t, struct job_run *r, const struct opt_common *o)
{
	struct newcomer_setup *s = mem_zero(1, sizeof(*s));
	struct err e = ERR_INIT;
	int rc;

	if (newcomer_setup_load(&t->ctx, t->conf, s, &e) == -1)
		rc = tool_close(t, say_err(&e), NULL);
	else {
		job_tool_begin(t, r, o);
		r->setup = s;
		if (!o->dry && provision_run(r, s, &e) == -1)
			r->status = err_worst(r->status, say_err(&e));
		rc = job_tool(t, r, o);
		r->setup = NULL;
	}
	newcomer_setup_clear(s);
	free(s);
	return rc;
}
