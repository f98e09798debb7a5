#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
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
		return NULL;
	out = mem_strn((const char *)folded, out_len);
	free(folded);
	return out;
}

void
text_squeeze(char *s)
{
	char *to = s, *from = s;

	while (isspace((unsigned char)*from))
		from++;
	for (; *from != '\0'; from++) {
		if (!isspace((unsigned char)*from))
			*to++ = *from;
		else if (from[1] != '\0' && !isspace((unsigned char)from[1]))
			*to++ = ' ';
	}
	*to = '\0';
}

/* What would have a meaning in a mail header or an SMTP command. */
static int
upn_byte(unsigned char c)
{
	return c > 0x20 && c != 0x7f && strchr("\"'(),:;<>[\\]`", c) == NULL;
}

int
text_upn(const char *s)
{
	const char *at = strchr(s, '@'), *p;
	size_t len = strlen(s), local;

	if (at == NULL || strchr(at + 1, '@') != NULL || len > UPN_MAX ||
	    !text_ok(s, len))
		return 0;
	local = (size_t)(at - s);
	if (local < 1 || local > LOCAL_MAX || at[1] == '\0' ||
	    at[1] == '.' || at[1] == '-' || *s == '-')
		return 0;
	for (p = s; *p != '\0'; p++)
		if (*p != '@' && !upn_byte((unsigned char)*p))
			return 0;
	return strstr(at, "..") == NULL && s[len - 1] != '.' &&
	    s[len - 1] != '-';
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

int
text_from(const char *charset, const char *in, size_t len, struct buf *out)
{
	char room[4096], *from = (char *)(uintptr_t)in;
	iconv_t cd;
	int rc = 0;

	if (strcmp(charset, "utf-8") == 0)
		return from_utf8(in, len, out);
	if (strcmp(charset, "windows-1252") != 0 &&
	    strcmp(charset, "utf-16le") != 0 &&
	    strcmp(charset, "utf-16be") != 0)
		return -1;
	if ((cd = iconv_open("utf-8", charset)) == (iconv_t)-1)
		return -1;
	while (len > 0 && rc == 0) {
		char *to = room;
		size_t left = sizeof(room);

		if (iconv(cd, &from, &len, &to, &left) == (size_t)-1 &&
		    errno != E2BIG)
			rc = -1;
		buf_add(out, room, sizeof(room) - left);
	}
	iconv_close(cd);
	return rc;
}
