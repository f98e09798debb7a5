/* Whom the open question goes to next. */
#include <string.h>

#include "act/inquiry.h"

const struct inquiry_ask *
inquiry_asked(const struct inquiry *q, const char *key)
{
	size_t i;

	for (i = 0; i < q->nasks; i++)
		if (q->asks[i].live && strcmp(q->asks[i].key, key) == 0)
			return &q->asks[i];
	return NULL;
}

/* Asked himself, or a deputy in his place. */
static int
was_asked(const char *key, void *arg)
{
	const struct inquiry *q = arg;
	size_t i;

	for (i = 0; i < q->nasks; i++)
		if (q->asks[i].live && (strcmp(q->asks[i].key, key) == 0 ||
		    (q->asks[i].deputy_for != NULL &&
		    strcmp(q->asks[i].deputy_for, key) == 0)))
			return 1;
	return 0;
}

const char *
inquiry_manager(const struct inquiry *q)
{
	size_t i;

	for (i = 0; i < q->nasks; i++)
		if (q->asks[i].live && q->asks[i].level == 0)
			return q->asks[i].deputy_for != NULL ?
			    q->asks[i].deputy_for : q->asks[i].key;
	return NULL;
}

int
inquiry_above(struct inquiry_run *r, const struct inquiry *q,
    struct reviewer_found *f, int *level, struct err *e)
{
	const struct reviewer_lookup *l = people_lookup(r->people);
	const struct inquiry_ask *last = NULL;
	const struct reviewer *from = NULL;
	size_t i;
	int chain, rc = 0;

	for (i = 0; i < q->nasks; i++)
		if (q->asks[i].live &&
		    (last == NULL || q->asks[i].level >= last->level))
			last = &q->asks[i];
	if (last != NULL && (rc = people_find(r->people,
	    last->deputy_for != NULL ? last->deputy_for : last->key, &from,
	    e)) == -1)
		return -1;
	if (rc == 0)
		from = NULL;
	*level = q->in.open.level + 1;
	chain = *level < r->p.escalate_max + (l->fallback == NULL);
	if (reviewer_above(l, &q->of, from, chain, was_asked,
	    (void *)(uintptr_t)q, f, e) == -1)
		return -1;
	if (f->who == NULL || f->is_fallback)
		*level = r->p.escalate_max;
	return 0;
}

int
inquiry_deputy(struct inquiry_run *r, const struct inquiry *q,
    const struct reviewer **deputy, const struct inquiry_ask **of,
    struct err *e)
{
	const struct reviewer *who;
	struct reviewer_lookup l = *people_lookup(r->people);
	struct reviewer_of him = q->of;
	struct reviewer_found f;
	size_t i;
	int rc;

	for (i = 0; i < q->nasks; i++) {
		if (!q->asks[i].live || q->asks[i].deputy_for != NULL)
			continue;
		if ((rc = people_find(r->people, q->asks[i].key, &who, e)) ==
		    -1)
			return -1;
		if (rc == 0 || who->deputy == NULL ||
		    inquiry_asked(q, who->deputy) != NULL)
			continue;
		/* The ladder says whether the deputy may be asked at all. */
		memset(him.stated, 0, sizeof him.stated);
		him.stated[0] = who->key;
		if (reviewer_first(&l, &him, &f, NULL, e) == -1)
			return -1;
		if (f.who == who && f.deputy != NULL) {
			*deputy = f.deputy;
			*of = &q->asks[i];
			return 1;
		}
	}
	return 0;
}
