/*
 * How much one reader may send: PACE_BURST forms at once, and one more each
 * second.  What is refused costs more.  The state is a file of fixed size in
 * tenant_run(), a number for each of PACE_SLOTS hashes of a name: no commit is
 * spent on it, and a restart of the machine forgives.
 */
#ifndef WEB_PORTAL_PACE_H
#define WEB_PORTAL_PACE_H

#include "web/portal.h"

enum { PACE_SLOTS = 1024, PACE_BURST = 120, PACE_REFUSED = 5,
       PACE_COSTLY = 3, PACE_FORMS = 30 };

/* portal_pace: cost in seconds is owed by the reader from now on.  1 he may,
 * 0 it is too much (nothing more is owed), -1 with e. */
int portal_pace(const struct portal *, int cost, struct err *);

/* portal_costly: for a GET that reads a whole table or file: it counts for
 * PACE_COSTLY forms, and leaves PACE_FORMS of them: any page of another site
 * can make a browser send it, and shall not keep its reader from a form.
 * 1 go on; 0 the page says that it is too much; -1 with e. */
int portal_costly(struct portal *, struct err *);

#endif
