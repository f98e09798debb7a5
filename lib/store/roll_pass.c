/* One pass: what is looked at row by row, and the best of it kept. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/mem.h"
#include "base/text_find.h"
#include "store/roll_internal.h"

enum { LOOK = 64 };		/* rows between two looks at the clock */

static int64_t
clock_ms(clockid_t clock)
{
	struct timespec t;

	(void)clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
roll_begin(struct roll_pass *w)
{
	w->until_ms = clock_ms(CLOCK_PROCESS_CPUTIME_ID) + w->q->budget_ms;
	w->end_ms = clock_ms(CLOCK_MONOTONIC) + (int64_t)3 * w->q->budget_ms;
}

static int
late(const struct roll_pass *w)
{
	return clock_ms(CLOCK_PROCESS_CPUTIME_ID) >= w->until_ms ||
	    clock_ms(CLOCK_MONOTONIC) >= w->end_ms;
}

/* sought: the row is what the search asks for. */
static int
sought(const struct roll_ask *q, struct stmt *st)
{
	const char *s;

	if (q->text == NULL)
		return 1;
	if ((q->in == ROLL_ANY || q->in == ROLL_UPN) &&
	    text_find(stmt_col_text(st, COL_UPN), q->text, 0))
		return 1;
	if ((q->in == ROLL_ANY || q->in == ROLL_WORKER) &&
	    (s = stmt_col_text(st, COL_WORKER)) != NULL &&
	    strcmp(s, q->worker) == 0)
		return 1;
	if ((q->in == ROLL_ANY || q->in == ROLL_NAME) &&
	    text_find(stmt_col_text(st, COL_NAME), q->text, 1))
		return 1;
	if ((q->in == ROLL_ANY || q->in == ROLL_VENDOR) &&
	    text_find(stmt_col_text(st, COL_VENDOR), q->text, 1))
		return 1;
	return (q->in == ROLL_ANY || q->in == ROLL_MANAGER) &&
	    text_find(stmt_col_text(st, COL_MANAGER), q->text, 0);
}

static const char *
or(const char *s, const char *other)
{
	return s != NULL ? s : other;
}

/* key_of: what the row is sorted by; the text is borrowed. */
static void
key_of(const struct roll_pass *w, struct stmt *st, const char **text,
    int64_t *number)
{
	*text = "";
	*number = 0;
	switch (w->q->sort) {
	case ROLL_BY_UPN:
		*text = or(stmt_col_text(st, COL_UPN), ROLL_NO_UPN);
		break;
	case ROLL_BY_NAME:
		*text = or(stmt_col_text(st, COL_NAME), "");
		break;
	case ROLL_BY_STATUS:
		*text = stmt_col_text(st, COL_STATUS);
		break;
	case ROLL_BY_END:
		*text = or(stmt_col_text(st, COL_END), "9999-12-31");
		break;
	case ROLL_BY_EXPIRY:
		*number = stmt_col_at(st, COL_EXPIRY);
		break;
	case ROLL_BY_MANAGER:
		*text = or(stmt_col_text(st, COL_MANAGER), "");
		break;
	case ROLL_BY_ATTESTED:
		*number = stmt_col_int(st, COL_ATTESTED);
		break;
	case ROLL_BY_ID:
		*number = stmt_col_int(st, COL_ID);
		break;
	}
}

/* order: below 0 if the first comes first. */
static int
order(const struct roll_pass *w, const char *a, int64_t na, int64_t ida,
    const char *b, int64_t nb, int64_t idb)
{
	int c = w->numbers ? (na > nb) - (na < nb) : strcasecmp(a, b);

	if (c == 0 && !w->numbers)
		c = strcmp(a, b);
	if (c == 0)
		c = (ida > idb) - (ida < idb);
	return w->q->desc ? -c : c;
}

/* put: at its place among the best; the last of too many falls out. */
static void
put(struct roll_pass *w, int64_t id, const char *key, int64_t number)
{
	struct roll_page *p = w->out;
	int i = p->n, c;

	for (; i > 0 && !w->in_order; i--) {
		c = order(w, key, number, id, p->row[i - 1].key,
		    p->row[i - 1].number, p->row[i - 1].id);
		if (c == 0)
			return;		/* found by two of his findings */
		if (c > 0)
			break;
	}
	if (i > w->q->max)
		return;
	if (p->n > w->q->max)
		free(p->row[--p->n].key);
	memmove(&p->row[i + 1], &p->row[i],
	    (size_t)(p->n - i) * sizeof(p->row[0]));
	p->row[i].id = id;
	p->row[i].key = mem_str(key);
	p->row[i].number = number;
	p->n++;
}

/* over: 1 if the pass may end here. */
static int
over(struct roll_pass *w, struct stmt *st)
{
	struct roll_page *p = w->out;

	if (w->in_order && p->n > w->q->max)
		return 1;
	if (p->looked % LOOK != 0 || !late(w))
		return 0;
	p->cut = 1;
	p->cut_id = stmt_col_int(st, COL_ID);
	if (w->in_order)
		p->cut_key = mem_str(or(stmt_col_text(st, COL_UPN),
		    ROLL_NO_UPN));
	return 1;
}

static void
bind(const struct roll_pass *w, struct stmt *st)
{
	const struct roll_ask *q = w->q;
	int any = q->text != NULL && q->in == ROLL_ANY;

	stmt_int(st, ":names", any || (q->text != NULL &&
	    q->in == ROLL_NAME) || q->sort == ROLL_BY_NAME);
	stmt_int(st, ":managers", any || (q->text != NULL &&
	    q->in == ROLL_MANAGER) || q->sort == ROLL_BY_MANAGER);
	stmt_text(st, ":status", q->status);
	stmt_text(st, ":before", q->before);
	stmt_int(st, ":no_end", q->no_end);
	stmt_int(st, ":missing", q->missing);
	stmt_text(st, ":connector", q->connector);
	stmt_text(st, ":finding", w->finding);
	stmt_int(st, ":question", q->question);
}

int
roll_pass(struct roll_pass *w, struct stmt *st)
{
	const struct roll_ask *q = w->q;
	const char *key;
	int64_t id, number;
	int rc;

	if (st == NULL)
		return -1;
	bind(w, st);
	while ((rc = stmt_step(st, w->e)) == 1) {
		w->out->looked++;
		id = stmt_col_int(st, COL_ID);
		key_of(w, st, &key, &number);
		if ((q->after == NULL || w->unnamed || order(w, key, number,
		    id, q->after, w->after_number, q->after_id) > 0) &&
		    sought(q, st))
			put(w, id, key, number);
		if (over(w, st)) {
			rc = 0;
			break;
		}
	}
	stmt_close(st);
	return rc;
}
