#include <string.h>
#include <strings.h>

#include "connect/entra_group.h"
#include "connect/entra_licence.h"
#include "connect/entra_user.h"


static int
is_type(json_t *o, const char *type)
{
	const char *s = cloud_text(o, "@odata.type");

	return s != NULL && strcmp(s, type) == 0;
}

static int
is_role(json_t *o)
{
	return is_type(o, "#microsoft.graph.directoryRole");
}

static int
has_kind(json_t *group, const char *kind)
{
	json_t *v;
	size_t i;

	json_array_foreach(json_object_get(group, "groupTypes"), i, v)
		if (json_string_value(v) != NULL &&
		    strcmp(json_string_value(v), kind) == 0)
			return 1;
	return 0;
}

int
entra_group_is_high(const struct entra *g, json_t *o)
{
	return is_role(o) ||
	    json_is_true(json_object_get(o, "isAssignableToRole")) ||
	    cloud_named(g->cloud.privileged, cloud_text(o, "id"));
}

const char *
entra_group_fixed(json_t *o)
{
	if (has_kind(o, "DynamicMembership"))
		return "its members are those of a rule";
	if (json_is_true(json_object_get(o, "onPremisesSyncEnabled")))
		return "it is mastered on-premises";
	if (json_is_true(json_object_get(o, "mailEnabled")) &&
	    !has_kind(o, "Unified"))
		return "it is mail-enabled and changed in Exchange alone";
	return NULL;
}

/* ---- a user's ---- */

struct mine {
	json_t	*out, *seen;
	int	direct;
};

static int
on_mine(struct entra *g, json_t *o, void *arg, struct err *e)
{
	struct mine *m = arg;
	const char *id = cloud_text(o, "id"), *why = entra_group_fixed(o);
	const char *name = cloud_text(o, "displayName");
	struct buf full = BUF_INIT(256);
	json_t *to;

	(void)e;
	if (id == NULL || json_object_get(m->seen, id) != NULL ||
	    (!is_role(o) && !is_type(o, "#microsoft.graph.group")) ||
	    (!m->direct && !entra_group_is_high(g, o)))
		return 0;
	json_object_set_new(m->seen, id, json_true());
	buf_fmt(&full, "%s%s", is_role(o) ? ENTRA_ROLE : "", id);
	to = json_pack("{s:s,s:s,s:b,s:b}", "id", buf_get(&full), "name",
	    name == NULL ? "" : name, "privileged", entra_group_is_high(g, o),
	    "direct", m->direct);
	if (why != NULL || !m->direct)
		json_object_set_new(to, "path", json_string(!m->direct ?
		    "by way of another group" : why));
	json_array_append_new(m->out, to);
	buf_clear(&full);
	return 0;
}

static int
walk_mine(struct entra *g, const char *id, const char *way, struct mine *m,
    struct err *e)
{
	struct buf to = BUF_INIT(4096);
	struct entra_list l = { NULL, way, 0, on_mine, m, NULL };
	int rc = entra_target(&to, e, "users", id, way, (char *)NULL);

	buf_str(&to, "?" ENTRA_GROUP_SELECT);
	l.target = buf_get(&to);
	if (rc == 0)
		rc = entra_each(g, &l, e);
	buf_clear(&to);
	return rc;
}

int
entra_group_of(struct entra *g, const char *id, json_t *out, struct err *e)
{
	struct mine m = { out, json_object(), 1 };
	int rc = walk_mine(g, id, "memberOf", &m, e);

	m.direct = 0;
	if (rc == 0)
		rc = walk_mine(g, id, "transitiveMemberOf", &m, e);
	if (rc == 0)
		rc = entra_licence_of(g, id, out, e);
	json_decref(m.seen);
	return rc;
}

/* ---- who is privileged ---- */

static int
on_member(struct entra *g, json_t *o, void *arg, struct err *e)
{
	(void)arg;
	(void)e;
	if (cloud_text(o, "id") != NULL)
		json_object_set_new(g->high, cloud_text(o, "id"),
		    json_true());
	return 0;
}

static int
members_of(struct entra *g, const char *kind, const char *id, const char *way,
    struct err *e)
{
	struct buf to = BUF_INIT(4096);
	struct entra_list l = { NULL, "members", 0, on_member, NULL, NULL };
	int rc = entra_target(&to, e, kind, id, way, (char *)NULL);

	buf_str(&to, "?$select=id");
	l.target = buf_get(&to);
	if (rc == 0)
		rc = entra_each(g, &l, e);
	buf_clear(&to);
	return rc;
}

static int
keep_id(struct entra *g, json_t *o, void *arg, struct err *e)
{
	json_t *ids = arg;

	(void)g;
	(void)e;
	json_array_append(ids, json_object_get(o, "id"));
	return 0;
}

static int
members_of_all(struct entra *g, const char *target, const char *kind,
    const char *way, struct err *e)
{
	json_t *ids = json_array(), *v;
	struct entra_list l = { target, kind, 0, keep_id, ids, NULL };
	int rc = entra_each(g, &l, e);
	size_t i;

	json_array_foreach(ids, i, v)
		if (rc == 0 && json_is_string(v))
			rc = members_of(g, kind, json_string_value(v), way, e);
	json_decref(ids);
	return rc;
}

/* A role is among the roles; an id of another system is not there. */
static int
members_of_named(struct entra *g, struct err *e)
{
	json_t *v;
	size_t i;
	int rc = 0;

	json_array_foreach(g->cloud.privileged, i, v) {
		if (rc == -1 || !json_is_string(v) ||
		    strncmp(json_string_value(v), ENTRA_ROLE,
		    strlen(ENTRA_ROLE)) == 0)
			continue;
		rc = members_of(g, "groups", json_string_value(v),
		    "transitiveMembers", e);
		if (rc == -1 && (g->cloud.answer.status == 404 ||
		    g->cloud.answer.status == 400)) {
			err_clear(e);
			rc = 0;
		}
	}
	return rc;
}

int
entra_group_load(struct entra *g, json_t *answer, struct err *e)
{
	json_decref(g->high);
	g->high = json_object();
	if (members_of_all(g, "/directoryRoles?$select=id", "directoryRoles",
	    "members", e) == 0 &&
	    members_of_all(g, "/groups?$filter=isAssignableToRole%20eq%20true"
	    "&$select=id", "groups", "transitiveMembers", e) == 0 &&
	    members_of_named(g, e) == 0)
		return 0;
	if (g->cloud.answer.status != 403)
		return -1;
	json_decref(g->high);
	g->high = NULL;
	json_object_set_new(answer, "words", json_string(e->text));
	err_clear(e);
	return 0;
}
