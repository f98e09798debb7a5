/* A staged list (sync_stage.h) against the people that we know. */
#ifndef STORE_PERSON_MERGE_H
#define STORE_PERSON_MERGE_H

#include <stdint.h>

#include "store/person.h"
#include "store/sync_stage.h"

/* person_merge_open, _step: as account_merge_open, _step. */
struct stmt *person_merge_open(struct db *, const char *connector,
    int64_t after, struct err *);
int person_merge_step(struct stmt *, struct stage_person *is, int64_t *id,
    struct err *);

/* person_merge_put: id 0 inserts and sets it.  manager is not resolved yet:
 * chains arrive in any order. */
int person_merge_put(struct db *, const char *connector,
    const struct stage_person *, int64_t now, int64_t *id, struct err *);
/* person_merge_gone_next: the next enabled one staged as gone. */
int person_merge_gone_next(struct db *, const char *connector,
    int64_t *after, int64_t *id, struct err *);
/* person_merge_gone: he reviews nothing any more; the chain stays. */
int person_merge_gone(struct db *, int64_t id, int64_t now, struct err *);
/* person_merge_orphan_next, _orphan: as account_merge_orphan_next. */
int person_merge_orphan_next(struct db *, const char *connector, int64_t *id,
    struct err *);
int person_merge_orphan(struct db *, int64_t id, int64_t now, struct err *);
/* person_merge_managers: manager follows manager_ref; the number changed. */
int64_t person_merge_managers(struct db *, const char *connector,
    struct err *);

#endif
