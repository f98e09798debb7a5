/*
 * A stay that begins with accounts of our making.
 *
 *	new -> asked	its approval was put to somebody
 *	new -> waiting	a finding of it is for a person to settle, or there
 *			is nobody to ask
 *	waiting -> new	settled
 *	asked -> new	the next who must say yes is to be asked; or he is
 *			not who was asked about, and it begins anew (round)
 *	asked -> approved -> made
 *	asked -> refused
 */
#ifndef STORE_NEWCOMER_ROW_H
#define STORE_NEWCOMER_ROW_H

#include <stdint.h>

#include "store/contractor.h"
#include "store/db.h"

struct newcomer_row {
	int64_t	contractor;
	int	engagement;
	char	batch[65];	/* digest of his list; "" a roster's */
	char	*wanted_by;	/* actor */
	char	*wanted_key;	/* his folded UPN, or NULL */
	char	*wanted_mail;	/* or NULL */
	char	state[12];
	int	round, stage;
	char	print[65];	/* newcomer_digest of who was approved; "" */
	int64_t	made_at;
};

void newcomer_row_clear(struct newcomer_row *);

/* 1 found, 0 none, -1 with e. */
int newcomer_row_get(struct db *, int64_t contractor, int engagement,
    struct newcomer_row *, struct err *);
/* newcomer_row_insert: state new, round 1, stage 0. */
int newcomer_row_insert(struct db *, const struct newcomer_row *,
    struct err *);
/* newcomer_row_set: state, round, stage and print of r.  0 or -1. */
int newcomer_row_set(struct db *, const struct newcomer_row *r, struct err *);

typedef int newcomer_row_cb(const struct newcomer_row *, void *);
/* newcomer_row_each: of this state, whose contractor is a candidate of that
 * stay; by batch and contractor, read whole before the first call. */
int newcomer_row_each(struct db *, const char *state, newcomer_row_cb *,
    void *, struct err *);

/* newcomer_row_asked: the same of those who are asked about; there is no index
 * of them, for they are few. */
int newcomer_row_asked(struct db *, newcomer_row_cb *, void *, struct err *);

/* newcomer_row_next: the first candidate after id whom nobody has taken up and
 * who has no UPN, or has one of a former stay and is on a roster again; 1, 0,
 * -1. */
int newcomer_row_next(struct db *, int64_t after, int64_t *id, struct err *);

/*
 * newcomer_row_twins: contractors but c->id, not erased, with his worker_id, or
 * with his mail address (any case); up to max, those alive first.  The number,
 * or -1.
 */
int newcomer_row_twins(struct db *, const struct contractor *c,
    int64_t *ids, int max, struct err *);

/* newcomer_row_login: who goes by this login, "alice@..." of the directory;
 * both malloc'd, mail may be NULL.  1, 0 nobody or several, -1. */
int newcomer_row_login(struct db *, const char *login, char **key,
    char **mail, struct err *);

/* newcomer_row_taken: 1 if a login or UPN was ever used here, by whomever but
 * this contractor. */
int newcomer_row_taken(struct db *, const char *login, const char *upn_key,
    int64_t but, struct err *);
/* newcomer_row_name: he gets this UPN.  1, 0 somebody has it, -1. */
int newcomer_row_name(struct db *, int64_t contractor, const char *upn,
    const char *upn_key, int64_t now, struct err *);

#endif
