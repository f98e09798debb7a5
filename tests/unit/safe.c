#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#include "base/safe.h"
#include "sandbox.h"

static void
test_open(void **state)
{
	static const struct {
		const char *why;
		const char *name;
		int	kind;
	} rows[] = {
		{ "a plain file", "o/file", 0 },
		{ "a link to it", "o/link", ERR_REFUSED },
		{ "a link to nothing", "o/dangling", ERR_REFUSED },
		{ "a directory", "o", ERR_REFUSED },
		{ "a FIFO must not hang", "o/fifo", ERR_REFUSED },
		{ "not there", "o/none", ERR_CONFIG },
		{ "below a file", "o/file/x", ERR_CONFIG },
	};
	size_t i;

	(void)state;
	sandbox_dir("o");
	sandbox_put("o/file", "x", 0600);
	assert_int_equal(symlink("file", sandbox_path("o/link")), 0);
	assert_int_equal(symlink("gone", sandbox_path("o/dangling")), 0);
	assert_int_equal(mkfifo(sandbox_path("o/fifo"), 0600), 0);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err e = ERR_INIT;
		int fd = safe_open(sandbox_path(rows[i].name), O_RDONLY, &e);

		print_message("%s\n", rows[i].why);
		assert_int_equal(e.kind, rows[i].kind);
		assert_int_equal(fd != -1, rows[i].kind == 0);
		if (fd != -1) {
			assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
			close(fd);
		}
	}
}

static void
test_read(void **state)
{
	struct err e = ERR_INIT;
	struct buf b = BUF_INIT(5);

	(void)state;
	sandbox_put("five", "12345", 0644);
	sandbox_put("six", "123456", 0644);
	sandbox_put("none", "", 0644);
	assert_int_equal(safe_read(sandbox_path("five"), &b, &e), 0);
	assert_string_equal(buf_get(&b), "12345");
	assert_int_equal(safe_read(sandbox_path("none"), &b, &e), 0);
	assert_string_equal(buf_get(&b), "");
	assert_int_equal(safe_read(sandbox_path("six"), &b, &e), -1);
	assert_int_equal(e.kind, ERR_DATA);
	buf_clear(&b);
}

static void
test_read_if(void **state)
{
	static const struct {
		const char *name, *why;
		int rc, kind;
	} rows[] = {
		{ "five", "it is read", 1, ERR_NONE },
		{ "not-there", "no file, no error", 0, ERR_NONE },
		{ "no/dir/at-all", "nor a directory for it", 0, ERR_NONE },
		{ "five/below", "nor can there be one", 0, ERR_NONE },
		{ "nowhere", "a link to nothing is no file", 0, ERR_NONE },
		{ "link", "a link to a file is none of ours", -1,
			ERR_REFUSED },
		{ "long", "more than there is room for", -1, ERR_DATA },
		{ ".", "a directory", -1, ERR_REFUSED },
	};
	struct buf b = BUF_INIT(5);
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	sandbox_put("five", "12345", 0644);
	sandbox_put("long", "123456", 0644);
	assert_int_equal(symlink("gone", sandbox_path("nowhere")), 0);
	assert_int_equal(symlink("five", sandbox_path("link")), 0);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int rc;

		err_clear(&e);
		buf_empty(&b);
		buf_str(&b, "was");
		rc = safe_read_if(sandbox_path(rows[i].name), &b, &e);
		if (rc != rows[i].rc || e.kind != rows[i].kind)
			fail_msg("%s: %d, %d", rows[i].why, rc, e.kind);
		if (rc != -1)
			assert_string_equal(buf_get(&b), rc == 1 ? "12345" :
			    "was");
	}
	buf_clear(&b);
}

static void
test_secret(void **state)
{
	static const struct {
		const char *why;
		mode_t	mode;
		int	kind;
	} rows[] = {
		{ "owner alone", 0400, 0 },
		{ "owner and group", 0640, 0 },
		{ "others read", 0644, ERR_CONFIG },
		{ "others write", 0602, ERR_CONFIG },
		{ "others execute", 0601, ERR_CONFIG },
		{ "the group writes", 0660, ERR_CONFIG },
	};
	struct buf b = BUF_INIT(100);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err e = ERR_INIT;
		int rc;

		print_message("%s\n", rows[i].why);
		(void)unlink(sandbox_path("secret"));
		sandbox_put("secret", "s", rows[i].mode);
		rc = safe_secret(sandbox_path("secret"), &b, &e);
		assert_int_equal(e.kind, rows[i].kind);
		assert_int_equal(rc, rows[i].kind == 0 ? 0 : -1);
	}
	buf_clear(&b);
}

static void
test_write(void **state)
{
	struct err e = ERR_INIT;
	struct buf b = BUF_INIT(100);
	struct stat st;

	(void)state;
	sandbox_dir("w");
	sandbox_put("w/kept", "kept", 0600);
	assert_int_equal(symlink("kept", sandbox_path("w/out")), 0);
	assert_int_equal(safe_write(sandbox_path("w/out"), "new", 3, 0640, &e),
	    0);
	assert_int_equal(lstat(sandbox_path("w/out"), &st), 0);
	assert_true(S_ISREG(st.st_mode));	/* the link gave way */
	assert_int_equal(st.st_mode & 0777, 0640);
	assert_int_equal(safe_read(sandbox_path("w/out"), &b, &e), 0);
	assert_string_equal(buf_get(&b), "new");
	assert_int_equal(safe_read(sandbox_path("w/kept"), &b, &e), 0);
	assert_string_equal(buf_get(&b), "kept");
	assert_int_equal(safe_write(sandbox_path("no/x"), "n", 1, 0600, &e), -1);
	assert_int_equal(e.kind, ERR_CREATE);
	sandbox_dir("w/dir");
	assert_int_equal(safe_write(sandbox_path("w/dir"), "n", 1, 0600, &e),
	    -1);
	assert_int_equal(e.kind, ERR_IO);
	/* nothing of the failed attempt is left */
	assert_int_equal(unlink(sandbox_path("w/out")), 0);
	assert_int_equal(unlink(sandbox_path("w/kept")), 0);
	assert_int_equal(rmdir(sandbox_path("w/dir")), 0);
	assert_int_equal(rmdir(sandbox_path("w")), 0);
	buf_clear(&b);
}

