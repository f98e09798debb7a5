#include "connect/chat_text.h"

#include <string.h>

#include <unistr.h>

#include "base/fill.h"

struct filling {
	const struct pairs *values;
	int	rows;		/* of the list, that are shown */
	int	row;		/* PAIRS_ALL, or that of a repeated element */
	int	lacks;		/* a name had no value */
	struct err *e;
};

json_t *
chat_text_parse(const char *text, const char *channel, struct err *e)
{
	json_error_t at;
	json_t *all = json_loads(text, JSON_REJECT_DUPLICATES, &at), *p;

	if (all == NULL) {
		(void)err_set(e, ERR_DATA, "line %d: %s", at.line, at.text);
		return NULL;
	}
	p = json_incref(json_object_get(all, channel));
	json_decref(all);
	if (!json_is_object(p)) {
		json_decref(p);
		(void)err_set(e, ERR_DATA, "no object \"%s\"", channel);
		return NULL;
	}
	return p;
}

static const char *
get(const char *name, void *arg)
{
	struct filling *f = arg;
	const char *v = pairs_get(f->values, f->row, name);

	if (v == NULL || *v == '\0')
		f->lacks = 1;
	return v;
}

static json_t *
fill_string(const char *s, struct filling *f)
{
	struct fill *t = fill_parse(s, NULL, f->e);
	struct buf b = BUF_INIT(1 << 16);
	json_t *o;

	if (t == NULL)
		return NULL;
	fill_run(t, get, f, fill_plain, &b);
	fill_free(t);
	o = json_string(buf_get(&b));
	buf_clear(&b);
	return o;
}

static json_t *fill(json_t *, struct filling *);

/* One element of an array, for one row; left out if it lacks a value. */
static int
element(json_t *to, json_t *from, struct filling *f, int row)
{
	struct filling own = *f;
	json_t *o;

	own.row = row;
	own.lacks = 0;
	if ((o = fill(from, &own)) == NULL)
		return -1;
	if (own.lacks) {
		json_decref(o);
		return 0;
	}
	if (json_is_object(o)) {
		json_object_del(o, "rows");
		json_object_del(o, "when");
	}
	return json_array_append_new(to, o);
}

size_t
chat_text_chars(const char *s)
{
	return u8_mbsnlen((const uint8_t *)s, strlen(s));
}

static json_t *
text_of(json_t *o)
{
	return json_object_get(json_object_get(o, "text"), "text");
}

/* The last two elements are one if its text is not too long. */
static int
join(json_t *to)
{
	size_t n = json_array_size(to);
	json_t *a = text_of(json_array_get(to, n - 2));
	json_t *b = text_of(json_array_get(to, n - 1));
	struct buf text = BUF_INIT(1 << 16);
	int rc = 0;

	buf_fmt(&text, "%s\n%s", json_string_value(a), json_string_value(b));
	if (chat_text_chars(buf_get(&text)) <= CHAT_TEXT_SECTION &&
	    (rc = json_string_set(a, buf_get(&text))) == 0)
		rc = json_array_remove(to, n - 1);
	buf_clear(&text);
	return rc;
}

/* An element of a list: once for each row, "lines" as few as can be. */
static int
each_row(json_t *to, json_t *from, struct filling *f, int lines)
{
	size_t first = json_array_size(to), n;
	int row, rc = 0;

	for (row = 0; row < f->rows && rc == 0; row++) {
		rc = element(to, from, f, row);
		n = json_array_size(to);
		if (rc == 0 && lines && n > first + 1 &&
		    json_is_string(text_of(json_array_get(to, n - 1))))
			rc = join(to);
	}
	return rc;
}

static json_t *
fill_array(json_t *from, struct filling *f)
{
	json_t *to = json_array(), *v, *rows;
	int rc = 0;
	size_t i;

	json_array_foreach(from, i, v) {
		rows = json_object_get(v, "rows");
		rc = json_is_true(rows) || json_is_string(rows) ?
		    each_row(to, v, f, json_is_string(rows)) :
		    element(to, v, f, f->row);
		if (rc == -1) {
			json_decref(to);
			return NULL;
		}
	}
	/* An array of which nothing is left says nothing. */
	if (json_array_size(from) > 0 && json_array_size(to) == 0)
		f->lacks = 1;
	return to;
}

static json_t *
fill(json_t *from, struct filling *f)
{
	json_t *to, *v, *o;
	const char *name;

	if (json_is_string(from))
		return fill_string(json_string_value(from), f);
	if (json_is_array(from))
		return fill_array(from, f);
	if (!json_is_object(from))
		return json_incref(from);
	to = json_object();
	json_object_foreach(from, name, v) {
		if ((o = fill(v, f)) == NULL) {
			json_decref(to);
			return NULL;
		}
		json_object_set_new(to, name, o);
	}
	return to;
}

json_t *
chat_text_fill(json_t *payload, const struct pairs *values, int rows,
    struct err *e)
{
	struct filling f = { values, rows, PAIRS_ALL, 0, e };

	return fill(payload, &f);
}
