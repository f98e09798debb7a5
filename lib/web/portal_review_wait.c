/*
 * Approvals that wait: what, who asked, who must say yes, how his mail stands.
 * A yes is given by the link in that mail and by nothing here; what can be
 * done here is to send it once more.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/resend.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/when.h"
#include "store/ask_mail.h"
#include "store/decision.h"
#include "store/evidence.h"
#include "store/job.h"
#include "store/newcomer_row.h"
#include "store/question.h"
#include "store/question_approval.h"
#include "web/portal_review.h"

struct wait {
	struct portal *p;
	struct buf rows, asks;
	int	n;
	int64_t	last, more;
	struct err *e;
};

/* who: an actor as people know him: whose link it was, or his name. */
static int
who(struct wait *v, const char *actor, char **name)
{
	struct ask a;
	int64_t id;
	int rc;

	*name = NULL;
	if (strncmp(actor, "ask/", 4) != 0 ||
	    num_int(actor + 4, 1, INT64_MAX, &id) == -1) {
		*name = mem_str(strncmp(actor, "operator/", 9) == 0 ?
		    actor + 9 : actor);
		return 0;
	}
	if ((rc = ask_get(v->p->x->db, id, &a, v->e)) == 1)
		*name = mem_str(a.reviewer_key);
	ask_clear(&a);
	return rc == -1 ? -1 : 0;
}

/* by_job: who decided what the job is for; actor gets him, "" unknown. */
static int
by_job(struct wait *v, const char *period, char actor[EVIDENCE_ACTOR])
{
	struct decision d;
	struct job j;
	int64_t id;
	int rc;

	if (strncmp(period, "job/", 4) != 0 ||
	    num_int(period + 4, 1, INT64_MAX, &id) == -1)
		return 0;
	if ((rc = job_get(v->p->x->db, id, &j, v->e)) != 1 ||
	    j.decision == 0)
		return rc == -1 ? -1 : 0;
	if ((rc = decision_get(v->p->x->db, j.decision, &d, v->e)) == 1)
		rc = evidence_actor(v->p->x->db, d.evidence, actor,
		    EVIDENCE_ACTOR, v->e);
	decision_clear(&d);
	return rc == -1 ? -1 : 0;
}

/* by: who wanted it. */
static int
by(struct wait *v, const struct question_approval *a, struct words *w)
{
	char actor[EVIDENCE_ACTOR] = "", *name = NULL;
	struct newcomer_row r;
	struct question q;
	int rc = 0;

	if (strcmp(a->kind, "provision") == 0) {
		rc = question_get(v->p->x->db, a->id, &q, v->e);
		if (rc == 1 && (rc = newcomer_row_get(v->p->x->db,
		    a->contractor, q.engagement, &r, v->e)) == 1) {
			(void)snprintf(actor, sizeof(actor), "%s",
			    r.wanted_by);
			newcomer_row_clear(&r);
		}
	} else
		rc = by_job(v, a->period, actor);
	if (rc != -1 && actor[0] != '\0')
		rc = who(v, actor, &name);
	words_cell(w, "by", name);
	free(name);
	return rc == -1 ? -1 : 0;
}

static int
asked(const struct ask_mail *m, void *arg)
{
	struct wait *v = arg;
	struct words *w;
	int rc;

	if (m->ask.moved_at != WHEN_NEVER)
		return 0;
	w = words_under(v->p->words);
	words_set(w, "who", m->ask.reviewer_key);
	words_set(w, "deputy_for", m->ask.deputy_for);
	words_flag(w, "mail_sent", strcmp(m->state, "sent") == 0);
	words_flag(w, "mail_waits", strcmp(m->state, "queued") == 0 ||
	    strcmp(m->state, "sending") == 0);
	words_flag(w, "mail_failed", strcmp(m->state, "failed") == 0);
	words_flag(w, "mail_uncertain", strcmp(m->state, "uncertain") == 0);
	words_flag(w, "mail_none", m->state[0] == '\0' ||
	    strcmp(m->state, "dropped") == 0);
	words_moment(w, "sent", m->sent_at);
	rc = words_block(w, "approval-ask", &v->asks, v->e);
	words_free(w);
	return rc;
}

static int
fill(struct wait *v, const struct question_approval *a, struct words *w)
{
	words_is(w, a->kind);
	words_int(w, "id", a->id);
	words_int(w, "contractor", a->contractor);
	words_brief(w, "person", a->name != NULL ? a->name : a->upn,
	    WORDS_NAME);
	words_set(w, "upn", a->name != NULL ? a->upn : NULL);
	words_set(w, "others", NULL);
	if (a->n > 1)
		words_int(w, "others", a->n - 1);
	words_moment(w, "since", a->opened_at);
	words_moment(w, "until", a->expires_at);
	words_flag(w, "again", portal_may(v->p, PORTAL_OPERATE));
	portal_form(v->p, w, "again", "review/approvals/%lld",
	    (long long)a->id);
	buf_empty(&v->asks);
	if (by(v, a, w) == -1 ||
	    ask_mail_each(v->p->x->db, a->id, asked, v, v->e) == -1)
		return -1;
	words_html(w, "asks", &v->asks);
	words_flag(w, "nobody", v->asks.len == 0);
	return 0;
}

static int
row(const struct question_approval *a, void *arg)
{
	struct wait *v = arg;
	struct words *w;
	int rc;

	if (v->n == PORTAL_ROWS) {
		v->more = v->last;
		return 0;
	}
	w = words_under(v->p->words);
	rc = fill(v, a, w);
	if (rc == 0)
		rc = words_block(w, "approval-row", &v->rows, v->e);
	words_free(w);
	v->n++;
	v->last = a->id;
	return rc;
}

int
portal_review_wait(struct portal *p, struct err *e)
{
	struct wait v = { p, BUF_INIT(1 << 20), BUF_INIT(1 << 18), 0, 0, 0,
		e };
	int rc = question_approval_each(p->x->db,
	    portal_number(portal_asked(p, "after")), PORTAL_ROWS + 1, row, &v,
	    e);

	if (rc == 0) {
		words_html(p->words, "rows", &v.rows);
		words_flag(p->words, "none", v.n == 0);
		words_flag(p->words, "some", v.n > 0);
		words_set(p->words, "after", NULL);
		if (v.more != 0)
			words_int(p->words, "after", v.more);
		portal_command(p, "ctr-list", "question", "state=open",
		    (char *)NULL);
		rc = portal_page(p, "approvals", "review", e);
	}
	buf_clear(&v.rows);
	buf_clear(&v.asks);
	return rc;
}

int
portal_review_again(struct portal *p, struct err *e)
{
	int64_t n;

	if (resend_question(p->x, portal_number(p->part[0]), &n, e) == -1)
		return -1;
	portal_go(p, "resend", "review/approvals");
	return 0;
}
