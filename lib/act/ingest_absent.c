#include "act/ingest_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/begin.h"
#include "act/notice.h"
#include "act/record.h"
#include "base/jot.h"
#include "base/mem.h"
#include "base/when.h"
#include "store/engagement.h"
#include "store/evidence.h"
#include "store/finding.h"
#include "store/job.h"

#define SNAPSHOT_IDS 4096

static int
is(const struct contractor *c, const char *status)
{
	return strcmp(c->status, status) == 0;
}

/* kind: what absence means for one of this feed; -2 nothing, -1 with e. */
static int
kind(struct ingest *g, const struct contractor *c, struct err *e)
{
	struct job j;
	int rc;

	if (is(c, "offboarded") || is(c, "withdrawn") || is(c, "transferred"))
		return ABSENT_GONE;
	if (!ingest_lives(c->status))
		return -2;
	if ((rc = ingest_is_double(g, c->id, e)) != 0)
		return rc == 1 ? ABSENT_MOVED : -1;
	if (is(c, "candidate") && !ingest_begun(g, c)) {
		rc = contractor_roster_has_account(g->x->db, c->id, e);
		return rc == -1 ? -1 : rc ? ABSENT_WAITS : ABSENT_WITHDRAWN;
	}
	if ((rc = job_pending(g->x->db, c->id, "offboard", &j, e)) != 0)
		return rc == 1 ? ABSENT_LEAVING : -1;
	if (c->contract_end[0] != '\0' &&
	    strcmp(c->contract_end, g->x->today_on) < 0)
		return ABSENT_ENDED;
	return ABSENT_MISSING;
}

/* absence: what the row's not being there means now.  -2 nothing. */
static int
absence(struct ingest *g, int64_t id, struct contractor *c, struct err *e)
{
	int rc = contractor_get(g->x->db, id, c, e);

	if (rc != 1)
		return rc == 0 ? -2 : -1;
	if (c->feed == NULL || strcmp(c->feed, g->opt->feed) != 0 ||
	    c->missing_on[0] != '\0')
		return -2;
	return kind(g, c, e);
}

static int
consider(struct ingest *g, int64_t id, struct err *e)
{
	struct contractor_brief b;
	struct contractor c;
	struct plan_absent a = { id, 0 };
	int rc = contractor_roster_by_id(g->x->db, id, &b, e);

	if (rc != 1 || b.missing || strcmp(b.feed, g->opt->feed) != 0)
		return rc == -1 ? -1 : 0;
	memset(&c, 0, sizeof(c));
	rc = absence(g, id, &c, e);
	contractor_clear(&c);
	if (rc == -2)
		return 0;
	a.action = rc;
	return rc == -1 ? -1 : roster_plan_absent(g->plan, &a, e);
}

/* unseen: the next id after id that no row has, or 0. */
static int64_t
unseen(const struct ingest *g, int64_t id)
{
	for (id++; id <= g->highest; id++) {
		if (id % 8 == 0 && g->seen[id / 8] == 0xff)
			id += 7;
		else if (!ingest_bit(g->seen, id))
			return id;
	}
	return 0;
}

int
ingest_absent_plan(struct ingest *g, struct err *e)
{
	int64_t id = unseen(g, 0);
	int n, rc = 0;

	while (id != 0 && rc == 0) {
		if (db_snapshot(g->x->db, e) == -1)
			return -1;
		for (n = 0; n < SNAPSHOT_IDS && id != 0 && rc == 0; n++) {
			rc = consider(g, id, e);
			id = unseen(g, id);
		}
		if (rc == -1)
			db_rollback(g->x->db);
		else
			rc = db_commit(g->x->db, e);
	}
	return rc;
}

static int
record(struct ingest *g, const char *action, const struct contractor *c,
    struct err *e)
{
	struct jot j;
	int rc;

	jot_init(&j);
	jot_str(&j, "feed", g->opt->feed);
	jot_int(&j, "roster", g->roster.id);
	jot_str(&j, "missing_on", g->x->today_on);
	jot_str(&j, "status", c->status);
	rc = record_about(g->x, action, "contractor", c->id, &j, NULL, e);
	jot_clear(&j);
	return rc;
}

