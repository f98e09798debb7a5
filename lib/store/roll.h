/*
 * The roll: contractors as a person looks through them, a page at a time, by
 * search, filter and order, however many there are.
 *
 * What an index can find is found by it.  All else is one pass over the table
 * that keeps the best of a page: about half a second for a million.  A pass
 * has a time to end in, of computing, and three times that of the clock, where
 * the machine has more to do; what it has seen by then is a page too, and it
 * says from where to go on.
 */
#ifndef STORE_ROLL_H
#define STORE_ROLL_H

#include <stdint.h>

#include "store/db.h"

enum roll_in {
	ROLL_ANY,		/* each of the following */
	ROLL_UPN,		/* begins so */
	ROLL_WORKER,		/* is it */
	ROLL_NAME,		/* holds it */
	ROLL_VENDOR,		/* holds it */
	ROLL_MANAGER		/* his UPN begins so */
};

enum roll_sort {
	ROLL_BY_UPN,
	ROLL_BY_NAME,
	ROLL_BY_STATUS,
	ROLL_BY_END,		/* none is the latest */
	ROLL_BY_EXPIRY,		/* likewise */
	ROLL_BY_MANAGER,
	ROLL_BY_ATTESTED,	/* never is the earliest */
	ROLL_BY_ID		/* as they came */
};

enum { ROLL_MAX = 100 };	/* of a page */

/* What is asked; text NULL: all.  Borrowed. */
struct roll_ask {
	const char *text;	/* folded (text_fold) */
	const char *worker;	/* the same as it was typed */
	enum roll_in in;
	const char *status, *connector, *finding;
	const char *before;	/* contract_end is earlier */
	int	no_end, missing, question;
	enum roll_sort sort;
	int	desc;
	/* After this one: its key (roll_row) and id; NULL: from the first. */
	const char *after;
	int64_t	after_id;
	int64_t	from;		/* a pass goes on behind this id */
	int	whole;		/* for a file: by id, from the table alone */
	int	max;		/* up to ROLL_MAX */
	int	budget_ms;
};

struct roll_row {
	int64_t	id;
	char	*key;		/* by which it is sorted, as text */
	int64_t	number;		/* the same where it is one */
};

struct roll_page {
	struct roll_row row[ROLL_MAX + 1];
	int	n;
	int	more;		/* there are further ones */
	/* The time was over: all up to here were looked at: an id, if the pass
	 * went by id; else a key to go on after. */
	int	cut;
	int64_t	cut_id;
	char	*cut_key;
	int64_t	looked;		/* how many this was */
};

/* roll_page: 0, or -1 with e.  roll_clear after 0. */
int roll_page(struct db *, const struct roll_ask *, struct roll_page *,
    struct err *);
void roll_clear(struct roll_page *);

/* One line of the table. */
struct roll_line {
	int64_t	id;
	char	*upn, *name, *manager;	/* or NULL */
	char	*worker, *vendor, *email;
	char	*status;
	char	*connectors;	/* "ad:enabled okta:disabled", or NULL */
	char	*end;		/* or NULL */
	int64_t	expiry_at;	/* WHEN_NEVER */
	int64_t	attested_at;	/* 0 never */
	char	*missing_on;	/* or NULL */
	char	*question;	/* kind of the open one, or NULL */
	char	*findings;	/* kinds that are open, or NULL */
	int	hold;
};

/* roll_get: 1, 0 none, -1. */
int roll_get(struct db *, int64_t id, struct roll_line *, struct err *);
void roll_line_clear(struct roll_line *);

typedef void roll_word_cb(const char *word, void *);
/* roll_connectors: of all accounts, each once. */
int roll_connectors(struct db *, roll_word_cb *, void *, struct err *);

#endif
