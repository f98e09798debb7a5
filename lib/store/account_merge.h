/*
 * A staged list (sync_stage.h) against the accounts that we know: what is new,
 * other or gone, and the writes that follow.  Cursors stay inside a
 * transaction: end them with stmt_close before it commits.
 */
#ifndef STORE_ACCOUNT_MERGE_H
#define STORE_ACCOUNT_MERGE_H

#include <stdint.h>

#include "store/account.h"
#include "store/sync_stage.h"

/* account_merge_open: staged accounts with n over after that are not in the
 * registry exactly so, in order.  _step: 1 with *is (borrowed until the next
 * step) and *id (0: new), 0, -1. */
struct stmt *account_merge_open(struct db *, const char *connector,
    int64_t after, struct err *);
int account_merge_step(struct stmt *, struct stage_account *is, int64_t *id,
    struct err *);

/* account_merge_insert: contractor 0: nobody's.  His first in this system is
 * the main one so far. */
int account_merge_insert(struct db *, const char *connector,
    const struct stage_account *, int64_t contractor, int64_t now,
    int64_t *id, struct err *);
int account_merge_update(struct db *, int64_t id,
    const struct stage_account *, int64_t now, struct err *);

/* account_merge_gone_next: the next staged as gone (n over *after) for which
 * that is news: *n, *id, *converted.  1, 0, -1. */
int account_merge_gone_next(struct db *, const char *connector,
    int64_t *after, int64_t *id, int *converted, struct err *);
/* account_merge_expired_next: enabled, and past its expiry: the lowest id. */
int account_merge_expired_next(struct db *, const char *connector,
    int64_t now, int64_t *id, struct err *);
/* account_merge_state: "gone" takes main too. */
int account_merge_state(struct db *, int64_t id, const char *state,
    int64_t now, struct err *);
int account_merge_converted(struct db *, int64_t id, int64_t now,
    struct err *);

/* account_merge_link: it is this contractor's (not his main one yet). */
int account_merge_link(struct db *, int64_t id, int64_t contractor,
    int64_t now, struct err *);
int account_merge_main(struct db *, int64_t id, int main, struct err *);

/* account_merge_managers: manager follows manager_ref; the number changed, or
 * -1. */
int64_t account_merge_managers(struct db *, const char *connector,
    struct err *);
/* account_merge_orphan_next: the first whose manager is staged as gone and who
 * is not in the list itself: directories drop such a reference without a mark
 * on who held it.  1, 0, -1. */
int account_merge_orphan_next(struct db *, const char *connector,
    int64_t *id, struct err *);
int account_merge_orphan(struct db *, int64_t id, int64_t now, struct err *);
/* account_merge_find: its id by the system's own; 1, 0, -1. */
int account_merge_find(struct db *, const char *connector,
    const char *remote_id, int64_t *id, struct err *);

#endif
