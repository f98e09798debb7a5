#include "act/owner_mail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/cause.h"
#include "act/fields.h"
#include "act/owner.h"
#include "base/mem.h"
#include "base/when.h"
#include "domain/vocab.h"
#include "store/evidence.h"
#include "store/outbox.h"

enum { DETAIL_MAX = 500 };	/* bytes of one finding's detail in a mail */

/* One owner's mail as it grows. */
struct desk {
	struct owner who;
	char	dedup[320];
	int	told;		/* today's is queued already */
	int64_t	n;		/* findings; VOCAB_ROWS of them are rows */
	struct pairs *p;
};

/* Whose a kind of finding is, once it was looked up; desk -1: nobody's. */
struct route {
	char	kind[32];
	char	*named;
	int	desk;
};

struct gathering {
	struct ctx *x;
	struct desk *desks;
	int	n;
	struct route *routes;
	int	nroutes;
	struct err *e;
};

static void
clear(struct gathering *g)
{
	int i;

	for (i = 0; i < g->n; i++) {
		owner_clear(&g->desks[i].who);
		pairs_free(g->desks[i].p);
	}
	for (i = 0; i < g->nroutes; i++)
		free(g->routes[i].named);
	free(g->desks);
	free(g->routes);
}

/* Takes what o holds. */
static int
desk_of(struct gathering *g, struct owner *o)
{
	struct desk *d;
	int i;

	for (i = 0; i < g->n; i++)
		if (strcmp(g->desks[i].who.key, o->key) == 0) {
			owner_clear(o);
			return i;
		}
	g->desks = mem_grow(g->desks, (size_t)g->n + 1, sizeof(*g->desks));
	d = &g->desks[g->n];
	memset(d, 0, sizeof(*d));
	d->who = *o;
	d->p = pairs_new();
	(void)snprintf(d->dedup, sizeof(d->dedup), "findings/%s/%s",
	    d->who.key, g->x->today_on);
	if ((d->told = outbox_has(g->x->db, d->dedup, g->e)) == -1) {
		g->n++;
		return -1;
	}
	return g->n++;
}

static int
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* *desk: index or -1.  0, or -1 with e. */
static int
route(struct gathering *g, const struct finding *f, int *desk)
{
	struct route *r;
	struct owner o;
	int i, rc;

	for (i = 0; i < g->nroutes; i++)
		if (strcmp(g->routes[i].kind, f->kind) == 0 &&
		    same(g->routes[i].named, f->owner)) {
			*desk = g->routes[i].desk;
			return 0;
		}
	if ((rc = owner_of(g->x, f->kind, f->owner, &o, g->e)) == -1)
		return -1;
	*desk = rc == 1 ? desk_of(g, &o) : -1;
	if (rc == 1 && *desk == -1)
		return -1;
	g->routes = mem_grow(g->routes, (size_t)g->nroutes + 1,
	    sizeof(*g->routes));
	r = &g->routes[g->nroutes++];
	memcpy(r->kind, f->kind, sizeof(r->kind));
	r->named = mem_str(f->owner);
	r->desk = *desk;
	return 0;
}

static void
set(struct desk *d, const char *name, const char *value)
{
	if (value != NULL && *value != '\0')
		pairs_set(d->p, (int)d->n, name, value);
}

/* An end that is no character's beginning is no end. */
static void
shorten(struct buf *b)
{
	size_t n = DETAIL_MAX;

	if (b->len <= DETAIL_MAX)
		return;
	while (n > 0 && ((unsigned char)b->p[n] & 0xc0) == 0x80)
		n--;
	buf_cut(b, n);
	buf_str(b, " ...");
}

static int
describe(struct gathering *g, struct desk *d, const struct finding *f)
{
	struct buf words = BUF_INIT(65536);
	struct contractor c;
	struct account a;
	char text[24];
	int rc;

	rc = cause_about(g->x, f, &c, &a, g->e);
	if (rc == 0 && c.id != 0)
		rc = fields_contractor(g->x, &c, d->p, (int)d->n, g->e);
	else if (rc == 0 && a.id != 0) {
		set(d, "contractor_name", a.display_name);
		set(d, "contractor_upn", a.upn != NULL ? a.upn : a.login);
	}
	set(d, "finding", f->kind);
	(void)snprintf(text, sizeof(text), "%lld", (long long)f->id);
	set(d, "number", text);
	set(d, "subject", f->subject);
	(void)snprintf(text, sizeof(text), "%ld", (long)g->x->today -
	    when_today(f->opened_at));
	set(d, "age_days", text);
	if (rc == 0)
		rc = cause_words(g->x, f, &words, g->e);
	shorten(&words);
	set(d, "detail", buf_get(&words));
	buf_clear(&words);
	contractor_clear(&c);
	account_clear(&a);
	return rc;
}

