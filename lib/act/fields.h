/*
 * What we know of a contractor as named values (domain/vocab.h): for a mail's
 * fields, as of now, and for a page.  Nothing is set for what is not known.
 */
#ifndef ACT_FIELDS_H
#define ACT_FIELDS_H

#include "act/ctx.h"
#include "base/jot.h"
#include "base/pairs.h"
#include "store/contractor.h"

/*
 * fields_contractor: contractor (the number), contractor_name, contractor_upn,
 * contractor_email, worker_id, vendor, department, project, contract_start,
 * contract_end, expiry_on, days_left (to contract_end, else to expiry_on),
 * accounts,
 * privileged, last_login, attested_on and the tenant's own fields.  row is
 * PAIRS_ALL or a row of a list.  0 or -1.
 */
int fields_contractor(struct ctx *, const struct contractor *,
    struct pairs *, int row, struct err *);

/*
 * fields_person: *name is the display name of who has this folded UPN, else
 * the key itself; *email his address, NULL if we know none.  Both malloc'd;
 * email may be NULL.  1 known to the directory, 0 not, -1 with e.
 */
int fields_person(struct db *, const char *upn_key, char **name,
    char **email, struct err *);

/* fields_jot: all of p as members of an outbox row's fields; of its rows those
 * that a message shows, and "more" for the rest. */
void fields_jot(const struct pairs *, struct jot *);
/* fields_jot_rows: the same with at most so many rows, for a channel. */
void fields_jot_rows(const struct pairs *, struct jot *, int most);

#endif
