#include "connect/chat_text.h"

#include <string.h>

#include "base/fill.h"
#include "connect/mail_value.h"

struct filling {
	const struct pairs *values;
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
	if (json_is_object(o))
		json_object_del(o, "rows");
	return json_array_append_new(to, o);
}

static json_t *
fill_array(json_t *from, struct filling *f)
{
	json_t *to = json_array(), *v;
	int row, rows, rc = 0;
	size_t i;

	json_array_foreach(from, i, v) {
		rows = json_is_true(json_object_get(v, "rows")) ?
		    pairs_rows(f->values) : 0;
		if (!json_is_true(json_object_get(v, "rows")))
			rc = element(to, v, f, f->row);
		for (row = 0; row < rows && rc == 0; row++)
			rc = element(to, v, f, row);
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
chat_text_fill(json_t *payload, const struct pairs *values, struct err *e)
{
	struct pairs *clean = mail_value_all(values);
	struct filling f = { clean, PAIRS_ALL, 0, e };
	json_t *o = fill(payload, &f);

	pairs_free(clean);
	return o;
}
