/* The HTTP client against a server that plays scripts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <signal.h>
#include <time.h>

#include <cmocka.h>
#include <sodium.h>

#include "connect/http.h"
#include "play.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))
#define OK PLAY_OK

static int64_t paused, pauses;

static void
pause_for(int64_t ms)
{
	paused += ms;
	pauses++;
}

static void
start(const char *const *script)
{
	play_start(script);
	paused = pauses = 0;
}

static int
ask(struct http_conf *c, const struct http_request *r, struct http_answer *a,
    struct err *e)
{
	struct http *h;
	int rc;

	if (c->base == NULL)
		c->base = play_server.base;
	c->pause = pause_for;
	h = http_open(c, e);
	assert_non_null(h);
	rc = http_send(h, r, a, e);
	http_close(h);
	return rc;
}

#define S(n, head) "HTTP/1.1 " n " x\r\n" head "Content-Length: 2\r\n\r\n{}"
#define SHORT "!HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nshort"

static void
retries(void **state)
{
	static const struct {
		const char *method, *header;
		int repeat;	/* 2: brief */
		const char *script[8];
		int rc, status, tries;
		int64_t after;		/* retry_after */
		int64_t least, most;	/* ms of pause */
		const char *why;
	} t[] = {
		{ "GET", NULL, 0, { OK }, 0, 200, 1, -1, 0, 0, "at once" },
		{ "GET", NULL, 0, { S("500", ""), OK }, 0, 200, 2, -1, 0, 500,
		    "a 500 is asked again, soon" },
		{ "GET", NULL, 0, { S("503", "Retry-After: 7\r\n"), OK }, 0,
		    200, 2, -1, 7000, 7500, "as long as it says" },
		{ "POST", NULL, 0, { S("429", "Retry-After: 7\r\n"), OK }, 0,
		    200, 2, -1, 7000, 7500, "a 429 has done nothing" },
		{ "POST", NULL, 0, { S("503", "Retry-After: 7\r\n"), OK }, 0,
		    503, 1, 7, 0, 0, "a POST may have been done" },
		{ "POST", NULL, 1, { S("502", ""), OK }, 0, 200, 2, -1, 0, 500,
		    "a POST that may be repeated" },
		{ "PUT", NULL, 0, { S("502", ""), OK }, 0, 502, 1, -1, 0, 0,
		    "a PUT over whatever is there" },
		{ "PUT", "If-Match: \"1\"", 0, { S("502", ""), OK }, 0, 200, 2,
		    -1, 0, 500, "a PUT over what was seen" },
		{ "GET", NULL, 0, { S("429", "retry-after: 600\r\n"), OK }, 0,
		    429, 1, 600, 0, 0, "beyond patience: said, not waited" },
		{ "GET", NULL, 0, { S("429", "X-Rate-Limit-Reset:"
		    " 14000000000000000\r\n"), OK }, 0, 429, 1, INT32_MAX,
		    0, 0, "an instant beyond all others is a long time" },
		{ "GET", NULL, 0, { S("429", "X-Rate-Limit-Reset:"
		    " 9300000000000000000\r\n"), OK }, 0, 200, 2, -1, 0, 500,
		    "one that is no number is none" },
		{ "GET", NULL, 0, { S("503", "Retry-After: -7\r\n"), OK }, 0,
		    200, 2, -1, 0, 500, "less than nothing is nothing" },
		{ "GET", NULL, 0, { S("503", "Retry-After:"
		    " Fri, 31 Dec 9999 23:59:59 GMT\r\n"), OK }, 0, 503, 1,
		    INT32_MAX, 0, 0, "the last day is a long time" },
		{ "GET", NULL, 0, { S("500", "") }, 0, 500, 5, -1, 0, 7500,
		    "five times" },
		{ "GET", NULL, 2, { S("500", "") }, 0, 500, 2, -1, 0, 500,
		    "others wait: twice" },
		{ "GET", NULL, 2, { S("429", "Retry-After: 5\r\n") }, 0, 429, 1,
		    5, 0, 0, "others wait: not for long" },
		{ "GET", NULL, 0, { S("404", ""), OK }, 0, 404, 1, -1, 0, 0,
		    "a 404 is an answer" },
		{ "GET", NULL, 0, { SHORT, OK }, 0, 200, 2, -1, 0, 500,
		    "a body cut short" },
		{ "GET", NULL, 0, { SHORT }, -1, 0, 5, -1, 0, 7500,
		    "a body cut short each time" },
		{ "POST", NULL, 0, { SHORT }, -1, 0, 1, -1, 0, 0,
		    "a POST whose answer is cut short" },
		{ "GET", NULL, 0, { "!", OK }, 0, 200, 2, -1, 0, 500,
		    "hung up on" },
		{ "GET", NULL, 0, { "!HTTP/1.1 200 OK\r\nTransfer-Encoding:"
		    " chunked\r\n\r\n5\r\nshort\r\n", OK }, 0, 200, 2, -1, 0, 500,
		    "chunks without the last" },
		{ "GET", NULL, 0, { S("304", "") }, 0, 304, 1, -1, 0, 0,
		    "not modified is no redirect" }
	};
	struct http_answer a;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(t); i++) {
		const char *const headers[] = { t[i].header, NULL };
		struct http_conf c = { .base = NULL };
		struct http_request r = { .method = t[i].method,
			.target = "/x", .what = "test", .headers = headers,
			.repeat = t[i].repeat == 1,
			.brief = t[i].repeat == 2 };
		struct err e = ERR_INIT;
		int rc;

		http_answer_init(&a);
		start(t[i].script);
		rc = ask(&c, &r, &a, &e);
		play_stop();
		if (rc != t[i].rc || a.status != t[i].status ||
		    a.tries != t[i].tries || a.retry_after != t[i].after ||
		    paused < t[i].least || paused > t[i].most ||
		    (rc == -1 && e.kind != ERR_DOWN) ||
		    a.unsure != (rc == -1) || pauses != a.tries - 1)
			fail_msg("%s: rc %d status %d tries %d after %lld "
			    "paused %lld: %s", t[i].why, rc, a.status, a.tries,
			    (long long)a.retry_after, (long long)paused, e.text);
		http_answer_clear(&a);
	}
}

