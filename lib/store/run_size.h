/* How many questions the runs of the cadence have asked: the base of the
 * guard against a flood.  Kept as evidence, "run/ctr-cadence". */
#ifndef STORE_RUN_SIZE_H
#define STORE_RUN_SIZE_H

#include <stdint.h>

#include "store/db.h"

#define RUN_SIZE_SUBJECT "run/ctr-cadence"
#define RUN_SIZE_ACTION "cadence.run"

/* run_size_largest: the most that one run asked since that instant; *any 0:
 * none has ever asked anything. */
int run_size_largest(struct db *, int64_t since_at, int64_t *largest,
    int *any, struct err *);

#endif
