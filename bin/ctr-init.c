/* ctr-init: create or upgrade a tenant: database, keys. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "act/init.h"
#include "act/tool.h"
#include "base/opt.h"
#include "base/rows.h"
#include "base/say.h"
#include "base/when.h"

static int opt_test, opt_upgrade;
static const char *opt_zone, *opt_fallback, *opt_rotate;

static const struct opt options[] = {
	{ "test", 0, OPT_FLAG, NULL, "a tenant for trials: -T with effects",
	    &opt_test, NULL, NULL, NULL },
	{ "zone", 0, OPT_VALUE, "ZONE", "time zone of business dates", NULL,
	    &opt_zone, NULL, NULL },
	{ "fallback-reviewer", 0, OPT_VALUE, "ADDRESS",
	    "who is asked when no manager can be", NULL, &opt_fallback, NULL,
	    NULL },
	{ "upgrade", 0, OPT_FLAG, NULL, "schema steps, after a backup",
	    &opt_upgrade, NULL, NULL, NULL },
	{ "rotate", 0, OPT_VALUE, "token|evidence", "a new key", NULL,
	    &opt_rotate, NULL, NULL },
	{ NULL, 0, OPT_FLAG, NULL, NULL, NULL, NULL, NULL, NULL }
};

static const char synopsis[] =
    "ctr-init [--test] [--zone ZONE] [--fallback-reviewer ADDRESS]\n"
    "ctr-init --upgrade\n"
    "ctr-init --rotate token|evidence";

static int quiet;

static void
made(const char *what, const char *name, void *arg)
{
	(void)arg;
	if (!quiet)
		printf("%s\t%s\n", what, name);
}

/* On a terminal the one thing that nobody thinks of is asked for. */
static const char *
ask_fallback(char line[256])
{
	if (opt_fallback != NULL || !isatty(0) || !isatty(2))
		return opt_fallback;
	fputs("Who is asked when no manager can be (an address, or empty)? ",
	    stderr);
	if (fgets(line, 256, stdin) == NULL)
		return NULL;
	line[strcspn(line, "\r\n")] = '\0';
	return *line != '\0' ? line : NULL;
}

static void
would(const char *what, const char *name, void *arg)
{
	(void)arg;
	printf("would make\t%s %s\n", what, name);
}

static int
plan(const struct tenant *t, struct err *e)
{
	if (opt_upgrade)
		return init_upgrade_plan(t, would, NULL, e) == -1 ? -1 : 0;
	if (opt_rotate != NULL)
		would(opt_rotate, "key", NULL);
	else
		printf("would %s\t%s\n", access(t->db, F_OK) == 0 ? "keep" :
		    "make", t->db);
	return 0;
}

static int
run(const struct tenant *t, struct conf *conf, struct init *in,
    struct err *e)
{
	char line[256], name[128];
	int n;

	if (opt_rotate != NULL) {
		if (init_rotate(t, conf, opt_rotate, in, &n, e) == -1)
			return -1;
		snprintf(name, sizeof(name), "%s.%s.%d", t->name, opt_rotate,
		    n);
		made("key", name, NULL);
		return 0;
	}
	if (opt_upgrade)
		return init_upgrade(t, conf, in, made, NULL, e) == -1 ? -1 : 0;
	if (access(t->db, F_OK) == -1)
		in->fallback = ask_fallback(line);
	return init_tenant(t, conf, in, made, NULL, e);
}

int
main(int argc, char **argv)
{
	struct err e = ERR_INIT;
	struct opt_common o;
	struct init in;
	struct tenant t;
	struct conf *conf = NULL;
	char actor[EVIDENCE_ACTOR];
	int rc;

	say_open("ctr-init");
	if (opt_parse(argc, argv, synopsis, OPT_HAS_DRY, options, &o) != argc)
		opt_usage("too many arguments");
	if (opt_upgrade && opt_rotate != NULL)
		opt_usage("--upgrade or --rotate, not both");
	if ((opt_upgrade || opt_rotate) && (opt_test || opt_zone ||
	    opt_fallback))
		opt_usage("--test, --zone and --fallback-reviewer: new only");
	if (o.now_given && !opt_test && opt_rotate == NULL && !o.dry)
		opt_usage("--now goes with -n, --test or --rotate");
	quiet = o.quiet;
	umask(0007);
	tool_operator(actor);
	memset(&in, 0, sizeof(in));
	in.test = opt_test;
	in.zone = opt_zone;
	in.actor = actor;
	in.now = when_clock();
	in.told = o.now_given;
	if (o.now != NULL && (opt_test || o.dry || in.told) &&
	    when_parse(o.now, &in.now) == -1)
		opt_usage("--now %s: not an ISO 8601 time with zone", o.now);
	if (sodium_init() == -1 || tenant_init(&t, o.tenant, &e) == -1 ||
	    (conf = conf_load(&t, CONF_PLAIN, &e)) == NULL)
		return say_err(&e);
	rc = o.dry ? plan(&t, &e) : init_owner(&t, conf, &e) == -1 ? -1 :
	    run(&t, conf, &in, &e);
	conf_free(conf);
	if (rc == 0 && (fflush(stdout) == EOF || ferror(stdout)))
		rc = err_sys(&e, ERR_IO, "stdout");
	return rc == -1 ? say_err(&e) : 0;
}
