/* What a look at the registry says of how well a tenant is doing. */
#ifndef STORE_HEALTH_H
#define STORE_HEALTH_H

#include <stdint.h>

#include "store/db.h"

/* UTC seconds; 0 never, or there is none. */
struct health {
	int64_t	roster_at;	/* newest roster that was applied */
	int64_t	cadence_at;	/* last whole run of ctr-cadence */
	int64_t	sync_at;	/* of the connector that was asked about */
	int64_t	mail_at;	/* since when the oldest message waits */
	int64_t	job_at;		/* since when the oldest job is due */
	int64_t	departure_at;	/* since when the oldest departure is due */
	int64_t	evidence_at;	/* newest record */
	int64_t	finding_at;	/* oldest open finding */
	int64_t	held;		/* rosters, runs and jobs held for a person */
};

/* health_take: all but sync_at.  health_sync: of one connector.  0 or -1. */
int health_take(struct db *, struct health *, struct err *);
int health_sync(struct db *, const char *connector, struct health *,
    struct err *);

#endif
