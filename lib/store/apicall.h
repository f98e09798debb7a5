/*
 * What was asked through the API with effect, and the answer that it got: the
 * same request id of one kind gets it again, if the same key asks.  What one
 * client was answered is no other's to read.
 */
#ifndef STORE_APICALL_H
#define STORE_APICALL_H

#include <stdint.h>

#include "store/db.h"

struct apicall {
	int64_t	id;
	char	kind[12];	/* offboarding roster sync newcomer */
	char	*request;	/* the client's id, or NULL */
	int64_t	key;		/* api_key.id */
	unsigned char print[32];	/* of what was asked */
	int64_t	contractor;	/* 0 none */
	int	engagement;
	int64_t	question, decision;	/* 0 none */
	char	last_day[11];	/* "" none */
	int	status;		/* of HTTP */
	char	*answer;	/* the body as it was sent */
	int64_t	made_at, evidence;
};

void apicall_clear(struct apicall *);

/* Each: 1 found, 0 none, -1 with e. */
int apicall_get(struct db *, int64_t id, struct apicall *, struct err *);
int apicall_find(struct db *, int64_t key, const char *kind,
    const char *request, struct apicall *, struct err *);

/* apicall_next: the id that the next one will have, within the transaction
 * that inserts it. */
int apicall_next(struct db *, int64_t *id, struct err *);
/* apicall_insert: with its id; borrows the texts. */
int apicall_insert(struct db *, const struct apicall *, struct err *);

/*
 * apicall_departure: the newest departure of the contractor that was not over
 * when it was asked for, within that engagement: 1, 0 none, -1.
 */
int apicall_departure(struct db *, const struct apicall *, int64_t *job,
    struct err *);

#endif
