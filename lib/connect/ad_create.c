#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/esc.h"
#include "base/mem.h"
#include "base/when.h"
#include "connect/ad_create.h"
#include "connect/ad_guard.h"
#include "connect/ad_password.h"
#include "connect/ad_search.h"

enum { MODS = 24 };

/* What is told of an account, and where it goes. */
static const struct {
	const char *name, *attr;
} plain[] = {
	{ "login", "sAMAccountName" },
	{ "upn", "userPrincipalName" },
	{ "display_name", "displayName" },
	{ "given_name", "givenName" },
	{ "family_name", "sn" },
	{ "email", "mail" },
	{ "department", "department" },
	{ "company", "company" },
	{ "worker_id", "employeeID" },
};

struct found {
	char	guid[AD_GUID];
	int	n;
};

static int
on_found(struct ad *ad, LDAPMessage *m, void *arg, struct err *e)
{
	struct found *f = arg;

	(void)e;
	ad_guid(ad, m, f->guid);
	f->n++;
	return 0;
}

static int
find_by(struct ad *ad, const char *attr, const char *value,
    char guid[AD_GUID], struct err *e)
{
	static const char *const attrs[] = { "objectGUID", NULL };
	struct buf b = BUF_INIT(8192);
	struct ad_query q = { ad->domain, LDAP_SCOPE_SUBTREE, NULL, attrs, 0 };
	struct found f = { "", 0 };
	int rc;

	buf_fmt(&b, "(&%s(%s=", AD_PERSON, attr);
	esc_filter(&b, value);
	buf_str(&b, "))");
	q.filter = buf_get(&b);
	rc = buf_ok(&b) ? ad_search(ad, &q, on_found, &f, NULL, e) :
	    err_set(e, ERR_DATA, "%s is too long", attr);
	buf_clear(&b);
	if (rc == 0 && f.n > 1)
		rc = err_set(e, ERR_REFUSED, "%d accounts have this %s", f.n,
		    attr);
	if (rc == -1 || f.n == 0)
		return rc == -1 ? -1 : 0;
	memcpy(guid, f.guid, AD_GUID);
	return 1;
}

int
ad_create_find(struct ad *ad, json_t *account, char guid[AD_GUID],
    struct err *e)
{
	static const struct {
		const char *name, *attr;
	} by[] = {
		{ "upn", "userPrincipalName" },
		{ "login", "sAMAccountName" },
		{ "worker_id", "employeeID" },
	};
	const char *value;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < sizeof(by) / sizeof(by[0]); i++) {
		value = serve_text(account, by[i].name);
		if (value != NULL && *value != '\0')
			rc = find_by(ad, by[i].attr, value, guid, e);
	}
	return rc;
}

/* The attributes of an add, as they are put together. */
struct adding {
	LDAPMod	mod[MODS], *mods[MODS + 1];
	char	*text[MODS][2];
	struct berval secret, *secrets[2];
	int	n;
};

static void
add_text(struct adding *a, const char *attr, const char *value)
{
	LDAPMod *m = &a->mod[a->n];

	m->mod_op = LDAP_MOD_ADD;
	m->mod_type = (char *)(uintptr_t)attr;
	a->text[a->n][0] = mem_str(value);
	m->mod_values = a->text[a->n];
	a->mods[a->n++] = m;
}

static void
add_bytes(struct adding *a, const char *attr, char *p, size_t len)
{
	LDAPMod *m = &a->mod[a->n];

	a->secret.bv_val = p;
	a->secret.bv_len = len;
	a->secrets[0] = &a->secret;
	m->mod_op = LDAP_MOD_ADD | LDAP_MOD_BVALUES;
	m->mod_type = (char *)(uintptr_t)attr;
	m->mod_bvalues = a->secrets;
	a->mods[a->n++] = m;
}

static int
on_dn(struct ad *ad, LDAPMessage *m, void *arg, struct err *e)
{
	char *dn = ldap_get_dn(ad->ld, m), **out = arg;

	(void)e;
	free(*out);
	*out = mem_str(dn);
	ldap_memfree(dn);
	return 0;
}

