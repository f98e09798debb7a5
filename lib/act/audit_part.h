/*
 * A part of the chain, verified within a time: what a page or a report of a
 * period can say.  The whole is audit_db.
 */
#ifndef ACT_AUDIT_PART_H
#define ACT_AUDIT_PART_H

#include "act/audit.h"

struct audit_part {
	int64_t	from, to;	/* numbers of records, both included */
	int64_t	patience_ms;	/* 0: as long as it takes */
	/* may be NULL; sees each record that is as it should be */
	void	(*see)(const struct evidence *, void *);
	void	*arg;
	int	cut;		/* out: the time was up before to */
	int64_t	before;		/* out: 1 if the record before from, or its
				 * checkpoint, is here: the chain hangs on it;
				 * 0: from is the oldest */
};

/*
 * audit_part: a is zeroed by the caller and says what was found, as after
 * audit_db: each record's hashes, from the one before on, and the checkpoints
 * within.  No statement stays open for longer than 2,000 records.  0, or -1
 * with e (ERR_DATA: from is not here).
 */
int audit_part(struct ctx *, const char *keys, struct audit_part *,
    struct audit *a, struct err *);

#endif
