/*
 * A roster row as bytes: what the plan of a large file keeps of it, and what
 * its hash is made of.  Two rows that say the same pack alike, whatever their
 * format, columns' order or dates' format were.
 */
#ifndef DOMAIN_ROSTER_PACK_H
#define DOMAIN_ROSTER_PACK_H

#include "domain/roster_row.h"

#define ROSTER_HASH 16

/* roster_pack: appends the row to b. */
void roster_pack(const struct roster_row *, struct buf *b);

/*
 * roster_pack_open: a row again; its values point into bytes, which must
 * outlive it.  0, or -1 if they are none that roster_pack made.
 */
int roster_pack_open(const void *bytes, size_t len, struct roster_row *);

/* roster_pack_take: the same for who has the folded UPN: upn_key is left
 * empty. */
int roster_pack_take(const void *bytes, size_t len, struct roster_row *);
/* roster_pack_hash: BLAKE2b of packed bytes. */
void roster_pack_hash(const void *bytes, size_t len,
    unsigned char out[ROSTER_HASH]);

/*
 * roster_pack_merge: the same key twice in one file.  1: to now says both
 * (earliest start, latest end; a day before none); 0: they differ in more
 * than the days.  to borrows nothing from the other.
 */
int roster_pack_merge(struct roster_row *to, const struct roster_row *from);

/* roster_pack_widen: the same with a contractor's days, "" none. */
void roster_pack_widen(struct roster_row *, const char *start,
    const char *end);

#endif
