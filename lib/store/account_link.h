/* An account becomes a contractor's by a person's word. */
#ifndef STORE_ACCOUNT_LINK_H
#define STORE_ACCOUNT_LINK_H

#include <stdint.h>

#include "store/db.h"

/*
 * account_link: main is set where he has no main account in that system yet.
 * 1, 0 it is another contractor's already, -1.
 */
int account_link(struct db *, int64_t account, int64_t contractor,
    int64_t now, struct err *);

#endif
