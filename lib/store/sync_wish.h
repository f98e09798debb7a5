/*
 * A connector's list that somebody asked for; ctr-sync --requested takes it
 * up.  At most one of each kind is open: who asks again waits for the same.
 */
#ifndef STORE_SYNC_WISH_H
#define STORE_SYNC_WISH_H

#include <stdint.h>

#include "store/db.h"

struct sync_wish {
	int64_t	id;
	char	connector[33];
	int	whole;
	int64_t	asked_at;
	int64_t	done_at;	/* WHEN_NEVER: open */
	int	status;		/* exit status of the run; -1: open */
	char	words[400];
};

/* Each: 1 found, 0 none, -1 with e. */
int sync_wish_get(struct db *, int64_t id, struct sync_wish *, struct err *);
int sync_wish_open(struct db *, const char *connector, int whole,
    struct sync_wish *, struct err *);
/* sync_wish_last: the newest that was carried out. */
int sync_wish_last(struct db *, const char *connector, struct sync_wish *,
    struct err *);
int sync_wish_insert(struct db *, const char *connector, int whole,
    int64_t now, const char *by, int64_t evidence, int64_t *id, struct err *);

/*
 * sync_wish_next: the connector (in name, 33 bytes) after `after`, in order of
 * name, that has an open one; *whole if any of them asks for a whole list,
 * *last the newest.  1, 0 none, -1.
 */
int sync_wish_next(struct db *, const char *after, char name[33], int *whole,
    int64_t *last, struct err *);
/* sync_wish_done: those of the connector up to last are. */
int sync_wish_done(struct db *, const char *connector, int64_t last,
    int status, const char *words, int64_t now, struct err *);

#endif
