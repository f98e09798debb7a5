#include "act/ingest_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "act/follow.h"
#include "act/notice.h"
#include "act/withdraw.h"
#include "base/jot.h"
#include "base/when.h"
#include "store/engagement.h"
#include "store/evidence.h"
#include "store/upn_former.h"

static void
subject_of(char out[64], int64_t id)
{
	snprintf(out, 64, "contractor/%" PRId64, id);
}

int
ingest_notice(struct ingest *g, const char *kind, int64_t contractor,
    const char *print, const char *detail, struct err *e)
{
	char subject[64];

	subject_of(subject, contractor);
	if (roster_plan_saw(g->plan, kind, subject, e) == -1)
		return -1;
	return notice_open(g->x, kind, subject, print, detail, e) == -1 ? -1 :
	    0;
}

/* a notice that names the feed and the row's line */
static int
notice_row(struct ingest *g, const char *kind, const struct plan_row *r,
    const char *print, const char *name, int64_t value, struct err *e)
{
	struct jot j;
	int rc;

	jot_init(&j);
	jot_str(&j, "feed", g->opt->feed);
	jot_str(&j, "file", g->opt->name);
	jot_int(&j, "line", r->line);
	if (r->upn_key != NULL)
		jot_str(&j, "upn", r->upn_key);
	if (r->worker_id != NULL)
		jot_str(&j, "worker_id", r->worker_id);
	if (name != NULL)
		jot_int(&j, name, value);
	rc = ingest_notice(g, kind, r->contractor, print, jot_get(&j), e);
	jot_clear(&j);
	return rc;
}

static int
ambiguous(struct ingest *g, const struct plan_row *r, struct err *e)
{
	char print[400];

	snprintf(print, sizeof(print), "feed %s upn %.200s worker_id %.130s",
	    g->opt->feed, r->upn_key != NULL ? r->upn_key : "-",
	    r->worker_id != NULL ? r->worker_id : "-");
	return notice_row(g, "ambiguous_match", r, print,
	    r->other != 0 ? "other" : NULL, r->other, e);
}

static void
list_fields(struct jot *j, const char *name, unsigned fields)
{
	int i;

	if (fields == 0)
		return;
	jot_list(j, name);
	for (i = 0; i < ROSTER_FIELDS; i++)
		if ((fields & 1u << i) != 0)
			jot_item(j, roster_field_name(i));
	jot_end(j);
}

static int
record(struct ingest *g, const struct contractor *was,
    const struct ingest_diff *d, struct err *e)
{
	char subject[64];
	struct jot j;
	int i, rc;

	subject_of(subject, was->id);
	jot_init(&j);
	jot_int(&j, "roster", g->roster.id);
	for (i = 0; i < ROSTER_FIELDS; i++)
		if ((d->changed & 1u << i) != 0)
			jot_change(&j, roster_field_name(i),
			    ingest_diff_field(was, i),
			    ingest_diff_field(&d->now, i));
	if (d->adopted)
		jot_change(&j, "feed", was->feed, g->opt->feed);
	if (d->returns)
		jot_change(&j, "missing_on", was->missing_on, NULL);
	if (d->said != 0) {
		list_fields(&j, "beneath_operator", d->stands);
		list_fields(&j, "decision_lapsed", d->lapses);
	}
	rc = evidence_add(g->x->db, g->x->now, g->x->actor,
	    d->returns ? "contractor.return" : "contractor.change", subject,
	    jot_get(&j), NULL, e);
	jot_clear(&j);
	return rc;
}

/* back: he is in his feed's roster again. */
static int
back(struct ingest *g, const struct contractor *was, struct err *e)
{
	char subject[64];

	if (strcmp(was->status, "pending_review") == 0 &&
	    contractor_status(g->x->db, was->id, was->status, was->was, NULL,
		0, g->x->now, e) == -1)
		return -1;
	subject_of(subject, was->id);
	return notice_gone(g->x, "missing_from_roster", subject, e) == -1 ? -1 :
	    0;
}

/* write: the contractor as d says; 0 done, -1. */
static int
write_row(struct ingest *g, const struct contractor *was,
    const struct ingest_diff *d, const unsigned char *hash, struct err *e)
{
	struct db *db = g->x->db;
	int rc = contractor_roster_update(db, &d->now, hash, g->roster.id,
	    g->x->now, e);

	if (rc != 1)	/* 0: the UPN was taken meanwhile; next time */
		return rc;
	if (d->renamed && upn_former_add(db, was->upn_key, was->id, g->x->now,
		e) == -1)
		return -1;
	if (record(g, was, d, e) == -1 ||
	    (d->returns && back(g, was, e) == -1))
		return -1;
	g->report.returned += d->returns;
	g->report.changed += !d->returns;
	if ((d->changed & 1u << ROSTER_END) == 0)
		return 0;
	return withdraw_moved(g->x, was->id, e) == -1 ||
	    follow_end(g->x, was->id, e) == -1 ? -1 : 0;
}

