#include "web/portal_inactive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/edit.h"
#include "base/esc.h"
#include "base/mem.h"
#include "store/exempt.h"

#define DAY 86400LL
enum { LOOK_BACK = 60, LISTS = 20 };	/* days; of the last lists */

struct overview {
	struct portal *p;
	char	(*batch)[65];		/* newest last */
	size_t	n;
	struct buf b;
	char	on[11];			/* the last exemption shown */
	int64_t	id;
	struct err *e;
};

static int
keep(const struct question_batch *b, void *arg)
{
	struct overview *o = arg;

	o->batch = mem_grow(o->batch, o->n + 1, sizeof(*o->batch));
	memcpy(o->batch[o->n++], b->batch, sizeof(*o->batch));
	return 0;
}

static int
past(struct overview *o, const struct question_batch_sum *s)
{
	struct words *w = words_under(o->p->words);
	int rc;

	portal_inactive_sum(w, s);
	rc = words_block(w, "inactive-past", &o->b, o->e);
	words_free(w);
	return rc;
}

/* lists: the one that waits, whole; the others by their numbers. */
static int
lists(struct overview *o)
{
	struct portal *p = o->p;
	struct question_batch_sum s;
	struct buf open = BUF_INIT(1 << 19);
	size_t i, shown = 0;
	int rc = question_batch_each(p->x->db, "inactive", p->x->now -
	    LOOK_BACK * DAY, keep, o, o->e);

	for (i = o->n; rc != -1 && i-- > 0 && shown < LISTS; shown++) {
		rc = question_batch_line_sum(p->x->db, "inactive", o->batch[i],
		    &s, o->e);
		if (rc != 1)
			continue;
		if (s.b.open == 0 || open.len > 0) {
			rc = past(o, &s);
			continue;
		}
		portal_inactive_sum(p->words, &s);
		rc = portal_inactive_lines(p, &s, 0, o->e);
		if (rc == 0)
			rc = words_block(p->words, "inactive-open", &open,
			    o->e);
	}
	words_html(p->words, "open_list", &open);
	words_flag(p->words, "none_open", open.len == 0);
	words_html(p->words, "past", &o->b);
	words_flag(p->words, "none_past", o->b.len == 0);
	words_flag(p->words, "some_past", o->b.len > 0);
	buf_empty(&o->b);
	buf_clear(&open);
	return rc == -1 ? -1 : 0;
}

static int
exempt(const struct exempt *x, void *arg)
{
	struct overview *o = arg;
	struct words *w = words_under(o->p->words);
	struct buf q = BUF_INIT(1024);
	int rc;

	words_int(w, "id", x->contractor);
	words_brief(w, "person", x->name != NULL ? x->name : x->upn,
	    WORDS_NAME);
	words_cell(w, "upn", x->upn);
	words_set(w, "day", x->on);
	if (x->upn != NULL && portal_may(o->p, PORTAL_OPERATE)) {
		esc_url(&q, x->upn);
		words_set(w, "who", buf_get(&q));
	}
	rc = words_block(w, "inactive-exempt", &o->b, o->e);
	memcpy(o->on, x->on, sizeof(o->on));
	o->id = x->contractor;
	buf_clear(&q);
	words_free(w);
	return rc;
}

/* "2027-01-31/17": where the next page of exemptions begins. */
static int
exempts(struct overview *o)
{
	struct portal *p = o->p;
	const char *after = portal_asked(p, "after");
	char on[11] = "", next[40];
	int64_t id = 0;
	int n;

	if (after != NULL && strlen(after) > 11 && after[10] == '/') {
		(void)snprintf(on, sizeof(on), "%.10s", after);
		id = portal_number(after + 11);
	}
	n = exempt_each(p->x->db, p->x->today_on, on, id, PORTAL_ROWS, exempt,
	    o, o->e);
	words_html(p->words, "exempts", &o->b);
	words_flag(p->words, "none_exempt", n == 0);
	words_flag(p->words, "some_exempt", n > 0);
	if (n == PORTAL_ROWS) {
		(void)snprintf(next, sizeof(next), "%s/%lld", o->on,
		    (long long)o->id);
		words_set(p->words, "more_exempt", next);
	}
	return n == -1 ? -1 : 0;
}

