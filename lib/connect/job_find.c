#include "connect/job_find.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/job_found.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "store/contractor.h"

struct job_find_at {
	struct job_peer *peer;
	int64_t	request;
	enum { FIND_TODO, FIND_ASKED, FIND_TOLD, FIND_CANNOT, FIND_MISSED }
	    state;
};

struct filling {
	struct job_find *f;
	struct job_peers *peers;
};

static void
add(const char *part, void *arg)
{
	struct filling *w = arg;
	struct job_find *f = w->f;

	f->at = mem_grow(f->at, f->n + 1, sizeof(*f->at));
	memset(&f->at[f->n], 0, sizeof(f->at[f->n]));
	f->at[f->n++].peer = job_peer_of(w->peers, part);
}

int
job_find_start(struct job_find *f, struct job_peers *peers,
    int64_t contractor, struct err *e)
{
	struct filling w = { f, peers };
	struct contractor c;
	int rc;

	memset(f, 0, sizeof(*f));
	memset(&c, 0, sizeof(c));
	if ((rc = contractor_get(peers->r->x->db, contractor, &c, e)) == 1) {
		f->contractor = contractor;
		f->peers = peers;
		f->upn = mem_str(c.upn);
		f->worker_id = mem_str(c.worker_id);
		conf_sections(peers->r->conf, "connector", add, &w);
	}
	contractor_clear(&c);
	return rc == -1 ? -1 : 0;
}

void
job_find_clear(struct job_find *f)
{
	free(f->at);
	free(f->upn);
	free(f->worker_id);
	memset(f, 0, sizeof(*f));
}

/* Only who can make an account takes a name in a lookup: ctr-connector(7). */
static void
ask(const struct job_find *f, struct job_find_at *t)
{
	struct connector *c = t->peer->c;
	struct err none = ERR_INIT;
	json_t *who;

	t->state = FIND_CANNOT;
	if (!connector_can(c, "lookup") || !connector_can(c, "create") ||
	    (f->upn == NULL && f->worker_id == NULL))
		return;
	who = json_object();
	if (f->upn != NULL)
		json_object_set_new(who, "upn", json_string(f->upn));
	if (f->worker_id != NULL)
		json_object_set_new(who, "worker_id",
		    json_string(f->worker_id));
	t->request = connector_send(c, "lookup",
	    json_pack("{s:o}", "account", who), &none);
	t->state = t->request == -1 ? FIND_MISSED : FIND_ASKED;
}

int
job_find_go(struct job_find *f, int *missed)
{
	struct job_find_at *t;
	size_t i;
	int open = 0;

	*missed = 0;
	for (i = 0; i < f->n; i++) {
		t = &f->at[i];
		if (t->peer->c == NULL && (t->state == FIND_TODO ||
		    t->state == FIND_ASKED))
			t->state = FIND_MISSED;
		if (t->state == FIND_TODO && t->peer->up)
			ask(f, t);
		open |= t->state == FIND_TODO || t->state == FIND_ASKED;
		*missed |= t->state == FIND_MISSED;
	}
	*missed = *missed && f->found == 0;
	return open;
}

static int
same_name(const char *a, const char *b)
{
	char *x, *y;
	int same;

	if (a == NULL || b == NULL)
		return 0;
	x = text_fold(a);
	y = text_fold(b);
	same = x != NULL && y != NULL && strcmp(x, y) == 0;
	free(x);
	free(y);
	return same;
}

/* Whoever takes a filter for a hint answers with the first that it has. */
static int
has_name(const struct job_find *f, const struct connector_account *a)
{
	return same_name(f->upn, a->upn) || same_name(f->upn, a->login) ||
	    same_name(f->worker_id, a->worker_id);
}

/* 1 read; 0 nonsense: as if it had said nothing; -1. */
static int
told(struct job_find *f, struct ctx *x, const struct job_peer *p,
    const struct connector_reply *r, struct err *e)
{
	struct connector_account a;
	struct job_found_account is;
	struct err bad = ERR_INIT;
	char words[300];
	int rc;

	if (connector_account(r, &a, &bad) == -1)
		return 0;
	if (!has_name(f, &a)) {
		snprintf(words, sizeof(words), "connector %s: a lookup of %.80s"
		    " answered with %.80s", p->name, f->upn != NULL ? f->upn :
		    f->worker_id, a.remote_id);
		f->peers->r->why(0, words);
		return 0;
	}
	memset(&is, 0, sizeof(is));
	is.connector = p->name;
	is.remote_id = a.remote_id;
	is.login = a.login;
	is.upn = a.upn;
	is.worker_id = a.worker_id;
	is.display_name = a.display_name;
	is.email = a.email;
	is.department = a.department;
	is.enabled = a.enabled;
	is.privileged = a.privileged;
	is.expires_at = a.expires_at;
	is.made_at = a.made_at;
	if ((rc = job_found(x, f->contractor, &is, e)) == -1)
		return -1;
	f->found += rc;
	return 1;
}

int
job_find_reply(struct job_find *f, struct ctx *x, const struct job_peer *p,
    const struct connector_reply *r, struct err *e)
{
	struct job_find_at *t = NULL;
	size_t i;
	int rc = 1;

	for (i = 0; i < f->n && t == NULL; i++)
		if (f->at[i].peer == p && f->at[i].state == FIND_ASKED &&
		    f->at[i].request == r->id)
			t = &f->at[i];
	if (t == NULL)
		return 0;
	t->state = r->answer == CONNECTOR_GONE ? FIND_TOLD :
	    r->answer == CONNECTOR_UNSUPPORTED ||
	    r->answer == CONNECTOR_REFUSED ? FIND_CANNOT : FIND_MISSED;
	if (r->answer == CONNECTOR_DONE && (rc = told(f, x, p, r, e)) == 1)
		t->state = FIND_TOLD;
	return rc == -1 ? -1 : 1;
}

void
job_find_words(const struct job_find *f, struct buf *asked,
    struct buf *not_asked)
{
	struct buf *b;
	size_t i;

	buf_chr(asked, '[');
	buf_chr(not_asked, '[');
	for (i = 0; i < f->n; i++) {
		b = f->at[i].state == FIND_TOLD ? asked : not_asked;
		buf_fmt(b, "%s\"%s\"", b->len > 1 ? "," : "",
		    f->at[i].peer->name);
	}
	buf_chr(asked, ']');
	buf_chr(not_asked, ']');
}
