/* What approvers and channels are told of a list's end; for
 * act/inactive_settle.c. */
#ifndef ACT_INACTIVE_TELL_H
#define ACT_INACTIVE_TELL_H

#include "act/inactive.h"
#include "base/buf.h"
#include "store/question_batch.h"

enum { INACTIVE_NAMES = 3900 };		/* bytes of names in a message */

/* Names in a message; how many more there are. */
struct inactive_names {
	struct buf b;
	int64_t	more;
};

/* One list, inside the transaction that settles it. */
struct inactive_settling {
	struct ctx *x;
	const struct conf *conf;
	struct rows *dry;
	struct inactive_settled *out;
	const struct question_batch *b;
	int64_t	first;			/* question */
	int64_t	decision;		/* the first; 0 nobody answered */
	int64_t	waiting, done, dropped, kept;
	struct inactive_names done_names, left_names;
	char	dedup[64];		/* of the message that tells the end */
	char	subject[40];		/* of the evidence of that */
	struct err *e;
};

/*
 * inactive_tell_shut: what was told in Slack says how it ended, and has no
 * buttons any more: an update of that very message, with the list as it was
 * told.  Once.  0 or -1.
 */
int inactive_tell_shut(struct inactive_settling *);

/* inactive_tell_end: the last word, to each approver and each channel.  The
 * first mail has the list's own dedup: it says that the end was told. */
int inactive_tell_end(struct inactive_settling *);

#endif
