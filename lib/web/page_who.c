#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/fields.h"
#include "base/when.h"
#include "domain/reply.h"
#include "store/evidence.h"
#include "web/mark.h"
#include "web/page.h"

static void
dates(struct page *p, struct words *w, const struct contractor *c)
{
	const char *today = p->ctx->today_on, *end = c->contract_end;
	char on[11];
	int32_t left;

	words_day(w, "contract_end", end);
	if (c->expiry_at != WHEN_NEVER) {
		when_date(when_last_day(c->expiry_at), on);
		words_day(w, "expiry_on", on);
		if (end[0] == '\0')
			end = on;
	}
	words_day(w, "end_ahead", strcmp(end, today) >= 0 ? end : NULL);
	words_day(w, "end_past", end[0] != '\0' && strcmp(end, today) < 0 ?
	    end : NULL);
	words_flag(w, "no_end", end[0] == '\0');
	left = end[0] == '\0' ? -1 : when_day(end) - p->ctx->today;
	words_flag(w, "end_today", left == 0);
	words_flag(w, "end_tomorrow", left == 1);
	words_flag(w, "end_later", left > 1);
}

/* asked_by: how the link came, and by when an answer is wanted. */
static int
asked_by(struct page *p, struct words *w, const struct ticket *t,
    struct err *e)
{
	char *name = NULL, *email = NULL;

	words_set(w, "mailed_to", t->mailed_to);
	words_at(w, "mailed_on", t->mailed_at);
	if (t->question.id != 0 && strcmp(t->question.state, "open") == 0 &&
	    strcmp(t->question.next_on, "9999-12-31") != 0 &&
	    strcmp(t->question.next_on, p->ctx->today_on) > 0)
		words_day(w, "answer_by", t->question.next_on);
	if (t->reviewer_key == NULL)
		return 0;
	if (fields_person(p->ctx->db, t->reviewer_key, &name, &email, e) == -1)
		return -1;
	words_set(w, "reviewer_name", name);
	free(name);
	free(email);
	return 0;
}

static const char *
status_words(const char *status)
{
	if (strcmp(status, "active") == 0)
		return NULL;
	if (strcmp(status, "pending_review") == 0)
		return "no longer on the roster, under review";
	return status;
}

int
page_who(struct page *p, struct words *w, const struct ticket *t,
    struct err *e)
{
	struct pairs *facts = pairs_new();
	struct buf b = BUF_INIT(65536);
	unsigned char print[32];
	char mark[MARK_LEN + 1];
	int rc = -1;

	if (fields_contractor(p->ctx, &t->contractor, facts, PAIRS_ALL, e) ==
	    -1 || asked_by(p, w, t, e) == -1)
		goto out;
	words_pairs(w, facts);
	words_day(w, "login_on", pairs_get(facts, PAIRS_ALL, "last_login"));
	dates(p, w, &t->contractor);
	words_set(w, "status", status_words(t->contractor.status));
	ticket_print(t, print);
	mark_make(t->token, print, p->ctx->now, mark);
	words_set(w, "mark", mark);
	if (words_block(w, "facts", &b, e) == -1)
		goto out;
	words_html(w, "facts", &b);
	if (p->notice != NULL) {
		buf_empty(&b);
		if (words_block(w, p->notice, &b, e) == -1)
			goto out;
		words_html(w, "notice", &b);
	}
	rc = 0;
out:
	buf_clear(&b);
	pairs_free(facts);
	return rc;
}

/* One form each: its bit, the name that a path and a template call it by. */
static const struct {
	unsigned may;
	const char *name;	/* {{name}} */
	const char *template;
	const char *verb;	/* in the path */
} blocks[] = {
	{ TICKET_ATTEST, "attest", "attest", "attest" },
	{ TICKET_EXTEND, "extend", "extend", "extend" },
	{ TICKET_OFFBOARD, "offboard", "offboard", "offboard" },
	{ TICKET_EMPLOYEE, "employee", "employee", "employee" },
	{ TICKET_NOT_MINE, "not_mine", "notmine", "notmine" },
	{ TICKET_UNDO, "undo", "undo", "undo" },
};

