#include "act/watch.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/rows.h"
#include "base/safe.h"
#include "store/census.h"

enum { TEXT_MAX = 1 << 20 };

static const char *const levels[] = { "good", "warn", "bad" };

struct table {
	struct rows *rows;
	struct err *e;
	int	failed;
};

static void
row(const struct checkup *c, void *arg)
{
	struct table *t = arg;
	const char *v[4] = { c->name, c->part, levels[c->level], NULL };
	char at[24];

	(void)snprintf(at, sizeof(at), "%" PRId64, c->at);
	if (c->at != 0)
		v[3] = at;
	if (!t->failed && rows_add(t->rows, v, t->e) == -1)
		t->failed = 1;
}

int
watch_rows(const struct watch *w, const char *format, int fd, struct err *e)
{
	static const struct rows_col cols[] = {
		{ "check", ROWS_TEXT, 0 }, { "part", ROWS_TEXT, 0 },
		{ "level", ROWS_TEXT, 0 }, { "since", ROWS_AT, 0 },
		{ NULL, ROWS_TEXT, 0 }
	};
	struct table t = { rows_new(format, cols, 0, e), e, 0 };
	int rc = -1;

	if (t.rows != NULL && checkup_each(w->x, w->conf, w->keys, row, &t,
	    e) == 0 && !t.failed)
		rc = rows_flush(t.rows, fd, e);
	rows_free(t.rows);
	return rc;
}

struct line {
	struct buf words, numbers;
	int	worst;
	int64_t	now;
};

/* One of the line: what is not good by name, every age as a number. */
static void
piece(const struct checkup *c, void *arg)
{
	struct line *l = arg;

	if ((int)c->level > l->worst)
		l->worst = (int)c->level;
	if (c->level != CHECKUP_GOOD)
		buf_fmt(&l->words, "%s%s%s%s", l->words.len > 0 ? ", " : "",
		    c->name, c->part[0] != '\0' ? " " : "", c->part);
	if (c->at != 0)
		buf_fmt(&l->numbers, " '%s%s%s'=%" PRId64 "s", c->name,
		    c->part[0] != '\0' ? "." : "", c->part, l->now - c->at);
}

int
watch_nagios(const struct watch *w, int fd, int *status, struct err *e)
{
	static const char *const states[] = { "OK", "WARNING", "CRITICAL" };
	struct line l = { BUF_INIT(TEXT_MAX), BUF_INIT(TEXT_MAX), 0,
		w->x->now };
	struct buf b = BUF_INIT(2 * TEXT_MAX);
	int rc = checkup_each(w->x, w->conf, w->keys, piece, &l, e);

	buf_fmt(&b, "CTR %s - %s%s%s |%s\n", states[l.worst],
	    w->x->tenant->name, l.words.len > 0 ? ": " : "",
	    buf_get(&l.words), buf_get(&l.numbers));
	if (rc == 0 && safe_all(fd, b.p, b.len) == -1)
		rc = err_sys(e, ERR_IO, "stdout");
	*status = l.worst;
	buf_clear(&b);
	buf_clear(&l.words);
	buf_clear(&l.numbers);
	return rc;
}

struct metrics {
	struct buf level, age;
	const char *tenant;
	int64_t	now;
};

/* A tenant's and a connector's names need no escaping: [a-z0-9-]. */
static void
metric(const struct checkup *c, void *arg)
{
	struct metrics *m = arg;

	buf_fmt(&m->level, "ctr_check{tenant=\"%s\",check=\"%s\","
	    "part=\"%s\"} %d\n", m->tenant, c->name, c->part, (int)c->level);
	if (c->at != 0)
		buf_fmt(&m->age, "ctr_check_age_seconds{tenant=\"%s\","
		    "check=\"%s\",part=\"%s\"} %" PRId64 "\n", m->tenant,
		    c->name, c->part, m->now - c->at);
}

static void
number(struct buf *b, const char *name, const char *help, const char *tenant,
    int64_t n)
{
	buf_fmt(b, "# HELP ctr_%s %s\n# TYPE ctr_%s gauge\n"
	    "ctr_%s{tenant=\"%s\"} %" PRId64 "\n", name, help, name, name,
	    tenant, n);
}

int
watch_prometheus(const struct watch *w, const char *file, struct err *e)
{
	const char *tenant = w->x->tenant->name;
	struct metrics m = { BUF_INIT(TEXT_MAX), BUF_INIT(TEXT_MAX), tenant,
		w->x->now };
	struct buf b = BUF_INIT(4 * TEXT_MAX);
	struct census c;
	int rc = checkup_each(w->x, w->conf, w->keys, metric, &m, e);

	if (rc == 0)
		rc = census_take(w->x->db, &c, e);
	if (rc == -1)
		goto out;
	buf_fmt(&b, "# HELP ctr_check 0 good, 1 to be looked at, 2 wrong.\n"
	    "# TYPE ctr_check gauge\n%s# HELP ctr_check_age_seconds Age of "
	    "what a check is about.\n# TYPE ctr_check_age_seconds gauge\n%s",
	    buf_get(&m.level), buf_get(&m.age));
	number(&b, "contractors", "Contractors.", tenant, c.contractors);
	number(&b, "questions_open", "Open questions.", tenant, c.questions);
	number(&b, "jobs_waiting", "Jobs waiting or due.", tenant, c.due);
	number(&b, "held", "Held for a person.", tenant, c.held);
	number(&b, "last_run_timestamp_seconds", "Start of the last run.",
	    tenant, c.last_run);
	rc = buf_ok(&b) ? safe_write(file, b.p, b.len, 0644, e) :
	    err_set(e, ERR_BUG, "too many checks");
out:
	buf_clear(&b);
	buf_clear(&m.level);
	buf_clear(&m.age);
	return rc;
}
