/* What the files of connector.h share. */
#ifndef CONNECT_CONNECTOR_INTERNAL_H
#define CONNECT_CONNECTOR_INTERNAL_H

#include "base/buf.h"
#include "connect/child.h"
#include "connect/connector.h"
#include "connect/lines.h"

#define CONNECTOR_WORDS 1000	/* lines of its words that are passed on */
#define CONNECTOR_TICK 20	/* ms between looks at one that is ending */

/* A request without its answer. */
struct connector_asked {
	int64_t	id;
	int	list;
	int	full;			/* a list without a cookie */
	int	secret;			/* neither it nor its answer is told */
	struct connector_lister lister;
	int64_t	accounts, persons, gone;	/* streamed so far */
};

struct connector {
	char	name[33];
	int	timeout_s;
	struct child child;
	struct lines in, err;
	struct buf out;
	int64_t	next_id;
	int64_t	quiet_at;	/* monotonic ms: from here too long */
	struct connector_asked *asked;
	size_t	nasked;
	json_t	*hello;		/* its answer */
	enum { CONNECTOR_LIVE, CONNECTOR_ENDING, CONNECTOR_OVER } state;
	int	words;		/* lines, so far */
	int	told;		/* connector_read has said that it is over */
	int	more;		/* a line may be waiting in in */
	struct err why;		/* ENDING: set if it was we who ended it */
	connector_log *log;
	void	*log_arg;
	int	trace;
};

/*
 * connector_conf: the members of hello: tenant, now, config, and what more
 * gives.  NULL with e.  *timeout_s gets the setting.
 */
json_t *connector_conf(const struct connector_start *, int *timeout_s,
    struct err *);
/* connector_path: the executable: the setting command, or the directory's. */
int connector_path(const struct connector_start *, char *path, size_t,
    struct err *);

/*
 * connector_item: hands one streamed item to the lister and counts it.  0, or
 * -1 with e: ERR_DATA if it is not what the protocol says.
 */
int connector_item(struct connector_asked *, json_t *line, struct err *);

/* connector_final: the answer's members into r, which takes line over.  0, or
 * -1 with e, and line stays the caller's. */
int connector_final(const struct connector_asked *, json_t *line,
    struct connector_reply *, struct err *);

/* connector_patience: its time to answer starts anew. */
void connector_patience(struct connector *);

/* connector_trace: a line of the protocol to the log, secrets as "*". */
void connector_trace(const struct connector *, enum connector_says,
    json_t *line);

#endif
