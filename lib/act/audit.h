/*
 * Evidence, looked at: verified, exported, signed, archived.  What each attack
 * on it shows is in ctr-evidence(5).
 */
#ifndef ACT_AUDIT_H
#define ACT_AUDIT_H

#include <stdio.h>

#include "act/ctx.h"
#include "base/conf.h"
#include "store/checkpoint.h"
#include "store/evidence.h"

struct audit {
	char	tenant[64];	/* whose it is said to be */
	unsigned char hash[32];	/* of the last good record */
	int64_t	next;		/* seq that must come next; 0 any */
	int64_t	first, last;	/* seq; 0 before the first */
	int64_t	records, erased;
	int64_t	checkpoints;	/* that agree */
	char	bad[256];	/* the first thing that is wrong; "" none */
	int64_t	bad_seq;
	/* checkpoints that somebody kept elsewhere */
	const struct checkpoint *kept;
	size_t	n_kept, kept_seen;
};

/* audit_record: the next one; 0, or -1 and bad says why. */
int audit_record(struct audit *, const struct evidence *);

/* For act/audit*.c: before the first record, whose chain it is: what was kept
 * of another tenant shows nothing about it.  0, or -1 and bad. */
int audit_whose(struct audit *, const char *tenant);
/* a->hash is that of record seq, also where the record itself
 * is elsewhere; kept checkpoints of it must agree.  0, or -1 and bad. */
int audit_kept(struct audit *, int64_t seq);
/* The first wrong thing is kept.  -1 */
int audit_wrong(struct audit *, int64_t seq, const char *why);
/* The signature of a checkpoint, by the key in dir keys (NULL: by the public
 * half that it carries).  0, or -1 and bad says why. */
int audit_signature(struct audit *, const char *keys, struct checkpoint *,
    const char *tenant);

/*
 * audit_db: the whole chain in the database and its checkpoints, their
 * signatures by the public keys in dir (NULL: they are not looked at).  0 done
 * (bad tells), -1 with e.
 */
int audit_db(struct ctx *, const char *keys, struct audit *, struct err *);
/* audit_file: an export, offline; its own checkpoints too. */
int audit_file(FILE *, const char *name, struct audit *, struct err *);
/* The same by its path; "-" is stdin. */
int audit_path(const char *path, struct audit *, struct err *);
/* audit_end: after either, a kept checkpoint beyond the end is a cut tail. */
void audit_end(struct audit *);
/* audit_line: the report, "ctr-evidence records=N erased=N ...". */
void audit_line(const struct audit *, char *line, size_t size);

/*
 * audit_export: from (0: the oldest that is here) to to (0: the newest) as
 * lines to fp, each checkpoint right behind its record.  Number of records, or
 * -1.
 */
int64_t audit_export(struct ctx *, const char *keys, int64_t from, int64_t to,
    FILE *fp, struct err *);
/* The first line of an export: {"v":1,"export":TENANT,"from":N,"prev":HEX}. */

/*
 * audit_checkpoint: signs the head with the newest evidence key, inside its
 * own transaction; nothing new since the last: that one, unchanged.
 * 1 made, 0 there was nothing new, -1.  ERR_DATA: there is no evidence yet.
 */
int audit_checkpoint(struct ctx *, const char *keys, struct checkpoint *,
    struct err *);

/*
 * audit_archive: everything up to the newest checkpoint to path (O_EXCL,
 * synced), then out of the database.  Number of records, or -1.
 */
int64_t audit_archive(struct ctx *, const char *keys, const char *path,
    struct err *);

#endif
