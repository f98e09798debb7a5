#include "act/job_end.h"

#include <stdio.h>
#include <string.h>

#include "act/follow.h"
#include "act/job_mail.h"
#include "act/job_words.h"
#include "act/newcomer_made.h"
#include "act/record.h"
#include "base/jot.h"
#include "store/contractor.h"
#include "store/engagement.h"
#include "store/engagement_again.h"
#include "store/job.h"
#include "store/newcomer_row.h"
#include "store/question.h"
#include "store/step_text.h"

static int
change(struct ctx *x, const struct contractor *c, const char *to,
    const char *was, int64_t departure, struct jot *t, struct err *e)
{
	if (strcmp(c->status, to) == 0)
		return 0;
	jot_change(t, "status", c->status, to);
	return contractor_status(x->db, c->id, c->status, to, was, departure,
	    x->now, e);
}

/* What was still asked about him is overtaken. */
static int
end_question(struct ctx *x, const struct contractor *c, struct jot *t,
    struct err *e)
{
	struct question q;
	int rc;

	rc = question_newest(x->db, c->id, c->engagement, &q, e);
	if (rc == 1 && strcmp(q.state, "open") == 0) {
		rc = question_closed(x->db, q.id, "overtaken", e);
		jot_int(t, "overtaken", q.id);
	}
	return rc == -1 ? -1 : 0;
}

static int
end_offboard(struct ctx *x, const struct job *j, const struct contractor *c,
    struct jot *t, struct err *e)
{
	if (change(x, c, "offboarded", NULL, j->id, t, e) == -1 ||
	    engagement_end(x->db, c->id, c->engagement, "offboarded", x->now,
	    e) == -1)
		return -1;
	return end_question(x, c, t, e);
}

static int
end_suspend(struct ctx *x, const struct job *j, const struct contractor *c,
    struct jot *t, struct err *e)
{
	(void)j;
	if (strcmp(c->status, "active") != 0 &&
	    strcmp(c->status, "pending_review") != 0)
		return 0;
	return change(x, c, "suspended", NULL, 0, t, e);
}

static int
end_lift(struct ctx *x, const struct job *j, const struct contractor *c,
    struct jot *t, struct err *e)
{
	(void)j;
	if (strcmp(c->status, "suspended") != 0)
		return 0;
	return c->missing_on[0] != '\0' ?
	    change(x, c, "pending_review", "active", 0, t, e) :
	    change(x, c, "active", NULL, 0, t, e);
}

static int
end_reinstate(struct ctx *x, const struct job *j, const struct contractor *c,
    struct jot *t, struct err *e)
{
	(void)j;
	if (change(x, c, "active", NULL, 0, t, e) == -1 ||
	    engagement_again(x->db, c->id, c->engagement, e) == -1)
		return -1;
	return contractor_look(x->db, c->id, e);
}

static int
end_extend(struct ctx *x, const struct job *j, const struct contractor *c,
    struct jot *t, struct err *e)
{
	(void)t;
	/* The end may have moved while this was under way. */
	if (c->changed_at >= j->started_at && follow_end(x, c->id, e) == -1)
		return -1;
	return contractor_look(x->db, c->id, e);
}

static int
end_provision(struct ctx *x, const struct job *j, const struct contractor *c,
    struct jot *t, struct err *e)
{
	struct newcomer_row r;
	int rc = newcomer_row_get(x->db, c->id, c->engagement, &r, e);

	(void)j;
	(void)t;
	if (rc == 1) {
		snprintf(r.state, sizeof(r.state), "made");
		rc = newcomer_row_set(x->db, &r, e);
	}
	newcomer_row_clear(&r);
	return rc == -1 ? -1 : contractor_look(x->db, c->id, e);
}

static int
mail(struct ctx *x, const struct job *j, const struct contractor *c,
    const struct job_words *w, int64_t residual, struct err *e)
{
	return strcmp(j->kind, "provision") == 0 ?
	    newcomer_made(x, c->id, w, e) :
	    job_mail_completed(x, j, c, w, residual, e);
}

static const struct {
	const char *kind;
	int	(*end)(struct ctx *, const struct job *,
	    const struct contractor *, struct jot *, struct err *);
} kinds[] = {
	{ "offboard", end_offboard },
	{ "suspend", end_suspend },
	{ "lift", end_lift },
	{ "reinstate", end_reinstate },
	{ "extend", end_extend },
	{ "provision", end_provision },
};

static int
record(struct ctx *x, const struct job *j, struct jot *t,
    const struct job_words *w, int64_t residual, struct err *e)
{
	jot_int(t, "steps", w->steps);
	jot_str(t, "done", buf_get(&w->done));
	jot_str(t, "left", buf_get(&w->left));
	jot_int(t, "seconds_since_due", x->now > j->due_at ?
	    x->now - j->due_at : 0);
	if (residual > 0)
		jot_int(t, "residual_access_until", residual);
	return record_about(x, "job.done", "contractor", j->contractor, t, NULL,
	    e);
}

static int
end(struct ctx *x, const struct job *j, const struct job_words *w,
    struct err *e)
{
	struct contractor c;
	struct jot t;
	int64_t residual;
	size_t i;
	int rc;

	memset(&c, 0, sizeof(c));
	jot_init(&t);
	jot_int(&t, "job", j->id);
	jot_str(&t, "kind", j->kind);
	rc = job_done(x->db, j->id, x->now, e);
	if (rc == 1)
		rc = contractor_get(x->db, j->contractor, &c, e);
	for (i = 0; rc == 1 && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].kind, j->kind) == 0 &&
		    kinds[i].end(x, j, &c, &t, e) == -1)
			rc = -1;
	if (rc == 1 && (residual = step_text_residual(x->db, j->id, e)) == -1)
		rc = -1;
	if (rc == 1 && (record(x, j, &t, w, residual, e) == -1 ||
	    mail(x, j, &c, w, residual, e) == -1))
		rc = -1;
	contractor_clear(&c);
	jot_clear(&t);
	return rc;
}

int
job_end(struct ctx *x, int64_t id, struct err *e)
{
	struct job_words w;
	struct job j;
	int rc;

	if ((rc = job_get(x->db, id, &j, e)) != 1)
		return rc;
	if (strcmp(j.state, "due") != 0 || j.started_at == 0)
		return 0;
	rc = job_words(x, id, &w, e);
	if (rc == 0 && w.open_required == 0 && w.open_others == 0)
		rc = end(x, &j, &w, e);
	job_words_clear(&w);
	return rc == -1 ? err_add(e, "job/%lld", (long long)id) : rc;
}
