/*
 * JSON and the plain structs of domain/depart.h: what a connector's lookup
 * says, what a step is told.  What a connector says is untrusted.
 */
#ifndef CONNECT_JOB_LOOK_H
#define CONNECT_JOB_LOOK_H

#include <jansson.h>

#include "act/job_step.h"
#include "connect/connector.h"
#include "domain/depart.h"

/* A lookup; the strings of seen lie in o. */
struct job_look {
	json_t	*o;		/* the account object; NULL: gone */
	struct depart_seen seen;
	struct depart_group *groups;
	char	*text;		/* o as text, {"gone":true} */
	const char *mark;	/* or NULL */
	const char *server;	/* borrowed */
	int	privileged;
	int	tells_groups;	/* else seen.groups is no word about them */
};

/* job_look_reply: of an answer done or gone; remote_id NULL: of a lookup by
 * name.  0, or -1 with e (ERR_DATA). */
int job_look_reply(const struct connector_reply *, const char *remote_id,
    const char *server, struct job_look *, struct err *);
/* job_look_text: of a step's before or after, as it was committed. */
int job_look_text(const char *json, struct job_look *, struct err *);
void job_look_clear(struct job_look *);
/* job_look_step: as act/job_step.h wants it; borrows. */
struct job_step_look job_look_step(const struct job_look *);

/* A step's args.  Borrowed strings lie in o. */
struct job_args {
	json_t	*o;
	struct depart_args a;
	const char **groups;
};

int job_args_read(const char *json, struct job_args *, struct err *);
void job_args_clear(struct job_args *);
/* job_args_take: args of a step that takes or gives groups, from what it has
 * been told before and what is seen; malloc'd JSON. */
char *job_args_take(const char *op, const struct job_args *,
    const struct depart_seen *);
/* job_args_wire: what of it the connector is told, into request. */
void job_args_wire(const char *op, const struct job_args *,
    const struct depart_seen *, json_t *request);

#endif
