#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"

static void
test_texts(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(err_set(&e, ERR_DATA, "row %d", 7), -1);
	assert_int_equal(e.kind, ERR_DATA);
	assert_string_equal(e.text, "row 7");
	assert_int_equal(err_add(&e, "%s", "roster.csv"), -1);
	assert_int_equal(e.kind, ERR_DATA);
	assert_string_equal(e.text, "roster.csv: row 7");
	errno = ENOENT;
	assert_int_equal(err_sys(&e, ERR_IO, "open %s", "x"), -1);
	assert_int_equal(e.kind, ERR_IO);
	assert_string_equal(e.text, "open x: No such file or directory");
	err_clear(&e);
	assert_int_equal(e.kind, ERR_NONE);
	assert_string_equal(e.text, "");
}

/* Its own text as an argument. */
static void
test_itself(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	err_set(&e, ERR_DATA, "inner");
	err_set(&e, ERR_TEMP, "outer (%s)", e.text);
	assert_string_equal(e.text, "outer (inner)");
	err_add(&e, "<%s>", e.text);
	assert_string_equal(e.text, "<outer (inner)>: outer (inner)");
}

static void
test_one_line(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	err_set(&e, ERR_DATA, "said: %s", "550\r\nforged");
	assert_string_equal(e.text, "said: 550  forged");
	err_add(&e, "a\nb");
	assert_string_equal(e.text, "a b: said: 550  forged");
}

/* Cut, and not within a character. */
static void
test_long(void **state)
{
	struct err e = ERR_INIT;
	char s[2001];
	size_t i;

	(void)state;
	for (i = 0; i < 2000; i += 2)
		memcpy(s + i, "\xc3\xab", 2);
	s[2000] = '\0';
	err_set(&e, ERR_DATA, "%s", s);
	assert_int_equal(strlen(e.text), 1022);
	err_add(&e, "where");
	assert_memory_equal(e.text, "where: ", 7);
	assert_true(strlen(e.text) < sizeof(e.text));
	assert_int_equal((strlen(e.text) - 7) % 2, 0);
}

static const struct {
	int	a, b, worst;
} pairs[] = {
	{ 0, 0, 0 },
	{ 0, 65, 65 },
	{ 65, 75, 75 },
	{ 75, 69, 69 },
	{ 69, 77, 77 },
	{ 77, 78, 78 },
	{ 78, 74, 74 },
	{ 74, 71, 71 },
	{ 71, 70, 70 },
	{ 70, 1, 1 },		/* one that is not ours */
	{ 1, 0, 1 },
	{ 65, 65, 65 },
	{ 64, 70, 64 },
};

static void
test_worst(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		assert_int_equal(err_worst(pairs[i].a, pairs[i].b),
		    pairs[i].worst);
		assert_int_equal(err_worst(pairs[i].b, pairs[i].a),
		    pairs[i].worst);
	}
}

/* Out of memory: one line, status 71. */
static void
test_out_of_memory(void **state)
{
	char line[100];
	int fd[2], status;
	ssize_t n;
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(fd), 0);
	if ((pid = fork()) == 0) {
		dup2(fd[1], 2);
		mem_grow(NULL, SIZE_MAX / 2, 3);
		_exit(0);
	}
	close(fd[1]);
	n = read(fd[0], line, sizeof(line));
	close(fd[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), ERR_SYSTEM);
	assert_true(n > 1 && memchr(line, '\n', (size_t)n) == line + n - 1);
}

static void
test_memory(void **state)
{
	char secret[] = "secret", *s;

	(void)state;
	assert_null(mem_str(NULL));
	s = mem_strn("abc", 2);
	assert_string_equal(s, "ab");
	free(s);
	s = mem_zero(2, 3);
	assert_memory_equal(s, "\0\0\0\0\0", 6);
	free(s);
	mem_wipe(secret, 6);
	assert_memory_equal(secret, "\0\0\0\0\0", 6);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_itself),
		cmocka_unit_test(test_one_line),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_worst),
		cmocka_unit_test(test_out_of_memory),
		cmocka_unit_test(test_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
