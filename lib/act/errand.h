/*
 * What the portal may ask for and not decide.  Its CGI has no key: an operator
 * leaves word there, and ctr-offboard, which has one, does what its own command
 * would, in his name.  That name is proved by nothing but the web server, so an
 * errand is only what an approver must say yes to by his own link: a captured
 * CGI can have approvers asked, and no more.
 */
#ifndef ACT_ERRAND_H
#define ACT_ERRAND_H

#include "act/ctx.h"

/*
 * errand_leave: one transaction.  what is "reinstate", why for the approver
 * and the evidence.  0, or -1 with e and nothing changed: ERR_DATA (nobody of
 * this number, no reason, too long), ERR_REFUSED (what job_back would refuse;
 * asked for already).
 */
int errand_leave(struct ctx *, int64_t contractor, const char *what,
    const char *why, struct err *);

/*
 * errand_run: takes up a few of those that wait, the oldest first; keys is
 * key_dir.  One that is refused is done, with the reason; one that could not
 * be tried waits, and holds up none behind it: each is about another
 * contractor.  0, or -1 with the worst e.
 */
int errand_run(struct ctx *, const char *keys, struct err *);

#endif
