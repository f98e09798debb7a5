/*
 * What an upload would do: ctr-ingest -n on it, each time it is looked at.
 * Where a guard would hold it, also what the exact number would let pass.
 */
#include <string.h>
#include <unistd.h>

#include "web/portal_pace.h"
#include "web/portal_rosters.h"

enum { PREVIEW_ROWS = 50, CHANGE_LEN = 300 };

struct preview {
	struct portal *p;
	struct upload u;
	int	fd;
	struct buf rows, bad;
	int	n_rows, n_bad, more;
	int	quiet;		/* a second plan: its counts alone */
	int	rc;
	struct err *e;
};

void
portal_preview_of(struct portal *p, const struct upload *u,
    struct ingest_run *r)
{
	memset(r, 0, sizeof(*r));
	r->x = p->x;
	r->conf = p->conf;
	r->feed = u->feed;
	r->mode = u->delta ? INGEST_DELTA : INGEST_FULL;
	r->accept = -1;
	r->charset = u->charset[0] != '\0' ? u->charset : NULL;
	r->dates = u->dates[0] != '\0' ? u->dates : NULL;
}

static int
planned(const char *const v[5], void *arg, struct err *e)
{
	struct preview *q = arg;
	struct words *w;
	const char *id;
	int rc;

	/* That it is held stands above, in its own words. */
	if (q->quiet || strcmp(v[0], "hold") == 0)
		return q->quiet;
	if (q->n_rows++ == PREVIEW_ROWS) {
		q->more = 1;
		return 1;
	}
	w = words_under(q->p->words);
	id = strncmp(v[1], "contractor/", 11) == 0 ? v[1] + 11 : "";
	words_is(w, v[0]);
	words_set(w, "contractor", portal_number(id) != 0 ? id : NULL);
	words_cell(w, "upn", v[2]);
	words_brief(w, "change", v[3], CHANGE_LEN);
	words_brief(w, "why", v[4], CHANGE_LEN);
	words_flag(w, "stranger", portal_number(id) == 0);
	rc = words_block(w, "preview-row", &q->rows, e);
	words_free(w);
	return rc;
}

static void
bad(int64_t line, const char *column, const char *value, const char *why,
    const char *cure, void *arg)
{
	struct preview *q = arg;
	struct words *w;

	if (q->quiet || q->n_bad++ >= PREVIEW_ROWS || q->rc == -1)
		return;
	w = words_under(q->p->words);
	words_set(w, "line", NULL);
	if (line > 0)
		words_int(w, "line", line);
	words_flag(w, "all", line == 0);
	words_brief(w, "column", column, WORDS_NAME);
	words_brief(w, "value", value, CHANGE_LEN);
	words_cell(w, "why", why);
	words_cell(w, "cure", cure);
	q->rc = words_block(w, "preview-bad", &q->bad, q->e);
	words_free(w);
}

static int
plan(struct preview *q, int64_t accept, struct ingest_out *out)
{
	const struct ingest_file_in in = { q->fd, "portal", q->u.name, NULL };
	struct ingest_run r;

	portal_preview_of(q->p, &q->u, &r);
	r.accept = accept;
	r.plan = planned;
	r.bad = bad;
	r.arg = q;
	return ingest_run(&r, &in, out, q->e) == -1 ? -1 : q->rc;
}

static void
counts(struct words *w, const struct ingest_report *n)
{
	words_int(w, "n_added", n->added);
	words_int(w, "n_changed", n->changed);
	words_int(w, "n_unchanged", n->unchanged);
	words_int(w, "n_missing", n->missing);
	words_int(w, "n_returned", n->returned);
	words_int(w, "n_rejected", n->rejected);
}

/* about: what was uploaded, by whom. */
static void
about(struct preview *q)
{
	struct words *w = q->p->words;
	const struct upload *u = &q->u;

	words_set(w, "file", u->name);
	words_set(w, "id", u->id);
	words_set(w, "feed", u->feed);
	words_flag(w, "is_delta", u->delta);
	words_flag(w, "is_full", !u->delta);
	words_set(w, "charset", u->charset);
	words_set(w, "dates", u->dates);
	words_set(w, "by", u->user);
	words_int(w, "bytes", u->len);
	words_set(w, "sha256", u->sha256);
	words_moment(w, "came", u->at);
}

/* verdict: may it be applied, and how. */
static int
verdict(struct preview *q, const struct ingest_out *out)
{
	struct words *w = q->p->words;
	const struct ingest_report *n = &out->report;
	int readable = out->fate != INGEST_UNREADABLE;
	struct ingest_out pass;

	words_set(w, "plan", n->print);
	words_flag(w, "unreadable", !readable);
	words_flag(w, "held_whole", readable &&
	    n->hold == ROSTER_HOLD_WHOLE);
	words_flag(w, "held_absent", readable &&
	    n->hold == ROSTER_HOLD_ABSENT);
	words_set(w, "hold_why", readable ? n->why : NULL);
	words_set(w, "voided", n->voided);
	words_flag(w, "may_apply", readable && n->hold != ROSTER_HOLD_WHOLE);
	words_flag(w, "may_release", readable && n->hold != ROSTER_GO &&
	    n->held > 0);
	words_set(w, "number", NULL);
	if (!readable || n->hold == ROSTER_GO || n->held == 0)
		return 0;
	words_int(w, "number", n->held);
	words_set(w, "plan_pass", n->print_pass);
	if (n->hold != ROSTER_HOLD_WHOLE)
		return 0;
	q->quiet = 1;
	if (plan(q, n->held, &pass) == -1)
		return -1;
	counts(w, &pass.report);
	return 0;
}

static int
page(struct preview *q)
{
	struct portal *p = q->p;
	struct words *w = p->words;
	struct ingest_out out;

	/* The plan is made in snapshots of its own. */
	db_rollback(p->x->db);
	(void)alarm(UPLOAD_SECONDS);
	about(q);
	if (plan(q, -1, &out) == -1)
		return -1;
	counts(w, &out.report);
	if (verdict(q, &out) == -1)
		return -1;
	words_html(w, "rows", &q->rows);
	words_html(w, "bad", &q->bad);
	words_flag(w, "has_rows", q->rows.len > 0);
	words_flag(w, "nothing", q->rows.len == 0 &&
	    out.fate != INGEST_UNREADABLE);
	words_flag(w, "has_bad", q->bad.len > 0);
	words_flag(w, "more_rows", q->more);
	words_flag(w, "more_bad", q->n_bad > PREVIEW_ROWS);
	portal_form(p, w, "apply", "rosters/upload/%s", q->u.id);
	portal_form(p, w, "cancel", "rosters/upload/%s/cancel", q->u.id);
	portal_command(p, "ctr-ingest", "-n", "--feed", q->u.feed,
	    q->u.delta ? "--delta" : "--full", q->u.name, (char *)NULL);
	return portal_page(p, "preview", "rosters", q->e);
}

int
portal_preview(struct portal *p, struct err *e)
{
	struct preview q;
	int rc = portal_costly(p, e);

	if (rc != 1)
		return rc;
	memset(&q, 0, sizeof(q));
	q.p = p;
	q.e = e;
	buf_init(&q.rows, 1 << 20);
	buf_init(&q.bad, 1 << 20);
	rc = upload_get(p->tenant, p->part[0], &q.u, &q.fd, e);
	if (rc == 1) {
		rc = page(&q);
		(void)close(q.fd);
	} else if (rc == 0)
		rc = portal_missing(p, e);
	buf_clear(&q.rows);
	buf_clear(&q.bad);
	return rc;
}
