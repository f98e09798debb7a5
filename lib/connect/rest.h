/*
 * JSON over HTTP with one service, for a connector: what is asked, what the
 * answer means.  The retries are those of connect/http.h.
 */
#ifndef CONNECT_REST_H
#define CONNECT_REST_H

#include <jansson.h>

#include "base/err.h"
#include "connect/http.h"

/* What a service says in an error body, as words; untrusted text. */
typedef void rest_words(json_t *body, struct buf *words);

struct rest {
	struct http *http;
	char	*secret;	/* "Authorization: ..." or NULL */
	rest_words *words;	/* or NULL */
	struct http_answer answer;	/* the last one */
	json_t	*body;		/* its JSON, or NULL */
};

/* All pointers are borrowed for the call. */
struct rest_call {
	const char *method;
	const char *target;
	const char *what;	/* for words; no secret */
	const char *const *headers;	/* or NULL */
	const char *type;	/* NULL: application/json */
	json_t	*json;		/* the body; NULL: none, or text */
	const char *text;	/* the body if json is NULL; or NULL */
	int	repeat;		/* to do it twice is to do it once */
};

/* rest_open: http_open; words say what an error's body says. */
int rest_open(struct rest *, const struct http_conf *, rest_words *,
    struct err *);
void rest_close(struct rest *);		/* may be opened again */
/* rest_secret: the header line that each request carries from now on. */
void rest_secret(struct rest *, const char *scheme, const char *secret);

/*
 * rest_ask: 0 with a status of 2xx and body (NULL if it was empty), or of 400,
 * 404, 405, 409, 410, 412, 501 for the asker to judge.  -1 with e:
 *	ERR_REFUSED	401, 403, a certificate
 *	ERR_TEMP	429, 408, 423, 503; no answer to what may have been done
 *	ERR_DOWN	all else: no answer, 5xx, a 2xx that is no JSON
 *	ERR_CONFIG	as http_send
 */
int rest_ask(struct rest *, const struct rest_call *, struct err *);

/* rest_error: what the last answer says, as an error of this kind.  -1 */
int rest_error(struct rest *, int kind, const char *what, struct err *);
/* rest_later: after a -1: retry_after into a connector's answer, if the
 * service asked for it. */
void rest_later(const struct rest *, json_t *answer);

/* Members of o by a path of names, NULL last; NULL if it is not there. */
json_t *rest_get(json_t *o, ...) __attribute__((sentinel));
const char *rest_text(json_t *o, const char *name);	/* NULL if no text */

#endif