/* form: of a new exemption, or of the end of one; in a block of its own, for
 * who may not has none. */
static int
form(struct portal *p, struct err *e)
{
	struct buf b = BUF_INIT(1 << 16);
	int sent = p->method == CGI_POST, rc;

	if (!portal_may(p, PORTAL_OPERATE))
		return 0;
	words_set(p->words, "error_at", "exempt");
	buf_str(&b, sent || portal_asked(p, "upn") != NULL ? " open" : " ");
	words_html(p->words, "opened", &b);
	portal_form(p, p->words, "exempt", "inactive/exempt");
	words_attr(p->words, "upn", sent ? portal_sent(p, "upn") :
	    portal_asked(p, "upn"));
	words_attr(p->words, "day", sent ? portal_sent(p, "day") : NULL);
	words_attr(p->words, "why", sent ? portal_sent(p, "why") : NULL);
	buf_empty(&b);
	rc = words_block(p->words, "inactive-form", &b, e);
	words_html(p->words, "form", &b);
	buf_clear(&b);
	return rc;
}

static int
overview(struct portal *p, struct err *e)
{
	struct overview o = { .p = p, .b = BUF_INIT(1 << 18), .e = e };
	struct words *w = p->words;
	int rc;

	words_flag(w, "is_off", !policy_on(p->x->policy, "inactive"));
	words_flag(w, "is_on", policy_on(p->x->policy, "inactive"));
	words_int(w, "days", policy_int(p->x->policy, "inactive_days"));
	words_int(w, "hours", policy_int(p->x->policy, "approval_hours"));
	words_flag(w, "no_approver", *policy_get(p->x->policy, "approvers") ==
	    '\0');
	if ((rc = lists(&o)) == 0)
		rc = exempts(&o);
	if (rc == 0)
		rc = form(p, e);
	free(o.batch);
	buf_clear(&o.b);
	portal_command(p, "ctr-list", "question", "kind=inactive",
	    (char *)NULL);
	if (portal_may(p, PORTAL_OPERATE))
		portal_command(p, "ctr-edit", "--exempt-until", "DAY", "--why",
		    "TEXT", "UPN", (char *)NULL);
	return rc == 0 ? portal_page(p, "inactive", "inactive", e) : -1;
}

static int
set_exempt(struct portal *p, struct err *e)
{
	const char *upn = portal_sent(p, "upn"), *day = portal_sent(p, "day");
	struct edit d = { .why = portal_sent(p, "why") };
	int rc;

	if (upn == NULL || day == NULL || d.why == NULL)
		return err_set(e, ERR_DATA, "a contractor, a day and a reason "
		    "are needed");
	rc = edit_exempt(p->x, &d, upn, day, e);
	edit_clear(&d);
	if (rc == 0)
		portal_go(p, "exempt", "inactive");
	return rc;
}

const struct portal_route portal_inactive[] = {
	{ "inactive", PORTAL_VIEW, overview, NULL, ROLE_READ, 0, NULL, 0 },
	{ "inactive/exempt", PORTAL_VIEW | PORTAL_OPERATE, NULL, set_exempt,
	    ROLE_WEB_EXEMPT, 0, overview, 0 },
	{ "inactive/list/*", PORTAL_VIEW, portal_inactive_list, NULL,
	    ROLE_READ, 0, NULL, 0 },
	{ "inactive/today", PORTAL_VIEW, portal_inactive_today, NULL,
	    ROLE_READ, 0, NULL, 0 },
	{ NULL, 0, NULL, NULL, ROLE_READ, 0, NULL, 0 }
};
