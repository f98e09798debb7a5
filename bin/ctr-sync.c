/* ctr-sync, ctr-sync-ad: a connector's accounts and people, synchronised. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "act/tool.h"
#include "base/rows.h"
#include "base/say.h"
#include "connect/sync_each.h"
#include "connect/sync_wished.h"

static int opt_all, opt_full, opt_requested;

/* ctr-sync-ad has those from OF_AD on. */
enum { OF_AD = 2 };
static const struct opt options[] = {
	{ "all", 0, OPT_FLAG, NULL, "every connector of the configuration",
	    &opt_all, NULL, NULL, NULL },
	{ "requested", 0, OPT_FLAG, NULL, "what was asked for by the API",
	    &opt_requested, NULL, NULL, NULL },
	{ "full", 0, OPT_FLAG, NULL, "a whole list, not what changed since",
	    &opt_full, NULL, NULL, NULL },
	{ NULL, 0, OPT_FLAG, NULL, NULL, NULL, NULL, NULL, NULL }
};

static void
alert(const char *words)
{
	say("%s", words);
}

static void
progress(int64_t done, int64_t total)
{
	say_progress("sync", done, total);
}

/* What a connector says of itself goes to our log; the rest is for -vv. */
static void
log_line(const char *name, enum connector_says kind, const char *line,
    void *arg)
{
	(void)arg;
	if (kind == CONNECTOR_STDERR)
		say("%s: %s", name, line);
	else
		say_more(2, "%s %c %s", name, kind == CONNECTOR_SENT ? '>' :
		    '<', line);
}

static int
work(struct tool *t, const struct opt_common *o, char **names, int n,
    struct rows *rows, struct sync_report *sum)
{
	struct sync_run r = { &t->ctx, t->conf, { NULL, o->accept, opt_full,
		alert, progress }, rows, log_line, o->verbose > 1 };

	return opt_requested ? sync_wished(&r, sum, say_err) :
	    sync_each(&r, opt_all ? NULL : names, n, sum, say_err,
	    say_progress_end);
}

static void
report(char *line, size_t size, const struct sync_report *r, int json)
{
	snprintf(line, size, json ? "{\"v\":1,\"tool\":\"ctr-sync\","
	    "\"accounts\":%lld,\"persons\":%lld,\"added\":%lld,"
	    "\"changed\":%lld,\"gone\":%lld,\"findings\":%lld,\"held\":%lld}" :
	    "ctr-sync accounts=%lld persons=%lld added=%lld changed=%lld"
	    " gone=%lld findings=%lld held=%lld", (long long)r->accounts,
	    (long long)r->persons, (long long)r->added, (long long)r->changed,
	    (long long)r->gone, (long long)r->findings, (long long)r->held);
}

static int
run(struct tool *t, const struct opt_common *o, char **names, int n)
{
	struct sync_report sum;
	struct err e = ERR_INIT;
	struct rows *rows = NULL;
	char line[256];
	int status;

	memset(&sum, 0, sizeof(sum));
	if (o->dry && (rows = rows_new(o->output, rows_plan, 0, &e)) == NULL)
		return say_err(&e);
	status = work(t, o, names, n, rows, &sum);
	if (rows != NULL) {
		if (rows_flush(rows, 1, &e) == -1)
			status = err_worst(status, say_err(&e));
		rows_free(rows);
		return status;
	}
	report(line, sizeof(line), &sum, strcmp(o->output, "json") == 0);
	if (say_report(line, o->quiet) != 0)
		status = err_worst(status, ERR_IO);
	return status;
}

int
main(int argc, char **argv)
{
	static char ad[] = "ad", *only_ad[] = { ad, NULL };
	const char *name = strrchr(argv[0], '/');
	struct err e = ERR_INIT;
	struct opt_common o;
	struct tool t;
	char **names;
	int is_ad, n, rc;

	name = name != NULL ? name + 1 : argv[0];
	is_ad = strcmp(name, "ctr-sync-ad") == 0;
	say_open(is_ad ? "ctr-sync-ad" : "ctr-sync");
	n = opt_parse(argc, argv, is_ad ? "ctr-sync-ad [--full] [-a N]" :
	    "ctr-sync [--full] [-a N] CONNECTOR...\n"
	    "ctr-sync [--full] --all\n"
	    "ctr-sync --requested", OPT_HAS_DRY |
	    OPT_HAS_OUTPUT | OPT_HAS_ACCEPT, options + (is_ad ? OF_AD : 0),
	    &o);
	names = is_ad ? only_ad : argv + n;
	if (opt_requested && (n != argc || opt_full || o.accept >= 0))
		opt_usage("--requested stands alone");
	if (opt_all && (n != argc || opt_requested || o.accept >= 0))
		opt_usage("--all goes with --full alone");
	if (is_ad ? n != argc : n == argc && !opt_requested && !opt_all)
		opt_usage(is_ad ? "too many arguments" : "which connector?");
	n = is_ad ? 1 : argc - n;
	if (o.accept >= 0 && n > 1)
		opt_usage("--accept is for one connector at a time");
	/* One lock for both names: they are the same program. */
	if ((rc = tool_open(&t, "ctr-sync", &o, ROLE_SYNC, TOOL_LOCK |
	    TOOL_SECRET, &e)) != 0) {
		if (rc == 1)
			say_more(1, "another run is at it");
		return rc == 1 ? 0 : say_err(&e);
	}
	rc = run(&t, &o, names, n);
	return tool_close(&t, rc, NULL);
}
