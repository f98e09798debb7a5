/*
 * A person's answer: the decision with its evidence, what becomes of the
 * question, the job that it permits, and the mails that say so; all of it in
 * one transaction, or nothing.
 */
#ifndef ACT_ANSWER_H
#define ACT_ANSWER_H

#include "act/ctx.h"
#include "act/ticket.h"

/* A press of a button in Slack, its signature checked. */
struct answer_slack {
	const char *keys;	/* key_dir: the decision is signed */
	const char *user, *team;	/* Slack's ids */
	const char *sha256;	/* of the request, in hex */
	int64_t	pressed_at;	/* by Slack's clock */
};

/* What was sent.  All of it untrusted; borrowed.  NULL: not sent. */
struct answer {
	const char *answer;	/* decision.answer */
	const char *day_on;	/* extend, offboard_day */
	const char *reason;
	const char *other;	/* not_mine: who can answer */
	int	login;		/* the server knows that it is he */
	const struct answer_slack *slack;	/* by such a press; or NULL */
	const char *address;	/* of the client, for the evidence */
	const char *agent;
};

enum answer_result {
	ANSWER_DONE,
	ANSWER_STALE,		/* not what the reader was shown: show again */
	ANSWER_NOT_NOW,		/* this cannot be answered (any more) */
	ANSWER_DAY,		/* no day, or one outside the limits */
	ANSWER_REASON,		/* it needs a reason */
	ANSWER_OTHER,		/* not an address */
	ANSWER_OWN		/* he made himself the manager: somebody else */
};

/* One answer of a list, or the only one. */
struct answer_row {
	int64_t	ask;		/* of a list's row; 0: the link's own */
	unsigned char print[32];	/* ticket_print of what was shown */
	struct answer a;
	enum answer_result result;	/* out */
};

/*
 * answer_give: each row in order, in one transaction, which is open still after
 * it: what comes of it can be read, and answer_commit ends it.  x->actor is set
 * to who answers ("ask/551").  A row that is not ANSWER_DONE changes nothing,
 * the others stand.  A read transaction of the caller's ends here.  0, or -1
 * with e and nothing changed.
 */
int answer_give(struct ctx *x, const char *dir, const char *token,
    struct answer_row *, int rows, struct err *);
/*
 * answer_commit: what was given stands from here on; before, nobody may be told
 * so.  Without a transaction, or in one that only read, it does nothing.  0, or
 * -1 with e and nothing changed.
 */
int answer_commit(struct ctx *, struct err *);

#endif
