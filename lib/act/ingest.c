#include "act/ingest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "act/ingest_internal.h"
#include "base/mem.h"
#include "store/engagement.h"

#define WORK (PLAN_BIT(PLAN_NEW) | PLAN_BIT(PLAN_CHANGE) | \
	PLAN_BIT(PLAN_AMBIGUOUS) | PLAN_BIT(PLAN_ELSEWHERE) | \
	PLAN_BIT(PLAN_PAST))
#define REFUSED (PLAN_BIT(PLAN_TWICE) | PLAN_BIT(PLAN_ORDER) | \
	PLAN_BIT(PLAN_AMBIGUOUS))
#define TEXT_MAX (64 << 20)	/* of one batch */
#define TEXT_ENOUGH (4 << 20)	/* a batch of long rows is looked up early */

struct ingest *
ingest_start(struct ctx *x, const struct ingest_opt *opt, struct err *e)
{
	struct ingest *g = mem_zero(1, sizeof(*g));

	g->x = x;
	g->opt = opt;
	g->delta = opt->delta;
	buf_init(&g->text, TEXT_MAX);
	if (!feed_name(opt->feed)) {
		err_set(e, ERR_USAGE, "feed %s: lower-case letters, digits and"
		    " hyphens", opt->feed);
	} else if (feed_get(x->db, opt->feed, &g->feed, e) != -1 &&
	    contractor_roster_highest(x->db, &g->highest, e) == 0 &&
	    (g->plan = roster_plan_start(x->db, e)) != NULL) {
		g->seen = mem_zero((size_t)(g->highest / 8 + 1), 1);
		g->taken = mem_zero((size_t)(g->highest / 8 + 1), 1);
		g->planned = mem_zero((size_t)(g->highest / 8 + 1), 1);
		return g;
	}
	ingest_free(g);
	return NULL;
}

void
ingest_free(struct ingest *g)
{
	if (g == NULL)
		return;
	roster_plan_free(g->plan);
	buf_clear(&g->text);
	free(g->seen);
	free(g->taken);
	free(g->planned);
	free(g);
}

const struct ingest_report *
ingest_report(const struct ingest *g)
{
	return &g->report;
}

static size_t
keep(struct ingest *g, const char *s)
{
	size_t at = g->text.len;

	buf_add(&g->text, s == NULL ? "" : s, s == NULL ? 1 : strlen(s) + 1);
	return at;
}

static struct ingest_item *
next_item(struct ingest *g, const struct roster_row *r)
{
	struct ingest_item *i = &g->item[g->items++];

	memset(i, 0, sizeof(*i));
	i->line = r->line;
	i->upn_key = keep(g, r->upn_key);
	i->worker_id = keep(g, r->value[ROSTER_WORKER_ID]);
	g->rows++;
	return i;
}

static int
look_if_full(struct ingest *g, struct err *e)
{
	if (g->items < INGEST_BATCH && g->text.len < TEXT_ENOUGH)
		return 0;
	return ingest_look(g, e);
}

int
ingest_row(struct ingest *g, const struct roster_row *r, int64_t offset,
    size_t len, struct err *e)
{
	struct ingest_item *i = next_item(g, r);

	i->offset = offset;
	i->len = len;
	i->row = g->text.len;
	roster_pack(r, &g->text);
	i->row_len = g->text.len - i->row;
	if (!buf_ok(&g->text))
		return err_set(e, ERR_BUG, "a batch of rows over 64 MiB");
	roster_pack_hash(g->text.p + i->row, i->row_len, i->hash);
	return look_if_full(g, e);
}

int
ingest_refused(struct ingest *g, const struct roster_row *r, struct err *e)
{
	g->report.rejected++;
	if (!roster_row_has_key(r)) {
		g->rows++;
		g->keyless++;
		return 0;
	}
	next_item(g, r)->refused = 1;
	return look_if_full(g, e);
}

