/* ctr-provision: carries out what makes or prolongs access; newcomers. */
#include <string.h>

#include "act/newcomer_made.h"
#include "act/tool.h"
#include "base/num.h"
#include "base/say.h"
#include "connect/newcomer_tool.h"
#include "connect/provision_run.h"
#include "store/contractor.h"

static const char synopsis[] =
	"ctr-provision [-t TENANT] [-nqv] [-T TIME] [-o FORMAT] [--limit N]"
	" [UPN...]\n"
	"ctr-provision [-t TENANT] [-nqv] [-o FORMAT] new [FIELD=VALUE...]\n"
	"ctr-provision [-t TENANT] [-nqv] [-o FORMAT] new --from FILE|-\n"
	"ctr-provision [-t TENANT] [-qv] credential UPN";

static const char *const kinds[] = { "extend", "provision", NULL };

/* A request has something of its own: it does not leave it to another run. */
static int
begin(struct tool *t, const struct opt_common *o, int flags)
{
	struct err e = ERR_INIT;
	int rc = tool_open(t, "ctr-provision", o, ROLE_OFFBOARD, flags, &e);

	if (rc == 1) {
		if ((flags & TOOL_OPERATOR) == 0) {
			say_more(1, "another run is at it");
			return -1;
		}
		rc = err_set(&e, ERR_TEMP, "another run is at it");
	}
	return rc == -1 ? say_err(&e) : 0;
}

static int
new(const struct opt_common *o, const char *from, char *const *words, int n)
{
	struct tool t;
	int rc;

	if (from != NULL && n > 0)
		opt_usage("--from and %s", words[0]);
	/* One transaction: who thinks at the prompt holds up no run. */
	rc = begin(&t, o, TOOL_OPERATOR);
	return rc != 0 ? rc : newcomer_tool(&t, o, from, words, n);
}

/* A new link to a first password, for one that has lapsed or was lost. */
static int
credential(const struct opt_common *o, const char *upn)
{
	struct contractor c;
	struct err e = ERR_INIT;
	struct tool t;
	int rc = begin(&t, o, TOOL_LOCK | TOOL_OPERATOR);

	if (rc != 0)
		return rc;
	memset(&c, 0, sizeof(c));
	if ((rc = contractor_find(t.ctx.db, upn, &c, &e)) == 0)
		rc = err_set(&e, ERR_DATA, "%s: no such contractor", upn);
	else if (rc == 1)
		rc = newcomer_made_credential(&t.ctx, c.id, &e);
	contractor_clear(&c);
	return tool_close(&t, rc == -1 ? say_err(&e) : 0, NULL);
}

int
main(int argc, char **argv)
{
	const char *limit = NULL, *from = NULL;
	const struct opt own[] = {
		{ .name = "limit", .arg = OPT_VALUE, .word = "N",
		    .help = "start at most N jobs", .value = &limit },
		{ .name = "from", .arg = OPT_VALUE, .word = "FILE",
		    .help = "newcomers, CSV or JSON", .value = &from },
		{ .name = NULL }
	};
	struct job_run r = { .kinds = kinds, .accept = -1, .limit = -1 };
	struct opt_common o;
	struct tool t;
	int first, rc;

	say_open("ctr-provision");
	first = opt_parse(argc, argv, synopsis, OPT_HAS_DRY | OPT_HAS_OUTPUT,
	    own, &o);
	if (first < argc && strcmp(argv[first], "new") == 0)
		return new(&o, from, argv + first + 1, argc - first - 1);
	if (first + 2 == argc && strcmp(argv[first], "credential") == 0 &&
	    !o.dry)
		return credential(&o, argv[first + 1]);
	if (from != NULL)
		opt_usage("--from: ctr-provision new --from FILE");
	if (limit != NULL && num_int(limit, 1, INT64_MAX, &r.limit) == -1)
		opt_usage("--limit %s: not a number", limit);
	r.upns = argv + first;
	r.n_upns = argc - first;
	rc = begin(&t, &o, TOOL_LOCK | TOOL_SECRET | TOOL_RUN |
	    (r.n_upns > 0 ? TOOL_OPERATOR : 0));
	return rc == 0 ? provision_tool(&t, &r, &o) : rc == -1 ? 0 : rc;
}
