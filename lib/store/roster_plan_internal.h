/* What the files of roster_plan share; nobody else includes it. */
#ifndef STORE_ROSTER_PLAN_INTERNAL_H
#define STORE_ROSTER_PLAN_INTERNAL_H

#include "store/roster_plan.h"

struct roster_plan {
	struct db *db;
	int64_t	last;		/* id given last */
	int	actions;	/* bit per action that a row has, or had */
	struct stmt *row;	/* open while a row is borrowed */
	int	mask;		/* of roster_plan_next, whose statement it is */
	int64_t	given;		/* the row it stands on */
	int	unsorted;	/* 1: a worker_id, 2: a upn_key came late */
	char	worker_id[160], upn_key[768];	/* the last ones */
};

#endif
