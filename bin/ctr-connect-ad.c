/* ctr-connect-ad: the connector for Active Directory; ctr-connector(7). */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "base/err.h"
#include "connect/ad.h"
#include "connect/ad_change.h"
#include "connect/ad_create.h"
#include "connect/ad_find.h"
#include "connect/serve.h"

static serve_handler hello, list;

static const struct serve_op ops[] = {
	{ "hello", hello },
	{ "list", list },
	{ "lookup", ad_change_lookup },
	{ "disable", ad_change_disable },
	{ "enable", ad_change_enable },
	{ "set_expiry", ad_change_set_expiry },
	{ "revoke_groups", ad_change_revoke_groups },
	{ "restore_groups", ad_change_restore_groups },
	{ "random_password", ad_change_random_password },
	{ "describe", ad_change_describe },
	{ "move_ou", ad_change_move_ou },
	{ "delete", ad_change_delete },
	{ "create", ad_create },
	{ "set_password", ad_create_password },
	{ NULL, NULL }
};

/* Without a place for new accounts it makes none. */
static json_t *
able(const struct ad *ad)
{
	json_t *all = serve_ops(ops);
	size_t i;

	for (i = json_array_size(all); i-- > 0;)
		if (ad->conf.create_ou == NULL && strcmp("create",
		    json_string_value(json_array_get(all, i))) == 0)
			json_array_remove(all, i);
	return all;
}

static int
hello(struct serve *s, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	struct ad *ad = arg;

	(void)s;
	ad_close(ad);		/* what an earlier hello that failed left */
	if (ad_config_read(&ad->conf, json_object_get(request, "config"),
	    e) == -1)
		return -1;
	ad->protected = json_incref(json_object_get(request, "protected"));
	ad->privileged =
	    json_incref(json_object_get(request, "privileged_groups"));
	if (ad_ready(ad, e) == -1)
		return -1;
	json_object_set_new(answer, "version", json_integer(1));
	json_object_set_new(answer, "name", json_string("ad"));
	json_object_set_new(answer, "ops", able(ad));
	json_object_set_new(answer, "server", json_string(ad->server));
	return 0;
}

static int
list(struct serve *s, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	struct ad *ad = arg;

	if (ad_ready(ad, e) == -1)
		return -1;
	return ad_find(ad, s, request, answer, e);
}

int
main(int argc, char **argv)
{
	struct ad ad = { .ld = NULL };
	struct err e = ERR_INIT;
	int rc;

	(void)argv;
	if (argc != 1) {
		fputs("ctr-connect-ad takes no argument: ctr-connector(7)\n",
		    stderr);
		return ERR_USAGE;
	}
	signal(SIGPIPE, SIG_IGN);	/* a server that hangs up is an error */
	if (sodium_init() == -1) {
		fputs("no random numbers\n", stderr);
		return ERR_SYSTEM;
	}
	rc = serve_run(0, 1, ops, &ad, &e);
	ad_close(&ad);
	if (rc == 0)
		return 0;
	fprintf(stderr, "%s\n", e.text);
	return e.kind;
}
