/* ctr-connect-entra: the connector for Microsoft Entra; ctr-connector(7). */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <curl/curl.h>
#include <sodium.h>

#include "base/err.h"
#include "connect/entra.h"
#include "connect/entra_change.h"
#include "connect/entra_list.h"
#include "connect/entra_member.h"
#include "connect/entra_user.h"
#include "connect/serve.h"

static serve_handler hello;

static const struct serve_op ops[] = {
	{ "hello", hello },
	{ "list", entra_list },
	{ "lookup", entra_user_lookup },
	{ "disable", entra_change_disable },
	{ "enable", entra_change_enable },
	{ "end_sessions", entra_change_end_sessions },
	{ "revoke_groups", entra_member_revoke },
	{ "restore_groups", entra_member_restore },
	{ "random_password", entra_change_random_password },
	{ "set_password", entra_change_set_password },
	{ "create", entra_change_create },
	{ "delete", entra_change_delete },
	{ NULL, NULL }
};

static int
hello(struct serve *s, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	struct entra *g = arg;

	(void)s;
	entra_close(g);		/* what an earlier hello that failed left */
	if (entra_open(g, request, e) == -1)
		return cloud_end(&g->cloud, answer, -1);
	json_object_set_new(answer, "version", json_integer(1));
	json_object_set_new(answer, "name", json_string("entra"));
	json_object_set_new(answer, "ops", serve_ops(ops));
	json_object_set_new(answer, "server",
	    json_string(http_host(g->cloud.http)));
	return 0;
}

int
main(int argc, char **argv)
{
	struct entra g;
	struct err e = ERR_INIT;
	int rc;

	(void)argv;
	if (argc != 1) {
		fputs("ctr-connect-entra takes no argument: "
		    "ctr-connector(7)\n", stderr);
		return ERR_USAGE;
	}
	signal(SIGPIPE, SIG_IGN);
	if (sodium_init() == -1 ||
	    curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		fputs("libraries that do not start\n", stderr);
		return ERR_SYSTEM;
	}
	memset(&g, 0, sizeof(g));
	rc = serve_run(0, 1, ops, &g, &e);
	entra_close(&g);
	curl_global_cleanup();
	if (rc == 0)
		return 0;
	fprintf(stderr, "%s\n", e.text);
	return e.kind;
}
