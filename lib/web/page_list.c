#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/listed.h"
#include "web/mark.h"
#include "web/page.h"

/* The asks of one message, and their page as it grows. */
struct listing {
	struct page *p;
	const struct ticket *list;
	struct err *e;
	struct buf open, done;
	int	nopen, shown, read, more;
	/* page_post_list: what was sent */
	struct answer_row row[PAGE_ROWS_READ];
	int	nrows;
};

static const char *
row_notice(const struct page *p, int64_t ask)
{
	int i;

	for (i = 0; i < p->nrows; i++)
		if (p->rows[i].ask == ask)
			return p->rows[i].notice;
	return NULL;
}

static int
show_row(struct listing *l, struct ticket *t)
{
	struct page *p = l->p;
	struct words *w = words_under(p->words);
	const char *notice = p->notice;
	struct buf url = BUF_INIT(1024);
	int rc, open = t->state == TICKET_OPEN;

	p->notice = row_notice(p, t->ask.id);
	words_int(w, "ask", t->ask.id);
	cgi_link(p->cgi, &url);
	buf_fmt(&url, "ask/%lld", (long long)t->ask.id);
	words_set(w, "row_url", buf_get(&url));
	buf_clear(&url);
	rc = page_who(p, w, t, l->e);
	if (rc == 0 && !open)
		rc = page_decision(p, w, t, l->e);
	if (rc == 0)
		rc = words_block(w, open ? "row" : "rowdone", open ?
		    &l->open : &l->done, l->e);
	p->notice = notice;
	words_free(w);
	return rc;
}

static int
see_row(const struct ask *a, void *arg)
{
	struct listing *l = arg;
	struct ticket t;
	int rc;

	if (++l->read > PAGE_ROWS_READ) {
		l->more++;
		return 0;
	}
	rc = ticket_row(l->p->ctx, l->list, a->id, &t, l->e);
	if (rc == 0 && t.state == TICKET_OPEN) {
		if (++l->nopen > PAGE_ROWS)
			l->more++;
		else
			rc = show_row(l, &t);
	} else if (rc == 0 && t.decision.id != 0 && l->shown++ < PAGE_ROWS)
		rc = show_row(l, &t);
	ticket_clear(&t);
	return rc;
}

int
page_list(struct page *p, const struct ticket *t, struct buf *out,
    struct err *e)
{
	struct listing *l = mem_zero(1, sizeof(*l));
	struct words *w = p->words;
	int rc = -1;

	l->p = p;
	l->list = t;
	l->e = e;
	buf_init(&l->open, 1 << 18);
	buf_init(&l->done, 1 << 18);
	if (listed_each(p->ctx->db, t->link.id, see_row, l, e) == -1)
		goto out;
	words_flag(w, "reason_required", policy_on(p->ctx->policy,
	    "attest_reason"));
	words_flag(w, "reason_optional", !policy_on(p->ctx->policy,
	    "attest_reason"));
	if (l->more > 0)
		words_int(w, "more", l->more);
	rc = page_rows(p, t, &l->open, l->nopen, &l->done, "list", "listdone",
	    out, e);
out:
	buf_clear(&l->open);
	buf_clear(&l->done);
	free(l);
	return rc;
}

static void
note(struct page *p, int64_t ask, const char *notice)
{
	p->rows[p->nrows].ask = ask;
	p->rows[p->nrows++].notice = notice;
}

static const char *
field(const struct page *p, const char *letter, int64_t ask)
{
	char name[32];

	(void)snprintf(name, sizeof(name), "%s%lld", letter, (long long)ask);
	return form_get(&p->cgi->form, name);
}

/* take_row: the choice of one row; none was made: nothing. */
static int
take_row(struct listing *l, const struct ticket *t)
{
	struct answer_row *r = &l->row[l->nrows];
	struct page *p = l->p;
	const char *a = field(p, "a", t->ask.id), *box;
	int login;

	if (a == NULL)
		return 0;
	ticket_print(t, r->print);
	if (!mark_ok(field(p, "m", t->ask.id), t->token, r->print,
	    p->ctx->now)) {
		note(p, t->ask.id, "notice-stale");
		return 0;
	}
	box = field(p, "l", t->ask.id);
	if (strcmp(a, "attest") != 0 && (box == NULL ||
	    strcmp(box, "yes") != 0)) {
		note(p, t->ask.id, "notice-box");
		return 0;
	}
	if ((login = ticket_is(p->ctx, t, p->cgi->user, l->e)) == -1)
		return -1;
	r->a.answer = strcmp(a, "now") == 0 ? "offboard_now" :
	    strcmp(a, "end") == 0 ? "offboard_end" :
	    strcmp(a, "attest") == 0 ? "attest" : "";
	r->ask = t->ask.id;
	r->a.reason = form_get(&p->cgi->form, "reason");
	r->a.login = login;
	r->a.address = p->cgi->address;
	r->a.agent = p->cgi->agent;
	l->nrows++;
	return 0;
}

static int
send_row(const struct ask *a, void *arg)
{
	struct listing *l = arg;
	struct ticket t;
	int rc;

	if (++l->read > PAGE_ROWS_READ)
		return 0;
	rc = ticket_row(l->p->ctx, l->list, a->id, &t, l->e);
	if (rc == 0)
		rc = take_row(l, &t);
	ticket_clear(&t);
	return rc;
}

int
page_post_list(struct page *p, const struct ticket *t, struct err *e)
{
	struct listing *l = mem_zero(1, sizeof(*l));
	const char *bad;
	int i, rc;

	l->p = p;
	l->list = t;
	l->e = e;
	rc = listed_each(p->ctx->db, t->link.id, send_row, l, e);
	if (rc == 0 && l->nrows > 0)
		rc = answer_give(p->ctx, p->keys, t->token, l->row, l->nrows,
		    e);
	for (i = 0; rc == 0 && i < l->nrows; i++) {
		bad = page_notice(l->row[i].result);
		if (bad != NULL)
			note(p, l->row[i].ask, bad);
	}
	p->notice = l->nrows == 0 && p->nrows == 0 ? "notice-none" :
	    p->nrows > 0 ? "notice-some" : "notice-saved";
	if (p->nrows == 0)
		form_clear(&p->cgi->form);
	free(l);
	return rc;
}
