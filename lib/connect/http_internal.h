/* Shared by the files of the HTTP client only. */
#ifndef CONNECT_HTTP_INTERNAL_H
#define CONNECT_HTTP_INTERNAL_H

#include <curl/curl.h>

#include "connect/http.h"

struct http {
	CURL	*curl;
	struct http_conf conf;	/* texts are ours */
	char	*host;
	char	why[CURL_ERROR_SIZE];
};

/* One exchange, at most limit_ms long. */
enum http_end {
	HTTP_ANSWERED,
	HTTP_UNSENT,		/* nothing reached the server */
	HTTP_BROKEN,		/* it may have */
	HTTP_FAILED		/* no use to try again */
};
/* http_once: but for HTTP_ANSWERED e is set. */
enum http_end http_once(struct http *, const char *url,
    const struct http_request *, struct http_answer *, int64_t limit_ms,
    struct err *);

/* http_repeatable: it may be sent twice. */
int http_repeatable(const struct http_request *);

/* http_wanted: Retry-After or X-Rate-Limit-Reset in seconds, or -1. */
int64_t http_wanted(const struct http_answer *, int64_t now);

#endif
