/*
 * A press of a button in Slack, put down for act/press_take.h by a program that
 * cannot tell whether it is Slack's.  What has no button of ours in it, by our
 * own signature, is not kept: only who sees the channel can send such a one.
 */
#ifndef ACT_PRESS_PUT_H
#define ACT_PRESS_PUT_H

#include "act/ctx.h"
#include "store/press.h"

enum press_put {
	PRESS_PUT_ERROR = -1,
	PRESS_PUT_KEPT,		/* or it is here already */
	PRESS_PUT_LATE,		/* signed too long ago, or ahead of us */
	PRESS_PUT_STRANGE,	/* no button of ours, or of a list long over */
	PRESS_PUT_FULL		/* PRESS_WAITING wait: come again */
};

/*
 * press_put: keys is key_dir; token that of the button, untrusted; came_at is
 * set.  A read transaction of the caller's ends here.
 */
enum press_put press_put(struct ctx *, const char *keys, const char *token,
    struct press_row *, struct err *);

#endif
