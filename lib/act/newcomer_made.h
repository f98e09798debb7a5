/* A newcomer's accounts are made, enabled and read back: who is told. */
#ifndef ACT_NEWCOMER_MADE_H
#define ACT_NEWCOMER_MADE_H

#include "act/ctx.h"
#include "act/job_words.h"

/*
 * newcomer_made: mail "created" to who wants him, to his manager and to
 * notify_created; and to the manager the link to the page of the first
 * credential, which lives 24 hours from the first instant of contract_start,
 * or from now if that is later.  Within the caller's transaction.  0 or -1.
 */
int newcomer_made(struct ctx *, int64_t contractor, const struct job_words *,
    struct err *);

/*
 * newcomer_made_credential: the link alone, once more: an earlier one that was
 * not used is over.  Own transaction.  0, or -1 (ERR_DATA: his manager has no
 * address; ERR_REFUSED: he is not active).
 */
int newcomer_made_credential(struct ctx *, int64_t contractor, struct err *);

#endif
