/*
 * The way out for a mail: SMTP (libcurl), a sendmail program, or a Maildir.
 * One mail_send serves a whole run: SMTP keeps its connection.
 *
 * Right before the point from which the mail may have been sent (SMTP: the
 * final dot; RFC 1047) dot(arg) is called once; -1 from it gives the mail up
 * and nothing has left.  After it the answer is waited for at least 600 s
 * (RFC 5321, 4.5.3.2.6).
 */
#ifndef CONNECT_MAIL_SEND_H
#define CONNECT_MAIL_SEND_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "connect/mail_conf.h"

enum mail_result {
	MAIL_SENT,		/* accepted */
	MAIL_LATER,		/* 4xx, or it broke before the dot */
	MAIL_REFUSED,		/* 5xx about this mail or its recipient */
	MAIL_UNSURE,		/* no answer after the dot */
	MAIL_GIVEN_UP		/* dot(arg) said so */
};

struct mail_answer {
	enum mail_result result;
	int	stop;		/* the next mail would fare no better: server
				 * down, TLS, authentication, our sender */
	int	config;		/* stop: and a person must repair it */
	char	words[400];	/* the server's last, or what went wrong */
};

struct mail_item {
	int64_t	id;		/* outbox.id */
	int64_t	queued_at;
	const char *message_id;	/* before the "@"; names a Maildir's file */
	const char *from;	/* envelope sender */
	const char *to;
	const char *data;	/* RFC 5322, CRLF */
	size_t	len;
};

typedef int mail_dot(void *arg);

struct mail_send;

/* mail_send_open: nothing is connected yet.  conf is borrowed.  NULL with e. */
struct mail_send *mail_send_open(const struct mail_conf *, struct err *);
void mail_send_close(struct mail_send *);
void mail_send_one(struct mail_send *, const struct mail_item *,
    mail_dot *, void *arg, struct mail_answer *);

/* One transport: what mail_send_open chooses from. */
struct mail_way {
	void	*(*open)(const struct mail_conf *, struct err *);
	void	(*send)(void *, const struct mail_item *, mail_dot *, void *,
		    struct mail_answer *);
	void	(*close)(void *);
};
extern const struct mail_way mail_smtp;		/* mail_smtp.c */
extern const struct mail_way mail_pipe;		/* mail_pipe.c */
extern const struct mail_way mail_store;	/* mail_store.c */

#endif
