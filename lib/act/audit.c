#include "act/audit.h"

#include <ctype.h>
#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "act/key.h"

#define PAGE 10000
#define STOP (-2)

int
audit_wrong(struct audit *a, int64_t seq, const char *why)
{
	if (a->bad[0] == '\0') {
		a->bad_seq = seq;
		snprintf(a->bad, sizeof(a->bad), "record %" PRId64 ": %s", seq,
		    why);
	}
	return -1;
}

/* A TAB or newline in a word would let two lines have the same bytes. */
static int
plain(const char *s)
{
	if (*s == '\0')
		return 0;
	for (; *s != '\0'; s++)
		if (!isgraph((unsigned char)*s))
			return 0;
	return 1;
}

static int
agrees(struct audit *a, const struct checkpoint *c, int64_t seq)
{
	if (memcmp(c->hash, a->hash, sizeof(a->hash)) != 0)
		return audit_wrong(a, seq, "a checkpoint has another hash "
		    "here: the chain was rewritten");
	a->checkpoints++;
	return 0;
}

int
audit_whose(struct audit *a, const char *tenant)
{
	size_t i;

	snprintf(a->tenant, sizeof(a->tenant), "%s", tenant);
	for (i = 0; i < a->n_kept; i++)
		if (strcmp(a->kept[i].tenant, tenant) != 0)
			return audit_wrong(a, a->kept[i].seq, "a checkpoint "
			    "that was kept is another tenant's");
	return 0;
}

int
audit_kept(struct audit *a, int64_t seq)
{
	size_t i;

	for (i = 0; i < a->n_kept; i++)
		if (a->kept[i].seq == seq) {
			a->kept_seen++;
			if (agrees(a, &a->kept[i], seq) == -1)
				return -1;
		}
	return 0;
}

int
audit_record(struct audit *a, const struct evidence *r)
{
	unsigned char h[32];

	if (a->next != 0 && r->seq != a->next)
		return audit_wrong(a, a->next, r->seq > a->next ? "missing" :
		    "another one follows: the order was changed");
	if (!plain(r->actor) || !plain(r->action) || !plain(r->subject))
		return audit_wrong(a, r->seq, "a word with a space or control");
	if (r->detail != NULL) {
		evidence_detail_hash(r->salt, r->detail, h);
		if (memcmp(h, r->detail_hash, 32) != 0)
			return audit_wrong(a, r->seq, "the detail was changed");
	} else
		a->erased++;
	evidence_hash(a->hash, r, h);
	if (memcmp(h, r->hash, 32) != 0)
		return audit_wrong(a, r->seq, "its hash does not follow");
	if (a->first == 0)
		a->first = r->seq;
	a->last = r->seq;
	a->next = r->seq + 1;
	a->records++;
	memcpy(a->hash, h, 32);
	return audit_kept(a, r->seq);
}

void
audit_end(struct audit *a)
{
	size_t i;

	if (a->bad[0] != '\0')
		return;
	for (i = 0; i < a->n_kept; i++)
		if (a->kept[i].seq > a->last) {
			audit_wrong(a, a->last + 1, "missing: a checkpoint "
			    "covers more than there is, the tail was cut off");
			return;
		}
}

void
audit_line(const struct audit *a, char *line, size_t size)
{
	snprintf(line, size, "ctr-evidence records=%" PRId64 " erased=%" PRId64
	    " first=%" PRId64 " last=%" PRId64 " checkpoints=%" PRId64
	    " bad=%d", a->records, a->erased, a->first, a->last,
	    a->checkpoints, a->bad[0] != '\0');
}

int
audit_signature(struct audit *a, const char *keys, struct checkpoint *c,
    const char *tenant)
{
	struct buf b = BUF_INIT(1024);
	struct err none = ERR_INIT;
	int ok;

	if (tenant != NULL)
		snprintf(c->tenant, sizeof(c->tenant), "%s", tenant);
	if (keys != NULL && key_public(keys, tenant, "evidence", c->key,
	    c->public, &none) == -1)
		return audit_wrong(a, c->seq, "the public key of its "
		    "checkpoint is not here");
	checkpoint_signed(c, &b);
	ok = crypto_sign_verify_detached(c->signature,
	    (const unsigned char *)buf_get(&b), b.len, c->public) == 0;
	buf_clear(&b);
	return ok ? 0 : audit_wrong(a, c->seq, "its checkpoint's signature is "
	    "wrong");
}

struct walk {
	struct audit *a;
	int64_t	last;	/* seq of the last record seen */
};

static int
see(const struct evidence *r, void *arg)
{
	struct walk *w = arg;

	w->last = r->seq;
	return audit_record(w->a, r) == -1 ? STOP : 0;
}

/* The checkpoints within what was just walked. */
static int
db_checkpoints(struct ctx *x, const char *keys, struct audit *a,
    struct err *e)
{
	struct checkpoint c;
	unsigned char h[32];
	int64_t after = 0;
	int rc;

	while ((rc = checkpoint_next(x->db, after, &c, e)) == 1) {
		after = c.seq;
		if (keys != NULL &&
		    audit_signature(a, keys, &c, x->tenant->name) == -1)
			return 0;
		if (c.archived || c.seq < a->first)
			continue;
		if (c.seq > a->last) {
			audit_wrong(a, a->last + 1, "missing: a checkpoint "
			    "covers more than there is, the tail was cut off");
			return 0;
		}
		if (evidence_before(x->db, c.seq + 1, h, e) == -1)
			return -1;
		if (memcmp(h, c.hash, 32) != 0) {
			audit_wrong(a, c.seq, "its checkpoint has another "
			    "hash: the chain was rewritten");
			return 0;
		}
		a->checkpoints++;
	}
	return rc;
}

/* Where archived records went, the chain goes on from their checkpoint. */
static int
start(struct ctx *x, struct audit *a, struct err *e)
{
	struct checkpoint c;
	int64_t after = 0;
	int rc;

	a->next = 1;
	while ((rc = checkpoint_next(x->db, after, &c, e)) == 1) {
		after = c.seq;
		if (c.archived) {
			memcpy(a->hash, c.hash, 32);
			a->next = c.seq + 1;
		}
	}
	return rc;
}

int
audit_db(struct ctx *x, const char *keys, struct audit *a, struct err *e)
{
	struct walk w = { a, 0 };
	int rc;

	if (start(x, a, e) == -1)
		return -1;
	w.last = a->next - 1;
	if (audit_whose(a, x->tenant->name) == -1 ||
	    audit_kept(a, w.last) == -1)
		return 0;
	do {
		rc = evidence_page(x->db, w.last, PAGE, see, &w, e);
	} while (rc == PAGE);
	if (rc == STOP)
		return 0;
	return rc == -1 ? -1 : db_checkpoints(x, keys, a, e);
}
