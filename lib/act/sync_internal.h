/* What the files of sync share; nobody else includes it. */
#ifndef ACT_SYNC_INTERNAL_H
#define ACT_SYNC_INTERNAL_H

#include "act/sync.h"
#include "base/jot.h"
#include "domain/directory.h"
#include "store/account.h"
#include "store/account_merge.h"
#include "store/contractor.h"
#include "store/sync_stage.h"
#include "store/sync_state.h"

#define SYNC_SLICE 12000	/* accounts or persons in one transaction: an
				 * account is two rows and their evidence */

struct sync {
	struct ctx *x;
	const struct sync_opt *opt;
	struct sync_report report;
	struct sync_state was;	/* as it stood */
	struct sync_state now;	/* as it will, if all goes well */
	struct stage_counts counts;
	int	full;		/* the list had everything */
	int64_t	staged;		/* items so far */
	int64_t	asked;		/* cursor of sync_ask */
	int	news;		/* something in the registry was changed */
	int	people;		/* and who reviews may be another */
	int64_t	done;		/* rows written or looked at */
	int	doubt;		/* the next list must be whole */
	int	left;		/* rows until the slice is full */
	struct buf alerts;	/* to be said after the commit; a line each */
};

/* sync_slice: due before each row that is written: ends a full transaction and
 * begins the next.  No statement may be open when it says 1 (it has). */
int sync_slice(struct sync *, struct err *);

/* sync_people.c, sync_accounts.c: the staged rows, applied. */
int sync_people(struct sync *, struct err *);
int sync_accounts(struct sync *, struct err *);

/* sync_link.c: whose a new or unlinked account is. */
struct sync_who {
	const char *upn_key, *worker_id, *email;	/* or NULL */
	int64_t	id;		/* of the account, 0: new */
};
int sync_link(struct sync *, const struct sync_who *,
    struct directory_verdict *, struct err *);

/*
 * sync_settle: what an account's change means for its contractor: main
 * account, expiry, a UPN that was changed (was_upn_key, or NULL), and the
 * first day of a candidate.
 */
int sync_settle(struct sync *, int64_t contractor, const char *was_upn_key,
    struct err *);
/* sync_candidates: those whose first day has come. */
int sync_candidates(struct sync *, struct err *);

/* sync_findings.c: links that have become possible, and the findings. */
int sync_findings(struct sync *, struct err *);

/* "2026-12-31", the last day of an access; NULL for WHEN_NEVER. */
const char *sync_last_day(int64_t at, char room[11]);

#endif
