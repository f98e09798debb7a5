/* What connectors for cloud services share, against a server that plays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <signal.h>

#include <cmocka.h>
#include <sodium.h>

#include "base/when.h"
#include "connect/cloud.h"
#include "play.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static void
pause_for(int64_t ms)
{
	(void)ms;
}

/* An answer with this status, header lines and body, in one of eight buffers. */
static const char *
reply(const char *status, const char *head, const char *body)
{
	static char ring[8][1024];
	static unsigned turn;
	char *p = ring[turn++ % 8];

	snprintf(p, sizeof(ring[0]), "HTTP/1.1 %s\r\n%sContent-Length: %zu\r\n"
	    "\r\n%s", status, head, strlen(body), body);
	return p;
}

static void
begin(struct cloud *c, const char *const *script)
{
	struct http_conf conf = { .base = play_server.base,
		.pause = pause_for };
	struct err e = ERR_INIT;

	play_start(script);
	assert_int_equal(cloud_open(c, &conf, NULL, &e), 0);
	cloud_token(c, "Bearer", "s3cret", WHEN_NEVER);
}

static void
meanings(void **state)
{
	static const struct {
		const char *status, *head, *body;
		int rc, kind;
		int64_t after;
		const char *words;
	} t[] = {
		{ "200 x", "", "{\"a\":1}", 1, 0, -1, "" },
		{ "204 x", "", "", 1, 0, -1, "" },
		{ "200 x", "", "<html>", -1, ERR_DOWN, -1, "no JSON" },
		{ "404 x", "", "{}", 0, 0, -1, "" },
		{ "410 x", "", "", 0, 0, -1, "" },
		{ "400 x", "", "{\"errorSummary\":\"top\",\"errorCauses\":"
		    "[{\"errorSummary\":\"the cause\"}]}", -1, ERR_DATA, -1,
		    "400 the cause" },
		{ "403 x", "", "{\"error\":{\"code\":\"A\",\"message\":\"no "
		    "right\\u001b[31m\"}}", -1, ERR_REFUSED, -1,
		    "403 no right\\x1b[31m" },
		{ "401 x", "", "{\"detail\":\"who\"}", -1, ERR_CONFIG, -1,
		    "401 who" },
		{ "409 x", "", "{}", -1, ERR_TEMP, 0, "changed meanwhile" },
		{ "412 x", "", "{}", -1, ERR_TEMP, 0, "changed meanwhile" },
		{ "429 x", "Retry-After: 500\r\n", "{}", -1, ERR_TEMP, 500,
		    "429" },
		{ "503 x", "", "{\"error\":\"busy\"}", -1, ERR_TEMP, -1,
		    "503 busy" },
		{ "302 x", "Location: https://evil.test/x\r\n", "", -1,
		    ERR_DOWN, -1, "redirect" }
	};
	struct cloud_call q = { .method = "GET", .target = "/x",
		.what = "test" };
	size_t i;

	(void)state;
	for (i = 0; i < LEN(t); i++) {
		const char *script[] = { reply(t[i].status, t[i].head,
		    t[i].body), NULL };
		struct err e = ERR_INIT;
		struct cloud c;
		json_t *out, *answer = json_object();
		int rc;

		begin(&c, script);
		rc = cloud_ask(&c, &q, &out, &e);
		if (rc != t[i].rc || (rc == -1 && (e.kind != t[i].kind ||
		    strstr(e.text, t[i].words) == NULL)) ||
		    c.retry_after != t[i].after ||
		    (out != NULL) != (rc == 1 && t[i].body[0] != '\0'))
			fail_msg("%s: rc %d kind %d after %lld: %s",
			    t[i].status, rc, e.kind,
			    (long long)c.retry_after, e.text);
		assert_int_equal(cloud_end(&c, answer, rc), rc);
		assert_int_equal(json_object_size(answer),
		    rc == -1 && t[i].after >= 0);
		json_decref(out);
		json_decref(answer);
		cloud_close(&c);
		assert_non_null(strstr(play_stop(),
		    "\r\nAuthorization: Bearer s3cret\r\n"));
	}
}

static int
count(struct cloud *c, json_t *page, void *arg, struct err *e)
{
	int *n = arg;

	(void)c;
	(void)e;
	*n += (int)json_array_size(page);
	return 0;
}

#define NEXT(n) "Link: </p" n ">; rel=\"next\"\r\n"

