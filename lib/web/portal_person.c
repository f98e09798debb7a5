/* A contractor's page: who he is and who says so, what is open, what comes. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/asking_tell.h"
#include "act/edit.h"
#include "base/when.h"
#include "store/account.h"
#include "store/account_groups.h"
#include "store/ask_mail.h"
#include "store/errand_row.h"
#include "store/job.h"
#include "store/question.h"
#include "web/portal_people.h"

int
portal_person_load(struct portal *p, struct contractor *c, struct err *e)
{
	int64_t id = portal_number(p->part[0]);
	int rc = id == 0 ? 0 : contractor_get(p->x->db, id, c, e);

	if (rc == 1)
		return 1;
	memset(c, 0, sizeof(*c));
	return rc == -1 ? -1 : portal_missing(p, e);
}

/* What the parts of the page are made with. */
struct making {
	struct portal *p;
	const struct contractor *c;
	struct buf b;
	struct words *field;	/* of the field that is being told */
	struct buf beneath;
	char	name[40];
	int	asked;		/* a question is open */
	struct err *e;
};

static int
end_field(struct making *m)
{
	int rc = 0;

	if (m->field == NULL)
		return 0;
	words_cell(m->field, "beneath", buf_get(&m->beneath));
	rc = words_block(m->field, "person-field", &m->b, m->e);
	words_free(m->field);
	m->field = NULL;
	buf_empty(&m->beneath);
	return rc;
}

static int
source(const struct edit_source *s, void *arg)
{
	struct making *m = arg;
	struct words *w;
	char room[40];

	if (m->field == NULL || strcmp(m->name, s->field) != 0) {
		if (end_field(m) == -1)
			return -1;
		m->field = words_under(m->p->words);
		(void)snprintf(m->name, sizeof(m->name), "%s", s->field);
		words_set(m->field, "label", portal_people_words(s->field, room,
		    sizeof(room)));
		words_set(m->field, "field", s->field);
	}
	w = m->field;
	if (!s->holds) {
		buf_fmt(&m->beneath, "%s%s: %s", m->beneath.len > 0 ? "; " :
		    "", s->source, s->value != NULL ? s->value : WORDS_DASH);
		return 0;
	}
	words_cell(w, "value", s->value);
	words_cell(w, "source", s->source);
	words_set(w, "by", s->by);
	if (s->at != 0)
		words_moment(w, "at", s->at);
	words_flag(w, "clears", s->cleared &&
	    portal_may(m->p, PORTAL_OPERATE));
	return 0;
}

static int
fields(struct making *m, struct contractor *c)
{
	int rc = edit_sources(m->p->x, c, source, m, m->e);

	if (rc == 0)
		rc = end_field(m);
	words_free(m->field);
	m->field = NULL;
	words_html(m->p->words, "fields", &m->b);
	buf_empty(&m->b);
	return rc == 0 ? 0 : -1;
}

static int
account(const struct account *a, void *arg)
{
	struct making *m = arg;
	struct words *w = words_under(m->p->words);
	struct buf groups = BUF_INIT(65536);
	char on[11] = "";
	int rc;

	words_set(w, "connector", a->connector);
	words_set(w, "login", a->login);
	words_set(w, "state", a->state);
	words_set(w, "state_class", strcmp(a->state, "enabled") == 0 ?
	    "good" : "plain");
	words_flag(w, "privileged", a->privileged);
	words_flag(w, "is_main", a->main);
	if (a->expires_at != WHEN_NEVER)
		when_date(when_last_day(a->expires_at), on);
	words_cell(w, "expires", on);
	words_flag(w, "login_unknown", a->login_at == 0 && !a->login_known);
	words_flag(w, "login_never", a->login_at == 0 && a->login_known);
	if (a->login_at != 0)
		words_moment(w, "login_at", a->login_at);
	if ((rc = account_groups(m->p->x->db, a->id, &groups, m->e)) == 1)
		words_cell(w, "groups", buf_get(&groups));
	words_flag(w, "groups_unknown", rc == 0);
	if (rc != -1)
		rc = words_block(w, "person-account", &m->b, m->e);
	buf_clear(&groups);
	words_free(w);
	return rc == -1 ? -1 : 0;
}

static int
accounts(struct making *m)
{
	int rc = account_each(m->p->x->db, m->c->id, account, m, m->e);

	words_html(m->p->words, "accounts", &m->b);
	words_flag(m->p->words, "no_account", m->b.len == 0);
	words_flag(m->p->words, "some_account", m->b.len > 0);
	buf_empty(&m->b);
	return rc;
}

static int
asked(const struct ask_mail *a, void *arg)
{
	struct making *m = arg;
	struct words *w = words_under(m->p->words);
	int rc;

	words_set(w, "reviewer", a->ask.reviewer_key);
	words_set(w, "deputy_for", a->ask.deputy_for);
	words_int(w, "level", a->ask.level);
	words_cell(w, "mail_state", a->state);
	if (a->sent_at != WHEN_NEVER)
		words_moment(w, "sent_at", a->sent_at);
	words_flag(w, "not_mine", a->not_mine_at != 0);
	words_flag(w, "moved", a->ask.moved_at != 0);
	rc = words_block(w, "person-ask", &m->b, m->e);
	words_free(w);
	return rc;
}

