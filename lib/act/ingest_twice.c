#include "act/ingest_internal.h"

#include <string.h>

struct group {
	struct ingest *g;
	struct err *e;
};

/* A row of a group, with its own copy of the packed bytes. */
struct one {
	struct plan_row plan;
	struct roster_row row;
	struct buf bytes;
};

static int
load(struct ingest *g, int64_t id, struct one *o, struct err *e)
{
	int rc;

	memset(o, 0, sizeof(*o));
	buf_init(&o->bytes, 16 << 20);
	if ((rc = roster_plan_get(g->plan, id, &o->plan, e)) != 1)
		return rc == 0 ? err_set(e, ERR_BUG, "plan: row gone") : -1;
	buf_add(&o->bytes, o->plan.row, o->plan.row_len);
	o->plan.row = o->plan.hash = NULL;
	o->plan.upn_key = o->plan.worker_id = NULL;
	roster_plan_rest(g->plan);
	if (roster_pack_open(buf_get(&o->bytes), o->bytes.len, &o->row) == -1)
		return err_set(e, ERR_BUG, "a row of the plan is damaged");
	return 0;
}

/* with_registry: the row merged with an unchanged one before it, of which the
 * contractor is all that is left.  1, 0 they do not go together, -1. */
static int
with_registry(struct ingest *g, struct one *o, struct err *e)
{
	const unsigned days = 1u << ROSTER_START | 1u << ROSTER_END;
	struct contractor c;
	struct ingest_diff d;
	int rc = contractor_get(g->x->db, o->plan.contractor, &c, e);

	if (rc != 1)
		return rc;
	if ((rc = ingest_diff(g, &c, &o->row, 0, &d, e)) == 0) {
		rc = (d.changed & ~days) == 0 && d.said == 0 && !d.adopted;
		ingest_diff_clear(&d);
	}
	if (rc == 1)
		roster_pack_widen(&o->row, c.contract_start, c.contract_end);
	contractor_clear(&c);
	return rc;
}

static int
rewrite(struct ingest *g, struct one *o, struct err *e)
{
	struct buf b = BUF_INIT(16 << 20);
	unsigned char hash[ROSTER_HASH];
	int rc;

	roster_pack(&o->row, &b);
	roster_pack_hash(buf_get(&b), b.len, hash);
	o->plan.hash = hash;
	o->plan.row = buf_get(&b);
	o->plan.row_len = b.len;
	rc = roster_plan_rewrite(g->plan, &o->plan, e);
	buf_clear(&b);
	return rc;
}

static int
set_all(struct ingest *g, const int64_t *ids, size_t n, int action,
    struct err *e)
{
	struct plan_row r;
	size_t i;

	memset(&r, 0, sizeof(r));
	r.action = action;
	for (i = 0; i < n; i++) {
		r.id = ids[i];
		if (roster_plan_set(g->plan, &r, e) == -1)
			return -1;
	}
	return 0;
}

/* take_in: one more row of the group.  1, 0 they differ, -1. */
static int
take_in(struct ingest *g, struct one *first, int64_t id, int *again,
    struct err *e)
{
	struct one next;
	int rc = -1;

	if (load(g, id, &next, e) == 0) {
		*again |= next.plan.again;
		rc = first->plan.action != PLAN_TWICE &&
		    next.plan.action != PLAN_TWICE &&
		    roster_pack_merge(&first->row, &next.row);
	}
	buf_clear(&next.bytes);
	return rc;
}

/* merge: 1 and the first row says it all, 0 they differ, -1. */
static int
merge(struct ingest *g, const int64_t *ids, size_t n, struct one *first,
    int *again, struct err *e)
{
	size_t i;
	int rc;

	if (load(g, ids[0], first, e) == -1)
		return -1;
	*again = first->plan.again;
	for (i = 1; i < n; i++)
		if ((rc = take_in(g, first, ids[i], again, e)) != 1)
			return rc;
	if (*again && (rc = with_registry(g, first, e)) != 1)
		return rc;
	return rewrite(g, first, e) == -1 ? -1 : 1;
}

static int
settle(const int64_t *ids, size_t n, void *arg)
{
	struct group *q = arg;
	struct one first;
	int again = 0, rc;

	rc = merge(q->g, ids, n, &first, &again, q->e);
	buf_clear(&first.bytes);
	if (rc == -1)
		return -1;
	if (again) {	/* the unchanged row before them is one of them */
		q->g->report.unchanged--;
		q->g->report.rejected += rc == 0;
	}
	if (rc == 1)
		return set_all(q->g, ids + 1, n - 1, PLAN_MERGED, q->e);
	return set_all(q->g, ids, n, PLAN_TWICE, q->e);
}

int
ingest_twice(struct ingest *g, struct err *e)
{
	static const enum plan_by by[] = { PLAN_BY_CONTRACTOR, PLAN_BY_WORKER,
		PLAN_BY_UPN };
	struct group q = { g, e };
	size_t i;

	for (i = 0; i < sizeof(by) / sizeof(by[0]); i++)
		if (roster_plan_groups(g->plan, by[i], settle, &q, e) == -1)
			return -1;
	return 0;
}
