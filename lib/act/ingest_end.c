#include "act/ingest_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "act/feed_watch.h"
#include "act/notice.h"
#include "base/jot.h"
#include "store/evidence.h"
#include "store/finding.h"

#define VOIDED_MAX 3

static void
subject_of(char out[80], const struct ingest *g)
{
	snprintf(out, 80, "feed/%s", g->opt->feed);
}

static void
fill(struct ingest *g, const char *state)
{
	struct roster *r = &g->roster;
	const struct ingest_report *n = &g->report;

	r->feed = g->opt->feed;
	r->source = g->opt->source;
	r->name = g->opt->name;
	r->etag = g->opt->etag;
	memcpy(r->sha256, g->file.sha256, sizeof(r->sha256));
	r->delta = g->delta;
	r->state = state;
	r->rows = g->rows;
	r->added = n->added;
	r->changed = n->changed;
	r->missing = n->hold == ROSTER_GO ? n->missing : n->held;
	r->returned = n->returned;
	r->rejected = n->rejected;
	r->came_at = g->x->now;
}

static int
record(struct ingest *g, const char *action, struct err *e)
{
	const struct roster *r = &g->roster;
	char subject[80];
	struct jot j;
	int rc;

	snprintf(subject, sizeof(subject), "roster/%" PRId64, r->id);
	jot_init(&j);
	jot_str(&j, "feed", r->feed);
	jot_str(&j, "name", r->name);
	jot_str(&j, "mode", r->delta ? "delta" : "full");
	jot_hex(&j, "sha256", r->sha256, sizeof(r->sha256));
	jot_int(&j, "rows", r->rows);
	jot_int(&j, "added", g->report.added);
	jot_int(&j, "changed", g->report.changed);
	jot_int(&j, "unchanged", g->report.unchanged);
	jot_int(&j, "missing", g->report.missing);
	jot_int(&j, "returned", g->report.returned);
	jot_int(&j, "rejected", g->report.rejected);
	jot_int(&j, "held", g->report.held);
	if (g->report.why[0] != '\0')
		jot_str(&j, g->report.hold == ROSTER_GO ? "accepted" : "why",
		    g->report.why);
	if (g->report.voided != NULL)
		jot_str(&j, "proves_no_absence", g->report.voided);
	rc = evidence_add(g->x->db, g->x->now, g->x->actor, action, subject,
	    jot_get(&j), &g->roster.evidence, e);
	jot_clear(&j);
	return rc;
}

int
ingest_begin(struct ingest *g, int sliced, struct err *e)
{
	if (g->feed.ok_at == 0 && feed_put(g->x->db, &g->feed, e) == -1)
		return -1;
	fill(g, "applying");
	if (roster_insert(g->x->db, &g->roster, e) == -1)
		return -1;
	if (!sliced)
		return 0;
	if (record(g, "roster.begin", e) == -1)
		return -1;
	return roster_update(g->x->db, &g->roster, e);
}

struct gone {
	struct ingest *g;
	struct err *e;
};

/* of_feed: 1 if a finding's print names this feed. */
static int
of_feed(const struct ingest *g, const char *print)
{
	size_t n = strlen(g->opt->feed);

	return strncmp(print, "feed ", 5) == 0 &&
	    strncmp(print + 5, g->opt->feed, n) == 0 &&
	    (print[5 + n] == ' ' || print[5 + n] == '\0');
}

static int
close_unseen(const struct finding *f, void *arg)
{
	struct gone *q = arg;
	int rc;

	if (!of_feed(q->g, f->print))
		return 0;
	rc = roster_plan_seen(q->g->plan, f->kind, f->subject, q->e);
	if (rc == 0)
		rc = notice_gone(q->g->x, f->kind, f->subject, q->e) == -1 ?
		    -1 : 0;
	return rc == -1 ? -1 : 0;
}

/* cured: findings about rows that a whole roster shows no more. */
static int
cured(struct ingest *g, struct err *e)
{
	static const char *const kinds[] = { "ambiguous_match", "duplicate",
		"rehire", "still_on_roster" };
	struct gone q = { g, e };
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (finding_open_of(g->x->db, kinds[i], close_unseen, &q,
			e) == -1)
			return -1;
	return 0;
}

/* full: what a full roster proves, or not. */
static int
full(struct ingest *g, struct err *e)
{
	char subject[80];

	if (g->report.voided != NULL) {
		g->feed.voided++;
		if (feed_put(g->x->db, &g->feed, e) == -1)
			return -1;
		return g->feed.voided < VOIDED_MAX ? 0 :
		    feed_watch_stale(g->x, &g->feed, e);
	}
	g->feed.rows = g->rows;
	g->feed.fields = g->file.fields;
	if (g->report.hold == ROSTER_GO) {
		g->feed.ok_at = g->x->now;
		g->feed.voided = 0;
	}
	if (feed_put(g->x->db, &g->feed, e) == -1)
		return -1;
	if (g->report.hold != ROSTER_GO)
		return 0;
	subject_of(subject, g);
	if (notice_gone(g->x, "feed_stale", subject, e) == -1 ||
	    notice_gone(g->x, "roster_held", subject, e) == -1)
		return -1;
	return cured(g, e);
}

/* delta: it proves nothing; what a person let pass is held no longer. */
static int
delta(struct ingest *g, struct err *e)
{
	char subject[80];

	if (g->report.hold != ROSTER_GO || g->report.why[0] == '\0')
		return 0;
	subject_of(subject, g);
	return notice_gone(g->x, "roster_held", subject, e) == -1 ? -1 : 0;
}

int
ingest_end(struct ingest *g, struct err *e)
{
	fill(g, g->report.hold == ROSTER_GO ? "applied" : "held");
	if (record(g, g->report.hold == ROSTER_GO ? "roster.applied" :
		"roster.held", e) == -1 ||
	    roster_update(g->x->db, &g->roster, e) == -1)
		return -1;
	if (g->report.hold != ROSTER_GO && ingest_tell_held(g, e) == -1)
		return -1;
	return g->delta ? delta(g, e) : full(g, e);
}

int
ingest_held(struct ingest *g, struct err *e)
{
	struct db *db = g->x->db;

	if (db_begin(db, e) == -1)
		return -1;
	fill(g, "held");
	if ((g->feed.ok_at == 0 && feed_put(db, &g->feed, e) == -1) ||
	    roster_insert(db, &g->roster, e) == -1 ||
	    record(g, "roster.held", e) == -1 ||
	    roster_update(db, &g->roster, e) == -1 ||
	    ingest_tell_held(g, e) == -1) {
		db_rollback(db);
		return err_add(e, "ingest");
	}
	return db_commit(db, e);
}

int
ingest_unreadable(struct ingest *g, const struct ingest_file *file,
    const char *why, struct err *e)
{
	struct db *db = g->x->db;
	int known = g->feed.fields != 0;

	g->file = *file;
	snprintf(g->report.why, sizeof(g->report.why), "%s", why);
	g->report.hold = ROSTER_HOLD_WHOLE;
	if (db_begin(db, e) == -1)
		return -1;
	fill(g, "refused");
	if ((g->feed.ok_at == 0 && feed_put(db, &g->feed, e) == -1) ||
	    roster_insert(db, &g->roster, e) == -1 ||
	    record(g, "roster.refused", e) == -1 ||
	    roster_update(db, &g->roster, e) == -1 ||
	    (known && ingest_tell_held(g, e) == -1)) {
		db_rollback(db);
		return err_add(e, "ingest");
	}
	return db_commit(db, e) == -1 ? -1 : known;
}
