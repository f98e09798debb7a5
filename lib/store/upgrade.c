#include "store/upgrade.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "store/db_copy.h"
#include "store/db_internal.h"

static const struct {
	const char *name, *sql;
} steps[] = {
#include "schema.inc"
};

int
upgrade_newest(void)
{
	return (int)(sizeof(steps) / sizeof(steps[0]));
}

const char *
upgrade_name(int number)
{
	return steps[number - 1].name;
}

int
upgrade_version(struct db *db, int64_t *version, struct err *e)
{
	return db_pragma_int(db, "PRAGMA user_version", version, e);
}

/* step: our own text, and nothing else, may put one CHECK in place of another
 * in sqlite_schema. */
static int
step(struct db *db, const char *sql)
{
	int rc;

	sqlite3_db_config(db->sq, SQLITE_DBCONFIG_DEFENSIVE, 0, (int *)NULL);
	rc = sqlite3_exec(db->sq, sql, NULL, NULL, NULL);
	sqlite3_db_config(db->sq, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
	return rc;
}

static int
apply(struct db *db, int n, upgrade_with *with, void *arg, struct err *e)
{
	char mark[80];

	snprintf(mark, sizeof(mark), "PRAGMA application_id = %d;"
	    "PRAGMA user_version = %d", DB_APPLICATION, n + 1);
	if (db_run(db, "BEGIN EXCLUSIVE", e) == -1)
		return -1;
	if (step(db, steps[n].sql) != SQLITE_OK ||
	    sqlite3_exec(db->sq, mark, NULL, NULL, NULL) != SQLITE_OK) {
		db_fail(db, sqlite3_extended_errcode(db->sq), steps[n].name, e);
		db_rollback(db);
		return -1;
	}
	if (with != NULL && with(db, n + 1, arg, e) == -1) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

int
upgrade_run(struct db *db, upgrade_with *with,
    void (*done)(const char *, void *), void *arg, struct err *e)
{
	int64_t version = 0;
	int n, count = 0;

	if (upgrade_version(db, &version, e) == -1)
		return -1;
	for (n = (int)version; n < upgrade_newest(); n++, count++) {
		if (apply(db, n, with, arg, e) == -1)
			return -1;
		if (done != NULL)
			done(steps[n].name, arg);
	}
	return count;
}

/* link: an earlier copy is never written over. */
static int
settle(const char *part, const char *path, char made[600], struct err *e)
{
	int n;

	for (n = 1; n < 1000; n++) {
		if (n == 1)
			snprintf(made, 600, "%s", path);
		else
			snprintf(made, 600, "%s.%d", path, n);
		if (link(part, made) == 0)
			return 0;
		if (errno != EEXIST)
			break;
	}
	return err_sys(e, ERR_CREATE, "%s", made);
}

int
upgrade_backup(struct db *db, const char *path, char made[600],
    struct err *e)
{
	char part[600];
	int rc;

	if (snprintf(part, sizeof(part), "%s.part.%ld", path,
	    (long)getpid()) >= (int)sizeof(part))
		return err_set(e, ERR_CREATE, "%s: too long a path", path);
	unlink(part);
	rc = db_copy_make(db, part, NULL, e) == -1 ? -1 :
	    settle(part, path, made, e);
	unlink(part);
	return rc;
}
