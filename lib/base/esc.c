#include "base/esc.h"

#include <string.h>
#include <unistr.h>

#define BAD 0xffffffffu		/* a byte that is no UTF-8 */

typedef int special_fn(ucs4_t);
typedef void put_fn(struct buf *, ucs4_t, const unsigned char *, size_t);

static inline size_t
next(const unsigned char *p, size_t left, ucs4_t *c)
{
	int n;

	if (*p < 0x80) {
		*c = *p;
		return 1;
	}
	if ((n = u8_mbtoucr(c, p, left)) > 0)
		return (size_t)n;
	*c = BAD;
	return 1;
}

/*
 * Runs of ordinary characters are copied whole; put writes each special one.
 * Inlined, so that each context gets a loop of its own without a call a byte,
 * and one within it for ASCII, which most of a text is.
 */
static inline __attribute__((always_inline)) void
each(struct buf *b, const char *s, size_t len, special_fn *special,
    put_fn *put)
{
	const unsigned char *p = (const unsigned char *)s, *from = p;
	const unsigned char *const end = p + len;
	ucs4_t c;
	size_t n;

	for (;;) {
		while (p < end && *p < 0x80 && !special(*p))
			p++;
		if (p == end)
			break;
		n = next(p, (size_t)(end - p), &c);
		if (special(c)) {
			if (p > from)
				buf_add(b, from, (size_t)(p - from));
			put(b, c, p, n);
			from = p + n;
		}
		p += n;
	}
	if (p > from)
		buf_add(b, from, (size_t)(p - from));
}

/* In one piece each: at the buf's limit no half of an escape is left. */
static void
hex(struct buf *b, const char *mark, const unsigned char *p, size_t n,
    const char *digits)
{
	char piece[4];
	size_t len = strlen(mark);	/* 1 or 2 */

	memcpy(piece, mark, len);
	for (; n > 0; n--, p++) {
		piece[len] = digits[*p >> 4];
		piece[len + 1] = digits[*p & 15];
		buf_add(b, piece, len + 2);
	}
}

static void
backslash(struct buf *b, ucs4_t c)
{
	const char piece[2] = { '\\', (char)c };

	buf_add(b, piece, sizeof(piece));
}

static const char lower[] = "0123456789abcdef";
static const char upper[] = "0123456789ABCDEF";

