/* Memberships: exactly the groups that a request lists, no other. */
#include <stdio.h>
#include <string.h>

#include "connect/ad_change.h"
#include "connect/ad_group.h"
#include "connect/ad_guard.h"
#include "connect/ad_search.h"
#include "connect/ad_sid.h"

#define DOMAIN_USERS 513

/* One value of a group's "member".  Removing what is not there and adding
 * what is there are as good as done. */
static int
set_member(struct ad *ad, int op, const char *group, const char *dn,
    struct err *e)
{
	static char attr[] = "member";
	char *values[] = { (char *)(uintptr_t)dn, NULL };
	LDAPMod mod = { op, attr, { values } };
	LDAPMod *mods[] = { &mod, NULL };
	int rc = ldap_modify_ext_s(ad->ld, group, mods, NULL, NULL);

	if (rc == LDAP_NO_SUCH_ATTRIBUTE && op == LDAP_MOD_DELETE)
		rc = LDAP_SUCCESS;
	if ((rc == LDAP_ALREADY_EXISTS || rc == LDAP_TYPE_OR_VALUE_EXISTS) &&
	    op == LDAP_MOD_ADD)
		rc = LDAP_SUCCESS;
	if (rc == LDAP_NO_SUCH_OBJECT && op == LDAP_MOD_DELETE)
		rc = LDAP_SUCCESS;	/* the group is gone, he with it */
	if (rc == LDAP_NO_SUCH_OBJECT)
		return err_set(e, ERR_REFUSED, "group %.200s is gone", group);
	return rc == LDAP_SUCCESS ? 0 : ad_error(ad, rc, group, e);
}

static void
sid_dn(struct buf *b, const char *sid)
{
	buf_empty(b);
	buf_fmt(b, "<SID=%s>", sid);
}

static void
primary_sid(const struct ad *ad, const struct ad_user *u, struct buf *b)
{
	buf_empty(b);
	buf_fmt(b, "%s-%lld", ad->domain_sid, (long long)u->primary);
}

/*
 * Nobody can be taken out of his primary group: Domain Users becomes it first,
 * for which he has to be a member there.  The directory then makes him an
 * ordinary member of the old one.
 */
static int
leave_primary(struct ad *ad, struct ad_user *u, struct err *e)
{
	struct buf sid = BUF_INIT(AD_SID + 16), dn = BUF_INIT(AD_SID + 32);
	char was[24];
	int rc = 0;

	snprintf(was, sizeof(was), "%lld", (long long)u->primary);
	buf_fmt(&sid, "%s-%d", ad->domain_sid, DOMAIN_USERS);
	if (json_object_get(u->member, buf_get(&sid)) == NULL) {
		sid_dn(&dn, buf_get(&sid));
		rc = set_member(ad, LDAP_MOD_ADD, buf_get(&dn), u->dn, e);
	}
	if (rc == 0)
		rc = ad_guard_swap(ad, u->base, "primaryGroupID", was, "513",
		    e);
	buf_clear(&sid);
	buf_clear(&dn);
	return rc;
}

static int
revoke(struct ad *ad, struct ad_user *u, const char *sid, int *done,
    struct err *e)
{
	json_t *group = json_object_get(u->member, sid);
	struct buf b = BUF_INIT(AD_SID + 32);
	int is_primary, rc = 0;

	primary_sid(ad, u, &b);
	is_primary = strcmp(buf_get(&b), sid) == 0;
	if (is_primary && u->primary == DOMAIN_USERS)
		rc = err_set(e, ERR_REFUSED, "Domain Users is his primary"
		    " group");
	else if (is_primary)
		rc = leave_primary(ad, u, e);
	if (rc == 0 && (is_primary || group != NULL)) {
		sid_dn(&b, sid);
		rc = set_member(ad, LDAP_MOD_DELETE, group != NULL ?
		    json_string_value(group) : buf_get(&b), u->dn, e);
		*done = 1;
	}
	buf_clear(&b);
	return rc;
}

static int
restore(struct ad *ad, struct ad_user *u, const char *sid, int *done,
    struct err *e)
{
	struct buf b = BUF_INIT(AD_SID + 32);
	int is_primary, rc = 0;

	primary_sid(ad, u, &b);
	is_primary = strcmp(buf_get(&b), sid) == 0;
	if (!is_primary && json_object_get(u->member, sid) == NULL) {
		sid_dn(&b, sid);
		rc = set_member(ad, LDAP_MOD_ADD, buf_get(&b), u->dn, e);
		*done = 1;
	}
	buf_clear(&b);
	return rc;
}

static int
is_sid(const char *s)
{
	return s != NULL && strncmp(s, "S-1-", 4) == 0 && strlen(s) < AD_SID &&
	    s[4 + strspn(s + 4, "0123456789-")] == '\0';
}

/* Groups that a rule gives are ordinary ones: ad_guard has loaded the list of
 * those that are not. */
static int
any_privileged(struct ad *ad, json_t *list)
{
	const char *sid;
	json_t *v;
	size_t i;

	json_array_foreach(list, i, v) {
		sid = json_string_value(v);
		if (ad_sid_privileged(sid) || ad_group_find(ad, sid) != NULL)
			return 1;
	}
	return 0;
}

/* Each is tried, whatever became of the others. */
static int
each_group(struct ad *ad, json_t *request, json_t *answer,
    int (*one)(struct ad *, struct ad_user *, const char *, int *,
    struct err *), struct err *e)
{
	json_t *list = json_object_get(request, "groups"), *v;
	struct err first = ERR_INIT, now = ERR_INIT;
	struct ad_user u;
	int done = 0, rc;
	size_t i;

	if (!json_is_array(list))
		return err_set(e, ERR_DATA, "groups is missing");
	json_array_foreach(list, i, v)
		if (!is_sid(json_string_value(v)))
			return err_set(e, ERR_DATA, "groups: one is no SID");
	if ((rc = ad_guard(ad, request, answer, &u, e)) != 1)
		return rc;
	if (json_is_true(json_object_get(request, "ordinary")) &&
	    any_privileged(ad, list)) {
		ad_user_clear(&u);
		return err_set(e, ERR_REFUSED, "a privileged group");
	}
	json_array_foreach(list, i, v)
		if (one(ad, &u, json_string_value(v), &done, &now) == -1)
			(void)serve_failed(&first, &now);
	ad_user_clear(&u);
	if (first.kind != ERR_NONE) {
		*e = first;
		return -1;
	}
	if (!done)
		serve_answer(answer, "already", NULL);
	return 0;
}

int
ad_change_revoke_groups(struct serve *s, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	(void)s;
	return each_group(arg, request, answer, revoke, e);
}

int
ad_change_restore_groups(struct serve *s, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	(void)s;
	return each_group(arg, request, answer, restore, e);
}