/* proof: why a full roster does not prove absence, or NULL. */
static const char *
proof(const struct ingest *g)
{
	if (g->delta)
		return NULL;
	if (g->file.torn)
		return "it ends inside a quote, an object or an array";
	if (g->file.open_line && !g->opt->loose_end)
		return "its last line has no line end";
	if (g->keyless > 0)
		return "a row has no readable key";
	return NULL;
}

/* people: of whom the guard's share is.  A delta names none but those whom
 * something happens to: its share is that of the feed.  Our own listing is
 * nobody's feed: all that it names. */
static int
people(struct ingest *g, const struct plan_counts *c, int64_t *n,
    struct err *e)
{
	*n = g->people + c->absent[ABSENT_MISSING] +
	    c->absent[ABSENT_WITHDRAWN] + c->absent[ABSENT_WAITS] +
	    c->absent[ABSENT_ENDED];
	if (g->file.echo)
		*n = g->rows;
	else if (g->delta && c->moved > 0)
		return feed_people(g->x->db, g->opt->feed, n, e);
	return 0;
}

/* look_over: the guard sees the plan. */
static int
look_over(struct ingest *g, const struct plan_counts *c, struct err *e)
{
	struct roster_guard in = { g->delta, g->file.empty, g->rows,
		g->feed.rows, g->file.fields, (unsigned)g->feed.fields, 0, 0,
		0, 0, 0 };
	struct roster_verdict v;

	in.missing = c->absent[ABSENT_MISSING] +
	    c->absent[ABSENT_WITHDRAWN] + c->absent[ABSENT_WAITS];
	if (people(g, c, &in.people, e) == -1)
		return -1;
	in.moved = c->moved;
	in.percent = policy_int(g->x->policy, "missing_percent");
	in.count = policy_int(g->x->policy, "missing_count");
	roster_guard(&in, g->opt->accept, &v);
	g->report.hold = v.hold;
	g->report.held = v.hold == ROSTER_GO ? 0 : v.number;
	snprintf(g->report.why, sizeof(g->report.why), "%s", v.why);
	return 0;
}

static void
fill_report(struct ingest *g, const struct plan_counts *c)
{
	struct ingest_report *r = &g->report;

	r->unchanged += c->action[PLAN_SAME] + c->action[PLAN_PAST];
	r->rejected += c->action[PLAN_TWICE] + c->action[PLAN_AMBIGUOUS] +
	    c->action[PLAN_ORDER];
	if (r->hold == ROSTER_HOLD_WHOLE)
		return;
	r->added = c->action[PLAN_NEW];
	r->changed = c->action[PLAN_CHANGE] - c->returns;
	r->returned = c->returns;
	if (r->hold != ROSTER_GO)
		return;
	r->missing = c->absent[ABSENT_MISSING] + c->absent[ABSENT_ENDED] +
	    c->absent[ABSENT_WITHDRAWN] + c->absent[ABSENT_WAITS];
}

static int64_t
work(const struct plan_counts *c)
{
	int64_t n = 0;
	int i;

	for (i = 0; i < PLAN_ACTIONS; i++)
		if ((WORK & PLAN_BIT(i)) != 0)
			n += c->action[i];
	for (i = 0; i < ABSENT_ACTIONS; i++)
		n += c->absent[i];
	return n;
}

int
ingest_plan(struct ingest *g, const struct ingest_file *file, struct err *e)
{
	struct plan_counts c;

	g->file = *file;
	/* Whom our own listing leaves out somebody has not asked for. */
	g->delta |= file->echo;
	if (g->items > 0 && ingest_look(g, e) == -1)
		return -1;
	g->report.voided = proof(g);
	if (ingest_twice(g, e) == -1 || ingest_judge(g, e) == -1)
		return -1;
	if (!g->delta && g->report.voided == NULL &&
	    ingest_absent_plan(g, e) == -1)
		return -1;
	if (roster_plan_count(g->plan, &c, e) == -1)
		return -1;
	g->work = work(&c);
	if (look_over(g, &c, e) == -1)
		return -1;
	fill_report(g, &c);
	return 0;
}

