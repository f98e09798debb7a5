#include "store/db_internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

#define BUSY_MS 30000

/* SQLite's own list for databases that face untrusted data, as far as our
 * statements leave room (sqlite.org/security.html). */
static const struct {
	int id, value;
} limits[] = {
	{ SQLITE_LIMIT_LENGTH, 8000000 },
	{ SQLITE_LIMIT_SQL_LENGTH, 100000 },
	{ SQLITE_LIMIT_COLUMN, 100 },
	{ SQLITE_LIMIT_EXPR_DEPTH, 40 },
	{ SQLITE_LIMIT_COMPOUND_SELECT, 8 },
	{ SQLITE_LIMIT_FUNCTION_ARG, 100 },
	{ SQLITE_LIMIT_ATTACHED, 0 },
	{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50 },
	{ SQLITE_LIMIT_VARIABLE_NUMBER, 60 },
	{ SQLITE_LIMIT_TRIGGER_DEPTH, 10 },
};

/* A trigger's own writes are the schema's business, not the program's. */
static int
authorize(void *arg, int action, const char *a, const char *b,
    const char *schema, const char *trigger)
{
	const struct db *db = arg;

	switch (action) {
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		if (trigger != NULL || strcmp(schema, "temp") == 0)
			return SQLITE_OK;
		/* Asked by json_each() when it declares its columns; a real
		 * UPDATE of it is refused by DEFENSIVE all the same. */
		if (action == SQLITE_UPDATE && strcmp(a, "sqlite_master") == 0)
			return SQLITE_OK;
		return role_may_change(db->role, a, action == SQLITE_UPDATE ?
		    b : NULL) ? SQLITE_OK : SQLITE_DENY;
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_FUNCTION:
	case SQLITE_RECURSIVE:
	case SQLITE_TRANSACTION:
	case SQLITE_SAVEPOINT:
	case SQLITE_CREATE_TEMP_TABLE:
	case SQLITE_CREATE_TEMP_INDEX:
	case SQLITE_DROP_TEMP_TABLE:
	case SQLITE_DROP_TEMP_INDEX:
		return SQLITE_OK;
	case SQLITE_PRAGMA:	/* has anybody else written?  is it whole? */
		return db->settling || db->role == ROLE_INIT || (b == NULL &&
		    strcmp(a, "data_version") == 0) ||
		    strcmp(a, "integrity_check") == 0 ||
		    strcmp(a, "foreign_key_check") == 0 ? SQLITE_OK :
		    SQLITE_DENY;
	case SQLITE_REINDEX:		/* CREATE TEMP INDEX asks for it */
	case SQLITE_ANALYZE:
		return schema != NULL && strcmp(schema, "temp") == 0 ?
		    SQLITE_OK : db->role == ROLE_INIT ? SQLITE_OK : SQLITE_DENY;
	default:
		return db->role == ROLE_INIT ? SQLITE_OK : SQLITE_DENY;
	}
}

static int busy_ms = BUSY_MS;

void
db_patience(int seconds)
{
	busy_ms = 1000 * seconds;
}

/* We have one thread, and nobody asks for the statistics.  Each sorter and
 * each list in IN (...) has a cache of its own, at each run of its statement:
 * no twenty pages at once for one that needs one or two. */
