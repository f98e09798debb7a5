/* Evidence: looked for, one record, a part of it verified, exported. */
#ifndef WEB_PORTAL_EVIDENCE_H
#define WEB_PORTAL_EVIDENCE_H

#include "web/portal.h"

extern const struct portal_route portal_evidence[];

/* In files of their own. */
int portal_evidence_record(struct portal *, struct err *);
int portal_evidence_verify(struct portal *, struct err *);
int portal_evidence_export(struct portal *, struct err *);

/* portal_evidence_url: {{name}} for the value of a query. */
void portal_evidence_url(struct words *, const char *name, const char *);

#endif
