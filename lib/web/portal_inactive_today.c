/* Who would be asked about now, as ctr-inactive -n says it: in parts. */
#include <string.h>

#include "act/inactive.h"
#include "base/when.h"
#include "web/portal_inactive.h"

static int
row(struct portal *p, const struct inactive_one *o, const char *template,
    struct buf *out, struct err *e)
{
	struct words *w = words_under(p->words);
	int never = o->what == IDLE_NEVER, rc;
	char on[11] = "";

	if (o->since != 0)
		when_date(when_today(o->since), on);
	words_int(w, "id", o->contractor);
	words_brief(w, "person", o->name != NULL ? o->name : o->upn,
	    WORDS_NAME);
	words_cell(w, "upn", o->upn);
	words_cell(w, "manager", o->manager_key);
	words_cell(w, "logins", o->logins);
	words_cell(w, "since", on);
	words_flag(w, "once", !never);
	words_flag(w, "never", never);
	words_set(w, "connector", o->connector);
	words_flag(w, "no_day", o->connector == NULL && o->since == 0);
	words_flag(w, "no_system", o->connector == NULL && o->since != 0);
	rc = words_block(w, template, out, e);
	words_free(w);
	return rc;
}

static int
rows(struct portal *p, const struct inactive_one *list, size_t n,
    const char *template, const char *as, struct err *e)
{
	struct buf b = BUF_INIT(1 << 19);
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < n; i++)
		rc = row(p, &list[i], template, &b, e);
	words_html(p->words, as, &b);
	buf_clear(&b);
	return rc;
}

int
portal_inactive_today(struct portal *p, struct err *e)
{
	int64_t from = portal_number(portal_asked(p, "after")), after = from;
	struct words *w = p->words;
	struct inactive i;
	int rc;

	inactive_init(&i, p->x, p->conf, 0);
	words_int(w, "days", i.days);
	words_int(w, "never_days", i.never_days);
	words_flag(w, "is_off", !policy_on(p->x->policy, "inactive"));
	rc = inactive_look(&i, &after, PORTAL_ROWS, e);
	if (rc == 0)
		rc = rows(p, i.list, i.n, "inactive-today-row", "lines", e);
	if (rc == 0)
		rc = rows(p, i.unknown, i.n_unknown, "inactive-unknown-row",
		    "unknown", e);
	words_int(w, "count", (int64_t)i.n);
	words_flag(w, "nobody", i.n == 0);
	words_flag(w, "some", i.n > 0);
	words_flag(w, "some_unknown", i.n_unknown > 0);
	words_flag(w, "none_unknown", i.n_unknown == 0);
	words_int(w, "exempt", i.exempt);
	words_int(w, "protected", i.protected);
	words_int(w, "left_out", i.left_out);
	words_flag(w, "is_whole", from == 0 && after == 0);
	words_int(w, "from", from + 1);
	if (after != 0)
		words_int(w, "next", after);
	words_flag(w, "is_part", from != 0 || after != 0);
	words_flag(w, "is_last", from != 0 && after == 0);
	inactive_clear(&i);
	portal_command(p, "ctr-inactive", "-n", (char *)NULL);
	return rc == 0 ? portal_page(p, "inactive-today", "inactive", e) : -1;
}
