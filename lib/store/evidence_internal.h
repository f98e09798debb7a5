/* What the files of evidence share; nobody else includes it. */
#ifndef STORE_EVIDENCE_INTERNAL_H
#define STORE_EVIDENCE_INTERNAL_H

#include "store/evidence.h"

#define EVIDENCE_COLS "seq, at, actor, action, subject, detail, salt," \
	" detail_hash, hash"

/* evidence_walk: the rows of st, which is closed, each to cb.  *last (may be
 * NULL) gets seq of the last that cb saw.  As evidence_page. */
int evidence_walk(struct stmt *st, int64_t *last, evidence_cb *cb, void *arg,
    struct err *);

#endif
