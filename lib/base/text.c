#include "base/text.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>

#include "base/mem.h"

#define UPN_MAX 254
#define LOCAL_MAX 64

/* The bytes before the first one that is not ASCII. */
static size_t
ascii(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len && (signed char)s[i] > 0)
		i++;
	return i;
}

int
text_ok(const char *s, size_t len)
{
	size_t n = ascii(s, len);

	if (n == len)
		return 1;
	return memchr(s + n, '\0', len - n) == NULL &&
	    u8_check((const uint8_t *)s + n, len - n) == NULL;
}

char *
text_fold(const char *s)
{
	size_t len, i, out_len = 0;
	uint8_t *folded;
	char *out;

	if (s == NULL)
		return NULL;
	len = strlen(s);
	if (ascii(s, len) == len) {
		out = mem_strn(s, len);
		for (i = 0; i < len; i++)
			if (out[i] >= 'A' && out[i] <= 'Z')
				out[i] = (char)(out[i] + 32);
		return out;
	}
	if (u8_check((const uint8_t *)s, len) != NULL)
		return NULL;
	folded = u8_casefold((const uint8_t *)s, len, NULL, UNINORM_NFC, NULL,
	    &out_len);
	if (folded == NULL)
		mem_out();
	out = mem_strn((const char *)folded, out_len);
	free(folded);
	return out;
}

/* The length of the white space at s, 0 if there is none. */
static size_t
space(const char *s)
{
	ucs4_t c;
	int n;

	if ((signed char)*s >= 0)
		return *s == ' ' || (*s >= '\t' && *s <= '\r');
	n = u8_mbtoucr(&c, (const uint8_t *)s, strnlen(s, 4));
	return n > 0 && uc_is_property_white_space(c) ? (size_t)n : 0;
}

void
text_squeeze(char *s)
{
	char *to = s;
	const char *from = s;
	int gap = 0;
	size_t n;

	while (*from != '\0') {
		if ((n = space(from)) > 0) {
			gap = to > s;
			from += n;
			continue;
		}
		if (gap)
			*to++ = ' ';
		gap = 0;
		*to++ = *from++;
	}
	*to = '\0';
}

/* What would have a meaning in a mail header or an SMTP command is none. */
static inline int
upn_ascii(unsigned char c)
{
	switch (c) {
	case '"': case '(': case ')': case ',': case ':': case ';':
	case '<': case '>': case '[': case '\\': case ']': case '`':
		return 0;
	default:
		return c > 0x20 && c != 0x7f;
	}
}

/* Letters of any script pass; what cannot be seen does not. */
static int
upn_chars(const char *s)
{
	const uint8_t *p = (const uint8_t *)s;
	ucs4_t c;

	for (;;) {
		while (*p != '\0' && *p < 0x80)
			if (!upn_ascii(*p++))
				return 0;
		if ((p = u8_next(&c, p)) == NULL)
			return 1;
		if (uc_is_property_white_space(c) ||
		    uc_is_general_category(c, UC_OTHER))
			return 0;
	}
}

int
text_upn(const char *s)
{
	const char *at;
	size_t len, local;

	if (s == NULL || (at = strchr(s, '@')) == NULL ||
	    strchr(at + 1, '@') != NULL)
		return 0;
	len = strlen(s);
	local = (size_t)(at - s);
	if (len > UPN_MAX || local < 1 || local > LOCAL_MAX || *s == '-' ||
	    at[1] == '\0' || at[1] == '.' || at[1] == '-' ||
	    strstr(at, "..") != NULL || s[len - 1] == '.' ||
	    s[len - 1] == '-')
		return 0;
	return text_ok(s, len) && upn_chars(s);
}

int
text_width(const char *s)
{
	size_t len = strlen(s);

	if (!text_ok(s, len))
		return -1;
	return u8_width((const uint8_t *)s, len, "UTF-8");
}

static int
from_utf8(const char *in, size_t len, struct buf *out)
{
	if (!text_ok(in, len))
		return -1;
	buf_add(out, in, len);
	return 0;
}

/* Opened once: a file is read in many pieces, and of one charset. */
static iconv_t
from(const char *charset)
{
	static const char *const known[] = { "windows-1252", "utf-16le",
		"utf-16be" };
	static iconv_t open[sizeof(known) / sizeof(known[0])];
	static int is_open[sizeof(known) / sizeof(known[0])];
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(charset, known[i]) != 0)
			continue;
		if (!is_open[i]) {
			if ((open[i] = iconv_open("UTF-8", charset)) ==
			    (iconv_t)-1)
				return (iconv_t)-1;
			is_open[i] = 1;
		}
		iconv(open[i], NULL, NULL, NULL, NULL);
		return open[i];
	}
	return (iconv_t)-1;
}

int
text_from(const char *charset, const char *in, size_t len, struct buf *out)
{
	char room[4096], *p = (char *)(uintptr_t)in;
	size_t was = out->len;
	int full = out->full;
	iconv_t cd;

	if (strcmp(charset, "utf-8") == 0)
		return from_utf8(in, len, out);
	if ((cd = from(charset)) == (iconv_t)-1)
		return -1;
	while (len > 0) {
		char *to = room;
		size_t left = sizeof(room);

		if (iconv(cd, &p, &len, &to, &left) == (size_t)-1 &&
		    errno != E2BIG) {
			buf_cut(out, was);
			out->full = full;
			return -1;
		}
		buf_add(out, room, sizeof(room) - left);
	}
	return 0;
}
