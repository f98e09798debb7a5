/* Feeds that have fallen silent: a full roster that proves who has left is the
 * only thing that shows an absence, so its absence is shown too. */
#ifndef ACT_FEED_WATCH_H
#define ACT_FEED_WATCH_H

#include "act/ctx.h"
#include "store/feed.h"

/* feed_watch_stale: opens feed_stale; within the caller's transaction. */
int feed_watch_stale(struct ctx *, const struct feed *, struct err *);

/*
 * feed_watch: feed_stale for each feed whose last proof of absence is more
 * than feed_days old.  Own transaction, and none if nothing is new.
 */
int feed_watch(struct ctx *, struct err *);

#endif
