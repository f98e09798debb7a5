/* The newcomers of one request of the API, as its answer has them. */
#ifndef STORE_APICALL_ITEM_H
#define STORE_APICALL_ITEM_H

#include "store/apicall.h"

struct apicall_item {
	int64_t	index;		/* in the list that was sent */
	char	result[12];	/* taken known duplicate rehire */
	int64_t	contractor;
	int	engagement;
	int64_t	finding;	/* 0 none */
	/* as it is now: */
	char	status[16];	/* of the contractor; "" of another stay */
	char	state[12];	/* of the newcomer; "" he is none */
	char	*upn;		/* or NULL */
	int	open;		/* the finding is */
};

/* apicall_item_each: in order; answer is the JSON of one, borrowed.  cb may not
 * use the database.  0 or -1. */
int apicall_item_each(struct db *, const char *answer,
    void (*cb)(const struct apicall_item *, void *), void *, struct err *);

#endif
