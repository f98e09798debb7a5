/* What a person tells of a roster's form. */
#ifndef CONNECT_ROSTER_TOLD_H
#define CONNECT_ROSTER_TOLD_H

#include "base/err.h"

/* roster_told: each may be NULL, not told.  0, or -1 with e (ERR_USAGE). */
int roster_told(const char *delimiter, const char *dates, struct err *);
/* roster_told_delimiter: the byte; 0 for NULL. */
char roster_told_delimiter(const char *);

#endif
