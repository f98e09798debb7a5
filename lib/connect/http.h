/*
 * The one HTTP client of the house, over libcurl: one exchange after the
 * other, connections kept.  https with certificate and host name checked;
 * http only to 127.0.0.1, localhost and [::1].  No redirect is followed, and
 * nothing is taken from the environment: no proxy, no netrc, no cookies.
 *
 * What errors name is the host and the request's what, never path, query,
 * headers or body: these may hold secrets.
 */
#ifndef CONNECT_HTTP_H
#define CONNECT_HTTP_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct http;

/* 0 and NULL mean what is said in brackets. */
struct http_conf {
	const char *base;	/* "https://host[:port][/prefix]"; all requests
				 * go to this host (NULL: each says where) */
	const char *ca_file;	/* PEM (the system's) */
	int	connect_s;	/* (10) */
	int	total_s;	/* one try (30) */
	int	patience_s;	/* all tries of one request, and the waits
				 * between them (90) */
	int	tries;		/* 1-20 (5) */
	size_t	max_body;	/* bytes of an answer (16 MiB) */
	void	(*pause)(int64_t ms);	/* (sleeps); for tests */
};

/* http_open: nothing is connected yet; conf is copied.  NULL with ERR_CONFIG:
 * no such URL, or http to another machine. */
struct http *http_open(const struct http_conf *, struct err *);
void http_close(struct http *);		/* NULL is a no-op */
/* http_host: of base, for words; "" without one.  Owned by the client. */
const char *http_host(const struct http *);

/*
 * A sink takes the body of a 2xx answer in pieces; NULL, 0 says that it
 * begins, maybe not for the first time.  0, or -1, which ends the exchange.
 */
typedef int http_sink(void *arg, const void *, size_t len);

/* All pointers are borrowed for the call. */
struct http_request {
	const char *method;	/* GET HEAD PUT POST PATCH DELETE */
	const char *target;	/* "/path?query" below base, or a whole URL,
				 * which with a base must be of its host */
	const char *what;	/* for words: "list users"; no secret */
	const char *secret;	/* one header, "Authorization: ..."; our copy
				 * is wiped after use */
	const char *const *headers;	/* "Name: value" ..., NULL; or NULL */
	const char *type;	/* Content-Type of the body */
	const void *body;	/* NULL: none */
	size_t	body_len;
	int	repeat;		/* may be sent twice, whatever its method: see
				 * http_send */
	int	brief;		/* others wait: two tries, a second between */
	http_sink *sink;	/* NULL: the body goes to the answer */
	void	*sink_arg;
};

struct http_answer {
	int	status;		/* 100-599; 0: there was none */
	struct buf body;	/* with a sink: only that of a non-2xx */
	struct buf head;	/* see http_header */
	int64_t	retry_after;	/* seconds that the server asked for; -1 if it
				 * did not */
	int	unsure;		/* no answer, and it may have been done */
	int	tries;		/* how often it was sent */
};

void http_answer_init(struct http_answer *);
void http_answer_clear(struct http_answer *);

/*
 * http_send: 0 with whatever status the server gave, but a redirect; the
 * answer is emptied first.  Not sent again: a 4xx (but 408, 429).  Sent again,
 * after the time that Retry-After or X-Rate-Limit-Reset ask for, else a random
 * one up to 0.5, 1, 2, 4 ... 30 s (full jitter):
 *	429, and where no connection came about: always, nothing was done
 *	408, 500, 502, 503, 504, a broken connection, a body cut short:
 *	    GET and HEAD, a PUT or DELETE with If-Match or If-None-Match, and
 *	    what says repeat
 * until tries or patience end; a wait that goes beyond patience is not begun.
 * Then the last answer is the result, with retry_after for the asker.
 *
 * -1 with e: ERR_DOWN no connection, no answer in time, a body cut short, a
 * redirect; ERR_REFUSED a certificate that is not the host's; ERR_CONFIG
 * ca_file, a target elsewhere; ERR_DATA an answer longer than max_body, a
 * header with a control character; ERR_IO the sink said -1.
 */
int http_send(struct http *, const struct http_request *, struct http_answer *,
    struct err *);

/* http_header: value of the n-th (from 0) header of this name, in any case,
 * or NULL.  Lasts until the answer is used again. */
const char *http_header(const struct http_answer *, const char *name, int n);
/* http_link: the URL of rel in the Link headers (RFC 8288) to out; 1, or 0 if
 * there is none. */
int http_link(const struct http_answer *, const char *rel, struct buf *out);

/* Targets.  http_segment adds "/" and s percent-encoded; "", "." and ".."
 * would name another thing: ERR_DATA. */
int http_segment(struct buf *target, const char *s, struct err *);
/* http_query: adds "?" or "&", and name=value percent-encoded. */
void http_query(struct buf *target, const char *name, const char *value);

#endif
