/*
 * Licences, told as groups whose id is "licence:SKU" where the configuration
 * says licences = yes.
 *
 * Source of the rules: Microsoft Graph, "user: assignLicense" and the resource
 * licenseAssignmentState: a licence comes directly or by way of a group, which
 * assignedByGroup names; who has no usageLocation gets none.
 */
#ifndef CONNECT_ENTRA_LICENCE_H
#define CONNECT_ENTRA_LICENCE_H

#include "connect/entra.h"

#define ENTRA_LICENCE "licence:"

/* entra_licence_is: 1 if the id is one's. */
int entra_licence_is(const char *id);
/* entra_licence_of: adds his to out; nothing where they are not configured. */
int entra_licence_of(struct entra *, const char *user, json_t *out,
    struct err *);
/*
 * entra_licence_set: given or taken; a usageLocation that is missing is set
 * first.  1, 0 he is not there, -1 with e (ERR_DATA: Graph's words, as that
 * none is free).
 */
int entra_licence_set(struct entra *, const char *user, const char *id,
    int gives, struct err *);

#endif
