#include "web/portal_diff.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { LINES = 1000 };

struct line {
	const char *s;
	size_t	len;
};

struct diff {
	struct words *w;
	struct line a[LINES], b[LINES];
	size_t	n, m;
	uint16_t *common;	/* (n + 1) * (m + 1): of a[i..], b[j..] */
	struct buf *out;
	struct err *e;
};

/* split: the lines of a text; 0, or -1 there are too many. */
static int
split(const char *s, struct line *l, size_t *n)
{
	for (*n = 0; *s != '\0'; s += l[(*n)++].len + 1) {
		if (*n == LINES)
			return -1;
		l[*n].s = s;
		l[*n].len = strcspn(s, "\n");
		if (s[l[*n].len] == '\0') {
			(*n)++;
			break;
		}
	}
	return 0;
}

static int
same(const struct line *a, const struct line *b)
{
	return a->len == b->len && memcmp(a->s, b->s, a->len) == 0;
}

static uint16_t *
at(const struct diff *d, size_t i, size_t j)
{
	return &d->common[i * (d->m + 1) + j];
}

/* The longest common subsequence, from the ends. */
static void
count(struct diff *d)
{
	size_t i, j;

	d->common = mem_zero((d->n + 1) * (d->m + 1), sizeof(*d->common));
	for (i = d->n; i-- > 0;)
		for (j = d->m; j-- > 0;)
			*at(d, i, j) = same(&d->a[i], &d->b[j]) ?
			    (uint16_t)(*at(d, i + 1, j + 1) + 1) :
			    *at(d, i + 1, j) >= *at(d, i, j + 1) ?
			    *at(d, i + 1, j) : *at(d, i, j + 1);
}

static int
row(struct diff *d, const char *is, const struct line *l)
{
	struct words *w = words_under(d->w);
	char *s = mem_strn(l->s, l->len);
	int rc;

	words_flag(w, is, 1);
	if (*s != '\0')
		words_set(w, "line", s);
	else
		words_flag(w, "line", 1);	/* an empty one is one too */
	rc = words_block(w, "diff", d->out, d->e);
	free(s);
	words_free(w);
	return rc;
}

static int
rows(struct diff *d)
{
	size_t i = 0, j = 0;
	int rc = 0;

	while (rc == 0 && (i < d->n || j < d->m)) {
		if (i < d->n && j < d->m && same(&d->a[i], &d->b[j])) {
			rc = row(d, "is_same", &d->a[i++]);
			j++;
		} else if (j == d->m || (i < d->n && *at(d, i + 1, j) >=
		    *at(d, i, j + 1)))
			rc = row(d, "is_gone", &d->a[i++]);
		else
			rc = row(d, "is_new", &d->b[j++]);
	}
	return rc;
}

int
portal_diff(struct words *w, const char *was, const char *is,
    struct buf *out, struct err *e)
{
	struct diff *d = mem_zero(1, sizeof(*d));
	int rc = 0;

	d->w = w;
	d->out = out;
	d->e = e;
	if (split(was, d->a, &d->n) == 0 && split(is, d->b, &d->m) == 0) {
		count(d);
		rc = rows(d);
	}
	free(d->common);
	free(d);
	return rc;
}
