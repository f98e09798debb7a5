#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/when.h"
#include "connect/ad_change.h"
#include "connect/ad_create.h"
#include "connect/ad_guard.h"
#include "connect/ad_password.h"
#include "connect/ad_search.h"

/*
 * A Kerberos ticket got before the account was disabled opens services until
 * it ends: 600 minutes by default ("Maximum lifetime for service ticket",
 * MS-KILE 3.3.5.7.1: not checked again before).
 */
#define TICKET_S (600 * 60)

/* What a finished change answers; an account that vanished is gone. */
static int
changed(struct ad *ad, int rc, const char *what, json_t *answer,
    struct err *e)
{
	if (rc == LDAP_NO_SUCH_OBJECT) {
		serve_answer(answer, "gone", NULL);
		return 0;
	}
	return rc == LDAP_SUCCESS ? 0 : ad_error(ad, rc, what, e);
}

static int
already(json_t *answer)
{
	serve_answer(answer, "already", NULL);
	return 0;
}

int
ad_change_lookup(struct serve *s, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	struct ad *ad = arg;
	const char *id = serve_account(request);
	struct ad_user u;
	char mark[40], guid[AD_GUID];
	int rc = 1;

	(void)s;
	if (ad_ready(ad, e) == -1)
		return -1;
	memset(&u, 0, sizeof(u));
	if (id == NULL) {
		rc = ad_create_find(ad, json_object_get(request, "account"),
		    guid, e);
		id = guid;
	}
	if (rc == 1)
		rc = ad_user_read(ad, id, 1, &u, e);
	if (rc == -1)
		return -1;
	json_object_set_new(answer, "server", json_string(ad->server));
	if (rc == 0) {
		serve_answer(answer, "gone", NULL);
		return 0;
	}
	snprintf(mark, sizeof(mark), "uSN %lld", (long long)u.usn);
	json_object_set_new(u.account, "mark", json_string(mark));
	json_object_set_new(u.account, "contractor",
	    json_boolean(u.contractor));
	json_object_set(u.account, "groups", u.groups);
	/* A disable is a change: the last change is not before it. */
	if (u.uac & AD_DISABLED && u.changed_at != WHEN_NEVER &&
	    u.changed_at + TICKET_S > when_clock())
		json_object_set_new(u.account, "residual_until",
		    json_integer(u.changed_at + TICKET_S));
	json_object_set(answer, "account", u.account);
	ad_user_clear(&u);
	return 0;
}

/* One bit of userAccountControl; the others stay as they were read. */
static int
set_disabled(struct ad *ad, json_t *request, json_t *answer, int64_t bit,
    struct err *e)
{
	struct ad_user u;
	char was[24], is[24];
	int rc = ad_guard(ad, request, answer, &u, e);

	if (rc != 1)
		return rc;
	snprintf(was, sizeof(was), "%" PRId64, u.uac);
	snprintf(is, sizeof(is), "%" PRId64,
	    (u.uac & ~(int64_t)AD_DISABLED) | bit);
	rc = strcmp(was, is) == 0 ? already(answer) :
	    ad_guard_swap(ad, u.base, "userAccountControl", was, is, e);
	ad_user_clear(&u);
	return rc;
}

int
ad_change_disable(struct serve *s, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	(void)s;
	return set_disabled(arg, request, answer, AD_DISABLED, e);
}

int
ad_change_enable(struct serve *s, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	(void)s;
	return set_disabled(arg, request, answer, 0, e);
}

int
ad_change_set_expiry(struct serve *s, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	struct ad *ad = arg;
	json_t *at = json_object_get(request, "expires_at");
	int64_t want = WHEN_NEVER;
	struct ad_user u;
	char was[24], is[24];
	int rc;

	(void)s;
	if (!json_is_integer(at) && !json_is_null(at))
		return err_set(e, ERR_DATA, "expires_at is missing");
	if (json_is_integer(at))
		want = json_integer_value(at);
	if ((rc = ad_guard(ad, request, answer, &u, e)) != 1)
		return rc;
	snprintf(was, sizeof(was), "%" PRId64, u.expires);
	snprintf(is, sizeof(is), "%" PRId64, when_to_filetime(want));
	if (u.expires != -1 && when_from_filetime(u.expires) == want)
		rc = already(answer);	/* both nevers are never */
	else
		rc = ad_guard_swap(ad, u.base, "accountExpires",
		    u.expires == -1 ? NULL : was, is, e);
	ad_user_clear(&u);
	return rc;
}

/* A password that nobody has seen.  The connection is sealed: there is no
 * other kind here. */
