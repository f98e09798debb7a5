/*
 * What a roster would do, looked at before it does it.  Mass changes are held
 * because they are more often a broken export than news: an empty answer that
 * reads as "everybody left" is the classic.
 */
#ifndef DOMAIN_ROSTER_GUARD_H
#define DOMAIN_ROSTER_GUARD_H

#include <stdint.h>

struct roster_guard {
	int	delta;		/* need not have rows, nor all columns */
	int	empty;		/* not even a header */
	int64_t	rows;		/* read, good and bad */
	int64_t	last_rows;	/* of the last accepted full roster; 0 none */
	unsigned fields;	/* columns, a bit per enum roster_field */
	unsigned last_fields;
	int64_t	people;		/* living contractors of the feed */
	int64_t	missing;	/* of them, with their end ahead and no
				 * departure */
	int64_t	moved;		/* with contract_end or manager cleared or
				 * moved */
	int64_t	percent, count;	/* policy missing_percent, missing_count */
};

enum roster_hold {
	ROSTER_GO,
	ROSTER_HOLD_ABSENT,	/* its absences, nothing else */
	ROSTER_HOLD_WHOLE
};

struct roster_verdict {
	enum roster_hold hold;
	int64_t	number;		/* what --accept must say */
	char	why[160];
};

/*
 * roster_guard: too many means more than percent of people and more than 3,
 * or more than count.  accept -1: none; another number than the verdict's
 * lets nothing pass.
 */
void roster_guard(const struct roster_guard *, int64_t accept,
    struct roster_verdict *);

#endif
