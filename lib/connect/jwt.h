/*
 * A signed JSON Web Token (RFC 7519, JWS compact form RFC 7515), for services
 * that take a private key instead of a secret (RFC 7523).  The one user of
 * libcrypto: libsodium has neither RSA nor the NIST curves.
 */
#ifndef CONNECT_JWT_H
#define CONNECT_JWT_H

#include <jansson.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * jwt_sign: header (borrowed; "alg" is put in) and claims, signed with a key
 * in PEM (PKCS#8 or traditional, without a passphrase) and added to out: an
 * RSA key of at least 2048 bits signs RS256, a P-256 key ES256.  -1 with e,
 * which never holds the key: ERR_CONFIG for another key or none.
 */
int jwt_sign(json_t *header, json_t *claims, const char *pem, struct buf *out,
    struct err *);

/*
 * jwt_assertion: the client assertion that OAuth token endpoints take: iss and
 * sub are the client, aud the endpoint, a random jti, from now for 300 s.
 * kid and thumbprint (x5t#S256) may be NULL.  As jwt_sign.
 */
struct jwt_client {
	const char *client_id, *audience;
	const char *pem;
	const char *kid, *thumbprint;
};
int jwt_assertion(const struct jwt_client *, int64_t now, struct buf *out,
    struct err *);

#endif
