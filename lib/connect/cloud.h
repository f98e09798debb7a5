/*
 * What the connectors for cloud services share above http.h: JSON asked and
 * answered, a credential that is renewed, what a vendor's error means to the
 * protocol of ctr-connector(7), a list walked to its end, and the guard before
 * a change.
 */
#ifndef CONNECT_CLOUD_H
#define CONNECT_CLOUD_H

#include <jansson.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "connect/http.h"

#define CLOUD_PAGES 50000	/* of one list; more is one without an end */

struct cloud;

/* Gets a new credential and hands it to cloud_token.  0, or -1 with e. */
typedef int cloud_renew(struct cloud *, void *arg, struct err *);

struct cloud {
	struct http *http;
	struct http_answer answer;	/* of the last request */
	char	*secret;	/* "Authorization: ..."; NULL: none yet */
	int64_t	secret_until;	/* WHEN_NEVER: until it is refused */
	cloud_renew *renew;	/* NULL: the credential is for good */
	void	*renew_arg;
	int64_t	retry_after;	/* asked for by the last failure; -1 none */
	json_t	*protected;	/* ids that hello named, or NULL */
	json_t	*privileged;	/* ids of groups that hello named, or NULL */
};

/* cloud_open: conf is copied; hello (borrowed) has "protected" and
 * "privileged_groups".  -1 with ERR_CONFIG; cloud_close is due after both. */
int cloud_open(struct cloud *, const struct http_conf *, json_t *hello,
    struct err *);
void cloud_close(struct cloud *);	/* wipes the credential; an all-zero
					 * struct is fine */

/* cloud_token: from now on "Authorization: SCHEME TOKEN". */
void cloud_token(struct cloud *, const char *scheme, const char *token,
    int64_t until_at);

/* One request.  Pointers are borrowed. */
struct cloud_call {
	const char *method, *target, *what;	/* as in http.h */
	const char *const *headers;
	const char *type;	/* of body; NULL: application/json */
	json_t	*body;		/* borrowed; NULL: none */
	int	repeat, brief;	/* as in http.h */
};

/*
 * cloud_ask: 1 for a 2xx, with what came (NULL if nothing) in *out, which the
 * caller frees; 0 for a 404 or 410: it is not there; *out is NULL.  out may be
 * NULL.  -1 with e, and c->answer.status for who wants to look:
 *	400 422 and other 4xx	ERR_DATA, the vendor's words
 *	401			ERR_CONFIG: ends the connector, whose requests
 *				are looked up, not lost as refused
 *	403			ERR_REFUSED
 *	409 412			ERR_TEMP "changed meanwhile", c->retry_after 0
 *	408 429 5xx		ERR_TEMP, c->retry_after
 *	no JSON in a 2xx	ERR_DOWN
 *	no answer		as http_send
 * A 401 renews a credential that can be, once.
 */
int cloud_ask(struct cloud *, const struct cloud_call *, json_t **out,
    struct err *);

/*
 * cloud_end: what a handler returns: rc; of a failure that is asked again the
 * answer gets its retry_after.
 */
int cloud_end(struct cloud *, json_t *answer, int rc);

/*
 * cloud_walk: GETs first and each page that next names, and gives each to
 * page.  next: 1 with the following target in to, 0 at the end, -1 with e.
 * page, after next: 0 or -1 with e, which ends the walk; it borrows, and may
 * ask for other things.  0 only when the last
 * page was reached.  The same target or the same page twice, more than
 * CLOUD_PAGES, or a page that is not there: -1 with ERR_DOWN.
 */
typedef int cloud_next(struct cloud *, json_t *page, struct buf *to, void *arg,
    struct err *);
typedef int cloud_page(struct cloud *, json_t *page, void *arg, struct err *);
int cloud_walk(struct cloud *, const struct cloud_call *first, cloud_next *,
    cloud_page *, void *arg, struct err *);
/* cloud_next_link: a next that follows the header Link (RFC 8288). */
cloud_next cloud_next_link;

/* What is known of an account before it is changed; texts may be NULL. */
struct cloud_seen {
	const char *remote_id, *login, *upn, *worker_id;
	const char *mark;
	int	contractor;	/* by the connector's rule */
};

/*
 * cloud_guard: whether the request may change it: 0, or -1 with e: ERR_REFUSED
 * "protected" or "changed_hands"; ERR_TEMP "changed meanwhile" with
 * c->retry_after 0.
 */
int cloud_guard(struct cloud *, json_t *request, const struct cloud_seen *,
    struct err *);
/* cloud_named: 1 if s is among a list of ids, in any case; both may be NULL. */
int cloud_named(json_t *ids, const char *s);

/* A text, or NULL; one with a NUL in it is none: what stands before the NUL
 * may be somebody else's name. */
const char *cloud_string(json_t *);
/* A member that is such a text and not empty, or NULL. */
const char *cloud_text(json_t *o, const char *name);
/* A member that is an instant in ISO 8601 or WHEN_NEVER. */
int64_t cloud_when(json_t *o, const char *name);
/* Sets a member unless text is NULL, at is WHEN_NEVER. */
void cloud_set(json_t *o, const char *name, const char *text);
void cloud_set_at(json_t *o, const char *name, int64_t at);

#endif
