#include "base/frame.h"

#include <string.h>

void
frame_put(unsigned char *p, int bytes, int64_t value)
{
	uint64_t v = (uint64_t)value;
	int i;

	for (i = bytes - 1; i >= 0; i--, v >>= 8)
		p[i] = v & 0xff;
}

int64_t
frame_get(const unsigned char *p, int bytes)
{
	uint64_t v = 0;
	int i;

	for (i = 0; i < bytes; i++)
		v = v << 8 | p[i];
	return v > INT64_MAX ? -1 : (int64_t)v;
}

void
frame_bytes(struct buf *b, const void *p, size_t len)
{
	unsigned char head[4];

	frame_put(head, sizeof(head), (int64_t)len);
	buf_add(b, head, sizeof(head));
	if (len > 0)
		buf_add(b, p, len);
}

void
frame_text(struct buf *b, const char *s)
{
	frame_bytes(b, s, s == NULL ? 0 : strlen(s));
}

void
frame_number(struct buf *b, int64_t value)
{
	unsigned char p[8];

	frame_put(p, sizeof(p), value);
	frame_bytes(b, p, sizeof(p));
}
