#include "connect/roster_json.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define RECORD_MAX (1 << 20)	/* bytes of one element */

enum place {
	BEFORE,		/* nothing but white space so far */
	BETWEEN,	/* in the array, no element begun */
	INSIDE,		/* an element */
	LINES,		/* JSON Lines: an element is a line */
	AFTER		/* behind the array's end */
};

struct reader {
	struct roster_head *head;
	roster_record_cb *cb;
	void	*arg;
	struct roster_end *end;
	enum place place;
	int	depth, quoted, escaped;
	int64_t	line;		/* of the next byte */
	int64_t	at;		/* offset of the next byte */
	int64_t	from_line, from;	/* of the element */
	struct buf element;
	struct buf cells;
	struct roster_cell cell[ROSTER_COLUMNS];
	size_t	off[ROSTER_COLUMNS];	/* of a cell's text in cells */
	int	ncells;
};

static void
cell_text(struct reader *r, int i, int kind, const char *s, size_t len)
{
	r->cell[i].kind = kind == CELL_JSON ? CELL_JSON : CELL_TEXT;
	r->cell[i].len = len;
	r->off[i] = r->cells.len;
	buf_add(&r->cells, s, len);
	buf_chr(&r->cells, '\0');
}

static void
cell_of(struct reader *r, int i, const json_t *v)
{
	char n[40], *s;
	const char *word;

	switch (json_typeof(v)) {
	case JSON_NULL:
		cell_text(r, i, CELL_TEXT, "", 0);
		break;
	case JSON_STRING:
		cell_text(r, i, CELL_TEXT, json_string_value(v),
		    json_string_length(v));
		break;
	case JSON_INTEGER:
		snprintf(n, sizeof(n), "%lld",
		    (long long)json_integer_value(v));
		cell_text(r, i, CELL_TEXT, n, strlen(n));
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		word = json_is_true(v) ? "true" : "false";
		cell_text(r, i, CELL_TEXT, word, strlen(word));
		break;
	default:
		s = json_dumps(v, JSON_COMPACT | JSON_SORT_KEYS |
		    JSON_ENCODE_ANY);
		if (s == NULL)
			s = mem_str("null");
		cell_text(r, i, json_is_real(v) ? CELL_TEXT : CELL_JSON, s,
		    strlen(s));
		free(s);
	}
}

/* cells_of: the members of an object, each in its column. */
static enum roster_why
cells_of(struct reader *r, json_t *o, int *column)
{
	const char *name;
	json_t *v;
	int i, guess = 0;

	json_object_foreach(o, name, v) {
		i = roster_head_find(r->head, name, guess);
		if (i == -1)
			i = roster_head_add(r->head, name);
		if (i == -1)
			return ROSTER_WIDE;
		while (r->ncells <= i)
			r->cell[r->ncells++].kind = CELL_ABSENT;
		cell_of(r, i, v);
		guess = i + 1;
		*column = i;
	}
	return ROSTER_FINE;
}

