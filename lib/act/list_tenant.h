/* The tenants of this machine, each with what an operator asks first. */
#ifndef ACT_LIST_TENANT_H
#define ACT_LIST_TENANT_H

#include "act/list.h"

/* list_tenant: name NULL: every tenant.  One that does not open is listed
 * with what is known of it. */
int list_tenant(const char *name, const struct list_opt *, int fd,
    struct err *);

#endif
