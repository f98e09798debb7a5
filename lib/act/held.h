/*
 * What is held until a person has looked: a finding while it lasts, and one
 * mail to its owner, however often what is held runs again.
 */
#ifndef ACT_HELD_H
#define ACT_HELD_H

#include "act/ctx.h"
#include "act/job_mail.h"

/*
 * held_tell: opens (kind, subject), see act/notice.h.  m->dedup NULL: the mail
 * goes when it is newly opened; else once for that word, for what waits by
 * itself while others of its kind come and go.  Inside the caller's
 * transaction.  0 or -1.
 */
int held_tell(struct ctx *, const char *kind, const char *subject,
    const char *print, const char *detail, const struct job_mail_held *m,
    struct err *);

/* held_over: nothing of it is held any more; a transaction of its own, none
 * if no finding is open.  0 or -1. */
int held_over(struct ctx *, const char *kind, const char *subject,
    struct err *);

#endif
