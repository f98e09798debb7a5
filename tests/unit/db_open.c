/* What each kind of opening has set where something is written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "sandbox.h"
#include "store/db_internal.h"
#include "store/tenant_row.h"
#include "store/upgrade.h"

static struct tenant t;
static struct err e = ERR_INIT;

static int
setup(void **state)
{
	struct db *db;

	if (sandbox_make(state) == -1)
		return -1;
	snprintf(t.name, sizeof(t.name), "unit");
	snprintf(t.dir, sizeof(t.dir), "%s", sandbox);
	snprintf(t.db, sizeof(t.db), "%s/registry.db", sandbox);
	if (db_create(&db, &t, &e) == -1 ||
	    upgrade_run(db, NULL, NULL, NULL, &e) != upgrade_newest() ||
	    db_begin(db, &e) == -1 ||
	    tenant_row_insert(db, "unit", 0, 1, &e) == -1 ||
	    db_commit(db, &e) == -1) {
		fprintf(stderr, "%s\n", e.text);
		return -1;
	}
	db_close(db);
	return 0;
}

/* What SQLite says it is set to; the authorizer lets nobody else ask. */
static void
is_set(struct db *db, const char *pragma, const char *want, const char *why)
{
	sqlite3_stmt *s = NULL;
	char text[80];

	snprintf(text, sizeof(text), "PRAGMA %s", pragma);
	assert_int_equal(sqlite3_prepare_v2(db->sq, text, -1, &s, NULL),
	    SQLITE_AUTH);
	db->settling = 1;
	assert_int_equal(sqlite3_prepare_v2(db->sq, text, -1, &s, NULL),
	    SQLITE_OK);
	db->settling = 0;
	assert_int_equal(sqlite3_step(s), SQLITE_ROW);
	if (strcmp((const char *)sqlite3_column_text(s, 0), want) != 0)
		fail_msg("%s: %s is %s", why, pragma,
		    (const char *)sqlite3_column_text(s, 0));
	sqlite3_finalize(s);
}

static void
is_careful(struct db *db, const char *journal, const char *why)
{
	int on;

	is_set(db, "synchronous", "3", why);
	is_set(db, "journal_mode", journal, why);
	is_set(db, "foreign_keys", "1", why);
	is_set(db, "recursive_triggers", "1", why);
	is_set(db, "cell_size_check", "1", why);
	is_set(db, "secure_delete", "1", why);
	is_set(db, "temp_store", "1", why);
	is_set(db, "cache_size", "-65536", why);
	is_set(db, "trusted_schema", "0", why);
	sqlite3_db_config(db->sq, SQLITE_DBCONFIG_DEFENSIVE, -1, &on);
	if (on != 1)
		fail_msg("%s: not defensive", why);
}

static void
test_tool(void **state)
{
	struct db *db;

	(void)state;
	assert_int_equal(db_open(&db, &t, ROLE_CADENCE, &e), 0);
	is_careful(db, "delete", "a tool");
	db_keep_journal(db, 1);
	is_careful(db, "persist", "one of many commits");
	db_keep_journal(db, 0);
	is_careful(db, "delete", "and after them");
	db_close(db);
}

static void
test_click(void **state)
{
	struct db *db;

	(void)state;
	assert_int_equal(db_open_click(&db, &t, ROLE_CLICK, &e), 0);
	assert_true(db_in_transaction(db));	/* to read in */
	assert_int_equal(db_begin(db, &e), -1);
	db_rollback(db);
	assert_int_equal(db_begin(db, &e), 0);
	is_careful(db, "persist", "a click");
	assert_int_equal(db_commit(db, &e), 0);
	is_careful(db, "persist", "a click's next");
	db_close(db);
}

/* A plan in temporary tables outlives the settings that a write brings. */
static void
test_click_plan(void **state)
{
	struct stmt *st;
	struct db *db;

	(void)state;
	assert_int_equal(db_open_click(&db, &t, ROLE_CLICK, &e), 0);
	db_rollback(db);
	assert_int_equal(db_snapshot(db, &e), 0);
	assert_int_equal(db_run(db, "CREATE TEMP TABLE plan (n);"
	    "INSERT INTO plan VALUES (7)", &e), 0);
	assert_int_equal(db_commit(db, &e), 0);
	assert_int_equal(db_begin(db, &e), 0);
	is_careful(db, "persist", "a click with a plan");
	assert_non_null(st = stmt_open(db, "SELECT n FROM plan", &e));
	assert_int_equal(stmt_step(st, &e), 1);
	assert_int_equal(stmt_col_int(st, 0), 7);
	stmt_close(st);
	db_close(db);
}

/* And one made before any of it, in the transaction of the opening. */
static void
test_click_early(void **state)
{
	struct stmt *st;
	struct db *db;

	(void)state;
	assert_int_equal(db_open_click(&db, &t, ROLE_CLICK, &e), 0);
	assert_int_equal(db_run(db, "CREATE TEMP TABLE plan (n);"
	    "INSERT INTO plan VALUES (8)", &e), 0);
	assert_int_equal(db_commit(db, &e), 0);
	assert_int_equal(db_begin(db, &e), 0);
	assert_non_null(st = stmt_open(db, "SELECT n FROM plan", &e));
	assert_int_equal(stmt_step(st, &e), 1);
	assert_int_equal(stmt_col_int(st, 0), 8);
	stmt_close(st);
	db_close(db);
}

static void
test_page(void **state)
{
	struct db *db;

	(void)state;
	assert_int_equal(db_open_page(&db, &t, &e), 0);
	assert_true(db_in_transaction(db));
	assert_int_equal(db_run(db, "UPDATE tenant SET name = 'x'", &e), -1);
	db_close(db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tool),
		cmocka_unit_test(test_click),
		cmocka_unit_test(test_click_plan),
		cmocka_unit_test(test_click_early),
		cmocka_unit_test(test_page),
	};

	return cmocka_run_group_tests(tests, setup, sandbox_drop);
}
