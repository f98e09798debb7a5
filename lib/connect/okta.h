/*
 * Okta over its management API, for ctr-connect-okta.  Identities are Okta's
 * user ids, which never change; a user whose id is asked for and who answers
 * to another (the path takes logins, too) is not there.
 *
 * Source of the rules: Okta, Users API and User Lifecycle API; what search
 * finds is eventually consistent, so a user is always read by id before he is
 * changed.
 */
#ifndef CONNECT_OKTA_H
#define CONNECT_OKTA_H

#include "connect/cloud.h"
#include "connect/oauth.h"
#include "connect/serve.h"

struct okta_conf {
	char	*url;		/* https://acme.okta.com */
	char	*token;		/* this, */
	char	*client_id;	/* or an API service app with */
	char	*key_file;	/* its private key, in PEM */
	char	*key_id;
	char	*scope;
	char	*ca_file;	/* NULL: the system's */
	char	*user_type;	/* profile.userType, by commas; "" any */
	char	*type_id;	/* Okta's user types, or NULL */
	char	*search;	/* further condition of a list, or NULL */
	char	*worker_attribute;	/* of a profile */
	char	*manager_attribute;
	char	*expiry_attribute;	/* or NULL: none */
	int	deactivate;	/* disable: apps are taken away, not given
				 * back; else suspended, from ACTIVE only, and
				 * groups and apps stay */
	int	otherwise;	/* where suspend cannot: deactivate */
	int	activation_mail;	/* to who has no password */
	int	page_size;
};

struct okta {
	struct okta_conf conf;
	struct cloud cloud;
	struct oauth oauth;
	struct buf key, audience;
	json_t	*admins;	/* ids with an admin role; NULL: unknown */
	json_t	*managers;	/* see okta_people.h */
	int	roles_hidden;	/* 403, 404: the last were not to be seen */
};

/*
 * okta_open: reads hello's config, and whether we are let in.  -1 with e:
 * ERR_CONFIG for an unknown name, a bad value, a credential that is refused;
 * else as cloud_ask.  okta_close is due after both.
 */
int okta_open(struct okta *, json_t *hello, struct err *);
void okta_close(struct okta *);

/* okta_config_read: the first half of it. */
int okta_config_read(struct okta_conf *, json_t *config, struct err *);
void okta_config_clear(struct okta_conf *);

/* A path: segments, to be percent-encoded. */
#define OKTA_PATH(...) (const char *const[]){ __VA_ARGS__, NULL }

/* okta_get: GET "/api/v1" and path to *out: as cloud_ask. */
int okta_get(struct okta *, const char *what, const char *const *path,
    json_t **out, struct err *);
/* okta_do: a method, with body (stolen) or NULL, and query ("?a=b") or "".
 * repeat and brief as in http.h.  A 404 that is not from
 * Okta, which gives each error a code, is ERR_DOWN. */
struct okta_act {
	const char *method, *what, *query;
	int	repeat, brief;
};
int okta_do(struct okta *, const struct okta_act *, const char *const *path,
    json_t *body, json_t **out, struct err *);

/* okta_is_list: 0, or -1 with ERR_DOWN: a 200 with something else in it says
 * of nothing that it is not there.  list may be NULL. */
int okta_is_list(struct cloud *, json_t *list, const char *what, struct err *);

/* okta_in_list: 1 if s is one of a list separated by commas, in any case. */
int okta_in_list(const char *list, const char *s);
/* okta_nth: the n-th of a list separated by commas, trimmed, to b; 0 at its
 * end. */
int okta_nth(const char *list, int n, struct buf *b);

#endif
