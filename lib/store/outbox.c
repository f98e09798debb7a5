#include "store/outbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/mem.h"

#define COLS "id, channel, state, template, recipient, message_id, again," \
	" dot, tries, queued_at, next_at, sent_at, reply"

void
outbox_clear(struct outbox *o)
{
	free(o->template);
	free(o->recipient);
	free(o->message_id);
	free(o->reply);
	memset(o, 0, sizeof(*o));
}

static void
take(struct stmt *st, struct outbox *o)
{
	o->id = stmt_col_int(st, 0);
	stmt_col_copy(st, 1, o->channel, sizeof(o->channel));
	stmt_col_copy(st, 2, o->state, sizeof(o->state));
	o->template = stmt_col_dup(st, 3);
	o->recipient = stmt_col_dup(st, 4);
	o->message_id = stmt_col_dup(st, 5);
	o->again = (int)stmt_col_int(st, 6);
	o->dot = (int)stmt_col_int(st, 7);
	o->tries = stmt_col_int(st, 8);
	o->queued_at = stmt_col_int(st, 9);
	o->next_at = stmt_col_int(st, 10);
	o->sent_at = stmt_col_at(st, 11);
	o->reply = stmt_col_dup(st, 12);
}

static int
one(struct stmt *st, struct outbox *o, struct err *e)
{
	int rc = stmt_step(st, e);

	memset(o, 0, sizeof(*o));
	if (rc == 1)
		take(st, o);
	stmt_close(st);
	return rc;
}

int
outbox_has(struct db *db, const char *dedup, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT 1 FROM outbox WHERE dedup = :dedup",
	    e)) == NULL)
		return -1;
	stmt_text(st, ":dedup", dedup);
	rc = stmt_step(st, e);
	stmt_close(st);
	return rc;
}

int
outbox_get(struct db *db, int64_t id, struct outbox *o, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM outbox WHERE id = :id",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	return one(st, o, e);
}

int
outbox_next(struct db *db, const char *channel, int64_t now, int64_t after_at,
    int64_t after_id, struct outbox *o, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM outbox"
	    " WHERE state = 'queued' AND state IN ('queued', 'sending')"
	    " AND channel = :channel AND next_at <= :now"
	    " AND (next_at, id) > (:after_at, :after_id)"
	    " ORDER BY next_at, id LIMIT 1", e)) == NULL)
		return -1;
	stmt_text(st, ":channel", channel);
	stmt_int(st, ":now", now);
	stmt_int(st, ":after_at", after_at);
	stmt_int(st, ":after_id", after_id);
	return one(st, o, e);
}

int
outbox_dead(struct db *db, const char *channel, struct outbox *o,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM outbox"
	    " WHERE state = 'sending' AND state IN ('queued', 'sending')"
	    " AND channel = :channel ORDER BY next_at, id LIMIT 1",
	    e)) == NULL)
		return -1;
	stmt_text(st, ":channel", channel);
	return one(st, o, e);
}

int
outbox_find(struct db *db, const char *dedup, int64_t *id, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT id FROM outbox WHERE dedup = :dedup",
	    e)) == NULL)
		return -1;
	stmt_text(st, ":dedup", dedup);
	rc = stmt_step(st, e);
	if (rc == 1 && id != NULL)
		*id = stmt_col_int(st, 0);
	stmt_close(st);
	return rc;
}

int
outbox_queue(struct db *db, const struct outbox_new *n, int64_t *id,
    struct err *e)
{
	unsigned char raw[16];
	char hex[2 * sizeof(raw) + 1];
	struct stmt *st;
	int rc;

	if ((rc = outbox_find(db, n->dedup, id, e)) != 0)
		return rc == 1 ? 0 : -1;
	if ((st = stmt_open(db, "INSERT INTO outbox (channel, template, dedup,"
	    " recipient, fields, message_id, again, state, queued_at, next_at)"
	    " VALUES (:channel, :template, :dedup, :recipient, :fields,"
	    " :message_id, :again, 'queued', :now, :next_at)", e)) == NULL)
		return -1;
	randombytes_buf(raw, sizeof(raw));
	sodium_bin2hex(hex, sizeof(hex), raw, sizeof(raw));
	stmt_text(st, ":channel", n->channel == NULL ? "mail" : n->channel);
	stmt_text(st, ":template", n->template);
	stmt_text(st, ":dedup", n->dedup);
	stmt_text(st, ":recipient", n->recipient);
	stmt_text(st, ":fields", n->fields == NULL ? "{}" : n->fields);
	stmt_text(st, ":message_id", hex);
	stmt_int(st, ":again", n->again != 0);
	stmt_int(st, ":now", n->now);
	stmt_int(st, ":next_at", n->not_before > n->now ? n->not_before :
	    n->now);
	rc = stmt_done(st, e);
	stmt_close(st);
	if (rc == -1)
		return err_add(e, "outbox %s", n->dedup);
	if (id != NULL)
		*id = db_last_id(db);
	return 1;
}

static int
read_pairs(struct stmt *st, struct pairs *p, struct err *e)
{
	int rc;

	while ((rc = stmt_step(st, e)) == 1)
		pairs_set(p, (int)stmt_col_int(st, 0), stmt_col_text(st, 1),
		    stmt_col_text(st, 2));
	stmt_close(st);
	return rc;
}

