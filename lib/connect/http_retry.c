#include <string.h>
#include <strings.h>
#include <time.h>

#include <sodium.h>

#include "base/mem.h"
#include "base/when.h"
#include "connect/http_internal.h"

#define FIRST_WAIT_MS 500
#define LONGEST_WAIT_MS 30000
#define BRIEF_WAIT_MS 1500

static int64_t
clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
rest(const struct http *h, int64_t ms)
{
	struct timespec t = { (time_t)(ms / 1000),
		(long)(ms % 1000) * 1000000 };

	if (h->conf.pause != NULL)
		h->conf.pause(ms);
	else
		while (nanosleep(&t, &t) == -1)
			continue;
}

/* A write that names the state it replaces does not do so twice. */
static int
conditional(const struct http_request *r)
{
	const char *const *p;

	if (strcmp(r->method, "PUT") != 0 && strcmp(r->method, "DELETE") != 0)
		return 0;
	for (p = r->headers; p != NULL && *p != NULL; p++)
		if (strncasecmp(*p, "If-Match:", 9) == 0 ||
		    strncasecmp(*p, "If-None-Match:", 14) == 0)
			return 1;
	return 0;
}

int
http_repeatable(const struct http_request *r)
{
	return r->repeat || strcmp(r->method, "GET") == 0 ||
	    strcmp(r->method, "HEAD") == 0 || conditional(r);
}

static int
again(const struct http_request *r, enum http_end end, int status)
{
	int repeat = http_repeatable(r);

	switch (end) {
	case HTTP_UNSENT:
		return 1;
	case HTTP_BROKEN:
		return repeat;
	case HTTP_FAILED:
		return 0;
	default:
		return status == 429 || (repeat && (status == 408 ||
		    status == 500 || (status >= 502 && status <= 504)));
	}
}

/* How long before the next try: what the server asked for, else full jitter. */
static int64_t
wait_ms(const struct http_answer *a)
{
	int64_t most = FIRST_WAIT_MS;
	int i;

	if (a->retry_after >= 0)
		return a->retry_after * 1000 + randombytes_uniform(500);
	for (i = 1; i < a->tries && most < LONGEST_WAIT_MS; i++)
		most *= 2;
	if (most > LONGEST_WAIT_MS)
		most = LONGEST_WAIT_MS;
	return randombytes_uniform((uint32_t)most);
}

/* Scheme, host and port of a and b are the same. */
static int
same_origin(const char *a, const char *b)
{
	const char *p = strstr(a, "://");
	size_t len;

	if (p == NULL)
		return 0;
	len = (size_t)(p + 3 - a) + strcspn(p + 3, "/?#");
	return strncasecmp(a, b, len) == 0 && strchr("/?#", b[len]) != NULL;
}

static int
address(const struct http *h, const struct http_request *r, struct buf *url,
    struct err *e)
{
	const char *p;

	if (r->target[0] == '/' && h->conf.base != NULL)
		buf_str(url, h->conf.base);
	else if (h->conf.base != NULL && !same_origin(h->conf.base, r->target))
		return err_set(e, ERR_CONFIG, "%s: %s: it sends us to another"
		    " host", h->host, r->what);
	buf_str(url, r->target);
	for (p = r->target; *p != '\0'; p++)
		if (*p <= ' ' || *p >= 0x7f)
			return err_set(e, ERR_DATA, "%s: %s: a character that"
			    " no URL has", h->host, r->what);
	if (!buf_ok(url))
		return err_set(e, ERR_DATA, "%s: %s: a URL too long", h->host,
		    r->what);
	return 0;
}

static int
tries(struct http *h, const char *url, const struct http_request *r,
    struct http_answer *a, struct err *e)
{
	int64_t end_ms = clock_ms() + (int64_t)h->conf.patience_s * 1000;
	int64_t waited = 0, left, ms;
	enum http_end end;

	for (;;) {
		left = end_ms - clock_ms() - (h->conf.pause ? waited : 0);
		if (left > (int64_t)h->conf.total_s * 1000)
			left = (int64_t)h->conf.total_s * 1000;
		err_clear(e);
		a->tries++;
		end = http_once(h, url, r, a, left, e);
		a->retry_after = end == HTTP_ANSWERED ?
		    http_wanted(a, when_clock()) : -1;
		if (a->tries >= (r->brief ? 2 : h->conf.tries) ||
		    !again(r, end, a->status))
			break;
		ms = wait_ms(a);
		if (r->brief && ms > BRIEF_WAIT_MS)
			break;
		if (clock_ms() + ms + (h->conf.pause ? waited : 0) + 1000 >
		    end_ms)
			break;
		rest(h, ms);
		waited += ms;
	}
	return end == HTTP_ANSWERED ? 0 : -1;
}

int
http_send(struct http *h, const struct http_request *r, struct http_answer *a,
    struct err *e)
{
	struct buf url = BUF_INIT(65536);
	int rc = -1;

	http_answer_clear(a);
	if (address(h, r, &url, e) == 0)
		rc = tries(h, buf_get(&url), r, a, e);
	if (url.p != NULL)	/* a query may be a signature */
		mem_wipe(url.p, url.len);
	buf_clear(&url);
	return rc;
}
