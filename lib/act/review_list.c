/* The open findings, as an operator reads them. */
#include <stdio.h>
#include <string.h>

#include "act/review_internal.h"
#include "base/num.h"
#include "domain/finding_words.h"
#include "store/evidence.h"

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
	int64_t id, owner = 0;
	int rc;

	if (strncmp(f->subject, "contractor/", 11) == 0)
		(void)num_int(f->subject + 11, 1, INT64_MAX, &owner);
	else if (strncmp(f->subject, "account/", 8) == 0 &&
	    num_int(f->subject + 8, 1, INT64_MAX, &id) == 0) {
		if ((rc = account_get(l->x->db, id, &a, l->e)) != 1)
			return rc;
		owner = a.contractor;
		buf_str(b, a.login);
		account_clear(&a);
	}
	if (owner == 0 || (rc = contractor_get(l->x->db, owner, &c, l->e)) !=
	    1)
		return owner == 0 ? 0 : rc;
	if (c.upn != NULL) {
		buf_empty(b);
		buf_str(b, c.upn);
	}
	contractor_clear(&c);
	return 0;
}

static void
tell(const char *path, const char *value, void *arg)
{
	struct buf *b = arg;

	buf_fmt(b, "; %s %s", path, value != NULL ? value : "none");
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
	buf_str(&words, finding_words(f->kind));
	rc = evidence_members(l->x->db, f->detail, tell, &words, l->e);
	if (rc != -1)
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
