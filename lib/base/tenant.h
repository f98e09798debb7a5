/*
 * A tenant's name and where its things are.  Directories come from the
 * environment (CTR_VAR, CTR_ETC, CTR_RUN, CTR_CONNECT, CTR_SHARE) or from
 * what make install compiled in.
 */
#ifndef BASE_TENANT_H
#define BASE_TENANT_H

#include <stddef.h>

#include "base/err.h"

struct tenant {
	char	name[64];	/* [a-z0-9][a-z0-9-]{0,62} */
	char	dir[512];	/* $CTR_VAR/NAME */
	char	db[544];	/* dir/registry.db */
};

/* tenant_init: name NULL = $CTR_TENANT, else "default".  ERR_USAGE if
 * malformed,
 * ERR_CONFIG if the directory's path is too long. */
int tenant_init(struct tenant *, const char *name, struct err *);

/* tenant_name: 1 if s may be the name of a tenant. */
int tenant_name(const char *s);

/* Borrowed, fixed for the process.  An empty variable counts as unset. */
const char *tenant_var(void);		/* /var/lib/ctr */
const char *tenant_etc(void);		/* /etc/ctr */
const char *tenant_run(void);		/* /run/ctr; lock files */
const char *tenant_connect(void);	/* PREFIX/libexec/ctr */
const char *tenant_share(void);		/* PREFIX/share/ctr: templates */

/* tenant_each: calls cb once per directory of tenant_var that is a tenant (it
 * holds a registry.db), in bytewise order of name; stops when cb returns
 * non-zero
 * and returns that.  -1 with e (ERR_CONFIG: tenant_var is not there). */
int tenant_each(int (*cb)(const char *name, void *), void *, struct err *);

/*
 * tenant_connector: the path of the executable ctr-connect-NAME, for name
 * [a-z0-9-]{1,32}: $CTR_CONNECT if set, else the site's own directory
 * /usr/local/libexec/ctr, then PREFIX/libexec/ctr.  0, or -1 with e: ERR_USAGE
 * (name), ERR_CONFIG (none there), ERR_REFUSED (others may write to it: it
 * will be handed credentials).
 */
int tenant_connector(const char *name, char *path, size_t size, struct err *);

#endif
