/* Searches, to their end, and the values of entries. */
#ifndef CONNECT_AD_SEARCH_H
#define CONNECT_AD_SEARCH_H

#include "connect/ad.h"

enum {
	AD_EXTENDED = 1,	/* DNs come with GUID and SID: ad_sid_split */
	AD_DELETED = 2		/* deleted objects too */
};

/* An entry, borrowed.  Non-zero ends the search and is what it returns; -1
 * with e set is an error. */
typedef int ad_entry(struct ad *, LDAPMessage *, void *arg, struct err *);

struct ad_query {
	const char *base;	/* a DN, "<GUID=hex>" or "<SID=...>" */
	int	scope;		/* LDAP_SCOPE_BASE, LDAP_SCOPE_SUBTREE */
	const char *filter;
	const char *const *attrs;	/* NULL-terminated */
	int	flags;
};

/*
 * ad_search: every entry, page after page; cb NULL only counts.  The number
 * of entries goes to *n (may be NULL).  A base that is not there has none.
 * One page that fails is all of it failing.
 */
int ad_search(struct ad *, const struct ad_query *, ad_entry *cb, void *arg,
    int64_t *n, struct err *);

/* ad_text: the first value of an attribute, malloc'd; NULL if there is none
 * or it is not UTF-8. */
char *ad_text(struct ad *, LDAPMessage *, const char *attr);
/* ad_number: likewise; otherwise if absent or no int64. */
int64_t ad_number(struct ad *, LDAPMessage *, const char *attr,
    int64_t otherwise);
/* ad_guid, ad_sid_of: objectGUID and objectSid; "" if absent. */
void ad_guid(struct ad *, LDAPMessage *, char out[AD_GUID]);
void ad_sid_of(struct ad *, LDAPMessage *, const char *attr,
    char out[AD_SID]);
/* ad_time: a GeneralizedTime (X.680 46) in UTC, or WHEN_NEVER. */
int64_t ad_time(struct ad *, LDAPMessage *, const char *attr);

#endif
