/*
 * A filter of SCIM (RFC 7644, 3.4.2.2) that we can judge ourselves, as there
 * are services that pass over what they do not understand: comparisons joined
 * by "and", without parentheses.
 *
 *	userType eq "Contractor" and active eq true
 *	urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter
 *	    sw "EXT-"
 *
 * Operators: eq ne co sw ew pr.  Names and texts are compared without case.
 */
#ifndef CONNECT_SCIM_FILTER_H
#define CONNECT_SCIM_FILTER_H

#include <jansson.h>

#include "base/err.h"

struct scim_filter;

/* scim_filter_new: NULL with ERR_CONFIG for one that is not of this form. */
struct scim_filter *scim_filter_new(const char *text, struct err *);
void scim_filter_free(struct scim_filter *);
/* scim_filter_match: 1 if the resource passes.  NULL passes everything. */
int scim_filter_match(const struct scim_filter *, json_t *resource);

/*
 * scim_filter_value: what a path names in a resource: "active",
 * "name.familyName", "urn:...:User:costCenter".  Borrowed; NULL if it is not
 * there.  Of several values the first.
 */
json_t *scim_filter_value(json_t *resource, const char *path);

#endif
