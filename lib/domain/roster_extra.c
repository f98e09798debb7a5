#include "domain/roster_extra.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/esc.h"
#include "base/mem.h"
#include "base/text.h"

#define TEXT_MAX (8 << 20)

/* sorted: the extra columns that the record has, by name. */
static int
sorted(const struct roster_head *h, const struct roster_raw *raw,
    int at[ROSTER_COLUMNS])
{
	int i, j, n = 0;

	for (i = 0; i < h->n && i < raw->ncells; i++) {
		if (h->col[i].field != ROSTER_EXTRA ||
		    raw->cells[i].kind == CELL_ABSENT)
			continue;
		for (j = n++; j > 0 && strcmp(h->col[at[j - 1]].extra,
		    h->col[i].extra) > 0; j--)
			at[j] = at[j - 1];
		at[j] = i;
	}
	return n;
}

void
roster_extra_make(const struct roster_head *h, const struct roster_raw *raw,
    struct buf *out)
{
	int at[ROSTER_COLUMNS], i, n = sorted(h, raw, at);

	for (i = 0; i < n; i++) {
		struct roster_cell *c = &raw->cells[at[i]];

		buf_chr(out, i == 0 ? '{' : ',');
		esc_json(out, h->col[at[i]].extra);
		buf_chr(out, ':');
		if (c->p != NULL && c->kind == CELL_TEXT)
			text_squeeze(c->p);
		if (c->p == NULL || c->p[0] == '\0')
			buf_str(out, "null");
		else if (c->kind == CELL_JSON)
			buf_str(out, c->p);
		else
			esc_json(out, c->p);
	}
	if (n > 0)
		buf_chr(out, '}');
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* value: a member in the one form; nested ones as jansson sorts them. */
static void
value(struct buf *out, const json_t *v)
{
	char *s;

	if (json_is_string(v)) {
		esc_json(out, json_string_value(v));
		return;
	}
	s = json_dumps(v, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
	buf_str(out, s == NULL ? "null" : s);
	free(s);
}

/* write_object: null members are left out.  The number written. */
static size_t
write_object(json_t *o, struct buf *out)
{
	const char **names, *name;
	json_t *v;
	size_t i, n = 0;

	names = mem_zero(json_object_size(o) + 1, sizeof(*names));
	json_object_foreach(o, name, v)
		if (!json_is_null(v))
			names[n++] = name;
	qsort(names, n, sizeof(*names), by_name);
	for (i = 0; i < n; i++) {
		buf_chr(out, i == 0 ? '{' : ',');
		esc_json(out, names[i]);
		buf_chr(out, ':');
		value(out, json_object_get(o, names[i]));
	}
	if (n > 0)
		buf_chr(out, '}');
	free(names);
	return n;
}

int
roster_extra_check(const char *text, struct buf *out)
{
	json_t *o = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	int ok = json_is_object(o);

	if (ok)
		write_object(o, out);
	json_decref(o);
	return ok ? 0 : -1;
}

char *
roster_extra_merge(const char *was, const char *said)
{
	struct buf b = BUF_INIT(TEXT_MAX);
	json_t *o, *over;

	if (said == NULL || (was != NULL && strcmp(was, said) == 0))
		return mem_str(was);
	if (was == NULL && strstr(said, "null") == NULL)
		return mem_str(said);
	o = was == NULL ? NULL : json_loads(was, 0, NULL);
	if (!json_is_object(o)) {
		json_decref(o);
		o = json_object();
	}
	over = json_loads(said, 0, NULL);
	if (json_is_object(over))
		json_object_update(o, over);
	write_object(o, &b);
	json_decref(over);
	json_decref(o);
	return b.len == 0 ? NULL : buf_take(&b);
}
