/* What was changed, or would be, as rows. */
#include <stdio.h>

#include "act/edit.h"
#include "base/buf.h"
#include "base/rows.h"

static const struct rows_col cols[] = {
	{ "field", ROWS_TEXT, 0 },
	{ "old", ROWS_TEXT, 0 },
	{ "new", ROWS_TEXT, 0 },
	{ "source", ROWS_TEXT, 0 },
	{ NULL, ROWS_TEXT, 0 }
};

static int
plan(struct rows *r, const struct edit *d, const struct edit_row *w,
    struct err *e)
{
	struct buf change = BUF_INIT(16384), why = BUF_INIT(16384);
	char subject[40] = "";
	const char *v[5] = { "edit", subject, d->upn, NULL, NULL };
	int rc;

	if (d->contractor != 0)
		(void)snprintf(subject, sizeof(subject), "contractor/%lld",
		    (long long)d->contractor);
	buf_fmt(&change, "%s=%s", w->field, w->is != NULL ? w->is : "");
	if (w->was != NULL)
		buf_fmt(&why, "was %s", w->was);
	v[3] = buf_get(&change);
	v[4] = buf_get(&why);
	rc = rows_add(r, v, e);
	buf_clear(&change);
	buf_clear(&why);
	return rc;
}

int
edit_show(const struct edit *d, const char *format, int fd, struct err *e)
{
	struct rows *r = rows_new(format, d->dry ? rows_plan : cols, 0, e);
	size_t i;
	int rc = r == NULL ? -1 : 0;

	for (i = 0; rc == 0 && i < d->n; i++) {
		const struct edit_row *w = &d->rows[i];
		const char *v[4] = { w->field, w->was, w->is, w->source };

		rc = d->dry ? plan(r, d, w, e) : rows_add(r, v, e);
	}
	if (rc == 0)
		rc = rows_flush(r, fd, e);
	rows_free(r);
	return rc;
}
