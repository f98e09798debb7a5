/* The list of those who have not logged in, as one approver sees it. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/fields.h"
#include "base/mem.h"
#include "base/when.h"
#include "store/account.h"
#include "store/listed.h"
#include "web/mark.h"
#include "web/page.h"

struct idling {
	struct page *p;
	const struct ticket *list;
	struct err *e;
	struct buf open, done;
	crypto_generichash_state print;	/* of all that is shown to be ticked */
	int	nopen, ndone, more;
	struct answer_row row[PAGE_TICKS];
	int	nrows, ticked;
	int	send;		/* the form came: fill row */
	int	approve;	/* or everybody is kept */
};

static int
logins(const struct account *a, void *arg)
{
	struct buf *b = arg;
	char on[11] = "never";

	if (strcmp(a->state, "gone") == 0)
		return 0;
	if (a->login_at > 0)
		when_date(when_today(a->login_at), on);
	else if (!a->login_known)
		(void)snprintf(on, sizeof(on), "unknown");
	buf_fmt(b, "%s%s: %s", b->len > 0 ? ", " : "", a->connector, on);
	return 0;
}

/* The form's own, when it comes back; else everybody is ticked. */
static int
ticked(const struct page *p, int64_t ask)
{
	const struct form *f = &p->cgi->form;
	char name[32];

	(void)snprintf(name, sizeof(name), "t%lld", (long long)ask);
	return form_get(f, "answer") == NULL || form_get(f, name) != NULL;
}

static int
facts(struct idling *l, struct words *w, const struct ticket *t)
{
	struct ctx *x = l->p->ctx;
	struct pairs *p = pairs_new();
	struct buf b = BUF_INIT(4096);
	char *name = NULL, *email = NULL;
	int rc = fields_contractor(x, &t->contractor, p, PAIRS_ALL, l->e);

	words_pairs(w, p);
	if (rc == 0)
		rc = account_each(x->db, t->contractor.id, logins, &b, l->e);
	words_set(w, "logins", buf_get(&b));
	if (rc == 0 && t->contractor.manager_key != NULL)
		rc = fields_person(x->db, t->contractor.manager_key, &name,
		    &email, l->e) == -1 ? -1 : 0;
	words_set(w, "his_manager", name);
	words_int(w, "ask", t->ask.id);
	words_flag(w, "ticked", ticked(l->p, t->ask.id));
	words_flag(w, "unticked", !ticked(l->p, t->ask.id));
	free(name);
	free(email);
	buf_clear(&b);
	pairs_free(p);
	return rc;
}

static int
show_row(struct idling *l, const struct ticket *t, const char *template,
    struct buf *out)
{
	struct words *w = words_under(l->p->words);
	int rc = facts(l, w, t);

	if (rc == 0 && t->decision.id != 0)
		rc = page_decision(l->p, w, t, l->e);
	words_flag(w, "lapsed", t->decision.id == 0);
	if (rc == 0)
		rc = words_block(w, template, out, l->e);
	words_free(w);
	return rc;
}

/* What the form says of one who can be ticked. */
static int
take_row(struct idling *l, const struct ticket *t,
    const unsigned char print[32])
{
	struct answer_row *r = &l->row[l->nrows++];
	const struct cgi *c = l->p->cgi;
	int login = ticket_is(l->p->ctx, t, c->user, l->e);

	memset(r, 0, sizeof(*r));
	memcpy(r->print, print, sizeof(r->print));
	r->ask = t->ask.id;
	r->a.answer = l->approve && ticked(l->p, t->ask.id) ? "suspend" :
	    "keep";
	l->ticked += strcmp(r->a.answer, "suspend") == 0;
	r->a.reason = form_get(&c->form, "reason");
	r->a.login = login == 1;
	r->a.address = c->address;
	r->a.agent = c->agent;
	return login == -1 ? -1 : 0;
}

static int
see(const struct ask *a, void *arg)
{
	struct idling *l = arg;
	unsigned char print[32];
	struct ticket t;
	int rc = ticket_row(l->p->ctx, l->list, a->id, &t, l->e);

	if (rc == 0 && (t.may & TICKET_SUSPEND)) {
		if (l->nopen == PAGE_TICKS)
			l->more++;
		else {
			l->nopen++;
			ticket_print(&t, print);
			(void)crypto_generichash_update(&l->print, print,
			    sizeof(print));
			rc = l->send ? take_row(l, &t, print) :
			    show_row(l, &t, "idlerow", &l->open);
		}
	} else if (rc == 0 && !l->send && l->ndone++ < PAGE_TICKS)
		rc = show_row(l, &t, "idlerowdone", &l->done);
	ticket_clear(&t);
	return rc;
}

static int
walk(struct idling *l, struct page *p, const struct ticket *t, int send,
    unsigned char print[32], struct err *e)
{
	int rc;

	l->p = p;
	l->list = t;
	l->e = e;
	l->send = send;
	(void)crypto_generichash_init(&l->print, NULL, 0, 32);
	rc = listed_each(p->ctx->db, t->link.id, see, l, e);
	(void)crypto_generichash_final(&l->print, print, 32);
	return rc;
}

int
page_idle(struct page *p, const struct ticket *t, struct buf *out,
    struct err *e)
{
	struct idling *l = mem_zero(1, sizeof(*l));
	struct words *w = p->words;
	unsigned char print[32];
	char mark[MARK_LEN + 1];
	int rc = -1;

	buf_init(&l->open, 1 << 18);
	buf_init(&l->done, 1 << 18);
	if (walk(l, p, t, 0, print, e) == -1)
		goto out;
	mark_make(t->token, print, p->ctx->now, mark);
	words_set(w, "mark", mark);
	words_at(w, "answer_until", t->question.expires_at);
	if (l->more > 0)
		words_int(w, "more", l->more);
	rc = page_rows(p, t, &l->open, l->nopen, &l->done, "idle", "idledone",
	    out, e);
out:
	buf_clear(&l->open);
	buf_clear(&l->done);
	free(l);
	return rc;
}

/* What is meant: 1 approve those ticked, 0 keep all, -1 with the notice. */
static int
meant(struct page *p)
{
	const struct form *f = &p->cgi->form;
	const char *a = form_get(f, "answer"), *box = form_get(f, "sure");

	if (a != NULL && strcmp(a, "deny") == 0)
		return 0;
	if (a == NULL || strcmp(a, "approve") != 0)
		p->notice = "notice-none";
	else if (box == NULL || strcmp(box, "yes") != 0)
		p->notice = "notice-sure";
	else
		return 1;
	return -1;
}

int
page_post_idle(struct page *p, const struct ticket *t, struct err *e)
{
	struct idling *l = mem_zero(1, sizeof(*l));
	unsigned char print[32];
	int i, rc = 0, bad = 0;

	if ((l->approve = meant(p)) == -1)
		goto out;
	if ((rc = walk(l, p, t, 1, print, e)) == -1)
		goto out;
	if (!mark_ok(form_get(&p->cgi->form, "mark"), t->token, print,
	    p->ctx->now))
		p->notice = "notice-stale";
	else if (l->approve && l->ticked == 0)
		p->notice = "notice-tick";
	else if ((rc = answer_give(p->ctx, p->keys, t->token, l->row,
	    l->nrows, e)) == 0) {
		for (i = 0; i < l->nrows; i++)
			bad |= l->row[i].result != ANSWER_DONE;
		p->notice = bad ? "notice-some" : "notice-saved";
		form_clear(&p->cgi->form);
	}
out:
	free(l);
	return rc;
}
