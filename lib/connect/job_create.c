#include "connect/job_create.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "act/newcomer_make.h"
#include "base/mem.h"
#include "connect/job_lane_internal.h"

json_t *
job_create_look(const struct job_lane *l)
{
	json_t *a = json_object();

	json_object_set_new(a, "login", json_string(l->login));
	if (l->upn_new != NULL)
		json_object_set_new(a, "upn", json_string(l->upn_new));
	if (l->worker_id != NULL)
		json_object_set_new(a, "worker_id",
		    json_string(l->worker_id));
	return json_pack("{s:o}", "account", a);
}

json_t *
job_create_request(const char *args, json_t *r)
{
	json_object_set_new(r, "account", json_loads(args, 0, NULL));
	return r;
}

static int
ours(struct job_lane *l)
{
	const struct job_lane_step *s;

	if (l->at >= l->n)
		return 0;
	s = job_lane_step(l);
	return s->begun && strcmp(s->op, "create") == 0 &&
	    l->look.seen.upn != NULL && l->upn_new != NULL &&
	    strcasecmp(l->look.seen.upn, l->upn_new) == 0;
}

int
job_create_found(struct job_lane *l, struct err *e)
{
	struct err why = ERR_INIT;
	int64_t id;

	if (!ours(l))
		return job_lane_refuse_all(l, "the name or the worker_id is "
		    "another account's", NULL, e);
	if (newcomer_make_made(l->x, l->contractor, l->account,
	    l->look.seen.remote_id, &id, &why) == -1) {
		if (why.kind == ERR_REFUSED)
			return job_lane_refuse_all(l, why.text, NULL, e);
		*e = why;
		return -1;
	}
	l->account = id;
	free(l->remote_id);
	l->remote_id = mem_str(l->look.seen.remote_id);
	l->fresh = 0;
	return 0;
}
