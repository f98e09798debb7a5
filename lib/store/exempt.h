/* Who is not asked about for inactivity, and until when. */
#ifndef STORE_EXEMPT_H
#define STORE_EXEMPT_H

#include <stdint.h>

#include "store/db.h"

struct exempt {
	int64_t	contractor;
	char	*upn, *name;	/* NULL: none */
	char	on[11];		/* the last day */
};

typedef int exempt_cb(const struct exempt *, void *);
/* exempt_each: those of today and later, by last day and number: at most max
 * after (on, id); start with "", 0.  cb borrows, non-zero stops and is
 * returned.  The number of them, or -1. */
int exempt_each(struct db *, const char *today_on, const char *after_on,
    int64_t after_id, int max, exempt_cb *, void *, struct err *);

#endif
