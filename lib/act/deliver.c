#include "act/deliver.h"

#include <stdlib.h>
#include <string.h>

#include "act/deliver_record.h"
#include "act/undeliverable.h"
#include "base/mem.h"
#include "base/when.h"

/* Postfix's own: minimal_backoff_time, maximal_backoff_time and
 * maximal_queue_lifetime of postconf(5). */
#define BACKOFF_FIRST 300
#define BACKOFF_MOST 4000
#define GIVE_UP (5 * 86400LL)

enum { KEEP = 100 };		/* results in memory before a flush */

void
deliver_init(struct deliver *d, struct ctx *x, const char *channel, int batch,
    int pinned)
{
	memset(d, 0, sizeof(*d));
	d->x = x;
	d->channel = channel;
	d->batch = batch;
	d->pinned = pinned;
	d->until = x->now;
	d->after_at = INT64_MIN;
	db_keep_journal(x->db, 1);
}

static void
slot_clear(struct deliver_slot *s)
{
	parcel_clear(&s->parcel);
	free(s->words);
	memset(s, 0, sizeof(*s));
}

void
deliver_clear(struct deliver *d)
{
	int i;

	for (i = 0; i < d->n; i++)
		slot_clear(&d->slot[i]);
	free(d->slot);
	db_keep_journal(d->x->db, 0);
	memset(d, 0, sizeof(*d));
}

static int64_t
backoff(int64_t tries)
{
	int64_t wait = tries > 8 ? BACKOFF_MOST : BACKOFF_FIRST << tries;

	return wait > BACKOFF_MOST ? BACKOFF_MOST : wait;
}

static int
settle_failed(struct ctx *x, const struct outbox *o, const char *words,
    struct err *e)
{
	if (outbox_end(x->db, o->id, "failed", words, e) == -1 ||
	    undeliverable_open(x, o, "failed", words, e) == -1)
		return -1;
	return deliver_record(x, o, "mail.failed", words, NULL, e);
}

static int
settle_sent(struct ctx *x, const struct outbox *o, const char *words,
    const char *sha256, struct err *e)
{
	int rc = outbox_sent(x->db, o->id, words, x->now, e);

	/* 0: it is recorded.  A commit whose last sync fails is told as
	 * failed, and may stand all the same. */
	if (rc != 1)
		return rc;
	if (outbox_asked(x->db, o->id, x->today_on, e) == -1 ||
	    undeliverable_gone(x, o, e) == -1)
		return -1;
	return deliver_record(x, o, "mail.sent", words, sha256, e);
}

/* A question may go out twice, but not thrice; nothing else twice. */
static int
settle_unsure(struct ctx *x, const struct outbox *o, const char *words,
    int64_t next_at, struct err *e)
{
	if (o->again) {
		if (outbox_retry(x->db, o->id, words, next_at, 0, e) == -1)
			return -1;
	} else if (outbox_end(x->db, o->id, "uncertain", words, e) == -1 ||
	    undeliverable_open(x, o, "uncertain", words, e) == -1)
		return -1;
	return deliver_record(x, o, "mail.uncertain", words, NULL, e);
}

static int
settle_later(struct ctx *x, const struct outbox *o, const char *words,
    struct err *e)
{
	if (x->now - o->queued_at >= GIVE_UP)
		return settle_failed(x, o, words, e);
	if (outbox_retry(x->db, o->id, words, x->now + backoff(o->tries),
	    o->again, e) == -1)
		return -1;
	return deliver_record(x, o, "mail.later", words, NULL, e);
}

/* In the transaction: one result. */
static int
settle(struct deliver *d, struct deliver_slot *s, struct err *e)
{
	const struct outbox *o = &s->parcel.row;
	struct ctx *x = d->x;

	switch (s->what) {
	case DELIVER_SENT:
		return settle_sent(x, o, s->words, s->parcel.sha256, e);
	case DELIVER_LATER:
		return settle_later(x, o, s->words, e);
	case DELIVER_REFUSED:
		return settle_failed(x, o, s->words, e);
	case DELIVER_UNSURE:
		return settle_unsure(x, o, s->words, x->now +
		    backoff(o->tries), e);
	case DELIVER_DROPPED:
		if (outbox_end(x->db, o->id, "dropped", s->words, e) == -1)
			return -1;
		return deliver_record(x, o, "mail.dropped", s->words, NULL, e);
	case DELIVER_WAIT:
		break;
	}
	return s->dot ? outbox_back(x->db, o->id, e) : 0;
}

static void
count(struct deliver *d, const struct deliver_slot *s)
{
	switch (s->what) {
	case DELIVER_SENT:
		d->count.sent++;
		break;
	case DELIVER_LATER:
		if (d->x->now - s->parcel.row.queued_at >= GIVE_UP)
			d->count.failed++;
		else
			d->count.later++;
		break;
	case DELIVER_REFUSED:
		d->count.failed++;
		break;
	case DELIVER_UNSURE:
		d->count.uncertain++;
		break;
	case DELIVER_DROPPED:
		d->count.dropped++;
		break;
	case DELIVER_WAIT:
		break;
	}
}

static void
result(struct deliver_slot *s, enum deliver_what what, const char *words)
{
	s->done = 1;
	s->what = what;
	free(s->words);
	s->words = mem_str(words);
}

void
deliver_result(struct deliver *d, int nth, enum deliver_what what,
    const char *words)
{
	result(&d->slot[nth], what, words);
}

