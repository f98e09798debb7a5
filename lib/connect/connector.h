/*
 * Our side of a connector: an executable ctr-connect-NAME that is started once
 * per run and speaks the protocol of ctr-connector(7): one JSON object a line
 * on its stdin and stdout, words on its stderr.
 *
 * All it says is untrusted: text is checked to be UTF-8 by the parser and may
 * hold any other character; escape it where it lands.
 *
 * Nothing here blocks except connector_ask, connector_wait, connector_hello
 * and connector_close, so one process can drive several side by side:
 *
 *	for each: connector_open(), later connector_send()
 *	while something is unanswered:
 *		connector_wait(list, n, -1, e)
 *		for each: while ((rc = connector_read(c, &r, e)) == 1) ...
 *
 * No transaction and no statement of the database may be open across a call.
 */
#ifndef CONNECT_CONNECTOR_H
#define CONNECT_CONNECTOR_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/tenant.h"

#define CONNECTOR_VERSION 1		/* of the protocol */
#define CONNECTOR_LINE (1024 * 1024)	/* bytes in a line, its end included */
#define CONNECTOR_HELLO 1		/* the id of hello's answer */

struct connector;

enum connector_answer {
	CONNECTOR_DONE,
	CONNECTOR_ALREADY,	/* it was so */
	CONNECTOR_GONE,		/* there is no such account */
	CONNECTOR_TEMPORARY,	/* nothing was done; ask again */
	CONNECTOR_REFUSED,	/* words say why; not retried by itself */
	CONNECTOR_UNSUPPORTED
};

/* The one final answer to a request.  connector_reply_clear frees it. */
struct connector_reply {
	int64_t	id;
	enum connector_answer answer;
	int64_t	retry_after;	/* TEMPORARY: seconds; -1 not told */
	const char *words;	/* "" if none; lies in body */
	json_t	*body;		/* the whole answer */
	/* DONE of a list: */
	int64_t	accounts, persons, gone;
	int	full;		/* everything was listed, whatever was asked */
	const char *cookie;	/* for the next list; NULL: it cannot tell */
	const char *server;	/* who answered; "" if not told */
};

/* One account, as list and lookup tell it.  All of it lies in raw. */
struct connector_account {
	const char *remote_id;	/* never NULL nor "" */
	const char *login;	/* never NULL; "" if not told */
	const char *upn;	/* this and the following: NULL if not told */
	const char *display_name;
	const char *email;
	const char *department;
	const char *manager;	/* a person's remote_id */
	const char *worker_id;	/* employeeID and the like */
	int	enabled;	/* the switch alone, whatever the expiry */
	int	contractor;	/* by the connector's rule */
	int	privileged;
	int	login_known;	/* 0: login_at is unknown, not "never" */
	int64_t	login_at;	/* last successful; WHEN_NEVER: none */
	int64_t	login_lag;	/* seconds that login_at may be behind */
	int64_t	expires_at;	/* WHEN_NEVER if it does not end */
	int64_t	made_at;	/* WHEN_NEVER if unknown */
	int64_t	residual_until;	/* lookup: access that outlives the switch; 0 */
	const char *mark;	/* lookup: the state seen, for a change */
	json_t	*raw;		/* the object, borrowed */
};

/* One member of a looked-up account's "groups". */
struct connector_group {
	const char *id;		/* SID, or the system's id; never NULL */
	const char *name;	/* "" if not told */
	const char *path;	/* "Helpdesk > Tier 0 > Domain Admins" */
	int	privileged;
	int	direct;		/* only direct ones can be revoked */
	int	primary;	/* an account always has one such */
};

/* A person who may be somebody's manager. */
struct connector_person {
	const char *remote_id;
	const char *upn;	/* NULL if not told, like the following */
	const char *display_name;
	const char *email;
	const char *manager;	/* remote_id of the person above */
	int	enabled;
	json_t	*raw;
};

/* An account that is no longer there.  Only in a list that had a cookie. */
struct connector_gone {
	const char *remote_id;	/* may be one that was never listed */
	int	converted;	/* it lives, but is no contractor's now */
};

/*
 * What a list streams; each borrows its argument for the call.  A member that
 * is NULL is not called.  -1 with e set ends the connector, and
 * connector_read gives that error.
 */
struct connector_lister {
	int	(*account)(const struct connector_account *, void *,
		    struct err *);
	int	(*person)(const struct connector_person *, void *,
		    struct err *);
	int	(*gone)(const struct connector_gone *, void *, struct err *);
	void	*arg;
};

enum connector_says {
	CONNECTOR_STDERR,	/* a line of its words */
	CONNECTOR_SENT,		/* protocol, for -vv: hello without its */
	CONNECTOR_GOT		/* config, passwords as "*" */
};
typedef void connector_log(const char *name, enum connector_says,
    const char *line, void *);

