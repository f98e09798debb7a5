/* A finding as people read it: about whom it is, and what is wrong. */
#ifndef ACT_CAUSE_H
#define ACT_CAUSE_H

#include "act/ctx.h"
#include "base/buf.h"
#include "store/account.h"
#include "store/contractor.h"
#include "store/finding.h"

/*
 * cause_about: the account of the subject, and the contractor of the subject
 * or of that account; id 0 where there is none.  0 or -1; both are to be
 * cleared either way.
 */
int cause_about(struct ctx *, const struct finding *, struct contractor *,
    struct account *, struct err *);

/* cause_words: appends what the kind means and each value of the detail. */
int cause_words(struct ctx *, const struct finding *, struct buf *,
    struct err *);

#endif
