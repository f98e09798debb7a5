#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/esc.h"
#include "base/mem.h"
#include "connect/ad_bind.h"
#include "connect/ad_dcs.h"
#include "connect/ad_search.h"

/* The attributes' defaults and range; a domain below the functional level of
 * Windows Server 2003 does not keep lastLogonTimestamp. */
enum { LAG_DAYS = 14, LAG_MOST = 100000, LAG_LEVEL = 2 };

struct ad_dcs {
	json_t	*logins;	/* objectGUID to ticks, the latest of all */
	int	all;		/* every one was asked */
};

struct hosts {
	json_t	*names;
	int	nameless;	/* one that does not say its name */
};

static int
on_server(struct ad *ad, LDAPMessage *m, void *arg, struct err *e)
{
	struct hosts *h = arg;
	char *host = ad_text(ad, m, "dNSHostName");

	(void)e;
	if (host == NULL)
		h->nameless = 1;
	else if (strcasecmp(host, ad->server) != 0)
		json_array_append_new(h->names, json_string(host));
	free(host);
	return 0;
}

/* An nTDSDSA object is below the server object that it makes a DC. */
static int
on_settings(struct ad *ad, LDAPMessage *m, void *arg, struct err *e)
{
	static const char *const attrs[] = { "dNSHostName", NULL };
	struct ad_query q = { NULL, LDAP_SCOPE_BASE, "(objectClass=*)", attrs,
	    0 };
	LDAPDN parts = NULL;
	char *dn = ldap_get_dn(ad->ld, m), *up = NULL;
	int64_t n = 0;
	int rc = 0;

	if (ldap_str2dn(dn, &parts, LDAP_DN_FORMAT_LDAPV3) == 0 &&
	    parts != NULL && parts[0] != NULL &&
	    ldap_dn2str(parts + 1, &up, LDAP_DN_FORMAT_LDAPV3) == 0) {
		q.base = up;
		rc = ad_search(ad, &q, on_server, arg, &n, e);
	}
	if (n == 0)
		((struct hosts *)arg)->nameless = 1;
	ldap_memfree(up);
	ldap_dnfree(parts);
	ldap_memfree(dn);
	return rc;
}

/* Every DC that holds the domain, read-only ones too: MS-ADTS 6.1.1.2.2.1. */
static int
find_hosts(struct ad *ad, struct hosts *h, struct err *e)
{
	static const char *const none[] = { LDAP_NO_ATTRS, NULL };
	struct buf b = BUF_INIT(8192);
	struct ad_query q = { ad->sites, LDAP_SCOPE_SUBTREE, NULL, none, 0 };
	int64_t n = 0;
	int rc;

	buf_str(&b, "(&(objectClass=nTDSDSA)(|(msDS-hasMasterNCs=");
	esc_filter(&b, ad->domain);
	buf_str(&b, ")(msDS-hasFullReplicaNCs=");
	esc_filter(&b, ad->domain);
	buf_str(&b, ")))");
	q.filter = buf_get(&b);
	rc = ad->sites == NULL ? err_set(e, ERR_DATA, "no sites") :
	    ad_search(ad, &q, on_settings, h, &n, e);
	buf_clear(&b);
	if (rc == 0 && (n == 0 || h->nameless))
		rc = err_set(e, ERR_DATA, "a DC without a name");
	return rc;
}

static int
on_login(struct ad *dc, LDAPMessage *m, void *arg, struct err *e)
{
	json_t *logins = arg;
	char guid[AD_GUID];
	int64_t ticks = ad_number(dc, m, "lastLogon", 0);

	(void)e;
	ad_guid(dc, m, guid);
	if (guid[0] != '\0' && ticks >
	    json_integer_value(json_object_get(logins, guid)))
		json_object_set_new(logins, guid, json_integer(ticks));
	return 0;
}

