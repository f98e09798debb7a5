#include "connect/job_lane.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/job_step.h"
#include "base/mem.h"

enum { AGAIN = 3 };	/* changed meanwhile: so often in one run */

void
job_lane_add(struct job_lane *l, const struct step *s)
{
	struct job_lane_step *to;

	l->steps = mem_grow(l->steps, l->n + 1, sizeof(*l->steps));
	to = &l->steps[l->n++];
	memset(to, 0, sizeof(*to));
	to->id = s->id;
	memcpy(to->op, s->op, sizeof(to->op));
	to->required = s->required;
	to->begun = s->before != NULL;
	to->args = mem_str(s->args);
}

void
job_lane_clear(struct job_lane *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		free(l->steps[i].args);
	free(l->steps);
	free(l->upn);
	free(l->worker_id);
	free(l->remote_id);
	free(l->login);
	job_look_clear(&l->look);
	memset(l, 0, sizeof(*l));
}

static struct job_lane_step *
step(struct job_lane *l)
{
	return &l->steps[l->at];
}

static void
tell(struct job_lane *l, const char *state, const char *words)
{
	struct job_lane_news n;

	n.job = l->job;
	n.step = step(l)->id;
	n.kind = l->kind;
	n.upn = l->upn;
	n.connector = l->peer->name;
	n.login = l->login;
	n.op = step(l)->op;
	n.state = state;
	n.words = words;
	l->news(&n, l->arg);
}

static void
over(struct job_lane *l)
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
		over(l);
}

static void
look(struct job_lane *l, enum job_lane_phase phase)
{
	l->seen = 0;
	ask(l, phase, "lookup", json_pack("{s:{s:s}}", "account", "remote_id",
	    l->remote_id));
}

static int
done(struct job_lane *l, enum job_step_how how, const char *words,
    struct err *e)
{
	struct job_step_look s = job_look_step(&l->look);

	if (job_step_done(l->x, step(l)->id, how, &s, words, e) == -1)
		return -1;
	tell(l, "done", words);
	l->at++;
	l->tries = 0;
	return 0;
}

static int
refuse(struct job_lane *l, const char *words, const char *finding,
    struct err *e)
{
	if (job_step_refuse(l->x, step(l)->id, words, finding, e) == -1)
		return -1;
	tell(l, "refused", words);
	l->at++;
	l->tries = 0;
	return 0;
}

static int
later(struct job_lane *l, const char *words, int64_t retry_after,
    struct err *e)
{
	if (job_step_later(l->x, step(l)->id, words, retry_after, e) == -1)
		return -1;
	tell(l, "later", words);
	l->failed = 1;
	l->at++;
	l->tries = 0;
	return 0;
}

static int
refuse_all(struct job_lane *l, const char *words, const char *finding,
    struct err *e)
{
	while (l->at < l->n)
		if (refuse(l, words, finding, e) == -1)
			return -1;
	over(l);
	return 0;
}

/* What takes away is done; what gives has nobody to give to. */
static int
gone(struct job_lane *l, struct err *e)
{
	int gives = strcmp(l->kind, "lift") == 0 ||
	    strcmp(l->kind, "reinstate") == 0;

	if (gives)
		return refuse_all(l, "the account is gone", NULL, e);
	while (l->at < l->n)
		if (done(l, JOB_STEP_GONE, "", e) == -1)
			return -1;
	over(l);
	return 0;
}

static json_t *
request(struct job_lane *l, const struct job_args *a)
{
	json_t *r = json_object();
	char key[160];

	snprintf(key, sizeof(key), "%s/job/%lld/step/%lld",
	    l->x->tenant->name, (long long)l->job, (long long)step(l)->id);
	json_object_set_new(r, "key", json_string(key));
	json_object_set_new(r, "account", json_pack("{s:s}", "remote_id",
	    l->remote_id));
	if (l->look.mark != NULL)
		json_object_set_new(r, "mark", json_string(l->look.mark));
	if (l->look.seen.worker_id != NULL)
		json_object_set_new(r, "expect", json_pack("{s:s}",
		    "worker_id", l->look.seen.worker_id));
	job_args_wire(step(l)->op, a, &l->look.seen, r);
	return r;
}

