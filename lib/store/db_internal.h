/* What db.c, stmt.c and upgrade.c share; nobody else includes it. */
#ifndef STORE_DB_INTERNAL_H
#define STORE_DB_INTERNAL_H

#include <sqlite3.h>

#include "store/db.h"

#define DB_APPLICATION 1668575847	/* 'ctrg' */
#define DB_STATEMENTS 512		/* cached, a power of two */

struct stmt {
	sqlite3_stmt *s;
	struct db *db;
	const char *key;	/* the literal; NULL when not cached */
	int	open;
	int	bad_bind;	/* a name that the statement does not have */
};

struct db {
	sqlite3	*sq;
	enum role role;
	int	test;
	int	settling;	/* the pragmas are our own */
	int	unsettled;	/* db_settle comes before the next BEGIN */
	struct db_chain chain;
	int	wait_ms;	/* for a lock, at most */
	int64_t	wait_until;	/* for this one; the monotonic clock, ms */
	struct stmt *cache[DB_STATEMENTS];
};

/* db_settle: how a request writes: as durable as everybody, with the journal
 * kept, and with room for what is long.  Outside of a transaction. */
int db_settle(struct db *, struct err *);
/* db_wait: SQLite's busy handler; arg is the struct db. */
int db_wait(void *arg, int tries);
/* db_fail: sets e from the connection's last error. -1 */
int db_fail(struct db *, int rc, const char *what, struct err *);
int db_pragma_int(struct db *, const char *pragma, int64_t *, struct err *);

/* upgrade.h */
int upgrade_newest(void);

#endif
