#include "store/due_plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define PAGE 2000

int
due_plan_start(struct db *db, struct err *e)
{
	if (db_run(db, "DROP TABLE IF EXISTS temp.due_plan", e) == -1)
		return -1;
	if (db_run(db, "CREATE TEMP TABLE due_plan ("
	    "seq INTEGER PRIMARY KEY, pass INTEGER NOT NULL,"
	    " contractor INTEGER NOT NULL, what TEXT NOT NULL,"
	    " reviewer TEXT NOT NULL, under TEXT NOT NULL, subject TEXT,"
	    " change TEXT, why TEXT)", e) == -1)
		return -1;
	return db_run(db, "CREATE INDEX temp.due_plan_group"
	    " ON due_plan (pass, reviewer, under, seq)", e);
}

int
due_plan_add(struct db *db, const struct due_plan *p, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT INTO temp.due_plan (pass, contractor,"
	    " what, reviewer, under, subject, change, why) VALUES (:pass,"
	    " :contractor, :what, :to, :under, :subject, :change, :why)",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":pass", p->pass);
	stmt_int(st, ":contractor", p->contractor);
	stmt_text(st, ":what", p->what);
	stmt_text(st, ":to", p->to != NULL ? p->to : "");
	stmt_text(st, ":under", p->under != NULL ? p->under : "");
	stmt_text(st, ":subject", p->subject);
	stmt_text(st, ":change", p->change);
	stmt_text(st, ":why", p->why);
	return stmt_run(st, e);
}

int
due_plan_count(struct db *db, enum due_pass pass, int64_t *n, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT count(*) FROM temp.due_plan"
	    " WHERE pass = :pass", e)) == NULL)
		return -1;
	stmt_int(st, ":pass", pass);
	if ((rc = stmt_step(st, e)) == 1)
		*n = stmt_col_int(st, 0);
	stmt_close(st);
	return rc == 1 ? 0 : -1;
}

/* The key that follows; in order of (reviewer, under, seq) or of seq alone. */
static int
next_key(struct db *db, enum due_pass pass, struct due_group *g,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT reviewer, under FROM temp.due_plan"
	    " WHERE pass = :pass AND (reviewer, under, seq) > (:to, :under,"
	    " :seq) ORDER BY reviewer, under, seq LIMIT 1", e)) == NULL)
		return -1;
	stmt_int(st, ":pass", pass);
	stmt_text(st, ":to", g->to);
	stmt_text(st, ":under", g->under);
	stmt_int(st, ":seq", g->seq);
	if ((rc = stmt_step(st, e)) == 1) {
		char to[256], under[256];

		stmt_col_copy(st, 0, to, sizeof to);
		stmt_col_copy(st, 1, under, sizeof under);
		if (strcmp(to, g->to) != 0 || strcmp(under, g->under) != 0)
			g->seq = 0;
		memcpy(g->to, to, sizeof to);
		memcpy(g->under, under, sizeof under);
	}
	stmt_close(st);
	return rc;
}

static int
take_ids(struct stmt *st, struct due_group *g, int64_t *ids, size_t max,
    struct err *e)
{
	int rc = 0;

	g->n = 0;
	while (g->n < max && (rc = stmt_step(st, e)) == 1) {
		g->seq = stmt_col_int(st, 0);
		ids[g->n++] = stmt_col_int(st, 1);
	}
	if (g->n == max)
		rc = 0;
	stmt_close(st);
	return rc == -1 ? -1 : g->n > 0;
}

int
due_plan_next(struct db *db, enum due_pass pass, int by_reviewer,
    struct due_group *g, int64_t *ids, size_t max, struct err *e)
{
	struct stmt *st;
	int rc;

	if (!by_reviewer) {
		if ((st = stmt_open(db, "SELECT seq, contractor"
		    " FROM temp.due_plan WHERE seq > :seq AND pass = :pass"
		    " ORDER BY seq", e)) == NULL)
			return -1;
		stmt_int(st, ":pass", pass);
		stmt_int(st, ":seq", g->seq);
		return take_ids(st, g, ids, max, e);
	}
	if ((rc = next_key(db, pass, g, e)) != 1)
		return rc;
	if ((st = stmt_open(db, "SELECT seq, contractor FROM temp.due_plan"
	    " WHERE pass = :pass AND reviewer = :to AND under = :under"
	    " AND seq > :seq ORDER BY seq", e)) == NULL)
		return -1;
	stmt_int(st, ":pass", pass);
	stmt_text(st, ":to", g->to);
	stmt_text(st, ":under", g->under);
	stmt_int(st, ":seq", g->seq);
	return take_ids(st, g, ids, max, e);
}

struct page {
	struct due_plan rows[PAGE];
	char	*words[PAGE][3];
	size_t	n;
};