static void
test_temp(void **state)
{
	struct err e = ERR_INIT;
	struct stat st;
	FILE *f;

	(void)state;
	sandbox_dir("t");
	setenv("TMPDIR", sandbox_path("t"), 1);
	f = safe_temp(&e);
	assert_non_null(f);
	assert_int_equal(fstat(fileno(f), &st), 0);
	assert_int_equal(st.st_nlink, 0);
	assert_true(fcntl(fileno(f), F_GETFD) & FD_CLOEXEC);
	fclose(f);
	assert_int_equal(rmdir(sandbox_path("t")), 0);
	assert_null(safe_temp(&e));
	assert_int_equal(e.kind, ERR_CREATE);
	unsetenv("TMPDIR");
}

static void
test_name(void **state)
{
	static const struct {
		const char *name;
		int	ok;
	} rows[] = {
		{ "roster.csv", 1 }, { "a b", 1 }, { "\303\244.csv", 1 },
		{ "", 0 }, { ".", 0 }, { "..", 0 }, { ".hidden", 0 },
		{ "-rf", 0 }, { "a/b", 0 }, { "a\nb", 0 }, { "a\177", 0 },
	};
	char longer[202];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(safe_name(rows[i].name), rows[i].ok);
	memset(longer, 'a', sizeof(longer));
	longer[201] = '\0';
	assert_false(safe_name(longer));
	longer[200] = '\0';
	assert_true(safe_name(longer));
}

static void
test_spawn(void **state)
{
	static const struct {
		const char *why;
		const char *script;
		int	kind;
		int	status;		/* exit status */
		const char *out;
	} rows[] = {
		{ "its output", "echo hello", 0, 0, "hello\n" },
		{ "its status", "exit 3", 0, 3, "" },
		{ "stdin is empty", "cat; echo end", 0, 0, "end\n" },
		{ "no other descriptor", "cat <&9; echo end", 0, 0, "end\n" },
		{ "output closed before its end", "exec >&-; sleep 0.1; exit 4",
		    0, 4, "" },
		{ "takes too long", "sleep 60", ERR_TEMP, 0, "" },
		{ "closed and takes too long", "exec >&-; sleep 60", ERR_TEMP,
		    0, "" },
		{ "its children too", "sleep 60 & sleep 60; :", ERR_TEMP, 0,
		    "" },
		{ "too much", "while :; do echo xxxxxxxxxxxxxxxx; done",
		    ERR_DATA, 0, NULL },
	};
	int fd = open("/dev/zero", O_RDONLY);
	size_t i;

	(void)state;
	assert_int_equal(dup2(fd, 9), 9);	/* not closed on exec */
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char sh[] = "sh", c[] = "-c", script[200];
		char *argv[] = { sh, c, script, NULL };
		struct buf b = BUF_INIT(1000);
		struct err e = ERR_INIT;
		int rc, status = 0;

		print_message("%s\n", rows[i].why);
		snprintf(script, sizeof(script), "exec 2>&-; %s",
		    rows[i].script);
		rc = safe_spawn(argv, 1, &b, &status, &e);
		assert_int_equal(e.kind, rows[i].kind);
		assert_int_equal(rc, rows[i].kind == 0 ? 0 : -1);
		if (rc == 0) {
			assert_true(WIFEXITED(status));
			assert_int_equal(WEXITSTATUS(status), rows[i].status);
		}
		if (rows[i].out != NULL)
			assert_string_equal(buf_get(&b), rows[i].out);
		/* nobody is left to wait for */
		assert_int_equal(waitpid(-1, &status, WNOHANG), -1);
		buf_clear(&b);
	}
	close(9);
	close(fd);
}

/* A time-out must reach what the command started, not only the command. */
static void
test_spawn_group(void **state)
{
	char sh[] = "/bin/sh", c[] = "-c", none[] = "/nonexistent/program";
	char script[600];
	char *argv[] = { sh, c, script, NULL };
	struct timespec nap = { 1, 500000000 };
	struct buf b = BUF_INIT(1000);
	struct err e = ERR_INIT;
	int status;

	(void)state;
	snprintf(script, sizeof(script), "(sleep 2; echo late >%s) & sleep 60",
	    sandbox_path("late"));
	assert_int_equal(safe_spawn(argv, 1, &b, &status, &e), -1);
	nanosleep(&nap, NULL);
	assert_int_equal(access(sandbox_path("late"), F_OK), -1);
	argv[0] = none;
	assert_int_equal(safe_spawn(argv, 1, &b, &status, &e), -1);
	assert_int_equal(e.kind, ERR_CONFIG);
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_open),
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_read_if),
		cmocka_unit_test(test_secret),
		cmocka_unit_test(test_write),
		cmocka_unit_test(test_temp),
		cmocka_unit_test(test_name),
		cmocka_unit_test(test_spawn),
		cmocka_unit_test(test_spawn_group),
	};

	return cmocka_run_group_tests(tests, sandbox_make, sandbox_drop);
}
