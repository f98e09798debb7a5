#include "connect/job_lane.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "connect/job_create.h"
#include "connect/job_lane_internal.h"

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
	free(l->upn_new);
	job_look_clear(&l->look);
	memset(l, 0, sizeof(*l));
}

void
job_lane_go(struct job_lane *l)
{
	if (l->n == 0)
		job_lane_over(l);
	else
		job_lane_look(l, JOB_LANE_LOOK);
}

/* The next step begins with a look of its own. */
static void
next(struct job_lane *l)
{
	while (l->at < l->n && job_lane_waits(l))
		l->at++;
	if (l->at < l->n)
		job_lane_look(l, JOB_LANE_LOOK);
	else
		job_lane_over(l);
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
		if (job_lane_later(l, words_or(r, "it could not be looked up"),
		    r->retry_after, e) == -1)
			return -1;
		job_lane_over(l);
		return 0;
	}
	return job_lane_refuse_all(l, words_or(r, "its lookup was refused"),
	    finding(r->words), e);
}

static int
read_look(struct job_lane *l, const struct connector_reply *r, struct err *e)
{
	struct err bad = ERR_INIT;

	job_look_clear(&l->look);
	if (job_look_reply(r, l->fresh ? NULL : l->remote_id,
	    connector_server(l->peer->c), &l->look, &bad) == 0) {
		l->seen = 1;
		return l->fresh && l->look.seen.there ?
		    job_create_found(l, e) : 0;
	}
	if (job_lane_later(l, bad.text, -1, e) == -1)
		return -1;
	job_lane_over(l);
	return 0;
}

static int
on_look(struct job_lane *l, const struct connector_reply *r, struct err *e)
{
	if (r->answer != CONNECTOR_DONE && r->answer != CONNECTOR_GONE)
		return unseen(l, r, e);
	if (read_look(l, r, e) == -1)
		return -1;
	return l->seen && l->phase != JOB_LANE_OVER ? job_lane_proceed(l, e) :
	    0;
}

static int
on_ask(struct job_lane *l, const struct connector_reply *r, struct err *e)
{
	int rc = 0;

	if (l->fresh && (r->answer == CONNECTOR_ALREADY ||
	    r->answer == CONNECTOR_GONE)) {
		rc = job_lane_refuse_all(l, "somebody else has got this name "
		    "meanwhile", NULL, e);
		return rc;
	}
	switch (r->answer) {
	case CONNECTOR_DONE:
	case CONNECTOR_ALREADY:
	case CONNECTOR_GONE:
		job_lane_look(l, JOB_LANE_BACK);
		return 0;
	case CONNECTOR_TEMPORARY:
		if (r->retry_after == 0 && ++l->tries < AGAIN) {
			job_lane_look(l, JOB_LANE_LOOK);
			return 0;
		}
		rc = job_lane_later(l, words_or(r, "try again later"),
		    r->retry_after, e);
		break;
	case CONNECTOR_REFUSED:
		rc = job_lane_refuse(l, words_or(r, "refused"),
		    finding(r->words), e);
		break;
	case CONNECTOR_UNSUPPORTED:
		rc = job_lane_refuse(l, "unsupported", NULL, e);
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

	if (!l->look.seen.there && l->fresh) {
		if (job_lane_later(l, "acknowledged, but not seen", -1, e) ==
		    -1)
			return -1;
		job_lane_over(l);
		return 0;
	}
	if (!l->look.seen.there)
		return job_lane_gone(l, e);
	memset(&a, 0, sizeof(a));
	if (job_lane_blind(l))
		rc = job_lane_later(l, "a lookup without its groups", -1, e);
	else if (job_args_read(job_lane_step(l)->args, &a, e) == 0)
		switch (depart_goal(job_lane_step(l)->op, &a.a,
		    &l->look.seen)) {
		case DEPART_MET:
			rc = job_lane_done(l, JOB_STEP_READ, "", e);
			break;
		case DEPART_BLIND:
			rc = job_lane_done(l, JOB_STEP_TOLD, "", e);
			break;
		default:
			rc = job_lane_later(l, "acknowledged, but not seen "
			    "to be so", -1, e);
		}
	job_args_clear(&a);
	if (rc == -1)
		return -1;
	l->phase = JOB_LANE_LOOK;
	return l->at < l->n ? job_lane_proceed(l, e) : (job_lane_over(l), 0);
}

static int
on_back(struct job_lane *l, const struct connector_reply *r, struct err *e)
{
	if (r->answer != CONNECTOR_DONE && r->answer != CONNECTOR_GONE)
		return unseen(l, r, e);
	if (read_look(l, r, e) == -1)
		return -1;
	return l->seen && l->phase != JOB_LANE_OVER ? settle(l, e) : 0;
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
