#include "store/checkpoint.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/scan.h"

void
checkpoint_signed(const struct checkpoint *c, struct buf *b)
{
	char h[65];

	sodium_bin2hex(h, sizeof(h), c->hash, sizeof(c->hash));
	buf_fmt(b, "ctr checkpoint 1\n%s\n%" PRId64 "\n%" PRId64 "\n%s\n",
	    c->tenant, c->seq, c->at, h);
}

void
checkpoint_write(struct buf *b, const struct checkpoint *c)
{
	char hash[65], public[65], signature[129];

	sodium_bin2hex(hash, sizeof(hash), c->hash, sizeof(c->hash));
	sodium_bin2hex(public, sizeof(public), c->public, sizeof(c->public));
	sodium_bin2hex(signature, sizeof(signature), c->signature,
	    sizeof(c->signature));
	buf_fmt(b, "{\"v\":1,\"checkpoint\":\"%s\",\"seq\":%" PRId64
	    ",\"at\":%" PRId64 ",\"hash\":\"%s\",\"key\":%d,\"public\":\"%s\""
	    ",\"signature\":\"%s\"}\n", c->tenant, c->seq, c->at, hash, c->key,
	    public, signature);
}

int
checkpoint_read(const char *line, size_t len, struct checkpoint *c)
{
	struct buf text = BUF_INIT(4096);
	struct scan s = { line, line + len, &text, 0 };
	size_t name;

	memset(c, 0, sizeof(*c));
	scan_expect(&s, "{\"v\":1,\"checkpoint\":");
	name = scan_string(&s);
	scan_expect(&s, ",\"seq\":");
	c->seq = scan_number(&s);
	scan_expect(&s, ",\"at\":");
	c->at = scan_number(&s);
	scan_expect(&s, ",\"hash\":");
	scan_bytes(&s, c->hash, sizeof(c->hash));
	scan_expect(&s, ",\"key\":");
	c->key = (int)scan_number(&s);
	scan_expect(&s, ",\"public\":");
	scan_bytes(&s, c->public, sizeof(c->public));
	scan_expect(&s, ",\"signature\":");
	scan_bytes(&s, c->signature, sizeof(c->signature));
	scan_expect(&s, "}");
	if (!s.bad && s.p == s.end && strlen(text.p + name) < 64)
		snprintf(c->tenant, sizeof(c->tenant), "%s", text.p + name);
	else
		s.bad = 1;
	buf_clear(&text);
	return s.bad ? -1 : 0;
}

int
checkpoint_read_all(const char *p, struct checkpoint **list, size_t *n)
{
	const char *nl;

	for (; *p != '\0'; p = nl + (*nl == '\n')) {
		nl = p + strcspn(p, "\n");
		*list = mem_grow(*list, *n + 1, sizeof(**list));
		if (checkpoint_read(p, (size_t)(nl - p), &(*list)[*n]) == -1)
			return -1;
		(*n)++;
	}
	return 0;
}

int
checkpoint_insert(struct db *db, const struct checkpoint *c, struct err *e)
{
	struct stmt *st;
	char key[16];

	if ((st = stmt_open(db, "INSERT INTO checkpoint(seq, at, hash, key_id,"
	    " signature) VALUES(:seq, :at, :hash, :key, :signature)", e)) ==
	    NULL)
		return -1;
	snprintf(key, sizeof(key), "%d", c->key);
	stmt_int(st, ":seq", c->seq);
	stmt_int(st, ":at", c->at);
	stmt_blob(st, ":hash", c->hash, sizeof(c->hash));
	stmt_text(st, ":key", key);
	stmt_blob(st, ":signature", c->signature, sizeof(c->signature));
	return stmt_run(st, e);
}

static int
take(struct stmt *st, struct checkpoint *c, struct err *e)
{
	const void *p;
	int64_t key;
	size_t len;
	int rc = stmt_step(st, e);

	if (rc == 1) {
		memset(c, 0, sizeof(*c));
		c->seq = stmt_col_int(st, 0);
		c->at = stmt_col_int(st, 1);
		p = stmt_col_blob(st, 2, &len);
		memcpy(c->hash, p, len < 32 ? len : 32);
		if (num_int(stmt_col_text(st, 3), 1, 65535, &key) == 0)
			c->key = (int)key;
		p = stmt_col_blob(st, 4, &len);
		memcpy(c->signature, p, len < 64 ? len : 64);
		c->archived = !stmt_col_null(st, 5);
	}
	stmt_close(st);
	return rc;
}

int
checkpoint_next(struct db *db, int64_t after, struct checkpoint *c,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT seq, at, hash, key_id, signature,"
	    " archived_at FROM checkpoint WHERE seq > :after ORDER BY seq"
	    " LIMIT 1", e)) == NULL)
		return -1;
	stmt_int(st, ":after", after);
	return take(st, c, e);
}

int
checkpoint_newest(struct db *db, struct checkpoint *c, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT seq, at, hash, key_id, signature,"
	    " archived_at FROM checkpoint ORDER BY seq DESC LIMIT 1", e)) ==
	    NULL)
		return -1;
	return take(st, c, e);
}

int
checkpoint_archived(struct db *db, int64_t seq, int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE checkpoint SET archived_at = :now"
	    " WHERE seq = :seq AND archived_at IS NULL", e)) == NULL)
		return -1;
	stmt_int(st, ":now", now);
	stmt_int(st, ":seq", seq);
	return stmt_run(st, e);
}

int
checkpoint_prune(struct db *db, int64_t seq, int max, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "DELETE FROM evidence WHERE seq IN (SELECT seq"
	    " FROM evidence WHERE seq <= :seq ORDER BY seq LIMIT :max)", e)) ==
	    NULL)
		return -1;
	stmt_int(st, ":seq", seq);
	stmt_int(st, ":max", max);
	rc = stmt_done(st, e);
	stmt_close(st);
	return rc == -1 ? -1 : (int)db_changes(db);
}