/* Both clocks that a server may name. */
static void
instants(void **state)
{
	static char when[200], day[64];
	const char *script[] = { when, OK, NULL };
	struct http_request r = { .method = "GET", .target = "/",
		.what = "test" };
	struct http_answer a;
	struct err e = ERR_INIT;
	time_t at;
	int i;

	(void)state;
	http_answer_init(&a);
	for (i = 0; i < 2; i++) {
		struct http_conf c = { .base = NULL };
		at = time(NULL) + 20;
		strftime(day, sizeof(day), "%a, %d %b %Y %H:%M:%S GMT",
		    gmtime(&at));
		if (i == 0)
			snprintf(when, sizeof(when), "HTTP/1.1 429 x\r\n"
			    "X-Rate-Limit-Reset: %lld\r\nContent-Length: 0\r\n"
			    "\r\n", (long long)at);
		else
			snprintf(when, sizeof(when), "HTTP/1.1 503 x\r\n"
			    "Retry-After: %s\r\nContent-Length: 0\r\n\r\n", day);
		start(script);
		assert_int_equal(ask(&c, &r, &a, &e), 0);
		play_stop();
		assert_int_equal(a.status, 200);
		assert_in_range(paused, 17000, 21600);
	}
	http_answer_clear(&a);
}

static int
keep(void *arg, const void *p, size_t len)
{
	struct buf *b = arg;

	if (p == NULL)
		buf_empty(b);
	else
		buf_add(b, p, len);
	return buf_ok(b) ? 0 : -1;
}

static void
sinks(void **state)
{
	const char *const twice[] = { SHORT, OK, NULL };
	struct buf b = BUF_INIT(100), tiny = BUF_INIT(1);
	struct http_request r = { .method = "GET", .target = "/",
		.what = "test", .sink = keep, .sink_arg = &b };
	struct http_conf c = { .base = NULL }, d = { .base = NULL };
	struct http_answer a;
	struct err e = ERR_INIT;

	(void)state;
	http_answer_init(&a);
	start(twice);
	assert_int_equal(ask(&c, &r, &a, &e), 0);
	play_stop();
	assert_string_equal(buf_get(&b), "ok");	/* not "shortok" */
	assert_int_equal(a.body.len, 0);
	r.sink_arg = &tiny;
	start(twice + 1);
	assert_int_equal(ask(&d, &r, &a, &e), -1);
	play_stop();
	assert_int_equal(e.kind, ERR_IO);
	buf_clear(&b);
	buf_clear(&tiny);
	http_answer_clear(&a);
}

