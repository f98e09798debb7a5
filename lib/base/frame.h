/*
 * Fields one after the other, for what is signed: each is preceded by its
 * length in four bytes, a number is eight bytes, and all numbers are
 * big-endian, a negative one as its two's complement.  No two lists of fields
 * are the same bytes.
 *
 * What was signed stays signed: nothing here may ever come out otherwise.
 */
#ifndef BASE_FRAME_H
#define BASE_FRAME_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

void frame_bytes(struct buf *, const void *, size_t len);
/* frame_text: NULL counts as "". */
void frame_text(struct buf *, const char *);
void frame_number(struct buf *, int64_t);

/* frame_put: a number alone, as that many bytes (up to 8). */
void frame_put(unsigned char *, int bytes, int64_t);
/* frame_get: what frame_put wrote; -1 for a negative one. */
int64_t frame_get(const unsigned char *, int bytes);

#endif
