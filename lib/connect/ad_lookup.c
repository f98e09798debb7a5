/* One user with all his groups: what is read before and after a change. */
#include <stdlib.h>
#include <string.h>

#include "base/esc.h"
#include "base/mem.h"
#include "base/when.h"
#include "connect/ad_dcs.h"
#include "connect/ad_group.h"
#include "connect/ad_search.h"
#include "connect/ad_sid.h"
#include "connect/ad_user.h"
#include "connect/ad_values.h"

#define DOMAIN_USERS 513

static int
keep_member(const struct berval *v, void *arg)
{
	json_t *member = arg;
	char sid[AD_SID];
	const char *dn = ad_sid_split(v->bv_val, NULL, sid);

	if (sid[0] != '\0')
		json_object_set_new(member, sid, json_string(dn));
	return 0;
}

static int
on_user(struct ad *ad, LDAPMessage *m, void *arg, struct err *e)
{
	struct ad_user *u = arg;
	char *dn;

	ad_guid(ad, m, u->guid);
	ad_sid_of(ad, m, "objectSid", u->sid);
	dn = ldap_get_dn(ad->ld, m);
	u->dn = mem_str(ad_sid_split(dn, NULL, NULL));
	ldap_memfree(dn);
	u->login = ad_text(ad, m, "sAMAccountName");
	u->upn = ad_text(ad, m, "userPrincipalName");
	u->worker_id = ad_text(ad, m, "employeeID");
	u->description = ad_text(ad, m, "description");
	u->uac = ad_number(ad, m, "userAccountControl", 0);
	u->expires = ad_number(ad, m, "accountExpires", -1);
	u->primary = ad_number(ad, m, "primaryGroupID", DOMAIN_USERS);
	u->usn = ad_number(ad, m, "uSNChanged", -1);
	u->changed_at = ad_time(ad, m, "whenChanged");
	u->account = ad_user_account(ad, m, NULL);
	u->member = json_object();
	return ad_values(ad, m, u->base, "memberOf", keep_member, u->member, e);
}

/* Whether the rule of the configuration still holds for him. */
static int
is_contractor(struct ad *ad, struct ad_user *u, struct err *e)
{
	static const char *const none[] = { LDAP_NO_ATTRS, NULL };
	struct buf b = BUF_INIT(65536);
	struct ad_query q = { ad->conf.ou != NULL ? ad->conf.ou : ad->base,
	    LDAP_SCOPE_SUBTREE, NULL, none, 0 };
	int64_t n = 0;
	size_t i;
	int rc;

	buf_str(&b, "(&(objectGUID=");
	for (i = 0; u->guid[i] != '\0'; i += 2)
		buf_fmt(&b, "\\%.2s", u->guid + i);
	buf_fmt(&b, ")%s)", ad->rule);
	q.filter = buf_get(&b);
	rc = ad_search(ad, &q, NULL, NULL, &n, e);
	u->contractor = n > 0;
	buf_clear(&b);
	return rc;
}

static void
add_group(struct ad_user *u, const char *sid, const char *name, int privileged,
    int direct, const char *path)
{
	json_t *g = json_pack("{s:s,s:s,s:b,s:b}", "id", sid, "name", name,
	    "privileged", privileged, "direct", direct);

	if (g != NULL && *path != '\0')
		json_object_set_new(g, "path", json_string(path));
	json_array_append_new(u->groups, g);
}

/* A group that names him, and the privileged one that it leads to. */
static void
add_direct(struct ad *ad, struct ad_user *u, const char *sid, const char *dn)
{
	const struct ad_group *g = ad_group_find(ad, sid);
	struct buf path = BUF_INIT(8192);
	char *name = ad_sid_name(dn);

	if (g != NULL && !g->root)
		ad_group_path(ad, g, &path);
	add_group(u, sid, g != NULL ? g->name : name,
	    g != NULL || ad_sid_privileged(sid), 1, buf_get(&path));
	buf_clear(&path);
	free(name);
}

static int
has_group(const struct ad_user *u, const char *sid)
{
	json_t *g;
	size_t i;

	json_array_foreach(u->groups, i, g)
		if (strcmp(json_string_value(json_object_get(g, "id")),
		    sid) == 0)
			return 1;
	return 0;
}

static void
add_nested(struct ad *ad, struct ad_user *u, const char *sid)
{
	const struct ad_group *g = ad_group_find(ad, sid), *root;
	struct buf path = BUF_INIT(8192);

	if (g == NULL || g->root)
		return;
	root = ad_group_root(ad, g);
	ad_group_path(ad, g, &path);
	if (!has_group(u, root->sid))
		add_group(u, root->sid, root->name, 1, 0, buf_get(&path));
	buf_clear(&path);
}