static int
add(const struct finding *f, void *arg)
{
	struct gathering *g = arg;
	struct desk *d;
	int desk;

	if (route(g, f, &desk) == -1)
		return -1;
	if (desk == -1 || g->desks[desk].told)
		return 0;
	d = &g->desks[desk];
	if (d->n < VOCAB_ROWS && describe(g, d, f) == -1)
		return -1;
	d->n++;
	return 0;
}

/* By the day, not by the second: a run a moment earlier than the one that
 * opened it a week ago would leave it out. */
static int
gather(struct gathering *g)
{
	struct ctx *x = g->x;
	int32_t last = x->today - (int32_t)policy_int(x->policy,
	    "finding_days");

	if (!policy_on(x->policy, "mail.findings") ||
	    !policy_send_day(x->policy, x->today))
		return 0;
	return finding_open_before(x->db, when_after(last), add, g, g->e);
}

int
owner_mail_rows(struct ctx *x, struct rows *rows, struct err *e)
{
	struct gathering g = { .x = x, .e = e };
	char change[400], why[80];
	const char *v[5] = { "tell", "findings", NULL, change, why };
	int i, rc;

	rc = gather(&g);
	(void)snprintf(why, sizeof(why), "open for %lld days (finding_days)",
	    (long long)policy_int(x->policy, "finding_days"));
	for (i = 0; i < g.n && rc == 0; i++) {
		if (g.desks[i].n == 0)
			continue;
		(void)snprintf(change, sizeof(change), "%lld to %s",
		    (long long)g.desks[i].n, g.desks[i].who.email);
		rc = rows_add(rows, v, e);
	}
	clear(&g);
	return rc;
}

static int
queue(struct ctx *x, struct desk *d, struct err *e)
{
	struct outbox_new o = { .template = "findings", .dedup = d->dedup,
		.recipient = d->who.email, .now = x->now };
	char number[24], subject[40];
	int64_t id;
	struct jot j;
	int rc;

	(void)snprintf(number, sizeof(number), "%lld", (long long)d->n);
	pairs_set(d->p, PAIRS_ALL, "count", number);
	(void)snprintf(number, sizeof(number), "%lld",
	    (long long)d->n - VOCAB_ROWS);
	if (d->n > VOCAB_ROWS)
		pairs_set(d->p, PAIRS_ALL, "more", number);
	pairs_set(d->p, PAIRS_ALL, "manager_name", d->who.name);
	pairs_set(d->p, PAIRS_ALL, "manager_upn", d->who.key);
	pairs_set(d->p, PAIRS_ALL, "tenant", x->tenant->name);
	jot_init(&j);
	fields_jot(d->p, &j);
	o.fields = jot_get(&j);
	rc = outbox_queue(x->db, &o, &id, e);
	jot_clear(&j);
	if (rc != 1)
		return rc;
	(void)snprintf(subject, sizeof(subject), "outbox/%lld", (long long)id);
	jot_init(&j);
	jot_str(&j, "owner", d->who.key);
	jot_int(&j, "findings", d->n);
	if (evidence_add(x->db, x->now, x->actor, "finding.tell", subject,
	    jot_get(&j), NULL, e) == -1)
		rc = -1;
	jot_clear(&j);
	return rc;
}

int
owner_mail_queue(struct ctx *x, int64_t *n, struct err *e)
{
	struct gathering g = { .x = x, .e = e };
	int i, rc;

	rc = gather(&g);
	for (i = 0; i < g.n && rc != -1; i++) {
		if (g.desks[i].n == 0)
			continue;
		if ((rc = db_begin(x->db, e)) == -1)
			break;
		if ((rc = queue(x, &g.desks[i], e)) == -1 ||
		    db_commit(x->db, e) == -1) {
			db_rollback(x->db);
			rc = -1;
		}
		*n += rc == 1;
	}
	clear(&g);
	return rc == -1 ? err_add(e, "mail of findings") : 0;
}
