/* The chain of evidence and the floor it stands on: db, stmt, role. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "store/evidence.h"
#include "store/finding.h"
#include "store/tenant_row.h"
#include "store/upgrade.h"

static struct tenant t;
static char dir[] = "/tmp/ctr-evidence-XXXXXX";

static int
setup(void **state)
{
	struct err e = ERR_INIT;
	struct db *db;

	(void)state;
	if (sodium_init() == -1 || mkdtemp(dir) == NULL)
		return -1;
	snprintf(t.name, sizeof(t.name), "unit");
	snprintf(t.dir, sizeof(t.dir), "%s", dir);
	snprintf(t.db, sizeof(t.db), "%s/registry.db", dir);
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

static int
teardown(void **state)
{
	(void)state;
	unlink(t.db);
	return rmdir(dir);
}

static struct db *
opened(enum role role)
{
	struct err e = ERR_INIT;
	struct db *db;

	if (db_open(&db, &t, role, &e) == -1)
		fail_msg("%s", e.text);
	return db;
}

static void
test_chain(void **state)
{
	struct err e = ERR_INIT;
	struct db *db = opened(ROLE_INGEST);
	unsigned char prev[32] = { 0 }, want[32];
	struct stmt *st;
	size_t len;
	int64_t seq, at;
	int i;

	(void)state;
	assert_int_equal(evidence_add(db, 5, "tool/x", "a.b", "c/1", "{}",
	    NULL, &e), -1);
	assert_int_equal(e.kind, ERR_BUG);	/* outside a transaction */
	for (i = 0; i < 3; i++) {
		assert_int_equal(db_begin(db, &e), 0);
		assert_int_equal(evidence_add(db, 10 + i, "tool/x", "a.b",
		    "c/1", "{\"n\":1}", &seq, &e), 0);
		assert_int_equal(evidence_add(db, 10 + i, "tool/x", "a.c",
		    "c/2", "{}", &seq, &e), 0);
		assert_int_equal(seq, 2 * i + 2);
		assert_int_equal(db_commit(db, &e), 0);
	}
	assert_int_equal(evidence_newest(db, &seq, &at, &e), 0);
	assert_int_equal(seq, 6);
	assert_int_equal(at, 12);
	st = stmt_open(db, "SELECT seq, at, actor, action, subject, detail,"
	    " salt, detail_hash, hash FROM evidence ORDER BY seq", &e);
	assert_non_null(st);
	while (stmt_step(st, &e) == 1) {
		struct evidence r = { stmt_col_int(st, 0),
			stmt_col_int(st, 1), stmt_col_text(st, 2),
			stmt_col_text(st, 3), stmt_col_text(st, 4),
			stmt_col_text(st, 5), stmt_col_blob(st, 6, &len),
			stmt_col_blob(st, 7, &len), stmt_col_blob(st, 8,
			&len) };

		evidence_detail_hash(r.salt, r.detail, want);
		assert_memory_equal(want, r.detail_hash, 32);
		evidence_hash(prev, &r, want);
		assert_memory_equal(want, r.hash, 32);
		memcpy(prev, r.hash, 32);
	}
	stmt_close(st);
	db_close(db);
}

/* After a rollback the chain goes on from what was committed. */
static void
test_rollback(void **state)
{
	struct err e = ERR_INIT;
	struct db *db = opened(ROLE_INGEST);
	int64_t before, seq, at;

	(void)state;
	assert_int_equal(evidence_newest(db, &before, &at, &e), 0);
	assert_int_equal(db_begin(db, &e), 0);
	assert_int_equal(evidence_add(db, 20, "tool/x", "a.b", "c/1", "{}",
	    &seq, &e), 0);
	db_rollback(db);
	assert_int_equal(db_begin(db, &e), 0);
	assert_int_equal(evidence_add(db, 20, "tool/x", "a.b", "c/1", "{}",
	    &seq, &e), 0);
	assert_int_equal(seq, before + 1);
	assert_int_equal(db_commit(db, &e), 0);
	db_close(db);
}