/* One other DC, spoken to as ours is. */
static int
ask(struct ad *ad, const char *host, const struct ad_query *q, json_t *logins,
    struct err *e)
{
	struct buf uri = BUF_INIT(512);
	struct ad dc = { .conf = ad->conf };
	int ldaps = strncasecmp(ad->conf.uri, "ldaps://", 8) == 0, rc;

	buf_fmt(&uri, "%s://%s", ldaps ? "ldaps" : "ldap", host);
	dc.conf.uri = buf_take(&uri);
	rc = ad_bind(&dc, e);
	if (rc == 0) {
		rc = ad_search(&dc, q, on_login, logins, NULL, e);
		ldap_unbind_ext_s(dc.ld, NULL, NULL);
	}
	free(dc.conf.uri);
	return rc == 0 ? 0 : err_add(e, "%s", host);
}

static int
on_domain(struct ad *ad, LDAPMessage *m, void *arg, struct err *e)
{
	int64_t *days = arg;

	(void)e;
	*days = ad_number(ad, m, "msDS-Behavior-Version", 0) < LAG_LEVEL ? 0 :
	    ad_number(ad, m, "msDS-LogonTimeSyncInterval", LAG_DAYS);
	return 0;
}

/* What cannot be read is as late as it can be by default. */
static void
read_lag(struct ad *ad)
{
	static const char *const attrs[] = { "msDS-LogonTimeSyncInterval",
		"msDS-Behavior-Version", NULL };
	struct ad_query q = { ad->domain, LDAP_SCOPE_BASE, "(objectClass=*)",
		attrs, 0 };
	struct err e = ERR_INIT;
	int64_t days = LAG_DAYS;

	if (ad->lag != 0)
		return;
	if (ad_search(ad, &q, on_domain, &days, NULL, &e) == -1)
		days = LAG_DAYS;
	ad->lag = days <= 0 || days > LAG_MOST ? -1 : days * 86400;
}

void
ad_dcs_read(struct ad *ad, const char *base, const char *filter,
    char **unreached)
{
	static const char *const attrs[] = { "objectGUID", "lastLogon", NULL };
	struct ad_query q = { base, strncmp(base, "<GUID=", 6) == 0 ?
	    LDAP_SCOPE_BASE : LDAP_SCOPE_SUBTREE, filter, attrs, 0 };
	struct hosts h = { NULL, 0 };
	struct err e = ERR_INIT;
	json_t *v;
	size_t i;

	ad_dcs_forget(ad);
	if (!ad->conf.all_dcs) {
		read_lag(ad);
		return;
	}
	ad->dcs = mem_zero(1, sizeof(*ad->dcs));
	ad->dcs->logins = json_object();
	h.names = json_array();
	ad->dcs->all = find_hosts(ad, &h, &e) == 0;
	json_array_foreach(h.names, i, v)
		if (ad->dcs->all && ask(ad, json_string_value(v), &q,
		    ad->dcs->logins, &e) == -1)
			ad->dcs->all = 0;
	json_decref(h.names);
	if (unreached != NULL && !ad->dcs->all)
		*unreached = mem_str(e.text);
}

void
ad_dcs_forget(struct ad *ad)
{
	if (ad->dcs == NULL)
		return;
	json_decref(ad->dcs->logins);
	free(ad->dcs);
	ad->dcs = NULL;
}

int
ad_dcs_login(const struct ad *ad, const char *guid, int64_t stamp,
    int64_t *ticks, int64_t *lag)
{
	int64_t there;

	*lag = 0;
	if (stamp > *ticks)
		*ticks = stamp;
	if (!ad->conf.all_dcs) {
		*lag = ad->lag > 0 ? ad->lag : 0;
		return ad->lag > 0;
	}
	if (ad->dcs == NULL)
		return 0;
	there = json_integer_value(json_object_get(ad->dcs->logins, guid));
	if (there > *ticks)
		*ticks = there;
	return ad->dcs->all;
}
