/* The lists of the connectors: how each stands, and one asked for.  ctr-sync
 * has the credentials; here it is wished. */
#include <string.h>

#include "act/wish.h"
#include "store/run_last.h"
#include "store/sync_state.h"
#include "web/portal_rosters.h"

struct systems {
	struct portal *p;
	struct buf rows;
	int	n, rc;
	struct err *e;
};

/* wishes: what is asked for, and how the last of it ended. */
static int
wishes(struct systems *v, const char *name, struct words *w)
{
	struct sync_wish open, last;
	struct db *db = v->p->x->db;
	int whole, rc;

	for (whole = 0; whole < 2; whole++) {
		rc = sync_wish_open(db, name, whole, &open, v->e);
		if (rc == -1)
			return -1;
		words_flag(w, whole ? "wish_whole" : "wish_changes", rc);
		words_moment(w, whole ? "wished_at_whole" : "wished_at",
		    rc == 1 ? open.asked_at : 0);
	}
	if ((rc = sync_wish_last(db, name, &last, v->e)) == -1)
		return -1;
	words_flag(w, "wish_good", rc == 1 && last.status == 0);
	words_flag(w, "wish_bad", rc == 1 && last.status != 0);
	words_set(w, "wish_words", rc == 1 ? last.words : NULL);
	words_moment(w, "wish_at", rc == 1 ? last.done_at : 0);
	return 0;
}

static int
state(struct systems *v, const char *name, struct words *w)
{
	struct sync_state s;
	int rc = sync_state_get(v->p->x->db, name, &s, v->e);

	if (rc == -1)
		return -1;
	words_flag(w, "never", rc == 0 || s.ok_at == 0);
	words_int(w, "items", s.items);
	words_int(w, "persons", s.persons);
	words_cell(w, "server", s.server);
	words_moment(w, "ok", s.ok_at);
	words_moment(w, "full", s.full_at);
	sync_state_clear(&s);
	return 0;
}

static void
one(const char *name, void *arg)
{
	struct systems *v = arg;
	struct words *w;

	if (v->rc == -1 || strlen(name) > 32)
		return;
	w = words_under(v->p->words);
	v->n++;
	words_set(w, "connector", name);
	portal_form(v->p, w, "sync", "sync/%s", name);
	words_flag(w, "may", portal_may(v->p, PORTAL_OPERATE));
	v->rc = state(v, name, w) == -1 || wishes(v, name, w) == -1 ? -1 :
	    words_block(w, "sync-row", &v->rows, v->e);
	words_free(w);
}

int
portal_sync(struct portal *p, struct err *e)
{
	struct systems v = { p, BUF_INIT(1 << 20), 0, 0, e };
	struct words *w = p->words;
	struct run_last r = { .started_at = 0 };
	int rc;

	conf_sections(p->conf, "connector", one, &v);
	if ((rc = v.rc) == 0)
		rc = run_last(p->x->db, "ctr-sync", "", &r, e);
	if (rc != -1) {
		words_moment(w, "started", r.started_at);
		words_flag(w, "ran", rc == 1);
		words_set(w, "note", r.note);
		words_html(w, "rows", &v.rows);
		words_flag(w, "has_rows", v.n > 0);
		words_flag(w, "none", v.n == 0);
		portal_command(p, "ctr-sync", "--requested", (char *)NULL);
		rc = portal_page(p, "sync", "rosters", e);
	}
	buf_clear(&v.rows);
	return rc;
}

struct which {
	const char *wanted;
	int	n;
};

static void
see(const char *name, void *arg)
{
	struct which *w = arg;

	w->n += strcmp(name, w->wanted) == 0;
}

int
portal_sync_act(struct portal *p, struct err *e)
{
	const char *what = portal_sent(p, "what");
	struct which w = { p->part[0], 0 };
	int64_t id;

	conf_sections(p->conf, "connector", see, &w);
	if (w.n == 0)
		return err_set(e, ERR_DATA, "there is no such system");
	if (what == NULL || (strcmp(what, "whole") != 0 &&
	    strcmp(what, "changes") != 0))
		return err_set(e, ERR_DATA, "the whole list, or what has "
		    "changed?");
	if (wish_ask(p->x, p->part[0], what[0] == 'w', &id, e) == -1)
		return -1;
	portal_go(p, "wished", "sync");
	return 0;
}
