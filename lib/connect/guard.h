/*
 * Whether an account that was just read may be changed, for the connectors
 * whose accounts are JSON objects as ctr-connector(7) has them.
 */
#ifndef CONNECT_GUARD_H
#define CONNECT_GUARD_H

#include <jansson.h>

#include "base/err.h"

/*
 * guard: account as it is now, with remote_id, login, upn, worker_id,
 * contractor and mark.  protected: hello's list of ids.  0 go on; -1 with e:
 * ERR_REFUSED "protected" or "changed_hands"; ERR_TEMP "changed meanwhile",
 * with retry_after 0 in the answer.
 */
int guard(json_t *request, json_t *protected, json_t *account,
    json_t *answer, struct err *);

/* guard_digest: 16 hex digits of o, to notice a change, not to resist one. */
void guard_digest(json_t *o, char out[17]);

#endif
