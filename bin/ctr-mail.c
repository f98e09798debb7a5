/* ctr-mail: delivers the outbox: SMTP, a sendmail program, or a Maildir. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "act/deliver_report.h"
#include "act/tool.h"
#include "base/num.h"
#include "base/say.h"
#include "connect/mail_run.h"

static const char synopsis[] =
	"ctr-mail [-t TENANT] [-nqv] [-T TIME] [-o FORMAT] [--limit N]"
	" [--deadline SECONDS]\n"
	"ctr-mail [-t TENANT] --show OUTBOX";

static volatile sig_atomic_t stop;

static void
on_signal(int sig)
{
	(void)sig;
	stop = 1;
}

/* The message that is being sent is sent to its end. */
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
why(const char *words)
{
	say("%s", words);
}

/* Rows with -o table, tsv or csv; else the line of report, or its object. */
static int
report(struct mail_run *r, const struct opt_common *o, struct buf *line)
{
	int json = strcmp(o->output, "json") == 0 && o->output_given;
	struct buf out = BUF_INIT(1024);
	struct err e = ERR_INIT;

	deliver_report(&r->count, "ctr-mail", 0, line);
	deliver_report(&r->count, "ctr-mail", json, &out);
	if (r->rows != NULL ? rows_flush(r->rows, STDOUT_FILENO, &e) == -1 :
	    say_report(buf_get(&out), o->quiet) != 0)
		r->status = err_worst(r->status, ERR_IO);
	buf_clear(&out);
	return 0;
}

static int
deliver(struct mail_run *r, const struct opt_common *o, struct buf *line,
    struct err *e)
{
	int rc;

	if (o->output_given && strcmp(o->output, "json") != 0 &&
	    (r->rows = rows_new(o->output, mail_run_cols, 0, e)) == NULL)
		return -1;
	rc = mail_run(r, why, e);
	report(r, o, line);
	if (stop)
		r->status = err_worst(r->status, ERR_TEMP);
	rows_free(r->rows);
	return rc;
}

static int64_t
number(const char *name, const char *s)
{
	int64_t n = -1;

	if (s != NULL && num_int(s, 0, INT32_MAX, &n) == -1)
		opt_usage("--%s %s: not a number", name, s);
	return n;
}

int
main(int argc, char **argv)
{
	const char *limit = NULL, *deadline = NULL, *shown = NULL;
	const struct opt own[] = {
		{ .name = "limit", .arg = OPT_VALUE, .word = "N",
		    .help = "at most N messages", .value = &limit },
		{ .name = "deadline", .arg = OPT_VALUE, .word = "SECONDS",
		    .help = "start no message after so long",
		    .value = &deadline },
		{ .name = "show", .arg = OPT_VALUE, .word = "OUTBOX",
		    .help = "print one message, its links dead",
		    .value = &shown },
		{ .name = NULL }
	};
	struct buf line = BUF_INIT(1024);
	struct mail_conf mail = { .where = NULL };
	struct opt_common o;
	struct postmark mark = { .base = NULL };
	struct mail_run r = { .stop = &stop, .mail = &mail, .mark = &mark };
	struct err e = ERR_INIT;
	struct tool t;
	int read, rc;

	say_open("ctr-mail");
	if (opt_parse(argc, argv, synopsis, OPT_HAS_DRY | OPT_HAS_OUTPUT, own,
	    &o) != argc)
		opt_usage("too many operands");
	r.limit = number("limit", limit);
	r.deadline_s = number("deadline", deadline);
	r.pinned = o.now != NULL;
	read = o.dry || shown != NULL;
	catch_signals();
	rc = tool_open(&t, "ctr-mail", &o, read ? ROLE_READ : ROLE_MAIL, read ?
	    0 : TOOL_LOCK | TOOL_RUN | TOOL_SECRET, &e);
	if (rc == 1)
		say_more(1, "another run is at it");
	if (rc != 0)
		return rc == 1 ? 0 : say_err(&e);
	r.x = &t.ctx;
	r.conf = t.conf;
	rc = shown != NULL ? 0 : mail_run_idle(&t.ctx, &e);
	if (rc == 1)	/* needs no configuration */
		rc = o.dry ? mail_run_plan(&r, o.output, STDOUT_FILENO, &e) :
		    report(&r, &o, &line);
	else if (rc == 0 && (rc = mail_conf_load(&mail, t.conf, &t.tenant,
	    &e)) == 0 && (rc = postmark_load(&mark, &t.tenant, t.conf, read,
	    &e)) == 0)
		rc = shown != NULL ? mail_run_show(&r, number("show", shown),
		    STDOUT_FILENO, &e) : o.dry ? mail_run_plan(&r, o.output,
		    STDOUT_FILENO, &e) : deliver(&r, &o, &line, &e);
	if (rc == -1)
		r.status = err_worst(r.status, say_err(&e));
	postmark_clear(&mark);
	mail_conf_clear(&mail);
	rc = tool_close(&t, r.status, buf_get(&line));
	buf_clear(&line);
	return rc;
}
