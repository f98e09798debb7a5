/* Someone in the directory who is or may become a reviewer. */
#ifndef STORE_PERSON_H
#define STORE_PERSON_H

#include <stdint.h>

#include "store/db.h"

struct person {
	int64_t	id;
	char	*remote_id;	/* objectGUID in hex, or another system's id */
	char	*upn_key;	/* folded; "" none */
	char	*display_name;
	char	*email;		/* or NULL */
	char	*manager_ref;	/* remote_id of the manager, or NULL */
	int64_t	manager;	/* person.id or 0; chains have loops */
	int	enabled;
};

void person_clear(struct person *);

/* 1 found, 0 none, -1 with e. */
int person_get(struct db *, int64_t id, struct person *, struct err *);
/* By folded UPN: an enabled one first, of those the newest. */
int person_by_upn(struct db *, const char *upn_key, struct person *,
    struct err *);

/*
 * person_goes_by: 1 if somebody known by this folded UPN or address is also
 * known by name: a UPN, an address, or the local part of one; 0, -1.  To
 * refuse by: it rather finds one person too many.
 */
int person_goes_by(struct db *, const char *key, const char *name,
    struct err *);
/* person_mails: 1 if this is an address of the enabled person of this folded
 * UPN, in whichever directory; 0 no; 2 nobody has that UPN; -1. */
int person_mails(struct db *, const char *key, const char *address,
    struct err *);
/*
 * person_is: 1 if the enabled person of this folded UPN, or, where nobody has
 * that UPN, of this address is the one of the folded UPN or address user; 0,
 * -1.  To admit by.
 */
int person_is(struct db *, const char *key, const char *user, struct err *);

#endif
