#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/say.h"

static char heard[16384];

static void
words(void)
{
	struct err e = ERR_INIT;

	say_open("ctr-x");
	say("%s", "red \033[31m and\n<0>a second line %n");
	say_more(1, "not without -v");
	say_level("acme", 1, 0);
	say_more(1, "host %s", "h");
	say_more(2, "not with one -v");
	err_set(&e, ERR_TEMP, "later");
	exit(say_err(&e));
}

static void
report(void)
{
	say_open("ctr-x");
	dup2(2, 1);
	exit(say_report("ctr-x a=1", 0) + say_report("quiet", 1));
}

static void
report_full(void)
{
	dup2(open("/dev/full", O_WRONLY), 1);
	exit(say_report("ctr-x a=1", 0));
}

/* ms of work under a bar, 150 calls a second. */
static void
progress(int ms)
{
	struct timespec nap = { 0, 6666666 };
	int i, n = ms * 15 / 100;

	say_open("ctr-x");
	for (i = 0; i < n; i++) {
		say_progress("rows\033", i, n);
		nanosleep(&nap, NULL);
	}
	say("a word");
	say_progress_end();
	exit(0);
}

static void
long_work(void)
{
	progress(1500);
}

static void
short_work(void)
{
	progress(500);
}

static void
quiet_work(void)
{
	say_level("acme", 0, 1);
	progress(1500);
}

/* What fn says on stderr, a terminal or a pipe, and its exit status. */
static int
hear(void (*fn)(void), int terminal)
{
	int fd[2], status;
	size_t n = 0;
	ssize_t got;
	pid_t pid;

	if (terminal) {
		fd[0] = posix_openpt(O_RDWR | O_NOCTTY);
		assert_int_not_equal(fd[0], -1);
		assert_int_equal(grantpt(fd[0]) | unlockpt(fd[0]), 0);
		fd[1] = open(ptsname(fd[0]), O_RDWR | O_NOCTTY);
		assert_int_not_equal(fd[1], -1);
	} else {
		assert_int_equal(pipe(fd), 0);
	}
	fflush(NULL);
	if ((pid = fork()) == 0) {
		dup2(fd[1], 2);
		close(fd[0]);
		close(fd[1]);
		fn();
	}
	close(fd[1]);
	while (n < sizeof(heard) - 1 &&
	    (got = read(fd[0], heard + n, sizeof(heard) - 1 - n)) > 0)
		n += (size_t)got;
	heard[n] = '\0';
	close(fd[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
test_words(void **state)
{
	(void)state;
	assert_int_equal(hear(words, 0), ERR_TEMP);
	assert_string_equal(heard,
	    "ctr-x: red \\x1b[31m and\\x0a<0>a second line %n\n"
	    "acme: host h\n"
	    "ctr-x: later\n");
}

static void
test_report(void **state)
{
	(void)state;
	assert_int_equal(hear(report, 0), 0);
	assert_string_equal(heard, "ctr-x a=1\n");
	assert_int_equal(hear(report_full, 0), ERR_IO);
}

static const struct {
	const char *why;
	void	(*fn)(void);
	int	terminal;
	const char *term;
	int	least, most;	/* times that the bar is drawn */
} bars[] = {
	{ "after a second, not at every call", long_work, 1, "xterm", 1, 100 },
	{ "short work has none", short_work, 1, "xterm", 0, 0 },
	{ "no bar in a pipe", long_work, 0, "xterm", 0, 0 },
	{ "nor on a dumb terminal", long_work, 1, "dumb", 0, 0 },
	{ "nor with -q", quiet_work, 1, "xterm", 0, 0 },
};

static void
test_bars(void **state)
{
	const char *s;
	time_t began;
	size_t i;
	int n;

	(void)state;
	for (i = 0; i < sizeof(bars) / sizeof(bars[0]); i++) {
		print_message("%s\n", bars[i].why);
		setenv("TERM", bars[i].term, 1);
		began = time(NULL);
		assert_int_equal(hear(bars[i].fn, bars[i].terminal), 0);
		if (bars[i].fn == short_work && time(NULL) > began)
			continue;	/* a busy machine made it long */
		n = 0;
		for (s = heard; (s = strstr(s, "\rrows")) != NULL; s++)
			n++;
		assert_in_range(n, bars[i].least, bars[i].most);
		assert_null(strstr(heard, "rows\033"));
		/* the words stand on a line of their own */
		s = strstr(heard, "ctr-x: a word");
		assert_non_null(s);
		if (bars[i].most == 0)
			assert_ptr_equal(s, heard);
		else
			assert_memory_equal(s - 4, "\r\033[K", 4);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_report),
		cmocka_unit_test(test_bars),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
