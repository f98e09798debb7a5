/* Admin roles, as the groups that the protocol knows. */
#include <string.h>

#include "connect/okta_group.h"

/* "https://acme.okta.com/api/v1/groups/00g1" gives "00g1"; NULL for a user. */
static const char *
through_group(json_t *role)
{
	json_t *assignee = json_object_get(json_object_get(role, "_links"),
	    "assignee");
	const char *href = cloud_text(assignee, "href"), *p;

	p = href == NULL ? NULL : strstr(href, "/groups/");
	return p == NULL ? NULL : p + strlen("/groups/");
}

/*
 * A standard role may hold for some groups or applications only.  Given back
 * without them it would hold for all: so its name says that it was limited.
 * 1 limited, 0 not, -1 with e.
 */
static int
limited(struct okta *o, const char *user, const char *id, struct err *e)
{
	static const char *const kinds[] = { "groups", "catalog" };
	json_t *targets;
	size_t i;
	int rc, found = 0;

	for (i = 0; i < 2 && !found; i++) {
		rc = i == 0 ?
		    okta_get(o, "role targets", OKTA_PATH("users", user,
		    "roles", id, "targets", kinds[i]), &targets, e) :
		    okta_get(o, "role targets", OKTA_PATH("users", user,
		    "roles", id, "targets", kinds[i], "apps"), &targets, e);
		/* Not every type has targets: then this is no path. */
		if (rc == -1 && o->cloud.answer.status != 400 &&
		    o->cloud.answer.status != 405)
			return -1;
		if (rc == -1)
			err_clear(e);
		if (rc == 1 && okta_is_list(&o->cloud, targets,
		    "role targets", e) == -1) {
			json_decref(targets);
			return -1;
		}
		found = rc == 1 && json_array_size(targets) > 0;
		if (rc == 1)
			json_decref(targets);
	}
	return found;
}

static void
name_of(json_t *role, int scoped, struct buf *b)
{
	const char *type = cloud_text(role, "type");
	const char *custom = cloud_text(role, "role");
	const char *set = cloud_text(role, "resource-set");

	buf_fmt(b, "role:%s", type == NULL ? "?" : type);
	if (custom != NULL && set != NULL)
		buf_fmt(b, ":%s:%s", custom, set);
	else if (scoped)
		buf_str(b, ":limited");
}

static int
add(struct okta *o, const char *user, json_t *role, json_t *roles,
    struct err *e)
{
	const char *id = cloud_text(role, "id"), *through;
	const char *label = cloud_text(role, "label");
	struct buf name = BUF_INIT(600);
	int scoped = 0, direct = (through = through_group(role)) == NULL;
	json_t *r;

	if (id == NULL || cloud_text(role, "type") == NULL)
		return err_set(e, ERR_DOWN, "%s: a role without id or type",
		    http_host(o->cloud.http));
	if (direct && cloud_text(role, "role") == NULL &&
	    (scoped = limited(o, user, id, e)) == -1)
		return -1;
	name_of(role, scoped, &name);
	r = json_pack("{s:s,s:s,s:b,s:b,s:s}", "id", buf_get(&name), "name",
	    label != NULL ? label : buf_get(&name), "privileged", 1, "direct",
	    direct, "assignment", id);
	cloud_set(r, "through", through);
	json_array_append_new(roles, r);
	buf_clear(&name);
	return 0;
}

int
okta_group_roles(struct okta *o, const char *user, json_t *roles,
    struct err *e)
{
	json_t *all = NULL, *role;
	size_t i;
	int rc = okta_get(o, "roles", OKTA_PATH("users", user, "roles"),
	    &all, e);

	/* Not for us to see, or a service that knows of none. */
	o->roles_hidden = rc == -1 && (o->cloud.answer.status == 403 ||
	    o->cloud.answer.status == 404) ? o->cloud.answer.status : 0;
	if (o->roles_hidden) {
		err_clear(e);
		return 0;
	}
	if (rc != 1)
		return rc;
	rc = okta_is_list(&o->cloud, all, "roles", e);
	json_array_foreach(all, i, role)
		if (rc == 0)
			rc = add(o, user, role, roles, e);
	json_decref(all);
	return rc;
}
