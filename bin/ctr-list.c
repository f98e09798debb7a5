/* ctr-list: what the registry holds, noun by noun. */
#include <stddef.h>

#include "act/list.h"
#include "act/list_tenant.h"
#include "act/tool.h"
#include "base/num.h"
#include "base/opt.h"
#include "base/say.h"

#include <string.h>

static int opt_raw;
static const char *opt_columns, *opt_sort, *opt_limit;

static const struct opt options[] = {
	{ "columns", 0, OPT_VALUE, "A,B...", "these columns, in this order",
	    NULL, &opt_columns, NULL, NULL },
	{ "sort", 0, OPT_VALUE, "COLUMN", "by this column", NULL, &opt_sort,
	    NULL, NULL },
	{ "limit", 0, OPT_VALUE, "N", "at most N rows", NULL, &opt_limit, NULL,
	    NULL },
	{ "raw", 0, OPT_FLAG, NULL,
	    "csv for a program: no guard against formulas", &opt_raw, NULL,
	    NULL, NULL },
	{ NULL, 0, OPT_FLAG, NULL, NULL, NULL, NULL, NULL, NULL }
};

static const char synopsis[] =
    "ctr-list [NOUN] [COLUMN=VALUE | COLUMN<VALUE | COLUMN>VALUE]... "
    "[--columns A,B...] [--sort A] [--limit N] [--raw]";

int
main(int argc, char **argv)
{
	struct err e = ERR_INIT;
	struct opt_common o;
	struct list_opt l;
	struct tool t;
	const char *noun = "contractor";
	int i, rc;

	say_open("ctr-list");
	i = opt_parse(argc, argv, synopsis, OPT_HAS_OUTPUT, options, &o);
	if (i < argc && strpbrk(argv[i], "=<>") == NULL)
		noun = argv[i++];
	memset(&l, 0, sizeof(l));
	l.format = o.output;
	l.raw = opt_raw;
	l.columns = opt_columns;
	l.sort = opt_sort;
	l.filters = argv + i;
	l.n_filters = argc - i;
	if (opt_limit != NULL &&
	    num_int(opt_limit, 1, INT64_MAX, &l.limit) == -1)
		opt_usage("--limit %s: not a number from 1", opt_limit);
	if (strcmp(noun, "tenant") == 0)
		return list_tenant(o.tenant, &l, 1, &e) == -1 ? say_err(&e) :
		    0;
	o.dry = 1;		/* it only reads */
	if (tool_open(&t, "ctr-list", &o, ROLE_READ, 0, &e) == -1)
		return say_err(&e);
	l.conf = t.conf;
	rc = list_noun(&t.ctx, noun, &l, 1, &e) == -1 ? say_err(&e) : 0;
	return tool_close(&t, rc, NULL);
}