static int
deliver(struct reader *r, enum roster_why why)
{
	struct roster_raw raw = { r->from_line, r->from, r->element.len, 0,
		r->cell, why, -1 };
	json_t *o = NULL;
	int i, rc;

	r->ncells = 0;
	buf_empty(&r->cells);
	if (why == ROSTER_FINE)
		o = json_loadb(buf_get(&r->element), r->element.len,
		    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
	if (why == ROSTER_FINE && o == NULL)
		raw.why = ROSTER_JSON;
	else if (why == ROSTER_FINE && !json_is_object(o))
		raw.why = ROSTER_OBJECT;
	else if (why == ROSTER_FINE &&
	    (raw.why = cells_of(r, o, &raw.column)) == ROSTER_FINE)
		raw.column = -1;
	json_decref(o);
	for (i = 0; i < r->ncells; i++)
		r->cell[i].p = r->cell[i].kind == CELL_ABSENT ? NULL :
		    r->cells.p + r->off[i];
	raw.ncells = r->ncells;
	rc = r->cb(&raw, r->arg);
	buf_empty(&r->element);
	return rc;
}

static enum roster_why
size_of(const struct reader *r)
{
	return r->element.full ? ROSTER_LONG : ROSTER_FINE;
}

static int
is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
element_begins(struct reader *r)
{
	r->from = r->at;
	r->from_line = r->line;
	r->depth = r->quoted = r->escaped = 0;
}

/* inside: one byte of an element of an array.  1 the element is over and c
 * is not its own. */
static int
inside(struct reader *r, char c)
{
	if (r->quoted) {
		if (r->escaped)
			r->escaped = 0;
		else if (c == '\\')
			r->escaped = 1;
		else if (c == '"')
			r->quoted = 0;
	} else if (c == '"') {
		r->quoted = 1;
	} else if (c == '{' || c == '[') {
		r->depth++;
	} else if (r->depth == 0 && (c == ',' || c == ']')) {
		return 1;
	} else if (c == '}' || c == ']') {
		r->depth--;
	}
	buf_chr(&r->element, c);
	return 0;
}

/* array_byte: one byte of an array, behind its first bracket. */
static int
array_byte(struct reader *r, char c)
{
	if (r->place == BETWEEN) {
		if (is_white(c) || c == ',')
			return 0;
		if (c == ']') {
			r->place = AFTER;
			return 0;
		}
		r->place = INSIDE;
		element_begins(r);
	}
	if (inside(r, c) == 0)
		return 0;
	r->place = c == ']' ? AFTER : BETWEEN;
	return deliver(r, size_of(r));
}

static int
blank(const struct buf *b)
{
	size_t i;

	for (i = 0; i < b->len; i++)
		if (!is_white(b->p[i]))
			return 0;
	return 1;
}

static int
line_byte(struct reader *r, char c)
{
	if (r->element.len == 0 && !r->element.full)
		element_begins(r);
	if (c != '\n') {
		buf_chr(&r->element, c);
		return 0;
	}
	if (blank(&r->element) && !r->element.full) {
		buf_empty(&r->element);
		return 0;
	}
	return deliver(r, size_of(r));
}

static int
byte(struct reader *r, char c)
{
	int rc = 0;

	if (r->place == BEFORE && !is_white(c)) {
		if (c == '[') {
			r->place = BETWEEN;
			r->at++;
			return 0;
		}
		r->place = LINES;
	}
	if (r->place == LINES)
		rc = line_byte(r, c);
	else if (r->place == AFTER)
		r->end->torn |= !is_white(c);
	else if (r->place != BEFORE)
		rc = array_byte(r, c);
	r->at++;
	r->line += c == '\n';
	return rc;
}

/* finish: what the end of the file leaves open. */
static int
finish(struct reader *r)
{
	if (r->place == LINES && r->element.len > 0 && !blank(&r->element)) {
		r->end->open_line = 1;
		return deliver(r, size_of(r));
	}
	if (r->place == INSIDE || r->place == BETWEEN)
		r->end->torn = 1;
	if (r->place != INSIDE)
		return 0;
	return deliver(r, r->depth == 0 && !r->quoted ? size_of(r) :
	    ROSTER_JSON);
}

int
roster_json_read(struct roster_src *src, struct roster_head *head,
    roster_record_cb *cb, void *arg, struct roster_end *end, struct err *e)
{
	struct reader *r = mem_zero(1, sizeof(*r));
	const char *p;
	size_t i, n;
	int rc;

	memset(end, 0, sizeof(*end));
	r->head = head;
	r->cb = cb;
	r->arg = arg;
	r->end = end;
	r->line = 1;
	buf_init(&r->element, RECORD_MAX);
	buf_init(&r->cells, 8 * RECORD_MAX);
	while ((rc = roster_src_more(src, &p, &n, e)) == 1) {
		end->size += (int64_t)n;
		for (i = 0; i < n && rc != -1; i++)
			rc = byte(r, p[i]);
		if (rc == -1)
			break;
	}
	if (rc == 0)
		rc = finish(r);
	buf_clear(&r->element);
	buf_clear(&r->cells);
	free(r);
	return rc;
}
