/* What somebody tried through the portal and was refused. */
#ifndef ACT_REFUSAL_H
#define ACT_REFUSAL_H

#include "act/ctx.h"

/* refusal_note: evidence "portal.refused" about the tenant, in a transaction
 * of its own.  path: of the form; why: "role", "origin" or "mark"; address: of
 * the client.  0, or -1 with e. */
int refusal_note(struct ctx *, const char *path, const char *why,
    const char *address, struct err *);

#endif
