#include "connect/job_peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/job_down.h"
#include "base/buf.h"
#include "base/mem.h"

/* What a connector says goes to the log; its protocol only with -vv. */
static void
hear(const char *name, enum connector_says says, const char *line, void *arg)
{
	struct job_run *r = arg;
	struct buf b = BUF_INIT(4096);

	buf_fmt(&b, "%s: %s%s", name, says == CONNECTOR_SENT ? "> " :
	    says == CONNECTOR_GOT ? "< " : "", line);
	r->why(says == CONNECTOR_STDERR ? 0 : 2, buf_get(&b));
	buf_clear(&b);
}

/* Ids of the list that are this connector's, "NAME:ID"; bare words too. */
static json_t *
ids(const char *list, const char *name)
{
	size_t len, at = strlen(name);
	json_t *all = json_array();
	const char *p;

	for (p = list; *(p += strspn(p, " \t")) != '\0'; p += len) {
		len = strcspn(p, " \t");
		if (len > at + 1 && p[at] == ':' && memcmp(p, name, at) == 0)
			json_array_append_new(all,
			    json_stringn(p + at + 1, len - at - 1));
		else if (memchr(p, ':', len) == NULL)
			json_array_append_new(all, json_stringn(p, len));
	}
	return all;
}

static void
start(struct job_peers *ps, struct job_peer *p)
{
	struct job_run *r = ps->r;
	struct connector_start s;

	memset(&s, 0, sizeof(s));
	s.name = p->name;
	s.tenant = r->x->tenant;
	s.conf = r->conf;
	s.now = r->x->now;
	s.log = hear;
	s.log_arg = r;
	s.trace = r->trace;
	s.more = json_pack("{s:o,s:o}",
	    "protected", ids(policy_get(r->x->policy, "protected"), p->name),
	    "privileged_groups", ids(policy_get(r->x->policy,
	    "privileged_groups"), p->name));
	p->c = connector_open(&s, &p->why);
	json_decref(s.more);
	if (p->c == NULL)
		job_peer_over(ps, p, &p->why);
}

struct job_peer *
job_peer_of(struct job_peers *ps, const char *name)
{
	struct job_peer *p;
	size_t i;

	for (i = 0; i < ps->n; i++)
		if (strcmp(ps->p[i]->name, name) == 0)
			return ps->p[i];
	ps->p = mem_grow(ps->p, ps->n + 1, sizeof(*ps->p));
	ps->list = mem_grow(ps->list, ps->n + 1, sizeof(*ps->list));
	p = ps->p[ps->n] = mem_zero(1, sizeof(*p));
	snprintf(p->name, sizeof(p->name), "%s", name);
	start(ps, p);
	ps->list[ps->n++] = p->c;
	return p;
}

void
job_peer_over(struct job_peers *ps, struct job_peer *p, const struct err *why)
{
	char words[1200];
	size_t i;
	int kind = why->kind == ERR_CONFIG || why->kind == ERR_REFUSED ||
	    why->kind == ERR_SYSTEM ? why->kind : ERR_DOWN;

	if (why != &p->why)
		p->why = *why;
	snprintf(words, sizeof(words), "connector %s: %s", p->name,
	    p->why.text);
	ps->r->why(0, words);
	ps->r->status = err_worst(ps->r->status, kind);
	connector_close(p->c);
	p->c = NULL;
	p->up = 0;
	for (i = 0; i < ps->n; i++)
		ps->list[i] = ps->p[i]->c;
}

void
job_peer_hello(struct job_peers *ps, struct job_peer *p,
    const struct connector_reply *r)
{
	struct err why = ERR_INIT;

	if (r->answer == CONNECTOR_DONE) {
		p->up = 1;
		return;
	}
	(void)err_set(&why, r->answer == CONNECTOR_TEMPORARY ? ERR_TEMP :
	    r->answer == CONNECTOR_REFUSED ? ERR_REFUSED : ERR_CONFIG,
	    "hello: %s %s", connector_answer_name(r->answer), r->words);
	job_peer_over(ps, p, &why);
}

int
job_peer_can(const char *name, const char *op, void *arg)
{
	struct job_peer *p = job_peer_of(arg, name);

	return p->up ? connector_can(p->c, op) : -1;
}

int
job_peer_settled(const struct job_peer *p)
{
	return p->up || p->c == NULL;
}

int
job_peer_notices(struct job_peers *ps, struct err *e)
{
	struct job_down *all = mem_zero(ps->n + 1, sizeof(*all));
	size_t i;
	int rc;

	for (i = 0; i < ps->n; i++) {
		all[i].connector = ps->p[i]->name;
		if (ps->p[i]->why.kind != ERR_NONE)
			all[i].why = ps->p[i]->why.text;
	}
	rc = job_down(ps->r->x, all, ps->n, e);
	free(all);
	return rc;
}

void
job_peers_clear(struct job_peers *ps)
{
	size_t i;

	for (i = 0; i < ps->n; i++) {
		connector_close(ps->p[i]->c);
		free(ps->p[i]);
	}
	free(ps->p);
	free(ps->list);
	memset(ps, 0, sizeof(*ps));
}
