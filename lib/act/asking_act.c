/* The acts of a run: groups of escalations, questions, and the quiet rest. */
#include <stdio.h>
#include <string.h>

#include "act/asking.h"
#include "act/escalate.h"
#include "act/remind.h"
#include "base/jot.h"
#include "base/say.h"
#include "store/due_plan.h"
#include "store/evidence.h"
#include "store/outbox.h"
#include "store/run_size.h"

#define SLICE 300		/* contractors in one transaction */
#define NEXT_SLICE 20000
#define DIGEST_MAX 1000		/* of one reviewer, or to one above, in one
				 * mail */

static int
commit(struct asking *a, int rc, struct err *e)
{
	if (rc == -1 || db_commit(a->run.x->db, e) == -1) {
		db_rollback(a->run.x->db);
		return -1;
	}
	return 0;
}

/* The base of the next guard, before the first question. */
static int
note_run(struct asking *a, struct err *e)
{
	struct ctx *x = a->run.x;
	struct jot j;
	int rc;

	if (a->questions == 0 && a->escalations == 0)
		return 0;
	if (db_begin(x->db, e) == -1)
		return -1;
	jot_init(&j);
	jot_int(&j, "asked", a->questions);
	jot_int(&j, "escalated", a->escalations);
	rc = evidence_add(x->db, x->now, x->actor, RUN_SIZE_ACTION,
	    RUN_SIZE_SUBJECT, jot_get(&j), NULL, e);
	jot_clear(&j);
	return commit(a, rc, e);
}

/* 1 if this reviewer's digest of the day is out already. */
static int
digested(struct asking *a, const char *to, struct err *e)
{
	char dedup[300];

	(void)snprintf(dedup, sizeof dedup, "digest/%s/%s", to,
	    a->run.x->today_on);
	return outbox_has(a->run.x->db, dedup, e);
}

/* What is due now is what was planned, or it waits for the next run. */
static int
ask_one(struct asking *a, int64_t id, const char *to,
    struct inquiry_mail *digest, const struct reviewer **who, struct err *e)
{
	struct inquiry_run *r = &a->run;
	struct inquiry q;
	int nobody = 0, rc;

	if ((rc = inquiry_load(r, id, 1, &q, e)) != 1)
		return rc;
	rc = 0;
	if (q.out.due.kind == CADENCE_ESCALATE || (to != NULL &&
	    q.out.due.kind != CADENCE_NONE && q.first.who != NULL &&
	    strcmp(reviewer_asked(&q.first)->key, to) != 0)) {
		a->count.missed++;
		goto out;
	}
	rc = inquiry_carry_settle(r, &q, &a->count, e);
	if (rc == 0)
		rc = inquiry_carry_ask(r, &q, digest, &a->count, &nobody, e);
	/* A deputy's mail is a new clock: reckoned with tomorrow. */
	if (rc == 0)
		rc = inquiry_carry_next(r, &q, nobody ||
		    q.out.due.kind == CADENCE_NONE, e);
	if (rc == 0 && to != NULL)
		rc = people_find(r->people, to, who, e) == -1 ? -1 : 0;
out:
	inquiry_clear(&q);
	return rc;
}

static int
ask_each(struct asking *a, struct err *e)
{
	struct due_group g;
	int64_t ids[SLICE];
	size_t i;
	int rc, res = 0;

	memset(&g, 0, sizeof g);
	while ((rc = due_plan_next(a->run.x->db, DUE_ASK, 0, &g, ids, SLICE,
	    e)) == 1) {
		if (db_begin(a->run.x->db, e) == -1)
			return -1;
		for (i = 0, res = 0; i < g.n && res == 0; i++)
			res = ask_one(a, ids[i], NULL, NULL, NULL, e);
		if (commit(a, res, e) == -1)
			return -1;
		say_progress("asked", a->count.asked, a->questions);
		if (g.n == SLICE)
			db_pause();
	}
	say_progress_end();
	return rc;
}

static int
digest_one(struct asking *a, const struct due_group *g, const int64_t *ids,
    struct err *e)
{
	const struct reviewer *who = NULL;
	struct inquiry_mail m;
	char dedup[300];
	size_t i;
	int rc = 0;

	inquiry_mail_init(&m);
	if (db_begin(a->run.x->db, e) == -1) {
		inquiry_mail_clear(&m);
		return -1;
	}
	for (i = 0; i < g->n && rc == 0; i++)
		rc = ask_one(a, ids[i], g->to, &m, &who, e);
	(void)snprintf(dedup, sizeof dedup, "digest/%s/%s", g->to,
	    a->run.x->today_on);
	if (rc == 0 && m.n > 0)
		rc = inquiry_mail_queue(&a->run, &m, "digest", who, dedup,
		    NULL, e);
	inquiry_mail_clear(&m);
	return commit(a, rc, e);
}

