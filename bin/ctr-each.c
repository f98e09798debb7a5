/* ctr-each: one run of a program per tenant. */
#include <stddef.h>

#include "act/each.h"
#include "base/num.h"
#include "base/opt.h"
#include "base/say.h"

static const char *opt_jobs, *opt_deadline, *opt_only;

static const struct opt options[] = {
	{ "jobs", 'j', OPT_VALUE, "N", "so many at once (1)", NULL, &opt_jobs,
	    NULL, NULL },
	{ "deadline", 0, OPT_VALUE, "SECONDS", "for one tenant", NULL,
	    &opt_deadline, NULL, NULL },
	{ "only", 0, OPT_VALUE, "PATTERN", "tenants whose name matches", NULL,
	    &opt_only, NULL, NULL },
	{ NULL, 0, OPT_FLAG, NULL, NULL, NULL, NULL, NULL, NULL }
};

static const char synopsis[] =
    "ctr-each [-j N] [--deadline SECONDS] [--only PATTERN] PROGRAM [ARG...]";

static int
number(const char *s, const char *what, int max, int otherwise)
{
	int64_t v = otherwise;

	if (s != NULL && num_int(s, 1, max, &v) == -1)
		opt_usage("%s %s: not a number from 1 to %d", what, s, max);
	return (int)v;
}

int
main(int argc, char **argv)
{
	struct err e = ERR_INIT;
	struct opt_common o;
	struct each each;
	int worst = 0, n;

	say_open("ctr-each");
	n = opt_parse(argc, argv, synopsis, OPT_STOPS, options, &o);
	if (n == argc)
		opt_usage("which program?");
	each.jobs = number(opt_jobs, "-j", 64, 1);
	each.deadline = number(opt_deadline, "--deadline", 86400, 0);
	each.only = o.tenant != NULL ? o.tenant : opt_only;
	each.argv = argv + n;
	if (each_run(&each, &worst, &e) == -1)
		return say_err(&e);
	return worst;
}
