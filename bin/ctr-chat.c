/* ctr-chat: delivers what is queued for Slack and Teams. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "act/deliver_report.h"
#include "act/tool.h"
#include "base/buf.h"
#include "base/num.h"
#include "base/say.h"
#include "connect/chat_run.h"

static const char synopsis[] =
	"ctr-chat [-t TENANT] [-nqv] [-T TIME] [-o FORMAT] [--limit N]\n"
	"ctr-chat [-t TENANT] --show OUTBOX";

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

static int64_t
number(const char *name, const char *s)
{
	int64_t n = -1;

	if (s != NULL && num_int(s, 0, INT32_MAX, &n) == -1)
		opt_usage("--%s %s: not a number", name, s);
	return n;
}

static int
deliver(struct chat_run *r, const struct opt_common *o, struct buf *line,
    struct err *e)
{
	int json = o->output_given && strcmp(o->output, "json") == 0;
	struct buf out = BUF_INIT(1024);
	int rc = chat_run(r, why, e);

	deliver_report(&r->count, "ctr-chat", 0, line);
	deliver_report(&r->count, "ctr-chat", json, &out);
	if (say_report(buf_get(&out), o->quiet) != 0)
		r->status = err_worst(r->status, ERR_IO);
	if (stop)
		r->status = err_worst(r->status, ERR_TEMP);
	buf_clear(&out);
	return rc;
}

int
main(int argc, char **argv)
{
	const char *limit = NULL, *shown = NULL;
	const struct opt own[] = {
		{ .name = "limit", .arg = OPT_VALUE, .word = "N",
		    .help = "at most N messages", .value = &limit },
		{ .name = "show", .arg = OPT_VALUE, .word = "OUTBOX",
		    .help = "print one message, its links dead",
		    .value = &shown },
		{ .name = NULL }
	};
	struct buf line = BUF_INIT(1024);
	struct opt_common o;
	struct postmark mark = { .base = NULL };
	struct chat_run r = { .stop = &stop, .mark = &mark };
	struct err e = ERR_INIT;
	struct tool t;
	int read, rc;

	say_open("ctr-chat");
	if (opt_parse(argc, argv, synopsis, OPT_HAS_DRY | OPT_HAS_OUTPUT, own,
	    &o) != argc)
		opt_usage("too many operands");
	r.limit = number("limit", limit);
	r.pinned = o.now != NULL;
	read = o.dry || shown != NULL;
	catch_signals();
	rc = tool_open(&t, "ctr-chat", &o, read ? ROLE_READ : ROLE_MAIL, read ?
	    0 : TOOL_LOCK | TOOL_SECRET, &e);
	if (rc == 1) {
		say_more(1, "another run is at it");
		return 0;
	}
	if (rc == -1)
		return say_err(&e);
	r.x = &t.ctx;
	r.conf = t.conf;
	rc = shown != NULL ? 0 : chat_run_idle(&t.ctx, &e);
	if (rc == 0 && !read)	/* mostly there is nothing to do */
		rc = tool_run(&t, &e);
	if (rc == 0 && (rc = postmark_load(&mark, &t.tenant, t.conf, read,
	    &e)) == 0) {
		rc = shown != NULL ? chat_run_show(&r, number("show", shown),
		    STDOUT_FILENO, &e) : o.dry ? chat_run_plan(&r, o.output,
		    STDOUT_FILENO, &e) : deliver(&r, &o, &line, &e);
	} else if (rc == 1 && o.dry) {
		rc = chat_run_plan(&r, o.output, STDOUT_FILENO, &e);
	} else if (rc == 1) {
		deliver_report(&r.count, "ctr-chat", 0, &line);
		rc = say_report(buf_get(&line), o.quiet) != 0 ?
		    err_sys(&e, ERR_IO, "stdout") : 0;
	}
	if (rc == -1)
		r.status = err_worst(r.status, say_err(&e));
	postmark_clear(&mark);
	rc = tool_close(&t, r.status, buf_get(&line));
	buf_clear(&line);
	return rc;
}
