/* What a person of the directory is in the registry. */
#ifndef STORE_PERSON_STANDS_H
#define STORE_PERSON_STANDS_H

#include "store/db.h"

/* person_stands: contractor: is one that lives; leaving: and his departure is
 * decided or under way. */
int person_stands(struct db *, const char *upn_key, int *contractor,
    int *leaving, struct err *);

#endif
