#include "act/list.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/when.h"
#include "store/mismatch.h"

#define PAGE 10000
#define FIXED 3			/* upn, cause ... since */
#define SYSTEMS_MAX 28		/* connectors: columns of their own */

struct table {
	char	**names;	/* of connectors */
	size_t	n;
	struct listing_col cols[SYSTEMS_MAX + FIXED + 1];
};

static void
table_clear(struct table *t)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		free(t->names[i]);
	free(t->names);
}

static int
table_open(struct ctx *x, struct table *t, struct err *e)
{
	struct listing_col *c = t->cols;
	size_t i;

	memset(t, 0, sizeof(*t));
	if (mismatch_connectors(x->db, &t->names, &t->n, e) == -1)
		return -1;
	if (t->n > SYSTEMS_MAX)
		return err_set(e, ERR_DATA, "%zu connectors: more than %d do "
		    "not stand side by side", t->n, SYSTEMS_MAX);
	*c++ = (struct listing_col){ "upn", LISTING_TEXT, 0 };
	*c++ = (struct listing_col){ "cause", LISTING_TEXT, 0 };
	for (i = 0; i < t->n; i++)
		*c++ = (struct listing_col){ t->names[i], LISTING_TEXT, 0 };
	*c++ = (struct listing_col){ "since", LISTING_DAY, 0 };
	return 0;
}

/* The states of his accounts in one system, of "ad:enabled okta:disabled ..."
 * A connector's name has no space and no colon. */
static void
states_in(const char *all, const char *name, struct buf *b)
{
	size_t len = strlen(name), n;
	const char *p;

	for (p = all; *p != '\0'; p += n + (p[n] == ' ')) {
		n = strcspn(p, " ");
		if (n <= len || strncmp(p, name, len) != 0 || p[len] != ':')
			continue;
		if (b->len > 0)
			buf_chr(b, ' ');
		buf_add(b, p + len + 1, n - len - 1);
	}
}

static int
one_row(const struct table *t, struct list *l, struct stmt *st,
    struct err *e)
{
	const char *v[SYSTEMS_MAX + FIXED], *all = stmt_col_text(st, 3);
	struct buf b[SYSTEMS_MAX];
	char day[11];
	size_t i;
	int rc;

	v[0] = stmt_col_text(st, 1);
	v[1] = stmt_col_text(st, 2);
	for (i = 0; i < t->n; i++) {
		buf_init(&b[i], 4096);
		states_in(all, t->names[i], &b[i]);
		v[i + 2] = b[i].len > 0 ? buf_get(&b[i]) : NULL;
	}
	when_date(when_today(stmt_col_int(st, 4)), day);
	v[t->n + 2] = day;
	rc = list_add(l, v, e);
	for (i = 0; i < t->n; i++)
		buf_clear(&b[i]);
	return rc;
}

/* Long reads go a page at a time: a reader stops every commit. */
static int
pages(struct ctx *x, const struct table *t, struct list *l, struct err *e)
{
	struct stmt *st;
	int64_t after = INT64_MIN;
	int rows, rc;

	do {
		if ((st = mismatch_open(x->db, e)) == NULL)
			return -1;
		stmt_int(st, ":after", after);
		stmt_int(st, ":max", PAGE);
		for (rows = 0; (rc = stmt_step(st, e)) == 1; rows++) {
			after = stmt_col_int(st, 0);
			if ((rc = one_row(t, l, st, e)) != 0)
				break;
		}
		stmt_close(st);
	} while (rc == 0 && rows == PAGE);
	return rc == -1 ? -1 : 0;
}

int
list_mismatch(struct ctx *x, const struct list_opt *o, int fd, struct err *e)
{
	struct table t;
	struct list *l = NULL;
	int rc = -1;

	if (table_open(x, &t, e) == 0 &&
	    (l = list_open(t.cols, o, fd, e)) != NULL &&
	    pages(x, &t, l, e) == 0)
		rc = list_end(l, e);
	list_free(l);
	table_clear(&t);
	return rc;
}
