/* What the last look of a job at an account saw of its groups. */
#ifndef STORE_ACCOUNT_GROUPS_H
#define STORE_ACCOUNT_GROUPS_H

#include <stdint.h>

#include "base/buf.h"
#include "store/db.h"

/*
 * account_groups: their names, ", " between, appended to b: of the newest step
 * about the account that has looked at it.  1, 0: no job has yet, -1.
 */
int account_groups(struct db *, int64_t account, struct buf *, struct err *);

#endif
