/*
 * The pages of a link: what a ticket looks like, and what its forms send.
 * GET and HEAD only read.
 */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "act/answer.h"
#include "act/ctx.h"
#include "act/first_password.h"
#include "act/ticket.h"
#include "base/conf.h"
#include "web/cgi.h"
#include "web/words.h"

enum { PAGE_ROWS = 20, PAGE_ROWS_READ = 200, PAGE_TICKS = 100 };

/* What a list's form was told about one of its rows. */
struct page_row {
	int64_t	ask;
	const char *notice;
};

struct page {
	struct cgi *cgi;
	struct ctx *ctx;
	const struct conf *conf;
	const char *keys;	/* key_dir */
	struct words *words;
	const char *notice;	/* template of words above the form, or NULL */
	char	secret[FIRST_PASSWORD];	/* to be shown, and wiped */
	struct page_row rows[PAGE_ROWS_READ];
	int	nrows;
	int	status;		/* of HTTP */
};

/*
 * page_show: the page of the link in p->cgi into out; a POST is answered
 * first.  0, or -1 with e and nothing in out.
 */
int page_show(struct page *, struct buf *out, struct err *);
/* page_problem: the page "400", "404", "500" or "503", without a database. */
void page_problem(int status, struct buf *out);

/* The pages, one file each. */
int page_ask(struct page *, const struct ticket *, struct buf *, struct err *);
int page_recorded(struct page *, const struct ticket *, struct buf *,
    struct err *);
int page_approval(struct page *, const struct ticket *, struct buf *,
    struct err *);
int page_list(struct page *, const struct ticket *, struct buf *,
    struct err *);
/* A list of the inactive: a tick for each, one answer about all shown. */
int page_idle(struct page *, const struct ticket *, struct buf *,
    struct err *);

int page_newcomers(struct page *, const struct ticket *, struct buf *,
    struct err *);
int page_post_newcomers(struct page *, const struct ticket *, struct err *);

/* page_rows: the page of a list: its open rows, and those that were answered;
 * template name, or over where none is open. */
int page_rows(struct page *, const struct ticket *, const struct buf *open,
    int nopen, const struct buf *done, const char *name, const char *over,
    struct buf *, struct err *);

/* page_credential_is: 1 if the link is to a first password. */
int page_credential_is(const struct ticket *);
int page_credential(struct page *, const struct ticket *, struct buf *,
    struct err *);
int page_post_credential(struct page *, const struct ticket *, struct err *);

/* page_post: what the form of the ticket sent; sets p->notice. 0 or -1. */
int page_post(struct page *, const struct ticket *, struct err *);
int page_post_list(struct page *, const struct ticket *, struct err *);
int page_post_idle(struct page *, const struct ticket *, struct err *);
/* page_notice: the template that says so, NULL for ANSWER_DONE. */
const char *page_notice(enum answer_result);

/*
 * page_who: the values that every page has: the contractor, his facts, the
 * reviewer, the mail, the mark.  page_blocks: the forms of what may be
 * answered, the one called first open.
 */
int page_who(struct page *, struct words *, const struct ticket *,
    struct err *);
int page_blocks(struct page *, struct words *, const struct ticket *,
    const char *first, struct err *);
/* page_decision: said, decided_at, decided_by ... of t->decision. */
int page_decision(struct page *, struct words *, const struct ticket *,
    struct err *);

#endif
