/* ctr-connect-okta: the connector for Okta; ctr-connector(7). */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "base/err.h"
#include "connect/okta.h"
#include "connect/okta_change.h"
#include "connect/okta_create.h"
#include "connect/okta_group.h"
#include "connect/okta_list.h"
#include "connect/okta_user.h"
#include "connect/serve.h"

static serve_handler hello;

static const struct serve_op ops[] = {
	{ "hello", hello },
	{ "list", okta_list },
	{ "lookup", okta_user_lookup },
	{ "create", okta_create },
	{ "disable", okta_change_disable },
	{ "enable", okta_change_enable },
	{ "end_sessions", okta_change_sessions },
	{ "set_expiry", okta_change_expiry },
	{ "revoke_groups", okta_group_revoke },
	{ "restore_groups", okta_group_restore },
	{ "set_password", okta_change_password },
	{ "delete", okta_change_delete },
	{ NULL, NULL }
};

/* Okta itself ends no account on a day. */
static json_t *
able(const struct okta *o)
{
	json_t *all = serve_ops(ops);
	size_t i;

	for (i = json_array_size(all); i-- > 0;)
		if (o->conf.expiry_attribute == NULL && strcmp("set_expiry",
		    json_string_value(json_array_get(all, i))) == 0)
			json_array_remove(all, i);
	return all;
}

static int
hello(struct serve *s, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	struct okta *o = arg;

	(void)s;
	okta_close(o);		/* what an earlier hello that failed left */
	if (okta_open(o, request, e) == -1)
		return cloud_end(&o->cloud, answer, -1);
	json_object_set_new(answer, "version", json_integer(1));
	json_object_set_new(answer, "name", json_string("okta"));
	json_object_set_new(answer, "ops", able(o));
	json_object_set_new(answer, "server",
	    json_string(http_host(o->cloud.http)));
	return 0;
}

int
main(int argc, char **argv)
{
	struct okta o;
	struct err e = ERR_INIT;
	int rc;

	(void)argv;
	if (argc != 1) {
		fputs("ctr-connect-okta takes no argument: ctr-connector(7)\n",
		    stderr);
		return ERR_USAGE;
	}
	signal(SIGPIPE, SIG_IGN);	/* a server that hangs up is an error */
	if (sodium_init() == -1) {
		fputs("no random numbers\n", stderr);
		return ERR_SYSTEM;
	}
	memset(&o, 0, sizeof(o));
	rc = serve_run(0, 1, ops, &o, &e);
	okta_close(&o);
	if (rc == 0)
		return 0;
	fprintf(stderr, "%s\n", e.text);
	return e.kind;
}
