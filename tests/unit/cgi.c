#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "web/cgi.h"

/* body_fd: a pipe that holds body and then ends. */
static int
body_fd(const char *body)
{
	int p[2];

	assert_int_equal(pipe(p), 0);
	assert_int_equal(write(p[1], body, strlen(body)),
	    (ssize_t)strlen(body));
	(void)close(p[1]);
	return p[0];
}

#define POST(len, type) "REQUEST_METHOD=POST", "PATH_INFO=/acme/abc", \
	"CONTENT_LENGTH=" len, "CONTENT_TYPE=" type
#define FORM "application/x-www-form-urlencoded"

static void
requests(void **state)
{
	static struct {
		const char *why;
		int	status;
		const char *body;
		const char *env[8];
	} c[] = {
		{ "get", 0, "", { "REQUEST_METHOD=GET", "PATH_INFO=/acme/ab",
		    NULL } },
		{ "head", 0, "", { "REQUEST_METHOD=HEAD",
		    "PATH_INFO=/acme/ab/offboard", NULL } },
		{ "post", 0, "answer=x", { POST("8", FORM), NULL } },
		{ "post with charset", 0, "answer=x", { POST("8",
		    FORM "; charset=utf-8"), NULL } },
		{ "reads no further than it was told", 0, "answer=x&answer=y",
		    { POST("8", FORM), NULL } },
		{ "no method", 405, "", { "PATH_INFO=/acme/ab", NULL } },
		{ "put", 405, "", { "REQUEST_METHOD=PUT",
		    "PATH_INFO=/acme/ab", NULL } },
		{ "lower case", 405, "", { "REQUEST_METHOD=get",
		    "PATH_INFO=/acme/ab", NULL } },
		{ "no path", 404, "", { "REQUEST_METHOD=GET", NULL } },
		{ "shorter than told", 400, "answer=", { POST("8", FORM),
		    NULL } },
		{ "too long", 413, "", { POST("16385", FORM), NULL } },
		{ "much too long", 413, "", { POST("9223372036854775807",
		    FORM), NULL } },
		{ "a length beyond numbers", 400, "", {
		    POST("99999999999999999999", FORM), NULL } },
		{ "negative", 400, "", { POST("-1", FORM), NULL } },
		{ "not a number", 400, "", { POST("8x", FORM), NULL } },
		{ "no length", 411, "", { POST("", FORM), NULL } },
		{ "multipart", 415, "answer=x", { POST("8",
		    "multipart/form-data; boundary=x"), NULL } },
		{ "nearly the type", 415, "answer=x", { POST("8", FORM "ed"),
		    NULL } },
		{ "no type", 415, "answer=x", { "REQUEST_METHOD=POST",
		    "PATH_INFO=/acme/abc", "CONTENT_LENGTH=8", NULL } },
		{ "duplicate field", 400, "a=1&a=2", { POST("7", FORM),
		    NULL } },
	};
	struct cgi g;
	size_t i;
	int fd, got;

	(void)state;
	for (i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		fd = body_fd(c[i].body);
		got = cgi_read(&g, (char **)(uintptr_t)c[i].env, fd);
		(void)close(fd);
		if (got != c[i].status)
			fail_msg("%s: %d", c[i].why, got);
		cgi_clear(&g);
	}
}

static void
paths(void **state)
{
	static const struct {
		const char *path, *tenant, *token, *verb;
	} c[] = {
		{ "/acme", "acme", "", "" },
		{ "/acme/", "acme", "", "" },
		{ "/acme/aB-_9", "acme", "aB-_9", "" },
		{ "/acme/aB/attest", "acme", "aB", "attest" },
		{ "/acme/aB/attest/", "acme", "aB", "attest" },
		{ "/acme/aB/ask/551", "acme", "aB", "ask" },
	}, bad[] = {
		{ "", 0, 0, 0 }, { "acme", 0, 0, 0 }, { "/", 0, 0, 0 },
		{ "//aB", 0, 0, 0 }, { "/-acme/aB", 0, 0, 0 },
		{ "/Acme/aB", 0, 0, 0 }, { "/../aB", 0, 0, 0 },
		{ "/acme//attest", 0, 0, 0 }, { "/acme/a.b", 0, 0, 0 },
		{ "/acme/aB/attest/x", 0, 0, 0 },
		{ "/acme/aB/ATTEST", 0, 0, 0 },
		{ "/acme/aB/attestattestattest", 0, 0, 0 },
		{ "/acme/a\nb", 0, 0, 0 },
		{ "/acme/aB/ask", 0, 0, 0 }, { "/acme/aB/ask/0", 0, 0, 0 },
		{ "/acme/aB/ask/x", 0, 0, 0 },
		{ "/acme/aB/ask/99999999999999999999", 0, 0, 0 },
		{ "/acme/aB/attest/1", 0, 0, 0 },
	};
	char path[512];
	struct cgi g;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		assert_int_equal(cgi_path(&g, c[i].path), 0);
		assert_string_equal(g.tenant, c[i].tenant);
		assert_string_equal(g.token, c[i].token);
		assert_string_equal(g.verb, c[i].verb);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (cgi_path(&g, bad[i].path) == 0)
			fail_msg("taken: %s", bad[i].path);
	assert_int_equal(cgi_path(&g, NULL), -1);
	assert_int_equal(cgi_path(&g, "/acme/aB/ask/551"), 0);
	assert_int_equal(g.row, 551);
	memset(path, 'a', sizeof(path));
	path[0] = '/';
	path[63 + 1] = '\0';	/* the longest name */
	assert_int_equal(cgi_path(&g, path), 0);
	path[63 + 1] = 'a';
	path[64 + 1] = '\0';
	assert_int_equal(cgi_path(&g, path), -1);
	path[2] = '/';
	path[64 + 1] = 'a';
	path[300] = '\0';	/* a token that is none */
	assert_int_equal(cgi_path(&g, path), -1);
}

