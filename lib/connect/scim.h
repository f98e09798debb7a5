/*
 * A SCIM 2.0 service (RFC 7643, 7644), for ctr-connect-scim.  Identities are
 * the service's resource ids.  Services differ from the standard and from each
 * other: what is said here of one was seen, not read, and every change is read
 * back.
 */
#ifndef CONNECT_SCIM_H
#define CONNECT_SCIM_H

#include "connect/cloud.h"
#include "connect/scim_filter.h"
#include "connect/serve.h"

#define SCIM_ENTERPRISE \
	"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
#define SCIM_CORE "urn:ietf:params:scim:schemas:core:2.0:"
#define SCIM_API "urn:ietf:params:scim:api:messages:2.0:"

struct scim_conf {
	char	*url;		/* https://host/scim/v2 */
	char	*token;
	char	*ca_file;	/* NULL: the system's */
	char	*filter;	/* which users are contractors; NULL: all */
	char	*worker_id;	/* path of the attribute */
	char	*expiry;	/* path of an attribute with an instant; NULL */
	char	*create;	/* JSON object: what a new user has besides */
	char	*privileged;	/* names or ids of groups, by commas; NULL */
	int	page_size;
	int	persons;	/* users who are no contractors are managers */
	int	groups;		/* 0: not asked for */
};

struct scim {
	struct scim_conf conf;
	struct cloud cloud;
	struct scim_filter *filter;
	json_t	*create;	/* conf.create, read; or NULL */
	/* What ServiceProviderConfig says: */
	int	patch, etag, filters;
	int	form;		/* of a PATCH of active that went well last */
	json_t	*high;		/* members of privileged groups, by id */
};

/*
 * scim_open: reads hello's config and the service's, and whether we are let
 * in.  -1 with e; scim_close is due after both.
 */
int scim_open(struct scim *, json_t *hello, struct err *);
void scim_close(struct scim *);

int scim_config_read(struct scim_conf *, json_t *config, struct err *);
void scim_config_clear(struct scim_conf *);

/*
 * scim_ask: one request of kind ("/Users", "/Groups"), of one resource unless
 * id is NULL; query ("?a=b") may be NULL, body (stolen) too; version: If-Match,
 * may be NULL.  As cloud_ask, but that a 404 is only one if it is SCIM's own
 * or SCIM answers beside it: with another one at a wrong url everybody would be
 * gone.
 */
struct scim_act {
	const char *method, *what, *kind, *id, *query, *version;
};
int scim_ask(struct scim *, const struct scim_act *, json_t *body,
    json_t **out, struct err *);

/* scim_walk: each resource of kind that passes filter (NULL: all), once; each
 * borrowed.  restart: all that came before is void.  0 only for a whole list:
 * as many as the service says there are.  cb: 0, or -1 with e. */
struct scim_walker {
	int	(*resource)(struct scim *, json_t *, void *, struct err *);
	void	(*restart)(void *);	/* may be NULL */
	void	*arg;
};
int scim_walk(struct scim *, const char *kind, const char *filter,
    const struct scim_walker *, struct err *);

#endif