static void
refusals(void **state)
{
	static const struct {
		const char *target, *secret;
		size_t max;
		const char *script[2];
		int kind;
		const char *words;
	} t[] = {
		{ "/x?sig=s3cret", NULL, 0, { "HTTP/1.1 302 x\r\nLocation: "
		    "https://evil.test/s3cret?s3cret\r\nContent-Length: 0\r\n"
		    "\r\n" }, ERR_DOWN, "redirect to https://evil.test," },
		{ "/x?sig=s3cret", "Authorization: s3cret", 1, { OK },
		    ERR_DATA, "more than 1 bytes" },
		{ "https://evil.test/s3cret", NULL, 0, { OK }, ERR_CONFIG,
		    "another host" },
		{ "http://127.0.0.1:1@evil.test/", NULL, 0, { OK }, ERR_CONFIG,
		    "another host" },
		{ "/a\r\nb", NULL, 0, { OK }, ERR_DATA, "no URL has" },
		{ "/a", "Authorization: s3cret\r\nX: y", 0, { OK }, ERR_DATA,
		    "control character" }
	};
	struct http_answer a;
	size_t i;

	(void)state;
	http_answer_init(&a);
	for (i = 0; i < LEN(t); i++) {
		struct http_conf c = { .base = NULL, .max_body = t[i].max };
		struct http_request r = { .method = "GET",
			.target = t[i].target, .what = "the test",
			.secret = t[i].secret };
		struct err e = ERR_INIT;

		start(t[i].script);
		assert_int_equal(ask(&c, &r, &a, &e), -1);
		play_stop();
		if (e.kind != t[i].kind || strstr(e.text, t[i].words) == NULL ||
		    strstr(e.text, "the test") == NULL ||
		    strstr(e.text, "s3cret") != NULL)
			fail_msg("%zu: %d %s", i, e.kind, e.text);
		assert_int_equal(a.status, 0);
	}
	http_answer_clear(&a);
}

static void
urls(void **state)
{
	static const struct {
		const char *base;
		int ok;
	} t[] = {
		{ "https://acme.example.test", 1 },
		{ "https://acme.example.test/v1.0/", 1 },
		{ "http://127.0.0.1:8080", 1 }, { "http://localhost", 1 },
		{ "http://[::1]:80", 1 }, { "http://acme.example.test", 0 },
		{ "http://127.0.0.1.evil.test", 0 }, { "ftp://127.0.0.1", 0 },
		{ "https://u:p@acme.test", 0 }, { "https://a.test/?x=1", 0 },
		{ "acme.test", 0 }, { "", 0 }, { "file:///etc/passwd", 0 }
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(t); i++) {
		struct http_conf c = { .base = t[i].base };
		struct err e = ERR_INIT;
		struct http *h = http_open(&c, &e);

		if ((h != NULL) != t[i].ok ||
		    (h == NULL && e.kind != ERR_CONFIG))
			fail_msg("%s: %s", t[i].base, e.text);
		http_close(h);
	}
}

/* What leaves, and that one connection serves several requests. */
static void
wire(void **state)
{
	const char *const script[] = { OK, NULL };
	const char *const headers[] = { "If-Match: \"7\"", NULL };
	struct http_request r[] = {
		{ .method = "PATCH", .target = "/a?b=%20c", .what = "t",
		    .secret = "Authorization: Bearer abc", .headers = headers,
		    .type = "application/json", .body = "{}", .body_len = 2 },
		{ .method = "DELETE", .target = "/d", .what = "t" },
		{ .method = "POST", .target = "/p/../q", .what = "t" }
	};
	struct http_conf c = { .base = NULL };
	struct http_answer a;
	struct err e = ERR_INIT;
	struct http *h;
	const char *seen;
	size_t i;

	(void)state;
	http_answer_init(&a);
	setenv("http_proxy", "http://127.0.0.1:1", 1);
	start(script);
	c.base = play_server.base;
	h = http_open(&c, &e);
	for (i = 0; i < LEN(r); i++)
		assert_int_equal(http_send(h, &r[i], &a, &e), 0);
	assert_string_equal(buf_get(&a.body), "ok");
	http_close(h);
	unsetenv("http_proxy");
	seen = play_stop();
	assert_ptr_equal(strstr(seen, "PATCH /a?b=%20c HTTP/1.1\r\n"), seen);
	assert_non_null(strstr(seen, "\r\nAuthorization: Bearer abc\r\n"));
	assert_non_null(strstr(seen, "\r\nIf-Match: \"7\"\r\n"));
	assert_non_null(strstr(seen, "\r\nContent-Type: application/json\r\n"));
	assert_non_null(strstr(seen, "\r\nContent-Length: 2\r\n"));
	assert_non_null(strstr(seen, "DELETE /d HTTP/1.1\r\n"));
	assert_non_null(strstr(seen, "POST /p/../q HTTP/1.1\r\n"));
	assert_non_null(strstr(seen, "\r\nContent-Length: 0\r\n"));
	assert_null(strstr(strstr(seen, "DELETE"), "Authorization"));
	assert_null(strstr(seen, "Expect"));
	assert_null(strstr(seen, "urlencoded"));
	http_answer_clear(&a);
}

