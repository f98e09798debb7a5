/*
 * Held rosters: why, the number that lets one pass, and where that is said.
 * A file of the drop directory is not ours to read: the command is shown.
 */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "store/finding.h"
#include "store/roster_list.h"
#include "store/evidence.h"
#include "web/portal_rosters.h"

struct held {
	struct portal *p;
	struct buf *out;
	struct err *e;
	/* of the one that is read */
	int64_t	roster;
	char	*file, *held, *why, *accept, *rows;
	char	source[8], sha256[65], id[33];
	int	delta;
};

static void
member(const char *path, const char *value, void *arg)
{
	struct held *h = arg;
	const struct {
		const char *name;
		char **to;
	} all[] = { { "file", &h->file }, { "held", &h->held },
		{ "why", &h->why }, { "accept", &h->accept },
		{ "rows", &h->rows } };
	size_t i;

	if (value == NULL)
		return;
	if (strcmp(path, "roster") == 0)
		(void)num_int(value, 1, INT64_MAX, &h->roster);
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(path, all[i].name) == 0 && *all[i].to == NULL)
			*all[i].to = mem_str(value);
}

static int
came(const struct roster *r, void *arg)
{
	struct held *h = arg;

	(void)snprintf(h->source, sizeof(h->source), "%s", r->source);
	(void)sodium_bin2hex(h->sha256, sizeof(h->sha256), r->sha256,
	    sizeof(r->sha256));
	h->delta = r->delta;
	return 0;
}

/* here: an upload with these bytes waits still. */
static int
here(const struct upload *u, void *arg)
{
	struct held *h = arg;

	if (strcmp(u->sha256, h->sha256) == 0)
		memcpy(h->id, u->id, sizeof(h->id));
	return 0;
}

/* file: as it is named in the directory of its feed. */
static void
file(struct held *h, const char *feed, struct buf *b)
{
	const char *dir = conf_get(h->p->conf, "drop", "directory");

	if (dir != NULL)
		buf_fmt(b, "%s/", dir);
	if (strcmp(feed, "roster") != 0)
		buf_fmt(b, "%s/", feed);
	buf_fmt(b, "held/%s", h->file != NULL ? h->file : "");
}

static int
say(struct held *h, const struct finding *f)
{
	struct words *w = words_under(h->p->words);
	struct buf path = BUF_INIT(8192);
	const char *feed = strncmp(f->subject, "feed/", 5) == 0 ?
	    f->subject + 5 : f->subject;
	int number = h->accept != NULL && strcmp(h->accept, "0") != 0, rc;

	file(h, feed, &path);
	words_int(w, "id", f->id);
	words_set(w, "feed", feed);
	words_cell(w, "file", h->file);
	words_set(w, "path", buf_get(&path));
	words_cell(w, "why", h->why);
	words_set(w, "n", h->rows);
	words_set(w, "accept", number ? h->accept : NULL);
	words_flag(w, "no_number", !number);
	words_flag(w, "whole", h->held == NULL || strcmp(h->held, "absences") !=
	    0);
	words_flag(w, "absences", h->held != NULL && strcmp(h->held,
	    "absences") == 0);
	words_set(w, "upload", portal_may(h->p, PORTAL_OPERATE) ? h->id :
	    NULL);
	words_flag(w, "by_drop", number && strcmp(h->source, "drop") == 0);
	words_flag(w, "by_blob", number && strcmp(h->source, "blob") == 0);
	words_flag(w, "by_file", number && h->id[0] == '\0' &&
	    strcmp(h->source, "drop") != 0 && strcmp(h->source, "blob") != 0);
	words_set(w, "delta", h->delta ? "--delta" : "--full");
	words_moment(w, "since", f->opened_at);
	rc = words_block(w, "rosters-held", h->out, h->e);
	words_free(w);
	buf_clear(&path);
	return rc;
}

static void
forget(struct held *h)
{
	free(h->file);
	free(h->held);
	free(h->why);
	free(h->accept);
	free(h->rows);
	h->file = h->held = h->why = h->accept = h->rows = NULL;
	h->roster = 0;
	h->source[0] = h->sha256[0] = h->id[0] = '\0';
}

static int
one(const struct finding *f, void *arg)
{
	struct held *h = arg;
	int rc = evidence_members(h->p->x->db, f->detail, member, h, h->e);

	if (rc != -1 && h->roster != 0)
		rc = roster_list_one(h->p->x->db, h->roster, came, h, h->e);
	if (rc != -1 && h->sha256[0] != '\0')
		rc = upload_each(h->p->tenant, here, h, h->e);
	if (rc != -1)
		rc = say(h, f);
	forget(h);
	return rc == -1 ? -1 : 0;
}

int
portal_rosters_held(struct portal *p, struct buf *out, struct err *e)
{
	struct held h;

	memset(&h, 0, sizeof(h));
	h.p = p;
	h.out = out;
	h.e = e;
	return finding_open_of(p->x->db, "roster_held", one, &h, e);
}
