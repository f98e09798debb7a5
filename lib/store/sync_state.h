/* Where a connector's list stands: table sync, one row a connector. */
#ifndef STORE_SYNC_STATE_H
#define STORE_SYNC_STATE_H

#include <stdint.h>

#include "store/db.h"

struct sync_state {
	char	connector[33];
	char	*cookie;	/* for the next incremental list; NULL: full */
	char	*server;	/* whose cookie it is; NULL unknown */
	char	*keys;		/* link_attributes then; never NULL */
	int64_t	items, persons;	/* of the last whole list: guard's base */
	int64_t	full_at, ok_at;	/* 0 never */
	int64_t	look_seq;	/* newest evidence at the last findings */
	char	look_on[11];	/* and the day; "" never */
};

/* sync_state_get: 1, 0 never synced (all empty), -1 with e. */
int sync_state_get(struct db *, const char *connector, struct sync_state *,
    struct err *);
int sync_state_put(struct db *, const struct sync_state *, struct err *);
void sync_state_clear(struct sync_state *);

#endif
