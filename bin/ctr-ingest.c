/* ctr-ingest: rosters into the registry: stdin, files, drop zones. */
#include <string.h>
#include <unistd.h>

#include "act/tool.h"
#include "base/say.h"
#include "connect/ingest_blob.h"
#include "connect/ingest_one.h"

static const char synopsis[] =
    "ctr-ingest [-t TENANT] [-nqv] [-T TIME] [-o FORMAT] [-a N]"
    " [--feed NAME]\n    [--full|--delta] [--from csv|json]"
    " [--map HEADER=FIELD]... [--delimiter C]\n    [--charset NAME]"
    " [--dates FORMAT] [--errors FILE] [FILE|-]\n"
    "ctr-ingest [-t TENANT] [-nqv] [-o FORMAT] [-a N] --drop [DIR]|--blob";

static int opt_full, opt_delta, opt_drop, opt_blob;
static struct ingest_run run;
static struct opt_common common;
static struct tool tool;
static struct buf line = BUF_INIT(1024);
static struct err e;

static void
map(const char *value, void *arg)
{
	(void)arg;
	if (ingest_run_map(&run, value, &e) == -1)
		opt_usage("%s", e.text);
}

static const struct opt options[] = {
	{ "feed", 0, OPT_VALUE, "NAME", "where it comes from (roster)", NULL,
	    &run.feed, NULL, NULL },
	{ "full", 0, OPT_FLAG, NULL, "who is not in it has left (default)",
	    &opt_full, NULL, NULL, NULL },
	{ "delta", 0, OPT_FLAG, NULL, "it proves no absence", &opt_delta, NULL,
	    NULL, NULL },
	{ "from", 0, OPT_VALUE, "FORMAT", "csv or json", NULL, &run.from, NULL,
	    NULL },
	{ "map", 0, OPT_MANY, "HEADER=FIELD", "what a column means", NULL,
	    NULL, map, NULL },
	{ "delimiter", 0, OPT_VALUE, "C", "of cells, or TAB", NULL,
	    &run.delimiter, NULL, NULL },
	{ "charset", 0, OPT_VALUE, "NAME", "utf-8 or windows-1252", NULL,
	    &run.charset, NULL, NULL },
	{ "dates", 0, OPT_VALUE, "FORMAT", "such as %d.%m.%Y", NULL,
	    &run.dates, NULL, NULL },
	{ "errors", 0, OPT_VALUE, "FILE", "refused rows; FILE.txt: why", NULL,
	    &run.errors, NULL, NULL },
	{ "drop", 0, OPT_FLAG, NULL, "take the files of a directory",
	    &opt_drop, NULL, NULL, NULL },
	{ "blob", 0, OPT_FLAG, NULL, "take the blobs of a container",
	    &opt_blob, NULL, NULL, NULL },
	{ NULL, 0, OPT_FLAG, NULL, NULL, NULL, NULL, NULL, NULL }
};

static void
progress(int64_t done, int64_t total)
{
	say_progress("ingest", done, total);
	if (done >= total)
		say_progress_end();
}

static int
report(const char *name, const struct ingest_out *out, void *arg)
{
	int json = common.output_given && strcmp(common.output, "json") == 0;

	(void)arg;
	say_more(1, "%s", name);
	buf_empty(&line);
	ingest_run_line(&out->report, json, &line);
	if (common.dry || say_report(buf_get(&line), common.quiet) == 0)
		return 0;
	return err_sys(&e, ERR_IO, "stdout");
}

static int
started(void *arg)
{
	(void)arg;
	return tool_run(&tool, &e);
}

static void
check_options(int left)
{
	if (opt_full + opt_delta > 1 || opt_drop + opt_blob > 1 ||
	    left > !opt_blob)
		opt_usage("one of them, and one FILE or directory");
	if (opt_drop + opt_blob && (run.feed != NULL || run.errors != NULL))
		opt_usage("the folder is the feed, and has errors/");
}

static int
take(const char *operand, int *status)
{
	if (opt_blob)
		return ingest_blob(&run, started, report, NULL, status, &e);
	if (opt_drop)
		return ingest_drop(&run, operand, started, report, 0, status,
		    &e);
	return ingest_one(&run, operand == NULL ? "-" : operand, started,
	    report, NULL, status, &e);
}

static int
ingest(const char *operand, int *status)
{
	if (common.dry &&
	    (run.rows = rows_new(common.output, rows_plan, 0, &e)) == NULL)
		return -1;
	return take(operand, status) == -1 ? -1 : common.dry ?
	    rows_flush(run.rows, STDOUT_FILENO, &e) : 0;
}

int
main(int argc, char **argv)
{
	int at, rc, status = 0;

	say_open("ctr-ingest");
	at = opt_parse(argc, argv, synopsis, OPT_HAS_DRY | OPT_HAS_OUTPUT |
	    OPT_HAS_ACCEPT, options, &common);
	check_options(argc - at);
	rc = tool_open(&tool, "ctr-ingest", &common, ROLE_INGEST, TOOL_LOCK |
	    (opt_blob ? TOOL_SECRET : 0) | (common.accept == -1 ? 0 :
	    TOOL_OPERATOR), &e);
	if (rc == 1 && (opt_drop || opt_blob))
		return 0;	/* the other run does it */
	if (rc == 1)
		err_set(&e, ERR_TEMP, "another run is at it");
	if (rc != 0)
		return say_err(&e);
	run.x = &tool.ctx;
	run.conf = tool.conf;
	run.mode = opt_delta ? INGEST_DELTA : opt_full ? INGEST_FULL : 0;
	run.accept = common.accept;
	run.told = say_words;
	run.progress = progress;
	if (ingest(at < argc ? argv[at] : NULL, &status) == -1)
		status = err_worst(status, say_err(&e));
	err_clear(&e);	/* a store that is away stops no clock */
	if (!common.dry && ingest_run_after(&run, &e) == -1)
		status = err_worst(status, say_err(&e));
	rows_free(run.rows);
	return tool_close(&tool, status, buf_get(&line));
}
