#include "connect/roster_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void
roster_text_init(struct roster_text *t, struct roster_src *src, size_t max)
{
	memset(t, 0, sizeof(*t));
	t->src = src;
	t->max = max;
}

void
roster_text_clear(struct roster_text *t)
{
	free(t->room);
	roster_text_init(t, NULL, 0);
}

/* fill: more text behind what there is; 0 sets eof. */
static int
fill(struct roster_text *t, struct err *e)
{
	const char *p;
	size_t n;
	int rc = roster_src_more(t->src, &p, &n, e);

	if (rc != 1) {
		t->eof = rc == 0;
		return rc;
	}
	if (t->len > 0)
		memmove(t->room, t->text, t->len);
	if (t->len + n > t->cap) {
		t->cap = t->len + n + 65536;
		t->room = mem_grow(t->room, t->cap, 1);
	}
	t->text = t->room;
	memcpy(t->text + t->len, p, n);
	t->len += n;
	t->size += (int64_t)n;
	return 1;
}

/* line_len: bytes of the line at pos with its end (LF, CRLF or CR); 0 if the
 * end is not there yet. */
static size_t
line_len(const struct roster_text *t, size_t pos)
{
	const char *s, *lf, *cr;
	size_t n = t->len - pos;

	if (n == 0)
		return 0;
	s = t->text + pos;
	lf = memchr(s, '\n', n);
	cr = memchr(s, '\r', lf == NULL ? n : (size_t)(lf - s));
	if (cr == NULL)
		return lf == NULL ? 0 : (size_t)(lf - s) + 1;
	if (cr + 1 == lf)
		return (size_t)(lf - s) + 1;
	if (cr + 1 == s + n && !t->eof)
		return 0;	/* its LF may be on the way */
	return (size_t)(cr - s) + 1;
}

ssize_t
roster_text_line(struct roster_text *t, struct err *e)
{
	size_t n;

	while ((n = line_len(t, t->pos)) == 0 && !t->eof &&
	    t->len - t->pos < t->max)
		if (fill(t, e) == -1)
			return -1;
	return (ssize_t)(n > 0 ? n : t->len - t->pos);
}

void
roster_text_drop(struct roster_text *t, size_t n)
{
	t->pos = 0;
	if (n == 0)
		return;
	t->text += n;
	t->len -= n;
	t->base += (int64_t)n;
}
