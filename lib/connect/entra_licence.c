#include <string.h>
#include <strings.h>

#include "connect/entra_licence.h"

int
entra_licence_is(const char *id)
{
	return strncmp(id, ENTRA_LICENCE, strlen(ENTRA_LICENCE)) == 0;
}

/* One request below /users/ID/; body is stolen.  As entra_ask. */
static int
act(struct entra *g, const char *method, const char *user, const char *rest,
    json_t *body, json_t **out, struct err *e)
{
	struct entra_act a = { method, "licence", NULL, 1 };
	struct buf to = BUF_INIT(4096);
	int rc = entra_target(&to, e, "users", user, (char *)NULL);

	buf_str(&to, rest);
	a.target = buf_get(&to);
	if (rc == 0)
		rc = entra_ask(g, &a, body, out, e);
	else
		json_decref(body);
	buf_clear(&to);
	return rc;
}

static int
look(struct entra *g, const char *user, json_t **out, struct err *e)
{
	return act(g, "GET", user, "?$select=id,usageLocation,"
	    "licenseAssignmentStates", NULL, out, e);
}

static json_t *
of_id(json_t *groups, const char *id)
{
	json_t *o;
	size_t i;

	json_array_foreach(groups, i, o)
		if (strcasecmp(cloud_text(o, "id"), id) == 0)
			return o;
	return NULL;
}

/* One that could not be assigned is none; one that comes both ways is his. */
static void
add(json_t *state, json_t *out)
{
	const char *sku = cloud_text(state, "skuId");
	const char *how = cloud_text(state, "state");
	int direct = cloud_text(state, "assignedByGroup") == NULL;
	struct buf id = BUF_INIT(256);
	json_t *had;

	if (sku == NULL || (how != NULL && strcmp(how, "Error") == 0))
		return;
	buf_fmt(&id, "%s%s", ENTRA_LICENCE, sku);
	if ((had = of_id(out, buf_get(&id))) == NULL)
		json_array_append_new(out, json_pack("{s:s,s:s,s:b,s:b,s:s?}",
		    "id", buf_get(&id), "name", "", "privileged", 0, "direct",
		    direct, "path", direct ? NULL : "by way of a group"));
	else if (direct) {
		json_object_set_new(had, "direct", json_true());
		json_object_del(had, "path");
	}
	buf_clear(&id);
}

int
entra_licence_of(struct entra *g, const char *user, json_t *out,
    struct err *e)
{
	json_t *o = NULL, *state;
	size_t i;
	int rc;

	if (!g->conf.licences)
		return 0;
	rc = look(g, user, &o, e);
	json_array_foreach(json_object_get(o, "licenseAssignmentStates"), i,
	    state)
		add(state, out);
	json_decref(o);
	return rc == -1 ? -1 : 0;
}

/* 1 he has one, now or from now on. */
static int
located(struct entra *g, const char *user, struct err *e)
{
	json_t *o = NULL;
	int rc = look(g, user, &o, e);
	int has = cloud_text(o, "usageLocation") != NULL;

	json_decref(o);
	if (rc != 1 || has)
		return rc;
	if (g->conf.usage_location == NULL)
		return err_set(e, ERR_REFUSED, "he has no usageLocation, "
		    "without which there is no licence, and usage_location "
		    "is not configured");
	return act(g, "PATCH", user, "", json_pack("{s:s}", "usageLocation",
	    g->conf.usage_location), NULL, e);
}

int
entra_licence_set(struct entra *g, const char *user, const char *id,
    int gives, struct err *e)
{
	const char *sku = id + strlen(ENTRA_LICENCE);
	json_t *body;
	int rc = gives ? located(g, user, e) : 1;

	if (rc != 1)
		return rc;
	body = gives ? json_pack("{s:[{s:s}],s:[]}", "addLicenses", "skuId",
	    sku, "removeLicenses") : json_pack("{s:[],s:[s]}", "addLicenses",
	    "removeLicenses", sku);
	return act(g, "POST", user, "/assignLicense", body, NULL, e);
}
