#include "act/ingest_internal.h"

#include <string.h>

#define SNAPSHOT_ROWS 4096
#define KNOWN PLAN_BIT(PLAN_KNOWN)

/* He comes from another feed, which has not dropped him.  Our own listing is
 * nobody's feed. */
int
ingest_is_elsewhere(const struct ingest *g, const struct contractor *c)
{
	return !g->file.echo && c->feed != NULL &&
	    strcmp(c->feed, g->opt->feed) != 0 && c->missing_on[0] == '\0';
}

static int
past(const char *status)
{
	return strcmp(status, "offboarded") == 0 ||
	    strcmp(status, "withdrawn") == 0 ||
	    strcmp(status, "transferred") == 0;
}

static int
compare(struct ingest *g, const struct contractor *c, struct plan_row *r,
    struct err *e)
{
	struct ingest_diff d;
	struct roster_row row;

	if (roster_pack_open(r->row, r->row_len, &row) == -1)
		return err_set(e, ERR_BUG, "a row of the plan is damaged");
	if (ingest_diff(g, c, &row, 0, &d, e) == -1)
		return -1;
	r->action = d.wrong ? PLAN_ORDER :
	    ingest_diff_any(&d) ? PLAN_CHANGE : PLAN_SAME;
	r->returns = !d.wrong && d.returns;
	r->moved = !d.wrong && d.moved;
	ingest_diff_clear(&d);
	return 0;
}

static int
judge(struct ingest *g, struct plan_row *r, struct err *e)
{
	struct contractor c;
	int rc = contractor_get(g->x->db, r->contractor, &c, e);

	if (rc != 1) {
		r->action = PLAN_SAME;
		return rc;
	}
	if (past(c.status))
		r->action = g->file.echo ? PLAN_SAME : PLAN_PAST;
	else if (!ingest_lives(c.status))
		r->action = PLAN_SAME;	/* leaving: let alone */
	else if (ingest_is_elsewhere(g, &c))
		r->action = PLAN_ELSEWHERE;
	else
		rc = compare(g, &c, r, e);
	contractor_clear(&c);
	return rc == -1 ? -1 : 0;
}

/* some: up to SNAPSHOT_ROWS rows in one snapshot.  1 all done, 0, -1. */
static int
some(struct ingest *g, int64_t *after, struct err *e)
{
	struct plan_row r;
	int n, rc = 0;

	if (db_snapshot(g->x->db, e) == -1)
		return -1;
	for (n = 0; n < SNAPSHOT_ROWS; n++) {
		if ((rc = roster_plan_next(g->plan, *after, KNOWN, &r, e)) !=
		    1)
			break;
		*after = r.id;
		if ((rc = judge(g, &r, e)) == -1 ||
		    (rc = roster_plan_set(g->plan, &r, e)) == -1)
			break;
	}
	roster_plan_rest(g->plan);
	if (rc == -1) {
		db_rollback(g->x->db);
		return -1;
	}
	if (db_commit(g->x->db, e) == -1)
		return -1;
	return n < SNAPSHOT_ROWS;
}

int
ingest_judge(struct ingest *g, struct err *e)
{
	int64_t after = 0;
	int rc;

	while ((rc = some(g, &after, e)) == 0)
		continue;
	return rc == -1 ? -1 : 0;
}
