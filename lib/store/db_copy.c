#include "store/db_copy.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/db_internal.h"

enum {
	SLICE = 8192,		/* pages: 32 MiB, some tens of milliseconds */
	TRIES = 3		/* starts, before it is done in one */
};

/* copy_pages: an SQLite status; SQLITE_DONE is good. */
static int
copy_pages(sqlite3_backup *b, db_copy_progress *cb)
{
	int rc, done, before = 0, tries = 1;

	for (;;) {
		rc = sqlite3_backup_step(b, tries < TRIES ? SLICE : -1);
		done = sqlite3_backup_pagecount(b) -
		    sqlite3_backup_remaining(b);
		if (rc != SQLITE_OK)
			return rc;
		tries += done <= before;
		before = done;
		if (cb != NULL)
			cb(done, sqlite3_backup_pagecount(b));
		db_pause();
	}
}

/* fail: sets e from a status of the copy, not of the registry.  -1 */
static int
fail(const char *path, int rc, struct err *e)
{
	int kind = ERR_IO;

	if ((rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_LOCKED)
		kind = ERR_TEMP;
	return err_set(e, kind, "%s: %s", path, sqlite3_errstr(rc));
}

static int
copy(struct db *db, const char *path, db_copy_progress *cb, struct err *e)
{
	sqlite3 *to = NULL;
	sqlite3_backup *b;
	int rc, end;

	rc = sqlite3_open_v2(path, &to,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, NULL);
	/* No journal: a copy that fails is removed, not rolled back. */
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(to, "PRAGMA journal_mode = OFF", NULL, NULL,
		    NULL);
	if (rc == SQLITE_OK) {
		if ((b = sqlite3_backup_init(to, "main", db->sq, "main")) ==
		    NULL)
			rc = sqlite3_errcode(to);
		else {
			rc = copy_pages(b, cb);
			end = sqlite3_backup_finish(b);
			rc = rc != SQLITE_DONE ? rc : end;
		}
	}
	/* What it could not write it may find out here. */
	end = sqlite3_close(to);
	rc = rc == SQLITE_OK ? end : rc;
	return rc == SQLITE_OK ? 0 : fail(path, rc, e);
}

int
db_copy_make(struct db *db, const char *path, db_copy_progress *cb,
    struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0600);

	if (fd == -1)
		return err_sys(e, ERR_CREATE, "%s", path);
	close(fd);
	if (copy(db, path, cb, e) == 0)
		return 0;
	(void)unlink(path);
	return -1;
}

static int
first_fault(struct stmt *st, const char *none, char bad[256], struct err *e)
{
	int rc = stmt_step(st, e);

	if (rc == 1)
		stmt_col_copy(st, 0, bad, 256);
	if (rc == 1 && none != NULL && strcmp(bad, none) == 0)
		bad[0] = '\0';
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}

int
db_copy_sound(struct db *db, char bad[256], struct err *e)
{
	struct stmt *st;
	char table[200] = "";

	bad[0] = '\0';
	if ((st = stmt_open(db, "PRAGMA integrity_check(1)", e)) == NULL ||
	    first_fault(st, "ok", bad, e) == -1)
		return -1;
	if (bad[0] != '\0')
		return 0;
	if ((st = stmt_open(db, "PRAGMA foreign_key_check", e)) == NULL ||
	    first_fault(st, NULL, bad, e) == -1)
		return -1;
	if (bad[0] != '\0') {
		snprintf(table, sizeof(table), "%s", bad);
		snprintf(bad, 256, "a row of %s refers to none", table);
	}
	return 0;
}
