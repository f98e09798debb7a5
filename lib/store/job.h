/*
 * One thing to be done to one contractor's accounts because of a decision.
 * A departure is a job of kind "offboard".
 *
 *	waiting -> due		an approver said yes (second = 1)
 *	due <-> held		a guard holds it; released
 *	due -> done		every required step done or waived
 *	waiting, due, held -> undone	taken back, refused, withdrawn, stopped
 * A due job is started when its steps are laid out (started_at).
 */
#ifndef STORE_JOB_H
#define STORE_JOB_H

#include <stdint.h>

#include "store/db.h"

struct job {
	int64_t	id;
	int64_t	contractor;
	char	kind[12];	/* offboard suspend lift reinstate extend */
	int64_t	decision;	/* 0: a rule's */
	char	rule[16];	/* of the schema's list; "" a decision's */
	int	second;		/* needs an approval */
	int64_t	approval;	/* decision.id or 0 */
	char	state[8];
	int64_t	due_at;		/* not before */
	int64_t	made_at;
	int64_t	started_at;	/* 0 not yet */
	int64_t	done_at;	/* 0 unless done */
	int	begun;		/* it has started: no undo, perhaps a stop */
};

/* Each: 1 found, 0 none, -1 with e. */
int job_get(struct db *, int64_t id, struct job *, struct err *);
int job_of(struct db *, int64_t decision, struct job *, struct err *);
/* The one of this kind that is waiting, due or held. */
int job_pending(struct db *, int64_t contractor, const char *kind,
    struct job *, struct err *);

/* job_insert: due, or waiting for an approval if second.  *id gets it. */
int job_insert(struct db *, int64_t contractor, const char *kind,
    int64_t decision, int second, int64_t due_at, int64_t now, int64_t *id,
    struct err *);
/* job_insert_rule: what no decision but a policy asks for, by a date that a
 * person set: a suspension (at_end, waiting), an expiry (write_expiry). */
int job_insert_rule(struct db *, int64_t contractor, const char *rule,
    int64_t due_at, int64_t now, int64_t *id, struct err *);
/* job_insert_lift: of a suspension by the rule waiting, by the same rule. */
int job_insert_lift(struct db *, int64_t contractor, int64_t now, int64_t *id,
    struct err *);
/* job_ruled: 1 if a suspension by this rule, not before due_at, was made. */
int job_ruled(struct db *, int64_t contractor, const char *rule,
    int64_t due_at, struct err *);
/* job_undone: 1 changed, 0 it was over already, -1. */
int job_undone(struct db *, int64_t id, struct err *);
/* job_approved: waiting becomes due, not before due_at.  1, 0, -1. */
int job_approved(struct db *, int64_t id, int64_t approval, int64_t due_at,
    struct err *);
/* Changes of state: 1 changed, 0 it was not in the state that allows it, -1.
 * started: due or held becomes due, with its steps laid out.  held: due, not
 * started.  needs_second: due, not started, becomes waiting.  done: due. */
int job_started(struct db *, int64_t id, int64_t now, struct err *);
int job_held(struct db *, int64_t id, struct err *);
int job_needs_second(struct db *, int64_t id, struct err *);
int job_done(struct db *, int64_t id, int64_t now, struct err *);

typedef int job_cb(const struct job *, void *);
/*
 * Each reads whole before the first call; cb borrows, non-zero stops and is
 * returned.  job_each_due: of this kind, due at now or held, not started,
 * oldest first.  job_each_started: due, started and not over.
 * job_each_waiting: waiting for an approver.  job_each_left_waiting: the
 * suspensions by the rule waiting that nothing has lifted and whose departure
 * is no more; of contractors who are suspended.  job_each_of: all of a
 * contractor's, in order of id.
 */
int job_each_due(struct db *, const char *kind, int64_t now, job_cb *, void *,
    struct err *);
int job_each_started(struct db *, const char *kind, job_cb *, void *,
    struct err *);
int job_each_waiting(struct db *, job_cb *, void *, struct err *);
int job_each_left_waiting(struct db *, job_cb *, void *, struct err *);
int job_each_of(struct db *, int64_t contractor, job_cb *, void *,
    struct err *);

/* Departures started since; due in (from, to] and not started; -1 with e. */
int64_t job_count_started(struct db *, int64_t since, struct err *);
int64_t job_count_ahead(struct db *, int64_t from, int64_t to, struct err *);

#endif
