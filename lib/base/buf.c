#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void
buf_init(struct buf *b, size_t max_len)
{
	memset(b, 0, sizeof(*b));
	b->max = max_len;
}

void
buf_clear(struct buf *b)
{
	free(b->p);
	buf_init(b, b->max);
}

void
buf_empty(struct buf *b)
{
	b->len = 0;
	b->full = 0;
	if (b->p != NULL)
		b->p[0] = '\0';
}

void
buf_cut(struct buf *b, size_t len)
{
	if (len > b->len)
		return;
	b->len = len;
	b->full = 0;
	if (b->p != NULL)
		b->p[len] = '\0';
}

/* grow: the slow way of room. */
static int
grow(struct buf *b, size_t len)
{
	size_t cap = b->cap;

	if (b->full || len > b->max - b->len) {
		b->full = 1;
		return 0;
	}
	while (cap < b->len + len + 1)
		cap = cap < 64 ? 64 : cap < 4096 ? cap * 4 : cap * 2;
	b->p = mem_grow(b->p, cap, 1);
	b->cap = cap;
	return 1;
}

/*
 * Room for len more bytes and a NUL; 0 and full if that is over the limit.
 * A later, shorter piece does not go in either: it would stand in a gap.
 */
static inline int
room(struct buf *b, size_t len)
{
	return (!b->full && len <= b->max - b->len &&
	    b->len + len < b->cap) || grow(b, len);
}

char *
buf_more(struct buf *b, size_t len)
{
	char *p;

	if (!room(b, len))
		return NULL;
	p = b->p + b->len;
	b->len += len;
	p[len] = '\0';
	return p;
}

void
buf_add(struct buf *b, const void *p, size_t len)
{
	char *to = buf_more(b, len);

	if (to != NULL && len > 0)
		memcpy(to, p, len);
}

void
buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_chr(struct buf *b, char c)
{
	char *to = buf_more(b, 1);

	if (to != NULL)
		*to = c;
}

void
buf_vfmt(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		b->full = 1;
	else if (room(b, (size_t)n)) {
		vsnprintf(b->p + b->len, (size_t)n + 1, fmt, ap);
		b->len += (size_t)n;
	}
}

void
buf_int(struct buf *b, int64_t n)
{
	uint64_t u = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	char d[20], *p = d + sizeof(d);

	do {
		*--p = (char)('0' + u % 10);
	} while ((u /= 10) > 0);
	if (n < 0)
		buf_chr(b, '-');
	buf_add(b, p, (size_t)(d + sizeof(d) - p));
}

void
buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vfmt(b, fmt, ap);
	va_end(ap);
}

int
buf_ok(const struct buf *b)
{
	return !b->full;
}

const char *
buf_get(const struct buf *b)
{
	return b->p != NULL ? b->p : "";
}

char *
buf_take(struct buf *b)
{
	char *p = b->p != NULL ? b->p : mem_strn("", 0);

	b->p = NULL;
	buf_clear(b);
	return p;
}
