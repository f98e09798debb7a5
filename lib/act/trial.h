/*
 * A mail that somebody sends himself to see how it looks: a template in force
 * with somebody's values.  Its links are dead, its subject says that it is a
 * test, and it asks nobody anything.
 */
#ifndef ACT_TRIAL_H
#define ACT_TRIAL_H

#include "act/ctx.h"
#include "base/pairs.h"

enum { TRIAL_MAX = 5 };		/* of one person in an hour */

/*
 * trial_address: where mail to who goes by this login or UPN goes; *to is
 * malloc'd.  1, 0 the directory knows no address and the login is none, -1.
 */
int trial_address(struct ctx *, const char *login, char **to, struct err *);

/*
 * trial_send: kind is "t-30"; values gets the mark of a test.  One transaction.
 * 0, or -1 with e (ERR_DATA no address of his, ERR_REFUSED too many).
 */
int trial_send(struct ctx *, const char *kind, struct pairs *values,
    const char *login, struct err *);

#endif
