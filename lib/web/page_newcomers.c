/* A list of newcomers: a tick for each, one mark for all that is shown. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/mem.h"
#include "store/listed.h"
#include "web/mark.h"
#include "web/page.h"

struct coming {
	struct page *p;
	const struct ticket *list;
	struct err *e;
	int	posts;		/* what was sent is read, nothing is shown */
	struct buf open, done;
	int	nopen, read;
	crypto_generichash_state h;	/* of the prints of the open ones */
	struct answer_row row[PAGE_ROWS_READ];
	int	nrows;
};

static int
show_row(struct coming *l, struct ticket *t, int open)
{
	struct words *w = words_under(l->p->words);
	int rc;

	words_int(w, "ask", t->ask.id);
	rc = page_who(l->p, w, t, l->e);
	if (rc == 0 && !open)
		rc = page_decision(l->p, w, t, l->e);
	if (rc == 0)
		rc = words_block(w, open ? "newcomer" : "newcomerdone", open ?
		    &l->open : &l->done, l->e);
	words_free(w);
	return rc;
}

static int
ticked(const struct page *p, int64_t ask)
{
	char name[32];
	const char *v;

	(void)snprintf(name, sizeof(name), "t%lld", (long long)ask);
	v = form_get(&p->cgi->form, name);
	return v != NULL && strcmp(v, "yes") == 0;
}

/* 1, 0, -1: the row that was ticked becomes an answer. */
static int
take_row(struct coming *l, const struct ticket *t,
    const unsigned char print[32])
{
	struct page *p = l->p;
	const char *a = form_get(&p->cgi->form, "answer");
	struct answer_row *r = &l->row[l->nrows];
	int login;

	if (!ticked(p, t->ask.id) || a == NULL ||
	    (strcmp(a, "approve") != 0 && strcmp(a, "deny") != 0))
		return 0;
	if ((login = ticket_is(p->ctx, t, p->cgi->user, l->e)) == -1)
		return -1;
	memcpy(r->print, print, sizeof(r->print));
	r->ask = t->ask.id;
	r->a.answer = a;
	r->a.reason = form_get(&p->cgi->form, "reason");
	r->a.login = login;
	r->a.address = p->cgi->address;
	r->a.agent = p->cgi->agent;
	l->nrows++;
	return 0;
}

static int
see_row(const struct ask *a, void *arg)
{
	struct coming *l = arg;
	unsigned char print[32];
	struct ticket t;
	int open, rc;

	if (++l->read > PAGE_ROWS_READ)
		return 0;
	rc = ticket_row(l->p->ctx, l->list, a->id, &t, l->e);
	open = rc == 0 && t.state == TICKET_APPROVAL &&
	    (t.may & TICKET_APPROVE) != 0;
	if (open) {
		ticket_print(&t, print);
		(void)crypto_generichash_update(&l->h, print, sizeof(print));
		l->nopen++;
	}
	if (open && l->posts)
		rc = take_row(l, &t, print);
	else if (!l->posts && (open || (rc == 0 && t.decision.id != 0)))
		rc = show_row(l, &t, open);
	ticket_clear(&t);
	return rc;
}

static struct coming *
begin(struct page *p, const struct ticket *t, int posts, struct err *e)
{
	struct coming *l = mem_zero(1, sizeof(*l));

	l->p = p;
	l->list = t;
	l->e = e;
	l->posts = posts;
	buf_init(&l->open, 1 << 18);
	buf_init(&l->done, 1 << 18);
	(void)crypto_generichash_init(&l->h, NULL, 0, 32);
	return l;
}

static void
end(struct coming *l)
{
	buf_clear(&l->open);
	buf_clear(&l->done);
	free(l);
}

int
page_newcomers(struct page *p, const struct ticket *t, struct buf *out,
    struct err *e)
{
	struct coming *l = begin(p, t, 0, e);
	const char *notice = p->notice;
	unsigned char print[32];
	char mark[MARK_LEN + 1];
	int rc = -1;

	p->notice = NULL;	/* it is of the page, not of each row */
	if (listed_each(p->ctx->db, t->link.id, see_row, l, e) == -1)
		goto out;
	(void)crypto_generichash_final(&l->h, print, sizeof(print));
	mark_make(t->token, print, p->ctx->now, mark);
	words_set(p->words, "mark", mark);
	p->notice = notice;
	rc = page_rows(p, t, &l->open, l->nopen, &l->done, "newcomers",
	    "listdone", out, e);
out:
	end(l);
	return rc;
}

int
page_post_newcomers(struct page *p, const struct ticket *t, struct err *e)
{
	struct coming *l = begin(p, t, 1, e);
	unsigned char print[32];
	const char *bad = NULL;
	int i, rc;

	rc = listed_each(p->ctx->db, t->link.id, see_row, l, e);
	(void)crypto_generichash_final(&l->h, print, sizeof(print));
	if (rc == 0 && !mark_ok(form_get(&p->cgi->form, "mark"), t->token,
	    print, p->ctx->now))
		p->notice = "notice-stale";
	else if (rc == 0 && l->nrows == 0)
		p->notice = "notice-none";
	else if (rc == 0) {
		rc = answer_give(p->ctx, p->keys, t->token, l->row, l->nrows,
		    e);
		for (i = 0; i < l->nrows && bad == NULL; i++)
			bad = page_notice(l->row[i].result);
		p->notice = bad != NULL ? bad : "notice-saved";
	}
	if (rc == 0 && bad == NULL && l->nrows > 0)
		form_clear(&p->cgi->form);
	end(l);
	return rc;
}