int
ad_change_random_password(struct serve *s, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	static char attr[] = "unicodePwd";
	struct ad *ad = arg;
	char plain[AD_PASSWORD + 1], wide[AD_PASSWORD_WIDE];
	struct berval value = { 0, wide }, *values[] = { &value, NULL };
	LDAPMod mod = { LDAP_MOD_REPLACE | LDAP_MOD_BVALUES, attr, { NULL } };
	LDAPMod *mods[] = { &mod, NULL };
	struct ad_user u;
	int rc;

	(void)s;
	mod.mod_bvalues = values;
	if ((rc = ad_guard(ad, request, answer, &u, e)) != 1)
		return rc;
	ad_password_random(plain);
	value.bv_len = ad_password_wide(plain, wide);
	mem_wipe(plain, sizeof(plain));
	rc = ldap_modify_ext_s(ad->ld, u.base, mods, NULL, NULL);
	mem_wipe(wide, sizeof(wide));
	ad_user_clear(&u);
	return changed(ad, rc, "unicodePwd", answer, e);
}

int
ad_change_describe(struct serve *s, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	struct ad *ad = arg;
	const char *text = serve_text(request, "description");
	struct ad_user u;
	int rc;

	(void)s;
	if (text == NULL)
		return err_set(e, ERR_DATA, "description is missing");
	if ((rc = ad_guard(ad, request, answer, &u, e)) != 1)
		return rc;
	if (u.description != NULL && strcmp(u.description, text) == 0)
		rc = already(answer);
	else if (u.description == NULL && *text == '\0')
		rc = already(answer);
	else
		rc = ad_guard_swap(ad, u.base, "description", u.description,
		    *text == '\0' ? NULL : text, e);
	ad_user_clear(&u);
	return rc;
}

/* 1 if dn lies directly below parent. */
static int
lies_in(const char *dn, const char *parent)
{
	LDAPDN a = NULL, b = NULL;
	char *below = NULL, *over = NULL;
	int is = 0;

	if (ldap_str2dn(dn, &a, LDAP_DN_FORMAT_LDAPV3) == LDAP_SUCCESS &&
	    ldap_str2dn(parent, &b, LDAP_DN_FORMAT_LDAPV3) == LDAP_SUCCESS &&
	    a != NULL && a[0] != NULL &&
	    ldap_dn2str(a + 1, &below, LDAP_DN_FORMAT_LDAPV3) == 0 &&
	    ldap_dn2str(b, &over, LDAP_DN_FORMAT_LDAPV3) == 0)
		is = strcasecmp(below, over) == 0;
	ldap_memfree(below);
	ldap_memfree(over);
	ldap_dnfree(a);
	ldap_dnfree(b);
	return is;
}

/* The RDN as it stands, from the DN that was read. */
static char *
rdn_of(const char *dn)
{
	LDAPDN parts = NULL;
	LDAPRDN one[2] = { NULL, NULL };
	char *s = NULL, *copy;

	if (ldap_str2dn(dn, &parts, LDAP_DN_FORMAT_LDAPV3) == LDAP_SUCCESS &&
	    parts != NULL && parts[0] != NULL) {
		one[0] = parts[0];
		ldap_dn2str(one, &s, LDAP_DN_FORMAT_LDAPV3);
	}
	copy = mem_str(s);
	ldap_memfree(s);
	ldap_dnfree(parts);
	return copy;
}

/* 1 if dn is there. */
static int
is_there(struct ad *ad, const char *dn, struct err *e)
{
	static const char *const none[] = { LDAP_NO_ATTRS, NULL };
	struct ad_query q = { dn, LDAP_SCOPE_BASE, "(objectClass=*)", none, 0 };
	int64_t n = 0;

	if (ad_search(ad, &q, NULL, NULL, &n, e) == -1)
		return -1;
	return n > 0 ? 1 : err_set(e, ERR_REFUSED, "%s is not there", dn);
}

int
ad_change_move_ou(struct serve *s, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	struct ad *ad = arg;
	const char *ou = serve_text(request, "ou");
	struct ad_user u;
	char *rdn;
	int rc;

	(void)s;
	if (ou == NULL)
		ou = ad->conf.disabled_ou;
	if (ou == NULL)
		return err_set(e, ERR_REFUSED, "disabled_ou is not configured");
	if ((rc = ad_guard(ad, request, answer, &u, e)) != 1)
		return rc;
	rdn = rdn_of(u.dn);
	if (rdn == NULL)
		rc = err_set(e, ERR_DATA, "a DN that is none");
	else if (lies_in(u.dn, ou))
		rc = already(answer);
	else if ((rc = is_there(ad, ou, e)) == 1)
		rc = changed(ad, ldap_rename_s(ad->ld, u.dn, rdn, ou, 1, NULL,
		    NULL), "move", answer, e);
	free(rdn);
	ad_user_clear(&u);
	return rc;
}

int
ad_change_delete(struct serve *s, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	struct ad *ad = arg;
	struct ad_user u;
	int rc;

	(void)s;
	if ((rc = ad_guard(ad, request, answer, &u, e)) != 1)
		return rc;
	rc = ldap_delete_ext_s(ad->ld, u.base, NULL, NULL);
	ad_user_clear(&u);
	return changed(ad, rc, "delete", answer, e);
}
