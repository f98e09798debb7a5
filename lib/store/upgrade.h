/* Schema steps: lib/store/schema/NNN-name.sql, one transaction each. */
#ifndef STORE_UPGRADE_H
#define STORE_UPGRADE_H

#include "store/db.h"

/* upgrade_newest: the schema this program was built with. */
int upgrade_newest(void);
/* upgrade_name: of step NUMBER, 1 to upgrade_newest. */
const char *upgrade_name(int number);
/* upgrade_version: the schema that the database has. */
int upgrade_version(struct db *, int64_t *, struct err *);
/* What is to be done with step NUMBER's own rows, before it is committed; no
 * later step is there yet.  0 or -1. */
typedef int upgrade_with(struct db *, int number, void *, struct err *);
/*
 * upgrade_run: applies the steps that the database has not; calls with (may
 * be NULL) in the transaction of each, and done (may be NULL) with its name
 * after it.  Number of steps, or -1 with e and the database as after the last
 * whole step.
 */
int upgrade_run(struct db *, upgrade_with *with,
    void (*done)(const char *name, void *), void *, struct err *);
/*
 * upgrade_backup: a consistent copy beside the file, as PATH, or as PATH.2 and
 * so on where earlier ones are; its name goes to made.  A killed one leaves
 * PATH.part.PID.  Errors as of db_copy_make.
 */
int upgrade_backup(struct db *, const char *path, char made[600],
    struct err *);

#endif
