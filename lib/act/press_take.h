/*
 * A press of a button under a list in Slack, once its signature was checked:
 * the same answer as on the page of a link, or why there is none.
 */
#ifndef ACT_PRESS_TAKE_H
#define ACT_PRESS_TAKE_H

#include "act/ctx.h"
#include "base/conf.h"

enum press_end {
	PRESS_RECORDED,
	PRESS_SHOWN,		/* his own link is on its way to him */
	PRESS_UNKNOWN,		/* nobody we know by that id */
	PRESS_MAY_NOT,		/* not in policy approvers */
	PRESS_ON_LIST,		/* he would decide about himself */
	PRESS_NOT_ASKED,	/* an approver, but not of this list */
	PRESS_CLOSED,		/* nothing of it is open any more */
	PRESS_CHANGED,		/* not a button of ours, or its list is not as
				 * it was told */
	/* Not believed, and nobody is answered: */
	PRESS_NO_SECRET,	/* nothing to check the signature with */
	PRESS_FORGED,		/* it is not Slack's */
	PRESS_LATE,		/* older than SLACK_SIGN_WINDOW when it came */
	PRESS_ODD		/* it has no button */
};

/* All but row and end is borrowed, and of use only to what is believed. */
struct press {
	int64_t	row;		/* press.id */
	const char *user, *team, *channel;	/* Slack's ids */
	const char *action;	/* "approve", "deny", "choose" */
	const char *token;	/* LINK_PRESS */
	const char *address;	/* of who sent it */
	const char *sha256;	/* of what was sent, in hex */
	int64_t	pressed_at;	/* by Slack's clock */
	enum press_end end;	/* out */
};

/*
 * press_take: one transaction: the answer with its evidence, or the evidence
 * of why not, and what Slack is told; the row is done.  keys is key_dir.  1; 0
 * it was done before; -1 with e and nothing changed.
 */
int press_take(struct ctx *, const struct conf *, const char *keys,
    struct press *, struct err *);

/* press_take_not: one that is not believed, for this reason; the same. */
int press_take_not(struct ctx *, struct press *, enum press_end, struct err *);

/* press_take_forget: what was done with those that came before is not kept.  0
 * or -1. */
int press_take_forget(struct ctx *, int64_t before, struct err *);

/* press_take_words: "recorded", "not in approvers": for evidence and logs. */
const char *press_take_words(enum press_end);

#endif
