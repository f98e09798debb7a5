/*
 * A roster from a browser: the form's parts as they come, the file straight
 * into its place, so that a large one takes no memory.  Nothing of it is
 * looked at here; the mark of the form stands before it.
 */
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/safe.h"
#include "base/sha.h"
#include "base/text.h"
#include "store/feed.h"
#include "web/multipart.h"
#include "web/portal_form.h"
#include "web/portal_rosters.h"

enum { PIECE = 65536, VALUE = 128 };

/* What stands in the form beside the file. */
static const char *const names[] = { "mark", "feed", "mode", "charset",
	"dates" };
enum { MARK, FEED, MODE, CHARSET, DATES, NAMES };

struct taking {
	struct portal *p;
	char	value[NAMES][VALUE];
	int	given[NAMES];
	int	now;		/* of names; -1: the file */
	size_t	len;		/* of the value so far */
	struct upload u;
	FILE	*fp;		/* NULL: no file yet */
	int	whole;		/* the file's last byte is there */
	int	forged;		/* the mark is not ours */
	struct sha sha;
};

static int
begin_file(struct taking *t, const struct multipart_part *part,
    struct err *e)
{
	int fd, ok;

	if (t->fp != NULL)
		return err_set(e, ERR_DATA, "one file at a time");
	ok = portal_form_ok(t->p, t->value[MARK], e);
	if (ok != 1) {
		t->forged = ok == 0;
		return ok == -1 ? -1 : err_set(e, ERR_DATA, "the form");
	}
	(void)snprintf(t->u.name, sizeof(t->u.name), "%s", part->file);
	if ((fd = upload_begin(t->p->tenant, &t->u, e)) == -1)
		return -1;
	if ((t->fp = fdopen(fd, "w")) == NULL) {
		(void)close(fd);
		return err_sys(e, ERR_SYSTEM, "upload");
	}
	sha_start(&t->sha);
	t->now = -1;
	return 0;
}

static int
begin(const struct multipart_part *part, void *arg, struct err *e)
{
	struct taking *t = arg;
	int i;

	if (strcmp(part->name, "roster") == 0)
		return part->is_file ? begin_file(t, part, e) :
		    err_set(e, ERR_DATA, "choose a file");
	for (i = 0; i < NAMES && strcmp(part->name, names[i]) != 0; i++)
		;
	if (i == NAMES || part->is_file || t->given[i]++)
		return err_set(e, ERR_DATA, "the form has a part that is "
		    "not ours");
	t->now = i;
	t->len = 0;
	return 0;
}

static int
data(const char *p, size_t n, void *arg, struct err *e)
{
	struct taking *t = arg;

	if (t->now == -1) {
		sha_add(&t->sha, p, n);
		t->u.len += (int64_t)n;
		return fwrite(p, 1, n, t->fp) == n ? 0 :
		    err_sys(e, ERR_IO, "upload");
	}
	if (t->len + n >= VALUE)
		return err_set(e, ERR_DATA, "%s: too long", names[t->now]);
	memcpy(t->value[t->now] + t->len, p, n);
	t->len += n;
	t->value[t->now][t->len] = '\0';
	return 0;
}

static int
end(void *arg, struct err *e)
{
	struct taking *t = arg;
	const char *s;

	if (t->now == -1) {
		t->whole = 1;
		return 0;
	}
	s = t->value[t->now];
	if (strlen(s) != t->len || !text_ok(s, t->len))
		return err_set(e, ERR_DATA, "%s: not text", names[t->now]);
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || *s == '\177')
			return err_set(e, ERR_DATA, "%s: not one line",
			    names[t->now]);
	return 0;
}

/* drain: what is left is read, or the browser is told of a broken line and
 * not of what was wrong. */
static void
drain(struct portal *p, int64_t left)
{
	char piece[PIECE];
	ssize_t n;

	while (left > 0 && (n = read(p->fd, piece, sizeof(piece))) != 0) {
		if (n == -1 && errno != EINTR)
			break;
		left -= n > 0 ? n : 0;
	}
}

static int
read_all(struct taking *t, struct multipart *m, struct err *e)
{
	int64_t left = t->p->body_len;
	char piece[PIECE];
	ssize_t n;

	while (left > 0) {
		n = read(t->p->fd, piece, left < PIECE ? (size_t)left :
		    PIECE);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_set(e, ERR_DATA, "the upload was cut "
			    "short");
		left -= n;
		if (multipart_feed(m, piece, (size_t)n, e) == -1) {
			drain(t->p, left);
			return -1;
		}
	}
	return multipart_whole(m) ? 0 : err_set(e, ERR_DATA, "the upload "
	    "was cut short, or is no form of ours");
}