static int
change(struct ingest *g, const struct plan_row *p,
    const struct contractor *was, const struct roster_row *r, struct err *e)
{
	struct ingest_diff d;
	int rc;

	if (ingest_diff(g, was, r, 0, &d, e) == -1)
		return -1;
	rc = 0;
	if (!d.wrong && ingest_diff_any(&d)) {
		rc = write_row(g, was, &d, d.days_held ? NULL : p->hash, e);
		if (rc == 0)
			rc = ingest_beneath(g, was, r, &d, e);
	}
	ingest_diff_clear(&d);
	return rc;
}

/* elsewhere: two feeds deliver him: a finding, and the days that grant more
 * hold until a person has settled it.  His own feed's row is compared anew
 * from now on, so that it can take the days back afterwards. */
static int
elsewhere(struct ingest *g, const struct plan_row *p,
    const struct contractor *was, const struct roster_row *r, struct err *e)
{
	struct ingest_diff d;
	char print[80];
	int open, rc;

	snprintf(print, sizeof(print), "feed %s", g->opt->feed);
	if (notice_row(g, "duplicate", p, print, NULL, 0, e) == -1 ||
	    (open = ingest_is_double(g, was->id, e)) == -1)
		return -1;
	if (!open)
		return 0;
	if (ingest_diff(g, was, r, 1, &d, e) == -1)
		return -1;
	rc = d.changed == 0 ? 0 : write_row(g, was, &d, NULL, e);
	ingest_diff_clear(&d);
	return rc;
}

/* past: a row of one who has left.  Rehire only if the row was away since, or
 * starts after the departure.  The row of one who was transferred may stay as
 * long as it likes. */
static int
past(struct ingest *g, const struct plan_row *p,
    const struct contractor *was, const struct roster_row *r, struct err *e)
{
	char print[96], ended_on[11] = "9999-12-31", subject[64];
	const char *start = r->value[ROSTER_START];
	int64_t at;
	int rc = engagement_ended(g->x->db, was->id, &at, e);

	if (rc == 1)
		when_date(when_today(at), ended_on);
	if (rc == -1)
		return -1;
	subject_of(subject, was->id);
	if (was->missing_on[0] == '\0' &&
	    (start == NULL || strcmp(start, ended_on) <= 0)) {
		snprintf(print, sizeof(print), "feed %s", g->opt->feed);
		if (strcmp(was->status, "transferred") == 0)
			return 0;
		return notice_row(g, "still_on_roster", p, print, NULL, 0, e);
	}
	snprintf(print, sizeof(print), "feed %s start %s", g->opt->feed,
	    start != NULL ? start : "-");
	if (notice_gone(g->x, "still_on_roster", subject, e) == -1)
		return -1;
	return notice_row(g, "rehire", p, print, NULL, 0, e);
}

/* known: the row of a contractor, as he is in this transaction. */
static int
known(struct ingest *g, const struct plan_row *p, const struct roster_row *r,
    struct err *e)
{
	struct contractor c;
	int rc = contractor_get(g->x->db, p->contractor, &c, e);

	if (rc != 1)
		return rc;
	if (strcmp(c.status, "offboarded") == 0 ||
	    strcmp(c.status, "withdrawn") == 0 ||
	    strcmp(c.status, "transferred") == 0)
		rc = past(g, p, &c, r, e);
	else if (!ingest_lives(c.status))
		rc = 0;
	else if (ingest_is_elsewhere(g, &c))
		rc = elsewhere(g, p, &c, r, e);
	else
		rc = change(g, p, &c, r, e);
	contractor_clear(&c);
	return rc;
}

int
ingest_change(struct ingest *g, const struct plan_row *p, struct err *e)
{
	struct roster_row r;

	if (p->action == PLAN_AMBIGUOUS)
		return ambiguous(g, p, e);
	if (p->action == PLAN_NEW)
		return ingest_add(g, p, e);
	if (roster_pack_open(p->row, p->row_len, &r) == -1)
		return err_set(e, ERR_BUG, "a row of the plan is damaged");
	return known(g, p, &r, e);
}
