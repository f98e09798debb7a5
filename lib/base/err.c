#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void
set(struct err *e, int kind, const char *fmt, va_list ap)
{
	e->kind = kind;
	vsnprintf(e->text, sizeof(e->text), fmt, ap);
}

int
err_set(struct err *e, int kind, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set(e, kind, fmt, ap);
	va_end(ap);
	return -1;
}

int
err_sys(struct err *e, int kind, const char *fmt, ...)
{
	const char *why = strerror(errno);
	size_t len;
	va_list ap;

	va_start(ap, fmt);
	set(e, kind, fmt, ap);
	va_end(ap);
	len = strlen(e->text);
	snprintf(e->text + len, sizeof(e->text) - len, ": %s", why);
	return -1;
}

int
err_add(struct err *e, const char *fmt, ...)
{
	char was[sizeof(e->text)];
	size_t len;
	va_list ap;

	memcpy(was, e->text, sizeof(was));
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof(e->text), fmt, ap);
	va_end(ap);
	len = strlen(e->text);
	snprintf(e->text + len, sizeof(e->text) - len, ": %s", was);
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
