/*
 * The database of one tenant, opened the one right way, and its statements.
 * SQL stands only in lib/store, as literals beside their binds.
 *
 * With a DELETE journal a reader stops every commit and a commit every reader:
 * no statement stays open while a program writes to stdout, a socket or a
 * child, and none across a COMMIT.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/tenant.h"
#include "store/role.h"

struct db;
struct stmt;

/*
 * db_open: the tables that role may not write are refused by SQLite's
 * authorizer; ROLE_READ writes only temporary tables.  Errors: ERR_CONFIG no
 * such tenant (ctr-init makes it), not ours, or made by a newer ctr; ERR_TEMP
 * locked, or an older schema (ctr-init --upgrade).  *out is NULL on failure.
 */
int db_open(struct db **out, const struct tenant *, enum role, struct err *);
/* db_patience: before the first db_open: how long to wait for a lock, where 30
 * seconds are more than whoever asks has. */
void db_patience(int seconds);
/* db_pause: between two transactions of a long run: whoever waits for the lock
 * has it meanwhile. */
void db_pause(void);
/*
 * db_open_page: for one page and no more: a role of reading alone, in one read
 * transaction from here to db_rollback, so that all of the page is of one
 * instant and the file is locked once.  The process ends without db_close.
 */
int db_open_page(struct db **out, const struct tenant *, struct err *);
/*
 * db_open_click: db_open for one request that may write: in a read transaction
 * as db_open_page, which ends where the act begins.  From there on with the
 * journal kept (db_keep_journal).
 */
int db_open_click(struct db **out, const struct tenant *, enum role,
    struct err *);
/* db_create: an empty file, O_EXCL, 0660, schema 0; ctr-init.  ERR_CREATE */
int db_create(struct db **out, const struct tenant *, struct err *);
/* db_open_old: for ctr-init --upgrade; any schema not newer than ours. */
int db_open_old(struct db **out, const struct tenant *, struct err *);
/* db_open_copy: a registry elsewhere, to be looked at alone: nothing of it or
 * beside it is changed, whatever it is.  Any schema not newer than ours. */
int db_open_copy(struct db **out, const char *path, struct err *);
/*
 * db_keep_journal: for a program of many small commits, and for a click.  At a
 * commit the journal's header is zeroed and synced; the file is not removed
 * and made again.  As durable, a third faster, and others may use the database
 * as ever: the next of them that writes removes the file.  0 puts an end to it
 * and removes the file.  Never fails: it is only faster.
 */
void db_keep_journal(struct db *, int keep);
/* db_narrow: from here on, what role may write; for a role that may less. */
void db_narrow(struct db *, enum role);
void db_close(struct db *);	/* NULL is fine; rolls back what is open */

/*
 * db_begin: BEGIN IMMEDIATE; called from lib/act (and store/upgrade) alone.
 * A failed db_commit has rolled back.  db_rollback may be called at any time.
 */
int db_begin(struct db *, struct err *);
/* db_snapshot: a read transaction, for many look-ups at one price; it may
 * write temporary tables.  Keep it short and end it with db_commit: while it
 * lasts no writer can commit. */
int db_snapshot(struct db *, struct err *);
int db_commit(struct db *, struct err *);
void db_rollback(struct db *);
int db_in_transaction(const struct db *);
int64_t db_changes(struct db *);	/* rows of the last statement */
int64_t db_last_id(struct db *);	/* rowid of the last INSERT */
int db_is_test(const struct db *);	/* made with ctr-init --test */
/* db_run: a literal without parameters and rows; temporary tables. */
#define db_run(db, sql, e) db_run_literal((db), "" sql "", (e))
int db_run_literal(struct db *, const char *literal, struct err *);

/*
 * stmt_open: prepared once per call site and kept; stmt_close gives it back.
 * sql must be a literal: a variable does not compile.  NULL with e.
 */
#define stmt_open(db, sql, e) stmt_open_literal((db), "" sql "", (e))
struct stmt *stmt_open_literal(struct db *, const char *literal, struct err *);
void stmt_close(struct stmt *);		/* NULL is fine; unbinds */

/* Binds; the name carries its colon: ":now".  An unknown name is ERR_BUG at
 * the next stmt_step.  Text and blobs are borrowed until stmt_close or the
 * next bind.  NULL text is NULL. */
void stmt_int(struct stmt *, const char *name, int64_t);
void stmt_text(struct stmt *, const char *name, const char *);
void stmt_blob(struct stmt *, const char *name, const void *, size_t len);
void stmt_null(struct stmt *, const char *name);
/* stmt_when: NULL for WHEN_NEVER. */
void stmt_when(struct stmt *, const char *name, int64_t at);
/* For hot loops: the same by position, 1 first. */
void stmt_int_at(struct stmt *, int pos, int64_t);
void stmt_text_at(struct stmt *, int pos, const char *);
void stmt_blob_at(struct stmt *, int pos, const void *, size_t len);

/* stmt_step: 1 a row, 0 done, -1 with e.  stmt_done: expects no row; 0 or -1.
 * stmt_again: resets for the next binds, keeps bindings. */
int stmt_step(struct stmt *, struct err *);
int stmt_done(struct stmt *, struct err *);
/* stmt_run: stmt_done of one that is then closed.  stmt_changed: the same; 1
 * if it changed a row, 0, -1. */
int stmt_run(struct stmt *, struct err *);
int stmt_changed(struct stmt *, struct err *);
void stmt_again(struct stmt *);

/* Columns of the row, 0 first; text and blobs borrowed until the next call on
 * the statement; NULL for NULL.  stmt_col_at: WHEN_NEVER for NULL.
 * stmt_col_dup: malloc'd copy or NULL.  stmt_col_copy: cut to fit, "" for
 * NULL. */
int stmt_col_null(struct stmt *, int col);
int64_t stmt_col_int(struct stmt *, int col);
int64_t stmt_col_at(struct stmt *, int col);
const char *stmt_col_text(struct stmt *, int col);
char *stmt_col_dup(struct stmt *, int col);
void stmt_col_copy(struct stmt *, int col, char *to, size_t room);
const void *stmt_col_blob(struct stmt *, int col, size_t *len);

/* For store/evidence alone: per-transaction memory of the chain's head. */
struct db_chain {
	int	known;		/* seq and hash are those of this transaction */
	int64_t	seq;
	unsigned char hash[32];
};
struct db_chain *db_chain(struct db *);

#endif
