/*
 * What a tenant lacks, and what has stood still for too long: for whoever
 * starts one, and for whoever watches it.  Only reads.
 */
#ifndef ACT_CHECKUP_H
#define ACT_CHECKUP_H

#include "act/ctx.h"
#include "base/conf.h"

enum checkup_level {
	CHECKUP_GOOD,
	CHECKUP_WARN,		/* works, but not as it is meant to */
	CHECKUP_BAD		/* a part of the path does not work at all */
};

struct checkup {
	const char *name;	/* [a-z-]+: ctr(7) and a template say it */
	const char *part;	/* the connector, or "" */
	enum checkup_level level;
	int64_t	at;		/* what it is about, UTC seconds; 0 never */
};

typedef void checkup_cb(const struct checkup *, void *);

/*
 * checkup_each: every check in the order of the path, the good ones too; keys
 * is key_dir.  cb borrows.  0, or -1 with e.
 */
int checkup_each(struct ctx *, const struct conf *, const char *keys,
    checkup_cb *, void *, struct err *);

#endif
