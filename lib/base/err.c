#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TEXT = sizeof(((struct err *)0)->text) };

/* One line: what comes from outside cannot begin a second one in a log. */
static void
one_line(char *s)
{
	for (; *s != '\0'; s++)
		if (*s == '\n' || *s == '\r')
			*s = ' ';
}

/* A cut leaves no part of a character behind. */
static void
whole(char *s)
{
	size_t len = strlen(s), n = len;

	if (len < TEXT - 1)
		return;
	while (n > 0 && len - n < 3 && ((unsigned char)s[n - 1] & 0xc0) == 0x80)
		n--;
	if (n > 0 && (unsigned char)s[n - 1] >= 0xc0)
		s[n - 1] = '\0';
}

/* The arguments may point into e: the text is made beside it. */
static void
put(struct err *e, const char *start, const char *sep, const char *rest)
{
	char text[TEXT];

	snprintf(text, sizeof(text), "%s%s%s", start, sep, rest);
	whole(text);
	one_line(text);
	memcpy(e->text, text, sizeof(text));
}

int
err_set(struct err *e, int kind, const char *fmt, ...)
{
	char text[TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	e->kind = kind;
	put(e, text, "", "");
	return -1;
}

int
err_sys(struct err *e, int kind, const char *fmt, ...)
{
	const char *why = strerror(errno);
	char text[TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	e->kind = kind;
	put(e, text, ": ", why);
	return -1;
}

int
err_add(struct err *e, const char *fmt, ...)
{
	char text[TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	put(e, text, ": ", e->text);
	return -1;
}

void
err_clear(struct err *e)
{
	e->kind = ERR_NONE;
	e->text[0] = '\0';
}

int
err_worst(int a, int b)
{
	static const int order[] = { ERR_BUG, ERR_SYSTEM, ERR_IO, ERR_CONFIG,
		ERR_REFUSED, ERR_DOWN, ERR_TEMP, ERR_DATA, 0 };
	size_t i, n = sizeof(order) / sizeof(order[0]), at = n, bt = n;

	for (i = 0; i < n; i++) {
		if (order[i] == a)
			at = i;
		if (order[i] == b)
			bt = i;
	}
	if (at == n)
		return a;
	return bt == n || bt < at ? b : a;
}