static inline int
is_control(ucs4_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

/* Embeddings, overrides and isolates: they show a name as another one. */
static inline int
is_bidi(ucs4_t c)
{
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static inline int
html_special(ucs4_t c)
{
	return c == '&' || c == '<' || c == '>' || c == '"' || c == '\'' ||
	    (is_control(c) && c != '\t' && c != '\n') || is_bidi(c) || c == BAD;
}

static void
html_put(struct buf *b, ucs4_t c, const unsigned char *p, size_t n)
{
	(void)p;
	(void)n;
	if (c == '&')
		buf_str(b, "&amp;");
	else if (c == '<')
		buf_str(b, "&lt;");
	else if (c == '>')
		buf_str(b, "&gt;");
	else if (c == '"')
		buf_str(b, "&quot;");
	else if (c == '\'')
		buf_str(b, "&#39;");
	else if (c == BAD)
		buf_str(b, "\xef\xbf\xbd");
}

void
esc_html(struct buf *b, const char *s)
{
	if (s != NULL)
		each(b, s, strlen(s), html_special, html_put);
}

static inline int
url_special(ucs4_t c)
{
	return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
	    c == '~');
}

static void
url_put(struct buf *b, ucs4_t c, const unsigned char *p, size_t n)
{
	(void)c;
	hex(b, "%", p, n, upper);
}

void
esc_url(struct buf *b, const char *s)
{
	if (s != NULL)
		each(b, s, strlen(s), url_special, url_put);
}

static inline int
filter_special(ucs4_t c)
{
	return c == '*' || c == '(' || c == ')' || c == '\\' || c < 0x20 ||
	    c > 126;
}

static void
slash_hex(struct buf *b, ucs4_t c, const unsigned char *p, size_t n)
{
	(void)c;
	hex(b, "\\", p, n, lower);
}

void
esc_filter(struct buf *b, const char *s)
{
	if (s != NULL)
		each(b, s, strlen(s), filter_special, slash_hex);
}

void
esc_filter_bytes(struct buf *b, const void *p, size_t len)
{
	hex(b, "\\", p, len, lower);
}

static inline int
dn_special(ucs4_t c)
{
	return c == '"' || c == '+' || c == ',' || c == ';' || c == '<' ||
	    c == '>' || c == '\\' || c == '=' || c < 0x20 || c == 0x7f ||
	    c == BAD;
}

static void
dn_put(struct buf *b, ucs4_t c, const unsigned char *p, size_t n)
{
	if (c < 0x20 || c == 0x7f || c == BAD) {
		hex(b, "\\", p, n, lower);
		return;
	}
	backslash(b, c);
}

/* Outer spaces go in as \20: a parser that trims first cannot lose them. */
void
esc_dn(struct buf *b, const char *s)
{
	size_t len = s == NULL ? 0 : strlen(s);
	int tail;

	if (len > 0 && (*s == ' ' || *s == '#')) {
		buf_str(b, *s == ' ' ? "\\20" : "\\#");
		s++;
		len--;
	}
	tail = len > 0 && s[len - 1] == ' ';
	if (len > 0)
		each(b, s, len - (size_t)tail, dn_special, dn_put);
	if (tail)
		buf_str(b, "\\20");
}

/* Sources: OWASP, CSV Injection; full-width forms: U+FF1D FF0B FF0D FF20. */
static int
runs_as_formula(const char *s)
{
	static const char *const wide[] = { "\xef\xbc\x9d", "\xef\xbc\x8b",
		"\xef\xbc\x8d", "\xef\xbc\xa0" };
	size_t i;

	if (*s != '\0' && strchr("=+-@\t\r\n", *s) != NULL)
		return 1;
	for (i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (strncmp(s, wide[i], 3) == 0)
			return 1;
	return 0;
}

static inline int
csv_special(ucs4_t c)
{
	return c == '"';
}

static void
csv_put(struct buf *b, ucs4_t c, const unsigned char *p, size_t n)
{
	(void)c;
	(void)p;
	(void)n;
	buf_str(b, "\"\"");
}

void
esc_csv(struct buf *b, const char *s, int guard)
{
	size_t len = s == NULL ? 0 : strlen(s);
	int quote;

	if (len == 0)
		return;
	/* Outer spaces too: readers trim cells that are not quoted. */
	quote = s[strcspn(s, ",;|\"\r\n\t")] != '\0' || *s == ' ' ||
	    s[len - 1] == ' ';
	if (quote)
		buf_chr(b, '"');
	if (guard && runs_as_formula(s))
		buf_chr(b, '\'');
	each(b, s, len, csv_special, csv_put);
	if (quote)
		buf_chr(b, '"');
}

static inline int
tsv_special(ucs4_t c)
{
	return c == '\t' || c == '\n' || c == '\r' || c == '\\';
}

static void
tsv_put(struct buf *b, ucs4_t c, const unsigned char *p, size_t n)
{
	(void)p;
	(void)n;
	buf_str(b, c == '\t' ? "\\t" : c == '\n' ? "\\n" :
	    c == '\r' ? "\\r" : "\\\\");
}

void
esc_tsv(struct buf *b, const char *s)
{
	if (s != NULL)
		each(b, s, strlen(s), tsv_special, tsv_put);
}

static inline int
term_special(ucs4_t c)
{
	return is_control(c) || is_bidi(c) || c == BAD;
}

static void
term_put(struct buf *b, ucs4_t c, const unsigned char *p, size_t n)
{
	(void)c;
	hex(b, "\\x", p, n, lower);
}

void
esc_term(struct buf *b, const char *s)
{
	if (s != NULL)
		each(b, s, strlen(s), term_special, term_put);
}

static inline int
json_special(ucs4_t c)
{
	return c < 0x20 || c == '"' || c == '\\' || c == 0x2028 ||
	    c == 0x2029 || c == BAD;
}

static void
json_put(struct buf *b, ucs4_t c, const unsigned char *p, size_t n)
{
	(void)p;
	(void)n;
	if (c == '"' || c == '\\')
		backslash(b, c);
	else if (c == '\n')
		buf_str(b, "\\n");
	else if (c == '\r')
		buf_str(b, "\\r");
	else if (c == '\t')
		buf_str(b, "\\t");
	else
		buf_fmt(b, "\\u%04x", (unsigned)(c == BAD ? 0xfffd : c));
}

/* plain_json: the whole of s and its quotes, if nothing in it is special and
 * all of it ASCII: names of members, and most values.  0 and nothing if not. */
static int
plain_json(struct buf *b, const char *s)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t len;
	char *to;

	while (*p < 0x80 && !json_special(*p))
		p++;
	if (*p != '\0')
		return 0;
	len = (size_t)(p - (const unsigned char *)s);
	if ((to = buf_more(b, len + 2)) == NULL)
		return 1;
	to[0] = to[len + 1] = '"';
	memcpy(to + 1, s, len);
	return 1;
}

void
esc_json(struct buf *b, const char *s)
{
	if (s != NULL && plain_json(b, s))
		return;
	buf_chr(b, '"');
	if (s != NULL)
		each(b, s, strlen(s), json_special, json_put);
	buf_chr(b, '"');
}
