#include <string.h>
#include <time.h>

#include "connect/okta_group.h"
#include "connect/okta_user.h"

#define LOOKS 4			/* after a change, half a second apart */

static json_t *
find_id(json_t *groups, const char *id)
{
	json_t *g;
	size_t i;

	json_array_foreach(groups, i, g)
		if (strcmp(json_string_value(json_object_get(g, "id")),
		    id) == 0)
			return g;
	return NULL;
}

static int
add_group(struct okta *o, json_t *raw, json_t *groups)
{
	const char *id = cloud_text(raw, "id"), *type = cloud_text(raw, "type");
	const char *name = cloud_text(json_object_get(raw, "profile"), "name");
	int direct = type == NULL || strcmp(type, "OKTA_GROUP") == 0;
	int everyone = type != NULL && strcmp(type, "BUILT_IN") == 0;
	json_t *g;

	if (id == NULL)
		return -1;
	g = json_pack("{s:s,s:s,s:b,s:b}", "id", id, "name",
	    name == NULL ? "" : name, "privileged",
	    cloud_named(o->cloud.privileged, id), "direct", direct);
	if (everyone)
		json_object_set_new(g, "primary", json_true());
	else if (!direct)
		json_object_set_new(g, "path",
		    json_string("filled by an application or a directory"));
	json_array_append_new(groups, g);
	return 0;
}

static int
on_groups(struct cloud *c, json_t *page, void *arg, struct err *e)
{
	void **pair = arg;
	json_t *raw;
	size_t i;

	json_array_foreach(page, i, raw)
		if (add_group(pair[0], raw, pair[1]) == -1)
			return err_set(e, ERR_DOWN, "%s: a group without an"
			    " id", http_host(c->http));
	return okta_is_list(c, page, "groups", e);
}

static int
memberships(struct okta *o, const char *user, json_t *groups, struct err *e)
{
	struct buf at = BUF_INIT(4096);
	struct cloud_call q = { .method = "GET", .what = "groups" };
	void *pair[2] = { o, groups };
	int rc;

	buf_str(&at, "/api/v1/users");
	rc = http_segment(&at, user, e);
	buf_str(&at, "/groups");
	q.target = buf_get(&at);
	if (rc == 0)
		rc = cloud_walk(&o->cloud, &q, cloud_next_link, on_groups,
		    pair, e);
	buf_clear(&at);
	return rc;
}

int
okta_group_find(struct okta *o, const char *user, json_t *groups,
    struct err *e)
{
	json_t *roles = json_array(), *role, *g;
	const char *through;
	size_t i;
	int rc = memberships(o, user, groups, e);

	if (rc == 0)
		rc = okta_group_roles(o, user, roles, e);
	json_array_foreach(roles, i, role) {
		through = cloud_text(role, "through");
		g = through == NULL ? NULL : find_id(groups, through);
		if (g != NULL) {
			json_object_set_new(g, "privileged", json_true());
			json_object_set(role, "path",
			    json_object_get(g, "name"));
		}
		json_object_del(role, "assignment");
		json_object_del(role, "through");
		if (find_id(groups, cloud_text(role, "id")) == NULL)
			json_array_append(groups, role);
	}
	json_decref(roles);
	return rc;
}

/* ---- taking away and giving back ---- */

struct move {
	struct okta *o;
	const char *user;
	json_t	*groups;	/* his, as of now */
	json_t	*roles;
	int	back;		/* giving */
	int	done;		/* how many were moved */
};

/* The vendor's refusal stops a person's work, not ours: say which group.
 * What is gone cannot be given, and needs no taking. */
static int
blame(const struct move *m, int rc, const char *id, struct err *e)
{
	if (rc == -1 && e->kind == ERR_DATA)
		e->kind = ERR_REFUSED;
	if (rc == 0 && m->back)
		return err_set(e, ERR_REFUSED, "%.80s: it is not there", id);
	return rc == -1 ? err_add(e, "%.80s", id) : 0;
}

/* 1 if he is in it after all, 0, -1 with e: a group rule puts him back at once;
 * and a read may come from where the change has not been heard of yet. */
static int
is_member(const struct move *m, const char *id, struct err *e)
{
	const struct timespec half = { 0, 500000000 };
	json_t *now;
	int i, rc = 1;

	for (i = 0; i < LOOKS && rc == 1; i++) {
		if (i > 0)
			nanosleep(&half, NULL);
		now = json_array();
		rc = memberships(m->o, m->user, now, e);
		if (rc == 0)
			rc = find_id(now, id) != NULL;
		json_decref(now);
	}
	return rc;
}

