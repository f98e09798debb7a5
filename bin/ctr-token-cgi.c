/* ctr-token-cgi: a person's click.  ctr-token-cgi(8) */
#include <sodium.h>
#include <string.h>
#include <stdlib.h>
#include <unistd.h>

#include "act/key.h"
#include "act/tool.h"
#include "base/opt.h"
#include "base/say.h"
#include "store/db.h"
#include "store/db_heap.h"
#include "web/cgi.h"
#include "web/page.h"

enum {
	PAGE_MAX = 1 << 19,
	/* SQLite's memory: the schema above all, and what an answer writes. */
	HEAP_READS = 480 << 10,
	HEAP_ANSWERS = 736 << 10
};

/*
 * The tenant is opened for writing only when something was sent: whatever a
 * GET does, SQLite's authorizer lets it change nothing.
 */
static int
serve(struct cgi *c, struct buf *out, struct err *e)
{
	struct opt_common o = { .tenant = c->tenant, .accept = -1 };
	int reads = c->method != CGI_POST;
	char room[1024];
	static struct page p;
	static struct tool t;
	int rc;

	o.dry = reads;
	o.now = getenv("CTR_NOW");
	if (tool_open(&t, "ctr-token-cgi", &o, reads ? ROLE_READ : ROLE_CLICK,
	    TOOL_CLICK, e) == -1)
		return -1;
	p.cgi = c;
	p.ctx = &t.ctx;
	p.conf = t.conf;
	p.keys = key_dir(t.conf, room, sizeof(room));
	p.words = words_new(t.ctx.db, t.conf);
	cgi_address(c, conf_or(t.conf, "web", "client_header",
	    "REMOTE_ADDR"));
	rc = page_show(&p, out, e);
	words_free(p.words);
	/* The lock goes before the page does; the process ends soon. */
	db_rollback(t.ctx.db);
	return rc == 0 ? p.status : -1;
}

/* status_of: what to tell a browser about an error of ours. */
static int
status_of(const struct cgi *c, const struct err *e)
{
	struct tenant t;
	struct err none = ERR_INIT;

	if (e->kind == ERR_TEMP)
		return 503;
	/* No such tenant is no secret, and no fault of ours. */
	if (e->kind == ERR_CONFIG && (tenant_init(&t, c->tenant, &none) ==
	    -1 || access(t.db, F_OK) == -1))
		return 404;
	return 500;
}

int
main(void)
{
	struct buf out = BUF_INIT(PAGE_MAX);
	struct err e = ERR_INIT;
	struct cgi c;
	char **env, *style;
	int status;

	env = cgi_start();
	db_patience(CGI_SECONDS - 3);	/* there must be time to say so */
	say_open("ctr-token-cgi");
	if (sodium_init() == -1)
		return ERR_SYSTEM;
	status = cgi_read(&c, env, STDIN_FILENO);
	if (status == 0) {
		db_heap_use(c.method == CGI_POST ? HEAP_ANSWERS : HEAP_READS);
		status = serve(&c, &out, &e);
		if (status == -1) {
			status = status_of(&c, &e);
			if (status != 404)
				(void)say_err(&e);
		}
	}
	if (out.len == 0 || !buf_ok(&out))
		page_problem(status, &out);
	style = words_style(buf_get(&out));
	if (cgi_send(STDOUT_FILENO, c.method, status, style, &out) == -1)
		return ERR_IO;
	/* The server need not wait for the end of a process. */
	(void)close(STDOUT_FILENO);
	free(style);
	buf_clear(&out);
	cgi_clear(&c);
	return 0;
}
