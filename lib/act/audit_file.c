#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "act/audit.h"
#include "act/key.h"
#include "base/jot.h"
#include "base/safe.h"
#include "base/scan.h"
#include "base/tenant.h"
#include "store/evidence_text.h"

#define PAGE 2000
#define SLICE 20000
#define FULL (8 << 20)		/* a page ends here, too; a record is shorter */
#define STOP (-2)
#define TEXT_LIMIT (16 << 20)

static int
read_header(struct audit *a, const char *line, size_t len)
{
	struct buf text = BUF_INIT(1024);
	struct scan s = { line, line + len, &text, 0 };
	int rc;

	scan_expect(&s, "{\"v\":1,\"export\":");
	scan_string(&s);
	scan_expect(&s, ",\"from\":");
	a->next = scan_number(&s);
	scan_expect(&s, ",\"prev\":");
	scan_bytes(&s, a->hash, sizeof(a->hash));
	scan_expect(&s, "}");
	rc = !s.bad && s.p == s.end && a->next > 0 &&
	    tenant_name(buf_get(&text)) ?
	    audit_whose(a, buf_get(&text)) : audit_wrong(a, 0, "the first "
	    "line is not the head of an export");
	buf_clear(&text);
	if (rc == -1)
		return -1;
	if (a->next == 1 && !sodium_is_zero(a->hash, sizeof(a->hash)))
		return audit_wrong(a, 1, "something is said to come before it");
	return audit_kept(a, a->next - 1);
}

/* A checkpoint stands right behind the record that it signs. */
static int
read_checkpoint(struct audit *a, const char *line, size_t len)
{
	struct checkpoint c;

	if (checkpoint_read(line, len, &c) == -1)
		return audit_wrong(a, a->next, "not a line of an export");
	if (audit_signature(a, NULL, &c, NULL) == -1)
		return -1;
	if (strcmp(c.tenant, a->tenant) != 0)
		return audit_wrong(a, c.seq, "its checkpoint is another "
		    "tenant's");
	if (c.seq > a->last)
		return audit_wrong(a, a->next, "missing: a checkpoint covers "
		    "more than there is, the tail was cut off");
	if (c.seq < a->last)
		return audit_wrong(a, c.seq, "its checkpoint is not where it "
		    "was");
	if (memcmp(c.hash, a->hash, 32) != 0)
		return audit_wrong(a, c.seq, "its checkpoint has another hash: "
		    "the chain was rewritten");
	a->checkpoints++;
	return 0;
}

int
audit_file(FILE *fp, const char *name, struct audit *a, struct err *e)
{
	struct evidence_read x;
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	int64_t lines = 0;

	memset(&x, 0, sizeof(x));
	buf_init(&x.text, TEXT_LIMIT);
	while (a->bad[0] == '\0' && (n = getline(&line, &cap, fp)) > 0) {
		size_t len = (size_t)n;

		if (line[len - 1] != '\n') {
			audit_wrong(a, a->next, "the last line is cut off");
			break;
		}
		len--;
		if (lines++ == 0)
			(void)read_header(a, line, len);
		else if (evidence_text_read(line, len, &x) == 0)
			(void)audit_record(a, &x.r);
		else
			(void)read_checkpoint(a, line, len);
	}
	free(line);
	buf_clear(&x.text);
	if (ferror(fp))
		return err_sys(e, ERR_IO, "%s", name);
	if (lines == 0)
		return err_set(e, ERR_DATA, "%s: empty: not an export", name);
	return 0;
}

int
audit_path(const char *path, struct audit *a, struct err *e)
{
	FILE *fp;
	int fd, rc;

	if (strcmp(path, "-") == 0)
		return audit_file(stdin, "stdin", a, e);
	if ((fd = safe_open(path, O_RDONLY, e)) == -1)
		return -1;
	if ((fp = fdopen(fd, "r")) == NULL) {
		close(fd);
		return err_sys(e, ERR_SYSTEM, "%s", path);
	}
	rc = audit_file(fp, path, a, e);
	fclose(fp);
	return rc;
}