static void
limits(struct page *p, struct words *w, const struct ticket *t)
{
	const struct policy *y = p->ctx->policy;
	int64_t undo = policy_int(y, "undo_minutes");
	int reason = policy_on(y, "attest_reason");

	words_flag(w, "reason_required", reason);
	words_flag(w, "reason_optional", !reason);
	words_set(w, "extend_min", t->extend_min);
	words_set(w, "extend_max", t->extend_max);
	words_day(w, "extend_min_words", t->extend_min);
	words_day(w, "extend_max_words", t->extend_max);
	if (t->extends >= policy_int(y, "extend_max_times"))
		words_int(w, "extend_times", t->extends);
	words_set(w, "today", p->ctx->today_on);
	words_set(w, "ahead_max", t->ahead_max);
	words_day(w, "ahead_max_words", t->ahead_max);
	if (undo > 0)
		words_int(w, "undo_minutes", undo);
	words_flag(w, "no_undo", undo == 0);
	words_flag(w, "hr_approval", policy_on(y, "hr_approval"));
	if (t->job.id != 0 && t->job.due_at > p->ctx->now)
		words_at(w, "undo_until", t->job.due_at);
	words_flag(w, "undo_open", t->job.id != 0 ?
	    t->job.due_at <= p->ctx->now : t->extension.id != 0);
}

static void
checked(struct words *w, const char *name, const char *sent, const char *value)
{
	struct buf b = BUF_INIT(16);

	buf_str(&b, sent != NULL && strcmp(sent, value) == 0 ? " checked" :
	    " ");
	words_html(w, name, &b);
	buf_clear(&b);
}

/* What was sent stands in the form when it comes back. */
static void
sent(struct page *p, struct words *w)
{
	const struct form *f = &p->cgi->form;
	const char *when = form_get(f, "when");

	checked(w, "when_now", when, "now");
	checked(w, "when_end", when, "end");
	checked(w, "when_day", when, "day");
	words_attr(w, "reason", form_get(f, "reason"));
	words_attr(w, "other", form_get(f, "other"));
	words_attr(w, "day", form_get(f, "day"));
}

int
page_blocks(struct page *p, struct words *w, const struct ticket *t,
    const char *first, struct err *e)
{
	struct buf b = BUF_INIT(65536), open = BUF_INIT(16);
	size_t i;
	int rc = 0;

	limits(p, w, t);
	sent(p, w);
	words_flag(w, "offer", (t->may & (TICKET_ATTEST | TICKET_EXTEND |
	    TICKET_OFFBOARD)) != 0);
	for (i = 0; rc == 0 && i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		if (!(t->may & blocks[i].may))
			continue;
		buf_empty(&b);
		buf_empty(&open);
		buf_str(&open, strcmp(first, blocks[i].verb) == 0 ?
		    " open" : " ");
		words_html(w, "open", &open);
		if ((rc = words_block(w, blocks[i].template, &b, e)) == 0)
			words_html(w, blocks[i].name, &b);
	}
	buf_clear(&b);
	buf_clear(&open);
	return rc;
}

/* by_whom: the name of a link's holder, or the operator's. */
static int
by_whom(struct page *p, struct words *w, const struct decision *d,
    struct err *e)
{
	char *name = NULL, *email = NULL, actor[EVIDENCE_ACTOR];
	struct ask a;
	int rc;

	if (d->ask == 0 || strcmp(d->actor_kind, "operator") == 0) {
		rc = evidence_actor(p->ctx->db, d->evidence, actor,
		    sizeof(actor), e);
		if (rc == 1)
			words_set(w, "decided_by", actor);
		return rc == -1 ? -1 : 0;
	}
	if ((rc = ask_get(p->ctx->db, d->ask, &a, e)) == 1) {
		rc = fields_person(p->ctx->db, a.reviewer_key, &name, &email,
		    e);
		words_set(w, "decided_by", name);
		words_set(w, "deputy_for", a.deputy_for);
	}
	ask_clear(&a);
	free(name);
	free(email);
	return rc == -1 ? -1 : 0;
}

int
page_decision(struct page *p, struct words *w, const struct ticket *t,
    struct err *e)
{
	const struct decision *d = &t->decision;

	if (d->id == 0)
		return 0;
	words_set(w, "said", reply_words(d->answer));
	words_at(w, "decided_at", d->decided_at);
	words_day(w, "day_on", d->day_on);
	words_set(w, "reason", d->reason);
	return by_whom(p, w, d, e);
}