static int
question(struct making *m)
{
	struct words *w = m->p->words;
	struct question q;
	int rc;

	rc = question_newest(m->p->x->db, m->c->id, m->c->engagement, &q,
	    m->e);
	if (rc != 1 || strcmp(q.state, "open") != 0)
		return rc == -1 ? -1 : 0;
	words_flag(w, "is_asked", m->asked = 1);
	words_set(w, "wording", q.wording);
	words_moment(w, "opened_at", q.opened_at);
	words_set(w, "next_on", strcmp(q.next_on, "9999-12-31") != 0 ?
	    q.next_on : NULL);
	rc = ask_mail_each(m->p->x->db, q.id, asked, m, m->e);
	words_html(w, "asks", &m->b);
	buf_empty(&m->b);
	return rc;
}

static int
job(const struct job *j, void *arg)
{
	struct making *m = arg;
	struct words *w;
	int rc;

	if (strcmp(j->state, "done") == 0 || strcmp(j->state, "undone") == 0)
		return 0;
	w = words_under(m->p->words);
	words_int(w, "job", j->id);
	words_set(w, "kind", j->kind);
	words_is(w, j->state);
	words_flag(w, "begun", j->begun);
	words_moment(w, "due_at", j->due_at);
	rc = words_block(w, "person-job", &m->b, m->e);
	words_free(w);
	return rc;
}

/* errand: what was asked for here and waits for ctr-offboard, or could not be
 * done. */
static int
errand(struct making *m)
{
	struct words *w;
	struct errand r;
	int rc = errand_newest(m->p->x->db, m->c->id, &r, m->e);

	if (rc != 1)
		return rc;
	w = words_under(m->p->words);
	words_set(w, "what", r.what);
	words_set(w, "asked_by", r.asked_by);
	words_moment(w, "asked_at", r.asked_at);
	words_flag(w, "waits", r.status == -1);
	if (r.status > 0) {
		words_set(w, "refused", r.words);
		words_moment(w, "done_at", r.done_at);
	}
	rc = r.status == 0 ? 0 : words_block(w, "person-errand", &m->b, m->e);
	words_free(w);
	errand_clear(&r);
	return rc;
}

static int
jobs(struct making *m)
{
	int rc = job_each_of(m->p->x->db, m->c->id, job, m, m->e);

	if (rc == 0)
		rc = errand(m);

	words_html(m->p->words, "jobs", &m->b);
	words_flag(m->p->words, "works", m->b.len > 0);
	words_flag(m->p->words, "quiet", m->b.len == 0 && !m->asked);
	buf_empty(&m->b);
	return rc;
}

static int
next(int32_t day, const char *kind, const char *why, void *arg)
{
	struct making *m = arg;
	struct words *w = words_under(m->p->words);
	char on[11] = "", room[40];
	int rc;

	/* Of who has left nothing more comes. */
	if (strcmp(kind, "status") != 0 && strncmp(m->c->status, "off", 3) ==
	    0) {
		words_free(w);
		return 0;
	}
	if (day != WHEN_NO_DAY)
		when_date(day, on);
	words_cell(w, "day", on);
	words_set(w, "kind", portal_people_words(kind, room, sizeof(room)));
	words_cell(w, "why", why);
	rc = words_block(w, "person-next", &m->b, m->e);
	words_free(w);
	return rc;
}

/* comes: the cadence's own words, as ctr-cadence --explain has them. */
static int
comes(struct making *m)
{
	struct asking a;
	int rc;

	if (asking_init(&a, m->p->x, m->e) == -1)
		return -1;
	rc = asking_tell_each(&a, m->c->id, next, m, m->e);
	asking_clear(&a);
	words_html(m->p->words, "next", &m->b);
	buf_empty(&m->b);
	return rc;
}

static int
head(struct portal *p, int64_t id, struct err *e)
{
	struct roll_line l;
	int rc = roll_get(p->x->db, id, &l, e);

	if (rc == 1) {
		portal_people_line(p->words, &l);
		roll_line_clear(&l);
	}
	return rc == 1 ? 0 : rc == 0 ? err_set(e, ERR_BUG, "no line") : -1;
}

int
portal_person(struct portal *p, struct err *e)
{
	struct making m = { .p = p, .e = e };
	struct contractor c;
	int rc = portal_person_load(p, &c, e);

	if (rc != 1)
		return rc;
	m.c = &c;
	buf_init(&m.b, 1 << 19);
	buf_init(&m.beneath, 20000);
	words_int(p->words, "engagement", c.engagement);
	words_set(p->words, "exempt_on", c.exempt_on);
	words_moment(p->words, "created_at", c.created_at);
	portal_command(p, "ctr-cadence", "--explain", c.upn != NULL ? c.upn :
	    "UPN", (char *)NULL);
	rc = head(p, c.id, e);
	if (rc == 0)
		rc = fields(&m, &c);
	if (rc == 0)
		rc = accounts(&m);
	if (rc == 0)
		rc = question(&m);
	if (rc == 0)
		rc = jobs(&m);
	if (rc == 0)
		rc = comes(&m);
	if (rc == 0)
		rc = portal_person_actions(p, &c, e);
	if (rc == 0)
		rc = portal_person_line(p, &c, e);
	if (rc == 0)
		rc = portal_page(p, "person", "people", e);
	buf_clear(&m.b);
	buf_clear(&m.beneath);
	contractor_clear(&c);
	return rc;
}
