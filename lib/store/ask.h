/*
 * A question as put to one reviewer: what his link is about.  Escalation adds
 * asks; those before keep their links.  When the question is readdressed the
 * former ones are moved: their links say so and answer nothing.
 */
#ifndef STORE_ASK_H
#define STORE_ASK_H

#include <stdint.h>

#include "store/db.h"

struct ask {
	int64_t	id;
	int64_t	question;
	int	level;		/* 0 manager, 1 skip-level ... */
	char	*reviewer_key;	/* whose link it is */
	char	*deputy_for;	/* key of whose place he takes, or NULL */
	int64_t	outbox;		/* the message that carries it; 0 none yet */
	int64_t	moved_at;	/* WHEN_NEVER: the link lives */
};

void ask_clear(struct ask *);

/* 1 found, 0 none, -1 with e. */
int ask_get(struct db *, int64_t id, struct ask *, struct err *);
int ask_of(struct db *, int64_t question, const char *reviewer_key,
    struct ask *, struct err *);

/*
 * ask_insert: *id gets it.  One who was asked this before is asked again: his
 * row takes the new level, and is moved no longer.
 */
int ask_insert(struct db *, int64_t question, int level,
    const char *reviewer_key, const char *deputy_for, int64_t *id,
    struct err *);
/* ask_carried: outbox is the message that carries it. */
int ask_carried(struct db *, int64_t id, int64_t outbox, struct err *);
/* ask_moved: every ask of the question that lives; those asked now follow. */
int ask_moved(struct db *, int64_t question, int64_t at, struct err *);

typedef int ask_cb(const struct ask *, void *);
/* In order of id, read whole before the first call; cb borrows, non-zero
 * stops and is returned. */
int ask_each(struct db *, int64_t question, ask_cb *, void *, struct err *);
int ask_each_carried(struct db *, int64_t outbox, ask_cb *, void *,
    struct err *);

#endif
