#include "act/ingest_internal.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/sha.h"

#define ALL (PLAN_BIT(PLAN_NEW) | PLAN_BIT(PLAN_CHANGE) | \
	PLAN_BIT(PLAN_AMBIGUOUS) | PLAN_BIT(PLAN_ELSEWHERE) | \
	PLAN_BIT(PLAN_PAST) | PLAN_BIT(PLAN_TWICE) | PLAN_BIT(PLAN_ORDER))

/* Who is shown it. */
struct viewer {
	ingest_show_cb *cb;
	void	*arg;
	int	enough;
};

static int
line(struct viewer *rows, const char *action, const char *subject,
    const char *upn, const char *change, const char *why, struct err *e)
{
	const char *v[5] = { action, subject, upn, change, why };
	int rc = rows->cb(v, rows->arg, e);

	rows->enough = rc == 1;
	return rc == -1 ? -1 : 0;
}

static const char *
word(const char *s)
{
	return s != NULL ? s : "";
}

/* changes: "contract_end 2026-12-01 > 2027-01-31, ..." */
static void
changes(const struct contractor *was, const struct ingest_diff *d,
    struct buf *b)
{
	int i;

	for (i = 0; i < ROSTER_FIELDS; i++)
		if ((d->changed & 1u << i) != 0)
			buf_fmt(b, "%s%s=%s", b->len > 0 ? " " : "",
			    roster_field_name(i),
			    word(ingest_diff_field(&d->now, i)));
	for (i = 0; i < ROSTER_FIELDS; i++)
		if ((d->stands & 1u << i) != 0)
			buf_fmt(b, "%s(%s)", b->len > 0 ? " " : "",
			    roster_field_name(i));
	if (d->adopted)
		buf_fmt(b, "%sfeed=%s", b->len > 0 ? " " : "", d->now.feed);
	(void)was;
}

static int
show_known(struct ingest *g, const struct plan_row *p, const char *why,
    struct viewer *rows, struct err *e)
{
	struct buf b = BUF_INIT(1 << 20);
	struct ingest_diff d;
	struct roster_row r;
	struct contractor c;
	char subject[64];
	int rc;

	if ((rc = contractor_get(g->x->db, p->contractor, &c, e)) != 1)
		return rc;
	snprintf(subject, sizeof(subject), "contractor/%" PRId64, c.id);
	rc = roster_pack_open(p->row, p->row_len, &r) == -1 ? -1 :
	    ingest_diff(g, &c, &r, p->action == PLAN_ELSEWHERE, &d, e);
	if (rc == 0) {
		changes(&c, &d, &b);
		rc = line(rows, p->returns ? "return" : "change", subject,
		    c.upn, buf_get(&b), why, e);
		ingest_diff_clear(&d);
	}
	buf_clear(&b);
	contractor_clear(&c);
	return rc;
}

static int
show_row(struct ingest *g, const struct plan_row *p, struct viewer *rows,
    struct err *e)
{
	char why[96], subject[64];
	struct roster_row r;

	snprintf(why, sizeof(why), "line %" PRId64, p->line);
	snprintf(subject, sizeof(subject), "contractor/%" PRId64,
	    p->contractor);
	switch (p->action) {
	case PLAN_NEW:
		if (roster_pack_open(p->row, p->row_len, &r) == -1)
			return err_set(e, ERR_BUG, "plan: damaged row");
		return line(rows, "add", "contractor/-", p->upn_key,
		    r.value[ROSTER_END] == NULL ? NULL : r.value[ROSTER_END],
		    why, e);
	case PLAN_AMBIGUOUS:
		return line(rows, "ambiguous", subject, p->upn_key, NULL, why,
		    e);
	case PLAN_PAST:
		return line(rows, "past", subject, p->upn_key, NULL, why, e);
	case PLAN_TWICE:
	case PLAN_ORDER:
		return line(rows, "reject", "-", p->upn_key, NULL, why, e);
	case PLAN_ELSEWHERE:
		return show_known(g, p, "another feed delivers him", rows, e);
	default:
		return show_known(g, p, why, rows, e);
	}
}

