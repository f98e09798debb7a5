/*
 * Newcomers asked for through the API: one request is one list and one
 * approval.  Whoever holds a key only asks: nothing is made until a person has
 * said yes who is neither the one it is asked for nor the one who made the key.
 */
#ifndef ACT_NEWCOMER_CALL_H
#define ACT_NEWCOMER_CALL_H

#include "act/again.h"
#include "act/newcomer_want.h"

/* What was sent: untrusted, borrowed. */
struct newcomer_call {
	const struct apikey *key;
	const char *request;	/* the client's id; "" none */
	const char *requester;	/* for whom it asks, a UPN; NULL not told */
	unsigned char print[32];	/* of all of it */
	const char *address, *agent;
	int	dry;
	/* out: */
	enum again again;
	size_t	bad;		/* NEW: so many have faults: nothing was done */
	struct apicall call;	/* SAME; NEW: with id 0 none of them was
				 * taken or known, but for their findings */
};

/*
 * newcomer_call: one transaction.  0, or -1 with e and nothing changed.  An
 * item that has neither worker_id nor email needs a request id: without one
 * the same person could be asked for twice.
 */
int newcomer_call(struct ctx *, const struct newcomer_setup *,
    struct newcomer_call *, struct newcomer_item *, size_t n, struct err *);
void newcomer_call_clear(struct newcomer_call *);

/*
 * newcomer_call_state: what became of each, as a JSON object.  names 0: nobody
 * is named but by our number, as in the answer that is kept: erasure need not
 * look there.
 */
int newcomer_call_state(struct ctx *, const struct apicall *, int names,
    struct buf *, struct err *);

/* newcomer_call_fate: its word: taken bad known duplicate rehire. */
const char *newcomer_call_fate(enum newcomer_fate);

#endif
