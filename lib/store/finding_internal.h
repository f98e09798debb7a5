/* What the files of finding share; nobody else includes it. */
#ifndef STORE_FINDING_INTERNAL_H
#define STORE_FINDING_INTERNAL_H

#include "store/finding.h"

#define FINDING_COLS "id, kind, subject, print, detail, owner, opened_at," \
	" seen_at, closed_at, outcome, until_on"

/* finding_take: the columns of the row into f. */
void finding_take(struct stmt *, struct finding *f);
/* finding_all: the rows of st, which is closed, each to cb once all are read;
 * non-zero stops and is returned. */
int finding_all(struct stmt *st, finding_cb *cb, void *arg, struct err *);

#endif
