/* Any template with any value: the value stands in the text as it came. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/fill.h"
#include "base/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

struct run {
	const char	*value;
	size_t		 calls;
};

static const char *
value(const char *name, void *arg)
{
	struct run *r = arg;

	if (name[0] < 'a' || name[0] > 'z' || strlen(name) > 64)
		abort();
	r->calls++;
	return r->value;
}

static void
count(const char *name, void *arg)
{
	(void)name;
	++*(size_t *)arg;
}

/* Each name costs its braces and at least a letter. */
static void
check(const struct fill *f, size_t text_len, const char *v)
{
	struct buf b = BUF_INIT(1 << 26);
	struct run r = { v, 0 }, none = { NULL, 0 };
	size_t names = 0, empty, full;

	fill_run(f, value, &r, fill_plain, &b);
	full = b.len;
	if (!buf_ok(&b))
		abort();
	if (r.calls > 0 && strstr(buf_get(&b), v) == NULL)
		abort();
	buf_empty(&b);
	fill_run(f, value, &none, fill_plain, &b);
	empty = b.len;
	fill_names(f, count, &names);
	if (full != empty + r.calls * strlen(v) || none.calls != r.calls ||
	    names > r.calls || (names == 0) != (r.calls == 0) ||
	    empty + 5 * r.calls > text_len)
		abort();
	buf_clear(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const char *const allowed[] = { "a", "name", NULL };
	struct err e = ERR_INIT;
	char *text = mem_strn((const char *)data, len), *v;
	struct fill *f;

	/* The value is the template itself: full of names and braces. */
	if (strlen(text) > 2000)
		text[2000] = '\0';
	v = mem_str(text);
	if ((f = fill_parse(text, NULL, &e)) != NULL)
		check(f, strlen(text), v);
	else if (e.kind != ERR_DATA || strncmp(e.text, "line ", 5) != 0)
		abort();
	fill_free(f);
	fill_free(fill_parse(text, allowed, &e));
	free(v);
	free(text);
	return 0;
}