/* From the commit in here on, the request may have been made. */
static int
begin(struct job_lane *l, const struct job_args *a, struct err *e)
{
	struct job_step_look s = job_look_step(&l->look);
	char *args = job_args_take(step(l)->op, a, &l->look.seen);
	json_t *r = request(l, a);
	int rc;

	rc = job_step_begin(l->x, step(l)->id, args, &s, e);
	if (rc == 1) {
		free(step(l)->args);
		step(l)->args = args;
		step(l)->begun = 1;
		ask(l, JOB_LANE_ASK, depart_wire(step(l)->op), r);
		return 0;
	}
	/* A person waived it meanwhile. */
	json_decref(r);
	free(args);
	l->at++;
	return rc;
}

/* Where the step stands by what was just seen, and what follows. */
static int
consider(struct job_lane *l, struct err *e)
{
	const char *op = step(l)->op;
	struct job_args a;
	int rc;

	if (job_args_read(step(l)->args, &a, e) == -1) {
		job_args_clear(&a);
		return -1;
	}
	switch (depart_goal(op, &a.a, &l->look.seen)) {
	case DEPART_MET:
		rc = done(l, step(l)->begun ? JOB_STEP_SETTLED :
		    JOB_STEP_ALREADY, "", e);
		break;
	case DEPART_LEFT:
		rc = done(l, JOB_STEP_LEFT, "", e);
		break;
	default:
		if (l->stale)
			rc = refuse(l, "overtaken by a departure", NULL, e);
		else if (!connector_can(l->peer->c, depart_wire(op)))
			rc = refuse(l, "unsupported", NULL, e);
		else if (l->look.seen.elsewhere &&
		    strcmp(op, "end_sessions") != 0) {
			struct job_step_look s = job_look_step(&l->look);

			rc = job_step_wait(l->x, step(l)->id, &s,
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
static int
waits(const struct job_lane *l)
{
	const char *op = l->steps[l->at].op;

	return l->failed && (strcmp(op, "delete") == 0 ||
	    strcmp(op, "move_ou") == 0);
}

/* On with the steps: as far as it goes without asking. */
static int
proceed(struct job_lane *l, struct err *e)
{
	const char *hands;

	if (!l->look.seen.there)
		return gone(l, e);
	if (depart_protected(policy_get(l->x->policy, "protected"),
	    l->peer->name, l->remote_id, l->look.seen.login,
	    l->look.seen.upn))
		return refuse_all(l, "protected", NULL, e);
	if ((hands = depart_hands(&l->look.seen, l->worker_id)) != NULL)
		return refuse_all(l, hands, "changed_hands", e);
	while (l->at < l->n && l->seen && l->phase != JOB_LANE_ASK) {
		if (waits(l)) {
			l->at++;
			continue;
		}
		if (consider(l, e) == -1)
			return -1;
		if (l->phase == JOB_LANE_OVER)
			return 0;
	}
	if (l->at >= l->n)
		over(l);
	return 0;
}

int
job_lane_go(struct job_lane *l, struct err *e)
{
	(void)e;
	if (l->n == 0)
		over(l);
	else
		look(l, JOB_LANE_LOOK);
	return 0;
}

/* The next step begins with a look of its own. */
static void
next(struct job_lane *l)
{
	while (l->at < l->n && waits(l))
		l->at++;
	if (l->at < l->n)
		look(l, JOB_LANE_LOOK);
	else
		over(l);
}

static const char *
words_or(const struct connector_reply *r, const char *otherwise)
{
	return r->words[0] != '\0' ? r->words : otherwise;
}

static const char *
finding(const char *words)
{
	return strncmp(words, "changed_hands", 13) == 0 ? "changed_hands" :
	    NULL;
}

/* A lookup that cannot be had: this step is for later, the rest is as due. */
static int
unseen(struct job_lane *l, const struct connector_reply *r, struct err *e)
{
	if (r->answer == CONNECTOR_TEMPORARY ||
	    l->phase == JOB_LANE_BACK) {
		if (later(l, words_or(r, "it could not be looked up"),
		    r->retry_after, e) == -1)
			return -1;
		over(l);
		return 0;
	}
	return refuse_all(l, words_or(r, "its lookup was refused"),
	    finding(r->words), e);
}

static int
read_look(struct job_lane *l, const struct connector_reply *r, struct err *e)
{
	struct err bad = ERR_INIT;

	job_look_clear(&l->look);
	if (job_look_reply(r, l->remote_id, connector_server(l->peer->c),
	    &l->look, &bad) == 0) {
		l->seen = 1;
		return 0;
	}
	if (later(l, bad.text, -1, e) == -1)
		return -1;
	over(l);
	return 0;
}

static int
on_look(struct job_lane *l, const struct connector_reply *r, struct err *e)
{
	if (r->answer != CONNECTOR_DONE && r->answer != CONNECTOR_GONE)
		return unseen(l, r, e);
	if (read_look(l, r, e) == -1)
		return -1;
	return l->seen ? proceed(l, e) : 0;
}

static int
on_ask(struct job_lane *l, const struct connector_reply *r, struct err *e)
{
	int rc = 0;

	switch (r->answer) {
	case CONNECTOR_DONE:
	case CONNECTOR_ALREADY:
	case CONNECTOR_GONE:
		look(l, JOB_LANE_BACK);
		return 0;
	case CONNECTOR_TEMPORARY:
		if (r->retry_after == 0 && ++l->tries < AGAIN) {
			look(l, JOB_LANE_LOOK);
			return 0;
		}
		rc = later(l, words_or(r, "try again later"), r->retry_after,
		    e);
		break;
	case CONNECTOR_REFUSED:
		rc = refuse(l, words_or(r, "refused"), finding(r->words), e);
		break;
	case CONNECTOR_UNSUPPORTED:
		rc = refuse(l, "unsupported", NULL, e);
		break;
	}
	if (rc == 0)
		next(l);
	return rc;
}

/* The read-back: only what was seen is done. */
static int
settle(struct job_lane *l, struct err *e)
{
	struct job_args a;
	int rc = -1;

	if (!l->look.seen.there)
		return gone(l, e);
	if (job_args_read(step(l)->args, &a, e) == 0)
		switch (depart_goal(step(l)->op, &a.a, &l->look.seen)) {
		case DEPART_MET:
			rc = done(l, JOB_STEP_READ, "", e);
			break;
		case DEPART_BLIND:
			rc = done(l, JOB_STEP_TOLD, "", e);
			break;
		default:
			rc = later(l, "acknowledged, but not seen to be so",
			    -1, e);
		}
	job_args_clear(&a);
	if (rc == -1)
		return -1;
	l->phase = JOB_LANE_LOOK;
	return l->at < l->n ? proceed(l, e) : (over(l), 0);
}

static int
on_back(struct job_lane *l, const struct connector_reply *r, struct err *e)
{
	if (r->answer != CONNECTOR_DONE && r->answer != CONNECTOR_GONE)
		return unseen(l, r, e);
	if (read_look(l, r, e) == -1)
		return -1;
	return l->seen ? settle(l, e) : 0;
}

int
job_lane_reply(struct job_lane *l, const struct connector_reply *r,
    struct err *e)
{
	switch (l->phase) {
	case JOB_LANE_LOOK:
		return on_look(l, r, e);
	case JOB_LANE_ASK:
		return on_ask(l, r, e);
	case JOB_LANE_BACK:
		return on_back(l, r, e);
	default:
		return 0;
	}
}
