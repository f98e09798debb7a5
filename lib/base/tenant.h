/*
 * A tenant's name and where its things are.  Directories come from the
 * environment (CTR_VAR, CTR_ETC, CTR_RUN, CTR_CONNECT, CTR_SHARE) or from
 * what make install compiled in.
 */
#ifndef BASE_TENANT_H
#define BASE_TENANT_H

#include "base/err.h"

struct tenant {
	char	name[64];	/* [a-z0-9][a-z0-9-]{0,62} */
	char	dir[512];	/* $CTR_VAR/NAME */
	char	db[544];	/* dir/registry.db */
};

/* tenant_init: name NULL = $CTR_TENANT, else "default".  ERR_USAGE if malformed. */
int tenant_init(struct tenant *, const char *name, struct err *);

/* Borrowed, fixed for the process. */
const char *tenant_var(void);		/* /var/lib/ctr */
const char *tenant_etc(void);		/* /etc/ctr */
const char *tenant_run(void);		/* /run/ctr; lock files */
const char *tenant_connect(void);	/* PREFIX/libexec/ctr */
const char *tenant_share(void);		/* PREFIX/share/ctr: templates */

/* tenant_each: calls cb once per directory of tenant_var that is a tenant, in
 * order of name; stops when cb returns non-zero and returns that.  -1 with e. */
int tenant_each(int (*cb)(const char *name, void *), void *, struct err *);

#endif
