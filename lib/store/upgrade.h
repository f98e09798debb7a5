/* Schema steps: lib/store/schema/NNN-name.sql, one transaction each. */
#ifndef STORE_UPGRADE_H
#define STORE_UPGRADE_H

#include "store/db.h"

/* upgrade_newest: the schema this program was built with. */
int upgrade_newest(void);
/* upgrade_version: the schema that the database has. */
int upgrade_version(struct db *, int64_t *, struct err *);
/*
 * upgrade_run: applies the steps that the database has not, and calls done
 * (may be NULL) with the name of each.  Number of steps, or -1 with e and
 * the database as after the last whole step.
 */
int upgrade_run(struct db *, void (*done)(const char *name, void *), void *,
    struct err *);
/* upgrade_backup: a consistent copy beside the file, as PATH.  ERR_CREATE. */
int upgrade_backup(struct db *, const char *path, struct err *);

#endif
