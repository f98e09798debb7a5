/* ctr-portal-cgi: a tenant in a browser.  ctr-portal-cgi(8) */
#include <sodium.h>
#include <unistd.h>

#include "base/say.h"
#include "store/db.h"
#include "web/portal.h"

int
main(void)
{
	static struct portal p;
	static struct tool t;
	char **env = cgi_start();
	int rc;

	say_open("ctr-portal-cgi");
	if (sodium_init() == -1)
		return ERR_SYSTEM;
	(void)alarm(PORTAL_SECONDS);
	db_patience(PORTAL_SECONDS - 5);	/* time to say so */
	portal_init(&p, env, STDIN_FILENO);
	if (portal_read(&p) == -1)
		portal_problem(&p, p.status);
	else if (!portal_asset(&p))
		portal_serve(&p, &t);
	rc = portal_send(&p, STDOUT_FILENO);
	/* The server need not wait for the end of a process. */
	(void)close(STDOUT_FILENO);
	portal_clear(&p);
	return rc == -1 ? ERR_IO : 0;
}
