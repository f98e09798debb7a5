/*
 * Rosters that were uploaded and wait for their plan to be looked at: each a
 * file in tenant_run()/TENANT.upload, which is ours alone (0700), under a
 * random name that is its address, and beside it what was said of it.  They
 * are forgotten after a day, and with a restart of the machine.
 *
 *	ID.part		on its way
 *	ID.about	feed, mode, who ...
 *	ID.roster	whole
 */
#ifndef WEB_UPLOAD_H
#define WEB_UPLOAD_H

#include <stdint.h>

#include "base/err.h"

enum { UPLOAD_WAITING = 5, UPLOAD_AGE_S = 86400, UPLOAD_SECONDS = 1800,
       UPLOAD_MB = 64, UPLOAD_MB_MAX = 1024 };

struct upload {
	char	id[33];		/* hex */
	char	feed[64];
	int	delta;
	char	charset[16];	/* "" found out */
	char	dates[32];	/* "" ISO, or as configured */
	char	name[201];	/* of the file, for people */
	char	user[64];
	int64_t	at;		/* UTC seconds, the tenant's clock */
	int64_t	len;
	char	sha256[65];	/* hex */
};

/*
 * upload_begin: a new one, open for writing: its fd, and id is set; what is
 * older than a day goes first.  -1 with e: ERR_REFUSED if too many wait.
 */
int upload_begin(const char *tenant, struct upload *, struct err *);
/* upload_keep: it is whole; all of u but id is the caller's. */
int upload_keep(const char *tenant, const struct upload *u, struct err *);
/* upload_drop: whatever there is of it goes.  No error if there is nothing. */
void upload_drop(const char *tenant, const char *id);

/* upload_get: id is untrusted.  1, fd (may be NULL) open at the start; 0 there
 * is none; -1 with e. */
int upload_get(const char *tenant, const char *id, struct upload *u, int *fd,
    struct err *);

typedef int upload_cb(const struct upload *, void *);
/* upload_each: those that wait, in no order; non-zero from cb stops and is
 * returned.  0 or -1 with e. */
int upload_each(const char *tenant, upload_cb *, void *, struct err *);

#endif
