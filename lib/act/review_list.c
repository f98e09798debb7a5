/* The open findings, as an operator reads them. */
#include <stdio.h>
#include <string.h>

#include "act/cause.h"
#include "act/review_internal.h"
#include "domain/finding_words.h"

static const struct rows_col cols[] = {
	{ "id", ROWS_INT, 0 },
	{ "kind", ROWS_TEXT, 0 },
	{ "subject", ROWS_TEXT, 0 },
	{ "upn", ROWS_TEXT, 0 },
	{ "age_days", ROWS_INT, 0 },
	{ "owner", ROWS_TEXT, 0 },
	{ "words", ROWS_TEXT, 0 },
	{ NULL, ROWS_TEXT, 0 }
};

struct listing_of {
	struct ctx *x;
	struct rows *rows;
	struct err *e;
};

/* whose: the UPN, else the login; "" for what is about neither. */
static int
whose(struct listing_of *l, const struct finding *f, struct buf *b)
{
	struct contractor c;
	struct account a;
	int rc = cause_about(l->x, f, &c, &a, l->e);

	buf_str(b, c.upn != NULL ? c.upn : a.login != NULL ? a.login : "");
	contractor_clear(&c);
	account_clear(&a);
	return rc;
}

static int
row(const struct finding *f, void *arg)
{
	struct listing_of *l = arg;
	struct buf upn = BUF_INIT(1024), words = BUF_INIT(65536);
	char id[24], age[24];
	const char *v[7] = { id, f->kind, f->subject, NULL, age, f->owner,
		NULL };
	int rc;

	(void)snprintf(id, sizeof(id), "%lld", (long long)f->id);
	(void)snprintf(age, sizeof(age), "%lld",
	    (long long)(l->x->now - f->opened_at) / 86400);
	if ((rc = cause_words(l->x, f, &words, l->e)) == 0)
		rc = whose(l, f, &upn);
	v[3] = buf_get(&upn);
	v[6] = buf_get(&words);
	if (rc != -1)
		rc = rows_add(l->rows, v, l->e);
	buf_clear(&upn);
	buf_clear(&words);
	return rc == -1 ? -1 : 0;
}

int
review_list(struct ctx *x, const char *kind, const char *format, int fd,
    struct err *e)
{
	const char *const *k = finding_words_all();
	struct listing_of l = { x, NULL, e };
	int rc;

	while (kind != NULL && *k != NULL && strcmp(*k, kind) != 0)
		k++;
	if (*k == NULL)
		return err_set(e, ERR_DATA, "%s: no such kind of finding "
		    "(ctr-review(8) has them)", kind);
	if ((l.rows = rows_new(format, cols, 0, e)) == NULL)
		return -1;
	rc = finding_open_of(x->db, kind, row, &l, e);
	if (rc == 0)
		rc = rows_flush(l.rows, fd, e);
	rows_free(l.rows);
	return rc;
}
