/* Attributes with more values than a server gives at once. */
#ifndef CONNECT_AD_VALUES_H
#define CONNECT_AD_VALUES_H

#include "connect/ad.h"

enum { AD_VALUES_MOST = 100000 };	/* of one attribute */

/*
 * ad_values: every value of an attribute of the entry m, by ranges to the last
 * where the server cuts them; base names the entry for the further reads.
 * Non-zero of cb ends it and is what it returns.  A server's blocks must
 * follow one another without a gap and hold what they say, up to one that is
 * the last: anything else is -1 and never a short list.  cb may have had
 * values by then.  ERR_TEMP: the entry has changed meanwhile; ERR_DATA.
 * Source: MS-ADTS 3.1.1.3.1.3.3.
 */
int ad_values(struct ad *, LDAPMessage *m, const char *base, const char *attr,
    int (*cb)(const struct berval *, void *), void *arg, struct err *);

#endif
