/* What becomes of the step at hand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "connect/job_create.h"
#include "connect/job_lane_internal.h"

struct job_lane_step *
job_lane_step(struct job_lane *l)
{
	return &l->steps[l->at];
}

static void
tell(struct job_lane *l, const char *state, const char *words)
{
	struct job_lane_news n;

	n.job = l->job;
	n.step = job_lane_step(l)->id;
	n.kind = l->kind;
	n.upn = l->upn;
	n.connector = l->peer->name;
	n.login = l->login;
	n.op = job_lane_step(l)->op;
	n.state = state;
	n.words = words;
	l->news(&n, l->arg);
}

void
job_lane_over(struct job_lane *l)
{
	if (l->phase != JOB_LANE_OVER && l->phase != JOB_LANE_IDLE)
		l->peer->active--;
	l->phase = JOB_LANE_OVER;
}

/* Sends; what cannot be sent is the end of the connector, seen when read. */
static void
ask(struct job_lane *l, enum job_lane_phase phase, const char *op,
    json_t *request)
{
	struct err none = ERR_INIT;

	if (l->phase == JOB_LANE_IDLE)
		l->peer->active++;
	l->phase = phase;
	l->request = connector_send(l->peer->c, op, request, &none);
	if (l->request == -1)
		job_lane_over(l);
}

void
job_lane_look(struct job_lane *l, enum job_lane_phase phase)
{
	l->seen = 0;
	ask(l, phase, "lookup", l->fresh ? job_create_look(l) :
	    json_pack("{s:{s:s}}", "account", "remote_id", l->remote_id));
}

int
job_lane_done(struct job_lane *l, enum job_step_how how, const char *words,
    struct err *e)
{
	struct job_step_look s = job_look_step(&l->look);

	if (job_step_done(l->x, job_lane_step(l)->id, how, &s, words, e) == -1)
		return -1;
	tell(l, "done", words);
	l->at++;
	l->tries = 0;
	return 0;
}

int
job_lane_refuse(struct job_lane *l, const char *words, const char *finding,
    struct err *e)
{
	/* What a system cannot do and need not: nobody has refused anything.
	 * It was laid down while the connector could not be asked. */
	int moot = !job_lane_step(l)->required &&
	    strcmp(words, "unsupported") == 0;

	if (job_step_refuse(l->x, job_lane_step(l)->id, words, finding, e) ==
	    -1)
		return -1;
	tell(l, moot ? "unsupported" : "refused", words);
	l->at++;
	l->tries = 0;
	return 0;
}

int
job_lane_later(struct job_lane *l, const char *words, int64_t retry_after,
    struct err *e)
{
	if (job_step_later(l->x, job_lane_step(l)->id, words, retry_after,
	    e) == -1)
		return -1;
	tell(l, "later", words);
	l->failed = 1;
	l->at++;
	l->tries = 0;
	return 0;
}

int
job_lane_refuse_all(struct job_lane *l, const char *words, const char *finding,
    struct err *e)
{
	while (l->at < l->n)
		if (job_lane_refuse(l, words, finding, e) == -1)
			return -1;
	job_lane_over(l);
	return 0;
}

/* What takes away is done; what gives has nobody to give to. */
int
job_lane_gone(struct job_lane *l, struct err *e)
{
	int gives = strcmp(l->kind, "provision") == 0 ||
	    strcmp(l->kind, "lift") == 0 ||
	    strcmp(l->kind, "reinstate") == 0;

	if (gives)
		return job_lane_refuse_all(l, "the account is gone", NULL, e);
	while (l->at < l->n)
		if (job_lane_done(l, JOB_STEP_GONE, "", e) == -1)
			return -1;
	job_lane_over(l);
	return 0;
}

static json_t *
request(struct job_lane *l, const struct job_args *a)
{
	json_t *r = json_object();
	char key[160];

	snprintf(key, sizeof(key), "%s/job/%lld/step/%lld",
	    l->x->tenant->name, (long long)l->job,
	    (long long)job_lane_step(l)->id);
	json_object_set_new(r, "key", json_string(key));
	if (l->fresh)
		return job_create_request(job_lane_step(l)->args, r);
	json_object_set_new(r, "account", json_pack("{s:s}", "remote_id",
	    l->remote_id));
	if (l->look.mark != NULL)
		json_object_set_new(r, "mark", json_string(l->look.mark));
	if (l->look.seen.worker_id != NULL)
		json_object_set_new(r, "expect", json_pack("{s:s}",
		    "worker_id", l->look.seen.worker_id));
	job_args_wire(job_lane_step(l)->op, a, &l->look.seen, r);
	return r;
}

