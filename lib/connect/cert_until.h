/* Until when a certificate is good: the one thing that we read of one. */
#ifndef CONNECT_CERT_UNTIL_H
#define CONNECT_CERT_UNTIL_H

#include <stddef.h>
#include <stdint.h>

/* cert_until: notAfter of an X.509 certificate in DER (RFC 5280, 4.1), from a
 * peer: 1 and at, in UTC seconds, or 0: it is none. */
int cert_until(const unsigned char *der, size_t len, int64_t *at);

#endif
