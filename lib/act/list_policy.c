#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/list.h"
#include "base/mem.h"
#include "store/setting.h"

static const struct listing_col cols[] = {
	{ "name", LISTING_TEXT, 0 },
	{ "value", LISTING_TEXT, 0 },
	{ "default", LISTING_TEXT, 0 },
	{ "set_at", LISTING_AT, 1 },
	{ "set_by", LISTING_TEXT, 1 },
	{ NULL, LISTING_TEXT, 0 }
};

/* Who set what when: of the few settings that are not the default. */
struct origin {
	char	*name, *by;
	char	at[24];
};

struct origins {
	struct origin *v;
	size_t	n;
};

static int
add(const char *name, const char *value, int64_t at, const char *by,
    void *arg)
{
	struct origins *o = arg;

	(void)value;
	o->v = mem_grow(o->v, o->n + 1, sizeof(*o->v));
	o->v[o->n].name = mem_str(name);
	o->v[o->n].by = mem_str(by);
	snprintf(o->v[o->n++].at, sizeof(o->v->at), "%" PRId64, at);
	return 0;
}

static int
one(struct ctx *x, struct list *l, const struct origins *o,
    const char *name, const char *otherwise, struct err *e)
{
	const char *v[5] = { name, policy_get(x->policy, name), otherwise,
		NULL, NULL };
	size_t i;

	for (i = 0; i < o->n; i++)
		if (strcmp(o->v[i].name, name) == 0) {
			v[3] = o->v[i].at;
			v[4] = o->v[i].by;
		}
	return list_add(l, v, e);
}

/* A row "mail.KIND" of the table is one setting for each kind. */
static int
all(struct ctx *x, struct list *l, const struct origins *o, struct err *e)
{
	const struct policy_setting *s;
	const char *const *k;
	char name[80];
	int rc = 0;

	for (s = policy_table; s->name != NULL && rc == 0; s++) {
		if ((k = policy_kinds(s->name)) == NULL) {
			rc = one(x, l, o, s->name, s->otherwise, e);
			continue;
		}
		for (; *k != NULL && rc == 0; k++) {
			snprintf(name, sizeof(name), "%.*s%s",
			    (int)strcspn(s->name, ".") + 1, s->name, *k);
			rc = one(x, l, o, name, s->otherwise, e);
		}
	}
	return rc;
}

int
list_policy(struct ctx *x, const struct list_opt *opt, int fd, struct err *e)
{
	struct origins o = { NULL, 0 };
	struct list *l;
	size_t i;
	int rc = -1;

	if ((l = list_open(cols, opt, fd, e)) == NULL)
		return -1;
	if (setting_each(x->db, add, &o, e) == 0 &&
	    all(x, l, &o, e) != -1)
		rc = list_end(l, e);
	list_free(l);
	for (i = 0; i < o.n; i++) {
		free(o.v[i].name);
		free(o.v[i].by);
	}
	free(o.v);
	return rc;
}

static const struct listing_col setting_cols[] = {
	{ "name", LISTING_TEXT, 0 },
	{ "range", LISTING_TEXT, 0 },
	{ "default", LISTING_TEXT, 0 },
	{ "words", LISTING_TEXT, 0 },
	{ NULL, LISTING_TEXT, 0 }
};

int
list_settings(const char *name, const char *format, int fd, struct err *e)
{
	const struct policy_setting *s, *only = NULL;
	struct list_opt o;
	struct list *l;
	char range[256];
	int rc = 0;

	if (name != NULL && (only = policy_find(name)) == NULL)
		return policy_check(name, "", e);
	memset(&o, 0, sizeof(o));
	o.format = format;
	if ((l = list_open(setting_cols, &o, fd, e)) == NULL)
		return -1;
	for (s = policy_table; s->name != NULL && rc == 0; s++) {
		const char *v[4] = { s->name, range, s->otherwise, s->words };

		policy_range(s, range, sizeof(range));
		if (only == NULL || only == s)
			rc = list_add(l, v, e);
	}
	if (rc == 0)
		rc = list_end(l, e);
	list_free(l);
	return rc;
}
