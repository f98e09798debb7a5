#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "connect/ad_dcs.h"
#include "connect/ad_find.h"
#include "connect/ad_group.h"
#include "connect/ad_search.h"
#include "connect/ad_user.h"

#define ATTRS_MAX 64
/* CN=Deleted Objects, whatever it is called: MS-ADTS 6.1.1.4 */
#define DELETED_GUID "18E2EA80684F11D2B9AA00C04F79F805"

struct find {
	struct serve *serve;
	json_t	*attributes;	/* further ones, or NULL */
	const char *attrs[ATTRS_MAX];
	int64_t	since;		/* uSNChanged of the first change; 0: full */
	int64_t	accounts, persons, gone;
	json_t	*seen;		/* incremental: listed as an account */
	char	*unreached;	/* a DC that could not be asked, and why */
};

/* ---- the cookie ---- */

static void
mix(uint64_t *h, const char *s)
{
	for (; s != NULL && *s != '\0'; s++)
		*h = (*h ^ (unsigned char)*s) * 0x100000001b3u;
	*h = (*h ^ 0xff) * 0x100000001b3u;
}

/* What the list is made of: FNV-1a, to notice a change, not to resist one. */
static uint64_t
digest(const struct ad *ad, json_t *attributes)
{
	uint64_t h = 0xcbf29ce484222325u;
	char *names = json_dumps(attributes, JSON_ENCODE_ANY);
	char *privileged = json_dumps(ad->privileged, JSON_ENCODE_ANY);

	mix(&h, ad->rule);
	mix(&h, ad->base);
	mix(&h, ad->conf.ou);
	mix(&h, names);
	mix(&h, privileged);
	free(names);
	free(privileged);
	return h;
}

/* All of the cookie but its USN. */
static void
pinned_to(const struct ad *ad, json_t *attributes, struct buf *b)
{
	buf_fmt(b, "1 %s %s %016" PRIx64 " ", ad->server, ad->invocation,
	    digest(ad, attributes));
}

/* The USN up to which everything is known, or -1: list everything. */
static int64_t
known_usn(const struct ad *ad, json_t *attributes, const char *cookie)
{
	struct buf pin = BUF_INIT(1024);
	int64_t usn = -1;
	char *end;

	if (cookie == NULL || ad->invocation[0] == '\0')
		return -1;
	pinned_to(ad, attributes, &pin);
	if (strncmp(cookie, buf_get(&pin), pin.len) == 0) {
		usn = strtoll(cookie + pin.len, &end, 10);
		/* A lower USN now than then: the DC was set back. */
		if (*end != '\0' || usn <= 0 || usn > ad->usn)
			usn = -1;
	}
	buf_clear(&pin);
	return usn;
}

/* Members of a group change without a mark on the member. */
static int
groups_changed(struct ad *ad, int64_t since, int *changed, struct err *e)
{
	static const char *const none[] = { LDAP_NO_ATTRS, NULL };
	struct buf b = BUF_INIT(256);
	struct ad_query q = { ad->domain, LDAP_SCOPE_SUBTREE, NULL, none, 0 };
	int64_t n = 0;
	int rc = 0;

	*changed = ad_group_usn(ad) >= since;
	if (ad->conf.group != NULL && !*changed) {
		buf_fmt(&b, "(&(objectClass=group)(uSNChanged>=%lld))",
		    (long long)since);
		q.filter = buf_get(&b);
		rc = ad_search(ad, &q, NULL, NULL, &n, e);
		*changed = n > 0;
		buf_clear(&b);
	}
	return rc;
}

/* ---- items ---- */

static const char *
id_of(json_t *o)
{
	return json_string_value(json_object_get(o, "remote_id"));
}

static int
put(struct find *f, const char *kind, json_t *o, int64_t *count, struct err *e)
{
	if (o == NULL)
		return 0;
	++*count;
	return serve_item(f->serve, kind, o, e);
}

/* A contractor may be a manager, too: he is told as both. */
static int
on_account(struct ad *ad, LDAPMessage *m, void *arg, struct err *e)
{
	struct find *f = arg;
	json_t *o = ad_user_account(ad, m, f->attributes);

	if (o != NULL && f->seen != NULL)
		json_object_set_new(f->seen, id_of(o), json_true());
	if (put(f, "account", o, &f->accounts, e) == -1)
		return -1;
	if (ad->conf.ou != NULL && f->since == 0)
		return 0;		/* the search for persons finds him */
	return put(f, "person", ad_user_person(ad, m), &f->persons, e);
}

