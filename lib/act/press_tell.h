/* What Slack is told of a press; for act/press_take.c. */
#ifndef ACT_PRESS_TELL_H
#define ACT_PRESS_TELL_H

#include "act/press_take.h"

struct press_tell {
	const char *key;	/* who pressed; NULL: nobody we know */
	int64_t	list;		/* PRESS_SHOWN: the mail that asked him */
};

/*
 * press_tell: a message that only who pressed can see: why nothing was
 * recorded, or the way to his own page.  What was recorded everybody sees, when
 * the list itself changes.  Inside the caller's transaction.  0 or -1.
 */
int press_tell(struct ctx *, const struct conf *, const struct press *,
    const struct press_tell *, struct err *);

#endif
