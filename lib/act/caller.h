/*
 * Who calls the API: the key of a bearer, what it may do, and how often.
 */
#ifndef ACT_CALLER_H
#define ACT_CALLER_H

#include "act/ctx.h"
#include "store/apikey.h"

enum caller {
	CALLER_ERROR = -1,
	CALLER_GOOD,
	CALLER_UNKNOWN,		/* no such bearer, revoked, past its end */
	CALLER_BUSY,		/* more than its rate */
	CALLER_MAY_NOT		/* not with its scopes */
};

/*
 * caller_enter: bearer is untrusted, NULL: none was sent.  Its use is
 * recorded, in a transaction of its own, and x->actor becomes "key/3".
 * CALLER_BUSY: *wait_s says when to come again.  Whether a key is unknown,
 * revoked or over is not told.
 */
enum caller caller_enter(struct ctx *, const char *bearer, const char *scope,
    struct apikey *, int *wait_s, struct err *);

/* caller_still: asked again by who has entered: it costs nothing of its rate
 * and writes nothing. */
enum caller caller_still(struct ctx *, const char *bearer, const char *scope,
    struct apikey *, struct err *);

#endif
