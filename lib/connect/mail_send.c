#include "connect/mail_send.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct mail_send {
	const struct mail_way *way;
	void *state;
};

struct mail_send *
mail_send_open(const struct mail_conf *c, struct err *e)
{
	struct mail_send *s = mem_zero(1, sizeof(*s));

	switch (c->transport) {
	case MAIL_SMTP:
		s->way = &mail_smtp;
		break;
	case MAIL_SENDMAIL:
		s->way = &mail_pipe;
		break;
	case MAIL_MAILDIR:
		s->way = &mail_store;
		break;
	}
	if ((s->state = s->way->open(c, e)) == NULL) {
		free(s);
		return NULL;
	}
	return s;
}

void
mail_send_close(struct mail_send *s)
{
	if (s == NULL)
		return;
	s->way->close(s->state);
	free(s);
}

void
mail_send_one(struct mail_send *s, const struct mail_item *m, mail_dot *dot,
    void *arg, struct mail_answer *a)
{
	memset(a, 0, sizeof(*a));
	a->result = MAIL_LATER;
	s->way->send(s->state, m, dot, arg, a);
}
