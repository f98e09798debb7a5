/*
 * Microsoft Entra over Graph v1.0, for ctr-connect-entra.  Identities are
 * object ids, which never change.
 *
 * Source of the rules: Microsoft Graph, user resource and its methods;
 * "Advanced query capabilities on Microsoft Entra ID objects" (a filter on
 * employeeType takes ConsistencyLevel: eventual and $count=true, and these do
 * not go with $expand); what a list finds is eventually consistent, so a user
 * is always read by id before he is changed.
 */
#ifndef CONNECT_ENTRA_H
#define CONNECT_ENTRA_H

#include "connect/cloud.h"
#include "connect/oauth.h"
#include "connect/serve.h"

struct entra_conf {
	char	*tenant_id;
	char	*client_id;
	char	*client_secret;	/* this, or */
	char	*key_file;	/* a private key and */
	char	*certificate;	/* its certificate, both PEM files */
	char	*employee_type;	/* by commas */
	char	*cloud;		/* global, usgov, usgov-dod, china */
	char	*url, *login_url;	/* instead of the cloud's */
	char	*ca_file;	/* NULL: the system's */
	char	*usage_location;	/* of who has none; or NULL */
	int	people;		/* everybody is listed as a person */
	int	licences;	/* are told, given and taken as groups */
	int	hire_date;	/* new accounts get employeeHireDate */
	int	page_size;
	int	token_life_s;	/* of an access token that was given out */
};

struct entra {
	struct entra_conf conf;
	struct cloud cloud;
	struct http *login;	/* of the token endpoint's host */
	struct oauth oauth;
	struct buf key, target, audience, scope;
	char	thumbprint[64];	/* base64url SHA-256; "" */
	int	logins;		/* 0: signInActivity is not for us to see */
	json_t	*high;		/* ids of who is privileged; NULL: unknown */
	json_t	*ours;		/* id: when we disabled him or ended his
				 * sessions, UTC seconds */
};

/* entra_open: reads hello's config, and whether we are let in.  -1 with e;
 * entra_close is due after both. */
int entra_open(struct entra *, json_t *hello, struct err *);
void entra_close(struct entra *);

int entra_config_read(struct entra_conf *, json_t *config, struct err *);
void entra_config_clear(struct entra_conf *);
/* entra_config_type: the n-th of employee_type, to b; 0 at its end. */
int entra_config_type(const struct entra_conf *, int n, struct buf *b);

/*
 * entra_ask: one request below /v1.0, body stolen, or NULL.  As cloud_ask, but
 * that a 404 is only one if Graph says so itself: with another one at a wrong
 * url everybody would be gone.
 */
struct entra_act {
	const char *method, *what, *target;
	int	repeat;
};
int entra_ask(struct entra *, const struct entra_act *, json_t *body,
    json_t **out, struct err *);

/* entra_target: "/users/ID/rest": segments, the last one NULL, to b. */
int entra_target(struct buf *b, struct err *, ...) __attribute__((sentinel));

/*
 * entra_each: each object of a list, over its pages; advanced: with the
 * header and the count, which must agree with what came (ERR_TEMP).  A page
 * that sends us to another host is an error.  cb: 0, or -1 with e.  link gets
 * the deltaLink at its end, and may be NULL.
 */
struct entra_list {
	const char *target, *what;
	int	advanced;
	int	(*object)(struct entra *, json_t *, void *, struct err *);
	void	*arg;
	struct buf *link;
};
int entra_each(struct entra *, const struct entra_list *, struct err *);

#endif