static void
test_roles(void **state)
{
	static const struct {
		const char *why;
		enum role role;
		const char *table;
		int may;
	} rows[] = {
		{ "ingest writes contractors", ROLE_INGEST, "contractor", 1 },
		{ "ingest makes no decision", ROLE_INGEST, "decision", 0 },
		{ "a list writes nothing", ROLE_READ, "evidence", 0 },
		{ "everyone writes evidence", ROLE_MAIL, "evidence", 1 },
		{ "a part of a name is no name", ROLE_INGEST, "contract", 0 },
		{ "mail makes no job", ROLE_MAIL, "job", 0 },
		{ "a click answers", ROLE_CLICK, "decision", 1 },
		{ "a click does no step", ROLE_CLICK, "step", 0 },
		{ "policy is set by ctr-policy", ROLE_CLICK, "policy", 0 },
		{ "a key asks for newcomers", ROLE_API_NEW, "newcomer", 1 },
		{ "and decides nothing", ROLE_API_NEW, "decision", 0 },
		{ "nor makes a job", ROLE_API_NEW, "job", 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (role_may_write(rows[i].role, rows[i].table) != rows[i].may)
			fail_msg("%s", rows[i].why);
}

/* Who he is and whose is no answer's to say. */
static void
test_columns(void **state)
{
	struct err e = ERR_INIT;
	struct db *db = opened(ROLE_CLICK);

	(void)state;
	assert_null(stmt_open(db, "UPDATE contractor SET manager_key = 'm'",
	    &e));
	assert_null(stmt_open(db, "UPDATE contractor SET upn = 'u',"
	    " status = 'active'", &e));
	assert_null(stmt_open(db, "UPDATE contractor SET id = 2", &e));
	assert_null(stmt_open(db, "INSERT INTO contractor (id) VALUES (1)",
	    &e));
	assert_null(stmt_open(db, "DELETE FROM contractor", &e));
	stmt_close(stmt_open(db, "UPDATE contractor SET contract_end = NULL,"
	    " next_check_on = '0001-01-01'", &e));
	assert_int_equal(role_may_change(ROLE_CLICK, "contractor", "status"),
	    1);
	assert_int_equal(role_may_change(ROLE_CLICK, "contractor", "stat"), 0);
	assert_int_equal(role_may_change(ROLE_CLICK, "person", "email"), 0);
	assert_int_equal(role_may_change(ROLE_EDIT, "contractor",
	    "manager_key"), 1);
	db_close(db);
}

/* The authorizer refuses at prepare, temporary tables stay open to all. */
static void
test_authorizer(void **state)
{
	struct err e = ERR_INIT;
	struct db *db = opened(ROLE_READ);

	(void)state;
	assert_null(stmt_open(db, "DELETE FROM contractor", &e));
	assert_null(stmt_open(db, "PRAGMA writable_schema = 1", &e));
	assert_null(stmt_open(db, "CREATE TABLE x (y)", &e));
	assert_null(stmt_open(db, "ATTACH '/tmp/x' AS x", &e));
	assert_int_equal(db_run(db, "CREATE TEMP TABLE plan (a INTEGER)", &e),
	    0);
	assert_int_equal(db_run(db, "INSERT INTO temp.plan VALUES (1)", &e), 0);
	db_close(db);
}

static void
test_finding(void **state)
{
	struct err e = ERR_INIT;
	struct db *db = opened(ROLE_INGEST);
	struct finding f;
	int64_t id;

	(void)state;
	assert_int_equal(db_begin(db, &e), 0);
	assert_int_equal(finding_insert(db, "duplicate", "contractor/1", "p",
	    "{}", NULL, 7, &id, &e), 0);
	assert_int_equal(finding_insert(db, "duplicate", "contractor/1", "p",
	    "{}", NULL, 7, &id, &e), -1);	/* once while open */
	assert_int_equal(finding_last(db, "duplicate", "contractor/1", &f, &e),
	    1);
	assert_string_equal(f.outcome, "");
	finding_clear(&f);
	assert_int_equal(finding_close(db, id, "dismissed", "operator/a",
	    "known", "2026-12-01", 8, &e), 0);
	assert_int_equal(finding_close(db, id, "dismissed", "operator/a",
	    "known", "2026-12-01", 8, &e), -1);
	assert_int_equal(e.kind, ERR_REFUSED);
	db_rollback(db);
	db_close(db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chain),
		cmocka_unit_test(test_rollback),
		cmocka_unit_test(test_roles),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_authorizer),
		cmocka_unit_test(test_finding),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
