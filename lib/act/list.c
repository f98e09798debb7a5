#include "act/list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/rows.h"
#include "base/when.h"

#define COLS_MAX 32
#define FILTERS_MAX 32
#define SORT_MAX 200000		/* rows held to be sorted */

struct filter {
	int	col;
	char	op;		/* '=' '<' '>' */
	const char *value;
};

struct list {
	const struct listing_col *cols;
	int	n_cols;
	int	shown[COLS_MAX], n_shown;
	struct rows_col out_cols[COLS_MAX + 1];
	struct filter filter[FILTERS_MAX];
	int	n_filter;
	int	sort;		/* column, or -1 */
	int64_t	limit, count;
	struct rows *rows;
	int	fd;
	char	***held;	/* rows to be sorted */
	size_t	n_held;
};

static int
column(const struct list *l, const char *name, size_t len, struct err *e)
{
	int i;

	for (i = 0; i < l->n_cols; i++)
		if (strlen(l->cols[i].name) == len &&
		    strncmp(l->cols[i].name, name, len) == 0)
			return i;
	return err_set(e, ERR_DATA, "%.*s: no such column (--columns with "
	    "names of ctr-list(8))", (int)len, name);
}

static int
read_filter(struct list *l, const char *word, struct err *e)
{
	struct filter *f = &l->filter[l->n_filter];
	size_t len = strcspn(word, "=<>");

	if (word[len] == '\0' || len == 0)
		return err_set(e, ERR_USAGE, "%s: a filter is COLUMN=VALUE, "
		    "COLUMN<VALUE or COLUMN>VALUE", word);
	if (l->n_filter == FILTERS_MAX)
		return err_set(e, ERR_USAGE, "too many filters");
	if ((f->col = column(l, word, len, e)) == -1)
		return -1;
	f->op = word[len];
	f->value = word + len + 1;
	l->n_filter++;
	return 0;
}

static int
choose(struct list *l, const struct list_opt *o, struct err *e)
{
	const char *p = o->columns;
	size_t len;
	int i;

	if (p == NULL) {
		for (i = 0; i < l->n_cols; i++)
			l->shown[l->n_shown++] = i;
		return 0;
	}
	for (; *p != '\0'; p += len + (p[len] == ',')) {
		len = strcspn(p, ",");
		if (l->n_shown == COLS_MAX)
			return err_set(e, ERR_USAGE, "--columns: too many");
		if ((i = column(l, p, len, e)) == -1)
			return -1;
		l->shown[l->n_shown++] = i;
	}
	return 0;
}

static int
out_type(int type)
{
	switch (type) {
	case LISTING_INT:
		return ROWS_INT;
	case LISTING_JSON:
		return ROWS_JSON;
	case LISTING_BOOL:
		return ROWS_BOOL;
	case LISTING_AT:
		return ROWS_AT;
	default:
		return ROWS_TEXT;
	}
}

static int
prepare(struct list *l, const struct list_opt *o, struct err *e)
{
	int i;

	if (choose(l, o, e) == -1)
		return -1;
	for (i = 0; i < o->n_filters; i++)
		if (read_filter(l, o->filters[i], e) == -1)
			return -1;
	if (o->sort != NULL &&
	    (l->sort = column(l, o->sort, strlen(o->sort), e)) == -1)
		return -1;
	for (i = 0; i < l->n_shown; i++) {
		const struct listing_col *c = &l->cols[l->shown[i]];

		l->out_cols[i].name = c->name;
		l->out_cols[i].type = out_type(c->type);
		/* A column that was asked for is shown. */
		l->out_cols[i].wide = o->columns == NULL && c->wide;
	}
	l->rows = rows_new(o->format, l->out_cols, o->raw ? ROWS_RAW : 0, e);
	return l->rows != NULL ? 0 : -1;
}

struct list *
list_open(const struct listing_col *cols, const struct list_opt *o, int fd,
    struct err *e)
{
	struct list *l = mem_zero(1, sizeof(*l));

