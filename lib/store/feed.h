/* Where rosters of one kind come from: a full one proves absence, per feed. */
#ifndef STORE_FEED_H
#define STORE_FEED_H

#include <stdint.h>

#include "store/db.h"

struct feed {
	char	name[64];	/* [a-z0-9-]+ */
	int64_t	rows;		/* of the last accepted full roster */
	int64_t	fields;		/* its columns: a bit per enum roster_field */
	int64_t	ok_at;		/* the last that proved absence; 0 never */
	int64_t	voided;		/* full rosters in a row that did not */
};

/* feed_name: 1 if s may be a feed's name. */
int feed_name(const char *s);
/* feed_get: 1 found, 0 none (f is a new one's), -1 with e. */
int feed_get(struct db *, const char *name, struct feed *, struct err *);
/* feed_put: inserts or replaces what is known of it. */
int feed_put(struct db *, const struct feed *, struct err *);

/* feed_people: how many living contractors are of it and not missing.  Reads
 * the whole registry. */
int feed_people(struct db *, const char *name, int64_t *n, struct err *);

typedef int feed_cb(const struct feed *, void *);
/* feed_each: read whole before the first call; non-zero stops, is returned. */
int feed_each(struct db *, feed_cb *, void *, struct err *);

#endif
