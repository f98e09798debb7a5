#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/inactive.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/sha.h"
#include "base/when.h"
#include "domain/depart.h"
#include "store/idle_list.h"

#define DAY 86400LL
#define STALE (2 * DAY)		/* an older list tells nothing of now */
enum { ACCOUNTS = 64 };		/* of one person, that are judged */

/* Which connectors' logins count, asked of conf and policy once each. */
struct counted {
	char	name[33];
	int	yes;
};

/* One contractor, as his rows come. */
struct person {
	struct inactive_one one;
	int64_t	start_at;
	int	exempt, protected;
	struct idle_account a[ACCOUNTS];
	size_t	n;
	struct buf logins;
};

struct gather {
	struct inactive *i;
	struct counted **counted;
	size_t	n_counted;
	struct person p;
};

static const struct counted *
counts(struct gather *g, const char *connector)
{
	const struct policy *p = g->i->x->policy;
	struct counted *c;
	char section[64];
	size_t i;

	for (i = 0; i < g->n_counted; i++)
		if (strcmp(g->counted[i]->name, connector) == 0)
			return g->counted[i];
	g->counted = mem_grow(g->counted, g->n_counted + 1,
	    sizeof(*g->counted));
	c = g->counted[g->n_counted++] = mem_zero(1, sizeof(*c));
	(void)snprintf(c->name, sizeof(c->name), "%s", connector);
	(void)snprintf(section, sizeof(section), "connector %s", connector);
	c->yes = strcmp(conf_or(g->i->conf, section, "inactivity", "yes"),
	    "yes") == 0;
	if (strcmp(policy_get(p, "inactive_connectors"), "-") != 0)
		c->yes = c->yes && policy_has(p, "inactive_connectors",
		    connector);
	return c;
}

/* His last day with a login in one system, as people read it. */
static void
login_words(struct person *p, const struct idle_list_row *r)
{
	char on[11] = "never";

	if (r->login_at > 0)
		when_date(when_today(r->login_at), on);
	else if (!r->login_known)
		(void)snprintf(on, sizeof(on), "unknown");
	buf_fmt(&p->logins, "%s%s: %s", p->logins.len > 0 ? ", " : "",
	    r->connector, on);
}

static void
person_start(struct gather *g, const struct idle_list_row *r)
{
	struct person *p = &g->p;
	int32_t start = when_day(r->contract_start != NULL ?
	    r->contract_start : "");

	memset(p, 0, sizeof(*p));
	buf_init(&p->logins, 4096);
	p->one.contractor = r->contractor;
	p->one.engagement = r->engagement;
	p->one.upn = mem_str(r->upn);
	p->one.name = mem_str(r->name);
	p->one.vendor = mem_str(r->vendor);
	p->one.manager_key = mem_str(r->manager_key);
	p->start_at = start == WHEN_NO_DAY ? 0 : when_start(start);
	p->exempt = r->exempt_on != NULL &&
	    strcmp(r->exempt_on, g->i->x->today_on) >= 0;
}

/*
 * When its system told logins last: in a whole list.  What comes with a lag
 * is replicated, and so in a list of changes too (AD's lastLogonTimestamp,
 * but not its lastLogon).
 */
static int
fresh(const struct gather *g, const struct idle_list_row *r)
{
	int64_t at = r->login_lag > 0 ? r->ok_at : r->full_at;

	return g->i->x->now - at <= STALE;
}

static void
person_account(struct gather *g, const struct idle_list_row *r)
{
	const struct counted *c = counts(g, r->connector);
	struct idle_account *a;
	struct person *p = &g->p;

	if (depart_protected(policy_get(g->i->x->policy, "protected"),
	    r->connector, r->remote_id, r->login, r->account_upn))
		p->protected = 1;
	login_words(p, r);
	if (p->n == ACCOUNTS) {		/* too many: nobody can tell */
		a = &p->a[ACCOUNTS - 1];
		a->counts = a->enabled = 1;
		a->login_known = 0;
		if (r->login_at > a->login_at)
			a->login_at = r->login_at;
		return;
	}
	a = &p->a[p->n++];
	a->counts = c->yes;
	a->connector = c->name;		/* the row's does not last */
	a->enabled = strcmp(r->state, "enabled") == 0;
	a->login_known = r->login_known && fresh(g, r);
	a->login_at = r->login_at;
	a->login_lag = r->login_lag;
	a->made_at = r->made_at;
}

static void
put(struct inactive_one **list, size_t *n, struct inactive_one *o)
{
	*list = mem_grow(*list, *n + 1, sizeof(**list));
	(*list)[(*n)++] = *o;
	memset(o, 0, sizeof(*o));
}

