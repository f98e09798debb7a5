#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/esc.h"
#include "base/jot.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/rows.h"
#include "base/rows_table.h"
#include "base/safe.h"
#include "base/when.h"

#define ROW_MAX ((size_t)4 << 20)	/* one row, escaped */

struct rows {
	const struct rows_col *cols;
	size_t	n;		/* columns */
	int	flags;
	int	(*row)(struct rows *, const char *const *, struct err *);
	FILE	*spool;
	struct buf b;		/* the row at hand */
	struct rows_table *table;
	int64_t	count;
};

const struct rows_col rows_plan[] = {
	{ "action", ROWS_TEXT, 0 },
	{ "subject", ROWS_TEXT, 0 },
	{ "upn", ROWS_TEXT, 0 },
	{ "change", ROWS_TEXT, 0 },
	{ "why", ROWS_TEXT, 0 },
	{ NULL, ROWS_TEXT, 0 }
};

/* The cell as it is shown: instants in ISO 8601, all else as it came. */
static int
shown(const struct rows_col *col, const char *value, char at[21],
    const char **out, struct err *e)
{
	int64_t t;

	*out = value;
	if (value == NULL || col->type != ROWS_AT)
		return 0;
	if (num_int(value, INT64_MIN, INT64_MAX, &t) == -1)
		return err_set(e, ERR_BUG, "column %s: not an instant",
		    col->name);
	when_iso(t, at);
	*out = at;
	return 0;
}

static int
is_number(const struct rows_col *col, const char *value)
{
	int64_t ignored;

	return col->type == ROWS_INT &&
	    num_int(value, INT64_MIN, INT64_MAX, &ignored) == 0;
}

static int
spool(struct rows *r, struct err *e)
{
	if (!buf_ok(&r->b))
		return err_set(e, ERR_DATA, "a row of more than %zu bytes",
		    ROW_MAX);
	if (fwrite(buf_get(&r->b), 1, r->b.len, r->spool) != r->b.len)
		return err_sys(e, ERR_IO, "temporary file");
	return 0;
}

static int
row_tsv(struct rows *r, const char *const *values, struct err *e)
{
	const char *s;
	char at[21];
	size_t i;

	buf_empty(&r->b);
	for (i = 0; i < r->n; i++) {
		if (shown(&r->cols[i], values[i], at, &s, e) == -1)
			return -1;
		if (i > 0)
			buf_chr(&r->b, '\t');
		esc_tsv(&r->b, s);
	}
	buf_chr(&r->b, '\n');
	return spool(r, e);
}

/* A number is no formula: -5 stays -5. */
static int
row_csv(struct rows *r, const char *const *values, struct err *e)
{
	const char *s;
	char at[21];
	size_t i;

	buf_empty(&r->b);
	for (i = 0; i < r->n; i++) {
		if (shown(&r->cols[i], values[i], at, &s, e) == -1)
			return -1;
		if (i > 0)
			buf_chr(&r->b, ',');
		if (s != NULL)
			esc_csv(&r->b, s, !(r->flags & ROWS_RAW) &&
			    !is_number(&r->cols[i], s));
	}
	buf_str(&r->b, "\r\n");
	return spool(r, e);
}

static void
member(struct jot *j, const struct rows_col *col, const char *s)
{
	int64_t n;

	if (s == NULL)
		jot_null(j, col->name);
	else if (col->type == ROWS_INT &&
	    num_int(s, INT64_MIN, INT64_MAX, &n) == 0)
		jot_int(j, col->name, n);
	else if (col->type == ROWS_BOOL)
		jot_bool(j, col->name, strcmp(s, "0") != 0);
	else if (col->type == ROWS_JSON)
		jot_raw(j, col->name, s);
	else
		jot_str(j, col->name, s);
}

