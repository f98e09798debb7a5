/* Rosters that came, as people look at them. */
#ifndef STORE_ROSTER_LIST_H
#define STORE_ROSTER_LIST_H

#include "store/roster.h"

typedef int roster_list_cb(const struct roster *, void *);
/*
 * roster_list: newest first, those before that id (0 from the newest), at most
 * max; cb borrows, may not use the database, non-zero stops and is returned.
 */
int roster_list(struct db *, int64_t before, int max, roster_list_cb *,
    void *, struct err *);
/* roster_list_one: by id; as roster_list, 0 rows if there is none. */
int roster_list_one(struct db *, int64_t id, roster_list_cb *, void *,
    struct err *);
/* roster_list_newest: of the batches with these bytes; 0 none, -1 with e. */
int64_t roster_list_newest(struct db *, const unsigned char sha256[32],
    struct err *);

#endif
