#include "connect/chat_run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "act/wording.h"
#include "base/rows.h"
#include "base/safe.h"
#include "base/sha.h"
#include "base/when.h"
#include "connect/chat_fit.h"
#include "connect/chat_send.h"
#include "connect/chat_text.h"
#include "store/template.h"

static const char *const channels[] = { "slack", "teams", NULL };

/* One channel's part of a run. */
struct post {
	struct chat_run *r;
	struct deliver d;
	struct chat_send *send;
	void	(*why)(const char *);
	int64_t	tried;
	int	over;
};

/* The payload of a message; NULL with ERR_CONFIG: its template is wrong. */
static json_t *
payload(const struct chat_run *r, const char *channel, struct parcel *p,
    struct err *e)
{
	struct buf name = BUF_INIT(256), text = BUF_INIT(TEMPLATE_MAX);
	unsigned char hash[SHA_LEN];
	json_t *template = NULL, *o = NULL;
	char *line;

	buf_fmt(&name, "chat/%s", p->row.template);
	if (wording_load(r->x->db, r->conf, buf_get(&name), &text, NULL, e) ==
	    0 && ((template = chat_text_parse(buf_get(&text), channel, e)) ==
	    NULL || (o = chat_fit(template, channel, p->values, e)) == NULL)) {
		err_add(e, "%s", buf_get(&name));
		e->kind = ERR_CONFIG;
	}
	json_decref(template);
	buf_clear(&name);
	buf_clear(&text);
	if (o != NULL && (line = json_dumps(o, JSON_COMPACT)) != NULL) {
		sha_of(line, strlen(line), hash);
		sodium_bin2hex(p->sha256, sizeof(p->sha256), hash,
		    sizeof(hash));
		free(line);
	}
	return o;
}

static void
complain(struct post *u, int status, const struct deliver_slot *s,
    const char *words)
{
	struct buf b = BUF_INIT(2048);

	u->r->status = err_worst(u->r->status, status);
	buf_fmt(&b, "outbox/%" PRId64 " to %s: %s", s->parcel.row.id,
	    s->parcel.row.recipient, words);
	u->why(buf_get(&b));
	buf_clear(&b);
}

static int
send_one(struct post *u, struct deliver_slot *s, struct err *e)
{
	static const enum deliver_what what[] = { DELIVER_SENT, DELIVER_LATER,
	    DELIVER_REFUSED, DELIVER_UNSURE, DELIVER_WAIT };
	int nth = (int)(s - u->d.slot), rc;
	struct chat_answer a;
	json_t *o;

	if ((o = payload(u->r, u->d.channel, &s->parcel, e)) == NULL) {
		if (e->kind != ERR_CONFIG)
			return -1;
		complain(u, ERR_CONFIG, s, e->text);
		deliver_result(&u->d, nth, DELIVER_WAIT, e->text);
		err_clear(e);
		return 0;
	}
	u->tried++;
	if ((rc = deliver_dot(&u->d, nth, e)) == 1) {
		chat_send_one(u->send, s->parcel.row.recipient, o, &a);
		deliver_result(&u->d, nth, what[a.result], a.words);
		if (a.result != CHAT_SENT)
			complain(u, a.result == CHAT_CONFIG ? ERR_CONFIG :
			    a.result == CHAT_LATER ? ERR_TEMP : 0, s,
			    a.words);
		u->over = a.result == CHAT_CONFIG || a.result == CHAT_LATER;
	}
	json_decref(o);
	return rc == -1 ? -1 : 0;
}

static int
work(struct post *u, struct err *e)
{
	if (deliver_recover(&u->d, e) == -1)
		return -1;
	while (!u->over && (u->r->stop == NULL || !*u->r->stop) &&
	    (u->r->limit < 0 || u->tried < u->r->limit)) {
		if (deliver_take(&u->d, u->r->mark, 1, e) == -1)
			return -1;
		if (u->d.first == u->d.n)
			break;
		if (!u->d.slot[u->d.first].done &&
		    send_one(u, &u->d.slot[u->d.first], e) == -1)
			return -1;
	}
	return 0;
}

static void
add(struct deliver_count *to, const struct deliver_count *c)
{
	to->sent += c->sent;
	to->later += c->later;
	to->failed += c->failed;
	to->uncertain += c->uncertain;
	to->dropped += c->dropped;
}