static int
move_group(struct move *m, const char *id, struct err *e)
{
	struct okta_act take = { "DELETE", "take from group", "", 1, 0 };
	struct okta_act give = { "PUT", "put into group", "", 1, 0 };
	int rc;

	rc = okta_do(m->o, m->back ? &give : &take, OKTA_PATH("groups", id,
	    "users", m->user), NULL, NULL, e);
	if (blame(m, rc, id, e) == -1)
		return -1;
	m->done++;
	if (m->back || rc == 0)
		return 0;
	if ((rc = is_member(m, id, e)) == 1)
		rc = err_set(e, ERR_REFUSED, "%.80s: he is in it again: a"
		    " group rule fills it", id);
	return rc;
}

/* "role:HELP_DESK_ADMIN", "role:CUSTOM:cr0a:iam0b". */
static json_t *
role_body(const char *id)
{
	const char *type = id + strlen("role:"), *custom, *set;

	custom = strchr(type, ':');
	if (custom == NULL)
		return json_pack("{s:s}", "type", type);
	set = strchr(custom + 1, ':');
	if (strncmp(type, "CUSTOM:", 7) != 0 || set == NULL)
		return NULL;
	return json_pack("{s:s,s:s%,s:s}", "type", "CUSTOM", "role",
	    custom + 1, (size_t)(set - custom - 1), "resource-set", set + 1);
}

static int
move_role(struct move *m, const char *id, struct err *e)
{
	struct okta_act take = { "DELETE", "take role", "", 1, 0 };
	struct okta_act give = { "POST", "give role", "", 0, 0 };
	json_t *role = find_id(m->roles, id), *body;
	int rc;

	if (m->back) {
		if ((body = role_body(id)) == NULL)
			return err_set(e, ERR_REFUSED, "%.80s: it held for"
			    " some groups or applications only; give it back"
			    " by hand", id);
		rc = okta_do(m->o, &give, OKTA_PATH("users", m->user,
		    "roles"), body, NULL, e);
	} else {
		rc = okta_do(m->o, &take, OKTA_PATH("users", m->user,
		    "roles", cloud_text(role, "assignment")), NULL, NULL, e);
	}
	if (blame(m, rc, id, e) == -1)
		return -1;
	m->done++;
	return 0;
}

static int
move(struct move *m, const char *id, struct err *e)
{
	int role = strncmp(id, "role:", 5) == 0;
	json_t *g = find_id(role ? m->roles : m->groups, id);

	if (role && m->o->roles_hidden)
		return err_set(e, m->o->roles_hidden == 403 ? ERR_REFUSED :
		    ERR_TEMP, "%.80s: who has a role is not for us to see",
		    id);
	if ((g != NULL) == m->back)
		return 0;	/* it is so */
	if (g != NULL && !json_is_true(json_object_get(g, "direct")))
		return err_set(e, ERR_REFUSED, "%.80s: he has it through a"
		    " group or an application, not directly", id);
	return role ? move_role(m, id, e) : move_group(m, id, e);
}

/* Each of the list is tried, until nobody answers at all. */
static int
move_all(struct move *m, json_t *list, struct err *e)
{
	struct err first = ERR_INIT;
	int64_t after = -1;
	const char *id;
	json_t *v;
	size_t i;

	json_array_foreach(list, i, v) {
		if ((id = json_string_value(v)) == NULL || *id == '\0')
			return err_set(e, ERR_DATA, "a group that is no id");
		err_clear(e);
		if (move(m, id, e) == -1 && serve_failed(&first, e))
			after = m->o->cloud.retry_after;
		if (e->kind == ERR_DOWN || e->kind == ERR_CONFIG)
			break;
	}
	m->o->cloud.retry_after = after;
	*e = first;
	return first.kind == ERR_NONE ? 0 : -1;
}

static int
change(struct okta *o, json_t *request, json_t *answer, int back,
    struct err *e)
{
	struct move m = { .o = o, .back = back };
	json_t *list = json_object_get(request, "groups");
	struct okta_user u;
	int rc;

	if (!json_is_array(list))
		return err_set(e, ERR_DATA, "groups are missing");
	if ((rc = okta_user_guard(o, request, answer, &u, e)) != 1)
		return cloud_end(&o->cloud, answer, rc);
	m.user = u.id;
	m.groups = json_array();
	m.roles = json_array();
	rc = memberships(o, u.id, m.groups, e);
	if (rc == 0)
		rc = okta_group_roles(o, u.id, m.roles, e);
	if (rc == 0)
		rc = move_all(&m, list, e);
	if (rc == 0 && m.done == 0)
		serve_answer(answer, "already", NULL);
	json_decref(m.groups);
	json_decref(m.roles);
	okta_user_clear(&u);
	return cloud_end(&o->cloud, answer, rc);
}

int
okta_group_revoke(struct serve *s, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	(void)s;
	return change(arg, request, answer, 0, e);
}

int
okta_group_restore(struct serve *s, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	(void)s;
	return change(arg, request, answer, 1, e);
}
