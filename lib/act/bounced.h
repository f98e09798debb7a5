/* A mail of ours came back: ctr-bounce. */
#ifndef ACT_BOUNCED_H
#define ACT_BOUNCED_H

#include "act/ctx.h"
#include "domain/bounce.h"
#include "store/outbox.h"

enum bounced_what {
	BOUNCED_FAILED,		/* failed now: undeliverable */
	BOUNCED_KNOWN,		/* it had failed before */
	BOUNCED_DELAYED,
	BOUNCED_IGNORED		/* a reply, an auto-reply, a success */
};

/*
 * bounced_find: which message came back.  verp is the number in the envelope
 * recipient, or 0.  A Message-ID must be the very one: it has 128 random bits.
 * A report without it counts if its recipient is that of the message: our
 * numbers can be guessed.  1 (row is the caller's to clear), 0 not ours, -1.
 */
int bounced_find(struct ctx *, const struct bounce *, int64_t verp,
    struct outbox *row, struct err *);

/* bounced_what: what it would do. */
enum bounced_what bounced_what(const struct bounce *, const struct outbox *);

/* bounced_apply: does it, in one transaction.  0 or -1. */
int bounced_apply(struct ctx *, const struct bounce *, const struct outbox *,
    struct err *);

#endif
