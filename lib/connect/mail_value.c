#include "connect/mail_value.h"

#include <stdint.h>
#include <string.h>
#include <unistr.h>

#include "domain/vocab.h"

static const struct span {
	ucs4_t first, last;
} spaces[] = {
	{ 0x0000, 0x0020 }, { 0x007f, 0x00a0 }, { 0x1680, 0x1680 },
	{ 0x2000, 0x200a }, { 0x2028, 0x2029 }, { 0x202f, 0x202f },
	{ 0x205f, 0x205f }, { 0x3000, 0x3000 }
};

/* Soft hyphen, marks and embeddings of direction, invisible operators, the
 * byte order mark, interlinear annotation, tags. */
static const struct span hidden[] = {
	{ 0x00ad, 0x00ad }, { 0x061c, 0x061c }, { 0x180e, 0x180e },
	{ 0x200b, 0x200b }, { 0x200e, 0x200f }, { 0x202a, 0x202e },
	{ 0x2060, 0x206f }, { 0xfeff, 0xfeff }, { 0xfff9, 0xfffb },
	{ 0xe0000, 0xe007f }
};

static int
within(ucs4_t c, const struct span *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (c >= s[i].first && c <= s[i].last)
			return 1;
	return 0;
}

#define WITHIN(c, spans) within(c, spans, sizeof(spans) / sizeof(spans[0]))

static void
add_char(struct buf *b, ucs4_t c)
{
	uint8_t u[6];
	int n = u8_uctomb(u, c, sizeof(u));

	if (n > 0)
		buf_add(b, u, (size_t)n);
}

void
mail_value_clean(struct buf *b, const char *s, size_t max)
{
	const uint8_t *p = (const uint8_t *)(s == NULL ? "" : s);
	size_t left = strlen((const char *)p), chars = 0;
	int space = 0;
	ucs4_t c;
	int n;

	while (left > 0) {
		n = u8_mbtouc(&c, p, left);	/* bad bytes: U+FFFD */
		if (c == ':' && left > 2 && p[1] == '/' && p[2] == '/')
			space |= 2;		/* after the colon */
		p += n;
		left -= (size_t)n;
		if (WITHIN(c, hidden))
			continue;
		if (WITHIN(c, spaces)) {
			space |= chars > 0;
			continue;
		}
		if (chars >= max) {
			add_char(b, 0x2026);
			return;
		}
		if (space & 1)
			buf_chr(b, ' ');
		add_char(b, c);
		chars += 1 + (size_t)(space & 1);
		space >>= 1;
	}
}

int
mail_value_link(const char *s)
{
	size_t i;

	if (strncmp(s, "https://", 8) != 0 && strncmp(s, "http://", 7) != 0)
		return 0;
	for (i = 0; s[i] != '\0'; i++)
		if (s[i] <= ' ' || s[i] > '~' || strchr("\"'<>\\`", s[i]))
			return 0;
	return i <= 900;
}

/* Lists that we make ourselves: a departure of several accounts is long. */
static size_t
max_of(const char *name)
{
	static const char *const lists[] = { "done", "undone", "accounts",
		"privileged" };
	size_t i;

	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (strcmp(lists[i], name) == 0)
			return MAIL_VALUE_LIST;
	return MAIL_VALUE_MAX;
}

static void
copy_clean(int row, const char *name, const char *value, void *arg)
{
	static const char token[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-_";
	const struct vocab *v = vocab_find(name);
	struct buf b = BUF_INIT(16 * MAIL_VALUE_LIST);

	if (v != NULL && v->link) {
		if (v->link == 2 ? value[strspn(value, token)] == '\0' :
		    mail_value_link(value))
			pairs_set(arg, row, name, value);
		return;
	}
	mail_value_clean(&b, value, max_of(name));
	pairs_set(arg, row, name, buf_get(&b));
	buf_clear(&b);
}

struct pairs *
mail_value_all(const struct pairs *in)
{
	struct pairs *out = pairs_new();

	pairs_each(in, copy_clean, out);
	return out;
}
