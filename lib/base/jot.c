#include "base/jot.h"

#include <stddef.h>

#include "base/esc.h"

void
jot_init(struct jot *j)
{
	buf_init(&j->b, JOT_MAX);
	j->comma = 0;
	j->closed = 0;
	buf_chr(&j->b, '{');
}

void
jot_clear(struct jot *j)
{
	buf_clear(&j->b);
}

static void
comma(struct jot *j)
{
	if (j->comma)
		buf_chr(&j->b, ',');
	j->comma = 1;
}

static void
value_of(struct jot *j, const char *s)
{
	if (s == NULL)
		buf_str(&j->b, "null");
	else
		esc_json(&j->b, s);
}

static void
member(struct jot *j, const char *name)
{
	comma(j);
	esc_json(&j->b, name);
	buf_chr(&j->b, ':');
}

void
jot_str(struct jot *j, const char *name, const char *value)
{
	member(j, name);
	value_of(j, value);
}

void
jot_int(struct jot *j, const char *name, int64_t value)
{
	member(j, name);
	buf_int(&j->b, value);
}

void
jot_bool(struct jot *j, const char *name, int value)
{
	member(j, name);
	buf_str(&j->b, value ? "true" : "false");
}

void
jot_null(struct jot *j, const char *name)
{
	member(j, name);
	buf_str(&j->b, "null");
}

void
jot_hex(struct jot *j, const char *name, const void *p, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *u = p;

	member(j, name);
	buf_chr(&j->b, '"');
	for (; len > 0; len--, u++) {
		buf_chr(&j->b, digits[*u >> 4]);
		buf_chr(&j->b, digits[*u & 15]);
	}
	buf_chr(&j->b, '"');
}

void
jot_raw(struct jot *j, const char *name, const char *json)
{
	member(j, name);
	buf_str(&j->b, json == NULL ? "null" : json);
}

void
jot_change(struct jot *j, const char *name, const char *was, const char *is)
{
	member(j, name);
	buf_chr(&j->b, '[');
	value_of(j, was);
	buf_chr(&j->b, ',');
	value_of(j, is);
	buf_chr(&j->b, ']');
}

void
jot_list(struct jot *j, const char *name)
{
	member(j, name);
	buf_chr(&j->b, '[');
	j->comma = 0;
}

void
jot_item(struct jot *j, const char *value)
{
	comma(j);
	value_of(j, value);
}

void
jot_item_raw(struct jot *j, const char *json)
{
	comma(j);
	buf_str(&j->b, json == NULL ? "null" : json);
}

void
jot_end(struct jot *j)
{
	buf_chr(&j->b, ']');
	j->comma = 1;
}

const char *
jot_get(struct jot *j)
{
	if (!j->closed)
		buf_chr(&j->b, '}');
	j->closed = 1;
	return buf_ok(&j->b) ? buf_get(&j->b) : "{\"too_long\":true}";
}
