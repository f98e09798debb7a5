/* What the files of job_lane share; nobody else includes it. */
#ifndef CONNECT_JOB_LANE_INTERNAL_H
#define CONNECT_JOB_LANE_INTERNAL_H

#include "act/job_step.h"
#include "connect/job_lane.h"

struct job_lane_step *job_lane_step(struct job_lane *);
/* job_lane_look: asks for a lookup; phase is what its answer is for. */
void job_lane_look(struct job_lane *, enum job_lane_phase);
/* Nothing more in this run. */
void job_lane_over(struct job_lane *);
/* The step at hand is settled, or left for later; the next one is at hand.
 * 0, or -1 with e: the database. */
int job_lane_done(struct job_lane *, enum job_step_how, const char *words,
    struct err *);
int job_lane_refuse(struct job_lane *, const char *words, const char *finding,
    struct err *);
int job_lane_later(struct job_lane *, const char *words, int64_t retry_after,
    struct err *);
/* All that are left; the lane is over. */
int job_lane_refuse_all(struct job_lane *, const char *words,
    const char *finding, struct err *);
int job_lane_gone(struct job_lane *, struct err *);
/* 1: it cannot be undone, and something before it is not settled. */
int job_lane_waits(const struct job_lane *);
/* 1: the step at hand is about groups, which its connector knows and was not
 * heard of: that there are none must not be read from it. */
int job_lane_blind(struct job_lane *);
/* On with the steps by what was just seen, until something must be asked. */
int job_lane_proceed(struct job_lane *, struct err *);

#endif
