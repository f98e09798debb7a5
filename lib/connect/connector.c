#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "connect/connector_internal.h"

#define OUT_MAX (8 * CONNECTOR_LINE)	/* queued requests */
#define STDERR_LINE 4096		/* longer words are cut */

/* ---- its life ---- */

void
connector_patience(struct connector *c)
{
	c->quiet_at = child_now() + (int64_t)c->timeout_s * 1000;
}

static int
append(struct connector *c, json_t *line, struct err *e)
{
	char *s = json_dumps(line, JSON_COMPACT);
	size_t len = s == NULL ? 0 : strlen(s);
	int rc = 0;

	if (s == NULL)
		return err_set(e, ERR_BUG, "ctr-connect-%s: a request that is"
		    " no JSON", c->name);
	if (len + 1 > CONNECTOR_LINE || c->out.len + len + 1 > OUT_MAX) {
		rc = err_set(e, ERR_DATA, "ctr-connect-%s: the request is too"
		    " long", c->name);
	} else {
		buf_add(&c->out, s, len);
		buf_chr(&c->out, '\n');
	}
	mem_wipe(s, len);
	free(s);
	return rc;
}

/* Queues; the id, or -1.  members is stolen. */
static int64_t
ask(struct connector *c, const char *op, json_t *members,
    const struct connector_asked *how, struct err *e)
{
	json_t *line = members != NULL ? members : json_object();
	struct connector_asked *q;
	int64_t id = -1;

	if (c->state != CONNECTOR_LIVE) {
		if (c->why.kind != ERR_NONE)
			*e = c->why;
		else
			err_set(e, ERR_DOWN, "ctr-connect-%s: it has ended",
			    c->name);
		goto out;
	}
	json_object_set_new(line, "id", json_integer(c->next_id));
	json_object_set_new(line, "op", json_string(op));
	if (append(c, line, e) == -1)
		goto out;
	id = c->next_id++;
	if (c->nasked == 0)
		connector_patience(c);
	c->asked = mem_grow(c->asked, c->nasked + 1, sizeof(*c->asked));
	q = &c->asked[c->nasked++];
	*q = *how;
	q->id = id;
	/* A first password is for the connector alone, which may repeat it. */
	q->secret = strcmp(op, "set_password") == 0;
	if (!q->secret)
		connector_trace(c, CONNECTOR_SENT, line);
	child_write(&c->child, &c->out);
out:
	json_decref(line);
	return id;
}

struct connector *
connector_open(const struct connector_start *s, struct err *e)
{
	struct connector *c = mem_zero(1, sizeof(*c));
	static const struct connector_asked plain;
	char path[4096];
	json_t *hello = NULL;

	c->child.in = c->child.out = c->child.err = -1;
	c->log = s->log;
	c->log_arg = s->log_arg;
	c->trace = s->trace;
	c->next_id = CONNECTOR_HELLO;
	buf_init(&c->out, OUT_MAX);
	lines_init(&c->in, CONNECTOR_LINE);
	lines_init(&c->err, STDERR_LINE);
	if (strlen(s->name) >= sizeof(c->name)) {
		err_set(e, ERR_USAGE, "%.40s: not a connector's name", s->name);
		goto fail;
	}
	memcpy(c->name, s->name, strlen(s->name) + 1);
	if (connector_path(s, path, sizeof(path), e) == -1 ||
	    (hello = connector_conf(s, &c->timeout_s, e)) == NULL ||
	    child_start(&c->child, path, e) == -1)
		goto fail;
	if (ask(c, "hello", hello, &plain, e) == -1) {
		hello = NULL;
		goto fail;
	}
	return c;
fail:
	json_decref(hello);
	connector_close(c);
	return NULL;
}

/* Until it has ended; its groups of signals are child_reap's. */
static void
finish(struct connector *c)
{
	while (!child_reap(&c->child)) {
		struct pollfd p[2] = {
			{ .fd = c->child.out, .events = POLLIN },
			{ .fd = c->child.err, .events = POLLIN } };
		/* What it still says is of no use, but must not hold it up. */
		if (poll(p, 2, CONNECTOR_TICK) > 0) {
			lines_clear(&c->in);
			lines_clear(&c->err);
			if (lines_fill(&c->in, c->child.out) == -1 &&
			    lines_fill(&c->err, c->child.err) == -1)
				poll(NULL, 0, CONNECTOR_TICK);
		}
	}
}

void
connector_close(struct connector *c)
{
	if (c == NULL)
		return;
	child_eof(&c->child);
	child_end(&c->child, c->timeout_s < 10 ? c->timeout_s * 1000 : 10000);
	finish(c);
	child_clear(&c->child);
	lines_clear(&c->in);
	lines_clear(&c->err);
	if (c->out.p != NULL)
		mem_wipe(c->out.p, c->out.cap);
	buf_clear(&c->out);
	json_decref(c->hello);
	free(c->asked);
	free(c);
}

/* ---- asking ---- */

int64_t
connector_send(struct connector *c, const char *op, json_t *members,
    struct err *e)
{
	static const struct connector_asked plain;

	return ask(c, op, members, &plain, e);
}

int64_t
connector_list(struct connector *c, const char *cookie, json_t *attributes,
    const struct connector_lister *lister, struct err *e)
{
	struct connector_asked how = { .list = 1, .full = cookie == NULL };
	json_t *m = json_object();

	if (lister != NULL)
		how.lister = *lister;
	json_object_set_new(m, "cookie",
	    cookie != NULL ? json_string(cookie) : json_null());
	if (attributes != NULL)
		json_object_set(m, "attributes", attributes);
	return ask(c, "list", m, &how, e);
}

/* ---- what is known of it ---- */

int
connector_can(const struct connector *c, const char *op)
{
	json_t *ops = json_object_get(c->hello, "ops"), *one;
	size_t i;

	json_array_foreach(ops, i, one)
		if (json_is_string(one) &&
		    strcmp(json_string_value(one), op) == 0)
			return 1;
	return 0;
}

const char *
connector_server(const struct connector *c)
{
	const char *s;

	s = json_string_value(json_object_get(c->hello, "server"));
	return s != NULL ? s : "";
}

const char *
connector_name(const struct connector *c)
{
	return c->name;
}

size_t
connector_unanswered(const struct connector *c)
{
	return c->nasked;
}
