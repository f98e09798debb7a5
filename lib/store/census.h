/* A tenant in a few numbers. */
#ifndef STORE_CENSUS_H
#define STORE_CENSUS_H

#include "store/db.h"

struct census {
	int64_t	schema;
	int64_t	contractors;	/* not erased */
	int64_t	questions;	/* open */
	int64_t	due;		/* jobs waiting or due */
	int64_t	held;		/* rosters and jobs */
	int64_t	last_run;	/* UTC seconds; 0 none */
};

int census_take(struct db *, struct census *, struct err *);

#endif
