#include "connect/mail_qp.h"

#include <string.h>

enum { WIDTH = 76 };

/* Whether the character at i must be written as =XX. */
static int
coded(const char *s, size_t len, size_t i, size_t col)
{
	unsigned char c = (unsigned char)s[i];
	int last = i + 1 == len || s[i + 1] == '\n';

	if (c == ' ' || c == '\t')
		return last;
	if (c < ' ' || c > '~' || c == '=')
		return 1;
	if (col > 0)
		return 0;
	return c == '.' || (c == 'F' && len - i >= 5 &&
	    memcmp(s + i, "From ", 5) == 0);
}

/* Letters, digits and the like: never coded, but for an F at the start. */
static size_t
run(const char *s, size_t left)
{
	size_t n = 0;

	while (n < left && s[n] > ' ' && s[n] <= '~' && s[n] != '=')
		n++;
	return n;
}

void
mail_qp(struct buf *b, const char *s, size_t len)
{
	static const char hex[] = "0123456789ABCDEF";
	char code[3] = { '=', 0, 0 };
	size_t i, col = 0, n;

	for (i = 0; i < len; i += n) {
		n = 1;
		if (s[i] == '\n') {
			buf_add(b, "\r\n", 2);
			col = 0;
			continue;
		}
		if (col + 3 > WIDTH - 1) {	/* room for the soft "=" */
			buf_add(b, "=\r\n", 3);
			col = 0;
		}
		if (!coded(s, len, i, col)) {
			n = col == 0 ? 1 : run(s + i, len - i);
			if (n == 0)
				n = 1;		/* a space */
			if (n > WIDTH - 1 - col)
				n = WIDTH - 1 - col;
			buf_add(b, s + i, n);
			col += n;
			continue;
		}
		code[1] = hex[(unsigned char)s[i] >> 4];
		code[2] = hex[(unsigned char)s[i] & 15];
		buf_add(b, code, 3);
		col += 3;
	}
	if (col > 0)
		buf_add(b, "\r\n", 2);
}