static int
on_person(struct ad *ad, LDAPMessage *m, void *arg, struct err *e)
{
	struct find *f = arg;

	return put(f, "person", ad_user_person(ad, m), &f->persons, e);
}

/* Changed, and no contractor: if he was one, he is no longer. */
static int
on_other(struct ad *ad, LDAPMessage *m, void *arg, struct err *e)
{
	struct find *f = arg;
	json_t *o = ad_user_person(ad, m);
	json_t *gone;

	if (o == NULL || json_object_get(f->seen, id_of(o)) != NULL) {
		json_decref(o);
		return 0;
	}
	gone = json_pack("{s:s,s:b}", "remote_id", id_of(o), "converted", 1);
	if (put(f, "person", o, &f->persons, e) == -1) {
		json_decref(gone);
		return -1;
	}
	return put(f, "gone", gone, &f->gone, e);
}

static int
on_deleted(struct ad *ad, LDAPMessage *m, void *arg, struct err *e)
{
	struct find *f = arg;
	char guid[AD_GUID];

	ad_guid(ad, m, guid);
	return guid[0] == '\0' ? 0 : put(f, "gone",
	    json_pack("{s:s}", "remote_id", guid), &f->gone, e);
}

/* ---- the searches ---- */

static int
find(struct ad *ad, struct find *f, const char *base, ad_entry *cb, int flags,
    struct buf *filter, struct err *e)
{
	struct ad_query q = { base, LDAP_SCOPE_SUBTREE, buf_get(filter),
	    f->attrs, flags };
	int rc;

	if (!buf_ok(filter))
		rc = err_set(e, ERR_CONFIG, "filter is too long");
	else
		rc = ad_search(ad, &q, cb, f, NULL, e);
	buf_empty(filter);
	return rc;
}

/* What other DCs know of the accounts that are about to be listed. */
static void
ask_dcs(struct ad *ad, struct find *f, struct buf *b)
{
	buf_fmt(b, "(&(lastLogon>=1)%s)", ad->rule);
	ad_dcs_read(ad, ad->conf.ou != NULL ? ad->conf.ou : ad->base,
	    buf_get(b), &f->unreached);
	buf_empty(b);
}

static int
find_all(struct ad *ad, struct find *f, struct buf *b, struct err *e)
{
	const char *ou = ad->conf.ou;

	buf_fmt(b, "(&%s)", ad->rule);
	if (find(ad, f, ou != NULL ? ou : ad->base, on_account, AD_EXTENDED, b,
	    e) == -1)
		return -1;
	/* Everybody, not only who has mail or reports: a list of changes could
	 * not tell that somebody gained or lost them, for a back-link leaves
	 * no mark on who it points to. */
	buf_str(b, "(&" AD_PERSON);
	if (ou == NULL)		/* told with his account */
		buf_fmt(b, "(!(&%s))", ad->rule);
	buf_str(b, ")");
	return find(ad, f, ad->base, on_person, AD_EXTENDED, b, e);
}

static int
find_changed(struct ad *ad, struct find *f, struct buf *b, struct err *e)
{
	const char *ou = ad->conf.ou;

	f->seen = json_object();
	buf_fmt(b, "(&(uSNChanged>=%lld)%s)", (long long)f->since, ad->rule);
	if (find(ad, f, ou != NULL ? ou : ad->base, on_account, AD_EXTENDED, b,
	    e) == -1)
		return -1;
	buf_fmt(b, "(&(uSNChanged>=%lld)" AD_PERSON ")", (long long)f->since);
	if (find(ad, f, ad->base, on_other, AD_EXTENDED, b, e) == -1)
		return -1;
	buf_fmt(b, "(&(uSNChanged>=%lld)(isDeleted=TRUE)(objectClass=user))",
	    (long long)f->since);
	return find(ad, f, ad->domain, on_deleted, AD_DELETED, b, e);
}

static int
on_one(struct ad *ad, LDAPMessage *m, void *arg, struct err *e)
{
	(void)ad;
	(void)m;
	(void)arg;
	(void)e;
	return 1;		/* one is enough */
}

