/* The table of contractors as a file: the present filter, by number. */
#include <inttypes.h>
#include <stdio.h>

#include "base/when.h"
#include "web/portal_pace.h"
#include "web/portal_people.h"

enum { MOST = 100000 };

static const struct rows_col cols[] = {
	{ "upn", ROWS_TEXT, 0 },
	{ "display_name", ROWS_TEXT, 0 },
	{ "status", ROWS_TEXT, 0 },
	{ "connectors", ROWS_TEXT, 0 },
	{ "contract_end", ROWS_TEXT, 0 },
	{ "expiry_on", ROWS_TEXT, 0 },
	{ "manager", ROWS_TEXT, 0 },
	{ "attested_on", ROWS_TEXT, 0 },
	{ "worker_id", ROWS_TEXT, 0 },
	{ "vendor", ROWS_TEXT, 0 },
	{ "email", ROWS_TEXT, 0 },
	{ "missing_on", ROWS_TEXT, 0 },
	{ "open_question", ROWS_TEXT, 0 },
	{ "findings", ROWS_TEXT, 0 },
	{ NULL, ROWS_TEXT, 0 }
};

static int
row(struct portal *p, int64_t id, struct err *e)
{
	char expiry[11] = "", attested[11] = "";
	struct roll_line l;
	int rc = roll_get(p->x->db, id, &l, e);
	const char *v[] = { l.upn, l.name, l.status, l.connectors, l.end,
		expiry, l.manager, attested, l.worker, l.vendor, l.email,
		l.missing_on, l.question, l.findings };

	if (rc != 1)
		return rc;
	if (l.expiry_at != WHEN_NEVER)
		when_date(when_last_day(l.expiry_at), expiry);
	if (l.attested_at != 0)
		when_date(when_today(l.attested_at), attested);
	rc = rows_add(p->rows, v, e);
	roll_line_clear(&l);
	return rc;
}

/* slice: a page of them; q->from moves on.  1 there may be more, 0, -1. */
static int
slice(struct portal *p, struct roll_ask *q, struct err *e)
{
	struct roll_page r;
	int i, rc;

	if (roll_page(p->x->db, q, &r, e) == -1)
		return -1;
	for (rc = 0, i = 0; i < r.n && rc != -1; i++)
		rc = row(p, r.row[i].id, e);
	if (r.more && r.n > 0)
		q->from = r.row[r.n - 1].id;
	else if (r.cut)
		q->from = r.cut_id;
	if (rc != -1)
		rc = r.more || r.cut;
	roll_clear(&r);
	return rc;
}

/* too_many: a browser's file has an end; the command has none. */
static int
too_many(struct portal *p, struct err *e)
{
	rows_free(p->rows);
	p->rows = NULL;
	p->status = 422;
	words_int(p->words, "most", MOST);
	portal_command(p, "ctr-list", "contractor", "-o", "csv",
	    (char *)NULL);
	return portal_page(p, "people-too-many", "people", e);
}

/* Others write meanwhile: the reading is in slices, each of one instant; also
 * where they find nobody. */
static int
breathe(struct portal *p, struct err *e)
{
	db_rollback(p->x->db);
	return db_snapshot(p->x->db, e);
}

static int
whole(struct portal *p, struct roll_ask *q, struct err *e)
{
	int rc;

	while ((rc = slice(p, q, e)) == 1 && rows_count(p->rows) <= MOST)
		if (breathe(p, e) == -1)
			return -1;
	if (rc == -1)
		return -1;
	if (rows_count(p->rows) > MOST)
		return too_many(p, e);
	p->type = "text/csv; charset=utf-8; header=present";
	(void)snprintf(p->file, sizeof(p->file), "%s-contractors-%s.csv",
	    p->tenant, p->x->today_on);
	return 0;
}

int
portal_people_csv(struct portal *p, struct err *e)
{
	struct portal_people_ask a;
	int rc = portal_costly(p, e);

	if (rc != 1)
		return rc;
	rc = portal_people_ask_read(p, &a, e);
	a.q.whole = 1;
	a.q.sort = ROLL_BY_ID;
	a.q.desc = 0;
	a.q.after = NULL;
	a.q.from = 0;
	a.q.max = ROLL_MAX;
	if (rc == -1 && e->kind == ERR_DATA) {
		err_clear(e);
		portal_problem(p, 400);
		rc = 0;
	} else if (rc == 0)
		rc = (p->rows = rows_new("csv", cols, 0, e)) == NULL ? -1 :
		    whole(p, &a.q, e);
	portal_people_ask_clear(&a);
	return rc;
}
