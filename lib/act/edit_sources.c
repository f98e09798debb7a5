/* Who says what of each field of a contractor. */
#include <stdlib.h>
#include <string.h>

#include "act/edit_internal.h"
#include "base/mem.h"
#include "store/account.h"
#include "store/override.h"
#include "store/person.h"

/* The directory's words: of the main account in it (registry.h). */
struct directory {
	struct ctx *x;
	char	*name, *email, *department, *manager;
	struct err *e;
};

static int
see(const struct account *a, void *arg)
{
	struct directory *d = arg;
	struct person p;
	int rc;

	if (!a->main || strcmp(a->connector, "ad") != 0)
		return 0;
	d->name = mem_str(a->display_name);
	d->email = mem_str(a->email);
	d->department = mem_str(a->department);
	if (a->manager == 0)
		return 1;
	if ((rc = person_get(d->x->db, a->manager, &p, d->e)) == 1) {
		d->manager = mem_str(p.upn_key);
		person_clear(&p);
	}
	return rc == -1 ? -1 : 1;
}

static const char *
word_of(const struct directory *d, const char *field)
{
	return strcmp(field, "display_name") == 0 ? d->name :
	    strcmp(field, "email") == 0 ? d->email :
	    strcmp(field, "department") == 0 ? d->department :
	    strcmp(field, "manager") == 0 ? d->manager : NULL;
}

/* The words on one field as they are found. */
struct saying {
	struct ctx *x;
	struct contractor *c;
	edit_source_cb *cb;
	void	*arg;
	const struct edit_field *f;
	const char *directory;
	int	said;		/* how many */
	int	held;		/* the one that counts has been told */
	struct err *e;
};

static int
tell(struct saying *s, const char *source, const char *value, const char *by,
    int64_t at)
{
	struct edit_source w = { s->f->name, 0, source, value, by, at, 0 };

	w.cleared = strcmp(source, "operator") == 0 && by != NULL;
	/* "none" gives way to the directory, where that has a word. */
	w.holds = !s->held && (value != NULL || s->directory == NULL);
	s->held |= w.holds;
	s->said++;
	return s->cb(&w, s->arg);
}

static int
stated(struct saying *s)
{
	static const char *const sources[] = { "operator", "decision",
		"roster" };
	char *value, by[128];
	int64_t at;
	int i, rc;

	for (i = 0; i < 3; i++) {
		rc = override_who(s->x->db, s->c->id, s->f->column, sources[i],
		    &value, &at, by, sizeof(by), s->e);
		if (rc == 1)
			rc = tell(s, sources[i], value, by, at);
		free(value);
		if (rc != 0)
			return rc;
	}
	return 0;
}

static int
one(struct saying *s)
{
	const char *now = edit_value(s->c, s->f);
	const struct edit_source none = { s->f->name, 0, "", NULL, NULL, 0,
		1 };
	int rc;

	s->said = s->held = 0;
	if (s->f->kind != EDIT_ID && (rc = stated(s)) != 0)
		return rc;
	if (s->said == 0 && now != NULL && (rc = tell(s, s->c->feed != NULL ?
	    "roster" : s->c->origin, now, NULL, 0)) != 0)
		return rc;
	if (s->directory != NULL)
		return tell(s, "directory", s->directory, NULL, 0);
	return s->said == 0 ? s->cb(&none, s->arg) : 0;
}

int
edit_sources(struct ctx *x, struct contractor *c, edit_source_cb *cb,
    void *arg, struct err *e)
{
	struct directory d = { .x = x, .e = e };
	struct saying s = { .x = x, .c = c, .cb = cb, .arg = arg, .e = e };
	int rc = account_each(x->db, c->id, see, &d, e);

	rc = rc == -1 ? -1 : 0;
	for (s.f = edit_fields; s.f->name != NULL && rc == 0; s.f++) {
		s.directory = word_of(&d, s.f->name);
		rc = one(&s);
	}
	free(d.name);
	free(d.email);
	free(d.department);
	free(d.manager);
	return rc;
}
