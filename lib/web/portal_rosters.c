/* The rosters that came, newest first; one of them; and a form for the next. */
#include <inttypes.h>
#include <stdio.h>

#include "store/feed.h"
#include "store/roster_list.h"
#include "web/portal_rosters.h"

struct listing_of {
	struct portal *p;
	struct buf rows;
	const char *block;
	int	n, max;
	int64_t	last, more;
	struct err *e;
};

static void
fill(struct words *w, const struct roster *r)
{
	words_is(w, r->state);
	words_int(w, "id", r->id);
	words_set(w, "feed", r->feed);
	words_set(w, "source", r->source);
	words_cell(w, "name", r->name);
	words_set(w, "mode", r->delta ? "delta" : "full");
	words_flag(w, "is_full", !r->delta);
	words_flag(w, "is_delta", r->delta);
	words_int(w, "n", r->rows);
	words_int(w, "n_added", r->added);
	words_int(w, "n_changed", r->changed);
	words_int(w, "n_missing", r->missing);
	words_int(w, "n_returned", r->returned);
	words_int(w, "n_rejected", r->rejected);
	words_int(w, "evidence", r->evidence);
	words_hex(w, "sha256", r->sha256, sizeof(r->sha256));
	words_moment(w, "came", r->came_at);
}

static int
row(const struct roster *r, void *arg)
{
	struct listing_of *l = arg;
	struct words *w;
	int rc;

	if (l->n == l->max) {
		l->more = l->last;
		return 0;
	}
	w = words_under(l->p->words);
	fill(w, r);
	rc = words_block(w, l->block, &l->rows, l->e);
	words_free(w);
	l->n++;
	l->last = r->id;
	return rc;
}

static int
waits(const struct upload *u, void *arg)
{
	struct listing_of *l = arg;
	struct words *w = words_under(l->p->words);
	int rc;

	words_set(w, "id", u->id);
	words_set(w, "file", u->name);
	words_set(w, "feed", u->feed);
	words_set(w, "by", u->user);
	words_int(w, "bytes", u->len);
	words_moment(w, "came", u->at);
	rc = words_block(w, "rosters-waiting", &l->rows, l->e);
	words_free(w);
	return rc;
}

static int
a_feed(const struct feed *f, void *arg)
{
	struct listing_of *l = arg;
	struct words *w = words_under(l->p->words);
	int rc;

	words_set(w, "feed", f->name);
	rc = words_block(w, "rosters-feed-option", &l->rows, l->e);
	words_free(w);
	return rc;
}

/* upload: the form, and what waits, for who may. */
static int
upload(struct listing_of *l)
{
	struct portal *p = l->p;
	struct words *w = p->words;
	struct buf b = BUF_INIT(65536);
	int64_t max = portal_upload_limit(p, l->e);
	int rc = max == -1 ? -1 : feed_each(p->x->db, a_feed, l, l->e);

	if (rc == 0) {
		words_html(w, "feeds", &l->rows);
		words_int(w, "upload_mb", max >> 20);
		words_set(w, "error_at", "upload");
		portal_form(p, w, "upload", "rosters/upload");
		if (p->method != CGI_POST) {
			words_attr(w, "feed", "roster");
			words_attr(w, "dates", NULL);
			words_flag(w, "mode_plain", 1);
			words_flag(w, "charset_plain", 1);
		}
		rc = words_block(w, "rosters-upload", &b, l->e);
		words_html(w, "upload", &b);
	}
	buf_empty(&l->rows);
	if (rc == 0)
		rc = upload_each(p->tenant, waits, l, l->e);
	words_html(w, "waiting", &l->rows);
	words_flag(w, "has_waiting", l->rows.len > 0);
	buf_empty(&l->rows);
	buf_clear(&b);
	return rc;
}

static int
recent(struct listing_of *l)
{
	struct words *w = l->p->words;
	int rc;

	l->max = PORTAL_ROWS;
	l->block = "rosters-row";
	rc = roster_list(l->p->x->db, portal_number(portal_asked(l->p,
	    "before")), l->max + 1, row, l, l->e);
	words_html(w, "rows", &l->rows);
	words_flag(w, "has_rows", l->n > 0);
	words_flag(w, "none", l->n == 0);
	words_set(w, "before", NULL);
	if (l->more != 0)
		words_int(w, "before", l->more);
	return rc;
}

int
portal_rosters_page(struct portal *p, struct err *e)
{
	struct listing_of l = { p, BUF_INIT(1 << 20), "", 0, 0, 0, 0, e };
	struct buf held = BUF_INIT(1 << 18);
	int rc = portal_may(p, PORTAL_OPERATE) ? upload(&l) : 0;

	if (rc == 0)
		rc = portal_rosters_held(p, &held, e);
	words_html(p->words, "held", &held);
	words_flag(p->words, "has_held", held.len > 0);
	if (rc == 0)
		rc = recent(&l);
	if (rc == 0) {
		portal_command(p, "ctr-list", "roster", (char *)NULL);
		rc = portal_page(p, "rosters", "rosters", e);
	}
	buf_clear(&l.rows);
	buf_clear(&held);
	return rc;
}

static int
one(const struct roster *r, void *arg)
{
	struct listing_of *l = arg;

	l->n++;
	fill(l->p->words, r);
	return 0;
}

static int
roster(struct portal *p, struct err *e)
{
	struct listing_of l = { p, BUF_INIT(1), "", 0, 0, 0, 0, e };
	char id[32];

	if (roster_list_one(p->x->db, portal_number(p->part[0]), one, &l, e) ==
	    -1)
		return -1;
	if (l.n == 0)
		return portal_missing(p, e);
	(void)snprintf(id, sizeof(id), "roster/%.20s", p->part[0]);
	portal_command(p, "ctr-evidence", "show", id, (char *)NULL);
	return portal_page(p, "roster", "rosters", e);
}

const struct portal_route portal_rosters[] = {
	{ "rosters", PORTAL_VIEW, portal_rosters_page, NULL, ROLE_READ, 0,
	    NULL, 0 },
	{ "rosters/feeds", PORTAL_VIEW, portal_feeds, NULL, ROLE_READ, 0,
	    NULL, 0 },
	{ "rosters/upload", PORTAL_OPERATE, portal_rosters_page,
	    portal_upload, ROLE_WEB, (size_t)(UPLOAD_MB_MAX + 1) << 20, NULL,
	    1 },
	{ "sync", PORTAL_VIEW, portal_sync, NULL, ROLE_READ, 0, NULL, 0 },
	{ "rosters/*", PORTAL_VIEW, roster, NULL, ROLE_READ, 0, NULL, 0 },
	{ "rosters/upload/*", PORTAL_OPERATE, portal_preview, portal_apply,
	    ROLE_WEB_ROSTER, 0, NULL, 0 },
	{ "rosters/upload/*/cancel", PORTAL_OPERATE, NULL, portal_apply_not,
	    ROLE_WEB, 0, NULL, 0 },
	{ "sync/*", PORTAL_OPERATE, NULL, portal_sync_act, ROLE_WEB_SYNC, 0,
	    portal_sync, 0 },
	{ NULL, 0, NULL, NULL, ROLE_READ, 0, NULL, 0 }
};
