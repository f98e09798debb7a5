#include "act/ingest_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/jot.h"
#include "domain/roster_extra.h"
#include "store/evidence.h"

int
ingest_begun(const struct ingest *g, const struct contractor *c)
{
	return !g->opt->connected && c->upn != NULL &&
	    (c->contract_start[0] == '\0' ||
		strcmp(c->contract_start, g->x->today_on) <= 0);
}

static void
day(char to[11], const char *v)
{
	memset(to, 0, 11);
	if (v != NULL)
		memcpy(to, v, 10);
}

static int
record(struct ingest *g, const struct contractor *c, int64_t id,
    struct err *e)
{
	struct buf s = BUF_INIT(64);
	const char *v;
	struct jot j;
	int i, rc;

	buf_str(&s, "contractor/");
	buf_int(&s, id);
	jot_init(&j);
	jot_int(&j, "roster", g->roster.id);
	jot_str(&j, "feed", c->feed);
	jot_str(&j, "status", c->status);
	for (i = 0; i < ROSTER_EXTRA; i++)
		if ((v = ingest_diff_field(c, i)) != NULL)
			jot_str(&j, roster_field_name(i), v);
	if (c->extra != NULL)
		jot_raw(&j, "extra", c->extra);
	rc = evidence_add(g->x->db, g->x->now, g->x->actor, "contractor.add",
	    buf_get(&s), jot_get(&j), NULL, e);
	jot_clear(&j);
	buf_clear(&s);
	return rc;
}

static char *
text(const char *s)
{
	return (char *)(uintptr_t)s;	/* borrowed: c is never cleared */
}

/* fill: c borrows from r, but for extra, which is malloc'd. */
static void
fill(const struct ingest *g, struct roster_row *r, struct contractor *c)
{
	memset(c, 0, sizeof(*c));
	c->upn = text(r->value[ROSTER_UPN]);
	c->worker_id = text(r->value[ROSTER_WORKER_ID]);
	c->display_name = text(r->value[ROSTER_DISPLAY_NAME]);
	c->email = text(r->value[ROSTER_EMAIL]);
	c->vendor = text(r->value[ROSTER_VENDOR]);
	c->department = text(r->value[ROSTER_DEPARTMENT]);
	c->project = text(r->value[ROSTER_PROJECT]);
	c->manager_key = text(r->value[ROSTER_MANAGER]);
	day(c->contract_start, r->value[ROSTER_START]);
	day(c->contract_end, r->value[ROSTER_END]);
	c->extra = roster_extra_merge(NULL, r->value[ROSTER_EXTRA]);
	c->feed = text(g->opt->feed);
	snprintf(c->origin, sizeof(c->origin), "roster");
	snprintf(c->status, sizeof(c->status), "%s",
	    ingest_begun(g, c) ? "active" : "candidate");
	if (c->status[0] == 'a')
		day(c->active_on, g->x->today_on);
}

int
ingest_add(struct ingest *g, const struct plan_row *p, struct err *e)
{
	struct roster_row r;
	struct contractor c;
	int64_t id = 0;
	int rc;

	if (roster_pack_take(p->row, p->row_len, &r) == -1)
		return err_set(e, ERR_BUG, "a row of the plan is damaged");
	fill(g, &r, &c);
	c.upn_key = text(p->upn_key);
	rc = contractor_roster_insert(g->x->db, &c, p->hash, g->roster.id,
	    g->x->now, &id, e);
	if (rc == 1 && record(g, &c, id, e) == -1)
		rc = -1;
	free(c.extra);
	/* 0: somebody made him meanwhile; the next roster finds him. */
	g->report.added += rc == 1;
	return rc == -1 ? -1 : 0;
}
