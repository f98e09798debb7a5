#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>
#include <string.h>

#include "store/db_heap.h"

static void
fill(unsigned char *p, int len, int seed)
{
	int i;

	for (i = 0; i < len; i++)
		p[i] = (unsigned char)(i * 7 + seed);
}

static void
check(const unsigned char *p, int len, int seed)
{
	int i;

	for (i = 0; i < len; i++)
		assert_int_equal(p[i], (unsigned char)(i * 7 + seed));
}

/* Pieces of every kind at once: none lies on another. */
static void
test_apart(void **state)
{
	static const int sizes[] = { 1, 7, 8, 9, 40, 1000, 4360, 8191, 8192,
		8193, 70000 };
	enum { N = sizeof(sizes) / sizeof(sizes[0]), ROUNDS = 40 };
	unsigned char *p[N * ROUNDS];
	int i;

	(void)state;
	for (i = 0; i < N * ROUNDS; i++) {
		p[i] = sqlite3_malloc(sizes[i % N]);
		assert_non_null(p[i]);
		assert_int_equal((uintptr_t)p[i] % 8, 0);
		assert_true(sqlite3_msize(p[i]) >=
		    (sqlite3_uint64)sizes[i % N]);
		fill(p[i], sizes[i % N], i);
	}
	for (i = 0; i < N * ROUNDS; i++) {
		check(p[i], sizes[i % N], i);
		sqlite3_free(p[i]);
	}
}

static void
test_grow(void **state)
{
	static const int sizes[] = { 10, 16, 100, 90, 8192, 8200, 100000, 5 };
	unsigned char *p = sqlite3_malloc(3), *other;
	int was = 3;
	size_t i;

	(void)state;
	fill(p, was, 1);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		other = sqlite3_malloc(sizes[i]);
		fill(other, sizes[i], 2);
		p = sqlite3_realloc(p, sizes[i]);
		assert_non_null(p);
		check(p, was < sizes[i] ? was : sizes[i], 1);
		was = sizes[i];
		fill(p, was, 1);
		check(other, sizes[i], 2);
		sqlite3_free(other);
	}
	sqlite3_free(p);
}

/* What is freed serves again: a long loop takes no more than a short one. */
static void
test_again(void **state)
{
	void *first = sqlite3_malloc(200), *p;
	int i;

	(void)state;
	sqlite3_free(first);
	for (i = 0; i < 100000; i++) {
		p = sqlite3_malloc(200);
		assert_ptr_equal(p, first);
		sqlite3_free(p);
	}
}

static void
test_database(void **state)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *st = NULL;

	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "CREATE TABLE t (a, b);"
	    "CREATE INDEX i ON t(b);"
	    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
	    " WHERE i < 5000) INSERT INTO t SELECT i, zeroblob(i) FROM n;"
	    "DELETE FROM t WHERE a % 3 = 0", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT sum(length(b)),"
	    " count(*) FROM (SELECT b FROM t ORDER BY length(b) DESC)", -1,
	    &st, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int64(st, 0), 12502500 - 4165833);
	assert_int_equal(sqlite3_column_int64(st, 1), 3334);
	sqlite3_finalize(st);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_apart),
		cmocka_unit_test(test_grow),
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_database),
	};

	db_heap_use();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
