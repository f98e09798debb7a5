/* ctr-api-cgi: the HTTP API.  ctr-api-cgi(8) */
#include <sodium.h>
#include <unistd.h>

#include "base/say.h"
#include "web/api.h"

int
main(void)
{
	static struct api a;
	static struct tool t;
	char **env = cgi_start();
	int rc;

	say_open("ctr-api-cgi");
	if (sodium_init() == -1)
		return ERR_SYSTEM;
	(void)alarm(API_SECONDS);
	api_init(&a, env, STDIN_FILENO);
	if (api_read(&a) == 0)
		api_serve(&a, &t);
	rc = api_send(&a, STDOUT_FILENO);
	api_clear(&a);
	return rc == -1 ? ERR_IO : 0;
}
