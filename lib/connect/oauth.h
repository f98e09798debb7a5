/*
 * OAuth 2.0 client credentials (RFC 6749, 4.4): with a secret, or with an
 * assertion signed by a private key (RFC 7523, 2.2).
 */
#ifndef CONNECT_OAUTH_H
#define CONNECT_OAUTH_H

#include "connect/cloud.h"

struct oauth {
	struct http *http;	/* of the token endpoint's host */
	const char *target;	/* its path, or whole URL */
	const char *audience;	/* its URL, for the assertion */
	const char *client_id;
	const char *scope;	/* NULL: none */
	const char *secret;	/* this or key */
	const char *key;	/* PEM */
	const char *kid, *thumbprint;	/* of key; may be NULL */
};

/*
 * oauth_renew: a cloud_renew whose arg is a struct oauth: asks for a token and
 * gives it to cloud_token.  -1 with e: ERR_CONFIG where the endpoint refuses
 * the client (its words, no secret), ERR_DOWN, ERR_TEMP with c->retry_after.
 */
cloud_renew oauth_renew;

#endif
