/* What is read of a domain before anything is asked of it. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/esc.h"
#include "base/mem.h"
#include "connect/ad.h"
#include "connect/ad_bind.h"
#include "connect/ad_dcs.h"
#include "connect/ad_group.h"
#include "connect/ad_search.h"
#include "connect/ad_sid.h"

/* In a filter: members of a group, nested ones too. MS-ADTS 3.1.1.3.4.4.3 */
#define IN_CHAIN "1.2.840.113556.1.4.1941"

static void
replace(char **slot, char *with)
{
	free(*slot);
	*slot = with;
}

static int
on_rootdse(struct ad *ad, LDAPMessage *m, void *arg, struct err *e)
{
	char **service = arg;

	(void)e;
	replace(&ad->domain, ad_text(ad, m, "defaultNamingContext"));
	replace(&ad->sites, ad_text(ad, m, "configurationNamingContext"));
	replace(&ad->server, ad_text(ad, m, "dnsHostName"));
	ad->usn = ad_number(ad, m, "highestCommittedUSN", -1);
	if (service != NULL)
		*service = ad_text(ad, m, "dsServiceName");
	return 0;
}

static int
rootdse(struct ad *ad, char **service, struct err *e)
{
	static const char *const attrs[] = { "defaultNamingContext",
	    "configurationNamingContext", "dnsHostName", "dsServiceName",
	    "highestCommittedUSN", NULL };
	struct ad_query q = { "", LDAP_SCOPE_BASE, "(objectClass=*)", attrs,
	    0 };

	if (ad_search(ad, &q, on_rootdse, service, NULL, e) == -1)
		return -1;
	if (ad->domain == NULL || ad->server == NULL || ad->usn == -1)
		return err_set(e, ERR_CONFIG, "%s is no domain controller",
		    ad->conf.uri);
	return 0;
}

int
ad_rootdse(struct ad *ad, struct err *e)
{
	return rootdse(ad, NULL, e);
}

static int
on_invocation(struct ad *ad, LDAPMessage *m, void *arg, struct err *e)
{
	struct berval **v = ldap_get_values_len(ad->ld, m, "invocationId");

	(void)arg;
	(void)e;
	if (v != NULL && v[0] != NULL && v[0]->bv_len == 16)
		ad_sid_hex(v[0]->bv_val, 16, ad->invocation);
	ldap_value_free_len(v);
	return 0;
}

static int
on_domain(struct ad *ad, LDAPMessage *m, void *arg, struct err *e)
{
	(void)arg;
	(void)e;
	ad_sid_of(ad, m, "objectSid", ad->domain_sid);
	return 0;
}

static int
on_self(struct ad *ad, LDAPMessage *m, void *arg, struct err *e)
{
	struct berval **v = ldap_get_values_len(ad->ld, m, "tokenGroups");
	char sid[AD_SID];
	int i;

	(void)arg;
	(void)e;
	for (i = 0; v != NULL && v[i] != NULL; i++)
		if (ad_sid(v[i]->bv_val, v[i]->bv_len, sid) == 0)
			json_object_set_new(ad->self, sid, json_true());
	ldap_value_free_len(v);
	return 0;
}

/*
 * Who we are, so that we never lock ourselves out: the SIDs of this
 * connection, our account's and its groups'.  MS-ADTS 3.1.1.3.2.28
 */
static int
who_am_i(struct ad *ad, struct err *e)
{
	static const char *const attrs[] = { "tokenGroups", NULL };
	struct ad_query q = { "", LDAP_SCOPE_BASE, "(objectClass=*)", attrs,
	    0 };

	json_decref(ad->self);
	ad->self = json_object();
	if (ad_search(ad, &q, on_self, NULL, NULL, e) == -1)
		return -1;
	return json_object_size(ad->self) > 0 ? 0 : err_set(e, ERR_CONFIG,
	    "%s does not tell who we are", ad->conf.uri);
}

/* A contractor's account, as filter. */
static void
make_rule(struct ad *ad)
{
	struct buf b = BUF_INIT(16384);
	const char *p = ad->conf.employee_type;
	char *one;
	size_t len;

	buf_str(&b, AD_PERSON);
	if (*p != '\0')
		buf_str(&b, "(|");
	for (; *p != '\0'; p += len + (p[len] == ',')) {
		len = strcspn(p, ",");
		one = mem_strn(p, len);
		while (len > 0 && one[strlen(one) - 1] == ' ')
			one[strlen(one) - 1] = '\0';
		buf_str(&b, "(employeeType=");
		esc_filter(&b, one + strspn(one, " "));
		buf_str(&b, ")");
		free(one);
	}
	if (ad->conf.employee_type[0] != '\0')
		buf_str(&b, ")");
	if (ad->conf.group != NULL) {
		buf_str(&b, "(memberOf:" IN_CHAIN ":=");
		esc_filter(&b, ad->conf.group);
		buf_str(&b, ")");
	}
	if (ad->conf.filter != NULL)
		buf_str(&b, ad->conf.filter);
	replace(&ad->rule, buf_take(&b));
}

static int
look_around(struct ad *ad, struct err *e)
{
	static const char *const invocation[] = { "invocationId", NULL };
	static const char *const sid[] = { "objectSid", NULL };
	static const char *const none[] = { LDAP_NO_ATTRS, NULL };
	struct ad_query q = { NULL, LDAP_SCOPE_BASE, "(objectClass=*)",
	    invocation, 0 };
	char *service = NULL;
	int64_t n = 1;
	int rc;

	if ((rc = rootdse(ad, &service, e)) == 0 && service != NULL) {
		q.base = service;
		ad->invocation[0] = '\0';
		rc = ad_search(ad, &q, on_invocation, NULL, NULL, e);
	}
	free(service);
	q.base = ad->domain;
	q.attrs = sid;
	if (rc == 0)
		rc = ad_search(ad, &q, on_domain, NULL, NULL, e);
	if (rc == 0 && ad->domain_sid[0] == '\0')
		rc = err_set(e, ERR_CONFIG, "%s cannot be read", ad->domain);
	if (rc == 0 && ad->conf.sentinel != NULL) {
		q.base = ad->conf.sentinel;
		q.attrs = none;
		rc = ad_search(ad, &q, NULL, NULL, &n, e);
		if (rc == 0 && n == 0)
			rc = err_set(e, ERR_DOWN, "the sentinel %s is not to"
			    " be seen", ad->conf.sentinel);
	}
	return rc == 0 ? who_am_i(ad, e) : -1;
}

static void
disconnect(struct ad *ad)
{
	if (ad->ld != NULL)
		ldap_unbind_ext_s(ad->ld, NULL, NULL);
	ad->ld = NULL;
	ad->lost = 0;
}

int
ad_ready(struct ad *ad, struct err *e)
{
	if (ad->ld != NULL && !ad->lost)
		return 0;
	disconnect(ad);
	if (ad_bind(ad, e) == -1)
		return -1;
	if (look_around(ad, e) == -1) {
		disconnect(ad);
		return -1;
	}
	replace(&ad->base, mem_str(ad->conf.base != NULL ? ad->conf.base :
	    ad->domain));
	make_rule(ad);
	ad_group_forget(ad);
	return 0;
}

void
ad_close(struct ad *ad)
{
	disconnect(ad);
	ad_group_forget(ad);
	ad_dcs_forget(ad);
	ad_config_clear(&ad->conf);
	json_decref(ad->protected);
	json_decref(ad->privileged);
	json_decref(ad->self);
	free(ad->base);
	free(ad->domain);
	free(ad->server);
	free(ad->sites);
	free(ad->rule);
	memset(ad, 0, sizeof(*ad));
}
