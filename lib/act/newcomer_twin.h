/*
 * Whether a newcomer is somebody whom we know: same worker_id, or the same
 * name, folded, with the same mail address.
 */
#ifndef ACT_NEWCOMER_TWIN_H
#define ACT_NEWCOMER_TWIN_H

#include "act/ctx.h"
#include "store/contractor.h"

enum newcomer_twin {
	NEWCOMER_TWIN_ERROR = -1,
	NEWCOMER_TWIN_NONE,	/* nobody, or a person has said: another one */
	NEWCOMER_TWIN_KNOWN,	/* he was asked for, with these very fields */
	NEWCOMER_TWIN_CANDIDATE,	/* a candidate nobody has asked for */
	NEWCOMER_TWIN_LIVES,
	NEWCOMER_TWIN_LEFT
};

/*
 * newcomer_twin: *id gets who it is.  LIVES opens the finding duplicate, LEFT
 * the finding rehire, about him (c->id not 0: duplicate about c), unless dry;
 * *finding gets it.  Within the caller's transaction.
 */
enum newcomer_twin newcomer_twin(struct ctx *, const struct contractor *c,
    int dry, int64_t *id, int64_t *finding, struct err *);

/* newcomer_twin_unfit: approval_waiting about him: why he cannot be asked
 * about.  newcomer_twin_fit: he can.  0 or -1. */
int newcomer_twin_unfit(struct ctx *, int64_t contractor, const char *why,
    struct err *);
int newcomer_twin_fit(struct ctx *, int64_t contractor, struct err *);

#endif
