#include "act/report.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/sha.h"
#include "base/when.h"
#include "store/evidence_find.h"

/* What an auditor reads first, by the action of its record. */
static const struct {
	const char *action;
	int kind;
} marked[] = {
	{ "roster.held", REPORT_GUARD },
	{ "roster.refused", REPORT_GUARD },
	{ "job.held", REPORT_GUARD },
	{ "job.accepted", REPORT_GUARD },
	{ "step.waived", REPORT_WAIVED },
	{ "erase.request", REPORT_ERASED },
	{ "erased", REPORT_ERASED },
	{ "erased.old", REPORT_ERASED },
	{ "policy.set", REPORT_RULES },
	{ "policy.reset", REPORT_RULES },
	{ "template.set", REPORT_RULES },
	{ "template.reset", REPORT_RULES },
	{ "key.rotate", REPORT_RULES },
	{ "tenant.upgrade", REPORT_RULES },
	{ "evidence.archive", REPORT_RULES },
	{ "portal.refused", REPORT_REFUSED },
};

void
report_draw_one(struct report_draw *d, const char *seed, const char *noun,
    int64_t id)
{
	unsigned char h[32];
	char text[160];
	int i, n;

	d->of++;
	n = snprintf(text, sizeof(text), "%s %s/%lld", seed, noun,
	    (long long)id);
	sha_of(text, (size_t)n, h);
	if (d->want == 0 || (d->n == d->want &&
	    memcmp(h, d->hash[d->n - 1], 32) >= 0))
		return;
	if (d->n < d->want)
		d->n++;
	for (i = d->n - 1; i > 0 && memcmp(h, d->hash[i - 1], 32) < 0; i--) {
		memcpy(d->hash[i], d->hash[i - 1], 32);
		d->id[i] = d->id[i - 1];
	}
	memcpy(d->hash[i], h, 32);
	d->id[i] = id;
}

static void
someone(int64_t id, void *arg)
{
	struct report *r = arg;

	report_draw_one(&r->everyone, r->seed, "contractor", id);
}

static int
leaver(const struct period_leave *l, void *arg)
{
	struct report *r = arg;

	r->leaves++;
	r->undone += strcmp(l->state, "undone") == 0;
	report_draw_one(&r->leavers, r->seed, "job", l->job);
	return 0;
}

static void
count(struct report *r, const char *action)
{
	int i;

	for (i = 0; i < r->n_actions; i++)
		if (strcmp(r->actions[i].name, action) == 0)
			break;
	if (i == REPORT_ACTIONS)
		return;
	if (i == r->n_actions) {
		(void)snprintf(r->actions[i].name, sizeof(r->actions[i].name),
		    "%s", action);
		r->n_actions++;
	}
	r->actions[i].n++;
}

static void
mark(struct report *r, const struct evidence *v, int kind)
{
	struct report_mark *m;

	/* Who was refused at the portal's door is counted, not listed. */
	r->counts[kind]++;
	if (r->n_marks == REPORT_MARKS || kind == REPORT_REFUSED)
		return;
	m = &r->marks[r->n_marks++];
	m->seq = v->seq;
	m->at = v->at;
	m->kind = kind;
	(void)snprintf(m->action, sizeof(m->action), "%s", v->action);
	(void)snprintf(m->actor, sizeof(m->actor), "%s", v->actor);
	(void)snprintf(m->subject, sizeof(m->subject), "%s", v->subject);
}

/* Members of a detail that our own writer wrote: names are never values. */
static void
see(const struct evidence *v, void *arg)
{
	struct report *r = arg;
	size_t i;

	count(r, v->action);
	for (i = 0; i < sizeof(marked) / sizeof(marked[0]); i++)
		if (strcmp(v->action, marked[i].action) == 0)
			mark(r, v, marked[i].kind);
	if (v->detail == NULL)
		return;
	if (strcmp(v->action, "decision") == 0 &&
	    strstr(v->detail, ",\"manager_set_by\":\"") != NULL)
		mark(r, v, REPORT_DUTIES);
	/* A run that is held is told as a finding. */
	if (strcmp(v->action, "finding.open") == 0 &&
	    strstr(v->detail, "\"kind\":\"job_held\",\"finding\":") != NULL)
		mark(r, v, REPORT_GUARD);
	if (strcmp(v->action, "roster.applied") == 0 &&
	    strstr(v->detail, ",\"accepted\":\"") != NULL)
		mark(r, v, REPORT_GUARD);
}

