/* ctr-policy: how the tenant wants things done. */
#include <stdio.h>
#include <string.h>

#include "act/govern.h"
#include "act/list.h"
#include "act/tool.h"
#include "base/opt.h"
#include "base/rows.h"
#include "base/say.h"
#include "store/setting.h"

static const char synopsis[] =
    "ctr-policy [list]\n"
    "ctr-policy get NAME\n"
    "ctr-policy set NAME VALUE|-\n"
    "ctr-policy reset NAME\n"
    "ctr-policy describe [NAME]";

static const struct opt options[] = {
	{ NULL, 0, OPT_FLAG, NULL, NULL, NULL, NULL, NULL, NULL }
};
static struct opt_common common;

static int
list(struct ctx *x, char **words, struct err *e)
{
	struct list_opt o;

	(void)words;
	memset(&o, 0, sizeof(o));
	o.format = common.output;
	return list_noun(x, "policy", &o, 1, e);
}

static int
get(struct ctx *x, char **words, struct err *e)
{
	struct buf is = BUF_INIT(16384);
	int rc;

	if (policy_find(words[0]) == NULL)
		return policy_check(words[0], "", e);
	/* As it was set: a zone that is not here counts for nobody. */
	if ((rc = setting_get(x->db, words[0], &is, e)) != -1)
		puts(rc == 1 ? buf_get(&is) : policy_get(x->policy, words[0]));
	buf_clear(&is);
	return rc == -1 ? -1 : 0;
}

static int
change(struct ctx *x, const char *name, const char *value, struct err *e)
{
	char line[128];
	int rc = govern_set(x, name, value, e);

	snprintf(line, sizeof(line), "ctr-policy changed=%d", rc);
	return rc == -1 ? -1 : say_report(line, common.quiet);
}

/* A value of "-" is the first line of stdin. */
static int
set(struct ctx *x, char **words, struct err *e)
{
	char line[8200];

	if (strcmp(words[1], "-") != 0)
		return change(x, words[0], words[1], e);
	if (fgets(line, sizeof(line), stdin) == NULL)
		return err_set(e, ERR_DATA, "stdin: no value");
	line[strcspn(line, "\r\n")] = '\0';
	return change(x, words[0], line, e);
}

static int
reset(struct ctx *x, char **words, struct err *e)
{
	return change(x, words[0], NULL, e);
}

static int
describe(struct ctx *x, char **words, struct err *e)
{
	(void)x;
	return list_settings(words[0], common.output, 1, e);
}

static const struct verb {
	const char *name;
	int	min, max;	/* words behind it */
	int	writes;
	int	(*run)(struct ctx *, char **words, struct err *);
} verbs[] = {
	{ "list", 0, 0, 0, list },
	{ "get", 1, 1, 0, get },
	{ "set", 2, 2, 1, set },
	{ "reset", 1, 1, 1, reset },
	{ "describe", 0, 1, 0, describe },
};

static const struct verb *
find_verb(int argc, char **argv)
{
	size_t i;

	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(argv[0], verbs[i].name) == 0 &&
		    argc - 1 >= verbs[i].min && argc - 1 <= verbs[i].max)
			return &verbs[i];
	opt_usage("%s: no such form", argv[0]);
}

int
main(int argc, char **argv)
{
	static char list_word[] = "list";
	char *none[] = { list_word, NULL, NULL };
	const struct verb *v;
	struct err e = ERR_INIT;
	struct tool t;
	int n, rc;

	say_open("ctr-policy");
	n = opt_parse(argc, argv, synopsis, OPT_HAS_OUTPUT, options, &common);
	argc -= n;
	argv = argc > 0 ? argv + n : none;
	v = find_verb(argc > 0 ? argc : 1, argv);
	common.dry = !v->writes;
	if ((rc = tool_open(&t, "ctr-policy", &common, ROLE_POLICY,
	    TOOL_OPERATOR | TOOL_ANY_ZONE, &e)) == -1)
		return say_err(&e);
	if ((rc = v->run(&t.ctx, argv + 1, &e)) == -1)
		rc = say_err(&e);
	if (fflush(stdout) == EOF || ferror(stdout))
		rc = err_worst(rc, ERR_IO);
	return tool_close(&t, rc, NULL);
}
