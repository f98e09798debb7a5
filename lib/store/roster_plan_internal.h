/* What the files of roster_plan share; nobody else includes it. */
#ifndef STORE_ROSTER_PLAN_INTERNAL_H
#define STORE_ROSTER_PLAN_INTERNAL_H

#include "store/roster_plan.h"

struct roster_plan {
	struct db *db;
	int64_t	last;		/* id given last */
	struct stmt *row;	/* open while a row is borrowed */
};

#endif