struct connector_start {
	const char *name;	/* "ad": section [connector ad] */
	const struct tenant *tenant;
	const struct conf *conf;	/* loaded with CONF_SECRET */
	int64_t	now;		/* the run's clock */
	json_t	*more;		/* borrowed; members for hello: "protected" and
				 * "privileged_groups", lists of ids; or NULL */
	connector_log *log;	/* or NULL */
	void	*log_arg;
	int	trace;		/* log SENT and GOT too */
};

/*
 * connector_open: starts it and sends hello; does not wait for the answer,
 * which comes as the reply CONNECTOR_HELLO (or see connector_hello).  No
 * shell, a process group of its own, cwd /, descriptors 0 1 2, environment
 * PATH LANG=C.UTF-8 TZ=UTC.  NULL with e: ERR_CONFIG (none there, bad conf),
 * ERR_REFUSED (others may write to it), ERR_SYSTEM.
 */
struct connector *connector_open(const struct connector_start *, struct err *);

/*
 * connector_hello: blocks until hello is answered: 0, or -1 as connector_read.
 * A hello that is answered with anything but done ends the connector: its
 * words are in e (ERR_TEMP, ERR_REFUSED, else ERR_CONFIG).
 */
int connector_hello(struct connector *, struct err *);

/* What hello told: 1 if it knows op; its server or "". Before it: 0 and "". */
int connector_can(const struct connector *, const char *op);
const char *connector_server(const struct connector *);
const char *connector_name(const struct connector *);

/*
 * connector_send: queues a request of these members (stolen, may be NULL;
 * "id" and "op" are put in here).  Its id, or -1 with e: ERR_DATA if the line
 * would be longer than CONNECTOR_LINE, else as connector_read.
 */
int64_t connector_send(struct connector *, const char *op, json_t *members,
    struct err *);

/*
 * connector_list: asks for the accounts and persons; cookie NULL asks for all.
 * attributes (borrowed, a list of names, may be NULL): further ones to come in
 * each account's "attributes".  What streams goes to the lister (copied)
 * during connector_read; then comes the answer, whose counts have been found
 * to agree: a list without it is a failure of the connector.
 */
int64_t connector_list(struct connector *, const char *cookie,
    json_t *attributes, const struct connector_lister *, struct err *);

/*
 * connector_wait: until one of n has something to read, at most ms
 * milliseconds (-1: no limit of its own).  A NULL among them is passed over,
 * and one whose end was told.
 */
void connector_wait(struct connector *const *, size_t n, int ms);

/*
 * connector_read: 1 with a reply, 0 nothing at the moment, -1 when it is over,
 * for good.  What was asked and not answered must then be looked up, not
 * repeated.  e->kind:
 *	ERR_TEMP	it ended with 75, or said nothing for timeout_s with a
 *			request unanswered (its process group gets TERM,
 *			and KILL 5 s later)
 *	ERR_REFUSED	77	do not start it again in this run
 *	ERR_CONFIG	78	the same
 *	ERR_DOWN	any other end, also a clean one before its time
 *	ERR_DATA	it broke the protocol and was ended
 *	the lister's own
 */
int connector_read(struct connector *, struct connector_reply *, struct err *);
void connector_reply_clear(struct connector_reply *);

/* connector_unanswered: requests without an answer, hello among them. */
size_t connector_unanswered(const struct connector *);

/*
 * connector_ask: send, wait, read: for one request at a time.  0 with the
 * reply, or -1.
 */
int connector_ask(struct connector *, const char *op, json_t *members,
    struct connector_reply *, struct err *);

/*
 * connector_close: end of file to it, timeout_s or 10 s for it to finish,
 * whichever is less, then TERM and, 5 s later, KILL to its process group;
 * frees.  NULL is a no-op.  Nothing is told: everything that was asked had its
 * answer or was lost.
 */
void connector_close(struct connector *);

/* The account in a lookup's answer: 0, or -1 with e (ERR_DATA). */
int connector_account(const struct connector_reply *,
    struct connector_account *, struct err *);

/*
 * connector_groups: each group of a looked-up account, in the order told;
 * stops at a non-zero return and gives that.  ERR_DATA -1 if malformed.
 */
int connector_groups(const struct connector_account *,
    int (*cb)(const struct connector_group *, void *), void *, struct err *);

/* connector_attribute: one of the asked for attributes, or NULL. */
const char *connector_attribute(const struct connector_account *,
    const char *name);

/* "done", "already" ... */
const char *connector_answer_name(enum connector_answer);

#endif
