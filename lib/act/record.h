/* Evidence of what is done to one row, by whoever acts. */
#ifndef ACT_RECORD_H
#define ACT_RECORD_H

#include "act/ctx.h"
#include "base/jot.h"

/* record_about: about "NOUN/ID", within the transaction of the change; seq may
 * be NULL.  As evidence_add. */
int record_about(struct ctx *, const char *action, const char *noun,
    int64_t id, struct jot *detail, int64_t *seq, struct err *);

#endif
