/* ctr-key: the keys of the HTTP API.  ctr-key(8) */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "act/init.h"
#include "act/key.h"
#include "act/keyring.h"
#include "act/tool.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/say.h"

static const char synopsis[] =
    "ctr-key [list]\n"
    "ctr-key make [--role ROLE] [--scope SCOPE]... [--expires DAY|never]\n"
    "    [--rate N] NAME\n"
    "ctr-key revoke --why TEXT NAME|NUMBER...\n"
    "ctr-key rotate";

static const char *opt_role, *opt_expires, *opt_rate, *opt_why;
static struct buf scopes = BUF_INIT(256);
static struct opt_common common;
static const char *keys;	/* key_dir */

static void
scope(const char *value, void *arg)
{
	(void)arg;
	buf_fmt(&scopes, "%s%s", scopes.len > 0 ? " " : "", value);
}

static const struct opt options[] = {
	{ "role", 0, OPT_VALUE, "ROLE", "viewer auditor operator approver",
	    NULL, &opt_role, NULL, NULL },
	{ "scope", 0, OPT_MANY, "SCOPE", "only this of what the role may",
	    NULL, NULL, scope, NULL },
	{ "expires", 0, OPT_VALUE, "DAY", "its last day, or never", NULL,
	    &opt_expires, NULL, NULL },
	{ "rate", 0, OPT_VALUE, "N", "requests a minute; 0 no limit", NULL,
	    &opt_rate, NULL, NULL },
	{ "why", 0, OPT_VALUE, "TEXT", "for the evidence", NULL, &opt_why,
	    NULL, NULL },
	{ NULL, 0, OPT_FLAG, NULL, NULL, NULL, NULL, NULL, NULL }
};

static int
list(struct ctx *x, char **words, struct err *e)
{
	(void)words;
	return keyring_list(x, common.output, STDOUT_FILENO, e);
}

/* A bearer that nobody has seen is worth nothing. */
static int
make(struct ctx *x, char **words, struct err *e)
{
	struct keyring_new w = { words[0], opt_role != NULL ? opt_role :
		"viewer", buf_get(&scopes), KEYRING_RATE, opt_expires };
	char bearer[BEARER_MAX + 1];
	struct err shown = ERR_INIT;
	int rc;

	if ((opt_rate != NULL && num_int(opt_rate, 0, 1000000, &w.rate) ==
	    -1) || !buf_ok(&scopes))
		return err_set(e, ERR_USAGE, "--rate is 0 to 1000000; a scope "
		    "is named once");
	if (keyring_make(x, keys, &w, bearer, NULL, e) == -1)
		return -1;
	rc = puts(bearer) == EOF || fflush(stdout) == EOF ?
	    err_sys(&shown, ERR_IO, "stdout") : 0;
	mem_wipe(bearer, sizeof(bearer));
	if (rc == 0)
		return 0;
	if (keyring_revoke(x, w.name, "it could not be shown", e) == 0)
		*e = shown;
	return -1;
}

static int
revoke(struct ctx *x, char **words, struct err *e)
{
	if (opt_why == NULL)
		return err_set(e, ERR_USAGE, "--why TEXT: for the evidence");
	for (; *words != NULL; words++)
		if (keyring_revoke(x, *words, opt_why, e) == -1)
			return -1;
	return 0;
}

static int
rotate(struct ctx *x, char **words, struct err *e)
{
	int number = words[0] != NULL;	/* there are none */

	if (keyring_rotate(x, keys, &number, e) == -1)
		return -1;
	printf("key\t%s.api.%d\n", x->tenant->name, number);
	return fflush(stdout) == EOF ? err_sys(e, ERR_IO, "stdout") : 0;
}

static const struct verb {
	const char *name;
	int	min, max;	/* words behind it */
	int	(*run)(struct ctx *, char **words, struct err *);
} verbs[] = {
	{ "list", 0, 0, list },
	{ "make", 1, 1, make },
	{ "revoke", 1, 1000, revoke },
	{ "rotate", 0, 0, rotate },
};

static const struct verb *
find_verb(int n, char **words)
{
	size_t i;

	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(words[0], verbs[i].name) == 0 &&
		    n - 1 >= verbs[i].min && n - 1 <= verbs[i].max)
			return &verbs[i];
	opt_usage("%s: no such form", words[0]);
}

int
main(int argc, char **argv)
{
	static char list_word[] = "list";
	char *none[] = { list_word, NULL }, room[1024], actor[EVIDENCE_ACTOR];
	const struct verb *v;
	struct err e = ERR_INIT;
	struct tool t;
	int n, rc;

	say_open("ctr-key");
	n = opt_parse(argc, argv, synopsis, OPT_HAS_OUTPUT, options, &common);
	argc -= n;
	argv = argc > 0 ? argv + n : none;
	v = find_verb(argc > 0 ? argc : 1, argv);
	common.dry = v->run == list;
	tool_operator(actor);
	if (init_become(common.tenant, &e) == -1 || tool_open(&t, "ctr-key",
	    &common, ROLE_KEY, TOOL_OPERATOR, &e) == -1)
		return say_err(&e);
	memcpy(t.ctx.actor, actor, sizeof(actor));
	keys = key_dir(t.conf, room, sizeof(room));
	rc = v->run(&t.ctx, argv + 1, &e);
	return tool_close(&t, rc == -1 ? say_err(&e) : 0, NULL);
}
