/* Where rosters come from: the feeds, and the drop zone. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "store/feed.h"
#include "store/run_last.h"
#include "web/portal_rosters.h"

enum { DAY = 86400 };

struct feeds {
	struct portal *p;
	struct buf rows;
	struct err *e;
};

static int
row(const struct feed *f, void *arg)
{
	struct feeds *v = arg;
	struct words *w = words_under(v->p->words);
	int64_t now = v->p->x->now;
	int rc, late = f->ok_at != 0 && now - f->ok_at > DAY *
	    policy_int(v->p->x->policy, "feed_days");

	words_set(w, "feed", f->name);
	words_int(w, "n", f->rows);
	words_int(w, "voided", f->voided);
	words_moment(w, "ok", f->ok_at);
	words_flag(w, "never", f->ok_at == 0);
	words_flag(w, "late", late);
	words_flag(w, "fresh", f->ok_at != 0 && !late);
	rc = words_block(w, "feeds-row", &v->rows, v->e);
	words_free(w);
	return rc;
}

/* files: how many wait in a folder of the drop directory; -1: not ours to
 * read. */
static int64_t
files(const char *dir, const char *folder, const char *end)
{
	char path[1024];
	struct dirent *de;
	int64_t n = 0;
	size_t len, m = strlen(end);
	DIR *h;

	(void)snprintf(path, sizeof(path), "%s%s%s", dir, folder[0] != '\0' ?
	    "/" : "", folder);
	if ((h = opendir(path)) == NULL)
		return errno == ENOENT ? 0 : -1;
	while ((de = readdir(h)) != NULL) {
		len = strlen(de->d_name);
		if (de->d_name[0] != '.' && len > m &&
		    strcmp(de->d_name + len - m, end) == 0)
			n++;
	}
	(void)closedir(h);
	return n;
}

static void
number(struct words *w, const char *name, int64_t n)
{
	words_set(w, name, NULL);
	if (n >= 0)
		words_int(w, name, n);
}

/* zone: the directory and the container, as the configuration has them. */
static void
zone(struct portal *p)
{
	struct words *w = p->words;
	const char *dir = conf_get(p->conf, "drop", "directory");
	const char *account = conf_get(p->conf, "blob", "account");
	int64_t errors;

	words_set(w, "drop", dir);
	words_set(w, "quiet_s", conf_or(p->conf, "drop", "quiet_s", "60"));
	words_set(w, "account", account);
	words_set(w, "container", conf_or(p->conf, "blob", "container",
	    "contractor-drop"));
	words_flag(w, "no_zone", dir == NULL && account == NULL);
	if (dir == NULL)
		return;
	errors = files(dir, "errors", ".txt");
	number(w, "n_waiting", files(dir, "", ".csv"));
	number(w, "n_errors", errors);
	number(w, "n_held", files(dir, "held", ""));
	words_flag(w, "closed_zone", errors == -1);
}

int
portal_feeds(struct portal *p, struct err *e)
{
	struct feeds v = { p, BUF_INIT(1 << 20), e };
	struct words *w = p->words;
	struct run_last r;
	int rc = feed_each(p->x->db, row, &v, e);

	if (rc == 0)
		rc = run_last(p->x->db, "ctr-ingest", "", &r, e);
	if (rc != -1) {
		words_flag(w, "ran", rc == 1);
		words_flag(w, "ran_not", rc == 0);
		words_moment(w, "started", r.started_at);
		words_moment(w, "ok_at", r.ok_at);
		words_set(w, "note", r.note);
		words_flag(w, "run_good", rc == 1 && r.status == 0);
		words_flag(w, "run_rows", r.status == ERR_DATA);
		words_flag(w, "run_held", r.status == ERR_REFUSED);
		words_flag(w, "run_bad", r.status > 0 &&
		    r.status != ERR_DATA && r.status != ERR_REFUSED);
		words_set(w, "run_status", NULL);
		if (r.status > 0)
			words_int(w, "run_status", r.status);
		words_int(w, "feed_days", policy_int(p->x->policy,
		    "feed_days"));
		words_html(w, "rows", &v.rows);
		words_flag(w, "has_rows", v.rows.len > 0);
		zone(p);
		portal_command(p, "ctr-list", "run", "tool=ctr-ingest",
		    (char *)NULL);
		rc = portal_page(p, "feeds", "rosters", e);
	}
	buf_clear(&v.rows);
	return rc;
}