static void
walks(void **state)
{
	static const struct {
		const char *page[4][2];	/* header, body; NULL: 404 */
		int rc, n;
		const char *words, *why;
	} t[] = {
		{ { { "", "[1]" } }, 0, 1, "", "one page" },
		{ { { NEXT("2"), "[1]" }, { NEXT("3"), "[]" },
		    { "", "[3,4]" } }, 0, 3, "", "one between is empty" },
		{ { { NEXT("2"), "[1]" }, { NEXT("2"), "[2]" } }, -1, 2,
		    "asked for twice", "the same cursor" },
		{ { { NEXT("2"), "[1]" }, { NEXT("3"), "[1]" } }, -1, 1,
		    "same page twice", "the same page" },
		{ { { NEXT("2"), "[1]" }, { NULL, "" } }, -1, 1,
		    "not there", "the second is away" },
		{ { { "Link: <https://evil.test/>; rel=\"next\"\r\n",
		    "[1]" } }, -1, 1, "another host", "elsewhere" }
	};
	struct cloud_call q = { .method = "GET", .target = "/p1",
		.what = "list" };
	size_t i, j;

	(void)state;
	for (i = 0; i < LEN(t); i++) {
		const char *script[5] = { NULL };
		struct err e = ERR_INIT;
		struct cloud c;
		int n = 0, rc;

		for (j = 0; j < 4 && t[i].page[j][1] != NULL; j++)
			script[j] = t[i].page[j][0] == NULL ?
			    reply("404 x", "", "{}") :
			    reply("200 x", t[i].page[j][0], t[i].page[j][1]);
		begin(&c, script);
		rc = cloud_walk(&c, &q, cloud_next_link, count, &n, &e);
		if (rc != t[i].rc || n != t[i].n || (rc == -1 &&
		    strstr(e.text, t[i].words) == NULL))
			fail_msg("%s: rc %d n %d: %s", t[i].why, rc, n,
			    e.text);
		cloud_close(&c);
		play_stop();
	}
}

static int
renew(struct cloud *c, void *arg, struct err *e)
{
	int *n = arg;
	char token[16];

	(void)e;
	snprintf(token, sizeof(token), "t%d", ++*n);
	cloud_token(c, "Bearer", token, when_clock() + 3600);
	return 0;
}

static void
renewals(void **state)
{
	const char *script[] = { reply("401 x", "", "{}"),
		reply("200 x", "", "{}"), reply("401 x", "", "{}"), NULL };
	struct cloud_call q = { .method = "GET", .target = "/x",
		.what = "test" };
	struct err e = ERR_INIT;
	struct cloud c;
	const char *seen;
	int n = 0;

	(void)state;
	begin(&c, script);
	c.renew = renew;
	c.renew_arg = &n;
	assert_int_equal(cloud_ask(&c, &q, NULL, &e), 1);
	assert_int_equal(n, 1);		/* the old one was refused */
	c.secret_until = when_clock() + 10;
	assert_int_equal(cloud_ask(&c, &q, NULL, &e), -1);
	assert_int_equal(n, 2);		/* it was about to end; a fresh one is
					 * not renewed again */
	assert_int_equal(e.kind, ERR_CONFIG);
	cloud_close(&c);
	seen = play_stop();
	assert_non_null(seen = strstr(seen, "Bearer s3cret"));
	assert_non_null(seen = strstr(seen, "Bearer t1"));
	assert_non_null(strstr(seen, "Bearer t2"));
}

static void
guards(void **state)
{
	static const struct {
		const char *request;
		int contractor, kind;
		const char *words;
	} t[] = {
		{ "{}", 1, 0, "" },
		{ "{\"mark\":\"m1\"}", 1, 0, "" },
		{ "{\"mark\":\"m0\"}", 1, ERR_TEMP, "changed meanwhile" },
		{ "{\"expect\":{\"worker_id\":\"w1\"}}", 1, 0, "" },
		{ "{\"expect\":{\"worker_id\":\"W2\"}}", 1, ERR_REFUSED,
		    "changed_hands" },
		{ "{}", 0, ERR_REFUSED, "changed_hands" },
		{ "{\"protected\":[\"A@X.test\"]}", 1, ERR_REFUSED,
		    "protected" }
	};
	struct cloud c = { .http = NULL };
	size_t i;

	(void)state;
	for (i = 0; i < LEN(t); i++) {
		struct cloud_seen s = { "id1", "a@x.test", NULL, "W1", "m1",
			t[i].contractor };
		json_t *q = json_loads(t[i].request, 0, NULL);
		struct err e = ERR_INIT;
		int rc = cloud_guard(&c, q, &s, &e);

		if ((rc == -1) != (t[i].kind != 0) || (rc == -1 &&
		    (e.kind != t[i].kind || strcmp(e.text, t[i].words) != 0)))
			fail_msg("%s: %d %s", t[i].request, e.kind, e.text);
		json_decref(q);
	}
	c.protected = json_pack("[s]", "ID1");
	assert_int_equal(cloud_named(c.protected, "id1"), 1);
	assert_int_equal(cloud_named(c.protected, "id2"), 0);
	json_decref(c.protected);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(meanings), cmocka_unit_test(walks),
		cmocka_unit_test(renewals), cmocka_unit_test(guards)
	};

	signal(SIGPIPE, SIG_IGN);
	if (sodium_init() == -1)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
