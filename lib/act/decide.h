/*
 * A decision of an operator at the shell: signed by the tenant's token key,
 * which only who may run the suite's programs can read, with its evidence.
 */
#ifndef ACT_DECIDE_H
#define ACT_DECIDE_H

#include "act/ctx.h"

struct decide {
	int64_t	contractor;
	const char *answer;	/* of the schema's list */
	int64_t	undoes;		/* decision.id or 0 */
	const char *reason;
	const char *actor_kind;	/* NULL: "operator" */
	const char *what;	/* that it is a yes to, signed; or NULL */
};

/*
 * decide_shell: inside the caller's transaction; x->actor is the operator.
 * keys is key_dir.  *id gets the decision.  0, or -1 with e (ERR_CONFIG: the
 * key cannot be read).
 */
int decide_shell(struct ctx *, const char *keys, const struct decide *,
    int64_t *id, struct err *);

/*
 * decide_own: 1 if the operator ("operator/alice") goes by this folded UPN or
 * address, or by another name of the person whose it is: nobody approves what
 * he asked for himself.  Of alice@REALM or DOMAIN\alice, if the directory
 * knows nobody of that name, the "alice" counts.  -1 with e.
 */
int decide_own(struct db *, const char *actor, const char *key,
    struct err *);

#endif
