#include "base/pairs.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct pair {
	char *name;
	char *value;
};

/* The values of one row; set 0 is the whole message, set n + 1 row n. */
struct set {
	struct pair *p;
	size_t n;
};

struct pairs {
	struct set *set;
	size_t n;
};

struct pairs *
pairs_new(void)
{
	struct pairs *p = mem_zero(1, sizeof(*p));

	p->n = 1;
	p->set = mem_zero(1, sizeof(*p->set));
	return p;
}

void
pairs_free(struct pairs *p)
{
	size_t i, j;

	if (p == NULL)
		return;
	for (i = 0; i < p->n; i++) {
		for (j = 0; j < p->set[i].n; j++) {
			free(p->set[i].p[j].name);
			free(p->set[i].p[j].value);
		}
		free(p->set[i].p);
	}
	free(p->set);
	free(p);
}

static struct pair *
find(const struct set *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (strcmp(s->p[i].name, name) == 0)
			return &s->p[i];
	return NULL;
}

void
pairs_set(struct pairs *p, int row, const char *name, const char *value)
{
	size_t at = (size_t)(row + 1);
	struct set *s;
	struct pair *old;

	if (row < PAIRS_ALL || row >= PAIRS_ROWS)
		return;
	if (at >= p->n) {
		p->set = mem_grow(p->set, at + 1, sizeof(*p->set));
		memset(p->set + p->n, 0, (at + 1 - p->n) * sizeof(*p->set));
		p->n = at + 1;
	}
	s = &p->set[at];
	if ((old = find(s, name)) != NULL) {
		free(old->value);
		old->value = mem_str(value == NULL ? "" : value);
		return;
	}
	s->p = mem_grow(s->p, s->n + 1, sizeof(*s->p));
	s->p[s->n].name = mem_str(name);
	s->p[s->n].value = mem_str(value == NULL ? "" : value);
	s->n++;
}

const char *
pairs_get(const struct pairs *p, int row, const char *name)
{
	struct pair *hit = NULL;

	if (row >= 0 && (size_t)(row + 1) < p->n)
		hit = find(&p->set[row + 1], name);
	if (hit == NULL)
		hit = find(&p->set[0], name);
	return hit == NULL ? NULL : hit->value;
}

int
pairs_rows(const struct pairs *p)
{
	return (int)p->n - 1;
}

void
pairs_each(const struct pairs *p,
    void (*cb)(int row, const char *name, const char *value, void *), void *arg)
{
	size_t i, j;

	for (i = 0; i < p->n; i++)
		for (j = 0; j < p->set[i].n; j++)
			cb((int)i - 1, p->set[i].p[j].name,
			    p->set[i].p[j].value, arg);
}
