#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/opt.h"

enum { ARGS = 8, ALL = OPT_HAS_DRY | OPT_HAS_OUTPUT | OPT_HAS_ACCEPT };

/* What opt_parse left, as one line; the child of a test prints it. */
struct result {
	int	status;
	char	out[4096];
	char	err[4096];
};

static char many[256];

static void
collect(const char *value, void *arg)
{
	size_t n = strlen(many);

	(void)arg;
	snprintf(many + n, sizeof(many) - n, "%s;", value);
}

static void
child(char **argv, int has)
{
	struct opt_common c;
	const char *feed = NULL;
	int full = 0, argc = 0, i;
	const struct opt own[] = {
		{ "feed", 0, OPT_VALUE, "NAME", "whose", NULL, &feed, NULL,
		    NULL },
		{ "full", 0, OPT_FLAG, NULL, "all of it", &full, NULL, NULL,
		    NULL },
		{ "map", 0, OPT_MANY, "H=F", "header", NULL, NULL, collect,
		    NULL },
		{ NULL, 0, OPT_FLAG, NULL, NULL, NULL, NULL, NULL, NULL }
	};

	while (argv[argc] != NULL)
		argc++;
	i = opt_parse(argc, argv, "ctr-x [--feed NAME] [FILE]\nctr-x --y", has,
	    own, &c);
	printf("t=%s n=%d T=%s/%d o=%s/%d a=%lld q=%d v=%d feed=%s full=%d"
	    " map=%s", c.tenant != NULL ? c.tenant : "-", c.dry,
	    c.now != NULL ? c.now : "-", c.now_given, c.output, c.output_given,
	    (long long)c.accept, c.quiet, c.verbose,
	    feed != NULL ? feed : "-", full, many);
	for (; i < argc; i++)
		printf(" %s", argv[i]);
	exit(0);
}

static void
read_all(int fd, char *p, size_t size)
{
	size_t n = 0;
	ssize_t got;

	while (n < size - 1 && (got = read(fd, p + n, size - 1 - n)) > 0)
		n += (size_t)got;
	p[n] = '\0';
	close(fd);
}

/* What it prints fits in a pipe, so one can be read after the other. */
static struct result
run(const char *const args[], int has)
{
	static char words[ARGS][64];
	char *argv[ARGS + 2] = { words[0] };
	struct result r;
	int out[2], err[2], i;
	pid_t pid;

	snprintf(words[0], sizeof(words[0]), "/usr/bin/ctr-x");
	for (i = 1; i < ARGS && args[i - 1] != NULL; i++) {
		snprintf(words[i], sizeof(words[i]), "%s", args[i - 1]);
		argv[i] = words[i];
	}
	assert_int_equal(pipe(out), 0);
	assert_int_equal(pipe(err), 0);
	fflush(NULL);
	if ((pid = fork()) == 0) {
		dup2(out[1], 1);
		dup2(err[1], 2);
		close(out[0]);
		close(err[0]);
		close(out[1]);
		close(err[1]);
		child(argv, has);
	}
	close(out[1]);
	close(err[1]);
	read_all(out[0], r.out, sizeof(r.out));
	read_all(err[0], r.err, sizeof(r.err));
	assert_int_equal(waitpid(pid, &r.status, 0), pid);
	assert_true(WIFEXITED(r.status));
	r.status = WEXITSTATUS(r.status);
	return r;
}

#define NONE "t=- n=0 T=-/0 o=tsv/0 a=-1 q=0 v=0 feed=- full=0 map="

