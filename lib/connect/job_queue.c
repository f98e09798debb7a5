#include "connect/job_queue.h"

#include <stdlib.h>
#include <string.h>

#include "act/job_check.h"
#include "act/key.h"
#include "base/mem.h"
#include "store/contractor.h"

struct filling {
	struct job_run *r;
	struct job_queue *q;
	int64_t	*ids;		/* of the named; n_upns of them */
	const char *keys;
};

static void
append(struct job **all, size_t *n, const struct job *j)
{
	*all = mem_grow(*all, *n + 1, sizeof(**all));
	(*all)[(*n)++] = *j;
}

static int
named(const struct filling *f, int64_t contractor)
{
	int i;

	for (i = 0; i < f->r->n_upns; i++)
		if (f->ids[i] == contractor)
			return 1;
	return f->r->n_upns == 0;
}

/* 1 if it will start: of one whose proof does not hold, if it does again. */
static int
starts(const struct filling *f, const struct job *j)
{
	struct err none = ERR_INIT;
	struct contractor c;
	int rc;

	if (strcmp(j->state, "due") == 0)
		return 1;
	if (contractor_get(f->r->x->db, j->contractor, &c, &none) != 1)
		return 1;
	rc = job_check(f->r->x, f->keys, j, &c, NULL, &none);
	contractor_clear(&c);
	return rc == JOB_CHECK_GOOD || rc == JOB_CHECK_ERROR;
}

/* With auto_start off, only a person who names him starts his departure. */
static int
due(const struct job *j, void *arg)
{
	struct filling *f = arg;
	int departs = strcmp(j->kind, "offboard") == 0;

	if (!named(f, j->contractor))
		return 0;
	if (departs && f->r->n_upns == 0 &&
	    !policy_on(f->r->x->policy, "auto_start")) {
		append(&f->q->held, &f->q->n_held, j);
		f->q->why_held = "auto_start is off";
		return 0;
	}
	append(&f->q->due, &f->q->n_due, j);
	f->q->departures += departs && starts(f, j);
	return 0;
}

static int
started(const struct job *j, void *arg)
{
	struct filling *f = arg;

	if (named(f, j->contractor))
		append(&f->q->started, &f->q->n_started, j);
	return 0;
}

static int
find_named(struct filling *f, struct err *e)
{
	struct contractor c;
	int i, rc;

	f->ids = mem_zero((size_t)f->r->n_upns + 1, sizeof(*f->ids));
	for (i = 0; i < f->r->n_upns; i++) {
		rc = contractor_find(f->r->x->db, f->r->upns[i], &c, e);
		if (rc == 0)
			return err_set(e, ERR_DATA, "%s: no such contractor",
			    f->r->upns[i]);
		if (rc == -1)
			return -1;
		f->ids[i] = c.id;
		contractor_clear(&c);
	}
	return 0;
}

int
job_queue_fill(struct job_run *r, struct job_queue *q, struct err *e)
{
	char room[512];
	struct filling f = { r, q, NULL, key_dir(r->conf, room,
	    sizeof(room)) };
	int i, rc;

	memset(q, 0, sizeof(*q));
	rc = find_named(&f, e);
	for (i = 0; rc == 0 && r->kinds[i] != NULL; i++)
		if (job_each_started(r->x->db, r->kinds[i], started, &f, e) ==
		    -1 || job_each_due(r->x->db, r->kinds[i], r->x->now, due,
		    &f, e) == -1)
			rc = -1;
	free(f.ids);
	return rc;
}

void
job_queue_hold(struct job_queue *q, const char *why)
{
	size_t i, n = 0;

	for (i = 0; i < q->n_due; i++)
		if (strcmp(q->due[i].kind, "offboard") == 0)
			append(&q->held, &q->n_held, &q->due[i]);
		else
			q->due[n++] = q->due[i];
	q->n_due = n;
	q->why_held = why;
}

void
job_queue_clear(struct job_queue *q)
{
	free(q->due);
	free(q->started);
	free(q->held);
	memset(q, 0, sizeof(*q));
}
