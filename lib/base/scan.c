#include "base/scan.h"

#include <string.h>

void
scan_expect(struct scan *s, const char *word)
{
	size_t n = strlen(word);

	if (s->bad || (size_t)(s->end - s->p) < n ||
	    memcmp(s->p, word, n) != 0)
		s->bad = 1;
	else
		s->p += n;
}

int64_t
scan_number(struct scan *s)
{
	int64_t v = 0;
	const char *from = s->p;

	while (s->p < s->end && *s->p >= '0' && *s->p <= '9' &&
	    s->p - from < 18)
		v = v * 10 + (*s->p++ - '0');
	if (s->p == from)
		s->bad = 1;
	return v;
}

static int
hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' :
	    c >= 'a' && c <= 'f' ? c - 'a' + 10 :
	    c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* \uXXXX: we write it for controls and U+2028, U+2029 only. */
static void
unicode(struct scan *s)
{
	unsigned u = 0;
	int i, d;

	for (i = 0; i < 4; i++) {
		d = s->p < s->end ? hex_digit(*s->p++) : -1;
		if (d == -1) {
			s->bad = 1;
			return;
		}
		u = u * 16 + (unsigned)d;
	}
	if (u == 0 || (u >= 0xd800 && u <= 0xdfff))
		s->bad = 1;
	else if (u < 0x80)
		buf_chr(s->out, (char)u);
	else if (u < 0x800) {
		buf_chr(s->out, (char)(0xc0 | u >> 6));
		buf_chr(s->out, (char)(0x80 | (u & 63)));
	} else {
		buf_chr(s->out, (char)(0xe0 | u >> 12));
		buf_chr(s->out, (char)(0x80 | (u >> 6 & 63)));
		buf_chr(s->out, (char)(0x80 | (u & 63)));
	}
}

static void
escape(struct scan *s)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *at;

	if (s->p == s->end) {
		s->bad = 1;
		return;
	}
	if (*s->p == 'u') {
		s->p++;
		unicode(s);
		return;
	}
	at = strchr(from, *s->p++);
	if (at == NULL || *at == '\0')
		s->bad = 1;
	else
		buf_chr(s->out, to[at - from]);
}

/* A string to out, NUL-terminated there; its place in out. */
size_t
scan_string(struct scan *s)
{
	size_t at = s->out->len;

	scan_expect(s, "\"");
	while (!s->bad) {
		const char *from = s->p;

		while (s->p < s->end && *s->p != '"' && *s->p != '\\' &&
		    (unsigned char)*s->p >= 0x20)
			s->p++;
		buf_add(s->out, from, (size_t)(s->p - from));
		if (s->p == s->end || (unsigned char)*s->p < 0x20)
			s->bad = 1;
		else if (*s->p++ == '"')
			break;
		else
			escape(s);
	}
	buf_chr(s->out, '\0');
	return at;
}

void
scan_bytes(struct scan *s, unsigned char *to, size_t len)
{
	size_t i;

	scan_expect(s, "\"");
	for (i = 0; i < len && !s->bad; i++) {
		int a = s->end - s->p > 1 ? hex_digit(s->p[0]) : -1;
		int b = a != -1 ? hex_digit(s->p[1]) : -1;

		if (b == -1)
			s->bad = 1;
		to[i] = (unsigned char)(a * 16 + b);
		s->p += 2;
	}
	scan_expect(s, "\"");
}

int
scan_null(struct scan *s)
{
	if (s->end - s->p < 4 || memcmp(s->p, "null", 4) != 0)
		return 0;
	s->p += 4;
	return 1;
}