/* From the commit in here on, the request may have been made. */
static int
begin(struct job_lane *l, const struct job_args *a, struct err *e)
{
	struct job_step_look s = job_look_step(&l->look);
	char *args = job_args_take(job_lane_step(l)->op, a, &l->look.seen);
	json_t *r = request(l, a);
	int rc;

	rc = job_step_begin(l->x, job_lane_step(l)->id, args, &s, e);
	if (rc == 1) {
		free(job_lane_step(l)->args);
		job_lane_step(l)->args = args;
		job_lane_step(l)->begun = 1;
		ask(l, JOB_LANE_ASK, depart_wire(job_lane_step(l)->op), r);
		return 0;
	}
	/* A person waived it meanwhile. */
	json_decref(r);
	free(args);
	l->at++;
	return rc;
}

int
job_lane_blind(struct job_lane *l)
{
	return strstr(job_lane_step(l)->op, "groups") != NULL &&
	    l->look.seen.there && !l->look.tells_groups &&
	    connector_can(l->peer->c, "revoke_groups");
}

/* Where the step stands by what was just seen, and what follows. */
static int
consider(struct job_lane *l, struct err *e)
{
	const char *op = job_lane_step(l)->op;
	struct job_args a;
	int rc;

	if (job_lane_blind(l))
		return job_lane_later(l, "a lookup without its groups", -1, e);
	if (job_args_read(job_lane_step(l)->args, &a, e) == -1) {
		job_args_clear(&a);
		return -1;
	}
	switch (depart_goal(op, &a.a, &l->look.seen)) {
	case DEPART_MET:
		rc = job_lane_done(l, job_lane_step(l)->begun ?
		    JOB_STEP_SETTLED : JOB_STEP_ALREADY, "", e);
		break;
	case DEPART_LEFT:
		rc = job_lane_done(l, JOB_STEP_LEFT, "", e);
		break;
	default:
		if (l->stale)
			rc = job_lane_refuse(l, "overtaken by a departure",
			    NULL, e);
		else if (!connector_can(l->peer->c, depart_wire(op)))
			rc = job_lane_refuse(l, "unsupported", NULL, e);
		else if (l->look.seen.elsewhere &&
		    strcmp(op, "end_sessions") != 0) {
			struct job_step_look s = job_look_step(&l->look);

			rc = job_step_wait(l->x, job_lane_step(l)->id, &s,
			    "another system masters the account", e);
			if (rc != -1)
				tell(l, "pending_sync", "");
			l->failed = 1;
			l->at++;
		} else
			rc = begin(l, &a, e);
	}
	job_args_clear(&a);
	return rc == -1 ? -1 : 0;
}

/* What cannot be undone waits until all before it is settled. */
int
job_lane_waits(const struct job_lane *l)
{
	const char *op = l->steps[l->at].op;

	return l->failed && (strcmp(op, "delete") == 0 ||
	    strcmp(op, "move_ou") == 0);
}

/* On with the steps: as far as it goes without asking. */
int
job_lane_proceed(struct job_lane *l, struct err *e)
{
	const char *hands;

	if (!l->look.seen.there && l->fresh)
		return l->at < l->n ? consider(l, e) : 0;
	if (!l->look.seen.there)
		return job_lane_gone(l, e);
	if (depart_protected(policy_get(l->x->policy, "protected"),
	    l->peer->name, l->remote_id, l->look.seen.login,
	    l->look.seen.upn))
		return job_lane_refuse_all(l, "protected", NULL, e);
	if ((hands = depart_hands(&l->look.seen, l->worker_id)) != NULL)
		return job_lane_refuse_all(l, hands, "changed_hands", e);
	while (l->at < l->n && l->seen && l->phase != JOB_LANE_ASK) {
		if (job_lane_waits(l)) {
			l->at++;
			continue;
		}
		if (consider(l, e) == -1)
			return -1;
		if (l->phase == JOB_LANE_OVER)
			return 0;
	}
	if (l->at >= l->n)
		job_lane_over(l);
	return 0;
}
