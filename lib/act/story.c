#include "act/story.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/esc.h"
#include "base/rows.h"
#include "base/safe.h"
#include "base/when.h"
#include "store/contractor.h"
#include "store/evidence.h"

#define PAGE 1000
#define FULL (8 << 20)		/* a page ends here, too */
#define STOP (-2)

static const struct rows_col cols[] = {
	{ "seq", ROWS_INT, 0 },
	{ "at", ROWS_AT, 0 },
	{ "actor", ROWS_TEXT, 0 },
	{ "action", ROWS_TEXT, 0 },
	{ "subject", ROWS_TEXT, 0 },
	{ "detail", ROWS_JSON, 1 },
	{ "hash", ROWS_TEXT, 1 },
	{ NULL, ROWS_TEXT, 0 }
};

struct story {
	struct ctx *x;
	struct rows *rows;	/* NULL: text to b */
	struct buf b;
	int64_t	last, count;
	struct err *e;
};

static void
tell_member(const char *path, const char *value, void *arg)
{
	struct story *s = arg;

	/* SQLite quotes a name with an underscore; the mark of a trial
	 * stands on every record. */
	if (strcmp(path, "test") == 0)
		return;
	buf_str(&s->b, "    ");
	for (; *path != '\0'; path++)
		if (*path != '"')
			buf_chr(&s->b, *path);
	buf_str(&s->b, ": ");
	esc_term(&s->b, value != NULL ? value : "-");
	buf_chr(&s->b, '\n');
}

static int
tell(struct story *s, const struct evidence *r)
{
	char local[17];

	when_local(r->at, local);
	buf_fmt(&s->b, "%s  %s  by %s  (record %" PRId64 ", %s)\n", local,
	    r->action, r->actor, r->seq, r->subject);
	if (r->detail == NULL)
		buf_str(&s->b, "    (erased)\n");
	else if (evidence_members(s->x->db, r->detail, tell_member, s, s->e) ==
	    -1)
		return -1;
	buf_chr(&s->b, '\n');
	return 0;
}

static int
row(struct story *s, const struct evidence *r)
{
	static const char digits[] = "0123456789abcdef";
	char seq[24], at[24], hash[65] = "";
	const char *v[7] = { seq, at, r->actor, r->action, r->subject,
		r->detail, hash };
	int i;

	snprintf(seq, sizeof(seq), "%" PRId64, r->seq);
	snprintf(at, sizeof(at), "%" PRId64, r->at);
	for (i = 0; i < 32; i++) {
		hash[2 * i] = digits[r->hash[i] >> 4];
		hash[2 * i + 1] = digits[r->hash[i] & 15];
	}
	return rows_add(s->rows, v, s->e);
}

static int
see(const struct evidence *r, void *arg)
{
	struct story *s = arg;

	s->last = r->seq;
	s->count++;
	if (s->rows != NULL)
		return row(s, r);
	return tell(s, r) == -1 ? -1 : s->b.len < FULL ? 0 : STOP;
}

/* 1 and the contractor's id if what is a UPN of ours. */
static int
person(struct ctx *x, const char *what, int64_t *id, struct err *e)
{
	struct contractor c;
	int rc;

	if (what == NULL || strchr(what, '@') == NULL)
		return 0;
	if ((rc = contractor_find(x->db, what, &c, e)) == 1) {
		*id = c.id;
		contractor_clear(&c);
	}
	if (rc == 0)
		return err_set(e, ERR_DATA, "%s: no such contractor", what);
	return rc;
}

static int
pages(struct story *s, const char *what, int fd, struct err *e)
{
	int64_t id = 0;
	int n, is = person(s->x, what, &id, e);

	if (is == -1)
		return -1;
	do {
		n = is ? evidence_story(s->x->db, id, s->last, PAGE, see, s,
		    e) : what != NULL ? evidence_about(s->x->db, what, s->last,
		    PAGE, see, s, e) : evidence_page(s->x->db, s->last, PAGE,
		    see, s, e);
		if (n == -1)
			return -1;
		if (!buf_ok(&s->b))
			return err_set(e, ERR_IO, "record %" PRId64 " is too "
			    "long for a text", s->last);
		if (s->b.len > 0 && safe_all(fd, s->b.p, s->b.len) == -1)
			return err_sys(e, ERR_IO, "stdout");
		buf_empty(&s->b);
	} while (n == PAGE || n == STOP);
	if (s->count == 0 && what != NULL)
		return err_set(e, ERR_DATA, "%s: no evidence about it", what);
	return 0;
}

int
story_show(struct ctx *x, const char *what, const char *format, int fd,
    struct err *e)
{
	struct story s = { x, NULL, BUF_INIT(64 << 20), 0, 0, e };
	int rc;

	if (strcmp(format, "text") != 0 &&
	    (s.rows = rows_new(format, cols, 0, e)) == NULL)
		return -1;
	rc = pages(&s, what, fd, e);
	if (rc == 0 && s.rows != NULL)
		rc = rows_flush(s.rows, fd, e);
	rows_free(s.rows);
	buf_clear(&s.b);
	return rc;
}
