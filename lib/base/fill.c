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

/* open: the "{{".  Its line is counted only now, where something is wrong. */
static int
refuse(const struct fill *f, const char *open, const char *what,
    const char *name, struct err *e)
{
	int line = 1;
	const char *p;

	for (p = f->text; p < open; p++)
		line += *p == '\n';
	return err_set(e, ERR_DATA, "line %d: %s%s", line, what, name);
}

/* The name behind open, into p; *end is where the text goes on. */
static int
take_name(struct fill *f, const char *open, const char *const *allowed,
    struct part *p, const char **end, struct err *e)
{
	const char *s = open + 2;
	size_t n = name_len(s);

	if (strstr(s, "}}") == NULL)
		return refuse(f, open, "\"{{\" without \"}}\"", "", e);
	if (n == 0 || n > NAME_MAX_LEN || strncmp(s + n, "}}", 2) != 0)
		return refuse(f, open, "between \"{{\" and \"}}\" goes a name "
		    "of small letters, digits and _, and nothing else", "", e);
	p->name = mem_strn(s, n);
	if (!is_allowed(p->name, allowed))
		return refuse(f, open, "unknown name ", p->name, e);
	*end = s + n + 2;
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