/* The DN of a manager; NULL in *dn: there is no such person, he has none. */
static int
manager_dn(struct ad *ad, const char *guid, char **dn, struct err *e)
{
	static const char *const none[] = { LDAP_NO_ATTRS, NULL };
	struct buf b = BUF_INIT(64);
	struct ad_query q = { NULL, LDAP_SCOPE_BASE, "(objectClass=user)",
	    none, 0 };
	int rc;

	*dn = NULL;
	if (guid == NULL)
		return 0;
	if (strlen(guid) != AD_GUID - 1 ||
	    strspn(guid, "0123456789abcdef") != AD_GUID - 1)
		return err_set(e, ERR_DATA, "manager is no remote_id");
	buf_fmt(&b, "<GUID=%s>", guid);
	q.base = buf_get(&b);
	rc = ad_search(ad, &q, on_dn, dn, NULL, e);
	buf_clear(&b);
	return rc;
}

/* The first of employee_type; "" any: the rule does not ask for one. */
static char *
own_type(const struct ad *ad)
{
	const char *s = ad->conf.employee_type;
	size_t len = strcspn(s, ",");

	while (len > 0 && s[len - 1] == ' ')
		len--;
	return mem_strn(s, len);
}

static void
fill(struct ad *ad, json_t *account, const char *cn, const char *manager,
    struct adding *a)
{
	json_t *at = json_object_get(account, "expires_at");
	const char *value;
	char number[24], *type = own_type(ad);
	size_t i;

	add_text(a, "objectClass", "user");
	add_text(a, "cn", cn);
	for (i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		value = serve_text(account, plain[i].name);
		if (value != NULL && *value != '\0')
			add_text(a, plain[i].attr, value);
	}
	if (*type != '\0')
		add_text(a, "employeeType", type);
	if (manager != NULL)
		add_text(a, "manager", manager);
	snprintf(number, sizeof(number), "%" PRId64,
	    when_to_filetime(json_is_integer(at) ? json_integer_value(at) :
	    WHEN_NEVER));
	add_text(a, "accountExpires", number);
	/* 512 a normal account, 2 disabled: MS-ADTS 2.2.16. */
	add_text(a, "userAccountControl", "514");
	add_text(a, "pwdLastSet", "0");
	free(type);
}

static int
add_entry(struct ad *ad, json_t *account, const char *cn, const char *manager,
    struct err *e)
{
	char secret[AD_PASSWORD + 1], wide[AD_PASSWORD_WIDE];
	struct buf dn = BUF_INIT(4096);
	struct adding a;
	size_t len;
	int i, rc;

	memset(&a, 0, sizeof(a));
	fill(ad, account, cn, manager, &a);
	ad_password_random(secret);
	len = ad_password_wide(secret, wide);
	mem_wipe(secret, sizeof(secret));
	add_bytes(&a, "unicodePwd", wide, len);
	buf_str(&dn, "CN=");
	esc_dn(&dn, cn);
	buf_fmt(&dn, ",%s", ad->conf.create_ou);
	rc = buf_ok(&dn) ? ldap_add_ext_s(ad->ld, buf_get(&dn), a.mods, NULL,
	    NULL) : LDAP_INVALID_DN_SYNTAX;
	mem_wipe(wide, sizeof(wide));
	for (i = 0; i < a.n; i++)
		free(a.text[i][0]);
	buf_clear(&dn);
	if (rc == LDAP_ALREADY_EXISTS)
		return 1;
	return rc == LDAP_SUCCESS ? 0 : ad_error(ad, rc, "create", e);
}

/* Two people of one name: the login tells them apart. */
static int
add_person(struct ad *ad, json_t *account, const char *manager, struct err *e)
{
	const char *name = serve_text(account, "display_name"),
	    *login = serve_text(account, "login");
	struct buf cn = BUF_INIT(64);	/* rangeUpper of cn: MS-ADA1 2.110 */
	int rc;

	rc = name == NULL || *name == '\0' || strlen(name) > 64 ? 1 :
	    add_entry(ad, account, name, manager, e);
	if (rc == 1) {
		buf_str(&cn, login);
		rc = add_entry(ad, account, buf_get(&cn), manager, e);
	}
	buf_clear(&cn);
	return rc == 1 ? err_set(e, ERR_REFUSED, "something else in create_ou "
	    "has this name") : rc;
}

