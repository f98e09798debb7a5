#include "connect/mail_run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/safe.h"
#include "base/when.h"
#include "connect/mail_make.h"
#include "connect/mail_send.h"

enum { MAIL_MAX = 4 << 20 };

const struct rows_col mail_run_cols[] = {
	{ "outbox", ROWS_INT, 0 },
	{ "state", ROWS_TEXT, 0 },
	{ "template", ROWS_TEXT, 0 },
	{ "recipient", ROWS_TEXT, 0 },
	{ "words", ROWS_TEXT, 0 },
	{ NULL, ROWS_TEXT, 0 }
};

/* One run. */
struct run {
	struct mail_run *r;
	struct deliver d;
	struct mail_make *make;
	struct mail_send *send;
	void	(*why)(const char *);
	struct err *e;		/* set by a dot that could not be committed */
	int	nth;		/* the slot that is being sent */
	int64_t	tried;
	int	over;		/* the server takes no more */
	struct timespec start;
};

static void
complain(struct run *u, int status, const struct deliver_slot *s,
    const char *words)
{
	struct buf b = BUF_INIT(2048);

	u->r->status = err_worst(u->r->status, status);
	if (s != NULL)
		buf_fmt(&b, "outbox/%" PRId64 " to %s: ", s->parcel.row.id,
		    s->parcel.row.recipient);
	buf_str(&b, words);
	u->why(buf_get(&b));
	buf_clear(&b);
}

static int
add_row(struct run *u, const struct deliver_slot *s, struct err *e)
{
	static const char *const words[] = { "sent", "queued", "failed",
	    "uncertain", "queued", "dropped" };
	const char *v[5];
	char id[24];

	if (u->r->rows == NULL || !s->done)
		return 0;
	snprintf(id, sizeof(id), "%" PRId64, s->parcel.row.id);
	v[0] = id;
	v[1] = words[s->what];
	v[2] = s->parcel.row.template;
	v[3] = s->parcel.row.recipient;
	v[4] = s->words;
	return rows_add(u->r->rows, v, e);
}

static int
on_dot(void *arg)
{
	struct run *u = arg;
	int rc = deliver_dot(&u->d, u->nth, u->e);

	return rc == 1 ? 0 : -1;
}

/* What became of it; e is set if the dot could not be committed. */
static int
take_answer(struct run *u, const struct mail_answer *a, struct err *e)
{
	static const enum deliver_what what[] = { DELIVER_SENT, DELIVER_LATER,
	    DELIVER_REFUSED, DELIVER_UNSURE, DELIVER_WAIT };
	struct deliver_slot *s = &u->d.slot[u->nth];

	if (a->result == MAIL_GIVEN_UP) {
		if (!s->done)		/* else the dot found it dropped */
			deliver_result(&u->d, u->nth, DELIVER_WAIT, "");
		return e->kind == ERR_NONE ? 0 : -1;
	}
	deliver_result(&u->d, u->nth, a->config ? DELIVER_WAIT :
	    what[a->result], a->words);
	if (a->stop) {
		complain(u, a->config ? ERR_CONFIG : ERR_DOWN, NULL, a->words);
		u->over = 1;
	} else if (a->result != MAIL_SENT)
		complain(u, 0, s, a->words);
	return 0;
}

static int
send_slot(struct run *u, const struct buf *text, struct err *e)
{
	const struct outbox *o = &u->d.slot[u->nth].parcel.row;
	struct buf from = BUF_INIT(512);
	struct mail_answer a;
	struct mail_item m;

	mail_conf_bounce(u->r->mail, o->id, &from);
	m.id = o->id;
	m.queued_at = o->queued_at;
	m.message_id = o->message_id;
	m.from = buf_get(&from);
	m.to = o->recipient;
	m.data = text->p;
	m.len = text->len;
	u->e = e;
	u->tried++;
	mail_send_one(u->send, &m, on_dot, u, &a);
	buf_clear(&from);
	return take_answer(u, &a, e);
}

/* A wrong template holds up its own messages, a wrong address its own. */
static int
bad_text(struct run *u, struct deliver_slot *s, struct err *e)
{
	if (e->kind != ERR_CONFIG && e->kind != ERR_DATA)
		return -1;
	complain(u, e->kind == ERR_CONFIG ? ERR_CONFIG : 0, s, e->text);
	deliver_result(&u->d, (int)(s - u->d.slot), e->kind == ERR_CONFIG ?
	    DELIVER_WAIT : DELIVER_REFUSED, e->text);
	err_clear(e);
	return 0;
}

/* The texts first: their hashes are in the record of the dot. */
static int
send_batch(struct run *u, struct err *e)
{
	int i, n = u->d.n - u->d.first, rc = 0;
	struct buf *text = mem_zero((size_t)n, sizeof(*text));
	struct deliver_slot *s;

	for (i = 0; rc == 0 && i < n; i++) {
		s = &u->d.slot[u->d.first + i];
		buf_init(&text[i], MAIL_MAX);
		if (s->withheld)
			complain(u, 0, s, s->words);
		if (!s->done && mail_make_text(u->make, &s->parcel, &text[i],
		    e) == -1)
			rc = bad_text(u, s, e);
	}
	for (i = 0; rc == 0 && i < n && !u->over; i++) {
		s = &u->d.slot[u->nth = u->d.first + i];
		if (!s->done)
			rc = send_slot(u, &text[i], e);
		if (rc == 0)
			rc = add_row(u, s, e);
	}
	for (i = 0; i < n; i++)
		buf_clear(&text[i]);
	free(text);
	return rc;
}

