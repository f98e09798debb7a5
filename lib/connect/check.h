/*
 * A connector taken through the protocol of ctr-connector(7), check by check.
 * check_read only reads; check_write changes one account and puts it back.
 */
#ifndef CONNECT_CHECK_H
#define CONNECT_CHECK_H

#include "connect/connector.h"

enum check_result { CHECK_OK, CHECK_FAILED, CHECK_SKIPPED };

/* what: the promise that was looked at.  why: what was seen instead, or why
 * it was passed over; "" if ok. */
typedef void check_told(enum check_result, const char *what, const char *why,
    void *);

struct check {
	struct connector_start start;	/* borrowed; the caller fills in */
	check_told *told;
	void	*arg;
	int	failed;			/* checks that failed so far */
};

void check_read(struct check *);
/* login: a login or upn as list tells it. */
void check_write(struct check *, const char *login);

/* check_make: where the connector offers create and delete: makes an account
 * in the domain of login's upn, and takes it away again. */
void check_make(struct check *, const char *login);

/* For the files of check: one result; why is formatted; "" counts as ok. */
void check_tell(struct check *, enum check_result, const char *what,
    const char *why);
/* A connector that has answered hello, or NULL with e. */
struct connector *check_open(struct check *, struct err *);

#endif
