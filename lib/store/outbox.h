/*
 * A message to one address: queued by whoever asks or tells, delivered by
 * ctr-mail (channel "mail") or ctr-chat.
 *
 *	queued -> sending -> sent
 *	  |  ^       |-----> failed	the server refused it for good
 *	  |  '-------|			not now: back-off; or it died before
 *	  v          |			the dot
 *	dropped      '-----> uncertain	died after the dot: it may have been
 *					sent; a question is sent once more
 *
 * "dot" is committed right before the final dot of SMTP (or its like): from
 * there the message may have been sent (RFC 1047).
 */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include <stdint.h>

#include "base/pairs.h"
#include "store/db.h"

/*
 * fields is a JSON object (base/jot.h): the values of the template's names as
 * of now (domain/vocab.h has the names), numbers or text.  Besides:
 *	"ask": N	the ask that attest_url, offboard_url, extend_url and
 *			undo_url are about
 *	"contractor": N	who it is about, where it carries no ask
 *	"decision": N	what list_url and undo_url of a notice are about
 *	"question": N	the first of the list that it is about
 *	"list": N	outbox.id of the mail whose link it shows in Slack
 *	"ctr_trial"	a test to who asked for it: about nobody, dead links
 *	"rows": [{...}]	one object for each listed contractor, with its own
 *			"ask" and values
 * Links are not in it: they are made when the message leaves.
 */
struct outbox_new {
	const char *channel;	/* "mail"; NULL counts as that */
	const char *template;	/* "heartbeat": templates/mail/heartbeat.txt */
	const char *dedup;	/* what it is, once: "ask/551", "done/31" */
	const char *recipient;	/* an address (text_upn), or a channel's name */
	const char *fields;
	int	again;		/* 1: a question; sent once more if uncertain */
	int64_t	now;		/* queued_at; the Date: of the mail */
	int64_t	not_before;	/* do not send before; 0 = at once */
};

/*
 * outbox_queue: 1 queued, 0 there is one with this dedup already; *id (may be
 * NULL) gets the row either way.  Inside the caller's transaction, which also
 * sets ask.outbox of the asks that it carries.  -1 with e.
 */
int outbox_queue(struct db *, const struct outbox_new *, int64_t *id,
    struct err *);

/* outbox_has: 1 if there is one with this dedup, 0, -1. */
int outbox_has(struct db *, const char *dedup, struct err *);
/* outbox_find: its id (may be NULL).  1, 0 none, -1. */
int outbox_find(struct db *, const char *dedup, int64_t *id, struct err *);

enum { OUTBOX_REPLY_MAX = 400 };	/* bytes of the server's last words */

struct outbox {
	int64_t	id;
	char	channel[8];
	char	state[12];
	char	*template;
	char	*recipient;
	char	*message_id;	/* 32 random hex digits: "ctr.ID.THIS@domain" */
	int	again;
	int	dot;
	int64_t	tries;
	int64_t	queued_at, next_at;
	int64_t	sent_at;	/* WHEN_NEVER */
	char	*reply;
};

void outbox_clear(struct outbox *);

/* outbox_get: 1, 0 none, -1. */
int outbox_get(struct db *, int64_t id, struct outbox *, struct err *);
/* outbox_next: of those queued in channel and due at now, the first after
 * (next_at, id); start with (INT64_MIN, 0).  1, 0 none, -1. */
int outbox_next(struct db *, const char *channel, int64_t now,
    int64_t after_at, int64_t after_id, struct outbox *, struct err *);
/* outbox_dead: the first row found sending; nobody else is sending. */
int outbox_dead(struct db *, const char *channel, struct outbox *,
    struct err *);
/* outbox_fields: adds the values of fields to p. */
int outbox_fields(struct db *, int64_t id, struct pairs *, struct err *);
/* outbox_about: the number that a member of fields holds.  1, 0 none, -1. */
int outbox_about(struct db *, int64_t id, const char *member, int64_t *out,
    struct err *);
/* outbox_moot: 1 if it carries asks and none of them can be answered any more:
 * question not open, or put to somebody else since; or tells a channel of a
 * list of which nothing is open. */
int outbox_moot(struct db *, int64_t id, struct err *);

/*
 * outbox_contractors: those that it is about, by its asks or the number
 * "contractor" in its fields; *list is malloc'd.  0 or -1.
 */
int outbox_contractors(struct db *, int64_t id, int64_t **list, size_t *n,
    struct err *);
/* outbox_asked: it left on this day: the open questions that it carries were
 * asked, those that have no asked_on yet get it. */
int outbox_asked(struct db *, int64_t id, const char *today_on, struct err *);

/*
 * The changes of state.  1 changed, 0 the row was not in a state that allows
 * it, -1.  reply is cut at OUTBOX_REPLY_MAX.
 */
int outbox_dot(struct db *, int64_t id, struct err *);	/* queued: sending */
int outbox_sent(struct db *, int64_t id, const char *reply, int64_t now,
    struct err *);
/* queued or sending: queued, no dot, one try more; again: what is left of it */
int outbox_retry(struct db *, int64_t id, const char *reply, int64_t next_at,
    int again, struct err *);
/* outbox_back: sending: queued, as if it had not been tried. */
int outbox_back(struct db *, int64_t id, struct err *);
/* outbox_end: state "failed", "uncertain", "dropped"; from queued, sending or
 * (failed only) sent: a bounce. */
int outbox_end(struct db *, int64_t id, const char *state, const char *reply,
    struct err *);

#endif