/* Whether deleted objects are for us to see: whether we see one, whatever it
 * was.  A domain without any is taken for one that hides them. */
static int
sees_deleted(struct ad *ad, int *sees, struct err *e)
{
	static const char *const none[] = { LDAP_NO_ATTRS, NULL };
	struct buf b = BUF_INIT(4096);
	struct ad_query q = { NULL, LDAP_SCOPE_SUBTREE,
	    "(&(isDeleted=TRUE)(lastKnownParent=*))", none, AD_DELETED };
	int rc;

	buf_fmt(&b, "<WKGUID=" DELETED_GUID ",%s>", ad->domain);
	q.base = buf_get(&b);
	rc = ad_search(ad, &q, on_one, NULL, NULL, e);
	*sees = rc == 1;
	buf_clear(&b);
	return rc == -1 ? -1 : 0;
}

/* ---- the list ---- */

static int
set_attrs(struct find *f, struct err *e)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
	const char *name;
	size_t n, i;
	json_t *v;

	for (n = 0; ad_user_attrs[n] != NULL; n++)
		f->attrs[n] = ad_user_attrs[n];
	json_array_foreach(f->attributes, i, v) {
		name = json_string_value(v);
		if (name == NULL || *name == '\0' ||
		    name[strspn(name, letters)] != '\0')
			return err_set(e, ERR_DATA, "attributes: one is no"
			    " attribute's name");
		if (n == ATTRS_MAX - 1)
			return err_set(e, ERR_DATA, "attributes: too many");
		f->attrs[n++] = name;
	}
	f->attrs[n] = NULL;
	return 0;
}

static int
answer_list(struct ad *ad, struct find *f, int64_t usn, json_t *answer)
{
	struct buf b = BUF_INIT(1024);

	json_object_set_new(answer, "accounts", json_integer(f->accounts));
	json_object_set_new(answer, "persons", json_integer(f->persons));
	json_object_set_new(answer, "gone", json_integer(f->gone));
	json_object_set_new(answer, "full", json_boolean(f->since == 0));
	json_object_set_new(answer, "server", json_string(ad->server));
	if (ad->cert_until != 0)
		json_object_set_new(answer, "certificate_until",
		    json_integer(ad->cert_until));
	if (f->unreached != NULL)
		json_object_set_new(answer, "words",
		    json_string(f->unreached));
	if (ad->invocation[0] != '\0') {
		pinned_to(ad, f->attributes, &b);
		buf_fmt(&b, "%lld", (long long)usn);
		json_object_set_new(answer, "cookie",
		    json_string(buf_get(&b)));
	}
	buf_clear(&b);
	return 0;
}

int
ad_find(struct ad *ad, struct serve *s, json_t *request, json_t *answer,
    struct err *e)
{
	struct find f = { .serve = s };
	struct buf b = BUF_INIT(65536);
	int64_t usn, known;
	int changed = 0, sees = 0, rc = -1;

	f.attributes = json_object_get(request, "attributes");
	if (set_attrs(&f, e) == -1 || ad_rootdse(ad, e) == -1)
		goto out;
	usn = ad->usn;		/* before the search: what changes meanwhile
				 * is told again next time */
	known = known_usn(ad, f.attributes, serve_text(request, "cookie"));
	if (known == usn) {	/* nothing at all was written since */
		f.since = known + 1;
		rc = answer_list(ad, &f, usn, answer);
		goto out;
	}
	ad_group_forget(ad);
	if (ad_group_load(ad, e) == -1)
		goto out;
	if (known != -1 && groups_changed(ad, known + 1, &changed, e) == -1)
		goto out;
	if (known != -1 && !changed)
		f.since = known + 1;
	ask_dcs(ad, &f, &b);
	rc = f.since == 0 ? find_all(ad, &f, &b, e) :
	    find_changed(ad, &f, &b, e);
	if (rc == 0 && (rc = sees_deleted(ad, &sees, e)) == 0) {
		json_object_set_new(answer, "deletions", json_boolean(sees));
		rc = answer_list(ad, &f, usn, answer);
	}
out:
	json_decref(f.seen);
	free(f.unreached);
	buf_clear(&b);
	return rc;
}