static int
show_absent(struct ingest *g, const struct plan_absent *a, struct viewer *rows,
    struct err *e)
{
	static const char *const words[ABSENT_ACTIONS] = {
		[ABSENT_MISSING] = "missing",
		[ABSENT_ENDED] = "missing",
		[ABSENT_LEAVING] = "away",
		[ABSENT_WITHDRAWN] = "withdraw",
		[ABSENT_WAITS] = "missing",
		[ABSENT_GONE] = "away",
		[ABSENT_MOVED] = "change",
	};
	struct contractor c;
	char subject[64];
	int rc = contractor_get(g->x->db, a->contractor, &c, e);

	if (rc != 1)
		return rc;
	snprintf(subject, sizeof(subject), "contractor/%" PRId64, c.id);
	rc = line(rows, words[a->action], subject, c.upn, NULL,
	    g->report.hold == ROSTER_GO ? "not in the roster" : "held", e);
	contractor_clear(&c);
	return rc;
}

static int
show_hold(struct ingest *g, struct viewer *rows, struct err *e)
{
	char subject[80], change[64];

	if (g->report.hold == ROSTER_GO)
		return 0;
	snprintf(subject, sizeof(subject), "feed/%s", g->opt->feed);
	snprintf(change, sizeof(change), "accept=%" PRId64, g->report.held);
	return line(rows, "hold", subject, NULL, change, g->report.why, e);
}

/* some: rows of the plan in one snapshot; 1 more, 0 done, -1. */
static int
some(struct ingest *g, int64_t *row, int64_t *absent, struct viewer *rows,
    struct err *e)
{
	struct plan_absent a;
	struct plan_row p;
	int n, rc = 1;

	for (n = 0; n < INGEST_BATCH && rc == 1 && !rows->enough; n++) {
		if ((rc = roster_plan_next(g->plan, *row, ALL, &p, e)) == 1) {
			*row = p.id;
			rc = show_row(g, &p, rows, e) == -1 ? -1 : 1;
			continue;
		}
		roster_plan_rest(g->plan);
		if (rc == 0 && (rc = roster_plan_absent_next(g->plan, *absent,
			&a, e)) == 1) {
			*absent = a.contractor;
			rc = show_absent(g, &a, rows, e) == -1 ? -1 : 1;
		}
	}
	roster_plan_rest(g->plan);
	return rc;
}

int
ingest_show(struct ingest *g, ingest_show_cb *cb, void *arg, struct err *e)
{
	struct viewer rows = { cb, arg, 0 };
	int64_t row = 0, absent = 0;
	int rc;

	if (show_hold(g, &rows, e) == -1)
		return -1;
	do {
		if (db_snapshot(g->x->db, e) == -1)
			return -1;
		rc = some(g, &row, &absent, &rows, e);
		if (rc == -1)
			db_rollback(g->x->db);
		else if (db_commit(g->x->db, e) == -1)
			rc = -1;
	} while (rc == 1 && !rows.enough);
	return rc == -1 ? -1 : 0;
}

/* hash: a plan's line, each value with its end, so that no two run together. */
static int
hash(const char *const v[5], void *arg, struct err *e)
{
	struct sha *sha = arg;
	int i;

	(void)e;
	for (i = 0; i < 5; i++)
		sha_add(sha, word(v[i]), strlen(word(v[i])) + 1);
	return 0;
}

static int
print(struct ingest *g, char hex[65], struct err *e)
{
	unsigned char out[SHA_LEN];
	struct sha sha;

	sha_start(&sha);
	if (ingest_show(g, hash, &sha, e) == -1)
		return -1;
	sha_end(&sha, out);
	(void)sodium_bin2hex(hex, 65, out, sizeof(out));
	return 0;
}

int
ingest_print(struct ingest *g, struct err *e)
{
	struct ingest_report *r = &g->report;
	enum roster_hold hold = r->hold;
	int rc = print(g, r->print, e);

	if (rc == -1 || hold == ROSTER_GO)
		return rc;
	/* Shown once more, as it is if its number lets it pass. */
	r->hold = ROSTER_GO;
	rc = print(g, r->print_pass, e);
	r->hold = hold;
	return rc;
}
