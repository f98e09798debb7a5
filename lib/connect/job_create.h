/* The part of a lane that has no account yet: it is looked up by the name that
 * is kept for it, until the system's own id is known. */
#ifndef CONNECT_JOB_CREATE_H
#define CONNECT_JOB_CREATE_H

#include "connect/job_lane.h"

/* job_create_look: members of a lookup by name. */
json_t *job_create_look(const struct job_lane *);
/* job_create_request: puts into r (and returns) the account to be made. */
json_t *job_create_request(const char *args, json_t *r);
/*
 * job_create_found: the lookup has found one.  It is ours if we asked for it,
 * in this run or in one that was killed, and it has the name: then the lane
 * goes by its id from here on; else all is refused.  0, or -1 with e.
 */
int job_create_found(struct job_lane *, struct err *);

#endif
