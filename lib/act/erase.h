/*
 * A person's data, erased by two people; and what is past its time.
 */
#ifndef ACT_ERASE_H
#define ACT_ERASE_H

#include "act/ctx.h"

enum { ERASE_TABLES = 16 };

struct erase {
	int	dry;
	const char *why;
	/* what came of it: */
	int	requested;	/* the first of the two has asked for it */
	int	tables;
	const char *table[ERASE_TABLES];
	int64_t	rows[ERASE_TABLES];
	int64_t	total;
	int64_t	before;		/* erase_old: what is older is past its time */
	int64_t	receipt;	/* seq of the record "erased" */
};

/*
 * erase_person: the first operator's run records that he asks for it; another
 * operator's within 30 days carries it out, in one transaction.  With dry only
 * says which it would be (requested).  ERR_DATA: nobody of this UPN.
 * ERR_REFUSED: he still has access, or may have (status, an enabled account,
 * a job); retain_days have not passed; a hold; the same operator twice.
 * ERR_TEMP: a message about him is still to be sent.
 */
int erase_person(struct ctx *, const char *upn, struct erase *, struct err *);

/* erase_old: what mails said that are over for raw_days, in slices.  */
int erase_old(struct ctx *, struct erase *, struct err *);
/* erase_files: n files older than before were removed from the drop directory
 * (connect/drop_old.h): counted, and in the evidence.  After erase_old. */
int erase_files(struct ctx *, struct erase *, int64_t n, struct err *);

#endif
