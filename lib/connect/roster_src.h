/*
 * The bytes of a roster: hashed as they come, given on as UTF-8.
 *
 * A byte order mark tells UTF-8 and UTF-16 whatever was told; windows-1252
 * must be told.  What cannot be decoded becomes the byte 0xff, which no UTF-8
 * has: the row is refused, not the file.
 */
#ifndef CONNECT_ROSTER_SRC_H
#define CONNECT_ROSTER_SRC_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct roster_src;

/*
 * roster_src_open: fd is borrowed and read from its start (a file) or from
 * where it stands (a pipe); charset NULL counts as "utf-8".  keep: records
 * can be had again (roster_src_again); a pipe, or what had to be decoded, is
 * then copied to an unlinked temporary file.  NULL with e.
 */
struct roster_src *roster_src_open(int fd, const char *charset, int keep,
    struct err *);
void roster_src_free(struct roster_src *);

/* roster_src_more: the next piece of text, borrowed until the next call.
 * 1, 0 at the end, -1 with e (ERR_IO). */
int roster_src_more(struct roster_src *, const char **p, size_t *len,
    struct err *);

/* roster_src_first: the first byte of the text that is no white space, or -1
 * if there is none within 64 KiB; reads, but takes nothing. */
int roster_src_first(struct roster_src *, struct err *);

/* roster_src_sha256: of all bytes received, after roster_src_more gave 0. */
void roster_src_sha256(struct roster_src *, unsigned char out[32]);

/* roster_src_again: len bytes of the text from offset, appended to b. */
int roster_src_again(struct roster_src *, int64_t offset, size_t len,
    struct buf *b, struct err *);

#endif
