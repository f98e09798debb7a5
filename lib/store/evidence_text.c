#include "store/evidence_text.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "base/esc.h"

static void
write_hex(struct buf *b, const char *name, const unsigned char *p, size_t len)
{
	char h[65];

	buf_fmt(b, ",\"%s\":", name);
	if (p == NULL) {
		buf_str(b, "null");
		return;
	}
	sodium_bin2hex(h, sizeof(h), p, len);
	buf_fmt(b, "\"%s\"", h);
}

void
evidence_text_write(struct buf *b, const struct evidence *r)
{
	buf_fmt(b, "{\"v\":1,\"seq\":%" PRId64 ",\"at\":%" PRId64
	    ",\"actor\":\"%s\",\"action\":\"%s\",\"subject\":\"", r->seq,
	    r->at, r->actor, r->action);
	buf_str(b, r->subject);
	buf_chr(b, '"');
	write_hex(b, "salt", r->detail != NULL ? r->salt : NULL, 16);
	buf_str(b, ",\"detail\":");
	if (r->detail != NULL)
		esc_json(b, r->detail);
	else
		buf_str(b, "null");
	write_hex(b, "detail_hash", r->detail_hash, 32);
	write_hex(b, "hash", r->hash, 32);
	buf_str(b, "}\n");
}

/* What is left of the line, and where unescaped text goes. */
struct scan {
	const char *p, *end;
	struct buf *out;
	int	bad;
};

static void
expect(struct scan *s, const char *word)
{
	size_t n = strlen(word);

	if (s->bad || (size_t)(s->end - s->p) < n ||
	    memcmp(s->p, word, n) != 0)
		s->bad = 1;
	else
		s->p += n;
}

static int64_t
number(struct scan *s)
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
static size_t
string(struct scan *s)
{
	size_t at = s->out->len;

	expect(s, "\"");
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

static void
bytes(struct scan *s, unsigned char *to, size_t len)
{
	size_t i;

	expect(s, "\"");
	for (i = 0; i < len && !s->bad; i++) {
		int a = s->end - s->p > 1 ? hex_digit(s->p[0]) : -1;
		int b = a != -1 ? hex_digit(s->p[1]) : -1;

		if (b == -1)
			s->bad = 1;
		to[i] = (unsigned char)(a * 16 + b);
		s->p += 2;
	}
	expect(s, "\"");
}

static int
is_null(struct scan *s)
{
	if (s->end - s->p < 4 || memcmp(s->p, "null", 4) != 0)
		return 0;
	s->p += 4;
	return 1;
}

int
evidence_text_read(const char *line, size_t len, struct evidence_read *x)
{
	struct scan s = { line, line + len, &x->text, 0 };
	size_t actor, action, subject, detail = 0;
	int erased;

	buf_empty(&x->text);
	expect(&s, "{\"v\":1,\"seq\":");
	x->r.seq = number(&s);
	expect(&s, ",\"at\":");
	x->r.at = number(&s);
	expect(&s, ",\"actor\":");
	actor = string(&s);
	expect(&s, ",\"action\":");
	action = string(&s);
	expect(&s, ",\"subject\":");
	subject = string(&s);
	expect(&s, ",\"salt\":");
	if (!(erased = is_null(&s)))
		bytes(&s, x->salt, sizeof(x->salt));
	expect(&s, ",\"detail\":");
	if (!erased)
		detail = string(&s);
	else if (!is_null(&s))
		s.bad = 1;
	expect(&s, ",\"detail_hash\":");
	bytes(&s, x->detail_hash, sizeof(x->detail_hash));
	expect(&s, ",\"hash\":");
	bytes(&s, x->hash, sizeof(x->hash));
	expect(&s, "}");
	if (s.bad || s.p != s.end || !buf_ok(&x->text))
		return -1;
	x->r.actor = x->text.p + actor;
	x->r.action = x->text.p + action;
	x->r.subject = x->text.p + subject;
	x->r.detail = erased ? NULL : x->text.p + detail;
	x->r.salt = erased ? NULL : x->salt;
	x->r.detail_hash = x->detail_hash;
	x->r.hash = x->hash;
	return 0;
}