static const struct {
	const char *why;
	const char *args[ARGS];
	int	has;
	const char *out;	/* all of stdout; else NULL and */
	const char *err;	/* part of stderr, status 64 */
} rows[] = {
	{ "nothing", { NULL }, ALL, NONE, NULL },
	{ "every common one", { "-nqvv", "-tacme", "-T2026-01-01T00:00:00Z",
	    "-ojson", "-a", "12", NULL }, ALL, "t=acme n=1 T=2026-01-01T00:00:0"
	    "0Z/1 o=json/1 a=12 q=1 v=2 feed=- full=0 map=", NULL },
	{ "long ones", { "--tenant=acme", "--dry-run", "--output", "csv",
	    "--feed=", "--full", NULL }, ALL, "t=acme n=1 T=-/0 o=csv/1 a=-1"
	    " q=0 v=0 feed= full=1 map=", NULL },
	{ "-- ends them", { "--", "-n", NULL }, ALL, NONE " -n", NULL },
	{ "- is an operand", { "-", NULL }, ALL, NONE " -", NULL },
	{ "they mix with operands", { "a", "--full", "b", NULL }, ALL,
	    "t=- n=0 T=-/0 o=tsv/0 a=-1 q=0 v=0 feed=- full=1 map= a b", NULL },
	{ "they stop at the first operand", { "-q", "ctr-y", "--other", "-q",
	    NULL }, OPT_STOPS, "t=- n=0 T=-/0 o=tsv/0 a=-1 q=1 v=0 feed=-"
	    " full=0 map= ctr-y --other -q", NULL },
	{ "one that may be repeated", { "--map", "a=b", "--map=c=d", NULL },
	    ALL, NONE "a=b;c=d;", NULL },
	{ "an unambiguous short form", { "--ten", "a", NULL }, ALL,
	    "t=a n=0 T=-/0 o=tsv/0 a=-1 q=0 v=0 feed=- full=0 map=", NULL },
	{ "-T is kept, not read", { "-T", "soon", NULL }, ALL,
	    "t=- n=0 T=soon/1 o=tsv/0 a=-1 q=0 v=0 feed=- full=0 map=", NULL },
	{ "version", { "-V", "-V", NULL }, 0, "ctr-x 0.1.0\n", NULL },

	{ "a value twice", { "-ta", "--tenant=a", NULL }, ALL, NULL,
	    "ctr-x: --tenant given twice\nusage: ctr-x [--feed NAME] [FILE]\n"
	    "       ctr-x --y\n" },
	{ "a flag twice", { "-nn", NULL }, ALL, NULL,
	    "ctr-x: --dry-run given twice" },
	{ "quiet twice", { "-q", "-q", NULL }, ALL, NULL, "--quiet given" },
	{ "an own one twice", { "--feed=a", "--feed=b", NULL }, ALL, NULL,
	    "--feed given twice" },
	{ "no such letter", { "-x", NULL }, ALL, NULL,
	    "ctr-x: -x: no such option" },
	{ "no such name", { "--nope", NULL }, ALL, NULL,
	    "ctr-x: --nope: no such option" },
	{ "short for several", { "--f", NULL }, ALL, NULL,
	    "ctr-x: --f: no such option, or short for several" },
	{ "no dry run here", { "-n", NULL }, OPT_HAS_OUTPUT, NULL,
	    "-n: no such option" },
	{ "no output here", { "-ojson", NULL }, OPT_HAS_DRY, NULL,
	    "-o: no such option" },
	{ "nothing to accept here", { "-a1", NULL }, OPT_HAS_DRY, NULL,
	    "-a: no such option" },
	{ "a letter without its value", { "-t", NULL }, ALL, NULL,
	    "-t: needs a value" },
	{ "a name without its value", { "--feed", NULL }, ALL, NULL,
	    "--feed needs a value" },
	{ "a value for a flag", { "--full=1", NULL }, ALL, NULL,
	    "--full takes no value" },
	{ "accept is a number", { "-a", "1x", NULL }, ALL, NULL,
	    "--accept 1x: not a number" },
	{ "accept is not negative", { "-a", "-1", NULL }, ALL, NULL,
	    "--accept -1: not a number" },
	{ "no such format", { "-o", "xml", NULL }, ALL, NULL,
	    "--output xml: not table, tsv, csv or json" },
};

static void
test_table(void **state)
{
	struct result r;
	size_t i;

	(void)state;
	unsetenv("CTR_NOW");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		print_message("%s\n", rows[i].why);
		r = run(rows[i].args, rows[i].has);
		if (rows[i].out != NULL) {
			assert_string_equal(r.err, "");
			assert_string_equal(r.out, rows[i].out);
			assert_int_equal(r.status, 0);
		} else {
			assert_string_equal(r.out, "");
			assert_non_null(strstr(r.err, rows[i].err));
			assert_non_null(strstr(r.err, "\nusage: ctr-x"));
			assert_int_equal(r.status, ERR_USAGE);
		}
	}
}

static void
test_now(void **state)
{
	const char *const none[] = { NULL }, *const given[] = { "-Tb", NULL };

	(void)state;
	setenv("CTR_NOW", "a", 1);
	assert_non_null(strstr(run(none, ALL).out, " T=a/0 "));
	assert_non_null(strstr(run(given, ALL).out, " T=b/1 "));
	setenv("CTR_NOW", "", 1);
	assert_non_null(strstr(run(none, ALL).out, " T=-/0 "));
	unsetenv("CTR_NOW");
}

static void
test_help(void **state)
{
	const char *const args[] = { "--help", NULL };
	struct result r = run(args, OPT_HAS_DRY);

	(void)state;
	assert_int_equal(r.status, 0);
	assert_string_equal(r.err, "");
	assert_memory_equal(r.out, "usage: ctr-x [--feed NAME] [FILE]\n       "
	    "ctr-x --y\n", 51);
	assert_non_null(strstr(r.out, "\n      --feed NAME"));
	assert_non_null(strstr(r.out, "\n      --map H=F ..."));
	assert_non_null(strstr(r.out, "\n  -T, --now TIME"));
	assert_non_null(strstr(r.out, "\n  -v, --verbose  "));
	assert_null(strstr(r.out, "--output"));
	assert_null(strstr(r.out, "--accept"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_now),
		cmocka_unit_test(test_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