/* One mail for each reviewer and day: who had his today waits. */
static int
ask_digests(struct asking *a, struct err *e)
{
	static int64_t ids[DIGEST_MAX];
	struct due_group g;
	char last[256] = "";
	int rc, had = 0;

	memset(&g, 0, sizeof g);
	while ((rc = due_plan_next(a->run.x->db, DUE_ASK, 1, &g, ids,
	    DIGEST_MAX, e)) == 1) {
		if (strcmp(last, g.to) != 0 &&
		    (had = digested(a, g.to, e)) == -1)
			return -1;
		memcpy(last, g.to, sizeof last);
		if (had)
			a->count.missed += (int64_t)g.n;
		else if (digest_one(a, &g, ids, e) == -1)
			return -1;
	}
	return rc;
}

/* 1 if nobody but us has written since the plan was begun. */
static int
alone(struct asking *a, struct err *e)
{
	int64_t version;

	if (due_plan_version(a->run.x->db, &version, e) == -1)
		return -1;
	return version == a->version;
}

static int rest_one(struct asking *, int64_t, struct err *);

/* Somebody has: each is judged again. */
static int
next_slowly(struct asking *a, int64_t seq, struct err *e)
{
	struct due_group g;
	int64_t ids[SLICE];
	size_t i;
	int rc, res = 0;

	memset(&g, 0, sizeof g);
	g.seq = seq;
	while ((rc = due_plan_next(a->run.x->db, DUE_NEXT, 0, &g, ids, SLICE,
	    e)) == 1) {
		if (db_begin(a->run.x->db, e) == -1)
			return -1;
		for (i = 0, res = 0; i < g.n && res == 0; i++)
			res = rest_one(a, ids[i], e);
		a->count.looked -= (int64_t)g.n;	/* the plan has */
		if (commit(a, res, e) == -1)
			return -1;
	}
	return rc;
}

/* The day of the next look, of those about whom there is nothing else. */
static int
do_next(struct asking *a, struct err *e)
{
	int64_t seq = 0, n;
	int rc, same;

	for (;;) {
		if (db_begin(a->run.x->db, e) == -1)
			return -1;
		if ((same = alone(a, e)) != 1) {
			db_rollback(a->run.x->db);
			return same == -1 ? -1 : next_slowly(a, seq, e);
		}
		rc = due_plan_settle(a->run.x->db, &seq, NEXT_SLICE, &n, e);
		if (commit(a, rc, e) == -1)
			return -1;
		if (rc == 0)
			return 0;
		if (n == NEXT_SLICE)
			db_pause();
	}
}

/* Nothing goes: what is settled, and the day of the next look. */
static int
rest_one(struct asking *a, int64_t id, struct err *e)
{
	struct inquiry_run *r = &a->run;
	struct reviewer_found f;
	struct inquiry q;
	int level, up, rc;

	if ((rc = inquiry_load(r, id, 1, &q, e)) != 1)
		return rc;
	up = q.out.due.kind == CADENCE_ESCALATE;
	f = q.first;
	rc = up ? inquiry_above(r, &q, &f, &level, e) : 0;
	if (rc == 0 && f.who != NULL && cadence_goes(q.out.due.kind)) {
		a->count.missed++;	/* since the plan: the next run's */
		goto out;
	}
	if (rc == 0)
		rc = inquiry_carry_settle(r, &q, &a->count, e);
	if (rc == 0 && up)
		rc = inquiry_carry_stuck(r, &q, &a->count, e);
	if (rc == 0)
		rc = inquiry_carry_next(r, &q, cadence_goes(q.out.due.kind),
		    e);
out:
	inquiry_clear(&q);
	return rc;
}

static int
do_rest(struct asking *a, struct err *e)
{
	struct due_group g;
	int64_t ids[SLICE];
	size_t i;
	int rc, res = 0;

	memset(&g, 0, sizeof g);
	while ((rc = due_plan_next(a->run.x->db, DUE_QUIET, 0, &g, ids, SLICE,
	    e)) == 1) {
		if (db_begin(a->run.x->db, e) == -1)
			return -1;
		for (i = 0, res = 0; i < g.n && res == 0; i++)
			res = rest_one(a, ids[i], e);
		if (commit(a, res, e) == -1)
			return -1;
		say_progress("looked", a->count.looked, 0);
		if (g.n == SLICE)
			db_pause();
	}
	say_progress_end();
	return rc;
}

static int
do_groups(struct asking *a, struct err *e)
{
	static int64_t ids[DIGEST_MAX];
	struct due_group g;
	int rc;

	memset(&g, 0, sizeof g);
	while ((rc = due_plan_next(a->run.x->db, DUE_GROUP, 1, &g, ids,
	    DIGEST_MAX, e)) == 1) {
		if (db_begin(a->run.x->db, e) == -1 ||
		    commit(a, escalate_group(&a->run, &g, ids, &a->count, e),
		    e) == -1)
			return -1;
	}
	return rc;
}

int
asking_act(struct asking *a, struct err *e)
{
	if (note_run(a, e) == -1 || do_groups(a, e) == -1)
		return -1;
	if ((policy_on(a->run.x->policy, "digest") ? ask_digests(a, e) :
	    ask_each(a, e)) == -1)
		return -1;
	return do_next(a, e) == -1 || do_rest(a, e) == -1 ? -1 :
	    remind_act(a->run.x, &a->count.reminded, e);
}
