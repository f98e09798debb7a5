/* What an operator says of a contractor that is no field of his. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/edit_internal.h"
#include "act/notice.h"
#include "act/record.h"
#include "base/jot.h"
#include "base/text.h"
#include "base/when.h"
#include "store/account.h"
#include "store/contractor_mark.h"
#include "store/deputy.h"
#include "store/engagement.h"
#include "store/evidence.h"
#include "store/job.h"
#include "store/question.h"

#define EXEMPT_MAX 180		/* days */

int
edit_record(struct ctx *x, const struct edit *d, const char *action,
    struct err *e)
{
	struct jot j;
	size_t i;
	int rc;

	jot_init(&j);
	for (i = 0; i < d->n; i++)
		jot_change(&j, d->rows[i].field, d->rows[i].was, d->rows[i].is);
	if (d->n > 0)
		jot_str(&j, "source", d->rows[0].source);
	if (d->why != NULL)
		jot_str(&j, "why", d->why);
	rc = record_about(x, action, "contractor", d->contractor, &j, NULL, e);
	jot_clear(&j);
	return rc;
}

/* done: what was written is evidence, and the cadence looks again. */
static int
done(struct ctx *x, struct edit *d, const char *action, struct err *e)
{
	return edit_record(x, d, action, e) == -1 ||
	    contractor_look(x->db, d->contractor, e) == -1 ? -1 : 0;
}

int
edit_hold(struct ctx *x, struct edit *d, const char *upn, int hold,
    struct err *e)
{
	struct contractor c;
	int rc;

	if ((rc = edit_begin(x, d, upn, &c, e)) == 0 && c.hold != hold) {
		edit_add(d, "hold", c.hold ? "on" : "off",
		    hold ? "on" : "off", "operator");
		if (!d->dry && (contractor_mark_hold(x->db, c.id, hold,
		    x->now, e) == -1 || done(x, d, "contractor.hold", e) ==
		    -1))
			rc = -1;
	}
	contractor_clear(&c);
	return edit_end(x, d, rc, e);
}

static int
exempt(struct ctx *x, struct edit *d, struct contractor *c, const char *day,
    struct err *e)
{
	int32_t on = when_day(day);
	const char *is = on > x->today ? day : NULL;

	if (on == WHEN_NO_DAY || on < x->today || on > x->today + EXEMPT_MAX)
		return err_set(e, ERR_DATA, "%s: a day from today to %d days "
		    "ahead", day, EXEMPT_MAX);
	edit_add(d, "exempt_on", c->exempt_on[0] != '\0' ? c->exempt_on : NULL,
	    is, "operator");
	if (d->dry)
		return 0;
	if (contractor_mark_exempt(x->db, c->id, is, x->now, e) == -1)
		return -1;
	return done(x, d, "contractor.exempt", e);
}

int
edit_exempt(struct ctx *x, struct edit *d, const char *upn, const char *day,
    struct err *e)
{
	struct contractor c;
	int rc;

	if ((rc = edit_begin(x, d, upn, &c, e)) == 0)
		rc = exempt(x, d, &c, day, e);
	contractor_clear(&c);
	return edit_end(x, d, rc, e);
}

/* Stops at an account by which he can get in. */
static int
gets_in(const struct account *a, void *arg)
{
	(void)arg;
	return strcmp(a->state, "enabled") == 0;
}

static int
may_become(struct ctx *x, const struct contractor *c, const char *to,
    struct err *e)
{
	static const char *const kinds[] = { "offboard", "suspend", "lift",
		"extend", NULL };
	struct job j;
	int i, rc;

	if (strcmp(to, "transferred") == 0 ?
	    strstr(" active pending_review suspended ", c->status) == NULL :
	    strcmp(c->status, "candidate") != 0)
		return err_set(e, ERR_REFUSED, "%s is %s: he cannot become %s",
		    c->upn, c->status, to);
	for (i = 0; kinds[i] != NULL; i++) {
		if ((rc = job_pending(x->db, c->id, kinds[i], &j, e)) == 1)
			return err_set(e, ERR_REFUSED, "job %lld (%s) is "
			    "under way: ctr-offboard --undo or --stop it first",
			    (long long)j.id, kinds[i]);
		if (rc == -1)
			return -1;
	}
	if (strcmp(to, "withdrawn") != 0)
		return 0;
	rc = account_each(x->db, c->id, gets_in, NULL, e);
	return rc != 1 ? rc : err_set(e, ERR_REFUSED, "an account of %s is "
	    "enabled: have it disabled first", c->upn);
}