/* In the transaction: from here it may have been sent. */
static int
set_dot(struct deliver *d, struct deliver_slot *s, struct err *e)
{
	struct ctx *x = d->x;
	int moot = outbox_moot(x->db, s->parcel.row.id, e), rc;

	if (moot == -1)
		return -1;
	rc = moot ? 0 : outbox_dot(x->db, s->parcel.row.id, e);
	if (rc == 1)
		return deliver_record_intent(x, &s->parcel.row,
		    s->parcel.sha256, e);
	if (rc == 0) {
		result(s, DELIVER_DROPPED, "answered, lapsed or overtaken");
		return settle(d, s, e);
	}
	return -1;
}

static int
write_all(struct deliver *d, int dots, struct err *e)
{
	struct deliver_slot *s;
	int i;

	for (i = 0; i < d->n; i++) {
		s = &d->slot[i];
		if (s->done && !s->settled && settle(d, s, e) == -1)
			return -1;
		if (dots && !s->done && !s->dot && set_dot(d, s, e) == -1)
			return -1;
	}
	return 0;
}

/* One transaction for all that is due; what it says is remembered after. */
static int
commit(struct deliver *d, int dots, struct err *e)
{
	struct deliver_slot *s;
	int i;

	if (!d->pinned)
		d->x->now = when_clock();
	if (db_begin(d->x->db, e) == -1)
		return -1;
	if (write_all(d, dots, e) == -1 || db_commit(d->x->db, e) == -1) {
		db_rollback(d->x->db);
		return err_add(e, "outbox");
	}
	for (i = 0; i < d->n; i++) {
		s = &d->slot[i];
		if (s->done && !s->settled)
			count(d, s);
		s->settled = s->done;
		s->dot |= dots;
	}
	return 0;
}

int
deliver_dot(struct deliver *d, int nth, struct err *e)
{
	if (!d->slot[nth].dot && commit(d, 1, e) == -1)
		return -1;
	return !d->slot[nth].done;
}

int
deliver_flush(struct deliver *d, struct err *e)
{
	int i, due = 0;

	for (i = 0; i < d->n; i++) {
		if (!d->slot[i].done)
			result(&d->slot[i], DELIVER_WAIT, "");
		due |= !d->slot[i].settled;
	}
	return due ? commit(d, 0, e) : 0;
}

/* Forgets what is settled; what was taken is behind what is left. */
static void
forget(struct deliver *d)
{
	int i, n = 0;

	for (i = 0; i < d->n; i++) {
		if (d->slot[i].settled)
			slot_clear(&d->slot[i]);
		else
			d->slot[n++] = d->slot[i];
	}
	d->first = d->n = n;
}

static int
take_one(struct deliver *d, const struct postmark *m, struct err *e)
{
	struct deliver_slot *s;
	struct outbox row;
	int rc;

	rc = outbox_next(d->x->db, d->channel, d->until, d->after_at,
	    d->after_id, &row, e);
	if (rc != 1)
		return rc;
	d->after_at = row.next_at;
	d->after_id = row.id;
	d->slot = mem_grow(d->slot, (size_t)d->n + 1, sizeof(*d->slot));
	s = &d->slot[d->n];
	memset(s, 0, sizeof(*s));
	d->n++;
	if ((rc = outbox_moot(d->x->db, row.id, e)) == -1) {
		outbox_clear(&row);
		return -1;
	}
	if (rc == 1)
		result(s, DELIVER_DROPPED, "answered, lapsed or overtaken");
	if (parcel_load(d->x, m, &row, &s->parcel, e) == -1) {
		if (e->kind != ERR_DATA && e->kind != ERR_REFUSED)
			return -1;
		/* Who may be asked changes: the cadence puts it to who may. */
		if (rc == 0)
			result(s, e->kind == ERR_DATA ? DELIVER_REFUSED :
			    DELIVER_DROPPED, e->text);
		s->withheld = rc == 0;
		err_clear(e);
	}
	return 1;
}

int
deliver_take(struct deliver *d, const struct postmark *m, int max,
    struct err *e)
{
	int i, rc = 1, wait = 0;

	for (i = 0; i < d->n; i++)
		wait += !d->slot[i].settled;
	if (wait > KEEP && commit(d, 0, e) == -1)
		return -1;
	forget(d);
	if (max > d->batch)
		max = d->batch;
	for (i = 0; rc == 1 && i < max; i++)
		rc = take_one(d, m, e);
	return rc == -1 ? -1 : 0;
}

static int
recover_one(struct deliver *d, const struct outbox *o, struct err *e)
{
	const char *words = "ended after the dot: it may have been sent";

	if (!o->dot)
		return outbox_back(d->x->db, o->id, e);
	d->count.uncertain++;
	return settle_unsure(d->x, o, words, d->x->now, e);
}

int
deliver_recover(struct deliver *d, struct err *e)
{
	struct outbox o;
	int rc = 0, some = 0;

	if (db_begin(d->x->db, e) == -1)
		return -1;
	while (rc != -1 && (rc = outbox_dead(d->x->db, d->channel, &o, e)) ==
	    1) {
		rc = recover_one(d, &o, e);
		outbox_clear(&o);
		some = 1;
	}
	if (rc == 0 && some)
		rc = db_commit(d->x->db, e);
	else
		db_rollback(d->x->db);
	return rc == -1 ? err_add(e, "outbox") : 0;
}
