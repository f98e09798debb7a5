/*
 * Somebody leaves, or is suspended, of whom no account is known: every
 * configured connector is asked for one by his upn or worker_id, before it is
 * said that there is none.
 */
#ifndef CONNECT_JOB_FIND_H
#define CONNECT_JOB_FIND_H

#include "connect/job_peer.h"

struct job_find_at;

struct job_find {
	struct job_find_at *at;		/* one for each connector */
	size_t	n;
	struct job_peers *peers;
	int64_t	contractor;
	char	*upn, *worker_id;	/* or NULL */
	int	found;			/* accounts that became his */
};

/* job_find_start: asks nobody yet.  0 or -1 with e. */
int job_find_start(struct job_find *, struct job_peers *, int64_t contractor,
    struct err *);
void job_find_clear(struct job_find *);
/*
 * job_find_go: asks those that can be.  1 while an answer is out; 0 when all
 * is told: *missed is 1 if one could not answer now and nothing was found
 * elsewhere: nobody can say that he has none.
 */
int job_find_go(struct job_find *, int *missed);
/* job_find_reply: 1 if it was for this, and what it tells is recorded; 0; -1
 * with e. */
int job_find_reply(struct job_find *, struct ctx *, const struct job_peer *,
    const struct connector_reply *, struct err *);
/* job_find_words: two JSON lists: where he was looked for, and where that
 * could not be asked. */
void job_find_words(const struct job_find *, struct buf *asked,
    struct buf *not_asked);

#endif
