#include <stdlib.h>
#include <string.h>

#include "base/esc.h"
#include "base/mem.h"
#include "base/when.h"
#include "connect/ad_group.h"
#include "connect/ad_search.h"
#include "connect/ad_sid.h"
#include "connect/ad_values.h"

#define KEEP_S 300		/* how long a reading holds */
#define GROUPS_MAX 10000
#define AT_ONCE 50		/* groups whose members one search asks for */

struct ad_groups {
	struct ad_group *g;
	size_t	n;
	int64_t	read_at;
};

static void
free_groups(struct ad_groups *gs)
{
	size_t i;

	if (gs == NULL)
		return;
	for (i = 0; i < gs->n; i++) {
		free(gs->g[i].dn);
		free(gs->g[i].name);
	}
	free(gs->g);
	free(gs);
}

void
ad_group_forget(struct ad *ad)
{
	free_groups(ad->groups);
	ad->groups = NULL;
}

const struct ad_group *
ad_group_find(const struct ad *ad, const char *sid)
{
	size_t i;

	for (i = 0; ad->groups != NULL && i < ad->groups->n; i++)
		if (strcmp(ad->groups->g[i].sid, sid) == 0)
			return &ad->groups->g[i];
	return NULL;
}

struct above { struct ad *ad; size_t up; };

/* One value of memberOf: the first that is among ours ends the search. */
static int
find_above(const struct berval *v, void *arg)
{
	struct above *a = arg;
	const struct ad_group *g;
	char sid[AD_SID];

	ad_sid_split(v->bv_val, NULL, sid);
	if ((g = ad_group_find(a->ad, sid)) == NULL)
		return 0;
	a->up = (size_t)(g - a->ad->groups->g);
	return 1;
}

/* arg: NULL for those that are privileged by themselves. */
static int
on_group(struct ad *ad, LDAPMessage *m, void *arg, struct err *e)
{
	struct ad_groups *gs = ad->groups;
	struct above above = { ad, 0 };
	struct ad_group *g;
	char sid[AD_SID], *dn;

	ad_sid_of(ad, m, "objectSid", sid);
	/* A group that was seen has been followed: cycles end here. */
	if (sid[0] == '\0' || ad_group_find(ad, sid) != NULL)
		return 0;
	if (gs->n == GROUPS_MAX)
		return err_set(e, ERR_DATA, "more than %d groups lead to"
		    " privileged ones", GROUPS_MAX);
	dn = ldap_get_dn(ad->ld, m);
	if (arg != NULL && ad_values(ad, m, ad_sid_split(dn, NULL, NULL),
	    "memberOf", find_above, &above, e) == -1) {
		ldap_memfree(dn);
		return -1;
	}
	gs->g = mem_grow(gs->g, gs->n + 1, sizeof(*gs->g));
	g = &gs->g[gs->n++];
	memset(g, 0, sizeof(*g));
	memcpy(g->sid, sid, sizeof(sid));
	g->dn = mem_str(ad_sid_split(dn, NULL, NULL));
	ldap_memfree(dn);
	g->name = ad_text(ad, m, "sAMAccountName");
	if (g->name == NULL)
		g->name = ad_sid_name(g->dn);
	g->usn = ad_number(ad, m, "uSNChanged", 0);
	g->up = above.up;
	g->root = arg == NULL;
	return 0;
}

/* Those of hello are "S-1-5-...": nothing else can be told from a filter. */
static void
add_named(struct buf *b, json_t *named)
{
	const char *sid;
	json_t *v;
	size_t i;

	json_array_foreach(named, i, v) {
		sid = json_string_value(v);
		if (sid != NULL && strncmp(sid, "S-1-", 4) == 0) {
			buf_str(b, "(objectSid=");
			esc_filter(b, sid);
			buf_str(b, ")");
		}
	}
}

static int
find_groups(struct ad *ad, const char *filter, void *nested, struct err *e)
{
	static const char *const attrs[] = { "objectSid", "sAMAccountName",
	    "uSNChanged", "memberOf", NULL };
	struct ad_query q = { ad->domain, LDAP_SCOPE_SUBTREE, filter, attrs,
	    AD_EXTENDED };

	return ad_search(ad, &q, on_group, nested, NULL, e);
}

/* Level by level: the path of each group is a shortest one. */
static int
load(struct ad *ad, struct err *e)
{
	struct buf b = BUF_INIT(256 * 1024);
	size_t from, to;
	int rc;

	buf_str(&b, "(&(objectClass=group)(|");
	ad_sid_filter(&b, ad->domain_sid);
	add_named(&b, ad->privileged);
	buf_str(&b, "))");
	rc = find_groups(ad, buf_get(&b), NULL, e);
	for (from = 0; rc == 0 && from < ad->groups->n; from = to) {
		buf_empty(&b);
		buf_str(&b, "(&(objectClass=group)(|");
		for (to = from; to < ad->groups->n && to - from < AT_ONCE;
		    to++) {
			buf_str(&b, "(memberOf=");
			esc_filter(&b, ad->groups->g[to].dn);
			buf_str(&b, ")");
		}
		buf_str(&b, "))");
		rc = find_groups(ad, buf_get(&b), ad, e);
	}
	if (rc == 0 && !buf_ok(&b))
		rc = err_set(e, ERR_CONFIG, "privileged_groups: too many");
	buf_clear(&b);
	return rc;
}

int
ad_group_load(struct ad *ad, struct err *e)
{
	int64_t now = when_clock();

	if (ad->groups != NULL && ad->groups->read_at <= now &&
	    now - ad->groups->read_at < KEEP_S)
		return 0;
	ad_group_forget(ad);
	ad->groups = mem_zero(1, sizeof(*ad->groups));
	ad->groups->read_at = now;
	if (load(ad, e) == -1) {
		ad_group_forget(ad);
		return err_add(e, "privileged groups");
	}
	return 0;
}

const struct ad_group *
ad_group_root(const struct ad *ad, const struct ad_group *g)
{
	while (!g->root)
		g = &ad->groups->g[g->up];
	return g;
}

void
ad_group_path(const struct ad *ad, const struct ad_group *g, struct buf *b)
{
	for (;; g = &ad->groups->g[g->up]) {
		buf_str(b, g->name);
		if (g->root)
			return;
		buf_str(b, " > ");
	}
}

int64_t
ad_group_usn(const struct ad *ad)
{
	int64_t newest = 0;
	size_t i;

	for (i = 0; ad->groups != NULL && i < ad->groups->n; i++)
		if (ad->groups->g[i].usn > newest)
			newest = ad->groups->g[i].usn;
	return newest;
}
