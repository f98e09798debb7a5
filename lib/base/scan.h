/*
 * A strict reader for the JSON that we wrote ourselves, in a fixed order:
 * exports, checkpoints.  Untrusted all the same.  Anything else is jansson's.
 * After the first thing that is not as expected, bad is set and nothing more
 * is read.
 */
#ifndef BASE_SCAN_H
#define BASE_SCAN_H

#include <stdint.h>

#include "base/buf.h"

struct scan {
	const char *p, *end;	/* what is left */
	struct buf *out;	/* where unescaped strings go; may be NULL */
	int	bad;
};

void scan_expect(struct scan *, const char *word);
/* 0 and up, at most 18 digits */
int64_t scan_number(struct scan *);
/* scan_string: to out with a NUL; its offset there. */
size_t scan_string(struct scan *);
void scan_bytes(struct scan *, unsigned char *to, size_t len);	/* "HEX" */
/* 1 if null was next, and read */
int scan_null(struct scan *);

#endif
