/* The one row of table tenant. */
#ifndef STORE_TENANT_ROW_H
#define STORE_TENANT_ROW_H

#include "store/db.h"

/* tenant_row_insert: once, by ctr-init. */
int tenant_row_insert(struct db *, const char *name, int test, int64_t now,
    struct err *);

#endif
