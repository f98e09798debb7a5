#include "web/portal_newcomers.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/fields.h"
#include "act/newcomer_who.h"
#include "base/when.h"
#include "store/ask.h"
#include "store/newcomer_list.h"
#include "web/portal_newcomer.h"

static const char *const states[] = { "new", "waiting", "asked", "approved",
	"made", "refused" };

enum { STATES = sizeof(states) / sizeof(states[0]) };

struct listing {
	struct portal *p;
	struct buf rows;
	struct buf who;
	char	last[44];	/* "17/2": contractor and stay */
	struct err *e;
};

static int
asked(const struct ask *a, void *arg)
{
	struct listing *l = arg;
	char *name = NULL, *email = NULL;
	int rc = fields_person(l->p->x->db, a->reviewer_key, &name, &email,
	    l->e);

	if (rc != -1 && a->moved_at == WHEN_NEVER)
		buf_fmt(&l->who, "%s%s", l->who.len > 0 ? ", " : "", name);
	free(name);
	free(email);
	return rc == -1 ? -1 : 0;
}

/* standing: which line of the template says how far he is, and its words. */
static int
standing(struct listing *l, struct words *w, const struct newcomer_line *n)
{
	int rc = 0;

	words_is(w, n->row.state);
	words_set(w, "reason", n->reason);
	words_flag(w, "no_reason", n->reason == NULL);
	if (n->finding != 0)
		words_int(w, "finding", n->finding);
	words_set(w, "finding_why", n->finding_why);
	words_flag(w, "finding_duplicate", n->finding_kind != NULL &&
	    strcmp(n->finding_kind, "duplicate") == 0);
	if (n->due_at != 0 && strcmp(n->job_state, "due") == 0)
		words_moment(w, "due", n->due_at);
	buf_empty(&l->who);
	if (strcmp(n->row.state, "asked") == 0 && n->question != 0) {
		rc = ask_each(l->p->x->db, n->question, asked, l, l->e);
		words_set(w, "of", buf_get(&l->who));
		words_moment(w, "asked_at", n->opened_at);
		words_moment(w, "until", n->expires_at);
	}
	return rc;
}

static int
row(const struct newcomer_line *n, void *arg)
{
	struct listing *l = arg;
	struct words *w = words_under(l->p->words);
	int rc;

	buf_empty(&l->who);
	words_int(w, "id", n->row.contractor);
	words_brief(w, "person", n->name, WORDS_NAME);
	words_set(w, "upn", n->upn);
	if (n->vendor != NULL)
		words_brief(w, "vendor", n->vendor, WORDS_NAME);
	words_cell(w, "manager", n->manager);
	words_cell(w, "start", n->start);
	words_cell(w, "end", n->end);
	words_moment(w, "wanted_at", n->row.made_at);
	rc = newcomer_who_text(l->p->x, &n->row, &l->who, l->e);
	words_cell(w, "wanted_by", buf_get(&l->who));
	if (rc == 0)
		rc = standing(l, w, n);
	if (rc == 0)
		rc = words_block(w, "newcomers-row", &l->rows, l->e);
	(void)snprintf(l->last, sizeof(l->last), "%" PRId64 "/%d",
	    n->row.contractor, n->row.engagement);
	words_free(w);
	return rc;
}

static const char *
state_of(const struct portal *p)
{
	const char *want = portal_asked(p, "state");
	int i;

	for (i = 0; want != NULL && i < STATES; i++)
		if (strcmp(states[i], want) == 0)
			return states[i];
	return "";
}

static void
filters(struct portal *p, const char *state)
{
	struct buf b = BUF_INIT(40);
	char name[24];
	int i;

	for (i = -1; i < STATES; i++) {
		(void)snprintf(name, sizeof(name), "at_%s", i == -1 ? "all" :
		    states[i]);
		buf_empty(&b);
		buf_str(&b, strcmp(state, i == -1 ? "" : states[i]) == 0 ?
		    " aria-current=\"true\"" : " ");
		words_html(p->words, name, &b);
	}
	buf_clear(&b);
}

/* place: "17/2", where the page before this one ended. */
static void
place(const struct portal *p, int64_t *before, int64_t *nth)
{
	const char *s = portal_asked(p, "before");
	const char *slash = s == NULL ? NULL : strchr(s, '/');
	char id[24] = "";

	if (slash != NULL && (size_t)(slash - s) < sizeof(id))
		memcpy(id, s, (size_t)(slash - s));
	*nth = slash == NULL ? 0 : portal_number(slash + 1);
	if ((*before = portal_number(id)) == 0)
		*before = INT64_MAX;
}

static int
list(struct portal *p, struct err *e)
{
	struct listing l = { p, BUF_INIT(1 << 18), BUF_INIT(8192), "", e };
	int64_t before, nth;
	const char *state = state_of(p);
	struct newcomer_setup s;
	int n, can = portal_newcomer_setup(p, &s, e);

	newcomer_setup_clear(&s);
	if (can == -1)
		return -1;
	words_flag(p->words, "may_want", can && portal_may(p, PORTAL_OPERATE));
	filters(p, state);
	words_set(p->words, "state", state);
	place(p, &before, &nth);
	n = newcomer_list_each(p->x->db, state, before, nth, PORTAL_ROWS,
	    row, &l, e);
	words_html(p->words, "rows", &l.rows);
	buf_empty(&l.rows);
	if (n > 0 && words_block(p->words, "newcomers-table", &l.rows, e) ==
	    -1)
		n = -1;
	words_html(p->words, "table", &l.rows);
	words_flag(p->words, "nobody", n == 0);
	words_flag(p->words, "with_state", *state != '\0');
	words_flag(p->words, "without_state", *state == '\0');
	if (n == PORTAL_ROWS)
		words_set(p->words, "next", l.last);
	buf_clear(&l.rows);
	buf_clear(&l.who);
	portal_command(p, "ctr-list", "contractor", "status=candidate",
	    (char *)NULL);
	return n == -1 ? -1 : portal_page(p, "newcomers", "newcomers", e);
}

enum { BODY = 1 << 16 };	/* fifty values of 256 bytes, encoded */

const struct portal_route portal_newcomers[] = {
	{ "newcomers", PORTAL_VIEW, list, NULL, ROLE_READ, 0, NULL, 0 },
	{ "newcomers/new", PORTAL_VIEW | PORTAL_OPERATE, portal_newcomer, NULL,
	    ROLE_READ, 0, NULL, 0 },
	{ "newcomers/find", PORTAL_VIEW | PORTAL_OPERATE, NULL,
	    portal_newcomer_find, ROLE_READ, BODY, NULL, 0 },
	{ "newcomers/check", PORTAL_VIEW | PORTAL_OPERATE, NULL,
	    portal_newcomer_check, ROLE_READ, BODY, portal_newcomer, 0 },
	{ "newcomers/save", PORTAL_VIEW | PORTAL_OPERATE, NULL,
	    portal_newcomer_save, ROLE_WEB_NEW, BODY, portal_newcomer, 0 },
	{ NULL, 0, NULL, NULL, ROLE_READ, 0, NULL, 0 }
};
