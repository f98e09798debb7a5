/* Settings of the policy, changed: with their evidence, and the cadence looks
 * at everyone again. */
#ifndef ACT_GOVERN_H
#define ACT_GOVERN_H

#include "act/ctx.h"

struct govern {
	const char *name;
	const char *value;	/* NULL: back to the default */
	const char *was;	/* what it was when whoever asks last saw it;
				 * NULL: whatever it was */
};

/*
 * govern_all: all of them in one transaction, each with its own record.  The
 * number that changed, or -1 with e and nothing changed: ERR_DATA out of range,
 * ERR_USAGE no such setting, ERR_REFUSED one is not what it was.
 */
int govern_all(struct ctx *, const struct govern *, size_t n, struct err *);

/*
 * govern_set: value NULL resets.  1 changed, 0 it was so already, -1 with e
 * (ERR_DATA out of range, ERR_USAGE no such setting).
 */
int govern_set(struct ctx *, const char *name, const char *value,
    struct err *);

/* govern_asks: 1 if the cadence reads it: when and who is asked. */
int govern_asks(const char *name);

#endif
