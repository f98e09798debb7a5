#include "act/list.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/when.h"

#define PAGE 10000
#define COLS_MAX 32

/* Days are the tenant's: made here, SQL knows no zone. */
static const char *
finish(int type, const char *value, char day[11])
{
	int64_t at;

	if ((type != LISTING_DAY && type != LISTING_LAST) || value == NULL ||
	    num_int(value, INT64_MIN, INT64_MAX, &at) == -1)
		return value;
	when_date(type == LISTING_DAY ? when_today(at) : when_last_day(at),
	    day);
	return day;
}

static int
one_row(const struct listing *n, struct list *l, struct stmt *st,
    struct err *e)
{
	const char *v[COLS_MAX];
	char days[COLS_MAX][11];
	int i;

	for (i = 0; n->cols[i].name != NULL; i++)
		v[i] = finish(n->cols[i].type, stmt_col_text(st, i + 1),
		    days[i]);
	return list_add(l, v, e);
}

/* Long reads go a page at a time: a reader stops every commit. */
static int
pages(struct ctx *x, const struct listing *n, struct list *l, struct err *e)
{
	struct stmt *st;
	int64_t after = INT64_MIN;
	int rows, rc;

	do {
		if ((st = n->open(x->db, e)) == NULL)
			return -1;
		stmt_int(st, ":after", after);
		stmt_int(st, ":max", PAGE);
		for (rows = 0; (rc = stmt_step(st, e)) == 1; rows++) {
			after = stmt_col_int(st, 0);
			if ((rc = one_row(n, l, st, e)) != 0)
				break;
		}
		stmt_close(st);
	} while (rc == 0 && rows == PAGE);
	return rc == -1 ? -1 : 0;
}

int
list_noun(struct ctx *x, const char *noun, const struct list_opt *o, int fd,
    struct err *e)
{
	const struct listing *n;
	struct list *l;
	int rc;

	if (strcmp(noun, "policy") == 0)
		return list_policy(x, o, fd, e);
	if (strcmp(noun, "template") == 0)
		return list_template(x, o, fd, e);
	if (strcmp(noun, "mismatch") == 0)
		return list_mismatch(x, o, fd, e);
	for (n = listings; n->noun != NULL && strcmp(n->noun, noun) != 0; n++)
		;
	if (n->noun == NULL)
		return err_set(e, ERR_DATA, "%s: no such noun (ctr-list(8) "
		    "has them)", noun);
	if ((l = list_open(n->cols, o, fd, e)) == NULL)
		return -1;
	rc = pages(x, n, l, e);
	if (rc == 0)
		rc = list_end(l, e);
	list_free(l);
	return rc;
}
