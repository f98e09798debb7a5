/*
 * Whom we ask: the ladder of managers of one contractor, and the chain above
 * them.  Pure: people come through two lookups that the caller gives.
 *
 * The reviewer is the first of the operator's, the decision's, the roster's
 * and the directory's manager who can be asked: an enabled person with mail
 * who is not the contractor, not himself a contractor (unless the tenant
 * allows it) and not leaving.  None: the chain above the first of them that is
 * a person at all; then fallback_reviewer.
 */
#ifndef DOMAIN_REVIEWER_H
#define DOMAIN_REVIEWER_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define REVIEWER_STATED 4	/* operator, decision, roster, directory */
#define REVIEWER_DEPTH 20

struct reviewer {
	int64_t	id;		/* person.id; 0: an address alone */
	const char *key;	/* folded UPN, or the address; "" none */
	const char *name, *email;	/* email NULL: none */
	int64_t	manager;	/* person.id or 0 */
	int	enabled;
	int	contractor;	/* is one himself */
	int	leaving;	/* his departure is decided */
	const char *deputy;	/* key of who stands in today, or NULL */
};

/* Lookups: *out is borrowed for the run; 1 found, 0 none, -1 with e. */
struct reviewer_lookup {
	int	(*by_key)(const char *key, const struct reviewer **out,
		    void *arg, struct err *);
	int	(*by_id)(int64_t id, const struct reviewer **out, void *arg,
		    struct err *);
	void	*arg;
	int	may_contract;	/* contractor_may_review */
	int	(*is_top)(const char *key, void *arg);	/* escalate_top */
	const struct reviewer *fallback;	/* or NULL: not set */
};

struct reviewer_of {
	const char *self;	/* the contractor's own key, or NULL */
	const char *stated[REVIEWER_STATED];	/* keys, NULL where none */
};

struct reviewer_found {
	const struct reviewer *who;	/* whose question it is; NULL nobody */
	const struct reviewer *deputy;	/* asked in his place, or NULL */
	int	is_fallback;
};

/*
 * reviewer_first: who is asked first.  passed (may be NULL) gets why others
 * were not: "m.jones@x.test disabled, k.lee@x.test no mail"; empty if nobody
 * was passed over.  0 or -1; nobody at all is found->who NULL.
 */
int reviewer_first(const struct reviewer_lookup *, const struct reviewer_of *,
    struct reviewer_found *, struct buf *passed, struct err *);

/*
 * reviewer_above: the next one up from the one asked last (NULL: none is
 * known), whom asked() does not know yet, nor the deputy who would get it in
 * his place.  chain 0: only the fallback reviewer is left to ask.
 */
int reviewer_above(const struct reviewer_lookup *, const struct reviewer_of *,
    const struct reviewer *last, int chain,
    int (*asked)(const char *key, void *), void *arg,
    struct reviewer_found *, struct err *);

/* reviewer_asked: who gets the mail: the deputy, or himself. */
const struct reviewer *reviewer_asked(const struct reviewer_found *);

#endif
