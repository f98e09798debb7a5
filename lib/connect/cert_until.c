#include "connect/cert_until.h"

#include <stdio.h>
#include <string.h>

#include "base/when.h"

enum { SEQUENCE = 0x30, INTEGER = 0x02, VERSION = 0xa0, UTC_TIME = 0x17,
	GENERAL_TIME = 0x18 };

struct der {
	const unsigned char *p, *end;
};

/* The next element, of this tag: in is what is in it.  0: it is another. */
static int
next(struct der *d, int tag, struct der *in)
{
	size_t len, n;

	if (d->end - d->p < 2 || *d->p != tag)
		return 0;
	len = d->p[1];
	d->p += 2;
	if (len > 0x80) {		/* so many bytes of length follow */
		n = len & 0x7f;
		if (n > 3 || (size_t)(d->end - d->p) < n)
			return 0;
		for (len = 0; n > 0; n--)
			len = len << 8 | *d->p++;
	} else if (len == 0x80)
		return 0;
	if ((size_t)(d->end - d->p) < len)
		return 0;
	in->p = d->p;
	in->end = d->p += len;
	return 1;
}

/* YYMMDDHHMMSSZ, of 1950 to 2049, or YYYYMMDDHHMMSSZ. */
static int
instant(const struct der *t, int short_year, int64_t *at)
{
	char s[16], iso[32];
	size_t n = (size_t)(t->end - t->p), want = short_year ? 13 : 15;

	if (n != want || t->p[n - 1] != 'Z')
		return 0;
	(void)snprintf(s, sizeof(s), "%s%.*s", !short_year ? "" :
	    t->p[0] >= '5' ? "19" : "20", (int)n, (const char *)t->p);
	(void)snprintf(iso, sizeof(iso), "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", s,
	    s + 4, s + 6, s + 8, s + 10, s + 12);
	return when_parse(iso, at) == 0;
}

int
cert_until(const unsigned char *der, size_t len, int64_t *at)
{
	struct der all = { der, der + len }, cert, body, valid, x;

	if (!next(&all, SEQUENCE, &cert) || !next(&cert, SEQUENCE, &body))
		return 0;
	if (body.p < body.end && *body.p == VERSION &&
	    !next(&body, VERSION, &x))
		return 0;
	/* serial number, algorithm, issuer */
	if (!next(&body, INTEGER, &x) || !next(&body, SEQUENCE, &x) ||
	    !next(&body, SEQUENCE, &x) || !next(&body, SEQUENCE, &valid) ||
	    (!next(&valid, UTC_TIME, &x) && !next(&valid, GENERAL_TIME, &x)))
		return 0;
	return next(&valid, UTC_TIME, &x) ? instant(&x, 1, at) :
	    next(&valid, GENERAL_TIME, &x) && instant(&x, 0, at);
}
