/*
 * One request of a job to one connector about one account.
 *
 *	todo -> doing		its lookup is committed as before; from here
 *				the request may have been made
 *	doing -> done		read back, or acknowledged where nothing can be
 *	doing -> todo		not now: tries and next_at say when
 *	doing -> pending_sync	it waits for the system that masters the account
 *	todo, doing, pending_sync -> refused
 *	refused, todo, pending_sync -> waived	by a person
 *	refused -> todo		a person asks for another try
 * A step found doing is looked up, not repeated.
 */
#ifndef STORE_STEP_H
#define STORE_STEP_H

#include <stdint.h>

#include "store/db.h"

struct step {
	int64_t	id;
	int64_t	job;
	int64_t	account;
	int	nth;		/* order within the job */
	char	op[16];
	int	required;
	char	*args;		/* JSON: all that the connector is told */
	char	state[16];
	char	*before, *after;	/* lookups, JSON; NULL not yet */
	int	tries;
	int64_t	next_at;	/* not before */
	char	*words;		/* the connector's last; never NULL */
	int64_t	done_at;	/* 0 */
	unsigned char seal[80];	/* act/seal.h */
	size_t	seal_len;	/* 0 none */
};

void step_clear(struct step *);

/* 1 found, 0 none, -1 with e. */
int step_get(struct db *, int64_t id, struct step *, struct err *);

typedef int step_cb(const struct step *, void *);
/* Each in order of nth, read whole before the first call; cb borrows,
 * non-zero stops and is returned.  step_each_account: of all jobs, in order of
 * id. */
int step_each(struct db *, int64_t job, step_cb *, void *, struct err *);
int step_each_account(struct db *, int64_t account, step_cb *, void *,
    struct err *);

/* step_doing: 1 if a step of the job is doing or pending_sync, 0, -1. */
int step_doing(struct db *, int64_t job, struct err *);

int step_insert(struct db *, int64_t job, int64_t account, int nth,
    const char *op, int required, const char *args, int64_t *id,
    struct err *);

/* step_sealed: 0 or -1.  step_unsealed: numbers above after of those without,
 * in order, at most max: how many, or -1. */
int step_sealed(struct db *, int64_t id, const void *seal, size_t len,
    struct err *);
int step_unsealed(struct db *, int64_t after, int64_t *ids, int max,
    struct err *);

/* step_not_before: of a new one: when it may be asked first.  0 or -1. */
int step_not_before(struct db *, int64_t id, int64_t at, struct err *);

/*
 * The changes of state: 1 changed, 0 it was not in a state that allows it, -1.
 * begun: todo or doing becomes doing; a before that is there already stays.
 * done: todo (it was so already), doing or pending_sync.  later: todo or
 * doing becomes todo, one try more.  waits: todo or pending_sync becomes
 * pending_sync.
 */
int step_begun(struct db *, int64_t id, const char *args, const char *before,
    struct err *);
int step_done(struct db *, int64_t id, const char *before, const char *after,
    const char *words, int64_t now, struct err *);
int step_later(struct db *, int64_t id, const char *words, int64_t next_at,
    struct err *);
int step_waits(struct db *, int64_t id, const char *before, const char *words,
    int64_t next_at, struct err *);
int step_refused(struct db *, int64_t id, const char *words, struct err *);
int step_waived(struct db *, int64_t id, const char *words, struct err *);
int step_again(struct db *, int64_t id, struct err *);

#endif
