/*
 * The marks of the portal's forms: a MAC over tenant, reader and path, by a
 * random key that this machine's web user keeps in tenant_run(), where a
 * restart of the machine ends it.  A form is good for MARK_SECONDS.
 */
#ifndef WEB_PORTAL_FORM_H
#define WEB_PORTAL_FORM_H

#include "web/portal.h"

/* portal_form_key: into p->key, made when it is first needed.  0, or -1 with
 * e. */
int portal_form_key(struct portal *, struct err *);
/* portal_form_ok: 1 if mark (untrusted, may be NULL) is that of the path and
 * of the reader, 0, -1 with e. */
int portal_form_ok(struct portal *, const char *mark, struct err *);

#endif
