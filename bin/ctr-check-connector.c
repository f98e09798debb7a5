/* ctr-check-connector: takes a connector through the protocol; TAP. */
#include <stdio.h>

#include "base/conf.h"
#include "base/opt.h"
#include "base/rows.h"
#include "base/say.h"
#include "base/tenant.h"
#include "base/when.h"
#include "connect/check.h"

static const char synopsis[] =
    "ctr-check-connector [-t TENANT] [-qv] [-o FORMAT] [--write LOGIN] NAME";

static const struct rows_col cols[] = {
	{ "nth", ROWS_INT, 0 },
	{ "result", ROWS_TEXT, 0 },	/* ok, failed, skipped */
	{ "what", ROWS_TEXT, 0 },
	{ "why", ROWS_TEXT, 0 },
	{ NULL, ROWS_TEXT, 0 }
};

static int count;
static struct rows *rows;	/* -o; NULL: TAP */
static struct err full;		/* why they could not be kept */

static void
keep(enum check_result r, const char *what, const char *why)
{
	static const char *const result[] = { "ok", "failed", "skipped" };
	const char *row[4] = { NULL, result[r], what, why };
	char nth[16];

	(void)snprintf(nth, sizeof(nth), "%d", ++count);
	row[0] = nth;
	if (full.kind == ERR_NONE)
		(void)rows_add(rows, row, &full);
}

static void
print(enum check_result r, const char *what, const char *why, void *arg)
{
	(void)arg;
	if (rows != NULL) {
		keep(r, what, why);
		return;
	}
	printf("%sok %d - %s", r == CHECK_FAILED ? "not " : "", ++count, what);
	if (r == CHECK_SKIPPED)
		printf(" # SKIP %s", why);
	putchar('\n');
	if (r == CHECK_FAILED)
		printf("# %s\n", why);
	fflush(stdout);
}

static void
words(const char *name, enum connector_says what, const char *line, void *arg)
{
	static const char *const mark[] = { "!", ">", "<" };

	(void)arg;
	if (what == CONNECTOR_STDERR)
		say("ctr-connect-%s: %s", name, line);
	else
		say_more(2, "%s %s", mark[what], line);
}

int
main(int argc, char **argv)
{
	const char *login = NULL;
	struct opt_common common;
	struct tenant tenant;
	struct err e = ERR_INIT;
	struct conf *conf;
	struct check k = { .told = print };
	const struct opt own[] = {
		{ .name = "write", .arg = OPT_VALUE, .word = "LOGIN",
		    .help = "change this account too, and put it back",
		    .value = &login },
		{ .name = NULL }
	};
	int at;

	say_open("ctr-check-connector");
	at = opt_parse(argc, argv, synopsis, OPT_HAS_OUTPUT, own, &common);
	if (at + 1 != argc)
		opt_usage("one connector's NAME");
	if (common.output_given &&
	    (rows = rows_new(common.output, cols, 0, &e)) == NULL)
		return say_err(&e);
	if (tenant_init(&tenant, common.tenant, &e) == -1 ||
	    (conf = conf_load(&tenant, CONF_SECRET, &e)) == NULL)
		return say_err(&e);
	say_level(tenant.name, common.verbose, common.quiet);
	k.start.name = argv[at];
	k.start.tenant = &tenant;
	k.start.conf = conf;
	k.start.now = when_clock();
	k.start.log = words;
	k.start.trace = common.verbose > 1;
	check_read(&k);
	if (login != NULL) {
		check_write(&k, login);
		check_make(&k, login);
	}
	conf_free(conf);
	if (rows == NULL)
		printf("1..%d\n", count);
	else if (full.kind != ERR_NONE || rows_flush(rows, 1, &full) == -1)
		return say_err(&full);
	rows_free(rows);
	if (fflush(stdout) == EOF || ferror(stdout))
		return ERR_IO;
	return k.failed > 0 ? ERR_DATA : 0;
}