static int
check(const struct report_call *c, struct report *r, struct err *e)
{
	int32_t from = when_day(c->from_on), to = when_day(c->to_on);
	const char *s;

	if (from == WHEN_NO_DAY || to == WHEN_NO_DAY || from > to)
		return err_set(e, ERR_DATA, "a period goes from a day, "
		    "YYYY-MM-DD, to the same or a later one");
	if (c->sample < 0 || c->sample > REPORT_SAMPLE)
		return err_set(e, ERR_DATA, "a sample has 0 to %d",
		    REPORT_SAMPLE);
	/* It stands in a command and in what is hashed. */
	for (s = c->seed; isalnum((unsigned char)*s) || (*s != '\0' &&
	    strchr("._-", *s) != NULL); s++)
		;
	if (*s != '\0' || s == c->seed || s - c->seed > 64 || *c->seed == '-')
		return err_set(e, ERR_DATA, "a seed is 1 to 64 letters, "
		    "digits, dots and dashes, no dash first");
	(void)snprintf(r->seed, sizeof(r->seed), "%s", c->seed);
	(void)snprintf(r->from_on, sizeof(r->from_on), "%s", c->from_on);
	(void)snprintf(r->to_on, sizeof(r->to_on), "%s", c->to_on);
	r->p.from_at = when_start(from);
	r->p.to_at = when_after(to);
	r->everyone.want = r->leavers.want = c->sample;
	return 0;
}

/* The records of the period, those among them that are still here. */
static int
verify(struct ctx *x, const char *keys, struct report *r, struct err *e)
{
	int64_t first, last;

	if (evidence_range(x->db, &first, &last, e) == -1 ||
	    evidence_before(x->db, last + 1, r->head, e) == -1)
		return -1;
	r->newest = last;
	if (r->p.evidence[0] < 1)	/* it began before there was a record */
		r->p.evidence[0] = 1;
	r->part.from = r->p.evidence[0] < first ? first : r->p.evidence[0];
	r->part.to = r->p.evidence[1] - 1;
	r->part.see = see;
	r->part.arg = r;
	db_rollback(x->db);
	return last == 0 ? 0 : audit_part(x, keys, &r->part, &r->audit, e);
}

int
report_fits(struct ctx *x, const struct report_call *c, struct report *r,
    struct err *e)
{
	memset(r, 0, sizeof(*r));
	r->p.now = x->now;
	if (check(c, r, e) == -1 || period_bounds(x->db, &r->p, e) == -1)
		return -1;
	if (c->most > 0 && r->p.question[1] - r->p.question[0] > c->most)
		return err_set(e, ERR_DATA, "so long a period has too many "
		    "questions for a page; the command has no limit");
	return 0;
}

int
report_take(struct ctx *x, const char *keys, const struct report_call *c,
    struct report *r, struct err *e)
{
	if (report_fits(x, c, r, e) == -1)
		return -1;
	r->marks = mem_zero(REPORT_MARKS, sizeof(r->marks[0]));
	r->part.patience_ms = c->patience_ms;
	if (period_people(x->db, &r->p, &r->people, e) == -1 ||
	    period_answers(x->db, &r->p, &r->answers, e) == -1 ||
	    period_stays(x->db, &r->p, someone, r, e) == -1 ||
	    period_leaves(x->db, &r->p, 0, leaver, r, e) == -1)
		return -1;
	return verify(x, keys, r, e);
}

void
report_clear(struct report *r)
{
	free(r->marks);
	r->marks = NULL;
}
