/*
 * Delivering the outbox, the database's side of it: which messages leave now,
 * the commit right before each may have been sent, and what became of it.
 *
 * One commit a message: the `dot` of a message and the result of the one
 * before are one transaction.  With a batch of n, n messages get their dot at
 * once: fewer syncs, and up to n are uncertain after a crash instead of one.
 *
 *	deliver_take	-> the next messages, dropped ones left out
 *	deliver_dot	-> from here this one may have been sent
 *	deliver_result	-> remembered, committed with the next dot
 *	deliver_flush	-> what is remembered is committed
 */
#ifndef ACT_DELIVER_H
#define ACT_DELIVER_H

#include "act/ctx.h"
#include "act/parcel.h"

enum deliver_what {
	DELIVER_SENT,
	DELIVER_LATER,		/* not now: back-off, for 5 days */
	DELIVER_REFUSED,	/* for good: undeliverable */
	DELIVER_UNSURE,		/* no answer after the dot */
	DELIVER_WAIT,		/* not its fault: as if never tried */
	DELIVER_DROPPED		/* what it asked is answered by now */
};

struct deliver_count {
	int64_t	sent, later, failed, uncertain, dropped;
};

/* One message in hand. */
struct deliver_slot {
	struct parcel parcel;
	int	dot;		/* its dot is committed */
	int	done;		/* there is a result */
	int	settled;	/* and it is committed */
	int	withheld;	/* it cannot leave so: to be told */
	enum deliver_what what;
	char	*words;		/* the server's */
};

struct deliver {
	struct ctx *x;
	const char *channel;
	int	batch;		/* messages that get their dot together */
	int	pinned;		/* the clock is that of -T */
	int64_t	until;		/* messages due by then, the run's start */
	int64_t	after_at, after_id;	/* where the queue was read to */
	struct deliver_slot *slot;
	int	first, n;	/* the last deliver_take: [first, n) */
	struct deliver_count count;
};

/* deliver_init: channel "mail"; batch 1-100. */
void deliver_init(struct deliver *, struct ctx *, const char *channel,
    int batch, int pinned);
void deliver_clear(struct deliver *);

/*
 * deliver_recover: rows found sending; whoever sent them is dead.  Without dot
 * they are queued again; with it, a question is sent once more, and any other
 * message is uncertain and a finding.
 */
int deliver_recover(struct deliver *, struct err *);

/*
 * deliver_take: up to max (at most batch) messages that are due, with their
 * links, are d->slot[first .. n).  Those whose questions are answered, lapsed
 * or overtaken are done already: dropped.  0 (first == n: no more), or -1.
 */
int deliver_take(struct deliver *, const struct postmark *, int max,
    struct err *);

/* deliver_dot: 1 committed; 0 it was dropped meanwhile; -1 with e: do not
 * send.  Settles what is done, sets the dot of all that were taken. */
int deliver_dot(struct deliver *, int nth, struct err *);

/* deliver_result: kept in memory until the next commit. */
void deliver_result(struct deliver *, int nth, enum deliver_what,
    const char *words);

/* deliver_flush: settles what is done; what is not will be tried again. */
int deliver_flush(struct deliver *, struct err *);

#endif
