/* ctr-provision: carries out what prolongs access. */
#include <string.h>

#include "act/tool.h"
#include "base/num.h"
#include "base/say.h"
#include "connect/job_tool.h"

static const char synopsis[] =
	"ctr-provision [-t TENANT] [-nqv] [-T TIME] [-o FORMAT] [--limit N]"
	" [UPN...]";

static const char *const kinds[] = { "extend", NULL };

int
main(int argc, char **argv)
{
	const char *limit = NULL;
	const struct opt own[] = {
		{ .name = "limit", .arg = OPT_VALUE, .word = "N",
		    .help = "start at most N jobs", .value = &limit },
		{ .name = NULL }
	};
	struct job_run r = { .kinds = kinds, .accept = -1, .limit = -1 };
	struct opt_common o;
	struct err e = ERR_INIT;
	struct tool t;
	int first, rc;

	say_open("ctr-provision");
	first = opt_parse(argc, argv, synopsis, OPT_HAS_DRY | OPT_HAS_OUTPUT,
	    own, &o);
	if (limit != NULL && num_int(limit, 1, INT64_MAX, &r.limit) == -1)
		opt_usage("--limit %s: not a number", limit);
	r.upns = argv + first;
	r.n_upns = argc - first;
	rc = tool_open(&t, "ctr-provision", &o, ROLE_OFFBOARD, TOOL_LOCK |
	    TOOL_SECRET | TOOL_RUN | (r.n_upns > 0 ? TOOL_OPERATOR : 0), &e);
	if (rc == 1) {
		if (r.n_upns == 0) {
			say_more(1, "another run is at it");
			return 0;
		}
		rc = err_set(&e, ERR_TEMP, "another run is at it");
	}
	return rc == -1 ? say_err(&e) : job_tool(&t, &r, &o);
}
