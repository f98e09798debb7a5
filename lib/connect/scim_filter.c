#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "connect/scim_filter.h"

#define TERMS_MAX 16

enum op { EQ, NE, CO, SW, EW, PR };

static const char *const ops[] = { "eq", "ne", "co", "sw", "ew", "pr" };
#define N_OPS (sizeof(ops) / sizeof(ops[0]))

struct term {
	char	*path;
	enum op	op;
	json_t	*value;		/* a text, a boolean or a number */
};

struct scim_filter {
	struct term term[TERMS_MAX];
	int	n;
};

void
scim_filter_free(struct scim_filter *f)
{
	int i;

	if (f == NULL)
		return;
	for (i = 0; i < f->n; i++) {
		free(f->term[i].path);
		json_decref(f->term[i].value);
	}
	free(f);
}

static const char *
word(const char *p, size_t *len)
{
	p += strspn(p, " \t");
	*len = strcspn(p, " \t");
	return p;
}

/* The length of the value at p: a JSON text with its quotes, or a word. */
static size_t
value_len(const char *p)
{
	const char *q = p;

	if (*p != '"')
		return strcspn(p, " \t");
	for (q++; *q != '\0' && *q != '"'; q++)
		if (*q == '\\' && q[1] != '\0')
			q++;
	return *q == '"' ? (size_t)(q - p) + 1 : 0;
}

static int
read_op(const char *p, size_t len, enum op *op)
{
	size_t i;

	for (i = 0; i < N_OPS; i++)
		if (len == 2 && strncasecmp(p, ops[i], 2) == 0) {
			*op = (enum op)i;
			return 0;
		}
	return -1;
}

/* One comparison at *p, which goes behind it.  0 or -1. */
static int
read_term(struct term *t, const char **p)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.:$";
	size_t len;

	*p = word(*p, &len);
	if (len == 0 || strspn(*p, letters) < len)
		return -1;
	t->path = mem_strn(*p, len);
	*p = word(*p + len, &len);
	if (read_op(*p, len, &t->op) == -1)
		return -1;
	*p += len;
	if (t->op == PR)
		return 0;
	*p += strspn(*p, " \t");
	if ((len = value_len(*p)) == 0)
		return -1;
	t->value = json_loadb(*p, len, JSON_DECODE_ANY, NULL);
	*p += len;
	return json_is_string(t->value) || json_is_boolean(t->value) ||
	    json_is_number(t->value) ? 0 : -1;
}

struct scim_filter *
scim_filter_new(const char *text, struct err *e)
{
	struct scim_filter *f = mem_zero(1, sizeof(*f));
	const char *p = text;
	size_t len;

	while (f->n < TERMS_MAX && read_term(&f->term[f->n++], &p) == 0) {
		p = word(p, &len);
		if (*p == '\0')
			return f;
		if (len != 3 || strncasecmp(p, "and", 3) != 0)
			break;
		p += len;
	}
	scim_filter_free(f);
	err_set(e, ERR_CONFIG, "filter: only comparisons (eq ne co sw ew pr)"
	    " joined by \"and\", not this: %.80s", text);
	return NULL;
}

/* ---- what a path names ---- */

static json_t *
member(json_t *o, const char *name, size_t len)
{
	const char *key;
	json_t *v;

	json_object_foreach(o, key, v)
		if (strlen(key) == len && strncasecmp(key, name, len) == 0)
			return v;
	return NULL;
}

/* An extension's attribute lies in an object that its URN names; the core's
 * lie at the top. */
static json_t *
root(json_t *o, const char **path)
{
	const char *colon = strrchr(*path, ':');
	json_t *in;

	if (colon == NULL)
		return o;
	in = member(o, *path, (size_t)(colon - *path));
	if (in == NULL && strstr(*path, ":core:") != NULL)
		in = o;
	*path = colon + 1;
	return in;
}

json_t *
scim_filter_value(json_t *o, const char *path)
{
	json_t *v = root(o, &path);
	size_t len;

	for (; v != NULL && *path != '\0'; path += len + (path[len] == '.')) {
		len = strcspn(path, ".");
		if (json_is_array(v))
			v = json_array_get(v, 0);
		v = member(v, path, len);
	}
	return v;
}

/* ---- judging ---- */

static int
text_passes(enum op op, const char *is, const char *want)
{
	size_t n = strlen(is), m = strlen(want), i;

	switch (op) {
	case EQ:
		return strcasecmp(is, want) == 0;
	case NE:
		return strcasecmp(is, want) != 0;
	case SW:
		return strncasecmp(is, want, m) == 0;
	case EW:
		return n >= m && strcasecmp(is + n - m, want) == 0;
	case CO:
		for (i = 0; i + m <= n; i++)
			if (strncasecmp(is + i, want, m) == 0)
				return 1;
		return 0;
	default:
		return *is != '\0';
	}
}

/* A boolean as some services have it: a text. */
static int
truth(json_t *v)
{
	const char *s = json_string_value(v);

	if (s != NULL)
		return strcasecmp(s, "true") == 0 ? 1 :
		    strcasecmp(s, "false") == 0 ? 0 : -1;
	return json_is_boolean(v) ? json_is_true(v) : -1;
}

static int
value_passes(const struct term *t, json_t *v)
{
	json_t *in;
	size_t i;

	if (json_is_array(v)) {
		json_array_foreach(v, i, in)
			if (value_passes(t, in))
				return 1;
		return t->op == NE && json_array_size(v) == 0;
	}
	if (json_is_object(v))
		v = json_object_get(v, "value");
	if (v == NULL || json_is_null(v))
		return t->op == NE;
	if (t->op == PR)
		return !json_is_string(v) || *json_string_value(v) != '\0';
	if (json_is_string(t->value) && json_is_string(v))
		return text_passes(t->op, json_string_value(v),
		    json_string_value(t->value));
	if (t->op != EQ && t->op != NE)
		return 0;
	if (json_is_boolean(t->value))
		return (truth(v) == truth(t->value)) == (t->op == EQ);
	return json_is_number(v) && (json_number_value(v) ==
	    json_number_value(t->value)) == (t->op == EQ);
}

/* "roles.value" of several: any of them. */
static int
term_passes(const struct term *t, json_t *o)
{
	const char *path = t->path, *dot;
	json_t *v = root(o, &path), *in;
	size_t i;

	if ((dot = strchr(path, '.')) == NULL)
		return value_passes(t, member(v, path, strlen(path)));
	in = member(v, path, (size_t)(dot - path));
	if (!json_is_array(in))
		return value_passes(t, scim_filter_value(o, t->path));
	json_array_foreach(in, i, v)
		if (value_passes(t, scim_filter_value(v, dot + 1)))
			return 1;
	return 0;
}

int
scim_filter_match(const struct scim_filter *f, json_t *o)
{
	int i;

	for (i = 0; f != NULL && i < f->n; i++)
		if (!term_passes(&f->term[i], o))
			return 0;
	return 1;
}
