#include <string.h>

#include "web/mark.h"
#include "web/page.h"

const char *
page_notice(enum answer_result r)
{
	switch (r) {
	case ANSWER_DONE:
		return NULL;
	case ANSWER_STALE:
		return "notice-stale";
	case ANSWER_NOT_NOW:
		return "notice-late";
	case ANSWER_DAY:
		return "notice-day";
	case ANSWER_REASON:
		return "notice-reason";
	case ANSWER_OTHER:
		return "notice-other";
	case ANSWER_OWN:
		return "notice-own";
	}
	return "notice-late";
}

/* offboard: which of the three it is, or NULL with the notice why not. */
static const char *
offboard(struct page *p, const char *when)
{
	const char *box = form_get(&p->cgi->form, "leaves");

	if (box == NULL || strcmp(box, "yes") != 0) {
		p->notice = "notice-box";
		return NULL;
	}
	if (when != NULL && strcmp(when, "now") == 0)
		return "offboard_now";
	if (when != NULL && strcmp(when, "end") == 0)
		return "offboard_end";
	if (when != NULL && strcmp(when, "day") == 0)
		return "offboard_day";
	p->notice = "notice-when";
	return NULL;
}

/* meant: decision.answer of the form, or NULL with p->notice. */
static const char *
meant(struct page *p, const struct ticket *t)
{
	const struct form *f = &p->cgi->form;
	const char *a = form_get(f, "answer"), *box;

	if (a == NULL) {
		p->notice = "notice-none";
		return NULL;
	}
	if (strcmp(a, "offboard") == 0)
		return offboard(p, form_get(f, "when"));
	if (strcmp(a, "approve") == 0 &&
	    strcmp(t->asked.kind, "offboard") == 0) {
		box = form_get(f, "leaves");
		if (box == NULL || strcmp(box, "yes") != 0) {
			p->notice = "notice-box";
			return NULL;
		}
	}
	return a;
}

int
page_post(struct page *p, const struct ticket *t, struct err *e)
{
	const struct form *f = &p->cgi->form;
	struct answer_row row;
	int login;

	memset(&row, 0, sizeof(row));
	ticket_print(t, row.print);
	if (!mark_ok(form_get(f, "mark"), t->token, row.print, p->ctx->now)) {
		p->notice = "notice-stale";
		return 0;
	}
	if ((row.a.answer = meant(p, t)) == NULL)
		return 0;
	row.ask = p->cgi->row;
	row.a.day_on = form_get(f, "day");
	row.a.reason = form_get(f, "reason");
	row.a.other = form_get(f, "other");
	if ((login = ticket_is(p->ctx, t, p->cgi->user, e)) == -1)
		return -1;
	row.a.login = login;
	row.a.address = p->cgi->address;
	row.a.agent = p->cgi->agent;
	if (answer_give(p->ctx, p->keys, t->token, &row, 1, e) == -1)
		return -1;
	p->notice = page_notice(row.result);
	if (row.result == ANSWER_DONE) {
		form_clear(&p->cgi->form);	/* a new page starts empty */
		p->cgi->verb[0] = '\0';
	}
	return 0;
}
