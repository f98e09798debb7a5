/* Findings as people leaf through them: a page at a time, and how many. */
#ifndef STORE_FINDING_PAGE_H
#define STORE_FINDING_PAGE_H

#include "store/finding.h"

/* Which ones. */
struct finding_filter {
	const char *kind;	/* NULL any */
	const char *owner;	/* NULL any; "-" nobody's */
	int	closed;		/* settled ones, newest first; else the open
				 * ones, oldest first */
	int64_t	after;		/* the last one seen; 0 from the start */
	int	max;
};

/* finding_page: at most max, read whole before the first call; cb borrows,
 * non-zero stops and is returned.  0 or -1 with e. */
int finding_page(struct db *, const struct finding_filter *, finding_cb *,
    void *, struct err *);

typedef int finding_count_cb(const char *word, int64_t n, void *);
/* finding_counts: how many are open of each kind; finding_owners: of each
 * owner (word "" nobody).  cb may not use the database. */
int finding_counts(struct db *, finding_count_cb *, void *, struct err *);
int finding_owners(struct db *, finding_count_cb *, void *, struct err *);

/* finding_end: who closed it and why; each malloc'd or NULL.  0 or -1. */
int finding_end(struct db *, int64_t id, char **by, char **why, struct err *);
/* finding_before: those of the same kind and subject that came before it,
 * newest first, at most max; as finding_page. */
int finding_before(struct db *, const struct finding *, int max, finding_cb *,
    void *, struct err *);

typedef int finding_story_cb(int64_t seq, int64_t at, const char *actor,
    const char *action, void *);
/* finding_story: its records in the evidence, oldest first; cb may not use the
 * database. */
int finding_story(struct db *, const struct finding *, finding_story_cb *,
    void *, struct err *);

#endif
