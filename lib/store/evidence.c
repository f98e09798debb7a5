#include "store/evidence.h"

#include <sodium.h>
#include <string.h>

#include "base/buf.h"
#include "base/sha.h"

#define LINE_MAX_LEN 2048

static const char digits[] = "0123456789abcdef";

static void
hex(char *to, const unsigned char *p, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		*to++ = digits[p[i] >> 4];
		*to++ = digits[p[i] & 15];
	}
}

void
evidence_detail_hash(const unsigned char salt[16], const char *detail,
    unsigned char out[32])
{
	struct sha st;
	char h[32];

	hex(h, salt, 16);
	sha_start(&st);
	sha_add(&st, h, sizeof(h));
	sha_str(&st, detail);
	sha_end(&st, out);
}

void
evidence_line(const unsigned char prev[32], const struct evidence *r,
    struct buf *b)
{
	char h[64];

	hex(h, prev, 32);
	buf_add(b, h, sizeof(h));
	buf_chr(b, '\t');
	buf_int(b, r->seq);
	buf_chr(b, '\t');
	buf_int(b, r->at);
	buf_chr(b, '\t');
	buf_str(b, r->actor);
	buf_chr(b, '\t');
	buf_str(b, r->action);
	buf_chr(b, '\t');
	buf_str(b, r->subject);
	buf_chr(b, '\t');
	hex(h, r->detail_hash, 32);
	buf_add(b, h, sizeof(h));
	buf_chr(b, '\n');
}

void
evidence_hash(const unsigned char prev[32], const struct evidence *r,
    unsigned char out[32])
{
	static struct buf b = BUF_INIT(LINE_MAX_LEN);	/* a million times */

	buf_empty(&b);
	evidence_line(prev, r, &b);
	sha_of(buf_get(&b), b.len, out);
}

static int
newest(struct stmt *st, struct db_chain *c, struct err *e)
{
	const void *p;
	size_t len;
	int rc = stmt_step(st, e);

	if (rc == 1 && stmt_col_int(st, 0) > c->seq) {
		c->seq = stmt_col_int(st, 0);
		p = stmt_col_blob(st, 1, &len);
		if (len == sizeof(c->hash))
			memcpy(c->hash, p, len);
	}
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}

/*
 * The head is read once a transaction; BEGIN IMMEDIATE keeps it ours.  Where
 * all records are in archives it is the newest checkpoint.  Two plain looks:
 * in one statement they take longer to compile than to run.
 */
static int
head(struct db *db, struct db_chain *c, struct err *e)
{
	struct stmt *st;

	if (c->known)
		return 0;
	memset(c, 0, sizeof(*c));
	if ((st = stmt_open(db, "SELECT seq, hash FROM evidence"
	    " ORDER BY seq DESC LIMIT 1", e)) == NULL ||
	    newest(st, c, e) == -1 ||
	    (st = stmt_open(db, "SELECT seq, hash FROM checkpoint"
	    " ORDER BY seq DESC LIMIT 1", e)) == NULL ||
	    newest(st, c, e) == -1)
		return -1;
	c->known = 1;
	return 0;
}

/* One getrandom(2) for many salts: few for who writes few records. */
static void
new_salt(unsigned char salt[16])
{
	static unsigned char pool[4096];
	static size_t size, used;

	if (used == size) {
		size = size == 0 ? 256 : sizeof(pool);
		randombytes_buf(pool, size);
		used = 0;
	}
	memcpy(salt, pool + used, 16);
	sodium_memzero(pool + used, 16);
	used += 16;
}

/* OR FAIL goes with the trigger's own (010-evidence-next.sql). */
static int
insert(struct db *db, const struct evidence *r, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT OR FAIL INTO evidence(seq, at, actor,"
	    " action, subject, detail_hash, hash, salt, detail)"
	    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", e)) == NULL)
		return -1;
	stmt_int_at(st, 1, r->seq);
	stmt_int_at(st, 2, r->at);
	stmt_text_at(st, 3, r->actor);
	stmt_text_at(st, 4, r->action);
	stmt_text_at(st, 5, r->subject);
	stmt_blob_at(st, 6, r->detail_hash, 32);
	stmt_blob_at(st, 7, r->hash, 32);
	stmt_blob_at(st, 8, r->salt, 16);
	stmt_text_at(st, 9, r->detail);
	return stmt_run(st, e);
}

int
evidence_add(struct db *db, int64_t at, const char *actor,
    const char *action, const char *subject, const char *detail,
    int64_t *seq, struct err *e)
{
	struct db_chain *c = db_chain(db);
	struct buf marked = BUF_INIT(8000000);
	unsigned char salt[16], dh[32], h[32];
	struct evidence r = { 0, at, actor, action, subject, detail, salt, dh,
		h };

	if (!db_in_transaction(db))
		return err_set(e, ERR_BUG, "evidence outside a transaction");
	if (head(db, c, e) == -1)
		return err_add(e, "evidence");
	if (db_is_test(db) && detail[0] == '{') {
		buf_str(&marked, "{\"test\":true");
		buf_str(&marked, detail[1] == '}' ? "" : ",");
		buf_str(&marked, detail + 1);
		r.detail = buf_get(&marked);
	}
	r.seq = c->seq + 1;
	new_salt(salt);
	evidence_detail_hash(salt, r.detail, dh);
	evidence_hash(c->hash, &r, h);
	if (insert(db, &r, e) == -1) {
		buf_clear(&marked);
		return err_add(e, "evidence");
	}
	buf_clear(&marked);
	c->seq = r.seq;
	memcpy(c->hash, h, sizeof(h));
	if (seq != NULL)
		*seq = r.seq;
	return 0;
}

int
evidence_newest(struct db *db, int64_t *seq, int64_t *at, struct err *e)
{
	struct stmt *st;
	int rc;

	*seq = *at = 0;
	if ((st = stmt_open(db, "SELECT seq, at FROM evidence"
	    " ORDER BY seq DESC LIMIT 1", e)) == NULL)
		return -1;
	if ((rc = stmt_step(st, e)) == 1) {
		*seq = stmt_col_int(st, 0);
		*at = stmt_col_int(st, 1);
	}
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}

int
evidence_actor(struct db *db, int64_t seq, char *actor, size_t room,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT actor FROM evidence WHERE seq = :seq",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":seq", seq);
	if ((rc = stmt_step(st, e)) == 1)
		stmt_col_copy(st, 0, actor, room);
	stmt_close(st);
	return rc;
}
