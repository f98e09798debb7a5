#include "domain/roster_pack.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/*
 * has (2 bytes), then for each field in it: a length of 3 bytes, the text and
 * a NUL; 0xffffff stands for an empty one, and nothing follows it.
 */
#define EMPTY 0xffffffu

static void
put(struct buf *b, unsigned v, int bytes)
{
	unsigned char o[3] = { (unsigned char)(v >> 16),
		(unsigned char)(v >> 8), (unsigned char)v };

	buf_add(b, o + 3 - bytes, (size_t)bytes);
}

static unsigned
take(const unsigned char *p, int bytes)
{
	unsigned v = 0;

	while (bytes-- > 0)
		v = v << 8 | *p++;
	return v;
}

void
roster_pack(const struct roster_row *r, struct buf *b)
{
	size_t n;
	int i;

	put(b, r->has, 2);
	for (i = 0; i < ROSTER_FIELDS; i++) {
		if ((r->has & 1u << i) == 0)
			continue;
		if (r->value[i] == NULL) {
			put(b, EMPTY, 3);
			continue;
		}
		n = strlen(r->value[i]);
		put(b, (unsigned)n, 3);
		buf_add(b, r->value[i], n + 1);
	}
}

/* key: the folded UPN again; it is not packed. */
static int
key(struct roster_row *r)
{
	const char *upn = r->value[ROSTER_UPN];
	char *k;
	size_t n;

	r->upn_key[0] = '\0';
	if (upn == NULL)
		return 0;
	if ((k = text_fold(upn)) == NULL)
		return -1;
	if ((n = strlen(k)) < sizeof(r->upn_key))
		memcpy(r->upn_key, k, n + 1);
	free(k);
	return n < sizeof(r->upn_key) ? 0 : -1;
}

int
roster_pack_take(const void *bytes, size_t len, struct roster_row *r)
{
	const unsigned char *p = bytes, *end = p + len;
	unsigned n;
	int i;

	memset(r->value, 0, sizeof(r->value));
	r->upn_key[0] = '\0';
	if (len < 2)
		return -1;
	r->has = take(p, 2);
	p += 2;
	for (i = 0; i < ROSTER_FIELDS; i++) {
		if ((r->has & 1u << i) == 0)
			continue;
		if (end - p < 3)
			return -1;
		n = take(p, 3);
		p += 3;
		if (n == EMPTY)
			continue;
		if ((size_t)(end - p) <= n || p[n] != '\0')
			return -1;
		r->value[i] = (const char *)p;
		p += n + 1;
	}
	return p == end ? 0 : -1;
}

int
roster_pack_open(const void *bytes, size_t len, struct roster_row *r)
{
	return roster_pack_take(bytes, len, r) == -1 ? -1 : key(r);
}

void
roster_pack_hash(const void *bytes, size_t len, unsigned char out[ROSTER_HASH])
{
	crypto_generichash(out, ROSTER_HASH, bytes, len, NULL, 0);
}

static int
same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static const char *
wider(const char *a, const char *b, int end)
{
	if (a == NULL || b == NULL)
		return a == NULL ? b : a;
	return (strcmp(a, b) > 0) == end ? a : b;
}

/* own: the day is to's, whatever becomes of the row that it came from. */
static void
own(const char **to, const char *day, char room[11])
{
	if (day == *to)
		return;
	(void)snprintf(room, 11, "%s", day);
	*to = room;
}

int
roster_pack_merge(struct roster_row *to, const struct roster_row *from)
{
	int i;

	if (to->has != from->has || strcmp(to->upn_key, from->upn_key) != 0)
		return 0;
	for (i = ROSTER_WORKER_ID; i < ROSTER_FIELDS; i++)
		if (i != ROSTER_START && i != ROSTER_END &&
		    !same(to->value[i], from->value[i]))
			return 0;
	own(&to->value[ROSTER_START], wider(to->value[ROSTER_START],
	    from->value[ROSTER_START], 0), to->start);
	own(&to->value[ROSTER_END], wider(to->value[ROSTER_END],
	    from->value[ROSTER_END], 1), to->end);
	return 1;
}

void
roster_pack_widen(struct roster_row *r, const char *start, const char *end)
{
	const char *v;

	v = wider(r->value[ROSTER_START], *start == '\0' ? NULL : start, 0);
	if (v == start) {
		snprintf(r->start, sizeof(r->start), "%s", start);
		r->value[ROSTER_START] = r->start;
	}
	v = wider(r->value[ROSTER_END], *end == '\0' ? NULL : end, 1);
	if (v == end) {
		snprintf(r->end, sizeof(r->end), "%s", end);
		r->value[ROSTER_END] = r->end;
	}
}
