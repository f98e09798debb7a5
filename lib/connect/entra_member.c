#include <string.h>
#include <strings.h>

#include "connect/entra_group.h"
#include "connect/entra_licence.h"
#include "connect/entra_member.h"
#include "connect/entra_user.h"

struct change {
	const struct entra_user *u;
	json_t	*now;		/* his groups */
	int	gives, ordinary;
	int	done;
};

static json_t *
of_id(json_t *groups, const char *id)
{
	json_t *o;
	size_t i;

	json_array_foreach(groups, i, o)
		if (strcasecmp(serve_text(o, "id"), id) == 0)
			return o;
	return NULL;
}

/* DELETE or POST of one reference; what was so already is as good. */
static int
set_member(struct entra *g, const struct change *c, const char *id,
    struct err *e)
{
	int role = strncmp(id, ENTRA_ROLE, strlen(ENTRA_ROLE)) == 0, rc;
	struct entra_act a = { c->gives ? "POST" : "DELETE", "member", NULL,
	    1 };
	struct buf to = BUF_INIT(4096), ref = BUF_INIT(4096);
	json_t *body = NULL;

	if (entra_licence_is(id))
		return entra_licence_set(g, c->u->id, id, c->gives, e);
	rc = entra_target(&to, e, role ? "directoryRoles" : "groups",
	    role ? id + strlen(ENTRA_ROLE) : id, "members", c->gives ? NULL :
	    c->u->id, (char *)NULL);
	buf_str(&to, "/$ref");	/* as it is: %24 is another path (RFC 3986) */
	if (c->gives) {
		buf_fmt(&ref, "%s/v1.0/directoryObjects/%s", g->conf.url,
		    c->u->id);
		body = json_pack("{s:s}", "@odata.id", buf_get(&ref));
	}
	a.target = buf_get(&to);
	if (rc == 0)
		rc = entra_ask(g, &a, body, NULL, e);
	else
		json_decref(body);
	if (rc == -1 && c->gives && g->cloud.answer.status == 400 &&
	    strstr(e->text, "already exist") != NULL) {
		err_clear(e);
		rc = 1;
	}
	buf_clear(&to);
	buf_clear(&ref);
	return rc;
}

/* The group as it is: 1, 0 it is not there, -1; *high and why it cannot be
 * changed. */
static int
look_at(struct entra *g, const char *id, int *high, const char **why,
    struct err *e)
{
	struct buf to = BUF_INIT(4096);
	struct entra_act a = { "GET", "group", NULL, 0 };
	json_t *o = NULL;
	int rc;

	*why = NULL;
	*high = 0;
	if (entra_licence_is(id)) {
		if (!g->conf.licences)
			*why = "licences = yes is not configured";
		return 1;
	}
	*high = 1;
	if (strncmp(id, ENTRA_ROLE, strlen(ENTRA_ROLE)) == 0)
		return 1;
	rc = entra_target(&to, e, "groups", id, (char *)NULL);
	buf_str(&to, "?" ENTRA_GROUP_SELECT);
	a.target = buf_get(&to);
	if (rc == 0)
		rc = entra_ask(g, &a, NULL, &o, e);
	*high = rc == 1 && entra_group_is_high(g, o);
	*why = rc == 1 ? entra_group_fixed(o) : NULL;
	json_decref(o);
	buf_clear(&to);
	return rc;
}

static int
one(struct entra *g, struct change *c, const char *id, struct err *e)
{
	json_t *has = of_id(c->now, id);
	const char *why;
	int direct = has != NULL &&
	    json_is_true(json_object_get(has, "direct"));
	int high, rc;

	if (c->gives ? direct : has == NULL)
		return 0;
	if (!c->gives && !direct)
		return err_set(e, ERR_REFUSED, "%.80s: he is in it by way of "
		    "another group", id);
	if ((rc = look_at(g, id, &high, &why, e)) == -1)
		return -1;
	if (rc == 0 && c->gives)
		return err_set(e, ERR_REFUSED, "%.80s is gone", id);
	if (why != NULL)
		return err_set(e, ERR_REFUSED, "%.80s: %s", id, why);
	if (rc == 1 && (rc = set_member(g, c, id, e)) == -1)
		return -1;
	c->done = 1;
	return 0;
}

/* 1 if one that is listed gives privilege. */
static int
lists_high(struct entra *g, json_t *list, struct err *e)
{
	const char *why;
	int high = 0, any = 0;
	json_t *v;
	size_t i;

	json_array_foreach(list, i, v) {
		if (look_at(g, json_string_value(v), &high, &why, e) == -1)
			return -1;
		any |= high;
	}
	return any;
}

/* Each is tried, whatever became of the others. */
static int
each(struct entra *g, json_t *list, struct change *c, struct err *e)
{
	struct err first = ERR_INIT, now = ERR_INIT;
	int64_t after = -1;
	json_t *v;
	size_t i;

	json_array_foreach(list, i, v)
		if (one(g, c, json_string_value(v), &now) == -1 &&
		    serve_failed(&first, &now))
			after = g->cloud.retry_after;
	g->cloud.retry_after = after;
	if (first.kind == ERR_NONE)
		return 0;
	*e = first;
	return -1;
}

static int
change(struct entra *g, json_t *request, json_t *answer, int gives,
    struct err *e)
{
	json_t *list = json_object_get(request, "groups"), *v;
	struct change c = { .gives = gives };
	struct entra_user u;
	size_t i;
	int rc;

	if (!json_is_array(list))
		return err_set(e, ERR_DATA, "groups is missing");
	json_array_foreach(list, i, v)
		if (json_string_value(v) == NULL || *json_string_value(v) == 0)
			return err_set(e, ERR_DATA, "groups: one is no id");
	if ((rc = entra_user_guard(g, request, answer, &u, e)) != 1)
		return cloud_end(&g->cloud, answer, rc);
	c.u = &u;
	c.now = json_array();
	rc = 0;
	if (gives && json_is_true(json_object_get(request, "ordinary")) &&
	    (rc = lists_high(g, list, e)) == 1)
		rc = err_set(e, ERR_REFUSED, "one of the groups is "
		    "privileged");
	if (rc == 0 && (rc = entra_group_of(g, u.id, c.now, e)) == 0)
		rc = each(g, list, &c, e);
	if (rc == 0 && !c.done)
		serve_answer(answer, "already", NULL);
	json_decref(c.now);
	entra_user_clear(&u);
	return cloud_end(&g->cloud, answer, rc);
}

int
entra_member_revoke(struct serve *s, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	(void)s;
	return change(arg, request, answer, 0, e);
}

int
entra_member_restore(struct serve *s, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	(void)s;
	return change(arg, request, answer, 1, e);
}
