#include "connect/job_look.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/when.h"

static int
count(const struct connector_group *g, void *arg)
{
	size_t *n = arg;

	(void)g;
	(*n)++;
	return 0;
}

struct filling {
	struct job_look *l;
	json_t	*all;
	size_t	n;
};

static int
fill(const struct connector_group *g, void *arg)
{
	struct filling *f = arg;
	struct depart_group *to = &f->l->groups[f->n];

	to->id = g->id;
	to->name = g->name;
	to->path = g->path;
	to->privileged = g->privileged;
	to->direct = g->direct;
	to->primary = json_is_true(json_object_get(
	    json_array_get(f->all, f->n), "primary"));
	f->n++;
	return 0;
}

static int
read_account(const struct connector_reply *r, struct job_look *l,
    struct err *e)
{
	struct connector_account a;
	struct filling f = { l, NULL, 0 };
	size_t n = 0;

	if (connector_account(r, &a, e) == -1 ||
	    connector_groups(&a, count, &n, e) == -1)
		return -1;
	l->groups = mem_zero(n > 0 ? n : 1, sizeof(*l->groups));
	f.all = json_object_get(a.raw, "groups");
	if (connector_groups(&a, fill, &f, e) == -1)
		return -1;
	l->seen.there = 1;
	l->seen.enabled = a.enabled;
	l->seen.contractor = a.contractor;
	l->seen.elsewhere = json_is_true(json_object_get(a.raw,
	    "mastered_elsewhere"));
	l->seen.expires_at = a.expires_at;
	l->seen.residual_until = a.residual_until;
	l->seen.worker_id = a.worker_id;
	l->seen.upn = a.upn;
	l->seen.login = a.login;
	l->seen.remote_id = a.remote_id;
	l->seen.groups = l->groups;
	l->seen.n_groups = f.n;
	l->tells_groups = json_is_array(f.all);
	l->mark = a.mark;
	l->o = json_incref(a.raw);
	return 0;
}

static void
judge(struct job_look *l)
{
	size_t i;

	for (i = 0; i < l->seen.n_groups; i++)
		if (l->groups[i].privileged)
			l->privileged = 1;
	if (json_is_true(json_object_get(l->o, "privileged")))
		l->privileged = 1;
}

static char *
dump(json_t *o)
{
	char *s = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
	char *copy = mem_str(s != NULL ? s : "{}");

	free(s);
	return copy;
}

int
job_look_reply(const struct connector_reply *r, const char *remote_id,
    const char *server, struct job_look *l, struct err *e)
{
	memset(l, 0, sizeof(*l));
	l->server = server;
	l->seen.expires_at = WHEN_NEVER;
	if (r->answer == CONNECTOR_GONE) {
		l->text = mem_str("{\"gone\":true}");
		return 0;
	}
	if (read_account(r, l, e) == -1)
		return -1;
	if (remote_id != NULL && strcmp(l->seen.remote_id, remote_id) != 0)
		return err_set(e, ERR_DATA, "a lookup of %.80s answered with "
		    "%.80s", remote_id, l->seen.remote_id);
	judge(l);
	l->text = dump(l->o);
	return 0;
}

int
job_look_text(const char *json, struct job_look *l, struct err *e)
{
	struct connector_reply r;
	json_t *o = json_loads(json, 0, NULL);
	int rc = 0;

	memset(l, 0, sizeof(*l));
	l->server = "";
	l->seen.expires_at = WHEN_NEVER;
	l->text = mem_str(json);
	if (!json_is_object(o))
		rc = err_set(e, ERR_BUG, "a lookup in the registry is no "
		    "JSON object");
	else if (!json_is_true(json_object_get(o, "gone"))) {
		memset(&r, 0, sizeof(r));
		r.body = json_pack("{s:O}", "account", o);
		if ((rc = read_account(&r, l, e)) == 0)
			judge(l);
		json_decref(r.body);
	}
	json_decref(o);
	return rc;
}

void
job_look_clear(struct job_look *l)
{
	json_decref(l->o);
	free(l->groups);
	free(l->text);
	memset(l, 0, sizeof(*l));
}

