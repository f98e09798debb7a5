/*
 * What a link that was clicked is about, and what may be answered now.  Only
 * reads.  The token is untrusted; the rest comes from the rows.
 *
 * A link of somebody who was asked, and is a reviewer of the newest question
 * still, stands for the question open now.  It lives until it expires or,
 * whichever is later, until the next question; only within its engagement.
 */
#ifndef ACT_TICKET_H
#define ACT_TICKET_H

#include "act/ctx.h"
#include "base/conf.h"
#include "domain/link.h"
#include "store/ask.h"
#include "store/contractor.h"
#include "store/decision.h"
#include "store/job.h"
#include "store/question.h"

enum ticket_state {
	TICKET_NONE,		/* not one of ours */
	TICKET_OPEN,		/* question waits for his answer */
	TICKET_APPROVAL,	/* the same, for an approver's */
	TICKET_RECORDED,	/* none is open: decision, if any, counts */
	TICKET_READDRESSED,	/* asked of somebody else since */
	TICKET_LAPSED,		/* expired, and a newer question was sent; an
				 * approval or a notice: expired */
	TICKET_ENDED,		/* his engagement is over, or a new one began */
	TICKET_TOLD,		/* a notice of a departure: it can be undone */
	TICKET_LIST		/* several asks: ticket_row */
};

/* What may be answered: bits of ticket.may. */
enum {
	TICKET_ATTEST = 1, TICKET_EXTEND = 2, TICKET_OFFBOARD = 4,
	TICKET_EMPLOYEE = 8, TICKET_NOT_MINE = 16, TICKET_UNDO = 32,
	TICKET_APPROVE = 64,
	TICKET_SUSPEND = 128,	/* of the inactive: suspend or keep */
	TICKET_CREDENTIAL = 256
};

struct ticket {
	enum ticket_state state;
	unsigned may;
	char	token[LINK_LEN + 1];
	struct link link;
	char	*reviewer_key;		/* whose link it is */
	struct ask ask;			/* the link's own */
	struct question asked;		/* of that ask */
	struct question question;	/* the newest; or the approval; of a
					 * list of the inactive: its first */
	struct contractor contractor;
	struct decision decision;	/* the newest; id 0: none */
	struct job job;			/* pending departure, or the approval's;
					 * id 0: none */
	struct job extension;		/* the newest decision's, an extension;
					 * id 0: none */
	int	newcomers;		/* TICKET_LIST: of newcomers */
	char	*mailed_to;		/* address of the message, or NULL */
	int64_t	mailed_at;		/* 0 unknown */
	int64_t	since;			/* TICKET_READDRESSED: since when */
	int64_t	extends;		/* extensions so far */
	char	extend_min[11], extend_max[11];	/* "" when not offered */
	char	ahead_max[11];		/* last day that offboard_day takes */
};

/*
 * ticket_read: dir is key_dir.  0, or -1 with e.  ticket_clear after either.
 */
int ticket_read(struct ctx *, const char *dir, const char *token,
    struct ticket *, struct err *);
/*
 * ticket_row: the ticket of one ask that a list's message carries; state
 * TICKET_NONE if it does not.
 */
int ticket_row(struct ctx *, const struct ticket *list, int64_t ask,
    struct ticket *, struct err *);
/*
 * ticket_ask: the ticket of an ask whose reviewer is known by other means than
 * a link; it has no token.  State TICKET_NONE if there is no such ask.
 */
int ticket_ask(struct ctx *, int64_t ask, struct ticket *, struct err *);
void ticket_clear(struct ticket *);

/*
 * ticket_print: what the reader was shown, in 32 bytes: when it differs by the
 * time he answers, he is shown again.
 */
void ticket_print(const struct ticket *, unsigned char out[32]);

/* ticket_is: 1 if user (REMOTE_USER) is the person whose link it is, whom it
 * may name by his address; 0, -1 with e. */
int ticket_is(struct ctx *, const struct ticket *, const char *user,
    struct err *);

#endif