/* A kept connection that closes under a POST: not sent again behind our back. */
static void
kept(void **state)
{
	const char *const script[] = { OK, "!", OK, NULL };
	struct http_request r = { .method = "GET", .target = "/g",
		.what = "t" };
	struct http_conf c = { .base = NULL, .pause = pause_for };
	struct http_answer a;
	struct err e = ERR_INIT;
	struct http *h;
	const char *seen;

	(void)state;
	http_answer_init(&a);
	start(script);
	c.base = play_server.base;
	h = http_open(&c, &e);
	assert_int_equal(http_send(h, &r, &a, &e), 0);
	r.method = "POST";
	r.target = "/p";
	assert_int_equal(http_send(h, &r, &a, &e), -1);
	assert_int_equal(a.unsure, 1);
	http_close(h);
	seen = play_stop();
	assert_non_null(seen = strstr(seen, "POST /p"));
	assert_null(strstr(seen + 1, "POST /p"));
	http_answer_clear(&a);
}

/* A server that takes its time, and one that is not there. */
static void
slow(void **state)
{
	const char *const script[] = { "z", NULL };
	struct http_conf c = { .total_s = 1, .tries = 1 },
	    d = { .base = "http://127.0.0.1:1", .tries = 2 };
	struct http_request r = { .method = "GET", .target = "/",
		.what = "test" };
	struct http_answer a;
	struct err e = ERR_INIT;
	time_t began = time(NULL);

	(void)state;
	http_answer_init(&a);
	start(script);
	assert_int_equal(ask(&c, &r, &a, &e), -1);
	play_stop();
	assert_int_equal(e.kind, ERR_DOWN);
	assert_int_equal(a.unsure, 1);
	assert_true(time(NULL) - began < 10);
	pauses = 0;
	r.method = "POST";
	assert_int_equal(ask(&d, &r, &a, &e), -1);
	assert_int_equal(e.kind, ERR_DOWN);
	assert_int_equal(a.unsure, 0);
	assert_int_equal(pauses, 1);
	http_answer_clear(&a);
}

static void
links(void **state)
{
	static const struct {
		const char *a, *b, *next;
	} t[] = {
		{ "Link: <https://x/1>; rel=\"self\"",
		    "link: <https://x/2?after=a,b>; rel=\"next\"",
		    "https://x/2?after=a,b" },
		{ "Link: <https://x/1>; rel=self, <https://x/2>; rel=next",
		    NULL, "https://x/2" },
		{ "Link: <https://x/2>; title=\"a, <b>; rel=next\"; rel=self",
		    NULL, NULL },
		{ "Link: <https://x/2>; rel=\"prev next\"", NULL,
		    "https://x/2" },
		{ "Link: <https://x/2> ; rel = \"next\"", NULL,
		    "https://x/2" },
		{ "Link: <https://x/2>;REL =next", NULL, "https://x/2" },
		{ "Link: <https://x/2>; relation=next; rel", NULL, NULL },
		{ "Link: <https://x/2>; rel=", NULL, NULL },
		{ "Link: <https://x/2", NULL, NULL },
		{ "X: <https://x/2>; rel=next", NULL, NULL }
	};
	struct buf out = BUF_INIT(100);
	struct http_answer a;
	size_t i;

	(void)state;
	http_answer_init(&a);
	for (i = 0; i < LEN(t); i++) {
		buf_empty(&a.head);
		buf_add(&a.head, t[i].a, strlen(t[i].a) + 1);
		if (t[i].b != NULL)
			buf_add(&a.head, t[i].b, strlen(t[i].b) + 1);
		assert_int_equal(http_link(&a, "next", &out), t[i].next != NULL);
		assert_string_equal(buf_get(&out), t[i].next ? t[i].next : "");
	}
	buf_clear(&out);
	http_answer_clear(&a);
}

static void
targets(void **state)
{
	struct buf b = BUF_INIT(200);
	struct err e = ERR_INIT;

	(void)state;
	buf_str(&b, "/api");
	assert_int_equal(http_segment(&b, "a/b?c#d", &e), 0);
	http_query(&b, "search", "a eq \"x&y\"");
	http_query(&b, "limit", "2");
	assert_string_equal(buf_get(&b), "/api/a%2Fb%3Fc%23d"
	    "?search=a%20eq%20%22x%26y%22&limit=2");
	assert_int_equal(http_segment(&b, "..", &e), -1);
	assert_int_equal(http_segment(&b, "", &e), -1);
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(retries), cmocka_unit_test(instants),
		cmocka_unit_test(sinks), cmocka_unit_test(refusals),
		cmocka_unit_test(urls), cmocka_unit_test(wire),
		cmocka_unit_test(slow), cmocka_unit_test(kept),
		cmocka_unit_test(links),
		cmocka_unit_test(targets)
	};

	signal(SIGPIPE, SIG_IGN);
	if (sodium_init() == -1)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