static int
row_json(struct rows *r, const char *const *values, struct err *e)
{
	struct jot j;
	const char *s;
	char at[21];
	size_t i;
	int rc = -1;

	jot_init(&j);
	jot_int(&j, "v", 1);
	for (i = 0; i < r->n; i++) {
		if (shown(&r->cols[i], values[i], at, &s, e) == -1)
			goto out;
		member(&j, &r->cols[i], s);
	}
	buf_empty(&r->b);
	buf_str(&r->b, jot_get(&j));
	buf_chr(&r->b, '\n');
	if (!buf_ok(&j.b)) {
		err_set(e, ERR_DATA, "a row of more than %d bytes", JOT_MAX);
		goto out;
	}
	rc = spool(r, e);
out:
	jot_clear(&j);
	return rc;
}

static int
row_table(struct rows *r, const char *const *values, struct err *e)
{
	const char *s;
	char at[21];
	size_t i;

	if (rows_table_line(r->table, e) == -1)
		return -1;
	for (i = 0; i < r->n; i++) {
		if (r->cols[i].wide)
			continue;
		if (shown(&r->cols[i], values[i], at, &s, e) == -1)
			return -1;
		if (s != NULL && r->cols[i].type == ROWS_BOOL)
			s = strcmp(s, "0") != 0 ? "yes" : "no";
		if (rows_table_cell(r->table, s, e) == -1)
			return -1;
	}
	return 0;
}

static int
header(struct rows *r, struct err *e)
{
	size_t i;

	if (r->flags & ROWS_BARE || r->row == row_json)
		return 0;
	for (i = 0; i < r->n; i++) {
		if (i > 0)
			buf_chr(&r->b, r->row == row_csv ? ',' : '\t');
		if (r->row == row_csv)
			esc_csv(&r->b, r->cols[i].name, 0);
		else
			esc_tsv(&r->b, r->cols[i].name);
	}
	buf_str(&r->b, r->row == row_csv ? "\r\n" : "\n");
	return spool(r, e);
}

struct rows *
rows_new(const char *format, const struct rows_col *cols, int flags,
    struct err *e)
{
	static const struct {
		const char *name;
		int (*row)(struct rows *, const char *const *, struct err *);
	} formats[] = {
		{ "table", row_table },
		{ "tsv", row_tsv },
		{ "csv", row_csv },
		{ "json", row_json },
	};
	struct rows *r = mem_zero(1, sizeof(*r));
	size_t i;
	int rc = -1;

	r->cols = cols;
	r->flags = flags;
	buf_init(&r->b, ROW_MAX);
	while (cols[r->n].name != NULL)
		r->n++;
	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (strcmp(format, formats[i].name) == 0)
			r->row = formats[i].row;
	if (r->row == NULL)
		err_set(e, ERR_USAGE, "no output format \"%s\"", format);
	else if (r->row == row_table)
		rc = (r->table = rows_table_new(cols, flags & ROWS_BARE, e)) !=
		    NULL ? 0 : -1;
	else if ((r->spool = safe_temp(e)) != NULL)
		rc = header(r, e);
	if (rc == 0)
		return r;
	rows_free(r);
	return NULL;
}

int
rows_add(struct rows *r, const char *const *values, struct err *e)
{
	if (r->row(r, values, e) == -1)
		return -1;
	r->count++;
	return 0;
}

int64_t
rows_count(const struct rows *r)
{
	return r->count;
}

static int
copy_out(struct rows *r, int fd, struct err *e)
{
	char part[65536];
	size_t n;

	if (fflush(r->spool) == EOF)
		return err_sys(e, ERR_IO, "temporary file");
	rewind(r->spool);
	while ((n = fread(part, 1, sizeof(part), r->spool)) > 0)
		if (safe_all(fd, part, n) == -1)
			return err_sys(e, ERR_IO, "output");
	if (ferror(r->spool))
		return err_sys(e, ERR_IO, "temporary file");
	rewind(r->spool);
	if (ftruncate(fileno(r->spool), 0) == -1)
		return err_sys(e, ERR_IO, "temporary file");
	return 0;
}

int
rows_flush(struct rows *r, int fd, struct err *e)
{
	if (r->table != NULL)
		return rows_table_print(r->table, fd, e);
	return copy_out(r, fd, e);
}

void
rows_free(struct rows *r)
{
	if (r == NULL)
		return;
	if (r->spool != NULL)
		fclose(r->spool);
	rows_table_free(r->table);
	buf_clear(&r->b);
	free(r);
}
