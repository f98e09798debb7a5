#include "act/askable.h"

#include <stdlib.h>
#include <string.h>

#include "act/approval.h"
#include "base/mem.h"
#include "store/account.h"
#include "store/deputy.h"
#include "store/override.h"
#include "store/person.h"

struct looking {
	struct ctx *x;
	const struct reviewer_lookup *l;
	const char *key;
	char	*directory;	/* key of the manager of his main account */
	struct err *e;
};

static int
is(struct looking *g, const struct reviewer *r)
{
	if (strcmp(r->key, g->key) == 0)
		return 1;
	return deputy_ever(g->x->db, r->key, g->key, g->e);
}

/* He himself, or one above him. */
static int
up_from(struct looking *g, const char *from)
{
	const struct reviewer *r;
	int rc, i;

	if (from == NULL || (rc = g->l->by_key(from, &r, g->l->arg, g->e)) !=
	    1)
		return from == NULL ? 0 : rc;
	for (i = 0; i <= REVIEWER_DEPTH; i++) {
		if ((rc = is(g, r)) != 0 || r->manager == 0)
			return rc;
		if ((rc = g->l->by_id(r->manager, &r, g->l->arg, g->e)) != 1)
			return rc;
	}
	return 0;
}

static int
of_account(const struct account *a, void *arg)
{
	struct looking *g = arg;
	struct person p;
	int rc;

	if (!a->main || a->manager == 0 || g->directory != NULL)
		return 0;
	if ((rc = person_get(g->x->db, a->manager, &p, g->e)) == 1)
		g->directory = mem_str(p.upn_key);
	person_clear(&p);
	return rc == -1 ? -1 : 0;
}

static int
stated(struct looking *g, const struct contractor *c, const char *source)
{
	char *value = NULL;
	int rc = override_get(g->x->db, c->id, "manager_key", source, &value,
	    g->e);

	if (rc == 1)
		rc = up_from(g, value);
	free(value);
	return rc;
}

int
askable_manager(struct ctx *x, struct people *people,
    const struct contractor *c, const char *key, struct err *e)
{
	static const char *const sources[] = { "operator", "decision",
		"roster" };
	struct looking g = { x, people_lookup(people), key, NULL, e };
	size_t i;
	int rc = up_from(&g, c->manager_key);

	for (i = 0; rc == 0 && i < sizeof(sources) / sizeof(sources[0]); i++)
		rc = stated(&g, c, sources[i]);
	if (rc == 0 && (rc = account_each(x->db, c->id, of_account, &g, e)) ==
	    0)
		rc = up_from(&g, g.directory);
	if (rc == 0 && g.l->fallback != NULL)
		rc = is(&g, g.l->fallback);
	free(g.directory);
	return rc;
}

int
askable(struct ctx *x, struct people *people, const struct question *q,
    const struct contractor *c, const char *key, struct err *e)
{
	int rc = 0;

	if (strcmp(q->wording, "credential") == 0)
		return c->manager_key != NULL &&
		    strcmp(c->manager_key, key) == 0;
	if (question_attests(q->kind) || strcmp(q->kind, "provision") == 0)
		rc = askable_manager(x, people, c, key, e);
	if (rc == 0 && !question_attests(q->kind))
		rc = approval_may(x, key, NULL, e);
	return rc;
}
