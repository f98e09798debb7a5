/* ctr-connect-scim: the connector for SCIM 2.0 services; ctr-connector(7). */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <curl/curl.h>
#include <sodium.h>

#include "base/err.h"
#include "connect/scim.h"
#include "connect/scim_change.h"
#include "connect/scim_list.h"
#include "connect/scim_member.h"
#include "connect/scim_user.h"
#include "connect/serve.h"

static serve_handler hello;

static const struct serve_op ops[] = {
	{ "hello", hello },
	{ "list", scim_list },
	{ "lookup", scim_user_lookup },
	{ "disable", scim_change_disable },
	{ "enable", scim_change_enable },
	{ "set_expiry", scim_change_set_expiry },
	{ "revoke_groups", scim_member_revoke },
	{ "restore_groups", scim_member_restore },
	{ "create", scim_change_create },
	{ "delete", scim_change_delete },
	{ NULL, NULL }
};

/* What this service cannot be asked is not among its ops. */
static json_t *
able(const struct scim *s)
{
	json_t *all = serve_ops(ops), *v;
	const char *name;
	size_t i;

	for (i = json_array_size(all); i-- > 0;) {
		v = json_array_get(all, i);
		name = json_string_value(v);
		if ((s->conf.expiry == NULL &&
		    strcmp(name, "set_expiry") == 0) ||
		    (!s->conf.groups && strstr(name, "groups") != NULL))
			json_array_remove(all, i);
	}
	return all;
}

static int
hello(struct serve *v, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	struct scim *s = arg;

	(void)v;
	scim_close(s);		/* what an earlier hello that failed left */
	if (scim_open(s, request, e) == -1)
		return cloud_end(&s->cloud, answer, -1);
	json_object_set_new(answer, "version", json_integer(1));
	json_object_set_new(answer, "name", json_string("scim"));
	json_object_set_new(answer, "ops", able(s));
	json_object_set_new(answer, "server",
	    json_string(http_host(s->cloud.http)));
	return 0;
}

int
main(int argc, char **argv)
{
	struct scim s;
	struct err e = ERR_INIT;
	int rc;

	(void)argv;
	if (argc != 1) {
		fputs("ctr-connect-scim takes no argument: ctr-connector(7)\n",
		    stderr);
		return ERR_USAGE;
	}
	signal(SIGPIPE, SIG_IGN);
	if (sodium_init() == -1 ||
	    curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		fputs("libraries that do not start\n", stderr);
		return ERR_SYSTEM;
	}
	memset(&s, 0, sizeof(s));
	rc = serve_run(0, 1, ops, &s, &e);
	scim_close(&s);
	curl_global_cleanup();
	if (rc == 0)
		return 0;
	fprintf(stderr, "%s\n", e.text);
	return e.kind;
}
