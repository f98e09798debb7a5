/* A copy of a tenant's registry that is known to be whole. */
#ifndef ACT_BACKUP_H
#define ACT_BACKUP_H

#include "act/ctx.h"
#include "store/db_copy.h"

enum { BACKUP_PATH = 700 };

struct backup {
	char	path[BACKUP_PATH];	/* of the copy */
	int64_t	size;		/* bytes */
	int64_t	seq;		/* newest record of its evidence; 0 none */
	unsigned char hash[32];	/* of that record */
	int	unsigned_too;	/* signatures of checkpoints were not looked
				 * at: no keys are here */
	char	bad[320];	/* the first thing that is wrong; "" none */
};

/*
 * backup_make: copies the registry of x->db, checks the copy, and only then
 * gives it its name: to, or in a directory to TENANT-YYYYMMDDTHHMMSSZ.db.  A
 * file that is there stays as it is (ERR_CREATE).  A run that was killed leaves
 * NAME.part.PID.  ERR_IO too if the copy has something wrong in it, which the
 * registry then has as well: it is removed, and bad says what.
 */
int backup_make(struct ctx *x, const char *to, db_copy_progress *,
    struct backup *, struct err *);
/*
 * backup_check: a copy made before: pages, rows, references, and the whole
 * chain of its evidence; the signatures of its checkpoints where its tenant's
 * public keys are here, by the configuration of whose it is.  It is not
 * changed.  0 done (bad tells), -1 with e (ERR_CONFIG: no such file).
 */
int backup_check(const char *path, struct backup *, struct err *);

#endif