static void
take(struct stmt *st, struct page *p)
{
	struct due_plan *r = &p->rows[p->n];

	memset(r, 0, sizeof *r);
	r->seq = stmt_col_int(st, 0);
	r->pass = (enum due_pass)stmt_col_int(st, 1);
	r->contractor = stmt_col_int(st, 2);
	stmt_col_copy(st, 3, r->what, sizeof r->what);
	r->subject = p->words[p->n][0] = stmt_col_dup(st, 4);
	r->change = p->words[p->n][1] = stmt_col_dup(st, 5);
	r->why = p->words[p->n][2] = stmt_col_dup(st, 6);
	p->n++;
}

static int
take_all(struct stmt *st, struct page *p, struct err *e)
{
	int rc;

	p->n = 0;
	while ((rc = stmt_step(st, e)) == 1)
		take(st, p);
	stmt_close(st);
	return rc;
}

static int
by_seq(struct db *db, const char *change, int64_t after, struct page *p,
    struct err *e)
{
	struct stmt *st;

	(void)change;
	if ((st = stmt_open(db, "SELECT seq, pass, contractor, what, subject,"
	    " change, why FROM temp.due_plan WHERE seq > :after AND"
	    " what <> '' ORDER BY seq LIMIT 2000", e)) == NULL)
		return -1;
	stmt_int(st, ":after", after);
	return take_all(st, p, e);
}

static int
by_change(struct db *db, const char *change, int64_t after, struct page *p,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT seq, pass, contractor, what, subject,"
	    " change, why FROM temp.due_plan WHERE what <> ''"
	    " AND (change, seq) > (:change, :after)"
	    " ORDER BY change, seq LIMIT 2000", e)) == NULL)
		return -1;
	stmt_text(st, ":change", change);
	stmt_int(st, ":after", after);
	return take_all(st, p, e);
}

/* Each page is read whole before its first call. */
static int
each(struct db *db, int (*read_page)(struct db *, const char *, int64_t,
    struct page *, struct err *), due_plan_cb *cb, void *arg, struct err *e)
{
	struct page *p = mem_zero(1, sizeof *p);
	char change[64] = "";
	int64_t after = 0;
	size_t i;
	int rc;

	do {
		if ((rc = read_page(db, change, after, p, e)) == -1)
			break;
		for (i = 0; i < p->n; i++) {
			after = p->rows[i].seq;
			(void)snprintf(change, sizeof change, "%s",
			    p->rows[i].change);
			if (rc == 0)
				rc = cb(&p->rows[i], arg);
			free(p->words[i][0]);
			free(p->words[i][1]);
			free(p->words[i][2]);
		}
	} while (p->n == PAGE && rc == 0);
	free(p);
	return rc;
}

int
due_plan_each(struct db *db, due_plan_cb *cb, void *arg, struct err *e)
{
	return each(db, by_seq, cb, arg, e);
}

int
due_plan_by_change(struct db *db, due_plan_cb *cb, void *arg, struct err *e)
{
	return each(db, by_change, cb, arg, e);
}

int
due_plan_version(struct db *db, int64_t *version, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "PRAGMA data_version", e)) == NULL)
		return -1;
	if ((rc = stmt_step(st, e)) == 1)
		*version = stmt_col_int(st, 0);
	stmt_close(st);
	return rc == 1 ? 0 : -1;
}

/* The last seq of the next slice. */
static int
slice_end(struct db *db, int64_t seq, int max, int64_t *to, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT max(seq) FROM (SELECT seq"
	    " FROM temp.due_plan WHERE seq > :seq AND pass = :pass"
	    " ORDER BY seq LIMIT :max)", e)) == NULL)
		return -1;
	stmt_int(st, ":seq", seq);
	stmt_int(st, ":pass", DUE_NEXT);
	stmt_int(st, ":max", max);
	if ((rc = stmt_step(st, e)) == 1)
		*to = stmt_col_int(st, 0);
	stmt_close(st);
	return rc == 1 ? *to > 0 : -1;
}

int
due_plan_settle(struct db *db, int64_t *seq, int max, int64_t *n,
    struct err *e)
{
	struct stmt *st;
	int64_t to = 0;
	int rc;

	if ((rc = slice_end(db, *seq, max, &to, e)) != 1)
		return rc;
	if ((st = stmt_open(db, "UPDATE contractor SET next_check_on ="
	    " p.change FROM temp.due_plan p WHERE p.seq > :seq"
	    " AND p.seq <= :to AND p.pass = :pass"
	    " AND contractor.id = p.contractor", e)) == NULL)
		return -1;
	stmt_int(st, ":seq", *seq);
	stmt_int(st, ":to", to);
	stmt_int(st, ":pass", DUE_NEXT);
	rc = stmt_done(st, e);
	stmt_close(st);
	*n = db_changes(db);
	*seq = to;
	return rc == -1 ? -1 : 1;
}
