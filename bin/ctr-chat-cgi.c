/* ctr-chat-cgi: a button in Slack was pressed.  ctr-chat-cgi(8) */
#include <sodium.h>
#include <stdlib.h>
#include <unistd.h>

#include "act/tool.h"
#include "base/opt.h"
#include "base/say.h"
#include "store/db.h"
#include "web/chat_in.h"

/* keep: the HTTP status. */
static int
keep(struct chat_in *in)
{
	struct opt_common o = { .tenant = in->cgi.tenant, .accept = -1 };
	struct err e = ERR_INIT, none = ERR_INIT;
	struct tenant name;
	struct tool t;
	int status;

	o.now = getenv("CTR_NOW");
	if (tool_open(&t, "ctr-chat-cgi", &o, ROLE_PRESS, TOOL_CLICK, &e) ==
	    -1) {
		/* No such tenant is no secret, and no fault of ours. */
		if (e.kind == ERR_CONFIG && (tenant_init(&name,
		    in->cgi.tenant, &none) == -1 ||
		    access(name.db, F_OK) == -1))
			return 404;
	} else {
		status = chat_in_keep(in, &t.ctx, t.conf, &e);
		db_rollback(t.ctx.db);
		if (status != -1)
			return status;
	}
	(void)say_err(&e);
	return e.kind == ERR_TEMP ? 503 : 500;
}

int
main(void)
{
	static struct chat_in in;
	char **env = cgi_start();
	int status;

	say_open("ctr-chat-cgi");
	(void)alarm(CHAT_IN_SECONDS);
	db_patience(CHAT_IN_SECONDS - 1);	/* time to say so */
	if (sodium_init() == -1)
		return ERR_SYSTEM;
	if ((status = chat_in_read(&in, env, STDIN_FILENO)) == 0)
		status = keep(&in);
	chat_in_clear(&in);
	return chat_in_send(STDOUT_FILENO, status) == -1 ? ERR_IO : 0;
}
