/* What a person says of one finding. */
#include <string.h>

#include "act/review.h"
#include "web/portal_review.h"

int
portal_review_asks(const char *verb, const struct review *r, struct err *e)
{
	int keeps = strcmp(verb, "keep") == 0;
	int quiets = keeps || strcmp(verb, "dismiss") == 0;

	if (quiets && r->why == NULL)
		return err_set(e, ERR_DATA, "it needs a reason");
	if (quiets && !keeps && r->until == NULL)
		return err_set(e, ERR_DATA, "it needs a day");
	return 0;
}

int
portal_review_act(struct portal *p, struct err *e)
{
	struct review r = { .why = portal_sent(p, "why"),
		.until = portal_sent(p, "until"),
		.word = portal_sent(p, "word") };
	const char *verb = p->part[1];

	if (r.word == NULL)
		r.word = "";
	if (portal_review_asks(verb, &r, e) == -1 ||
	    review_may(p->x, &r, verb, e) == -1 ||
	    review_do(p->x, &r, verb, p->part[0], e) == -1)
		return -1;
	portal_go(p, "review", "review/%s", p->part[0]);
	return 0;
}
