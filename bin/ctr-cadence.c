/* ctr-cadence: decides what is due, asks, escalates. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "act/asking.h"
#include "act/asking_tell.h"
#include "act/begin.h"
#include "act/owner_mail.h"
#include "act/tool.h"
#include "base/num.h"
#include "base/say.h"

static const char synopsis[] =
	"ctr-cadence [-t TENANT] [-nqv] [-T TIME] [-o FORMAT] [-a N] [--all]"
	" [UPN...]\n"
	"ctr-cadence [-t TENANT] [-T TIME] [-o FORMAT] --explain UPN\n"
	"ctr-cadence [-t TENANT] [-T TIME] [-o FORMAT] --forecast DAYS";

struct job {
	const char *explain, *forecast;
	int	all;
	int	begins;		/* days come, without a roster too */
	int64_t	days;
	struct opt_common o;
	char	**upns;
	int	nupns;
};

static void
missed(const char *words)
{
	say("%s", words);
}

/* --explain, --forecast, -n: rows. */
static int
show(struct asking *a, const struct job *w, struct err *e)
{
	int tell = w->explain != NULL || w->forecast != NULL;
	struct rows *rows = rows_new(w->o.output, tell ? asking_tell_cols :
	    rows_plan, 0, e);
	int rc = -1;

	if (rows == NULL)
		return -1;
	if (w->explain != NULL)
		rc = asking_tell_explain(a, w->explain, rows, e);
	else if (w->forecast != NULL)
		rc = asking_tell_forecast(a, (int)w->days, rows, e);
	else if ((rc = asking_plan(a, w->all, w->upns, w->nupns, e)) == 0)
		rc = asking_rows(a, rows, e);
	if (rc == 0)
		rc = rows_flush(rows, STDOUT_FILENO, e);
	rows_free(rows);
	return rc;
}

static int
act(struct asking *a, const struct job *w, struct buf *line, struct err *e)
{
	struct buf out = BUF_INIT(1024);
	int rc;

	/* A held run of questions does not hold the owners' mails. */
	if ((w->begins && begin_due(a->run.x, NULL, e) == -1) ||
	    asking_plan(a, w->all, w->upns, w->nupns, e) == -1 ||
	    (a->whole && owner_mail_queue(a->run.x, &a->count.told, e) == -1) ||
	    asking_guard(a, w->o.accept, e) == -1)
		return -1;
	rc = asking_act(a, e);
	asking_tell_report(&a->count, 0, line);
	asking_tell_report(&a->count, w->o.output_given &&
	    strcmp(w->o.output, "json") == 0, &out);
	if (rc == 0 && say_report(buf_get(&out), w->o.quiet) != 0)
		rc = err_sys(e, ERR_IO, "stdout");
	buf_clear(&out);
	return rc;
}

static int
work(struct tool *t, const struct job *w, int read, struct buf *line)
{
	struct err e = ERR_INIT;
	struct asking a;
	int status = 0, rc;

	if (asking_init(&a, &t->ctx, &e) == -1)
		return say_err(&e);
	a.missed = missed;
	rc = read ? show(&a, w, &e) : act(&a, w, line, &e);
	if (rc == -1)
		status = say_err(&e);
	if (a.late > 0)
		status = err_worst(status, ERR_BUG);
	asking_clear(&a);
	return status;
}

int
main(int argc, char **argv)
{
	struct job w = { .days = 0 };
	const struct opt own[] = {
		{ .name = "all", .arg = OPT_FLAG, .flag = &w.all,
		    .help = "look at everyone, and report who was overlooked" },
		{ .name = "explain", .arg = OPT_VALUE, .word = "UPN",
		    .value = &w.explain,
		    .help = "why somebody is asked about, or not" },
		{ .name = "forecast", .arg = OPT_VALUE, .word = "DAYS",
		    .value = &w.forecast, .help = "what will go, day by day" },
		{ .name = NULL }
	};
	struct buf line = BUF_INIT(1024);
	struct err e = ERR_INIT;
	struct tool t;
	int first, read, rc;

	say_open("ctr-cadence");
	first = opt_parse(argc, argv, synopsis, OPT_HAS_DRY | OPT_HAS_OUTPUT |
	    OPT_HAS_ACCEPT, own, &w.o);
	w.upns = argv + first;
	w.nupns = argc - first;
	if ((w.explain != NULL) + (w.forecast != NULL) + w.all +
	    (w.nupns > 0) > 1)
		opt_usage("--all, --explain, --forecast and UPN exclude each "
		    "other");
	if (w.forecast != NULL && num_int(w.forecast, 1, 400, &w.days) == -1)
		opt_usage("--forecast %s: 1 to 400 days", w.forecast);
	read = w.o.dry |= w.explain != NULL || w.forecast != NULL;
	rc = tool_open(&t, "ctr-cadence", &w.o, ROLE_CADENCE, read ? 0 :
	    TOOL_LOCK | TOOL_RUN, &e);
	if (rc == 1) {
		/* The other run does what is due; names are our own. */
		if (w.nupns > 0)
			say("another run is at it; try again");
		else
			say_more(1, "another run is at it");
		return w.nupns > 0 ? ERR_TEMP : 0;
	}
	if (rc == -1)
		return say_err(&e);
	w.begins = w.nupns == 0 && !conf_has(t.conf, "connector");
	rc = work(&t, &w, read, &line);	/* before the line is asked for */
	rc = tool_close(&t, rc, buf_get(&line));
	buf_clear(&line);
	return rc;
}
