/* ctr-offboard: carries out what takes access away or gives it back. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "act/errand.h"
#include "act/job_back.h"
#include "act/job_stop.h"
#include "act/key.h"
#include "act/tool.h"
#include "base/num.h"
#include "base/say.h"
#include "connect/job_tool.h"

static const char synopsis[] =
	"ctr-offboard [-t TENANT] [-nqv] [-T TIME] [-o FORMAT] [-a N]"
	" [--limit N] [UPN...]\n"
	"ctr-offboard [-t TENANT] --undo JOB --why TEXT\n"
	"ctr-offboard [-t TENANT] --stop JOB --why TEXT\n"
	"ctr-offboard [-t TENANT] --waive STEP --why TEXT\n"
	"ctr-offboard [-t TENANT] --reinstate UPN --why TEXT";

static const char *const kinds[] = { "offboard", "suspend", "lift",
	"reinstate", NULL };

static int64_t
number(const char *name, const char *s)
{
	int64_t n = -1;

	if (s != NULL && num_int(s, 1, INT64_MAX, &n) == -1)
		opt_usage("--%s %s: not a number", name, s);
	return n;
}

enum verb { RUN, UNDO, STOP, WAIVE, REINSTATE, VERBS };
static const char *const verbs[VERBS] = { "run", "undo", "stop", "waive",
	"reinstate" };

/* One thing that a person asks for; the job is what it prints. */
static int
act(struct tool *t, enum verb v, const char *arg, const char *why,
    const struct opt_common *o)
{
	struct err e = ERR_INIT;
	char room[512], line[80];
	const char *keys = key_dir(t->conf, room, sizeof(room));
	int64_t id = v == REINSTATE ? 0 : number(verbs[v], arg);
	int rc = -1;

	if (v == UNDO)
		rc = job_stop_undo(&t->ctx, keys, id, why, &e);
	else if (v == STOP)
		rc = job_stop(&t->ctx, id, why, &e);
	else if (v == WAIVE)
		rc = job_stop_waive(&t->ctx, id, why, &e);
	else if (v == REINSTATE)
		rc = job_back(&t->ctx, keys, arg, why, &id, &e);
	if (rc == -1)
		return tool_close(t, say_err(&e), NULL);
	snprintf(line, sizeof(line), "%s/%lld %s", v == WAIVE ? "step" : "job",
	    (long long)id, v == REINSTATE ? "waits for an approver" : v ==
	    WAIVE ? "waived" : "undone");
	return tool_close(t, say_report(line, o->quiet), NULL);
}

/* Which verb is meant; what does not go together is a usage error. */
static enum verb
meant(const char *const *args, const char *why, int alone)
{
	enum verb v, verb = RUN;

	for (v = UNDO; v < VERBS; v++)
		if (args[v] != NULL) {
			if (verb != RUN)
				opt_usage("--%s and --%s", verbs[verb],
				    verbs[v]);
			verb = v;
		}
	if ((verb != RUN) != (why != NULL) || (why != NULL && *why == '\0'))
		opt_usage(verb != RUN ? "--%s: --why TEXT is missing" :
		    "--why: nothing to %s", verbs[verb]);
	if (verb != RUN && !alone)
		opt_usage("--%s stands alone", verbs[verb]);
	return verb;
}

int
main(int argc, char **argv)
{
	const char *limit = NULL, *why = NULL, *args[VERBS] = { NULL };
	const struct opt own[] = {
		{ .name = "limit", .arg = OPT_VALUE, .word = "N",
		    .help = "start at most N jobs", .value = &limit },
		{ .name = "undo", .arg = OPT_VALUE, .word = "JOB",
		    .help = "take back its decision", .value = &args[UNDO] },
		{ .name = "stop", .arg = OPT_VALUE, .word = "JOB",
		    .help = "before its first effect", .value = &args[STOP] },
		{ .name = "waive", .arg = OPT_VALUE, .word = "STEP",
		    .help = "do without it", .value = &args[WAIVE] },
		{ .name = "reinstate", .arg = OPT_VALUE, .word = "UPN",
		    .help = "ask an approver to give back",
		    .value = &args[REINSTATE] },
		{ .name = "why", .arg = OPT_VALUE, .word = "TEXT",
		    .help = "the reason, for the evidence", .value = &why },
		{ .name = NULL }
	};
	struct job_run r = { .kinds = kinds };
	struct opt_common o;
	struct err e = ERR_INIT;
	char room[512];
	struct tool t;
	enum verb verb;
	int first, flags, rc;

	say_open("ctr-offboard");
	first = opt_parse(argc, argv, synopsis, OPT_HAS_DRY | OPT_HAS_OUTPUT |
	    OPT_HAS_ACCEPT, own, &o);
	verb = meant(args, why, first == argc && !o.dry && o.accept == -1);
	r.upns = argv + first;
	r.n_upns = argc - first;
	r.accept = o.accept;
	r.limit = number("limit", limit);
	/* Who names, accepts or asks is a person; else it is the program. */
	flags = TOOL_LOCK | (verb == RUN ? TOOL_SECRET | TOOL_RUN : 0) |
	    (verb != RUN || r.n_upns > 0 || o.accept != -1 ? TOOL_OPERATOR :
	    0);
	rc = tool_open(&t, "ctr-offboard", &o, ROLE_OFFBOARD, flags, &e);
	if (rc == 1) {
		if ((flags & TOOL_OPERATOR) == 0) {
			say_more(1, "another run is at it");
			return 0;
		}
		rc = err_set(&e, ERR_TEMP, "another run is at it");
	}
	if (rc == -1)
		return say_err(&e);
	if (verb != RUN)
		return act(&t, verb, args[verb], why, &o);
	if ((flags & TOOL_OPERATOR) == 0 && !o.dry && errand_run(&t.ctx,
	    key_dir(t.conf, room, sizeof(room)), &e) == -1)
		r.status = say_err(&e);
	return job_tool(&t, &r, &o);
}
