/*
 * An approved newcomer on his way to accounts: what the approval was about is
 * looked at again, a name is kept for him, and what was made is known by the
 * system's own id.  One transaction each.
 */
#ifndef ACT_NEWCOMER_MAKE_H
#define ACT_NEWCOMER_MAKE_H

#include "act/ctx.h"
#include "act/job_check.h"
#include "act/newcomer_setup.h"
#include "store/contractor.h"
#include "store/job.h"

enum newcomer_make {
	NEWCOMER_MAKE_ERROR = -1,
	NEWCOMER_MAKE_WAIT,	/* not due, or started: nothing to prepare */
	NEWCOMER_MAKE_NAME,	/* he needs a name, or the rows for accounts */
	NEWCOMER_MAKE_AGAIN	/* he is not who was approved */
};

/* newcomer_make: where he stands; keys is key_dir; j gets his job.  What looks
 * forged is left to job_start, which holds it. */
enum newcomer_make newcomer_make(struct ctx *, const char *keys,
    const struct newcomer_setup *, const struct contractor *, struct job *j,
    struct err *);

/* newcomer_make_again: the job goes, and he is asked about anew. */
int newcomer_make_again(struct ctx *, const struct contractor *,
    const struct job *, struct err *);

/*
 * newcomer_make_name: the nth name by the rule that nobody ever had here; *nth
 * is where it was found, login has room for USERNAME_MAX + 1, upn for 300.  He
 * who has a UPN keeps it.  0, or -1 (ERR_DATA: none can be made).
 */
int newcomer_make_name(struct ctx *, const struct newcomer_setup *,
    const struct contractor *, int *nth, char *login, char upn[300],
    struct err *);

/*
 * newcomer_make_named: whose name an account that is to be made has.  The rows
 * may have been written by whoever can write the registry.  0 or -1.
 */
int newcomer_make_named(struct ctx *, const struct newcomer_setup *,
    const struct contractor *, const char *login, const char *upn,
    enum newcomer_name *, struct err *);

/* newcomer_make_keep: the name is his, and so are accounts to be made in every
 * connector where he has none.  1, 0 somebody was faster, -1. */
int newcomer_make_keep(struct ctx *, const struct newcomer_setup *,
    const struct contractor *, const char *login, const char *upn,
    struct err *);

/* newcomer_make_made: the account has this id from now on; *id gets its row. */
int newcomer_make_made(struct ctx *, int64_t contractor, int64_t account,
    const char *remote_id, int64_t *id, struct err *);

#endif
