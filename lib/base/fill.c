#include "base/fill.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { NAME_MAX_LEN = 64 };

/* What is copied, and the name that follows it; the last part has none. */
struct part {
	const char	*text;	/* within fill.text */
	size_t		 len;
	char		*name;	/* NULL: none */
};

struct fill {
	char		*text;
	struct part	*part;
	size_t		 n;
};

static size_t
name_len(const char *s)
{
	size_t n = 0;

	if (*s < 'a' || *s > 'z')
		return 0;
	while ((s[n] >= 'a' && s[n] <= 'z') || (s[n] >= '0' && s[n] <= '9') ||
	    s[n] == '_')
		n++;
	return n;
}

static int
is_allowed(const char *name, const char *const *allowed)
{
	if (allowed == NULL)
		return 1;
	for (; *allowed != NULL; allowed++)
		if (strcmp(name, *allowed) == 0)
			return 1;
	return 0;
}

static struct part *
add_part(struct fill *f, const char *text, size_t len)
{
	struct part *p;

	/* By doubling: a template of a million names is no trap. */
	if ((f->n & (f->n - 1)) == 0)
		f->part = mem_grow(f->part, f->n > 0 ? 2 * f->n : 1,
		    sizeof(*f->part));
	p = &f->part[f->n++];
	p->text = text;
	p->len = len;
	p->name = NULL;
	return p;
}

/* What stands at "{{": a name of *len bytes, or -1 and why there is none. */
static int
name_at(const char *open, size_t *len, const char **why)
{
	const char *s = open + 2;

	*why = "between \"{{\" and \"}}\" goes a name of small letters, "
	    "digits and _, and nothing else";
	*len = name_len(s);
	if (*len > 0 && *len <= NAME_MAX_LEN && s[*len] == '}' &&
	    s[*len + 1] == '}')
		return 0;
	if (strstr(s, "}}") == NULL)
		*why = "\"{{\" without \"}}\"";
	return -1;
}

/* open: the "{{".  Its line is counted only now, where something is wrong. */
static int
refuse(const char *text, const char *open, const char *what,
    const char *name, struct err *e)
{
	int line = 1;
	const char *p;

	for (p = text; p < open; p++)
		line += *p == '\n';
	return err_set(e, ERR_DATA, "line %d: %s%s", line, what, name);
}

/* The name behind open, into p; *end is where the text goes on. */
static int
take_name(struct fill *f, const char *open, const char *const *allowed,
    struct part *p, const char **end, struct err *e)
{
	const char *why;
	size_t n;

	if (name_at(open, &n, &why) == -1)
		return refuse(f->text, open, why, "", e);
	p->name = mem_strn(open + 2, n);
	if (!is_allowed(p->name, allowed))
		return refuse(f->text, open, "unknown name ", p->name, e);
	*end = open + n + 4;
	return 0;
}

struct fill *
fill_parse(const char *text, const char *const *allowed, struct err *e)
{
	struct fill *f = mem_zero(1, sizeof(*f));
	const char *s, *open;
	struct part *p;

	f->text = mem_str(text);
	for (s = f->text; (open = strstr(s, "{{")) != NULL;) {
		p = add_part(f, s, (size_t)(open - s));
		if (take_name(f, open, allowed, p, &s, e) == -1) {
			fill_free(f);
			return NULL;
		}
	}
	add_part(f, s, strlen(s));
	return f;
}

void
fill_free(struct fill *f)
{
	size_t i;

	if (f == NULL)
		return;
	for (i = 0; i < f->n; i++)
		free(f->part[i].name);
	free(f->part);
	free(f->text);
	free(f);
}

void
fill_run(const struct fill *f, const char *(*get)(const char *, void *),
    void *arg, void (*esc)(struct buf *, const char *), struct buf *out)
{
	const struct part *p;
	const char *value;
	size_t i;

	for (i = 0; i < f->n; i++) {
		p = &f->part[i];
		buf_add(out, p->text, p->len);
		if (p->name == NULL)
			continue;
		value = get(p->name, arg);
		esc(out, value == NULL ? "" : value);
	}
}

int
fill_line(const char *s, size_t len, const char *(*get)(const char *, void *),
    void *arg, struct buf *out, struct err *e)
{
	const char *from = s, *limit = s + len, *open, *value, *why;
	size_t start = out->len, n;
	char name[NAME_MAX_LEN + 1];
	int lacks = 0;

	while ((open = memchr(s, '{', (size_t)(limit - s))) != NULL) {
		s = open + 1;
		if (*s != '{')
			continue;
		if (name_at(open, &n, &why) == -1)
			return refuse(open, open, why, "", e);
		memcpy(name, open + 2, n);
		name[n] = '\0';
		value = get(name, arg);
		lacks |= value == NULL || *value == '\0';
		buf_add(out, from, (size_t)(open - from));
		buf_str(out, value != NULL ? value : "");
		from = s = open + n + 4;
	}
	buf_add(out, from, (size_t)(limit - from));
	if (lacks)
		buf_cut(out, start);
	return !lacks;
}

void
fill_plain(struct buf *b, const char *s)
{
	buf_str(b, s == NULL ? "" : s);
}

static int
seen(const struct fill *f, size_t end)
{
	size_t i;

	for (i = 0; i < end; i++)
		if (f->part[i].name != NULL &&
		    strcmp(f->part[i].name, f->part[end].name) == 0)
			return 1;
	return 0;
}

void
fill_names(const struct fill *f, void (*cb)(const char *, void *), void *arg)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (f->part[i].name != NULL && !seen(f, i))
			cb(f->part[i].name, arg);
}
