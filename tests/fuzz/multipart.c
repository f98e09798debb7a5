/*
 * Any bytes as a form with a file: the first line is its Content-Type, the
 * rest its body.  Never a crash; in whatever pieces it comes, the same parts
 * with the same bytes are found, and a name keeps its promises.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "web/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

struct heard {
	struct buf b;
	int	open;
};

static int
begin(const struct multipart_part *part, void *arg, struct err *e)
{
	struct heard *h = arg;
	const char *s;

	(void)e;
	if (h->open++ || part->name[0] < 'a' || part->name[0] > 'z' ||
	    strchr(part->file, '/') != NULL ||
	    strchr(part->file, '\\') != NULL ||
	    !text_ok(part->file, strlen(part->file)))
		abort();
	for (s = part->file; *s != '\0'; s++)
		if ((unsigned char)*s < ' ')
			abort();
	buf_fmt(&h->b, "<%s|%d|%s>", part->name, part->is_file, part->file);
	return 0;
}

static int
data(const char *p, size_t n, void *arg, struct err *e)
{
	struct heard *h = arg;

	(void)e;
	if (!h->open || n == 0)
		abort();
	buf_add(&h->b, p, n);
	return 0;
}

static int
end(void *arg, struct err *e)
{
	struct heard *h = arg;

	(void)e;
	if (!h->open--)
		abort();
	buf_str(&h->b, "<end>");
	return 0;
}

/* feed: in pieces of size; 1 whole, 0 cut, -1 refused. */
static int
feed(const char *type, const char *p, size_t len, size_t size,
    struct heard *h)
{
	struct err e = ERR_INIT;
	struct multipart m;
	size_t n;

	buf_init(&h->b, 1 << 24);
	h->open = 0;
	if (multipart_init(&m, type) == -1)
		return -1;
	m.begin = begin;
	m.data = data;
	m.end = end;
	m.arg = h;
	for (; len > 0; p += n, len -= n) {
		n = len < size ? len : size;
		if (multipart_feed(&m, p, n, &e) == -1)
			return -1;
	}
	return multipart_whole(&m);
}

int
LLVMFuzzerTestOneInput(const uint8_t *in, size_t len)
{
	const uint8_t *nl = len == 0 ? NULL : memchr(in, '\n', len);
	size_t n = nl == NULL ? len : (size_t)(nl - in), size;
	struct heard all, some;
	char type[300];
	int rc;

	(void)snprintf(type, sizeof(type), "%.*s", (int)(n < 299 ? n : 299),
	    (const char *)in);
	if (nl == NULL)
		return 0;
	rc = feed(type, (const char *)nl + 1, len - n - 1, len, &all);
	for (size = 1; size < 40; size = size * 3 + 1) {
		if (feed(type, (const char *)nl + 1, len - n - 1, size,
		    &some) != rc || (rc != -1 && (some.b.len != all.b.len ||
		    memcmp(buf_get(&some.b), buf_get(&all.b), all.b.len) !=
		    0)))
			abort();
		buf_clear(&some.b);
	}
	buf_clear(&all.b);
	return 0;
}
