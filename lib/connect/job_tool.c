#include "connect/job_tool.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/say.h"

static volatile sig_atomic_t stop;

static void
on_signal(int sig)
{
	(void)sig;
	stop = 1;
}

/* What is under way is read back; nothing new begins. */
static void
catch_signals(void)
{
	struct sigaction a;

	memset(&a, 0, sizeof(a));
	a.sa_handler = on_signal;
	sigaction(SIGTERM, &a, NULL);
	sigaction(SIGINT, &a, NULL);
	a.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &a, NULL);
}

static void
why(int verbose, const char *words)
{
	if (verbose == 0)
		say("%s", words);
	else
		say_more(verbose, "%s", words);
}

static int
plan(struct job_run *r, const struct opt_common *o, struct err *e)
{
	struct rows *rows = rows_new(o->output, rows_plan, 0, e);
	int rc = rows == NULL ? -1 : job_run_plan(r, rows, e);

	if (rc == 0)
		rc = rows_flush(rows, STDOUT_FILENO, e);
	rows_free(rows);
	return rc;
}

/* Rows with -o table, tsv or csv; else the line of report, or its object. */
static int
run(struct job_run *r, const struct opt_common *o, struct buf *line,
    const char *program, struct err *e)
{
	int json = strcmp(o->output, "json") == 0 && o->output_given, rc;
	struct buf out = BUF_INIT(1024);

	if (o->output_given && !json &&
	    (r->rows = rows_new(o->output, job_run_cols, 0, e)) == NULL)
		return -1;
	rc = job_run(r, e);
	job_run_report(r, program, 0, line);
	job_run_report(r, program, json, &out);
	if (r->rows != NULL ? rows_flush(r->rows, STDOUT_FILENO, e) == -1 :
	    say_report(buf_get(&out), o->quiet) != 0)
		r->status = err_worst(r->status, ERR_IO);
	if (stop)
		r->status = err_worst(r->status, ERR_TEMP);
	rows_free(r->rows);
	buf_clear(&out);
	return rc;
}

void
job_tool_begin(struct tool *t, struct job_run *r, const struct opt_common *o)
{
	catch_signals();
	r->stop = &stop;
	r->x = &t->ctx;
	r->conf = t->conf;
	r->why = why;
	r->pinned = o->now != NULL;
	r->trace = o->verbose > 1;
}

int
job_tool(struct tool *t, struct job_run *r, const struct opt_common *o)
{
	struct buf line = BUF_INIT(1024);
	struct err e = ERR_INIT;
	int rc;

	job_tool_begin(t, r, o);
	rc = o->dry ? plan(r, o, &e) : run(r, o, &line, t->name, &e);
	if (rc == -1)
		r->status = err_worst(r->status, say_err(&e));
	rc = tool_close(t, r->status, buf_get(&line));
	buf_clear(&line);
	return rc;
}