/* 1 something waits in this channel, 0, -1. */
static int
waits(struct ctx *x, const char *channel, struct err *e)
{
	struct outbox o;
	int rc = outbox_next(x->db, channel, x->now, INT64_MIN, 0, &o, e);

	if (rc == 0)
		rc = outbox_dead(x->db, channel, &o, e);
	if (rc == 1)
		outbox_clear(&o);
	return rc;
}

static int
run_channel(struct chat_run *r, const char *channel,
    void (*why)(const char *), struct err *e)
{
	struct post u;
	struct err late = ERR_INIT;
	int rc;

	if ((rc = waits(r->x, channel, e)) != 1)
		return rc;
	memset(&u, 0, sizeof(u));
	u.r = r;
	u.why = why;
	if ((u.send = chat_send_open(r->conf, channel, e)) == NULL) {
		if (e->kind == ERR_NONE)
			(void)err_set(e, ERR_CONFIG, "messages wait for %s, "
			    "which is not configured", channel);
		if (e->kind != ERR_CONFIG)
			return -1;
		why(e->text);
		r->status = err_worst(r->status, ERR_CONFIG);
		err_clear(e);
		return 0;
	}
	deliver_init(&u.d, r->x, channel, 1, r->pinned);
	rc = work(&u, e);
	/* whatever stopped us, what was sent is known and must be kept */
	if (deliver_flush(&u.d, rc == 0 ? e : &late) == -1 && rc == 0)
		rc = -1;
	add(&r->count, &u.d.count);
	deliver_clear(&u.d);
	chat_send_close(u.send);
	return rc;
}

int
chat_run(struct chat_run *r, void (*why)(const char *), struct err *e)
{
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && channels[i] != NULL; i++)
		rc = run_channel(r, channels[i], why, e);
	return rc;
}

int
chat_run_idle(struct ctx *x, struct err *e)
{
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && channels[i] != NULL; i++)
		rc = waits(x, channels[i], e);
	return rc == -1 ? -1 : !rc;
}

int
chat_run_show(struct chat_run *r, int64_t id, int fd, struct err *e)
{
	struct parcel p;
	struct outbox o;
	char *text = NULL, channel[8];
	json_t *j;
	int rc = outbox_get(r->x->db, id, &o, e);

	if (rc != 1 || strcmp(o.channel, "mail") == 0) {
		if (rc == 1)
			outbox_clear(&o);
		return rc == -1 ? -1 : err_set(e, ERR_DATA, "outbox/%" PRId64
		    ": no such message of a channel", id);
	}
	memcpy(channel, o.channel, sizeof(channel));
	rc = parcel_load(r->x, r->mark, &o, &p, e);
	if (rc == 0 && (j = payload(r, channel, &p, e)) != NULL) {
		text = json_dumps(j, JSON_INDENT(2));
		json_decref(j);
	}
	parcel_clear(&p);
	if (text == NULL)
		return -1;
	rc = safe_all(fd, text, strlen(text)) == -1 ||
	    safe_all(fd, "\n", 1) == -1 ? err_sys(e, ERR_IO, "output") : 0;
	free(text);
	return rc;
}

static int
plan_channel(struct chat_run *r, const char *channel, struct rows *rows,
    struct err *e)
{
	int64_t at = INT64_MIN, id = 0;
	char subject[40], why[64], since[21];
	const char *v[5] = { "send", subject, NULL, NULL, why };
	struct outbox o;
	int rc;

	while ((rc = outbox_next(r->x->db, channel, r->x->now, at, id, &o,
	    e)) == 1) {
		at = o.next_at;
		id = o.id;
		(void)snprintf(subject, sizeof(subject), "outbox/%" PRId64, id);
		when_iso(o.queued_at, since);
		(void)snprintf(why, sizeof(why), "%s, queued %s", channel,
		    since);
		v[2] = o.recipient;
		v[3] = o.template;
		rc = rows_add(rows, v, e);
		outbox_clear(&o);
		if (rc == -1)
			break;
	}
	return rc == -1 ? -1 : 0;
}

int
chat_run_plan(struct chat_run *r, const char *format, int fd, struct err *e)
{
	struct rows *rows = rows_new(format, rows_plan, 0, e);
	size_t i;
	int rc = rows == NULL ? -1 : 0;

	for (i = 0; rc == 0 && channels[i] != NULL; i++)
		rc = plan_channel(r, channels[i], rows, e);
	if (rc == 0)
		rc = rows_flush(rows, fd, e);
	rows_free(rows);
	return rc;
}
