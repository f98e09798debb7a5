#include "domain/reviewer.h"

#include <string.h>

/* Why somebody is passed over; NULL if he can be asked. */
static const char *
unfit(const struct reviewer_lookup *l, const struct reviewer_of *of,
    const struct reviewer *r)
{
	if (of->self != NULL && strcmp(r->key, of->self) == 0)
		return "is the contractor";
	if (*r->key == '\0')
		return "no login";
	if (!r->enabled)
		return "disabled";
	if (r->email == NULL || *r->email == '\0')
		return "no mail";
	if (r->contractor && !l->may_contract)
		return "a contractor";
	if (r->leaving)
		return "leaving";
	return NULL;
}

static void
pass(struct buf *passed, const char *key, const char *why)
{
	if (passed != NULL)
		buf_fmt(passed, "%s%s %s", passed->len > 0 ? ", " : "", key,
		    why);
}

/* A deputy stands in if he could be asked himself; deputies do not chain. */
static int
stand_in(const struct reviewer_lookup *l, const struct reviewer_of *of,
    struct reviewer_found *f, struct err *e)
{
	const struct reviewer *d;
	int rc;

	f->deputy = NULL;
	if (f->who == NULL || f->who->deputy == NULL)
		return 0;
	if ((rc = l->by_key(f->who->deputy, &d, l->arg, e)) == 1 &&
	    unfit(l, of, d) == NULL)
		f->deputy = d;
	return rc == -1 ? -1 : 0;
}

static int
never_asked(const char *key, void *arg)
{
	(void)key;
	(void)arg;
	return 0;
}

/*
 * is_news: 1 if he, and who stands in for him, have not been asked yet.  A
 * manager often stands in for the one above him: the same question to him
 * again would be one more mail, and nobody more who knows.
 */
static int
is_news(const struct reviewer_lookup *l, const struct reviewer_of *of,
    const struct reviewer *r, int (*asked)(const char *, void *), void *arg,
    struct err *e)
{
	struct reviewer_found f = { .who = r };

	if (asked(r->key, arg))
		return 0;
	if (stand_in(l, of, &f, e) == -1)
		return -1;
	return f.deputy == NULL || !asked(f.deputy->key, arg);
}

static int
seen(const int64_t *visited, int n, int64_t id)
{
	while (n-- > 0)
		if (visited[n] == id)
			return 1;
	return 0;
}

/* Up the directory's managers: loops and very long chains end. */
static int
climb(const struct reviewer_lookup *l, const struct reviewer_of *of,
    const struct reviewer *from, int (*asked)(const char *, void *),
    void *arg, const struct reviewer **out, struct err *e)
{
	int64_t visited[REVIEWER_DEPTH + 1];
	const struct reviewer *r = from;
	int n = 0, rc;

	*out = NULL;
	while (n <= REVIEWER_DEPTH && r->manager != 0 &&
	    !l->is_top(r->key, l->arg)) {
		visited[n++] = r->id;
		if ((rc = l->by_id(r->manager, &r, l->arg, e)) != 1)
			return rc;
		if (seen(visited, n, r->id))
			return 0;
		if (unfit(l, of, r) != NULL)
			continue;
		if ((rc = is_news(l, of, r, asked, arg, e)) != 0) {
			*out = rc == 1 ? r : NULL;
			return rc == 1 ? 0 : -1;
		}
	}
	return 0;
}

static int
fall_back(const struct reviewer_lookup *l, const struct reviewer_of *of,
    int (*asked)(const char *, void *), void *arg, struct reviewer_found *f,
    struct err *e)
{
	const struct reviewer *r = l->fallback;
	int rc;

	if (r == NULL || unfit(l, of, r) != NULL)
		return 0;
	if ((rc = is_news(l, of, r, asked, arg, e)) != 1)
		return rc;
	f->who = r;
	f->is_fallback = 1;
	return 0;
}

int
reviewer_first(const struct reviewer_lookup *l, const struct reviewer_of *of,
    struct reviewer_found *f, struct buf *passed, struct err *e)
{
	const struct reviewer *r, *person = NULL;
	const char *why;
	int i, rc, any = 0;

	memset(f, 0, sizeof *f);
	for (i = 0; i < REVIEWER_STATED && f->who == NULL; i++) {
		if (of->stated[i] == NULL)
			continue;
		any = 1;
		if ((rc = l->by_key(of->stated[i], &r, l->arg, e)) == -1)
			return -1;
		why = rc == 0 ? "unknown" : unfit(l, of, r);
		if (why == NULL)
			f->who = r;
		else
			pass(passed, of->stated[i], why);
		if (rc == 1 && person == NULL)
			person = r;
	}
	if (!any)
		pass(passed, "manager", "unknown");
	if (f->who == NULL && person != NULL &&
	    climb(l, of, person, never_asked, NULL, &f->who, e) == -1)
		return -1;
	if (f->who == NULL && fall_back(l, of, never_asked, NULL, f, e) == -1)
		return -1;
	return stand_in(l, of, f, e);
}

int
reviewer_above(const struct reviewer_lookup *l, const struct reviewer_of *of,
    const struct reviewer *last, int chain,
    int (*asked)(const char *, void *), void *arg,
    struct reviewer_found *f, struct err *e)
{
	memset(f, 0, sizeof *f);
	if (chain && last != NULL &&
	    climb(l, of, last, asked, arg, &f->who, e) == -1)
		return -1;
	if (f->who == NULL && fall_back(l, of, asked, arg, f, e) == -1)
		return -1;
	return stand_in(l, of, f, e);
}

const struct reviewer *
reviewer_asked(const struct reviewer_found *f)
{
	return f->deputy != NULL ? f->deputy : f->who;
}
