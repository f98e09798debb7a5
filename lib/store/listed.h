/*
 * What a message lists: the asks that the link of a digest or an escalation
 * covers.  Fixed when the message is queued: an ask that a later message lists
 * too stays listed in the former.
 */
#ifndef STORE_LISTED_H
#define STORE_LISTED_H

#include "store/ask.h"

/* One listed ask with what its own link would be over. */
struct listed {
	int64_t	ask;
	int64_t	contractor;	/* of its question */
	unsigned char nonce[16];	/* question.nonce */
	char	*reviewer_key;
	char	kind[12], period[40], batch[65];	/* its question's */
};

/* listed_add: inside the transaction that queues the message. 0 or -1. */
int listed_add(struct db *, int64_t outbox, int64_t ask, struct err *);
/* listed_has: 1 if the message lists the ask, 0, -1. */
int listed_has(struct db *, int64_t outbox, int64_t ask, struct err *);

/* listed_all: in order of ask; listed_free.  0 or -1. */
int listed_all(struct db *, int64_t outbox, struct listed **, size_t *n,
    struct err *);
void listed_free(struct listed *, size_t n);

/* listed_each: the asks themselves, as ask_each. */
int listed_each(struct db *, int64_t outbox, ask_cb *, void *, struct err *);

#endif
