/*
 * Where a time begins in a table whose rows come in the order of time: the
 * clock of a writer is never before the newest evidence, so a row's number says
 * when it came, and no index over its time is needed.
 */
#ifndef STORE_SINCE_H
#define STORE_SINCE_H

#include "store/db.h"

/*
 * since_...: *id gets the lowest number of a row of at or later; one more than
 * the newest if there is none.  0 or -1.
 */
int since_question(struct db *, int64_t at, int64_t *id, struct err *);
int since_finding(struct db *, int64_t at, int64_t *id, struct err *);
int since_decision(struct db *, int64_t at, int64_t *id, struct err *);
int since_outbox(struct db *, int64_t at, int64_t *id, struct err *);
int since_job(struct db *, int64_t at, int64_t *id, struct err *);
int since_evidence(struct db *, int64_t at, int64_t *seq, struct err *);

#endif
