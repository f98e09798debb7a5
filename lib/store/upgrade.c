#include "store/upgrade.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

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

int
upgrade_version(struct db *db, int64_t *version, struct err *e)
{
	return db_pragma_int(db, "PRAGMA user_version", version, e);
}

static int
apply(struct db *db, int n, struct err *e)
{
	char mark[80];

	snprintf(mark, sizeof(mark), "PRAGMA application_id = %d;"
	    "PRAGMA user_version = %d", DB_APPLICATION, n + 1);
	if (db_run(db, "BEGIN EXCLUSIVE", e) == -1)
		return -1;
	if (sqlite3_exec(db->sq, steps[n].sql, NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_exec(db->sq, mark, NULL, NULL, NULL) != SQLITE_OK) {
		db_fail(db, sqlite3_extended_errcode(db->sq), steps[n].name, e);
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

int
upgrade_run(struct db *db, void (*done)(const char *, void *), void *arg,
    struct err *e)
{
	int64_t version = 0;
	int n, count = 0;

	if (upgrade_version(db, &version, e) == -1)
		return -1;
	for (n = (int)version; n < upgrade_newest(); n++, count++) {
		if (apply(db, n, e) == -1)
			return -1;
		if (done != NULL)
			done(steps[n].name, arg);
	}
	return count;
}

int
upgrade_backup(struct db *db, const char *path, struct err *e)
{
	sqlite3 *to = NULL;
	sqlite3_backup *b;
	int rc, fd;

	/* O_EXCL: an earlier backup is never written over. */
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
	    0640);
	if (fd == -1)
		return err_sys(e, ERR_CREATE, "%s", path);
	close(fd);
	rc = sqlite3_open_v2(path, &to,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, NULL);
	if (rc == SQLITE_OK) {
		if ((b = sqlite3_backup_init(to, "main", db->sq, "main")) ==
		    NULL)
			rc = sqlite3_errcode(to);
		else {
			sqlite3_backup_step(b, -1);
			rc = sqlite3_backup_finish(b);
		}
	}
	sqlite3_close(to);
	if (rc == SQLITE_OK)
		return 0;
	unlink(path);
	return err_set(e, ERR_CREATE, "%s: %s", path, sqlite3_errstr(rc));
}
