/* The suspension of one contractor, and the question that comes of it. */
#ifndef ACT_INQUIRY_SUSPENDED_H
#define ACT_INQUIRY_SUSPENDED_H

#include "act/inquiry.h"

/* inquiry_suspended: since when he is, by the job that did it.  0 or -1. */
int inquiry_suspended(struct inquiry_run *, struct inquiry *, struct err *);

/* inquiry_suspended_key: what makes the question one: "suspended/41". */
void inquiry_suspended_key(const struct inquiry *, char period[40]);
int inquiry_suspended_is(const struct inquiry *, const char *period);

/* inquiry_suspended_why: of a question with such a key: the reason, for the
 * mail; of another nothing.  1 it is one, 0, -1. */
int inquiry_suspended_why(struct inquiry_run *, const char *period,
    struct buf *, struct err *);

#endif