static int
ends(const struct run *u)
{
	const struct mail_run *r = u->r;
	struct timespec now;

	if (u->over || (r->limit >= 0 && u->tried >= r->limit))
		return 1;
	if (r->stop != NULL && *r->stop)
		return 1;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return r->deadline_s >= 0 && now.tv_sec - u->start.tv_sec >=
	    r->deadline_s;
}

static int
work(struct run *u, struct err *e)
{
	int64_t left = INT16_MAX;

	if (deliver_recover(&u->d, e) == -1)
		return -1;
	while (!ends(u)) {
		if (u->r->limit >= 0)
			left = u->r->limit - u->tried;
		if (deliver_take(&u->d, u->r->mark, left > INT16_MAX ?
		    INT16_MAX : (int)left, e) == -1)
			return -1;
		if (u->d.first == u->d.n)
			break;
		if (send_batch(u, e) == -1)
			return -1;
	}
	return 0;
}

int
mail_run(struct mail_run *r, void (*why)(const char *), struct err *e)
{
	struct run u;
	struct err late = ERR_INIT;
	int rc;

	memset(&u, 0, sizeof(u));
	u.r = r;
	u.why = why;
	clock_gettime(CLOCK_MONOTONIC, &u.start);
	if ((u.send = mail_send_open(r->mail, e)) == NULL)
		return -1;
	u.make = mail_make_new(r->x, r->conf, r->mail);
	deliver_init(&u.d, r->x, "mail", (int)r->mail->batch, r->pinned);
	rc = work(&u, e);
	/* whatever stopped us, what was sent is known and must be kept */
	if (deliver_flush(&u.d, rc == 0 ? e : &late) == -1 && rc == 0)
		rc = -1;
	r->count = u.d.count;
	deliver_clear(&u.d);
	mail_make_free(u.make);
	mail_send_close(u.send);
	return rc;
}

int
mail_run_idle(struct ctx *x, struct err *e)
{
	struct outbox o;
	int rc = outbox_next(x->db, "mail", x->now, INT64_MIN, 0, &o, e);

	if (rc == 0)
		rc = outbox_dead(x->db, "mail", &o, e);
	outbox_clear(&o);
	return rc == -1 ? -1 : rc == 0;
}

/* The message of a row; takes it over. */
static int
show(struct mail_run *r, struct outbox *o, struct buf *out, struct err *e)
{
	struct mail_make *k = mail_make_new(r->x, r->conf, r->mail);
	struct parcel p;
	int rc = parcel_load(r->x, r->mark, o, &p, e);

	if (rc == 0)
		rc = mail_make_text(k, &p, out, e);
	parcel_clear(&p);
	mail_make_free(k);
	return rc;
}

int
mail_run_show(struct mail_run *r, int64_t id, int fd, struct err *e)
{
	struct buf out = BUF_INIT(MAIL_MAX);
	struct outbox o;
	int rc = outbox_get(r->x->db, id, &o, e);

	if (rc == 1 && strcmp(o.channel, "mail") == 0) {
		rc = show(r, &o, &out, e);
		if (rc == 0 && safe_all(fd, out.p, out.len) == -1)
			rc = err_sys(e, ERR_IO, "output");
	} else if (rc != -1)
		rc = err_set(e, ERR_DATA, "outbox/%" PRId64 ": no such mail",
		    id);
	outbox_clear(&o);
	buf_clear(&out);
	return rc;
}

static int
plan_row(struct ctx *x, const struct outbox *o, struct rows *rows,
    struct err *e)
{
	char subject[40], since[21], why[64];
	int moot = outbox_moot(x->db, o->id, e);
	const char *v[5] = { moot ? "drop" : "send", subject, o->recipient,
	    o->template, why };

	if (moot == -1)
		return -1;
	snprintf(subject, sizeof(subject), "outbox/%" PRId64, o->id);
	when_iso(o->queued_at, since);
	if (moot)
		snprintf(why, sizeof(why), "answered, lapsed or overtaken");
	else
		snprintf(why, sizeof(why), "queued %s, tries %" PRId64, since,
		    o->tries);
	return rows_add(rows, v, e);
}

static int
plan_rows(struct mail_run *r, struct rows *rows, struct err *e)
{
	int64_t at = INT64_MIN, id = 0, left = r->limit;
	struct outbox o;
	int rc = 1;

	while (rc != -1 && left != 0) {
		rc = outbox_next(r->x->db, "mail", r->x->now, at, id, &o, e);
		if (rc != 1)
			break;
		at = o.next_at;
		id = o.id;
		rc = plan_row(r->x, &o, rows, e);
		outbox_clear(&o);
		left--;
	}
	return rc == -1 ? -1 : 0;
}

int
mail_run_plan(struct mail_run *r, const char *format, int fd, struct err *e)
{
	struct rows *rows = rows_new(format, rows_plan, 0, e);
	int rc = rows == NULL ? -1 : plan_rows(r, rows, e);

	if (rc == 0)
		rc = rows_flush(rows, fd, e);
	rows_free(rows);
	return rc;
}
