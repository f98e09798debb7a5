#include <stdlib.h>
#include <string.h>

#include "base/when.h"
#include "connect/ad_dcs.h"
#include "connect/ad_group.h"
#include "connect/ad_search.h"
#include "connect/ad_sid.h"
#include "connect/ad_user.h"
#include "connect/ad_values.h"

const char *const ad_user_attrs[] = {
	"objectGUID", "objectSid", "sAMAccountName", "userPrincipalName",
	"displayName", "mail", "department", "employeeID", "manager",
	"userAccountControl", "accountExpires", "whenCreated", "whenChanged",
	"lastLogon", "lastLogonTimestamp", "memberOf", "primaryGroupID",
	"uSNChanged", "description",
	NULL
};

static void
put_text(struct ad *ad, LDAPMessage *m, const char *attr, json_t *o,
    const char *name)
{
	char *s = ad_text(ad, m, attr);

	if (s != NULL)
		json_object_set_new(o, name, json_string(s));
	free(s);
}

static void
put_time(json_t *o, const char *name, int64_t at)
{
	json_object_set_new(o, name,
	    at == WHEN_NEVER ? json_null() : json_integer(at));
}

/* A DN-valued attribute as the objectGUID of what it names. */
static void
put_guid(struct ad *ad, LDAPMessage *m, const char *attr, json_t *o,
    const char *name)
{
	char *s = ad_text(ad, m, attr), guid[AD_GUID];

	if (s != NULL) {
		ad_sid_split(s, guid, NULL);
		if (guid[0] != '\0')
			json_object_set_new(o, name, json_string(guid));
	}
	free(s);
}

static json_t *
start_object(struct ad *ad, LDAPMessage *m)
{
	char guid[AD_GUID];
	json_t *o;

	ad_guid(ad, m, guid);
	if (guid[0] == '\0')
		return NULL;
	o = json_object();
	json_object_set_new(o, "remote_id", json_string(guid));
	put_text(ad, m, "userPrincipalName", o, "upn");
	put_text(ad, m, "displayName", o, "display_name");
	put_text(ad, m, "mail", o, "email");
	put_guid(ad, m, "manager", o, "manager");
	return o;
}

static int
is_enabled(struct ad *ad, LDAPMessage *m)
{
	return (ad_number(ad, m, "userAccountControl", 0) & AD_DISABLED) == 0;
}

json_t *
ad_user_person(struct ad *ad, LDAPMessage *m)
{
	json_t *o = start_object(ad, m);

	if (o != NULL)
		json_object_set_new(o, "enabled",
		    json_boolean(is_enabled(ad, m)));
	return o;
}

struct privileged { struct ad *ad; int is; };

static int
look_at_group(const struct berval *v, void *arg)
{
	struct privileged *p = arg;
	char sid[AD_SID];

	ad_sid_split(v->bv_val, NULL, sid);
	if (ad_sid_privileged(sid) || ad_group_find(p->ad, sid) != NULL)
		p->is = 1;
	return p->is;
}

/* By membership at whatever depth, or by the primary group. */
static int
is_privileged(struct ad *ad, LDAPMessage *m, const char *guid)
{
	struct privileged p = { ad, 0 };
	struct buf b = BUF_INIT(AD_SID + 20);
	struct err ignored = ERR_INIT;
	char base[48];

	buf_fmt(&b, "<GUID=%s>", guid);
	memcpy(base, buf_get(&b), b.len + 1);
	buf_empty(&b);
	buf_fmt(&b, "%s-%lld", ad->domain_sid,
	    (long long)ad_number(ad, m, "primaryGroupID", 0));
	p.is = ad_group_find(ad, buf_get(&b)) != NULL;
	buf_clear(&b);
	/* What cannot be read to its end counts as privileged. */
	if (!p.is && ad_values(ad, m, base, "memberOf", look_at_group, &p,
	    &ignored) == -1)
		p.is = 1;
	return p.is;
}

static void
put_attributes(struct ad *ad, LDAPMessage *m, json_t *wanted, json_t *o)
{
	json_t *all, *v;
	size_t i;

	if (json_array_size(wanted) == 0)
		return;
	all = json_object();
	json_array_foreach(wanted, i, v)
		put_text(ad, m, json_string_value(v), all,
		    json_string_value(v));
	json_object_set_new(o, "attributes", all);
}

/*
 * lastLogon is kept by each DC for itself and not replicated: alone it says
 * that somebody logged in, and never that nobody did; see ad_dcs.h.
 */
static void
put_login(struct ad *ad, LDAPMessage *m, const char *guid, json_t *o)
{
	int64_t ticks = ad_number(ad, m, "lastLogon", 0);
	int64_t stamp = ad_number(ad, m, "lastLogonTimestamp", 0), lag;
	int known = ad_dcs_login(ad, guid, stamp, &ticks, &lag);

	put_time(o, "login_at",
	    ticks <= 0 ? WHEN_NEVER : when_from_filetime(ticks));
	json_object_set_new(o, "login_known", json_boolean(known));
	if (lag > 0)
		json_object_set_new(o, "login_lag", json_integer(lag));
}

json_t *
ad_user_account(struct ad *ad, LDAPMessage *m, json_t *attributes)
{
	json_t *o = start_object(ad, m);
	const char *guid;

	if (o == NULL)
		return NULL;
	guid = json_string_value(json_object_get(o, "remote_id"));
	put_text(ad, m, "sAMAccountName", o, "login");
	put_text(ad, m, "department", o, "department");
	put_text(ad, m, "employeeID", o, "worker_id");
	json_object_set_new(o, "state",
	    json_string(is_enabled(ad, m) ? "enabled" : "disabled"));
	put_time(o, "expires_at",
	    when_from_filetime(ad_number(ad, m, "accountExpires", 0)));
	put_time(o, "made_at", ad_time(ad, m, "whenCreated"));
	put_login(ad, m, guid, o);
	json_object_set_new(o, "privileged",
	    json_boolean(is_privileged(ad, m, guid)));
	put_attributes(ad, m, attributes, o);
	return o;
}
