/* A list, page by page, that is whole or a failure. */
#include <string.h>

#include <sodium.h>

#include "connect/cloud.h"

#define HASH 16

struct walk {
	struct cloud *c;
	const struct cloud_call *first;
	json_t	*seen;		/* targets */
	unsigned char last[HASH];	/* of the page before */
	int	n;
};

int
cloud_next_link(struct cloud *c, json_t *page, struct buf *to, void *arg,
    struct err *e)
{
	(void)page;
	(void)arg;
	(void)e;
	return http_link(&c->answer, "next", to);
}

static int
endless(const struct walk *w, const char *why, struct err *e)
{
	return err_set(e, ERR_DOWN, "%s: %s: a list without an end: %s",
	    http_host(w->c->http), w->first->what, why);
}

/* Whether this page, as it came, is the one before: with another cursor, then,
 * for the same one is not asked for twice.  An empty one says nothing. */
static int
same_page(struct walk *w, json_t *page)
{
	const struct buf *b = &w->c->answer.body;
	unsigned char now[HASH];
	int same;

	crypto_generichash(now, sizeof(now), (const unsigned char *)buf_get(b),
	    b->len, NULL, 0);
	same = w->n > 0 && memcmp(now, w->last, sizeof(now)) == 0 &&
	    !(json_is_array(page) && json_array_size(page) == 0);
	memcpy(w->last, now, sizeof(now));
	return same;
}

static int
one_page(struct walk *w, const char *target, cloud_page *page,
    cloud_next *next, void *arg, struct buf *to, struct err *e)
{
	struct cloud_call q = *w->first;
	json_t *body = NULL;
	int rc;

	q.target = target;
	if (json_object_get(w->seen, target) != NULL)
		return endless(w, "the same page is asked for twice", e);
	json_object_set_new(w->seen, target, json_true());
	if ((rc = cloud_ask(w->c, &q, &body, e)) == -1)
		return -1;
	if (rc == 0 || body == NULL)
		rc = err_set(e, ERR_DOWN, "%s: %s: a page is not there",
		    http_host(w->c->http), q.what);
	else if (same_page(w, body))
		rc = endless(w, "the same page twice", e);
	else if ((rc = next(w->c, body, to, arg, e)) != -1 &&
	    page(w->c, body, arg, e) == -1)
		rc = -1;
	json_decref(body);
	return rc;
}

int
cloud_walk(struct cloud *c, const struct cloud_call *first, cloud_next *next,
    cloud_page *page, void *arg, struct err *e)
{
	struct walk w = { .c = c, .first = first, .seen = json_object() };
	struct buf at = BUF_INIT(65536), to = BUF_INIT(65536);
	int rc;

	buf_str(&at, first->target);
	for (;; w.n++) {
		if (w.n == CLOUD_PAGES) {
			rc = endless(&w, "too many pages", e);
			break;
		}
		buf_empty(&to);
		rc = one_page(&w, buf_get(&at), page, next, arg, &to, e);
		if (rc != 1)
			break;
		buf_empty(&at);
		buf_str(&at, buf_get(&to));
	}
	json_decref(w.seen);
	buf_clear(&at);
	buf_clear(&to);
	return rc;
}