int
ingest_late(struct ingest *g, ingest_late_cb *cb, void *arg, struct err *e)
{
	struct plan_row r;
	int64_t after = 0;
	int rc;

	while ((rc = roster_plan_next(g->plan, after, REFUSED, &r, e)) == 1) {
		after = r.id;
		if (cb(r.line, r.offset, (size_t)r.len,
			r.action == PLAN_ORDER ? ROSTER_ORDER :
			r.action == PLAN_TWICE ? ROSTER_TWICE :
			ROSTER_AMBIGUOUS, arg) == -1) {
			rc = -1;
			break;
		}
	}
	roster_plan_rest(g->plan);
	return rc;
}

static int64_t
milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* full: a slice is as large as it may be. */
static int
full(int n, int64_t begun)
{
	return n >= INGEST_SLICE ||
	    (n > INGEST_SLICE_MIN && n % 1000 == 0 &&
		milliseconds() - begun > INGEST_SLICE_MS);
}

/* Where the work stands between two slices. */
struct place {
	int64_t	row, absent;	/* done up to here */
	int	rows_done;
	int64_t	done, total;
};

/* slice: some changes in the open transaction.  1 all is done, 0 more is to
 * do, -1. */
static int
slice(struct ingest *g, struct place *p, struct err *e)
{
	struct plan_absent a;
	struct plan_row r;
	int64_t begun = milliseconds(), newest;
	int n, rc;

	if (contractor_roster_highest(g->x->db, &newest, e) == -1)
		return -1;
	for (n = 0; !full(n, begun) && !p->rows_done; n++) {
		rc = roster_plan_next(g->plan, p->row, WORK, &r, e);
		if (rc == -1 || (rc == 1 && ingest_change(g, &r, e) == -1))
			return -1;
		p->rows_done = rc == 0;
		p->row = rc == 1 ? r.id : p->row;
		p->done += rc;
	}
	roster_plan_rest(g->plan);
	if (engagement_begin_batch(g->x->db, newest, g->roster.id, g->x->now,
		e) == -1)
		return -1;
	if (g->report.hold == ROSTER_HOLD_ABSENT)
		return p->rows_done;
	for (; !full(n, begun); n++) {
		rc = roster_plan_absent_next(g->plan, p->absent, &a, e);
		if (rc != 1)
			return rc == 0 ? 1 : -1;
		if (ingest_absent_apply(g, &a, e) == -1)
			return -1;
		p->absent = a.contractor;
		p->done++;
	}
	return 0;
}

static int
transaction(struct ingest *g, struct place *p, int first, struct err *e)
{
	int rc;

	if (db_begin(g->x->db, e) == -1)
		return -1;
	rc = first ? ingest_begin(g, p->total > INGEST_SLICE_MIN, e) : 0;
	if (rc == 0)
		rc = slice(g, p, e);
	if (rc == 1 && ingest_end(g, e) == -1)
		rc = -1;
	roster_plan_rest(g->plan);
	if (rc == -1) {
		db_rollback(g->x->db);
		return -1;
	}
	return db_commit(g->x->db, e) == -1 ? -1 : rc;
}

int
ingest_apply(struct ingest *g, struct err *e)
{
	struct place p = { 0, 0, 0, 0, 0 };
	int first = 1, rc;

	if (g->report.hold == ROSTER_HOLD_WHOLE)
		return ingest_held(g, e);
	p.total = g->work;
	g->report.added = g->report.changed = g->report.returned = 0;
	g->report.missing = 0;
	while ((rc = transaction(g, &p, first, e)) == 0) {
		first = 0;
		if (g->opt->progress != NULL)
			g->opt->progress(p.done, p.total);
		db_pause();
	}
	return rc == -1 ? err_add(e, "ingest") : 0;
}
