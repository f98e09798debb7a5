/*
 * Any bytes as a request to the API: a line each for the method, PATH_INFO,
 * QUERY_STRING, Accept, Idempotency-Key, Content-Length and Authorization.
 * Never a crash; what is taken keeps the promises of the headers, and what is
 * refused is an answer that can be sent.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tenant.h"
#include "base/text.h"
#include "domain/bearer.h"
#include "web/api.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

enum { LINES = 7, LINE_LEN = 1200 };

static const char *const names[LINES] = { "REQUEST_METHOD", "PATH_INFO",
	"QUERY_STRING", "HTTP_ACCEPT", "HTTP_IDEMPOTENCY_KEY",
	"CONTENT_LENGTH", "HTTP_AUTHORIZATION" };

/* fill: up to LINES variables out of the data's lines. */
static void
fill(char room[LINES][LINE_LEN], char *env[LINES + 1], const uint8_t *data,
    size_t len)
{
	const uint8_t *nl;
	size_t n;
	int i;

	for (i = 0; i < LINES && len > 0; i++) {
		nl = memchr(data, '\n', len);
		n = nl == NULL ? len : (size_t)(nl - data);
		(void)snprintf(room[i], LINE_LEN, "%s=%.*s", names[i],
		    (int)(n < 1000 ? n : 1000), (const char *)data);
		env[i] = room[i];
		n += nl != NULL;
		data += n;
		len -= n;
	}
	env[i] = NULL;
}

static void
check_taken(const struct api *a)
{
	const struct form *f = &a->cgi.form;
	int i;

	if (a->route == NULL || !tenant_name(a->tenant) ||
	    strchr(a->part, '/') != NULL ||
	    !text_ok(a->part, strlen(a->part)) ||
	    (a->method == CGI_POST) != a->route->post ||
	    strchr(a->request, ' ') != NULL ||
	    (a->method == CGI_POST && a->body_len < 0))
		abort();
	for (i = 0; i < f->count; i++)
		if (strstr(a->route->query, f->field[i].name) == NULL)
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static char room[LINES][LINE_LEN];
	char *env[LINES + 1];
	const char *bearer;
	struct api a;

	fill(room, env, data, len);
	api_init(&a, env, -1);
	if (api_read(&a) == 0)
		check_taken(&a);
	else if (a.status < 200 || !buf_ok(&a.body) ||
	    (a.status != 204 && a.body.len == 0))
		abort();
	bearer = api_bearer(&a);
	if (bearer_parse(bearer) < 0 || bearer_mark_key(bearer) < 0 ||
	    (bearer_parse(bearer) > 0 && strlen(bearer) > BEARER_MAX) ||
	    (bearer_mark_key(bearer) > 0 && strlen(bearer) > BEARER_MARK_MAX))
		abort();
	api_clear(&a);
	return 0;
}
