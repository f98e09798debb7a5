#include <string.h>
#include <strings.h>

#include "connect/ad_guard.h"
#include "connect/ad_sid.h"
#include "connect/serve.h"

static int
same(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcasecmp(a, b) == 0;
}

static int
is_named(json_t *ids, const struct ad_user *u)
{
	const char *id;
	json_t *v;
	size_t i;

	json_array_foreach(ids, i, v) {
		id = json_string_value(v);
		if (same(id, u->guid) || same(id, u->sid) || same(id, u->upn) ||
		    same(id, u->login))
			return 1;
	}
	return 0;
}

/* 500 Administrator, 502 krbtgt: MS-ADTS 3.1.1.6.1.2. */
static int
is_protected(const struct ad *ad, const struct ad_user *u, json_t *request)
{
	int64_t rid = ad_sid_rid(u->sid);

	return u->sid[0] == '\0' || rid == 500 || rid == 502 ||
	    json_object_get(ad->self, u->sid) != NULL ||
	    is_named(ad->protected, u) ||
	    is_named(json_object_get(request, "protected"), u);
}

static int
changed_hands(const struct ad_user *u, json_t *request)
{
	const char *worker = serve_text(json_object_get(request, "expect"),
	    "worker_id");

	/* One without a number carries no other one. */
	return !u->contractor || (worker != NULL && *worker != '\0' &&
	    u->worker_id != NULL && !same(worker, u->worker_id));
}

static int
mark_holds(const struct ad_user *u, const char *mark)
{
	struct buf now = BUF_INIT(40);
	int holds;

	if (mark == NULL)
		return 1;
	buf_fmt(&now, "uSN %lld", (long long)u->usn);
	holds = strcmp(mark, buf_get(&now)) == 0;
	buf_clear(&now);
	return holds;
}

int
ad_guard(struct ad *ad, json_t *request, json_t *answer, struct ad_user *u,
    struct err *e)
{
	int rc;

	if (ad_ready(ad, e) == -1)
		return -1;
	if ((rc = ad_user_read(ad, serve_account(request), 0, u, e)) == -1)
		return -1;
	if (rc == 0)
		serve_answer(answer, "gone", NULL);
	else if (is_protected(ad, u, request))
		rc = err_set(e, ERR_REFUSED, "protected");
	else if (changed_hands(u, request))
		rc = err_set(e, ERR_REFUSED, "changed_hands");
	else if (!mark_holds(u, serve_text(request, "mark"))) {
		json_object_set_new(answer, "retry_after", json_integer(0));
		rc = err_set(e, ERR_TEMP, "changed meanwhile");
	}
	if (rc != 1)
		ad_user_clear(u);
	return rc;
}

int
ad_guard_swap(struct ad *ad, const char *dn, const char *attr, const char *was,
    const char *is, struct err *e)
{
	char *old[] = { (char *)(uintptr_t)was, NULL };
	char *new[] = { (char *)(uintptr_t)is, NULL };
	char *type = (char *)(uintptr_t)attr;
	LDAPMod del = { LDAP_MOD_DELETE, type, { old } };
	LDAPMod add = { LDAP_MOD_ADD, type, { new } };
	LDAPMod *mods[3];
	int n = 0, rc;

	if (was != NULL)
		mods[n++] = &del;
	if (is != NULL)
		mods[n++] = &add;
	mods[n] = NULL;
	rc = ldap_modify_ext_s(ad->ld, dn, mods, NULL, NULL);
	if (rc == LDAP_NO_SUCH_OBJECT)
		rc = LDAP_NO_SUCH_ATTRIBUTE;	/* gone since: look again */
	return rc == LDAP_SUCCESS ? 0 : ad_error(ad, rc, attr, e);
}
