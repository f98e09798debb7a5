/* The one row of table tenant. */
#ifndef STORE_TENANT_ROW_H
#define STORE_TENANT_ROW_H

#include "store/db.h"

/* tenant_row_insert: once, by ctr-init. */
int tenant_row_insert(struct db *, const char *name, int test, int64_t now,
    struct err *);
/* tenant_row_name: whose registry it is.  0, or -1 with e (ERR_DATA: of none,
 * or of what may be no tenant's name). */
int tenant_row_name(struct db *, char name[64], struct err *);

#endif
