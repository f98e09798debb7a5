#include "act/propose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/inquiry.h"
#include "base/mem.h"
#include "domain/cadence_words.h"
#include "store/contractor_due.h"

struct proposing {
	struct propose *f;
	struct inquiry_run run;
	struct cadence_policy then;
	int	proposed;	/* which of the two is being counted */
	struct inquiry q;
	struct err *e;
};

/* The order in which a year of somebody's has them. */
static int
rank(const char *what)
{
	static const char *const words[] = { "heartbeat", "full", "T-",
		"changed", "left", "readdress", "escalate" };
	int i, n = sizeof(words) / sizeof(words[0]);

	for (i = 0; i < n && strncmp(what, words[i], strlen(words[i])) != 0;
	    i++)
		;
	return i;
}

static int
by_what(const void *a, const void *b)
{
	const char *x = ((const struct propose_kind *)a)->what;
	const char *y = ((const struct propose_kind *)b)->what;

	if (rank(x) != rank(y))
		return rank(x) - rank(y);
	/* the farthest offset first: of two, the longer word is larger */
	if (strncmp(x, "T-", 2) == 0)
		return strlen(x) != strlen(y) ? (int)strlen(y) -
		    (int)strlen(x) : strcmp(y, x);
	return strlen(x) != strlen(y) ? (int)strlen(x) - (int)strlen(y) :
	    strcmp(x, y);
}

static struct propose_kind *
kind_of(struct propose *f, const struct cadence_due *due)
{
	struct buf b = BUF_INIT(64);
	struct propose_kind *k;
	size_t i;

	cadence_words_due(&b, due);
	for (i = 0; i < f->n && strcmp(f->kind[i].what, buf_get(&b)) != 0; i++)
		;
	/* Six offsets of two policies and the rest: there is room. */
	if (i == PROPOSE_KINDS)
		i--;
	k = &f->kind[i];
	if (i == f->n) {
		(void)snprintf(k->what, sizeof(k->what), "%s", buf_get(&b));
		f->n++;
	}
	buf_clear(&b);
	return k;
}

static void
add(struct propose_pair *p, int proposed, int64_t n)
{
	if (proposed)
		p->then += n;
	else
		p->now += n;
}

static int
goes(int32_t day, const struct cadence_due *due, int days_left, void *arg)
{
	struct proposing *g = arg;
	struct propose *f = g->f;

	(void)days_left;
	add(&kind_of(f, due)->n, g->proposed, f->every);
	add(&f->all, g->proposed, f->every);
	add(&f->day[day - g->run.x->today], g->proposed, f->every);
	return 0;
}

static int
one(struct proposing *g, int64_t id)
{
	const struct cadence_policy *const p[2] = { &g->run.p, &g->then };
	int32_t today = g->run.x->today;
	int rc = inquiry_load(&g->run, id, 0, &g->q, g->e);

	if (rc != 1)
		return rc;
	if (g->q.in.status != CADENCE_OTHER)
		g->f->people++;
	for (g->proposed = 0; g->proposed < 2; g->proposed++)
		(void)cadence_forecast(&g->q.in, p[g->proposed], today,
		    PROPOSE_DAYS, goes, g);
	inquiry_clear(&g->q);
	return 0;
}

/* The same draw each time: the page says the same when it comes again. */
static int64_t
draw(uint64_t *seed, int64_t below)
{
	*seed = *seed * 6364136223846793005U + 1442695040888963407U;
	return (int64_t)((*seed >> 33) % (uint64_t)below);
}

/* One number of each so many: who is not there, or not asked, counts too, as
 * nobody: the sum is of all. */
static int
some(struct proposing *g, int64_t last)
{
	uint64_t seed = 1;
	int64_t from;

	g->f->every = (last + PROPOSE_ALL - 1) / PROPOSE_ALL;
	for (from = 1; from <= last; from += g->f->every)
		if (one(g, from + draw(&seed, g->f->every)) == -1)
			return -1;
	return 0;
}

static int
everyone(struct proposing *g)
{
	struct contractor_due *d = mem_zero(1, sizeof(*d));
	size_t i;
	int rc;

	while ((rc = contractor_due_everyone(g->run.x->db, d, g->e)) == 1)
		for (i = 0; rc != -1 && i < d->n; i++)
			if (one(g, d->ids[i]) == -1) {
				free(d);
				return -1;
			}
	free(d);
	return rc;
}

int
propose(struct ctx *x, const struct policy *policy, struct propose *f,
    struct err *e)
{
	struct proposing *g = mem_zero(1, sizeof(*g));
	int64_t last;
	int rc;

	memset(f, 0, sizeof(*f));
	f->every = 1;
	g->f = f;
	g->e = e;
	if ((rc = inquiry_run_init(&g->run, x, e)) == 0) {
		cadence_policy(&g->then, policy);
		rc = contractor_due_last(x->db, &last, e);
		if (rc == 0)
			rc = last <= PROPOSE_ALL ? everyone(g) : some(g, last);
	}
	inquiry_run_clear(&g->run);
	free(g);
	qsort(f->kind, f->n, sizeof(f->kind[0]), by_what);
	return rc;
}
