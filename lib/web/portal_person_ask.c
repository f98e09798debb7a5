/* What an operator has somebody else decide, or begins anew: his manager is
 * asked, an approver is, a deputy is named, a stay begins. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/edit.h"
#include "act/errand.h"
#include "act/inquiry.h"
#include "act/review.h"
#include "web/portal_people.h"

/* review: a verb of ctr-review about him. */
static int
review(struct portal *p, struct review *r, const char *verb,
    const char *done, struct err *e)
{
	struct contractor c;
	int rc;

	if ((rc = portal_person_load(p, &c, e)) != 1)
		return rc;
	if (c.upn == NULL)
		rc = err_set(e, ERR_REFUSED, "he has no account and no UPN "
		    "yet");
	else if ((rc = review_may(p->x, r, verb, e)) == 0)
		rc = review_do(p->x, r, verb, c.upn, e);
	if (rc == 0)
		portal_go(p, done, "people/%" PRId64, c.id);
	contractor_clear(&c);
	return rc == -1 ? -1 : 0;
}

int
portal_person_ask(struct portal *p, struct err *e)
{
	struct review r = { .why = portal_sent(p, "why") };

	return review(p, &r, "ask", "asked", e);
}

int
portal_person_ask_leaves(struct portal *p, struct err *e)
{
	struct review r = { .why = portal_sent(p, "why"),
		.last_day = portal_sent(p, "day") };

	return r.last_day == NULL ? err_set(e, ERR_DATA, "which is said to be "
	    "his last day?") : review(p, &r, "ask", "reported", e);
}

int
portal_person_ask_rehire(struct portal *p, struct err *e)
{
	struct review r = { .why = portal_sent(p, "why") };

	return portal_sure(p, e) == -1 ? -1 :
	    review(p, &r, "rehire", "rehired", e);
}

/* manager_of: key of whom the cadence would ask; "" nobody. */
static int
manager_of(struct portal *p, int64_t id, char key[256], struct err *e)
{
	struct inquiry_run r;
	struct inquiry q;
	int rc;

	key[0] = '\0';
	if (inquiry_run_init(&r, p->x, e) == -1)
		return -1;
	if ((rc = inquiry_load(&r, id, 0, &q, e)) == 1) {
		if (q.first.who != NULL)
			(void)snprintf(key, 256, "%s", q.first.who->key);
		inquiry_clear(&q);
	}
	inquiry_run_clear(&r);
	return rc == -1 ? -1 : 0;
}

int
portal_person_ask_deputy(struct portal *p, struct err *e)
{
	const char *deputy = portal_sent(p, "deputy");
	const char *from = portal_sent(p, "from"), *to = portal_sent(p, "to");
	struct edit d = { .why = NULL };
	char key[256];
	struct contractor c;
	int rc;

	if (deputy == NULL || from == NULL || to == NULL)
		return err_set(e, ERR_DATA, "a deputy and two days are "
		    "needed");
	if ((rc = portal_person_load(p, &c, e)) != 1)
		return rc;
	rc = manager_of(p, c.id, key, e);
	if (rc == 0 && key[0] == '\0')
		rc = err_set(e, ERR_REFUSED, "nobody is asked about him: "
		    "nobody needs a deputy");
	if (rc == 0 && (rc = edit_deputy(p->x, &d, key, deputy, from, to,
	    e)) == 0)
		portal_go(p, "deputy", "people/%" PRId64, c.id);
	edit_clear(&d);
	contractor_clear(&c);
	return rc;
}

int
portal_person_ask_reinstate(struct portal *p, struct err *e)
{
	struct contractor c;
	int rc;

	if (portal_sure(p, e) == -1)
		return -1;
	if ((rc = portal_person_load(p, &c, e)) != 1)
		return rc;
	rc = errand_leave(p->x, c.id, "reinstate", portal_sent(p, "why"), e);
	if (rc == 0)
		portal_go(p, "errand", "people/%" PRId64, c.id);
	contractor_clear(&c);
	return rc;
}