static void
start_library(void)
{
	static int started;

	if (!started) {
		started = 1;
		(void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
		(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
		(void)sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
	}
}

/* protect: what a registry that somebody else may have written cannot do. */
static void
protect(struct db *db)
{
	static const int off[] = { SQLITE_DBCONFIG_TRUSTED_SCHEMA,
		SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL,
		SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION };
	size_t i;

	sqlite3_extended_result_codes(db->sq, 1);
	db->wait_ms = busy_ms;
	sqlite3_busy_handler(db->sq, db_wait, db);
	sqlite3_db_config(db->sq, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
	/* Without it a bound value that a partial index might ask for makes
	 * SQLite prepare the statement anew at each bind. */
	sqlite3_db_config(db->sq, SQLITE_DBCONFIG_ENABLE_QPSG, 1, (int *)NULL);
	for (i = 0; i < sizeof(off) / sizeof(off[0]); i++)
		sqlite3_db_config(db->sq, off[i], 0, (int *)NULL);
	for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		sqlite3_limit(db->sq, limits[i].id, limits[i].value);
}

/* EXTRA: we act on the world right after a commit; one that un-happens after a
 * power cut would be a duplicate mail. */
#define DURABLE "PRAGMA synchronous = EXTRA;"
#define ROOMY "PRAGMA cache_size = -65536; PRAGMA temp.cache_size = -8192;"
/* These need no schema. */
#define CAREFUL "PRAGMA recursive_triggers = ON;" \
	"PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;" \
	"PRAGMA temp_store = FILE;" \
	"PRAGMA secure_delete = ON;"	/* what is erased is gone */

static int
pragmas(struct db *db, const char *list, struct err *e)
{
	int rc;

	db->settling = 1;
	rc = sqlite3_exec(db->sq, list, NULL, NULL, NULL);
	db->settling = 0;
	if (rc == SQLITE_OK)
		return 0;
	return db_fail(db, sqlite3_extended_errcode(db->sq), "open", e);
}

static int
configure(struct db *db, struct err *e)
{
	protect(db);
	sqlite3_db_config(db->sq, SQLITE_DBCONFIG_ENABLE_FKEY, 1, (int *)NULL);
	if (pragmas(db, "PRAGMA journal_mode = DELETE;" DURABLE CAREFUL ROOMY,
	    e) == -1)
		return -1;
	sqlite3_set_authorizer(db->sq, authorize, db);
	return 0;
}

/* The authorizer stays as it is: to set it prepares all statements anew. */
void
db_keep_journal(struct db *db, int keep)
{
	struct err none = ERR_INIT;

	(void)pragmas(db, keep ? "PRAGMA journal_mode = PERSIST" :
	    "PRAGMA journal_mode = DELETE", &none);
}

int
db_settle(struct db *db, struct err *e)
{
	if (pragmas(db, "PRAGMA journal_mode = PERSIST;" DURABLE ROOMY, e) ==
	    -1)
		return -1;
	db->unsettled = 0;
	return 0;
}

void
db_narrow(struct db *db, enum role role)
{
	db->role = role;
}

static int
open_page(struct db *db, struct err *e)
{
	protect(db);
	if (db_run(db, "BEGIN", e) == -1)
		return -1;
	sqlite3_set_authorizer(db->sq, authorize, db);
	return 0;
}

/* What SQLite sets by itself reads the schema, outside of any transaction: it
 * waits until something is written, and the file is locked once less. */
static int
open_click(struct db *db, struct err *e)
{
	protect(db);
	sqlite3_db_config(db->sq, SQLITE_DBCONFIG_ENABLE_FKEY, 1, (int *)NULL);
	if (pragmas(db, CAREFUL "BEGIN", e) == -1)
		return -1;
	db->unsettled = 1;
	sqlite3_set_authorizer(db->sq, authorize, db);
	return 0;
}

/* No pragma that might change a file which is not ours. */
static int
open_copy(struct db *db, struct err *e)
{
	(void)e;
	protect(db);
	sqlite3_set_authorizer(db->sq, authorize, db);
	return 0;
}

/* The file must be there and a plain one: NOFOLLOW refuses links only. */
static int
open_file(struct db **out, const struct tenant *t, enum role role, int flags,
    int (*prepare)(struct db *, struct err *), struct err *e)
{
	struct db *db;
	struct stat sb;
	int rc;

	*out = NULL;
	if (lstat(t->db, &sb) == -1)
		return err_sys(e, ERR_CONFIG, "tenant %s: %s (ctr-init -t %s "
		    "makes it)", t->name, t->db, t->name);
	if (!S_ISREG(sb.st_mode))
		return err_set(e, ERR_REFUSED, "%s: not a regular file", t->db);
	db = mem_zero(1, sizeof(*db));
	db->role = role;
	start_library();
	rc = sqlite3_open_v2(t->db, &db->sq,
	    flags | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc != SQLITE_OK)
		db_fail(db, rc, t->db, e);
	else if (prepare(db, e) == -1)
		err_add(e, "%s", t->db);
	else {
		*out = db;
		return 0;
	}
	db_close(db);
	return -1;
}

/* The pragmas are read before the authorizer would refuse them. */
static int
check_schema(struct db *db, const struct tenant *t, int older_too,
    struct err *e)
{
	int64_t app = 0, version = 0;
	int rc = -1;

	sqlite3_set_authorizer(db->sq, NULL, NULL);
	if (db_pragma_int(db, "PRAGMA application_id", &app, e) == -1 ||
	    db_pragma_int(db, "PRAGMA user_version", &version, e) == -1)
		err_add(e, "%s", t->db);
	else if (app != DB_APPLICATION)
		err_set(e, ERR_CONFIG, "%s: not a registry of ctr", t->db);
	else if (version > upgrade_newest())
		err_set(e, ERR_CONFIG, "%s: made by a newer ctr (schema %lld, "
		    "this one knows %d)", t->db, (long long)version,
		    upgrade_newest());
	else if (version < upgrade_newest() && !older_too)
		err_set(e, ERR_TEMP, "%s: schema %lld, needed %d: run "
		    "ctr-init -t %s --upgrade", t->db, (long long)version,
		    upgrade_newest(), t->name);
	else
		rc = 0;
	sqlite3_set_authorizer(db->sq, authorize, db);
	return rc;
}

static int
read_test_mark(struct db *db, struct err *e)
{
	struct stmt *st;
	int rc = -1;

	if ((st = stmt_open(db, "SELECT test FROM tenant", e)) == NULL)
		return -1;
	if ((rc = stmt_step(st, e)) == 1)
		db->test = (int)stmt_col_int(st, 0);
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}

static int
open_checked(struct db **out, const struct tenant *t, enum role role,
    int (*prepare)(struct db *, struct err *), struct err *e)
{
	struct db *db;

	*out = NULL;
	if (open_file(&db, t, role, SQLITE_OPEN_READWRITE, prepare,
	    e) == -1)
		return -1;
	if (check_schema(db, t, 0, e) == -1 || read_test_mark(db, e) == -1) {
		db_close(db);
		*out = NULL;
		return -1;
	}
	*out = db;
	return 0;
}

int
db_open(struct db **out, const struct tenant *t, enum role role,
    struct err *e)
{
	return open_checked(out, t, role, configure, e);
}

/* once: for one request.  The schema has been read and is not read again: its
 * pages make room for those that the request reads. */
static int
once(struct db **out, const struct tenant *t, enum role role,
    int (*prepare)(struct db *, struct err *), struct err *e)
{
	if (open_checked(out, t, role, prepare, e) == -1)
		return -1;
	(void)sqlite3_db_release_memory((*out)->sq);
	return 0;
}

int
db_open_page(struct db **out, const struct tenant *t, struct err *e)
{
	return once(out, t, ROLE_READ, open_page, e);
}

int
db_open_click(struct db **out, const struct tenant *t, enum role role,
    struct err *e)
{
	return once(out, t, role, open_click, e);
}

int
db_open_old(struct db **out, const struct tenant *t, struct err *e)
{
	if (open_file(out, t, ROLE_INIT, SQLITE_OPEN_READWRITE,
	    configure, e) == -1)
		return -1;
	if (check_schema(*out, t, 1, e) == 0)
		return 0;
	db_close(*out);
	*out = NULL;
	return -1;
}

int
db_open_copy(struct db **out, const char *path, struct err *e)
{
	struct tenant t;

	memset(&t, 0, sizeof(t));
	*out = NULL;
	if (snprintf(t.db, sizeof(t.db), "%s", path) >= (int)sizeof(t.db))
		return err_set(e, ERR_USAGE, "%s: too long a path", path);
	if (open_file(out, &t, ROLE_READ, SQLITE_OPEN_READONLY, open_copy,
	    e) == -1)
		return -1;
	if (check_schema(*out, &t, 1, e) == 0)
		return 0;
	db_close(*out);
	*out = NULL;
	return -1;
}

int
db_create(struct db **out, const struct tenant *t, struct err *e)
{
	int fd;

	*out = NULL;
	fd = open(t->db, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
	    0660);
	if (fd == -1)
		return err_sys(e, ERR_CREATE, "%s", t->db);
	(void)fchmod(fd, 0660);
	close(fd);
	return open_file(out, t, ROLE_INIT, SQLITE_OPEN_READWRITE,
	    configure, e);
}
