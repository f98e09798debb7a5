#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* Pieces of every kind at once, more than a region has room for: none lies on
 * another. */
static void
test_apart(void **state)
{
	static const int sizes[] = { 1, 7, 8, 9, 40, 1000, 4360, 8191, 8192,
		8193, 70000 };
	enum { N = sizeof(sizes) / sizeof(sizes[0]), ROUNDS = 120 };
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

#ifndef __SANITIZE_ADDRESS__		/* which has malloc instead */
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

/* A little less fits too, and keeps the piece's length; much less does not. */
static void
test_nearly(void **state)
{
	static const struct {
		int had, want, same;
		const char *why;
	} rows[] = {
		{ 6496, 5200, 1, "four fifths" },
		{ 3000, 2999, 1, "its own size, rounded up" },
		{ 6400, 5112, 0, "less than that" },
		{ 6000, 6008, 0, "longer than it" },
		{ 8192, 8150, 1, "the longest there is" },
		{ 248, 240, 0, "a small one is for its own size" },
		{ 264, 256, 1, "the first that is not small" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		void *had = sqlite3_malloc(rows[i].had), *p;

		sqlite3_free(had);
		p = sqlite3_malloc(rows[i].want);
		if ((p == had) != rows[i].same)
			fail_msg("%s", rows[i].why);
		if (p == had)
			assert_true(sqlite3_msize(p) >=
			    (sqlite3_uint64)rows[i].had);
		fill(p, (int)sqlite3_msize(p), 3);
		check(p, (int)sqlite3_msize(p), 3);
		/* Neither is idle for the next row. */
		if (p != had)
			assert_ptr_equal(sqlite3_malloc(rows[i].had), had);
	}
}

/* What nobody may do, each in a process of its own. */
static void
twice(unsigned char *p, unsigned char *next)
{
	(void)next;
	sqlite3_free(p);
	sqlite3_free(p);
}

static void
past_end(unsigned char *p, unsigned char *next)
{
	memset(p, 'A', 104);		/* 96, and the head of the next */
	sqlite3_free(next);
}

static void
past_end_zeros(unsigned char *p, unsigned char *next)
{
	memset(p, 0, 104);
	next = sqlite3_realloc(next, 500);
	sqlite3_free(next);
}

static void
head_moved(unsigned char *p, unsigned char *next)
{
	memcpy(next - 8, p - 8, 8);	/* a good head of another place */
	sqlite3_free(next);
}

static void
list_aimed(unsigned char *p, unsigned char *next)
{
	sqlite3_free(next);
	memcpy(next, &p, sizeof(p));	/* where the list shall lead to */
	(void)sqlite3_malloc(96);
	(void)sqlite3_malloc(96);
}

static void
large_twice(unsigned char *p, unsigned char *next)
{
	p = sqlite3_malloc(9000);
	(void)next;
	sqlite3_free(p);
	sqlite3_free(p);
}

static void
test_guards(void **state)
{
	static const struct {
		const char *why;
		void (*does)(unsigned char *p, unsigned char *next);
	} rows[] = {
		{ "given back twice", twice },
		{ "written past the end", past_end },
		{ "zeros past the end, and made longer", past_end_zeros },
		{ "a head copied from elsewhere", head_moved },
		{ "the list of idle ones led elsewhere", list_aimed },
		{ "a large one given back twice", large_twice },
	};
	const struct rlimit none = { 0, 0 };
	size_t i;
	int status;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		pid_t pid = fork();

		assert_int_not_equal(pid, -1);
		if (pid == 0) {
			/* Nothing idle: one lies behind the other. */
			unsigned char *p, *next = sqlite3_malloc(96);

			do {
				p = next;
				next = sqlite3_malloc(96);
			} while (next != p + 104);
			(void)setrlimit(RLIMIT_CORE, &none);
			signal(SIGABRT, SIG_DFL);
			signal(SIGSEGV, SIG_DFL);
			rows[i].does(p, next);
			_exit(0);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		if (!WIFSIGNALED(status))
			fail_msg("%s: was let pass", rows[i].why);
	}
}
#endif

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
#ifndef __SANITIZE_ADDRESS__
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_nearly),
		cmocka_unit_test(test_guards),
#endif
		cmocka_unit_test(test_database),
	};

	db_heap_use(480 << 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
