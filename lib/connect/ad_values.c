#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/num.h"
#include "connect/ad_search.h"
#include "connect/ad_values.h"

#define OPTION ";range="

struct values {
	const char *attr;
	int	(*cb)(const struct berval *, void *);
	void	*arg;
	int64_t	next;		/* the first that is still wanted */
	int	all;		/* there is none */
};

/* The name of a block in this entry: "member;range=0-1499".  Beside it stands
 * "member" without a value.  Malloc'd, or NULL: the entry has all, or none. */
static char *
block_name(struct ad *ad, LDAPMessage *m, const char *attr)
{
	BerElement *ber = NULL;
	size_t len = strlen(attr);
	char *name, *found = NULL;

	for (name = ldap_first_attribute(ad->ld, m, &ber); name != NULL;
	    name = ldap_next_attribute(ad->ld, m, ber)) {
		if (found == NULL && strncasecmp(name, attr, len) == 0 &&
		    strncasecmp(name + len, OPTION, strlen(OPTION)) == 0)
			found = mem_str(name);
		ldap_memfree(name);
	}
	ber_free(ber, 0);
	return found;
}

/* "0-1499", or "3000-*" for the last, whose high is -1. */
static int
bounds(const char *s, int64_t *low, int64_t *high)
{
	char first[24];
	size_t len = strcspn(s, "-");

	*high = -1;
	if (len >= sizeof(first) || s[len] == '\0')
		return -1;
	memcpy(first, s, len);
	first[len] = '\0';
	if (num_int(first, 0, INT32_MAX, low) == -1)
		return -1;
	s += len + 1;
	return strcmp(s, "*") == 0 ? 0 : num_int(s, *low, INT32_MAX, high);
}

/* follows: n values under this name are the next ones.  NULL: no name. */
static int
follows(struct values *all, const char *name, int64_t n)
{
	int64_t low = 0, high = -1;

	if (name == NULL) {		/* an attribute that is not cut */
		all->all = 1;
		return all->next == 0;
	}
	if (bounds(name + strlen(all->attr) + strlen(OPTION), &low,
	    &high) == -1 || low != all->next || n == 0)
		return 0;
	all->all = high == -1;
	all->next += n;
	return all->all || high == all->next - 1;
}

static int
one_block(struct ad *ad, LDAPMessage *m, void *arg, struct err *e)
{
	struct values *all = arg;
	char *name = block_name(ad, m, all->attr);
	struct berval **v = ldap_get_values_len(ad->ld, m,
	    name != NULL ? name : all->attr);
	int i, n = ldap_count_values_len(v), rc = 0;

	if (!follows(all, name, n))
		rc = err_set(e, ERR_DATA, "%s: a block that does not follow:"
		    " %.80s with %d values", all->attr,
		    name != NULL ? name : "no range", n);
	else if (!all->all && all->next >= AD_VALUES_MOST)
		rc = err_set(e, ERR_DATA, "%s: more than %d values",
		    all->attr, AD_VALUES_MOST);
	for (i = 0; rc == 0 && i < n; i++)
		rc = all->cb(v[i], all->arg);
	ldap_value_free_len(v);
	free(name);
	return rc;
}

int
ad_values(struct ad *ad, LDAPMessage *m, const char *base, const char *attr,
    int (*cb)(const struct berval *, void *), void *arg, struct err *e)
{
	struct values all = { attr, cb, arg, 0, 0 };
	char name[128];
	const char *attrs[] = { name, NULL };
	struct ad_query q = { base, LDAP_SCOPE_BASE, "(objectClass=*)", attrs,
	    AD_EXTENDED };
	int64_t n;
	int rc = one_block(ad, m, &all, e);

	while (rc == 0 && !all.all) {
		snprintf(name, sizeof(name), "%.80s" OPTION "%lld-*", attr,
		    (long long)all.next);
		rc = ad_search(ad, &q, one_block, &all, &n, e);
		if (rc == 0 && n == 0)
			rc = err_set(e, ERR_TEMP, "%s: gone while it was read",
			    attr);
	}
	return rc;
}
