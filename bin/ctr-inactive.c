/* ctr-inactive: asks about who has not logged in, and takes up the answers. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "act/inactive.h"
#include "act/tool.h"
#include "base/buf.h"
#include "base/num.h"
#include "base/say.h"
#include "connect/press_run.h"

static const char synopsis[] =
	"ctr-inactive [-t TENANT] [-nqv] [-T TIME] [-o FORMAT] [-a N]"
	" [--days N]\n"
	"ctr-inactive [-t TENANT] [-nqv] [-T TIME] [-o FORMAT] --answers";

struct job {
	struct opt_common o;
	int64_t	days;		/* 0: the policy's */
	int	answers;	/* no new list */
	struct inactive i;
	struct inactive_settled s;
	struct press_run p;
	int64_t	asked;
};

static void
why(const char *words)
{
	say("%s", words);
}

/* -n: rows. */
static int
show(struct tool *t, struct job *w, struct err *e)
{
	struct rows *rows = rows_new(w->o.output, rows_plan, 0, e);
	int rc = -1;

	if (rows == NULL)
		return -1;
	if ((rc = press_run_rows(&t->ctx, rows, e)) == 0)
		rc = inactive_settle(&t->ctx, t->conf, rows, &w->s, e);
	if (rc == 0 && !w->answers && (rc = inactive_plan(&w->i, e)) == 0)
		rc = inactive_rows(&w->i, rows, e);
	if (rc == 0)
		rc = rows_flush(rows, STDOUT_FILENO, e);
	rows_free(rows);
	if (rc == 0 && !w->answers)
		rc = inactive_guard(&w->i, w->o.accept, e);
	return rc;
}

static void
report(const struct job *w, int json, struct buf *b)
{
	static const char *const names[] = { "asked", "unknown", "exempt",
		"protected", "left_out", "open", "lapsed", "ended", "pressed",
		"refused" };
	const int64_t n[] = { w->asked, (int64_t)w->i.n_unknown, w->i.exempt,
		w->i.protected, w->i.left_out, w->s.open, w->s.lapsed,
		w->s.ended, w->p.taken, w->p.refused };
	size_t i;

	buf_str(b, json ? "{\"v\":1,\"program\":\"ctr-inactive\"" :
	    "ctr-inactive");
	for (i = 0; i < sizeof(n) / sizeof(n[0]); i++)
		buf_fmt(b, json ? ",\"%s\":%lld" : " %s=%lld", names[i],
		    (long long)n[i]);
	buf_str(b, json ? "}" : "");
}

static int
act(struct tool *t, struct job *w, struct buf *line, struct err *e)
{
	struct buf out = BUF_INIT(1024);
	struct err late = ERR_INIT;
	int rc, pressed = 0;

	/* Each minute there is mostly nothing, and then nothing is written. */
	rc = !w->answers ? 0 : press_run_idle(&t->ctx, e);
	if (rc == 1)
		rc = inactive_settle_idle(&t->ctx, &w->s, e);
	if (rc == 0 && (rc = tool_run(t, e)) == 0) {
		/* What cannot be taken waits, and holds up nothing else. */
		pressed = press_run(&t->ctx, t->conf, &w->p, why, &late);
		rc = inactive_settle(&t->ctx, t->conf, NULL, &w->s, e);
	}
	if (rc == -1)
		return -1;
	rc = w->answers || !policy_on(t->ctx.policy, "inactive") ? 0 :
	    inactive_plan(&w->i, e);
	if (rc == 0 && (rc = inactive_guard(&w->i, w->o.accept, e)) == 0 &&
	    (rc = inactive_ask(&w->i, e)) == 0)
		w->asked = (int64_t)w->i.n;
	report(w, 0, line);
	report(w, w->o.output_given && strcmp(w->o.output, "json") == 0, &out);
	if (say_report(buf_get(&out), w->o.quiet) != 0 && rc == 0)
		rc = err_sys(e, ERR_IO, "stdout");
	buf_clear(&out);
	if (rc == 0 && (rc = pressed) == -1)
		*e = late;
	return rc;
}

int
main(int argc, char **argv)
{
	const char *days = NULL;
	struct job w = { .days = 0 };
	const struct opt own[] = {
		{ .name = "days", .arg = OPT_VALUE, .word = "N",
		    .value = &days, .help = "days without a login" },
		{ .name = "answers", .arg = OPT_FLAG, .flag = &w.answers,
		    .help = "only take up answers and time-outs" },
		{ .name = NULL }
	};
	struct buf line = BUF_INIT(1024);
	struct err e = ERR_INIT;
	struct tool t;
	int rc, status;

	say_open("ctr-inactive");
	if (opt_parse(argc, argv, synopsis, OPT_HAS_DRY | OPT_HAS_OUTPUT |
	    OPT_HAS_ACCEPT, own, &w.o) != argc)
		opt_usage("too many operands");
	if (days != NULL && num_int(days, 1, 730, &w.days) == -1)
		opt_usage("--days %s: 1 to 730", days);
	if (w.answers && (days != NULL || w.o.accept != -1))
		opt_usage("--answers asks nobody");
	rc = tool_open(&t, "ctr-inactive", &w.o, w.o.dry ? ROLE_READ :
	    ROLE_INACTIVE, TOOL_SECRET | (w.o.dry ? 0 : TOOL_LOCK), &e);
	if (rc == 1) {
		say_more(1, "another run is at it");
		return 0;
	}
	if (rc == -1)
		return say_err(&e);
	inactive_init(&w.i, &t.ctx, t.conf, w.days);
	rc = w.o.dry ? show(&t, &w, &e) : act(&t, &w, &line, &e);
	status = rc == -1 ? say_err(&e) : 0;
	inactive_clear(&w.i);
	status = tool_close(&t, status, buf_get(&line));
	buf_clear(&line);
	return status;
}
