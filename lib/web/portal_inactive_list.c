#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "act/fields.h"
#include "base/when.h"
#include "store/ask_mail.h"
#include "web/portal_inactive.h"

struct lines {
	struct portal *p;
	struct buf b;
	int64_t	last;
	struct err *e;
};

/* became: which line of the template says what became of him. */
static const char *
became(const struct question_batch_row *r)
{
	if (strcmp(r->state, "open") == 0)
		return "is_waiting";
	if (strcmp(r->state, "lapsed") == 0)
		return "is_lapsed";
	if (strcmp(r->answer, "keep") == 0)
		return "is_kept";
	if (strcmp(r->answer, "suspend") != 0)
		return "is_gone";
	if (r->job == 0)
		return "is_already";
	if (strcmp(r->job_state, "done") == 0)
		return "is_done";
	return strcmp(r->job_state, "undone") == 0 ? "is_undone" : "is_coming";
}

static int
line(const struct question_batch_line *l, void *arg)
{
	struct lines *g = arg;
	struct words *w = words_under(g->p->words);
	int never = l->why != NULL && strncmp(l->why, "never", 5) == 0, rc;
	int64_t at;
	char on[11] = "";

	if (l->since != NULL && when_parse(l->since, &at) == 0)
		when_date(when_today(at), on);
	words_int(w, "id", l->r.contractor);
	words_brief(w, "person", l->r.name != NULL ? l->r.name : l->r.upn,
	    WORDS_NAME);
	words_cell(w, "upn", l->r.upn);
	words_cell(w, "manager", l->manager);
	words_cell(w, "logins", l->logins);
	words_cell(w, "since", on);
	words_flag(w, "once", !never);
	words_flag(w, "never", never);
	words_flag(w, became(&l->r), 1);
	rc = words_block(w, "inactive-line", &g->b, g->e);
	words_free(w);
	g->last = l->r.contractor;
	return rc;
}

static int
approver(const struct ask_mail *m, void *arg)
{
	struct lines *g = arg;
	struct words *w = words_under(g->p->words);
	char *name = NULL, *email = NULL;
	int rc = fields_person(g->p->x->db, m->ask.reviewer_key, &name, &email,
	    g->e);

	words_set(w, "person", name);
	words_set(w, "key", m->ask.reviewer_key);
	if (m->sent_at != WHEN_NEVER)
		words_moment(w, "mailed", m->sent_at);
	words_flag(w, "not_mailed", m->sent_at == WHEN_NEVER);
	if (rc != -1)
		rc = words_block(w, "inactive-asked", &g->b, g->e);
	free(name);
	free(email);
	words_free(w);
	return rc == -1 ? -1 : 0;
}

void
portal_inactive_sum(struct words *w, const struct question_batch_sum *s)
{
	words_set(w, "batch", s->b.batch);
	words_moment(w, "opened", s->b.opened_at);
	words_moment(w, "until", s->b.expires_at);
	words_int(w, "all", s->b.all);
	words_int(w, "suspend", s->suspend);
	words_int(w, "keep", s->keep);
	words_flag(w, "is_open", s->b.open > 0);
	words_flag(w, "is_lapsed", s->b.open == 0 && s->b.answered == 0);
	words_flag(w, "is_over", s->b.open == 0 && s->b.answered > 0);
}

int
portal_inactive_lines(struct portal *p, const struct question_batch_sum *s,
    int64_t after, struct err *e)
{
	struct lines g = { p, BUF_INIT(1 << 18), 0, e };
	int n;

	n = question_batch_line_each(p->x->db, "inactive", s->b.batch, after,
	    PORTAL_ROWS, line, &g, e);
	words_html(p->words, "lines", &g.b);
	if (n == PORTAL_ROWS && s->b.all > PORTAL_ROWS)
		words_int(p->words, "next", g.last);
	buf_empty(&g.b);
	if (n != -1 && ask_mail_each(p->x->db, s->first, approver, &g, e) ==
	    -1)
		n = -1;
	words_html(p->words, "asked", &g.b);
	buf_clear(&g.b);
	return n == -1 ? -1 : 0;
}

int
portal_inactive_list(struct portal *p, struct err *e)
{
	struct question_batch_sum s;
	int rc = question_batch_line_sum(p->x->db, "inactive", p->part[0], &s,
	    e);

	if (rc != 1)
		return rc == -1 ? -1 : portal_missing(p, e);
	portal_inactive_sum(p->words, &s);
	portal_command(p, "ctr-list", "question", "kind=inactive",
	    (char *)NULL);
	if (portal_inactive_lines(p, &s, portal_number(portal_asked(p,
	    "after")), e) == -1)
		return -1;
	return portal_page(p, "inactive-list", "inactive", e);
}
