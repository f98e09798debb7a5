/* Waiting: for one of several, or for one answer. */
#include <poll.h>
#include <stdlib.h>

#include "base/mem.h"
#include "connect/connector_internal.h"

/* How long one can be left alone, in ms; -1: as long as you like. */
static int
patience(const struct connector *c)
{
	int64_t left;

	if (c->told)
		return -1;
	if (c->state == CONNECTOR_OVER || c->more)
		return 0;
	if (c->state == CONNECTOR_ENDING)
		return CONNECTOR_TICK;
	if (c->nasked == 0)
		return -1;
	left = c->quiet_at - child_now();
	return left < 0 ? 0 : left > 60000 ? 60000 : (int)left;
}

static nfds_t
watch(const struct connector *c, struct pollfd *p)
{
	nfds_t n = 0;

	if (c->state == CONNECTOR_LIVE && c->out.len > 0 && c->child.in != -1)
		p[n++] = (struct pollfd){ .fd = c->child.in,
		    .events = POLLOUT };
	if (c->state == CONNECTOR_LIVE)
		p[n++] = (struct pollfd){ .fd = c->child.out,
		    .events = POLLIN };
	if (!c->err.eof && c->state != CONNECTOR_OVER)
		p[n++] = (struct pollfd){ .fd = c->child.err,
		    .events = POLLIN };
	return n;
}

void
connector_wait(struct connector *const *list, size_t n, int ms)
{
	struct pollfd *p = mem_zero(n, 3 * sizeof(*p));
	nfds_t np = 0;
	size_t i;
	int one;

	for (i = 0; i < n; i++) {
		if (list[i] == NULL)
			continue;
		np += watch(list[i], p + np);
		one = patience(list[i]);
		if (one != -1 && (ms == -1 || one < ms))
			ms = one;
	}
	if (np > 0 || ms != -1)
		poll(p, np, ms);	/* EINTR: the caller looks again */
	free(p);
}

/* Until the answer to id has come; others are dropped. */
static int
wait_for(struct connector *c, int64_t id, struct connector_reply *r,
    struct err *e)
{
	int rc;

	for (;;) {
		rc = connector_read(c, r, e);
		if (rc == -1)
			return -1;
		if (rc == 1 && r->id == id)
			return 0;
		if (rc == 1)
			connector_reply_clear(r);
		else
			connector_wait(&c, 1, -1);
	}
}

int
connector_hello(struct connector *c, struct err *e)
{
	struct connector_reply r;

	if (c->hello != NULL)
		return 0;
	if (wait_for(c, CONNECTOR_HELLO, &r, e) == -1)
		return -1;
	connector_reply_clear(&r);
	return 0;
}

int
connector_ask(struct connector *c, const char *op, json_t *members,
    struct connector_reply *r, struct err *e)
{
	int64_t id = connector_send(c, op, members, e);

	return id == -1 ? -1 : wait_for(c, id, r, e);
}