/* The person whose last row has come. */
static void
person_end(struct gather *g)
{
	struct inactive *i = g->i;
	struct idle_limits l = { i->x->now, i->days, i->never_days };
	struct person *p = &g->p;
	struct idle_verdict v;

	if (p->one.contractor == 0)
		return;
	idle_judge(p->a, p->n, p->start_at, &l, &v);
	p->one.what = v.what;
	p->one.since = v.since;
	p->one.logins = buf_take(&p->logins);
	if (v.what == IDLE_UNKNOWN) {
		p->one.connector = mem_str(v.connector);
		put(&i->unknown, &i->n_unknown, &p->one);
	} else if (v.what == IDLE_INACTIVE || v.what == IDLE_NEVER) {
		if (p->exempt)
			i->exempt++;
		else if (p->protected)
			i->protected++;
		else
			put(&i->list, &i->n, &p->one);
	}
	inactive_one_clear(&p->one);
	buf_clear(&p->logins);
	p->n = 0;
}

static int
on_row(const struct idle_list_row *r, void *arg)
{
	struct gather *g = arg;

	if (g->p.one.contractor != r->contractor) {
		person_end(g);
		person_start(g, r);
	}
	person_account(g, r);
	return 0;
}

/* 1 he stays on the list, 0 not: what only the database can tell of him. */
static int
stays(struct inactive *i, struct inactive_one *o, struct err *e)
{
	int64_t days = o->what == IDLE_NEVER ? i->never_days : i->days, back;
	int64_t kept = i->x->now - DAY * policy_int(i->x->policy,
	    "inactive_deny_days");
	int rc;

	if ((back = idle_list_back_at(i->x->db, o->contractor, e)) == -1)
		return -1;
	if (back > i->x->now - days * DAY)
		return 0;
	if (back > o->since)
		o->since = back;
	rc = idle_list_left_out(i->x->db, o->contractor, i->x->today_on, kept,
	    e);
	i->left_out += rc == 1;
	return rc == -1 ? -1 : !rc;
}

static int
sift(struct inactive *i, size_t from, struct err *e)
{
	size_t k, n = from;
	int rc;

	for (k = from; k < i->n; k++) {
		if ((rc = stays(i, &i->list[k], e)) == -1)
			return -1;
		if (rc == 1) {
			struct inactive_one o = i->list[k];

			i->list[k] = i->list[n];
			i->list[n++] = o;
		}
	}
	for (k = n; k < i->n; k++)
		inactive_one_clear(&i->list[k]);
	i->n = n;
	return 0;
}

/* What the approval is bound to: who is on the list and what it says. */
static void
digest(struct inactive *i)
{
	unsigned char h[SHA_LEN];
	struct sha st;
	struct buf b = BUF_INIT(8192);
	size_t k;

	sha_start(&st);
	buf_fmt(&b, "%s\t%lld\n", i->x->today_on, (long long)i->days);
	sha_add(&st, b.p, b.len);
	for (k = 0; k < i->n; k++) {
		buf_empty(&b);
		buf_fmt(&b, "%lld\t%d\t%lld\t%s\n",
		    (long long)i->list[k].contractor, i->list[k].engagement,
		    (long long)i->list[k].since, i->list[k].logins);
		sha_add(&st, b.p, b.len);
	}
	sha_end(&st, h);
	sodium_bin2hex(i->digest, sizeof(i->digest), h, sizeof(h));
	buf_clear(&b);
}

static void
gather_clear(struct gather *g)
{
	size_t k;

	for (k = 0; k < g->n_counted; k++)
		free(g->counted[k]);
	free(g->counted);
}

/* part: the next so many numbers; *last: beyond it there are none. */
static int
part(struct gather *g, int64_t *after, int64_t span, int64_t *last,
    struct err *e)
{
	struct inactive *i = g->i;
	size_t from = i->n;
	int rc = idle_list_page(i->x->db, *after, span, last, on_row, g, e);

	person_end(g);
	*after += span;
	return rc == 0 ? sift(i, from, e) : rc;
}

int
inactive_plan(struct inactive *i, struct err *e)
{
	struct gather g;
	int64_t after = 0, last = 1;
	int rc = 0;

	memset(&g, 0, sizeof(g));
	g.i = i;
	while (rc == 0 && after < last)
		rc = part(&g, &after, IDLE_LIST_SPAN, &last, e);
	gather_clear(&g);
	digest(i);
	return rc;
}

int
inactive_look(struct inactive *i, int64_t *after, size_t enough, struct err *e)
{
	struct gather g;
	int64_t from = *after, last = INT64_MAX;
	int rc = 0;

	memset(&g, 0, sizeof(g));
	g.i = i;
	while (rc == 0 && *after < last && *after - from < INACTIVE_LOOK &&
	    i->n + i->n_unknown < enough)
		rc = part(&g, after, INACTIVE_SPAN, &last, e);
	gather_clear(&g);
	if (rc == 0 && *after >= last)
		*after = 0;
	return rc;
}
