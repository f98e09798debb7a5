#include <string.h>
#include <strings.h>

#include "base/esc.h"
#include "base/mem.h"
#include "connect/scim_group.h"

/* 1 if s is one of a list separated by commas, in any case. */
static int
in_list(const char *list, const char *s)
{
	size_t len, n = s == NULL ? 0 : strlen(s);

	for (; list != NULL && s != NULL && *list != '\0';
	    list += len + (list[len] == ',')) {
		list += strspn(list, " \t");
		len = strcspn(list, ",");
		if (len >= n && strncasecmp(list, s, n) == 0 &&
		    strspn(list + n, " \t") == len - n)
			return 1;
	}
	return 0;
}

int
scim_group_is_high(const struct scim *s, const char *id, const char *name)
{
	return cloud_named(s->cloud.privileged, id) ||
	    in_list(s->conf.privileged, id) ||
	    in_list(s->conf.privileged, name);
}

static void
add(struct scim *s, json_t *out, const char *id, const char *name, int direct)
{
	if (id != NULL)
		json_array_append_new(out, json_pack("{s:s,s:s,s:b,s:b}", "id",
		    id, "name", name == NULL ? "" : name, "privileged",
		    scim_group_is_high(s, id, name), "direct", direct));
}

/* ---- a user's ---- */

struct mine {
	const struct scim_user *u;
	json_t	*out;
};

static int
has_member(json_t *group, const char *id)
{
	json_t *v;
	size_t i;

	json_array_foreach(json_object_get(group, "members"), i, v)
		if (cloud_text(v, "value") != NULL &&
		    strcmp(cloud_text(v, "value"), id) == 0)
			return 1;
	return 0;
}

static int
on_mine(struct scim *s, json_t *g, void *arg, struct err *e)
{
	struct mine *m = arg;
	struct scim_act a = { "GET", "group", "/Groups", cloud_text(g, "id"),
		NULL, NULL };
	json_t *whole = NULL;
	int his;

	/* A list may leave the members out. */
	if (json_object_get(g, "members") == NULL && a.id != NULL &&
	    scim_ask(s, &a, NULL, &whole, e) == -1)
		return -1;
	his = has_member(whole != NULL ? whole : g, m->u->id);
	json_decref(whole);
	if (his)
		add(s, m->out, cloud_text(g, "id"), cloud_text(g,
		    "displayName"), 1);
	return 0;
}

static void
forget_mine(void *arg)
{
	json_array_clear(((struct mine *)arg)->out);
}

/* Asked for by member; where that is refused, all of them are looked at. */
static int
by_members(struct scim *s, const struct scim_user *u, json_t *out,
    struct err *e)
{
	struct mine m = { u, out };
	struct scim_walker to = { on_mine, forget_mine, &m };
	struct buf filter = BUF_INIT(4096);
	int rc = -1, status;

	buf_str(&filter, "members.value eq ");
	esc_json(&filter, u->id);
	if (s->filters)
		rc = scim_walk(s, "/Groups", buf_get(&filter), &to, e);
	buf_clear(&filter);
	status = s->cloud.answer.status;
	if (rc == 0 || (s->filters && status != 400 && status != 403 &&
	    status != 404 && status != 501))
		return rc;
	json_array_clear(out);
	rc = scim_walk(s, "/Groups", NULL, &to, e);
	if (rc == -1 && s->cloud.answer.status == 404) {
		err_clear(e);		/* it has no groups at all */
		return 0;
	}
	return rc;
}

int
scim_group_of(struct scim *s, const struct scim_user *u, json_t *out,
    struct err *e)
{
	json_t *own = scim_filter_value(u->raw, "groups"), *g;
	const char *type;
	size_t i;

	if (!s->conf.groups)
		return 0;
	if (!json_is_array(own))
		return by_members(s, u, out, e);
	json_array_foreach(own, i, g) {
		type = cloud_text(g, "type");
		add(s, out, cloud_text(g, "value"), cloud_text(g, "display"),
		    type == NULL || strcasecmp(type, "indirect") != 0);
	}
	return 0;
}

/* ---- those of privileged groups ---- */

static int
on_high(struct scim *s, json_t *g, void *arg, struct err *e)
{
	const char *id = cloud_text(g, "id");
	struct scim_act a = { "GET", "group", "/Groups", id, NULL, NULL };
	json_t *whole = NULL, *v;
	size_t i;
	int rc;

	(void)arg;
	if (!scim_group_is_high(s, id, cloud_text(g, "displayName")))
		return 0;
	/* A list may leave members out. */
	if ((rc = scim_ask(s, &a, NULL, &whole, e)) == -1)
		return -1;
	json_array_foreach(json_object_get(whole, "members"), i, v)
		if (rc == 1 && cloud_text(v, "value") != NULL)
			json_object_set_new(s->high, cloud_text(v, "value"),
			    json_true());
	json_decref(whole);
	return 0;
}

static void
forget_high(void *arg)
{
	json_object_clear(((struct scim *)arg)->high);
}

int
scim_group_load(struct scim *s, struct err *e)
{
	struct scim_walker to = { on_high, forget_high, s };

	json_decref(s->high);
	s->high = json_object();
	if (!s->conf.groups || (s->conf.privileged == NULL &&
	    json_array_size(s->cloud.privileged) == 0))
		return 0;
	if (scim_walk(s, "/Groups", NULL, &to, e) == 0)
		return 0;
	if (s->cloud.answer.status != 404)
		return -1;
	err_clear(e);
	return 0;
}

int
scim_group_high(struct scim *s, const struct scim_user *u)
{
	return json_object_get(s->high, u->id) != NULL;
}