static void
variables(void **state)
{
	const char *env[] = { "REQUEST_METHOD=GET", "PATH_INFO=/a/b",
		"HTTP_USER_AGENT=x\n\033[1mJ\303\274", "REMOTE_USERS=no",
		"REMOTE_USER=m.jones@x.test", NULL };
	struct cgi g;

	(void)state;
	assert_int_equal(cgi_read(&g, (char **)(uintptr_t)env, -1), 0);
	assert_string_equal(g.agent, "x??[1mJ??");
	assert_string_equal(g.user, "m.jones@x.test");
	assert_null(cgi_var(&g, "REMOTE"));
	cgi_clear(&g);
}

static char *
sent(int method, int status, const char *text)
{
	static char out[8192];
	struct buf page = BUF_INIT(4096);
	ssize_t n;
	int p[2];

	buf_str(&page, text);
	assert_int_equal(pipe(p), 0);
	assert_int_equal(cgi_send(p[1], method, status, "a{}", &page), 0);
	(void)close(p[1]);
	n = read(p[0], out, sizeof(out) - 1);
	assert_true(n > 0);
	out[n] = '\0';
	(void)close(p[0]);
	buf_clear(&page);
	return out;
}

static void
pages(void **state)
{
	static const char *const must[] = {
		"Status: 200 OK\r\n",
		"Content-Type: text/html; charset=utf-8\r\n",
		"X-Content-Type-Options: nosniff\r\n",
		"Referrer-Policy: no-referrer\r\n",
		"Cache-Control: no-store\r\n",
		"X-Robots-Tag: noindex",
		"X-Frame-Options: DENY\r\n",
		"Cross-Origin-Opener-Policy: same-origin\r\n",
		"default-src 'none'; ", "form-action 'self'; ",
		"frame-ancestors 'none'; ", "base-uri 'none'",
		/* printf 'a{}' | openssl dgst -sha512 -binary | base64 */
		"style-src 'sha512-GjEFt1gdx685tkNd/X1oQ7P2hHQT9vza3JnltzPZh0ye"
		    "7is9mQeIz1p1B6fPQhTe1/gM9I/bAXm8CL+qVGK9jw=='; ",
		"Content-Length: 5\r\n",
	};
	const char *got;
	size_t i;

	(void)state;
	got = sent(CGI_GET, 200, "hello");
	for (i = 0; i < sizeof(must) / sizeof(must[0]); i++)
		if (strstr(got, must[i]) == NULL)
			fail_msg("lacks %s", must[i]);
	assert_non_null(strstr(got, "\r\n\r\nhello"));
	got = sent(CGI_HEAD, 404, "hello");
	assert_null(strstr(got, "hello"));
	assert_non_null(strstr(got, "Content-Length: 5\r\n"));
	assert_non_null(strstr(got, "Status: 404 Not Found\r\n"));
	assert_non_null(strstr(sent(CGI_GET, 405, "x"),
	    "Allow: GET, HEAD, POST\r\n"));
	assert_non_null(strstr(sent(CGI_GET, 503, "x"), "Retry-After: "));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests),
		cmocka_unit_test(paths),
		cmocka_unit_test(variables),
		cmocka_unit_test(pages),
	};

	return cmocka_run_group_tests_name("cgi", tests, NULL, NULL);
}