static int
settings(struct taking *t, struct err *e)
{
	static const char date_ok[] = "%YmdBby./-_, ";
	struct upload *u = &t->u;
	const char *mode = t->value[MODE], *charset = t->value[CHARSET];

	(void)snprintf(u->feed, sizeof(u->feed), "%.63s",
	    t->value[FEED][0] != '\0' ? t->value[FEED] : "roster");
	(void)snprintf(u->charset, sizeof(u->charset), "%.15s", charset);
	(void)snprintf(u->dates, sizeof(u->dates), "%.31s", t->value[DATES]);
	(void)snprintf(u->user, sizeof(u->user), "%.63s", t->p->cgi.user);
	u->delta = strcmp(mode, "delta") == 0;
	u->at = t->p->x->now;
	if (strlen(t->value[FEED]) > 63 || !feed_name(u->feed))
		return err_set(e, ERR_DATA, "feed: letters a-z, digits and "
		    "hyphens");
	if (!u->delta && *mode != '\0' && strcmp(mode, "full") != 0)
		return err_set(e, ERR_DATA, "mode: full or delta");
	if (*charset != '\0' && strcmp(charset, "utf-8") != 0 &&
	    strcmp(charset, "windows-1252") != 0)
		return err_set(e, ERR_DATA, "charset: utf-8 or windows-1252");
	if (strlen(t->value[DATES]) > 31 || u->dates[strspn(u->dates,
	    date_ok)] != '\0')
		return err_set(e, ERR_DATA, "dates: such as %%d.%%m.%%Y");
	return 0;
}

/* keep: all of it is there: it gets its place. */
static int
keep(struct taking *t, struct err *e)
{
	unsigned char sha[SHA_LEN];

	if (t->fp == NULL || !t->whole || (t->u.name[0] == '\0' &&
	    t->u.len == 0))
		return err_set(e, ERR_DATA, "choose a file");
	if (settings(t, e) == -1)
		return -1;
	if (t->u.name[0] == '\0')
		(void)snprintf(t->u.name, sizeof(t->u.name), "upload");
	sha_end(&t->sha, sha);
	(void)sodium_bin2hex(t->u.sha256, sizeof(t->u.sha256), sha,
	    sizeof(sha));
	if (fflush(t->fp) == EOF)
		return err_sys(e, ERR_IO, "upload");
	return upload_keep(t->p->tenant, &t->u, e);
}

/* again: what was typed stands in the form that comes back. */
static void
again(struct taking *t)
{
	struct words *w = t->p->words;
	int delta = strcmp(t->value[MODE], "delta") == 0;
	int old = strcmp(t->value[CHARSET], "windows-1252") == 0;

	words_attr(w, "feed", t->value[FEED]);
	words_attr(w, "dates", t->value[DATES]);
	words_flag(w, "mode_delta", delta);
	words_flag(w, "mode_plain", !delta);
	words_flag(w, "charset_1252", old);
	words_flag(w, "charset_plain", !old);
}

int64_t
portal_upload_limit(const struct portal *p, struct err *e)
{
	int64_t mb;

	if (conf_int(p->conf, "web", "upload_mb", 1, UPLOAD_MB_MAX, UPLOAD_MB,
	    &mb, e) == -1)
		return -1;
	return mb << 20;
}

int
portal_upload(struct portal *p, struct err *e)
{
	struct taking t;
	struct multipart m;
	int64_t max = portal_upload_limit(p, e);
	int rc;

	if (max == -1)
		return -1;
	if (p->body_len > max + PIECE) {
		words_int(p->words, "upload_mb", max >> 20);
		portal_problem(p, 413);
		return 0;
	}
	if (multipart_init(&m, cgi_var(&p->cgi, "CONTENT_TYPE")) == -1) {
		portal_problem(p, 400);
		return 0;
	}
	memset(&t, 0, sizeof(t));
	t.p = p;
	m.begin = begin;
	m.data = data;
	m.end = end;
	m.arg = &t;
	(void)alarm(UPLOAD_SECONDS);
	if ((rc = read_all(&t, &m, e)) == 0)
		rc = keep(&t, e);
	if (t.fp != NULL)
		(void)fclose(t.fp);
	if (rc == 0) {
		portal_go(p, NULL, "rosters/upload/%s", t.u.id);
		return 0;
	}
	if (t.u.id[0] != '\0')
		upload_drop(p->tenant, t.u.id);
	if (t.forged) {
		err_clear(e);
		return portal_forbid(p, 409, "mark", e);
	}
	again(&t);
	return -1;
}
