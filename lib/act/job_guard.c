#include "act/job_guard.h"

#include <stdio.h>
#include <string.h>

#include "act/job_mail.h"
#include "act/notice.h"
#include "base/jot.h"
#include "domain/depart.h"
#include "store/contractor.h"
#include "store/evidence.h"
#include "store/job.h"

#define DAY 86400LL
#define SUBJECT "departures"

int
job_guard_count(struct ctx *x, int64_t want, int64_t accept,
    struct job_guard *g, struct err *e)
{
	int64_t active;

	memset(g, 0, sizeof(*g));
	g->want = want;
	g->limit = policy_int(x->policy, "offboard_limit");
	if ((g->started = job_count_started(x->db, x->now - DAY, e)) == -1)
		return -1;
	/* Counting a million takes a moment: only where it matters. */
	if (g->started + want > g->limit) {
		if ((active = contractor_count_active(x->db, e)) == -1)
			return -1;
		g->limit = depart_limit(g->limit, active);
	}
	g->held = depart_held(g->started, want, g->limit, accept);
	return 0;
}

static void
describe(const struct job_guard *g, struct jot *t)
{
	jot_init(t);
	jot_int(t, "due", g->want);
	jot_int(t, "started_in_24_hours", g->started);
	jot_int(t, "limit", g->limit);
}

static int
tell_held(struct ctx *x, const struct job_guard *g, const char *detail,
    struct err *e)
{
	char dedup[80], print[40], text[120], command[160];
	struct job_mail_held m = { dedup, "departures", "More departures are "
	    "due than may start in 24 hours.", text, command, g->want,
	    g->limit };

	snprintf(print, sizeof(print), "%lld", (long long)g->want);
	snprintf(text, sizeof(text), "%lld due, %lld started in the last 24 "
	    "hours", (long long)g->want, (long long)g->started);
	snprintf(command, sizeof(command), "ctr-offboard -t %s -a %lld",
	    x->tenant->name, (long long)g->want);
	snprintf(dedup, sizeof(dedup), "held/departures/%s/%lld", x->today_on,
	    (long long)g->want);
	if (notice_open(x, "job_held", SUBJECT, print, detail, e) == -1)
		return -1;
	return job_mail_held(x, "job_held", &m, e);
}

int
job_guard_tell(struct ctx *x, const struct job_guard *g, int64_t accept,
    struct err *e)
{
	struct jot t;
	int rc;

	if (db_begin(x->db, e) == -1)
		return -1;
	describe(g, &t);
	if (g->held)
		rc = tell_held(x, g, jot_get(&t), e);
	else
		rc = notice_gone(x, "job_held", SUBJECT, e);
	if (rc != -1 && !g->held && g->want > 0 && accept == g->want &&
	    g->started + g->want > g->limit)
		rc = evidence_add(x->db, x->now, x->actor, "job.accepted",
		    SUBJECT, jot_get(&t), NULL, e);
	jot_clear(&t);
	if (rc == -1) {
		db_rollback(x->db);
		return -1;
	}
	return db_commit(x->db, e);
}

int
job_guard_ahead(struct ctx *x, struct err *e)
{
	char dedup[40], text[120], command[160];
	struct job_mail_held m = { dedup, "departures of the next 24 hours",
	    "More departures are scheduled than may start in 24 hours: they "
	    "will be held.", text, command, 0, 0 };
	struct job_guard g;
	int64_t ahead;
	int rc;

	ahead = job_count_ahead(x->db, x->now, x->now + DAY, e);
	if (ahead <= 0)
		return (int)ahead;
	if (job_guard_count(x, ahead, -1, &g, e) == -1)
		return -1;
	if (!g.held)
		return 0;
	m.count = ahead;
	m.limit = g.limit;
	snprintf(dedup, sizeof(dedup), "ahead/departures/%s", x->today_on);
	snprintf(text, sizeof(text), "%lld scheduled, %lld started in the "
	    "last 24 hours", (long long)ahead, (long long)g.started);
	snprintf(command, sizeof(command), "ctr-offboard -t %s -a %lld",
	    x->tenant->name, (long long)ahead);
	if (db_begin(x->db, e) == -1)
		return -1;
	if ((rc = job_mail_held(x, "job_held", &m, e)) == -1) {
		db_rollback(x->db);
		return -1;
	}
	return db_commit(x->db, e);
}

struct waiting {
	struct ctx *x;
	struct err *e;
};

static int
wait_one(const struct job *j, void *arg)
{
	struct waiting *w = arg;
	struct ctx *x = w->x;
	char subject[40], print[40], detail[80];

	if (x->now - j->made_at > 2 * DAY) {
		snprintf(subject, sizeof(subject), "contractor/%lld",
		    (long long)j->contractor);
		snprintf(print, sizeof(print), "job/%lld", (long long)j->id);
		snprintf(detail, sizeof(detail), "{\"job\":%lld,\"kind\":"
		    "\"%s\"}", (long long)j->id, j->kind);
		if (notice_open(x, "approval_waiting", subject, print, detail,
		    w->e) == -1)
			return -1;
	}
	return 0;
}

int
job_guard_waiting(struct ctx *x, struct err *e)
{
	struct waiting w = { x, e };

	if (db_begin(x->db, e) == -1)
		return -1;
	if (job_each_waiting(x->db, wait_one, &w, e) == -1) {
		db_rollback(x->db);
		return -1;
	}
	return db_commit(x->db, e);
}
