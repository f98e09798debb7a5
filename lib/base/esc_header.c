#include <string.h>
#include <unistr.h>

#include "base/esc.h"

enum {
	LINE = 76,	/* RFC 2047 section 2: a line with an encoded-word */
	WORD = 75,	/* the same: one encoded-word */
	AROUND = 12,	/* "=?UTF-8?Q?" and "?=" */
	CHAR = 12	/* the longest character: four times =XX */
};

/* Controls, bidi controls: spaces; bad bytes: U+FFFD; outer spaces: off. */
static void
clean(struct buf *to, const char *s)
{
	const uint8_t *p = (const uint8_t *)s;
	size_t left = strlen(s);
	uint8_t u[6];
	ucs4_t c;
	int n;

	for (; left > 0; left -= (size_t)n, p += n) {
		n = u8_mbtouc(&c, p, left);
		if (c < 0x20 || (c >= 0x7f && c < 0xa0) ||
		    (c >= 0x2028 && c <= 0x202e) ||
		    (c >= 0x2066 && c <= 0x2069))
			c = ' ';
		if (c != ' ' || to->len > 0)
			buf_add(to, u, (size_t)u8_uctomb(u, c, sizeof(u)));
	}
	while (to->len > 0 && to->p[to->len - 1] == ' ')
		to->p[--to->len] = '\0';
}

static size_t
column(const struct buf *b)
{
	size_t n = 0;

	while (n < b->len && b->p[b->len - n - 1] != '\n')
		n++;
	return n;
}

/* Plain ASCII that cannot be taken for an encoded-word and that folds. */
static int
is_plain(const char *s, size_t col)
{
	const char *p;
	size_t n;

	if (strstr(s, "=?") != NULL || col + strcspn(s, " ") > LINE)
		return 0;
	for (p = s; *p != '\0'; p++)
		if ((unsigned char)*p >= 0x7f)
			return 0;
	for (p = s; *p != '\0'; p += n) {
		n = strspn(p, " ");
		n += strcspn(p + n, " ");
		if (n > LINE)
			return 0;
	}
	return 1;
}

/* A fold goes before the space: unfolding gives back what was. */
static void
put_plain(struct buf *b, const char *s, size_t col)
{
	size_t n;

	while (*s != '\0') {
		n = strspn(s, " ");
		n += strcspn(s + n, " ");
		if (col + n > LINE && *s == ' ') {
			buf_str(b, "\r\n");
			col = 0;
		}
		buf_add(b, s, n);
		col += n;
		s += n;
	}
}

static size_t
q_char(char out[CHAR], const uint8_t *p, size_t n)
{
	static const char digits[] = "0123456789ABCDEF";
	size_t i, len = 0;

	for (i = 0; i < n; i++) {
		if (p[i] == ' ')
			out[len++] = '_';
		else if ((p[i] >= '0' && p[i] <= '9') ||
		    (p[i] >= 'A' && p[i] <= 'Z') ||
		    (p[i] >= 'a' && p[i] <= 'z')) {
			out[len++] = (char)p[i];
		} else {
			out[len++] = '=';
			out[len++] = digits[p[i] >> 4];
			out[len++] = digits[p[i] & 15];
		}
	}
	return len;
}

/* RFC 2047 section 5: a character is never cut between two words. */
static void
put_encoded(struct buf *b, const char *s, size_t col)
{
	const uint8_t *p = (const uint8_t *)s;
	size_t left = strlen(s), len, room;
	char q[CHAR];
	int n;

	if (col + AROUND + CHAR > LINE) {
		buf_str(b, "\r\n ");
		col = 1;
	}
	room = (col > 0 ? LINE - col : WORD) - AROUND;
	buf_str(b, "=?UTF-8?Q?");
	for (; left > 0; left -= (size_t)n, p += n) {
		n = u8_mblen(p, left);
		len = q_char(q, p, (size_t)n);
		if (len > room) {
			buf_str(b, "?=\r\n =?UTF-8?Q?");
			room = WORD - AROUND;
		}
		buf_add(b, q, len);
		room -= len;
	}
	buf_str(b, "?=");
}

void
esc_header(struct buf *b, const char *s)
{
	struct buf c;
	size_t col = column(b);

	if (s == NULL)
		return;
	buf_init(&c, 3 * strlen(s) + 1);
	clean(&c, s);
	if (is_plain(buf_get(&c), col))
		put_plain(b, buf_get(&c), col);
	else
		put_encoded(b, buf_get(&c), col);
	buf_clear(&c);
}
