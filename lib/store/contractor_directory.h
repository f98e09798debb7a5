/* A contractor as the directory sees him. */
#ifndef STORE_CONTRACTOR_DIRECTORY_H
#define STORE_CONTRACTOR_DIRECTORY_H

#include <stdint.h>

#include "store/contractor.h"

/* contractor_directory_set: upn, upn_key, expiry_at, status and active_on of
 * c->id. */
int contractor_directory_set(struct db *, const struct contractor *,
    int64_t now, struct err *);

/* contractor_directory_worker: up to max who have this worker_id and have not
 * left; their number, or -1. */
int contractor_directory_worker(struct db *, const char *worker_id,
    int64_t *ids, int max, struct err *);

/* contractor_directory_candidate_next: the first candidate after id whose
 * contract has begun by the day on and who has an account.  1, 0, -1. */
int contractor_directory_candidate_next(struct db *, const char *on,
    int64_t *id, struct err *);

/* contractor_directory_look: the cadence looks again at everybody about whom
 * a question is open: who reviews may be another. */
int contractor_directory_look(struct db *, struct err *);

/* contractor_directory_disabled: the step by which we disabled this account
 * last and have not enabled it since; 0 none, -1. */
int64_t contractor_directory_disabled(struct db *, int64_t account,
    struct err *);

/* contractor_directory_busy: 1 if a step about this account is being done, or
 * was since: what a list says of it may be older.  0, -1. */
int contractor_directory_busy(struct db *, int64_t account, int64_t since,
    struct err *);

#endif