static int
on_name(struct ad *ad, LDAPMessage *m, void *arg, struct err *e)
{
	char **name = arg;

	(void)e;
	free(*name);
	*name = ad_text(ad, m, "sAMAccountName");
	return 0;
}

/* memberOf does not name the primary group.  Everybody's cannot be left. */
static int
add_primary(struct ad *ad, struct ad_user *u, struct err *e)
{
	static const char *const attrs[] = { "sAMAccountName", NULL };
	struct buf sid = BUF_INIT(AD_SID), base = BUF_INIT(AD_SID + 8);
	struct ad_query q = { NULL, LDAP_SCOPE_BASE, "(objectClass=*)", attrs,
	    0 };
	int leave = u->primary != DOMAIN_USERS;
	char *name = NULL;
	int rc;

	buf_fmt(&sid, "%s-%lld", ad->domain_sid, (long long)u->primary);
	buf_fmt(&base, "<SID=%s>", buf_get(&sid));
	q.base = buf_get(&base);
	rc = ad_search(ad, &q, on_name, &name, NULL, e);
	if (rc == 0) {
		add_group(u, buf_get(&sid), name != NULL ? name : "",
		    ad_group_find(ad, buf_get(&sid)) != NULL, leave,
		    "primary group");
		json_object_set_new(json_array_get(u->groups,
		    json_array_size(u->groups) - 1), "primary", json_true());
	}
	if (rc == 0)
		add_nested(ad, u, buf_get(&sid));
	free(name);
	buf_clear(&sid);
	buf_clear(&base);
	return rc;
}

/* What the server itself says of him: groups of other domains, too. */
static int
on_token(struct ad *ad, LDAPMessage *m, void *arg, struct err *e)
{
	struct ad_user *u = arg;
	struct berval **v = ldap_get_values_len(ad->ld, m, "tokenGroups");
	char sid[AD_SID];
	int i;

	(void)e;
	for (i = 0; v != NULL && v[i] != NULL; i++) {
		const struct ad_group *g;

		if (ad_sid(v[i]->bv_val, v[i]->bv_len, sid) == -1)
			continue;
		g = ad_group_find(ad, sid);
		if (((g != NULL && g->root) || ad_sid_privileged(sid)) &&
		    !has_group(u, sid))
			add_group(u, sid, g != NULL ? g->name : "", 1, 0, "");
	}
	ldap_value_free_len(v);
	return 0;
}

static int
find_groups(struct ad *ad, struct ad_user *u, struct err *e)
{
	static const char *const attrs[] = { "tokenGroups", NULL };
	struct ad_query q = { u->base, LDAP_SCOPE_BASE, "(objectClass=*)",
	    attrs, 0 };
	const char *sid;
	json_t *dn;

	u->groups = json_array();
	json_object_foreach(u->member, sid, dn)
		add_direct(ad, u, sid, json_string_value(dn));
	if (add_primary(ad, u, e) == -1)
		return -1;
	json_object_foreach(u->member, sid, dn)
		add_nested(ad, u, sid);
	return ad_search(ad, &q, on_token, u, NULL, e);
}

int
ad_user_read(struct ad *ad, const char *remote_id, int logins,
    struct ad_user *u, struct err *e)
{
	struct buf b = BUF_INIT(sizeof(u->base) - 1);
	struct ad_query q = { NULL, LDAP_SCOPE_BASE, "(&(objectClass=user)"
	    "(!(objectClass=computer)))", ad_user_attrs, AD_EXTENDED };

	memset(u, 0, sizeof(*u));
	if (remote_id == NULL || strlen(remote_id) != AD_GUID - 1 ||
	    strspn(remote_id, "0123456789abcdef") != AD_GUID - 1)
		return 0;
	buf_fmt(&b, "<GUID=%s>", remote_id);
	memcpy(u->base, buf_get(&b), b.len + 1);
	buf_clear(&b);
	if (ad_group_load(ad, e) == -1)
		return -1;
	q.base = u->base;
	if (logins)
		ad_dcs_read(ad, u->base, q.filter, NULL);
	if (ad_search(ad, &q, on_user, u, NULL, e) == -1)
		goto fail;
	if (u->account == NULL)
		return 0;
	if (is_contractor(ad, u, e) == 0 && find_groups(ad, u, e) == 0)
		return 1;
fail:
	ad_user_clear(u);
	return -1;
}

void
ad_user_clear(struct ad_user *u)
{
	free(u->dn);
	free(u->login);
	free(u->upn);
	free(u->worker_id);
	free(u->description);
	json_decref(u->account);
	json_decref(u->groups);
	json_decref(u->member);
	memset(u, 0, sizeof(*u));
}
