/* A yes or no to a newcomer; policy provision_approval. */
#ifndef ACT_ANSWER_NEWCOMER_H
#define ACT_ANSWER_NEWCOMER_H

#include "act/answer_internal.h"

/* answer_newcomer_is: 1 if the question is about one. */
int answer_newcomer_is(const struct given *);
/* answer_newcomer_may: he was asked this, it is still what is asked, and it is
 * not he who wants him.  1, 0, -1. */
int answer_newcomer_may(struct given *, struct err *);
/*
 * answer_newcomer_yes: the next is asked, or the last has agreed: decision
 * "provision" and its job.  answer_newcomer_no: he is withdrawn, and who wants
 * him is told why.  0 or -1.
 */
int answer_newcomer_yes(struct given *, struct err *);
int answer_newcomer_no(struct given *, struct err *);

#endif
