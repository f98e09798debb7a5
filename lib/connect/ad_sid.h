/* Security identifiers and GUIDs, from bytes and from extended DNs. */
#ifndef CONNECT_AD_SID_H
#define CONNECT_AD_SID_H

#include <stddef.h>

#include "base/buf.h"
#include "connect/ad.h"

/*
 * ad_sid: len bytes of an objectSid as "S-1-5-21-...".  0, or -1 if that is no
 * SID.  Source: MS-DTYP 2.4.2.2 (packet), 2.4.2.1 (text).
 */
int ad_sid(const void *, size_t len, char out[AD_SID]);

/* ad_sid_rid: the last number of a SID, or -1. */
int64_t ad_sid_rid(const char *sid);

/*
 * ad_sid_privileged: 1 for the groups that AdminSDHolder protects, by SID and
 * RID and never by name, which is localised.  Source: MS-ADTS 3.1.1.6.1.2.
 */
int ad_sid_privileged(const char *sid);
/* The same as filter: the groups of domain that exist in every domain. */
void ad_sid_filter(struct buf *, const char *domain_sid);

/* ad_sid_hex: len bytes as lower-case hex; out has 2 * len + 1. */
void ad_sid_hex(const void *, size_t len, char *out);

/*
 * ad_sid_split: a DN that came with the extended DN control, in its hex form:
 * "<GUID=hex>;<SID=hex>;CN=...".  guid (may be NULL) and sid (may be NULL) are
 * "" if absent.  The plain DN, which lies in ext.
 * Source: MS-ADTS 3.1.1.3.4.1.5.
 */
const char *ad_sid_split(const char *ext, char *guid, char *sid);

/* ad_sid_name: the value of a DN's first RDN, for people.  Malloc'd. */
char *ad_sid_name(const char *dn);

#endif
