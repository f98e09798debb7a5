/* What the files of review share; nobody else includes it. */
#ifndef ACT_REVIEW_INTERNAL_H
#define ACT_REVIEW_INTERNAL_H

#include "act/review.h"
#include "base/buf.h"
#include "store/account.h"
#include "store/contractor.h"
#include "store/finding.h"

/* One finding on its way, with whom it is about. */
struct review_case {
	struct ctx *x;
	struct review *r;
	struct finding f;	/* id 0: none, a UPN was given */
	struct contractor c;	/* id 0: nobody's */
	struct account a;	/* id 0: not about an account */
	char	subject[40];	/* of the evidence: of c, else of f */
	struct buf change;	/* what the row says of it */
};

typedef int review_verb(struct review_case *, struct err *);
/* review_person.c */
review_verb review_register, review_link, review_rehire;

/* review_close: the finding is settled; until NULL: for good. */
int review_close(struct review_case *, const char *outcome,
    const char *until, struct err *);
/* review_member: the text of a member of f's detail, malloc'd; NULL none. */
char *review_member(struct review_case *, const char *name, struct err *);

#endif