int
outbox_fields(struct db *db, int64_t id, struct pairs *p, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT -1, f.key, CAST(f.value AS TEXT)"
	    " FROM outbox o, json_each(o.fields) f WHERE o.id = :id"
	    " AND f.type IN ('text', 'integer', 'real')", e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	if (read_pairs(st, p, e) == -1)
		return -1;
	if ((st = stmt_open(db, "SELECT r.key, f.key, CAST(f.value AS TEXT)"
	    " FROM outbox o, json_each(o.fields, '$.rows') r,"
	    " json_each(r.value) f WHERE o.id = :id AND r.type = 'object'"
	    " AND f.type IN ('text', 'integer', 'real')", e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	return read_pairs(st, p, e);
}

int
outbox_about(struct db *db, int64_t id, const char *member, int64_t *out,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT json_extract(fields, '$.' || :member)"
	    " FROM outbox WHERE id = :id", e)) == NULL)
		return -1;
	stmt_text(st, ":member", member);
	stmt_int(st, ":id", id);
	if ((rc = stmt_step(st, e)) == 1) {
		*out = stmt_col_int(st, 0);
		rc = !stmt_col_null(st, 0);
	}
	stmt_close(st);
	return rc;
}

int
outbox_moot(struct db *db, int64_t id, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT count(*) > 0 AND"
	    " total(q.state = 'open' AND a.moved_at IS NULL) = 0"
	    " OR EXISTS (SELECT 1 FROM outbox o JOIN question f"
	    " ON f.id = json_extract(o.fields, '$.question')"
	    " WHERE o.id = :id AND o.channel <> 'mail'"
	    " AND o.template = 'inactive' AND NOT EXISTS (SELECT 1"
	    " FROM question s WHERE s.batch IS NOT NULL"
	    " AND s.batch = f.batch AND s.state = 'open'))"
	    " FROM ask a JOIN question q ON q.id = a.question"
	    " WHERE a.outbox = :id", e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	if ((rc = stmt_step(st, e)) == 1)
		rc = (int)stmt_col_int(st, 0);
	stmt_close(st);
	return rc;
}

int
outbox_contractors(struct db *db, int64_t id, int64_t **list, size_t *n,
    struct err *e)
{
	struct stmt *st;
	int rc;

	*list = NULL;
	*n = 0;
	if ((st = stmt_open(db, "SELECT q.contractor FROM ask a"
	    " JOIN question q ON q.id = a.question WHERE a.outbox = :id"
	    " UNION SELECT CAST(json_extract(fields, '$.contractor')"
	    " AS INTEGER) FROM outbox WHERE id = :id AND"
	    " json_type(fields, '$.ctr_trial') IS NULL AND"
	    " json_type(fields, '$.contractor') IN ('integer', 'text')",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	while ((rc = stmt_step(st, e)) == 1) {
		*list = mem_grow(*list, *n + 1, sizeof(**list));
		(*list)[(*n)++] = stmt_col_int(st, 0);
	}
	stmt_close(st);
	return rc;
}

int
outbox_asked(struct db *db, int64_t id, const char *today_on, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE question SET asked_on = :today_on"
	    " WHERE asked_on IS NULL AND state = 'open' AND id IN"
	    " (SELECT question FROM ask WHERE outbox = :id)", e)) == NULL)
		return -1;
	stmt_text(st, ":today_on", today_on);
	stmt_int(st, ":id", id);
	return stmt_run(st, e);
}

/* The last words of a server may hold any bytes. */
static void
bind_reply(struct stmt *st, const char *reply, char room[OUTBOX_REPLY_MAX + 1])
{
	char *p;

	snprintf(room, OUTBOX_REPLY_MAX + 1, "%s", reply == NULL ? "" : reply);
	for (p = room; *p != '\0'; p++)
		if (*p < ' ' || *p > '~')
			*p = '?';
	stmt_text(st, ":reply", room);
}

int
outbox_dot(struct db *db, int64_t id, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE outbox SET state = 'sending', dot = 1"
	    " WHERE id = :id AND state = 'queued'", e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	return stmt_changed(st, e);
}

int
outbox_sent(struct db *db, int64_t id, const char *reply, int64_t now,
    struct err *e)
{
	char room[OUTBOX_REPLY_MAX + 1];
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE outbox SET state = 'sent',"
	    " sent_at = :now, reply = :reply, tries = tries + 1"
	    " WHERE id = :id AND state = 'sending'", e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	stmt_int(st, ":now", now);
	bind_reply(st, reply, room);
	return stmt_changed(st, e);
}

int
outbox_retry(struct db *db, int64_t id, const char *reply, int64_t next_at,
    int again, struct err *e)
{
	char room[OUTBOX_REPLY_MAX + 1];
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE outbox SET state = 'queued', dot = 0,"
	    " tries = tries + 1, next_at = :next_at, reply = :reply,"
	    " again = :again WHERE id = :id"
	    " AND state IN ('queued', 'sending')", e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	stmt_int(st, ":next_at", next_at);
	stmt_int(st, ":again", again != 0);
	bind_reply(st, reply, room);
	return stmt_changed(st, e);
}

int
outbox_back(struct db *db, int64_t id, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE outbox SET state = 'queued', dot = 0"
	    " WHERE id = :id AND state = 'sending'", e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	return stmt_changed(st, e);
}

int
outbox_end(struct db *db, int64_t id, const char *state, const char *reply,
    struct err *e)
{
	char room[OUTBOX_REPLY_MAX + 1];
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE outbox SET state = :state,"
	    " reply = :reply WHERE id = :id AND (state IN ('queued',"
	    " 'sending') OR (:state = 'failed' AND state IN ('sent',"
	    " 'uncertain')))", e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	stmt_text(st, ":state", state);
	bind_reply(st, reply, room);
	return stmt_changed(st, e);
}
