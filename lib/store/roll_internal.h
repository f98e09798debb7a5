/* What the files of the roll share; nobody else includes it. */
#ifndef STORE_ROLL_INTERNAL_H
#define STORE_ROLL_INTERNAL_H

#include "store/roll.h"

#define ROLL_NO_UPN "~"		/* sorts behind every UPN, and is none */

/* The columns of a pass's statement. */
enum {
	COL_ID, COL_UPN, COL_WORKER, COL_NAME, COL_VENDOR, COL_MANAGER,
	COL_STATUS, COL_END, COL_EXPIRY, COL_ATTESTED
};


struct roll_pass {
	struct db *db;
	const struct roll_ask *q;
	struct roll_page *out;
	int	in_order;	/* rows come as they are wanted */
	int	unnamed;	/* of those without a UPN, by id */
	const char *finding;	/* to be checked still */
	int	numbers;	/* they are sorted by a number */
	int64_t	after_number;
	int64_t	until_ms, end_ms;	/* of computing, of the clock */
	struct err *e;
};

/* roll_begin: its time begins. */
void roll_begin(struct roll_pass *);
/* roll_pass: the rows of st that are asked for, into w->out; closes st, which
 * may be NULL: it failed.  0 or -1. */
int roll_pass(struct roll_pass *, struct stmt *);

#endif
