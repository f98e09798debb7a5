#include "domain/username.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicase.h>
#include <uninorm.h>
#include <unistr.h>


/*
 * Letters that have no decomposition into an ASCII one.  Latin as passports
 * have it (ICAO Doc 9303-3, section 6), without its doubled vowels: "Mueller"
 * would be right for some and wrong for others, and ü decomposes into u.
 * Cyrillic and Greek likewise, where Doc 9303 gives one.
 */
static const struct {
	ucs4_t	from;
	const char *to;
} letters[] = {
	{ 0xdf, "ss" }, { 0xe6, "ae" }, { 0xf0, "d" }, { 0xf8, "o" },
	{ 0xfe, "th" }, { 0x111, "d" }, { 0x127, "h" }, { 0x131, "i" },
	{ 0x138, "k" }, { 0x142, "l" }, { 0x14b, "n" }, { 0x153, "oe" },
	{ 0x167, "t" }, { 0x17f, "s" }, { 0x180, "b" }, { 0x199, "k" },
	{ 0x19a, "l" }, { 0x1dd, "e" }, { 0x24d, "r" }, { 0x253, "b" },
	{ 0x254, "o" }, { 0x257, "d" }, { 0x259, "e" }, { 0x25b, "e" },
	{ 0x268, "i" }, { 0x272, "n" }, { 0x28b, "v" }, { 0x1e9e, "ss" },
	/* Greek */
	{ 0x3b1, "a" }, { 0x3b2, "v" }, { 0x3b3, "g" }, { 0x3b4, "d" },
	{ 0x3b5, "e" }, { 0x3b6, "z" }, { 0x3b7, "i" }, { 0x3b8, "th" },
	{ 0x3b9, "i" }, { 0x3ba, "k" }, { 0x3bb, "l" }, { 0x3bc, "m" },
	{ 0x3bd, "n" }, { 0x3be, "x" }, { 0x3bf, "o" }, { 0x3c0, "p" },
	{ 0x3c1, "r" }, { 0x3c2, "s" }, { 0x3c3, "s" }, { 0x3c4, "t" },
	{ 0x3c5, "y" }, { 0x3c6, "f" }, { 0x3c7, "ch" }, { 0x3c8, "ps" },
	{ 0x3c9, "o" },
	/* Cyrillic */
	{ 0x430, "a" }, { 0x431, "b" }, { 0x432, "v" }, { 0x433, "g" },
	{ 0x434, "d" }, { 0x435, "e" }, { 0x436, "zh" }, { 0x437, "z" },
	{ 0x438, "i" }, { 0x439, "i" }, { 0x43a, "k" }, { 0x43b, "l" },
	{ 0x43c, "m" }, { 0x43d, "n" }, { 0x43e, "o" }, { 0x43f, "p" },
	{ 0x440, "r" }, { 0x441, "s" }, { 0x442, "t" }, { 0x443, "u" },
	{ 0x444, "f" }, { 0x445, "kh" }, { 0x446, "ts" }, { 0x447, "ch" },
	{ 0x448, "sh" }, { 0x449, "shch" }, { 0x44a, "ie" }, { 0x44b, "y" },
	{ 0x44c, "" }, { 0x44d, "e" }, { 0x44e, "iu" }, { 0x44f, "ia" },
	{ 0x452, "d" }, { 0x454, "ie" }, { 0x455, "dz" }, { 0x456, "i" },
	{ 0x458, "j" }, { 0x459, "lj" }, { 0x45a, "nj" }, { 0x45b, "c" },
	{ 0x45f, "dz" }, { 0x491, "g" },
};

static void
add_letter(ucs4_t c, struct buf *out)
{
	size_t i;

	c = uc_tolower(c);
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
		buf_chr(out, (char)c);
		return;
	}
	for (i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (letters[i].from == c) {
			buf_str(out, letters[i].to);
			return;
		}
}

/* Decomposed, the accents are characters of their own, and not letters. */
void
username_ascii(const char *s, struct buf *out)
{
	size_t len = 0;
	const uint8_t *in = (const uint8_t *)s, *p, *end;
	uint8_t *apart = u8_normalize(UNINORM_NFKD, in, strlen(s), NULL, &len);
	ucs4_t c;

	if (apart == NULL)
		return;
	for (p = apart, end = apart + len; p < end;) {
		p += u8_mbtouc(&c, p, (size_t)(end - p));
		add_letter(c, out);
	}
	free(apart);
}

/* One name in braces; first: its first letter alone. */
static int
add_value(const char *value, int first, struct buf *out)
{
	struct buf b = BUF_INIT(8192);

	if (value == NULL)
		return -1;
	username_ascii(value, &b);
	if (first && b.len > 1)
		buf_cut(&b, 1);
	buf_str(out, buf_get(&b));
	buf_clear(&b);
	return 0;
}

static int
add_name(const char *name, username_value *value, void *arg, struct buf *out)
{
	if (strcmp(name, "f") == 0)
		return add_value(value("given_name", arg), 1, out);
	if (strcmp(name, "l") == 0)
		return add_value(value("family_name", arg), 1, out);
	if (strcmp(name, "given") == 0)
		return add_value(value("given_name", arg), 0, out);
	if (strcmp(name, "family") == 0)
		return add_value(value("family_name", arg), 0, out);
	return add_value(value(name, arg), 0, out);
}

static int
add_rule(const char *rule, username_value *value, void *arg, struct buf *out)
{
	char name[65];
	size_t len;

	for (; *rule != '\0'; rule++) {
		if (*rule != '{') {
			if (strchr(".-_", *rule) != NULL)
				buf_chr(out, *rule);
			else
				add_letter((unsigned char)*rule, out);
			continue;
		}
		len = strcspn(++rule, "}");
		if (rule[len] == '\0' || len == 0 || len >= sizeof(name))
			return -1;
		memcpy(name, rule, len);
		name[len] = '\0';
		if (add_name(name, value, arg, out) == -1)
			return -1;
		rule += len;
	}
	return 0;
}

int
username_make(const char *rule, username_value *value, void *arg,
    char out[USERNAME_MAX + 1])
{
	struct buf b = BUF_INIT(65536);
	const char *s;
	size_t len;
	int rc = add_rule(rule, value, arg, &b);

	/* What stood between two names of which one is empty goes. */
	s = buf_get(&b);
	s += strspn(s, ".-_");
	len = strlen(s);
	if (len > USERNAME_MAX)
		len = USERNAME_MAX;
	while (len > 0 && strchr(".-_", s[len - 1]) != NULL)
		len--;
	memcpy(out, s, len);
	out[len] = '\0';
	buf_clear(&b);
	return rc == -1 || len == 0 ? -1 : 0;
}

void
username_nth(const char *name, int nth, char out[USERNAME_MAX + 1])
{
	char number[12] = "";
	size_t len = strlen(name), room;

	if (nth > 1)
		(void)snprintf(number, sizeof(number), "%d", nth);
	room = USERNAME_MAX - strlen(number);
	(void)snprintf(out, USERNAME_MAX + 1, "%.*s%s",
	    (int)(len < room ? len : room), name, number);
}
