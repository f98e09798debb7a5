/*
 * A message that asks for a yes, once more: the same text, with links made
 * anew when it leaves.  Nobody is asked whom it was not put to before.
 */
#ifndef ACT_RESEND_H
#define ACT_RESEND_H

#include "act/ctx.h"
#include "store/ask.h"

/*
 * resend_ask: the message that carried a, with all that it carried, under
 * this dedup; evidence question.remind of subject.  Inside the caller's
 * transaction.  1 queued, 0 it waits still, or dedup is there, -1 with e.
 */
int resend_ask(struct ctx *, const struct ask *a, const char *dedup,
    const char *subject, struct err *);

/*
 * resend_question: to everybody whom an open approval was put to and who may
 * answer still, one transaction; by hand at most once a day.  *n counts the
 * messages.  0, or -1 with e: ERR_DATA no such open approval; ERR_REFUSED
 * nothing to send, or it was today.
 */
int resend_question(struct ctx *, int64_t question, int64_t *n,
    struct err *);

#endif