	l->cols = cols;
	while (cols[l->n_cols].name != NULL)
		l->n_cols++;
	l->sort = -1;
	l->limit = o->limit;
	l->fd = fd;
	if (prepare(l, o, e) == 0)
		return l;
	list_free(l);
	return NULL;
}

static int
compare(const struct listing_col *c, const char *a, const char *b)
{
	int64_t x, y;

	a = a != NULL ? a : "";
	b = b != NULL ? b : "";
	if ((c->type == LISTING_INT || c->type == LISTING_AT) &&
	    num_int(a, INT64_MIN, INT64_MAX, &x) == 0 &&
	    num_int(b, INT64_MIN, INT64_MAX, &y) == 0)
		return x < y ? -1 : x > y;
	return strcasecmp(a, b);
}

/* An instant is compared as people write it. */
static int
passes(const struct list *l, const char *const *v)
{
	char iso[21];
	int64_t at;
	int i, c;

	for (i = 0; i < l->n_filter; i++) {
		const struct filter *f = &l->filter[i];
		const struct listing_col *col = &l->cols[f->col];
		const char *value = v[f->col];

		if (col->type == LISTING_AT && value != NULL &&
		    num_int(value, INT64_MIN, INT64_MAX, &at) == 0) {
			when_iso(at, iso);
			c = strncmp(iso, f->value, f->op == '=' ?
			    strlen(f->value) : sizeof(iso));
		} else if (f->op != '=' && (value == NULL || *value == '\0'))
			return 0;	/* unknown is neither less nor more */
		else
			c = compare(col, value, f->value);
		if (f->op == '=' ? c != 0 : f->op == '<' ? c >= 0 : c <= 0)
			return 0;
	}
	return 1;
}

static int
put(struct list *l, const char *const *v, struct err *e)
{
	const char *out[COLS_MAX];
	int i;

	for (i = 0; i < l->n_shown; i++)
		out[i] = v[l->shown[i]];
	return rows_add(l->rows, out, e);
}

static int
hold(struct list *l, const char *const *v, struct err *e)
{
	char **copy;
	int i;

	if (l->n_held == SORT_MAX)
		return err_set(e, ERR_DATA, "more than %d rows to sort: leave "
		    "--sort to sort(1)", SORT_MAX);
	copy = mem_zero((size_t)l->n_cols, sizeof(*copy));
	for (i = 0; i < l->n_cols; i++)
		copy[i] = mem_str(v[i]);
	l->held = mem_grow(l->held, l->n_held + 1, sizeof(*l->held));
	l->held[l->n_held++] = copy;
	return 0;
}

int
list_add(struct list *l, const char *const *v, struct err *e)
{
	if (l->sort == -1 && l->limit > 0 && l->count >= l->limit)
		return 1;
	if (!passes(l, v))
		return 0;
	l->count++;
	return l->sort != -1 ? hold(l, v, e) : put(l, v, e);
}

/* qsort takes no argument of ours; one list is sorted at a time. */
static const struct list *sorting;

static int
by_sort(const void *a, const void *b)
{
	char *const *x = *(char **const *)a, *const *y = *(char **const *)b;

	return compare(&sorting->cols[sorting->sort], x[sorting->sort],
	    y[sorting->sort]);
}

static int
put_sorted(struct list *l, struct err *e)
{
	size_t i, n = l->n_held;

	sorting = l;
	if (n > 0)
		qsort(l->held, n, sizeof(*l->held), by_sort);
	if (l->limit > 0 && (int64_t)n > l->limit)
		n = (size_t)l->limit;
	for (i = 0; i < n; i++)
		if (put(l, (const char *const *)l->held[i], e) == -1)
			return -1;
	return 0;
}

int
list_end(struct list *l, struct err *e)
{
	if (l->n_held > 0 && put_sorted(l, e) == -1)
		return -1;
	return rows_flush(l->rows, l->fd, e);
}

void
list_free(struct list *l)
{
	size_t i;
	int j;

	if (l == NULL)
		return;
	for (i = 0; i < l->n_held; i++) {
		for (j = 0; j < l->n_cols; j++)
			free(l->held[i][j]);
		free(l->held[i]);
	}
	free(l->held);
	rows_free(l->rows);
	free(l);
}
