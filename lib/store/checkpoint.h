/* A signed head of the chain; kept elsewhere, it shows a cut-off tail. */
#ifndef STORE_CHECKPOINT_H
#define STORE_CHECKPOINT_H

#include <stdint.h>

#include "base/buf.h"
#include "store/db.h"

struct checkpoint {
	char	tenant[64];
	int64_t	seq;		/* the last record it covers */
	int64_t	at;
	int	key;		/* number of the evidence key */
	unsigned char hash[32], public[32], signature[64];
	int	archived;
};

/* checkpoint_signed: what the signature is over: "ctr checkpoint 1", tenant,
 * seq, at and the hash in hex, each with a newline. */
void checkpoint_signed(const struct checkpoint *, struct buf *);
/* One JSON line, as ctr-evidence checkpoint prints and verify reads. */
void checkpoint_write(struct buf *, const struct checkpoint *);
int checkpoint_read(const char *line, size_t len, struct checkpoint *);

/* checkpoint_read_all: a file of such lines.  Malloc'd list; -1: one of them is
 * none. */
int checkpoint_read_all(const char *text, struct checkpoint **list, size_t *n);

/* checkpoint_insert: once per seq.  checkpoint_next: the first after seq;
 * 1, 0, -1; public is not stored and stays zero. */
int checkpoint_insert(struct db *, const struct checkpoint *, struct err *);
int checkpoint_next(struct db *, int64_t after, struct checkpoint *,
    struct err *);
int checkpoint_newest(struct db *, struct checkpoint *, struct err *);
/* checkpoint_archive: records up to seq may leave the database; then at most
 * max of them do.  Number removed, or -1. */
int checkpoint_archived(struct db *, int64_t seq, int64_t now, struct err *);
int checkpoint_prune(struct db *, int64_t seq, int max, struct err *);

#endif