/* Tells the account as a lookup does. */
static int
tell(struct ad *ad, const char *guid, json_t *answer, struct err *e)
{
	struct ad_user u;
	int rc;

	if ((rc = ad_user_read(ad, guid, 0, &u, e)) != 1)
		return rc == -1 ? -1 : err_set(e, ERR_TEMP,
		    "it was made and is not seen yet");
	json_object_set_new(u.account, "contractor",
	    json_boolean(u.contractor));
	json_object_set(u.account, "groups", u.groups);
	json_object_set(answer, "account", u.account);
	ad_user_clear(&u);
	return 0;
}

static int
make(struct ad *ad, json_t *account, char guid[AD_GUID], struct err *e)
{
	json_t *upn = json_pack("{s:O}", "upn",
	    json_object_get(account, "upn"));
	char *manager;
	int rc;

	rc = manager_dn(ad, serve_text(account, "manager"), &manager, e);
	if (rc == 0)
		rc = add_person(ad, account, manager, e);
	if (rc == 0 && (rc = ad_create_find(ad, upn, guid, e)) == 0)
		rc = err_set(e, ERR_TEMP, "it was made and is not seen yet");
	free(manager);
	json_decref(upn);
	return rc == 1 ? 0 : -1;
}

int
ad_create(struct serve *s, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	struct ad *ad = arg;
	json_t *account = json_object_get(request, "account"), *names;
	const char *upn = serve_text(account, "upn"),
	    *login = serve_text(account, "login");
	char guid[AD_GUID];
	int rc;

	(void)s;
	if (ad->conf.create_ou == NULL) {
		serve_answer(answer, "unsupported", NULL);
		return 0;
	}
	/* A login of over 20 is refused, or cut, by the SAM: MS-ADA3 2.222. */
	if (upn == NULL || login == NULL || *upn == '\0' || *login == '\0' ||
	    strlen(login) > 20)
		return err_set(e, ERR_DATA, "upn and login are missing, or "
		    "the login is longer than 20");
	if (ad_ready(ad, e) == -1)
		return -1;
	names = json_pack("{s:s,s:s}", "upn", upn, "login", login);
	rc = ad_create_find(ad, names, guid, e);
	json_decref(names);
	if (rc == 1)
		serve_answer(answer, "already", NULL);
	else if (rc == 0)
		rc = make(ad, account, guid, e);
	return rc == -1 ? -1 : tell(ad, guid, answer, e);
}

int
ad_create_password(struct serve *s, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	static char pwd[] = "unicodePwd", last[] = "pwdLastSet", no[] = "0";
	struct ad *ad = arg;
	json_t *text = json_object_get(request, "password");
	char wide[AD_PASSWORD_WIDE], *zero[] = { no, NULL };
	struct berval value = { 0, wide }, *values[] = { &value, NULL };
	LDAPMod one = { LDAP_MOD_REPLACE | LDAP_MOD_BVALUES, pwd, { NULL } };
	LDAPMod two = { LDAP_MOD_REPLACE, last, { zero } };
	LDAPMod *mods[] = { &one, &two, NULL };
	struct ad_user u;
	int rc;

	(void)s;
	one.mod_bvalues = values;
	if ((rc = ad_guard(ad, request, answer, &u, e)) != 1)
		return rc;
	if (json_is_string(text)) {
		value.bv_len = ad_password_wide(json_string_value(text), wide);
		mem_wipe((char *)(uintptr_t)json_string_value(text),
		    json_string_length(text));
	}
	if (value.bv_len == 0)
		rc = err_set(e, ERR_DATA, "password is missing");
	else if ((rc = ldap_modify_ext_s(ad->ld, u.base, mods, NULL, NULL)) !=
	    LDAP_SUCCESS)
		rc = ad_error(ad, rc, "unicodePwd", e);
	mem_wipe(wide, sizeof(wide));
	ad_user_clear(&u);
	return rc;
}