/* A page of lines, written when its statement is closed. */
struct page {
	struct ctx *x;
	struct buf b;
	int64_t	to, last;
	const char *keys;
	struct checkpoint next;	/* to be written behind its record */
	int	more;		/* there is one */
	struct err *e;
};

/* next_checkpoint: after seq. */
static int
next_checkpoint(struct page *p, int64_t seq)
{
	int rc = checkpoint_next(p->x->db, seq, &p->next, p->e);

	p->more = rc == 1;
	if (rc != 1)
		return rc;
	(void)snprintf(p->next.tenant, sizeof(p->next.tenant), "%s",
	    p->x->tenant->name);
	return key_public(p->keys, p->x->tenant->name, "evidence",
	    p->next.key, p->next.public, p->e);
}

static int
add_line(const struct evidence *r, void *arg)
{
	struct page *p = arg;

	if (p->to != 0 && r->seq > p->to)
		return 0;
	evidence_text_write(&p->b, r);
	p->last = r->seq;
	if (p->more && p->next.seq == r->seq) {
		checkpoint_write(&p->b, &p->next);
		if (next_checkpoint(p, r->seq) == -1)
			return -1;
	}
	return p->b.len < FULL ? 0 : STOP;
}

static int
write_page(struct buf *b, FILE *fp, struct err *e)
{
	if (!buf_ok(b))
		return err_set(e, ERR_IO, "a page of evidence over 64 MiB");
	if (b->len > 0 && fwrite(b->p, 1, b->len, fp) != b->len)
		return err_sys(e, ERR_IO, "writing evidence");
	buf_empty(b);
	return 0;
}

static int64_t
first_here(struct ctx *x, struct err *e)
{
	struct checkpoint c;
	int64_t after = 0, first = 1;
	int rc;

	while ((rc = checkpoint_next(x->db, after, &c, e)) == 1) {
		after = c.seq;
		if (c.archived)
			first = c.seq + 1;
	}
	return rc == -1 ? -1 : first;
}

int64_t
audit_export(struct ctx *x, const char *keys, int64_t from, int64_t to,
    FILE *fp, struct err *e)
{
	struct page p = { x, BUF_INIT(64 << 20), to, 0, keys, { .seq = 0 }, 0,
		e };
	unsigned char prev[32];
	char hex[65];
	int64_t count = 0, before, first = first_here(x, e);
	int rc, written;

	if (first == -1)
		return -1;
	if (from == 0)
		from = first;
	if (from < first)
		return err_set(e, ERR_DATA, "record %" PRId64 " is archived: "
		    "the first one here is %" PRId64, from, first);
	p.last = from - 1;
	if (next_checkpoint(&p, from - 1) == -1)
		return -1;
	if ((rc = evidence_before(x->db, from, prev, e)) != 1)
		return rc == -1 ? -1 : err_set(e, ERR_DATA, "record %" PRId64
		    " is not here", from);
	sodium_bin2hex(hex, sizeof(hex), prev, sizeof(prev));
	buf_fmt(&p.b, "{\"v\":1,\"export\":\"%s\",\"from\":%" PRId64
	    ",\"prev\":\"%s\"}\n", x->tenant->name, from, hex);
	do {
		before = p.last;
		rc = evidence_page(x->db, p.last, PAGE, add_line, &p, e);
		written = rc == -1 ? -1 : write_page(&p.b, fp, e);
		count += p.last - before;
	} while (written == 0 && (rc == PAGE || rc == STOP) &&
	    p.last > before && (to == 0 || p.last < to));
	buf_clear(&p.b);
	return written == -1 ? -1 : count;
}

static int
sign(struct ctx *x, const char *keys, struct checkpoint *c, struct err *e)
{
	unsigned char secret[LINK_SECRET_LEN];
	struct buf b = BUF_INIT(1024);

	if (key_secret_newest(keys, x->tenant->name, "evidence", &c->key,
	    secret, e) == -1 || key_public(keys, x->tenant->name, "evidence",
	    c->key, c->public, e) == -1)
		return -1;
	checkpoint_signed(c, &b);
	crypto_sign_detached(c->signature, NULL,
	    (const unsigned char *)buf_get(&b), b.len, secret);
	sodium_memzero(secret, sizeof(secret));
	buf_clear(&b);
	return 0;
}

