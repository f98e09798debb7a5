#include <stdlib.h>
#include <string.h>

#include "base/esc.h"
#include "base/mem.h"
#include "connect/scim_group.h"
#include "connect/scim_member.h"

static json_t *
patch_of(json_t *op)
{
	return json_pack("{s:[s],s:[o]}", "schemas", SCIM_API "PatchOp",
	    "Operations", op);
}

/*
 * By a value filter, and by nothing else: of "remove members" with a list of
 * values RFC 7644 (3.5.2.2) says that it removes everybody.
 */
static json_t *
removal(const char *user)
{
	struct buf path = BUF_INIT(4096);
	json_t *op;

	buf_str(&path, "members[value eq ");
	esc_json(&path, user);
	buf_chr(&path, ']');
	op = json_pack("{s:s,s:s}", "op", "remove", "path", buf_get(&path));
	buf_clear(&path);
	return patch_of(op);
}

static json_t *
without(json_t *members, const char *user)
{
	json_t *left = json_array(), *v;
	const char *id;
	size_t i;

	json_array_foreach(members, i, v)
		if ((id = cloud_text(v, "value")) == NULL ||
		    strcmp(id, user) != 0)
			json_array_append(left, v);
	return left;
}

/*
 * The whole group, written by its version: without one another change of the
 * same moment would be lost, so it is not done.
 */
static int
by_put(struct scim *s, const char *id, const char *user, int gives,
    struct err *e)
{
	struct scim_act a = { "GET", "group", "/Groups", id, NULL, NULL };
	json_t *g = NULL, *members;
	char *version = NULL;
	int rc;

	if ((rc = scim_ask(s, &a, NULL, &g, e)) != 1)
		return rc;
	if (!json_is_array(json_object_get(g, "members"))) {
		json_decref(g);
		return err_set(e, ERR_REFUSED, "group %.80s: its members are "
		    "not told, so it is not written", id);
	}
	version = mem_str(cloud_text(json_object_get(g, "meta"), "version"));
	members = without(json_object_get(g, "members"), user);
	if (gives)
		json_array_append_new(members, json_pack("{s:s}", "value",
		    user));
	json_object_set_new(g, "members", members);
	json_object_del(g, "meta");
	if (json_object_get(g, "schemas") == NULL)
		json_object_set_new(g, "schemas", json_pack("[s]",
		    SCIM_CORE "Group"));
	a.method = "PUT";
	a.version = version;
	if (version == NULL || !s->etag) {
		json_decref(g);
		rc = err_set(e, ERR_REFUSED, "%s: group %.80s: the service can"
		    " neither PATCH nor tell versions", http_host(
		    s->cloud.http), id);
	} else
		rc = scim_ask(s, &a, g, NULL, e);
	free(version);
	return rc;
}

/* 1 done, 0 there is no such group, -1 with e. */
static int
set_member(struct scim *s, const char *id, const char *user, int gives,
    struct err *e)
{
	struct scim_act a = { "PATCH", "group", "/Groups", id, NULL, NULL };
	int rc, status;

	if (!s->patch)
		return by_put(s, id, user, gives, e);
	rc = scim_ask(s, &a, gives ? patch_of(json_pack("{s:s,s:s,s:[{s:s}]}",
	    "op", "add", "path", "members", "value", "value", user)) :
	    removal(user), NULL, e);
	status = s->cloud.answer.status;
	if (rc == -1 && (status == 405 || status == 501 || (!gives &&
	    (status == 400 || status == 422))))
		return by_put(s, id, user, gives, e);
	return rc;
}

struct change {
	const struct scim_user *u;
	json_t	*now;		/* his groups */
	int	gives, ordinary;
	int	done;
};

static json_t *
of_id(json_t *groups, const char *id)
{
	json_t *g;
	size_t i;

	json_array_foreach(groups, i, g)
		if (strcmp(serve_text(g, "id"), id) == 0)
			return g;
	return NULL;
}

static int
one(struct scim *s, struct change *c, const char *id, struct err *e)
{
	json_t *has = of_id(c->now, id);
	int rc;

	if ((has != NULL) == c->gives)
		return 0;
	if (has != NULL && json_is_false(json_object_get(has, "direct")))
		return err_set(e, ERR_REFUSED, "group %.80s: he is in it by way"
		    " of another", id);
	if ((rc = set_member(s, id, c->u->id, c->gives, e)) == -1)
		return -1;
	if (rc == 0 && c->gives)
		return err_set(e, ERR_REFUSED, "group %.80s is gone", id);
	c->done = 1;
	return 0;
}

/* Whether one that is listed gives privilege: by its name, too. */
static int
lists_high(struct scim *s, json_t *list, int *high, struct err *e)
{
	struct scim_act a = { "GET", "group", "/Groups", NULL, NULL, NULL };
	json_t *v, *g;
	size_t i;
	int rc;

	*high = 0;
	json_array_foreach(list, i, v) {
		a.id = json_string_value(v);
		g = NULL;
		if ((rc = scim_ask(s, &a, NULL, &g, e)) == -1)
			return -1;
		*high |= scim_group_is_high(s, a.id, cloud_text(g,
		    "displayName"));
		json_decref(g);
	}
	return 0;
}

/* Each is tried, whatever became of the others. */
static int
each(struct scim *s, json_t *list, struct change *c, struct err *e)
{
	struct err first = ERR_INIT, now = ERR_INIT;
	int64_t after = -1;
	json_t *v;
	size_t i;

	json_array_foreach(list, i, v)
		if (one(s, c, json_string_value(v), &now) == -1 &&
		    serve_failed(&first, &now))
			after = s->cloud.retry_after;
	s->cloud.retry_after = after;
	if (first.kind == ERR_NONE)
		return 0;
	*e = first;
	return -1;
}

static int
change(struct scim *s, json_t *request, json_t *answer, int gives,
    struct err *e)
{
	json_t *list = json_object_get(request, "groups"), *v;
	struct change c = { .gives = gives };
	struct scim_user u;
	int high = 0, rc;
	size_t i;

	if (!json_is_array(list))
		return err_set(e, ERR_DATA, "groups is missing");
	json_array_foreach(list, i, v)
		if (json_string_value(v) == NULL || *json_string_value(v) == 0)
			return err_set(e, ERR_DATA, "groups: one is no id");
	if ((rc = scim_user_guard(s, request, answer, &u, e)) != 1)
		return cloud_end(&s->cloud, answer, rc);
	c.u = &u;
	c.now = json_array();
	if (gives && json_is_true(json_object_get(request, "ordinary")))
		rc = lists_high(s, list, &high, e);
	if (rc != -1 && high)
		rc = err_set(e, ERR_REFUSED, "one of the groups is "
		    "privileged");
	if (rc != -1 && (rc = scim_group_of(s, &u, c.now, e)) == 0)
		rc = each(s, list, &c, e);
	if (rc == 0 && !c.done)
		serve_answer(answer, "already", NULL);
	json_decref(c.now);
	scim_user_clear(&u);
	return cloud_end(&s->cloud, answer, rc);
}

int
scim_member_revoke(struct serve *v, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	(void)v;
	return change(arg, request, answer, 0, e);
}

int
scim_member_restore(struct serve *v, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	(void)v;
	return change(arg, request, answer, 1, e);
}
