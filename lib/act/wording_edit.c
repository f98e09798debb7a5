#include "act/wording_edit.h"

#include <sodium.h>
#include <string.h>

#include "base/buf.h"
#include "base/jot.h"
#include "store/evidence.h"
#include "store/template.h"

static int
record(struct ctx *x, const char *name, const char *was, const char *is,
    int64_t *seq, struct err *e)
{
	struct jot j;
	int rc;

	jot_init(&j);
	jot_str(&j, "template", name);
	jot_change(&j, "body", was, is);
	rc = evidence_add(x->db, x->now, x->actor, is == NULL ?
	    "template.reset" : "template.set", "template", jot_get(&j), seq,
	    e);
	jot_clear(&j);
	return rc;
}

static void
digest(int had, const struct buf *b, char print[65])
{
	unsigned char hash[32];

	print[0] = '\0';
	if (had != 1)
		return;
	(void)crypto_generichash(hash, sizeof(hash),
	    (const unsigned char *)buf_get(b), b->len, NULL, 0);
	(void)sodium_bin2hex(print, 65, hash, sizeof(hash));
}

int
wording_edit_print(struct ctx *x, const char *name, char print[65],
    struct err *e)
{
	struct buf b = BUF_INIT(TEMPLATE_MAX);
	int rc = template_get(x->db, name, &b, e);

	digest(rc, &b, print);
	buf_clear(&b);
	return rc == -1 ? -1 : 0;
}

/* begin: in the transaction, what it was.  1, 0 none, -1. */
static int
begin(struct ctx *x, const char *name, const char *print, struct buf *was,
    struct err *e)
{
	char is[65];
	int had;

	if (db_begin(x->db, e) == -1 ||
	    (had = template_get(x->db, name, was, e)) == -1)
		return -1;
	digest(had, was, is);
	if (print == NULL || strcmp(print, is) == 0)
		return had;
	return err_set(e, ERR_REFUSED, "%s: somebody has changed it meanwhile",
	    name);
}

int
wording_edit_set(struct ctx *x, const char *name, const char *text,
    const char *print, struct err *e)
{
	struct buf was = BUF_INIT(TEMPLATE_MAX);
	int had = begin(x, name, print, &was, e), rc = -1;
	int64_t seq;

	if (had == 1 && strcmp(buf_get(&was), text) == 0)
		rc = 0;
	else if (had != -1 && record(x, name, had == 1 ? buf_get(&was) : NULL,
	    text, &seq, e) == 0 && template_set(x->db, name, text, x->now,
	    x->actor, seq, e) == 0 && db_commit(x->db, e) == 0)
		rc = 1;
	if (rc != 1)
		db_rollback(x->db);
	buf_clear(&was);
	return rc;
}

int
wording_edit_reset(struct ctx *x, const char *name, const char *print,
    struct err *e)
{
	struct buf was = BUF_INIT(TEMPLATE_MAX);
	int rc = begin(x, name, print, &was, e);

	if (rc == 1 && (record(x, name, buf_get(&was), NULL, NULL, e) == -1 ||
	    template_reset(x->db, name, e) == -1 ||
	    db_commit(x->db, e) == -1))
		rc = -1;
	if (rc != 1)
		db_rollback(x->db);
	buf_clear(&was);
	return rc;
}