/* over: what is open about him has no cause any more. */
static int
over(struct ctx *x, const struct contractor *c, struct err *e)
{
	static const char *const kinds[] = { "missing_from_roster", "past_end",
		"unanswered", "manager_invalid", "reviewer_disputed",
		"converted", "date_mismatch", "expired_enabled", "override",
		"undeliverable", "missing_account", NULL };
	struct question q;
	char subject[40];
	int i, rc;

	(void)snprintf(subject, sizeof(subject), "contractor/%lld",
	    (long long)c->id);
	for (i = 0; kinds[i] != NULL; i++)
		if (notice_gone(x, kinds[i], subject, e) == -1)
			return -1;
	if ((rc = question_newest(x->db, c->id, c->engagement, &q, e)) == 1 &&
	    strcmp(q.state, "open") == 0)
		rc = question_closed(x->db, q.id, "cancelled", e);
	return rc == -1 ? -1 : 0;
}

static int
become(struct ctx *x, struct edit *d, const struct contractor *c,
    const char *to, struct err *e)
{
	if (d->why == NULL)
		return err_set(e, ERR_USAGE, "status=%s needs --why", to);
	if (may_become(x, c, to, e) == -1)
		return -1;
	edit_add(d, "status", c->status, to, "operator");
	if (d->dry)
		return 0;
	if (contractor_status(x->db, c->id, c->status, to, NULL, 0, x->now,
	    e) == -1 || engagement_end(x->db, c->id, c->engagement, to,
	    x->now, e) == -1 || over(x, c, e) == -1)
		return -1;
	return done(x, d, "contractor.status", e);
}

int
edit_status(struct ctx *x, struct edit *d, const char *upn, const char *to,
    struct err *e)
{
	struct contractor c;
	int rc;

	if (strcmp(to, "transferred") != 0 && strcmp(to, "withdrawn") != 0)
		return err_set(e, ERR_DATA, "status=%s: by hand it can only "
		    "become transferred or withdrawn", to);
	if ((rc = edit_begin(x, d, upn, &c, e)) == 0)
		rc = become(x, d, &c, to, e);
	contractor_clear(&c);
	return edit_end(x, d, rc, e);
}

static int
put_deputy(struct ctx *x, const char *of, const char *deputy,
    const char *from, const char *to, struct err *e)
{
	struct jot j;
	int64_t seq;
	int rc;

	if (db_begin(x->db, e) == -1)
		return -1;
	jot_init(&j);
	jot_str(&j, "reviewer", of);
	jot_str(&j, "deputy", deputy);
	jot_str(&j, "from_on", from);
	jot_str(&j, "to_on", to);
	rc = evidence_add(x->db, x->now, x->actor, "deputy.set", "deputy",
	    jot_get(&j), &seq, e);
	jot_clear(&j);
	if (rc == 0)
		rc = deputy_set(x->db, of, deputy, from, to, x->actor, seq, e);
	if (rc == 0)
		return db_commit(x->db, e);
	db_rollback(x->db);
	return -1;
}

int
edit_deputy(struct ctx *x, struct edit *d, const char *reviewer,
    const char *deputy, const char *from, const char *to, struct err *e)
{
	char *of, *to_whom;
	int rc;

	if (!text_upn(reviewer) || !text_upn(deputy))
		return err_set(e, ERR_DATA, "a deputy of %s, %s: two UPNs",
		    reviewer, deputy);
	if (when_day(from) == WHEN_NO_DAY || when_day(to) == WHEN_NO_DAY ||
	    strcmp(from, to) > 0)
		return err_set(e, ERR_DATA, "%s to %s: two days of the "
		    "calendar, YYYY-MM-DD, in this order", from, to);
	of = text_fold(reviewer);
	to_whom = text_fold(deputy);
	edit_add(d, "reviewer", NULL, of, "operator");
	edit_add(d, "deputy", NULL, to_whom, "operator");
	edit_add(d, "from_on", NULL, from, "operator");
	edit_add(d, "to_on", NULL, to, "operator");
	rc = strcmp(of, to_whom) == 0 ? err_set(e, ERR_DATA, "%s cannot be his "
	    "own deputy", of) : d->dry ? 0 : put_deputy(x, of, to_whom, from,
	    to, e);
	free(of);
	free(to_whom);
	return rc;
}
