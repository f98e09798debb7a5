/*
 * An account that is to be made: a row before there is anything to name it by.
 * Its remote_id is "new/CONTRACTOR/ENGAGEMENT" until the connector has told the
 * system's own; no list of a connector has such a one.
 */
#ifndef STORE_ACCOUNT_NEW_H
#define STORE_ACCOUNT_NEW_H

#include <stdint.h>

#include "store/account.h"

/* account_new: 1 if the account is not made yet. */
int account_new(const char *remote_id);

/* account_new_insert: ours, disabled, nobody's main one.  1, 0 it is there
 * already, -1. */
int account_new_insert(struct db *, int64_t contractor, int engagement,
    const char *connector, const char *login, const char *upn,
    const char *upn_key, int64_t now, struct err *);

/*
 * account_new_made: its remote_id is known.  Where a list has brought that one
 * meanwhile, its row takes over, with the steps.  *id gets the row that lives
 * on.  0, or -1; ERR_REFUSED: it is another contractor's.
 */
int account_new_made(struct db *, int64_t account, const char *remote_id,
    int64_t now, int64_t *id, struct err *);

/* account_new_person: the connector's id of a manager, by folded UPN, malloc'd.
 * 1, 0 none, -1. */
int account_new_person(struct db *, const char *connector,
    const char *upn_key, char **remote_id, struct err *);

#endif