int
audit_checkpoint(struct ctx *x, const char *keys, struct checkpoint *c,
    struct err *e)
{
	int64_t seq, at;
	int rc;

	if (db_begin(x->db, e) == -1)
		return -1;
	if (evidence_newest(x->db, &seq, &at, e) == -1 ||
	    (rc = checkpoint_newest(x->db, c, e)) == -1)
		goto fail;
	snprintf(c->tenant, sizeof(c->tenant), "%s", x->tenant->name);
	if (rc == 1 && c->seq >= seq) {
		db_rollback(x->db);
		return key_public(keys, x->tenant->name, "evidence", c->key,
		    c->public, e);
	}
	if (seq == 0) {
		err_set(e, ERR_DATA, "there is no evidence yet");
		goto fail;
	}
	memset(c, 0, sizeof(*c));
	snprintf(c->tenant, sizeof(c->tenant), "%s", x->tenant->name);
	c->seq = seq;
	c->at = x->now;
	if (evidence_before(x->db, seq + 1, c->hash, e) == -1 ||
	    sign(x, keys, c, e) == -1 ||
	    checkpoint_insert(x->db, c, e) == -1)
		goto fail;
	return db_commit(x->db, e) == -1 ? -1 : 1;
fail:
	db_rollback(x->db);
	return -1;
}

/* In slices: no transaction lasts longer than about a second. */
static int
prune(struct ctx *x, int64_t seq, const char *path, int64_t count,
    struct err *e)
{
	struct jot j;
	int rc;

	if (db_begin(x->db, e) == -1)
		return -1;
	jot_init(&j);
	jot_str(&j, "file", path);
	jot_int(&j, "to", seq);
	jot_int(&j, "records", count);
	rc = checkpoint_archived(x->db, seq, x->now, e);
	if (rc == 0)
		rc = evidence_add(x->db, x->now, x->actor, "evidence.archive",
		    "tenant", jot_get(&j), NULL, e);
	jot_clear(&j);
	if (rc == -1) {
		db_rollback(x->db);
		return -1;
	}
	if (db_commit(x->db, e) == -1)
		return -1;
	do {
		if (db_begin(x->db, e) == -1)
			return -1;
		rc = checkpoint_prune(x->db, seq, SLICE, e);
		if (rc == -1) {
			db_rollback(x->db);
			return -1;
		}
		if (db_commit(x->db, e) == -1)
			return -1;
	} while (rc == SLICE);
	return 0;
}

int64_t
audit_archive(struct ctx *x, const char *keys, const char *path,
    struct err *e)
{
	struct checkpoint c;
	FILE *fp = NULL;
	int64_t from, n = -1;
	int fd, rc;

	if ((rc = checkpoint_newest(x->db, &c, e)) != 1)
		return rc == -1 ? -1 : err_set(e, ERR_DATA, "no checkpoint "
		    "yet: ctr-evidence checkpoint makes one");
	if ((from = first_here(x, e)) == -1)
		return -1;
	if (from > c.seq)
		return 0;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
	    0640);
	if (fd == -1 || (fp = fdopen(fd, "w")) == NULL)
		return err_sys(e, ERR_CREATE, "%s", path);
	n = audit_export(x, keys, from, c.seq, fp, e);
	if (n != -1 && (fflush(fp) == EOF || fsync(fd) == -1))
		n = err_sys(e, ERR_IO, "%s", path);
	if (fclose(fp) == EOF && n != -1)
		n = err_sys(e, ERR_IO, "%s", path);
	if (n == -1) {
		unlink(path);	/* nothing left the database */
		return -1;
	}
	return prune(x, c.seq, path, n, e) == -1 ? -1 : n;
}
