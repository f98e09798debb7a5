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

void
mail_qp(struct buf *b, const char *s, size_t len)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t i, col = 0, need;
	unsigned char c;

	for (i = 0; i < len; i++) {
		c = (unsigned char)s[i];
		if (c == '\n') {
			buf_str(b, "\r\n");
			col = 0;
			continue;
		}
		need = coded(s, len, i, col) ? 3 : 1;
		if (col + need > WIDTH - 1) {	/* room for the soft "=" */
			buf_str(b, "=\r\n");
			col = 0;
			need = coded(s, len, i, col) ? 3 : 1;
		}
		if (need == 3) {
			buf_chr(b, '=');
			buf_chr(b, hex[c >> 4]);
			buf_chr(b, hex[c & 15]);
		} else
			buf_chr(b, (char)c);
		col += need;
	}
	if (col > 0)
		buf_str(b, "\r\n");
}