static int
open_finding(struct ingest *g, const struct contractor *c, struct err *e)
{
	char print[96];
	struct jot j;
	int rc;

	snprintf(print, sizeof(print), "feed %s %s", g->opt->feed,
	    g->x->today_on);
	jot_init(&j);
	jot_str(&j, "feed", g->opt->feed);
	jot_str(&j, "missing_on", g->x->today_on);
	if (c->contract_end[0] != '\0')
		jot_str(&j, "contract_end", c->contract_end);
	rc = ingest_notice(g, "missing_from_roster", c->id, print,
	    jot_get(&j), e);
	jot_clear(&j);
	return rc;
}

/* begin: whose day came while no run made him active is no candidate. */
static int
begin(struct ingest *g, struct contractor *c, struct err *e)
{
	if (!is(c, "candidate") || !ingest_begun(g, c))
		return 0;
	(void)snprintf(c->status, sizeof(c->status), "active");
	return begin_active(g->x, c->id, e);
}

/* missing: to review, from where his row's return brings him back. */
static int
missing(struct ingest *g, struct contractor *c, struct err *e)
{
	if (begin(g, c, e) == -1)
		return -1;
	if (!is(c, "candidate") && !is(c, "pending_review") &&
	    contractor_status(g->x->db, c->id, c->status, "pending_review",
		c->status, 0, g->x->now, e) == -1)
		return -1;
	g->report.missing++;
	return record(g, "contractor.missing", c, e) == -1 ? -1 :
	    open_finding(g, c, e);
}

static int
withdrawn(struct ingest *g, const struct contractor *c, struct err *e)
{
	g->report.missing++;
	if (contractor_status(g->x->db, c->id, c->status, "withdrawn", NULL, 0,
		g->x->now, e) == -1 ||
	    engagement_end(g->x->db, c->id, c->engagement, "withdrawn",
		g->x->now, e) == -1)
		return -1;
	return record(g, "contractor.withdrawn", c, e);
}

/* moved: the other feed's next row of his counts from now on. */
static int
moved(struct ingest *g, struct contractor *c, struct err *e)
{
	char subject[64];
	struct finding f;
	struct jot j;
	int rc;

	snprintf(subject, sizeof(subject), "contractor/%" PRId64, c->id);
	if ((rc = finding_last(g->x->db, "duplicate", subject, &f, e)) != 1)
		return rc;
	free(c->feed);
	c->feed = mem_str(f.print + strlen("feed "));
	finding_clear(&f);
	if (contractor_roster_update(g->x->db, c, NULL, 0, g->x->now, e) ==
	    -1)
		return -1;
	jot_init(&j);
	jot_change(&j, "feed", g->opt->feed, c->feed);
	rc = evidence_add(g->x->db, g->x->now, g->x->actor,
	    "contractor.change", subject, jot_get(&j), NULL, e);
	jot_clear(&j);
	return rc == -1 || notice_gone(g->x, "duplicate", subject, e) == -1 ?
	    -1 : 0;
}

int
ingest_absent_apply(struct ingest *g, const struct plan_absent *a,
    struct err *e)
{
	struct contractor c;
	int what, rc;

	memset(&c, 0, sizeof(c));
	what = absence(g, a->contractor, &c, e);
	if (what >= 0 && what != ABSENT_MOVED &&
	    contractor_roster_missing(g->x->db, c.id, g->x->today_on,
		g->x->now, e) == -1)
		what = -1;
	switch (what) {
	case -1:
		rc = -1;
		break;
	case ABSENT_MISSING:
	case ABSENT_ENDED:
	case ABSENT_WAITS:
		rc = missing(g, &c, e);
		break;
	case ABSENT_WITHDRAWN:
		rc = withdrawn(g, &c, e);
		break;
	case ABSENT_LEAVING:
	case ABSENT_GONE:
		rc = record(g, "contractor.away", &c, e);
		break;
	case ABSENT_MOVED:
		rc = moved(g, &c, e);
		break;
	default:
		rc = 0;
	}
	contractor_clear(&c);
	return rc;
}