struct job_step_look
job_look_step(const struct job_look *l)
{
	struct job_step_look s;

	memset(&s, 0, sizeof(s));
	s.json = l->text;
	s.server = l->server;
	s.there = l->seen.there;
	s.enabled = l->seen.enabled;
	s.privileged = l->privileged;
	s.expires_at = l->seen.expires_at;
	s.residual_until = l->seen.residual_until;
	return s;
}

/* -1: malformed. */
static int
instant(json_t *o, const char *name, int *has, int64_t *at)
{
	json_t *v = json_object_get(o, name);

	if (v == NULL)
		return 0;
	if (!json_is_integer(v) && !json_is_null(v))
		return -1;
	*has = 1;
	*at = json_is_null(v) ? WHEN_NEVER : json_integer_value(v);
	return 0;
}

int
job_args_read(const char *json, struct job_args *a, struct err *e)
{
	json_t *all, *v;
	size_t i;

	memset(a, 0, sizeof(*a));
	a->o = json_loads(json, 0, NULL);
	if (!json_is_object(a->o) ||
	    instant(a->o, "expires_at", &a->a.has_expiry,
	    &a->a.expires_at) == -1 ||
	    instant(a->o, "was", &a->a.has_was, &a->a.was) == -1)
		return err_set(e, ERR_BUG, "a step's args are malformed");
	a->a.at_most = json_is_true(json_object_get(a->o, "at_most"));
	all = json_object_get(a->o, "groups");
	a->groups = mem_zero(json_array_size(all) + 1, sizeof(*a->groups));
	json_array_foreach(all, i, v)
		if (json_is_string(v))
			a->groups[a->a.n_groups++] = json_string_value(v);
	a->a.groups = a->groups;
	return 0;
}

void
job_args_clear(struct job_args *a)
{
	json_decref(a->o);
	free(a->groups);
	memset(a, 0, sizeof(*a));
}

static int
listed(json_t *all, const char *id)
{
	json_t *v;
	size_t i;

	json_array_foreach(all, i, v)
		if (strcmp(json_string_value(v), id) == 0)
			return 1;
	return 0;
}

static int
takes(const char *op)
{
	return strcmp(op, "revoke_groups") == 0 ||
	    strcmp(op, "all_groups") == 0;
}

/* What is there to take now, besides what was to be taken before: a request
 * that was lost half-way must not be forgotten by who gives back. */
char *
job_args_take(const char *op, const struct job_args *a,
    const struct depart_seen *s)
{
	const struct depart_group **now;
	json_t *o = json_copy(a->o), *all = json_array();
	size_t i, n;
	char *text;

	for (i = 0; i < a->a.n_groups; i++)
		json_array_append_new(all, json_string(a->groups[i]));
	if (takes(op)) {
		now = mem_zero(s->n_groups + 1, sizeof(*now));
		n = depart_take(op, s, now);
		for (i = 0; i < n; i++)
			if (!listed(all, now[i]->id))
				json_array_append_new(all,
				    json_string(now[i]->id));
		free(now);
	}
	if (json_array_size(all) > 0)
		json_object_set_new(o, "groups", all);
	else
		json_decref(all);
	text = dump(o);
	json_decref(o);
	return text;
}

static json_t *
wire_groups(const char *op, const struct job_args *a,
    const struct depart_seen *s)
{
	const struct depart_group **now;
	json_t *all = json_array();
	size_t i, n;

	if (!takes(op)) {
		for (i = 0; i < a->a.n_groups; i++)
			json_array_append_new(all, json_string(a->groups[i]));
		return all;
	}
	now = mem_zero(s->n_groups + 1, sizeof(*now));
	n = depart_take(op, s, now);
	for (i = 0; i < n; i++)
		json_array_append_new(all, json_string(now[i]->id));
	free(now);
	return all;
}

void
job_args_wire(const char *op, const struct job_args *a,
    const struct depart_seen *s, json_t *request)
{
	json_t *v = json_object_get(a->o, "description");

	if (strstr(op, "groups") != NULL)
		json_object_set_new(request, "groups", wire_groups(op, a, s));
	if (a->a.has_expiry)
		json_object_set_new(request, "expires_at",
		    a->a.expires_at == WHEN_NEVER ? json_null() :
		    json_integer(a->a.expires_at));
	if (v != NULL)
		json_object_set(request, "description", v);
	if (json_is_true(json_object_get(a->o, "ordinary")))
		json_object_set_new(request, "ordinary", json_true());
}
