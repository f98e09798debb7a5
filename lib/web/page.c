#include "web/page.h"

#include <stdio.h>
#include <string.h>

#include "base/say.h"

/* Statement of a page that needs no more than its name. */
static int
plain(struct page *p, const struct ticket *t, int status, const char *name,
    struct buf *out, struct err *e)
{
	p->status = status;
	if (t->contractor.id != 0 && page_who(p, p->words, t, e) == -1)
		return -1;
	return words_page(p->words, name, out, e);
}

/*
 * logged_in: with answer_auth = login the web server must know the reader, and
 * he must be whose link it is.  1, 0, -1 with e.
 */
static int
logged_in(const struct page *p, const struct ticket *t, struct err *e)
{
	if (t->state == TICKET_NONE || strcmp(policy_get(p->ctx->policy,
	    "answer_auth"), "login") != 0)
		return 1;
	return ticket_is(p->ctx, t, p->cgi->user, e);
}

/* lapsed: which link works instead. */
static void
lapsed(struct words *w, const struct ticket *t)
{
	int newer = t->asked.id != 0 && question_attests(t->asked.kind);
	int waits = t->asked.id != 0 && !newer &&
	    strcmp(t->asked.state, "open") == 0;

	words_flag(w, "newer", newer);
	words_flag(w, "waits", waits);
	words_flag(w, "aged", !newer && !waits);
}

static int
idle(const struct ticket *t)
{
	return strcmp(t->question.kind, "inactive") == 0;
}

static int
show(struct page *p, const struct ticket *t, struct buf *out, struct err *e)
{
	if (page_credential_is(t))
		return page_credential(p, t, out, e);
	switch (t->state) {
	case TICKET_OPEN:
		return page_ask(p, t, out, e);
	case TICKET_APPROVAL:
		return page_approval(p, t, out, e);
	case TICKET_RECORDED:
	case TICKET_TOLD:
		return page_recorded(p, t, out, e);
	case TICKET_LIST:
		return t->newcomers ? page_newcomers(p, t, out, e) :
		    idle(t) ? page_idle(p, t, out, e) :
		    page_list(p, t, out, e);
	case TICKET_READDRESSED:
		words_at(p->words, "since", t->since);
		return plain(p, t, 200, "readdressed", out, e);
	case TICKET_LAPSED:
		lapsed(p->words, t);
		return plain(p, t, 200, "lapsed", out, e);
	case TICKET_ENDED:
		if (t->decision.id != 0)
			return page_recorded(p, t, out, e);
		words_flag(p->words, "rehired", t->asked.engagement !=
		    t->contractor.engagement);
		return plain(p, t, 200, "ended", out, e);
	case TICKET_NONE:
		break;
	}
	return plain(p, t, 404, "404", out, e);
}

/* read: the link's ticket, or of a list the row that the path names. */
static int
read_ticket(struct page *p, struct ticket *t, struct err *e)
{
	struct ticket list;
	int rc = ticket_read(p->ctx, p->keys, p->cgi->token, t, e);

	if (rc == -1 || p->cgi->row == 0)
		return rc;
	list = *t;
	if (list.state == TICKET_LIST)
		rc = ticket_row(p->ctx, &list, p->cgi->row, t, e);
	else
		memset(t, 0, sizeof(*t));
	ticket_clear(&list);
	return rc;
}

static int
answer(struct page *p, const struct ticket *t, struct err *e)
{
	const char *site = cgi_var(p->cgi, "HTTP_SEC_FETCH_SITE");

	/* A form on somebody else's page is none of ours. */
	if (site != NULL && strcmp(site, "cross-site") == 0) {
		p->notice = "notice-stale";
		return 0;
	}
	if (page_credential_is(t))
		return page_post_credential(p, t, e);
	if (t->state == TICKET_LIST)
		return t->newcomers ? page_post_newcomers(p, t, e) :
		    idle(t) ? page_post_idle(p, t, e) :
		    page_post_list(p, t, e);
	return page_post(p, t, e);
}

/*
 * after: the page of what an answer made, read in its own transaction: the file
 * is locked once less, and nobody else's answer is shown as his.
 */
static int
after(struct page *p, struct ticket *t, struct buf *out, struct err *e)
{
	struct db *db = p->ctx->db;

	ticket_clear(t);
	if (!db_in_transaction(db) && db_snapshot(db, e) == -1)
		return -1;
	return read_ticket(p, t, e) == -1 ? -1 : show(p, t, out, e);
}

/*
 * answered: an answer that was given stands, though its page should fail; a
 * page is none before it does.
 */
static int
answered(struct page *p, struct ticket *t, struct buf *out, struct err *e)
{
	struct err why = ERR_INIT;
	int rc;

	if (answer(p, t, e) == -1)
		return -1;
	rc = after(p, t, out, e);
	if (answer_commit(p->ctx, &why) == -1) {
		*e = why;
		rc = -1;
	}
	if (rc == -1)
		buf_empty(out);
	return rc;
}

int
page_rows(struct page *p, const struct ticket *t, const struct buf *open,
    int nopen, const struct buf *done, const char *name, const char *over,
    struct buf *out, struct err *e)
{
	struct words *w = p->words;
	struct buf b = BUF_INIT(4096);
	int rc = 0;

	words_set(w, "mailed_to", t->mailed_to);
	words_attr(w, "reason", form_get(&p->cgi->form, "reason"));
	words_int(w, "count", nopen);
	words_html(w, "rows", open);
	words_html(w, "done", done);
	words_flag(w, "answered", done->len > 0);
	if (p->notice != NULL && (rc = words_block(w, p->notice, &b, e)) == 0)
		words_html(w, "notice", &b);
	buf_clear(&b);
	return rc == -1 ? -1 : words_page(w, nopen > 0 ? name : over, out, e);
}

int
page_show(struct page *p, struct buf *out, struct err *e)
{
	struct ticket t;
	int rc;

	p->status = 200;
	words_set(p->words, "tenant", p->ctx->tenant->name);
	if ((rc = read_ticket(p, &t, e)) == -1)
		goto out;
	if ((rc = logged_in(p, &t, e)) != 1) {
		if (rc == 0)
			rc = plain(p, &t, 403, "login", out, e);
		goto out;
	}
	rc = p->cgi->method == CGI_POST && t.state != TICKET_NONE ?
	    answered(p, &t, out, e) : show(p, &t, out, e);
out:
	ticket_clear(&t);
	return rc;
}

void
page_problem(int status, struct buf *out)
{
	struct words *w = words_new(NULL, NULL);
	struct err e = ERR_INIT;
	const char *name = status == 404 ? "404" : status == 503 ? "503" :
	    status >= 500 ? "500" : "400";

	buf_empty(out);
	if (words_page(w, name, out, &e) == -1) {
		(void)say_err(&e);
		buf_empty(out);
		buf_fmt(out, "<!doctype html><title>%d</title>%d\n", status,
		    status);
	}
	words_free(w);
}
