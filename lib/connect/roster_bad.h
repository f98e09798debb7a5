/*
 * The rows of a roster that were refused: the records as they came, under
 * their header, to be mended and sent again; and a line for each that says
 * where, what and why.  Both are spooled to unlinked files until written.
 */
#ifndef CONNECT_ROSTER_BAD_H
#define CONNECT_ROSTER_BAD_H

#include <stdio.h>

#include "connect/roster_src.h"
#include "domain/roster_row.h"

typedef void roster_bad_cb(int64_t line, const char *column,
    const char *value, const char *why, const char *cure, void *arg);

struct roster_bad {
	FILE	*records, *reasons;	/* NULL until the first one */
	const char *name;		/* of the file, for the reasons */
	const struct roster_head *head;
	struct roster_src *src;
	int64_t	n;
	/* tells a person at once; NULL: nobody.  Of many, the first few. */
	void	(*told)(const char *words);
	/* seen: each, in its parts; line 0: the file as a whole.  NULL none. */
	roster_bad_cb *seen;
	void	*arg;
};

#define ROSTER_BAD_TOLD 10

void roster_bad_init(struct roster_bad *, const char *name,
    const struct roster_head *, struct roster_src *,
    void (*told)(const char *words));
void roster_bad_clear(struct roster_bad *);

/* roster_bad_add: one record; fault->value and column may be empty. */
int roster_bad_add(struct roster_bad *, int64_t line, int64_t offset,
    size_t len, const struct roster_fault *, struct err *);
/* roster_bad_say: a reason for the file as a whole. */
int roster_bad_say(struct roster_bad *, const char *words, struct err *);

/*
 * roster_bad_write: records to PATH and reasons to PATH.txt, each whole or
 * not there; dir: the open directory that PATH is a name in, or NULL; a header
 * of head_len bytes at head_at goes before the records.  Nothing if there is
 * nothing.  ERR_CREATE, ERR_IO.
 */
int roster_bad_write(struct roster_bad *, const int *dir, const char *path,
    int64_t head_at, size_t head_len, struct err *);

#endif
