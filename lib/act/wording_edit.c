#include "act/wording_edit.h"

#include <stdio.h>
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

int
wording_edit_set(struct ctx *x, const char *name, const char *text,
    struct err *e)
{
	struct buf was = BUF_INIT(TEMPLATE_MAX);
	int64_t seq;
	int rc, had;

	if (db_begin(x->db, e) == -1)
		return -1;
	rc = had = template_get(x->db, name, &was, e);
	if (had == 1 && strcmp(buf_get(&was), text) == 0)
		rc = 0;
	else if (had != -1 && record(x, name, had == 1 ? buf_get(&was) : NULL,
	    text, &seq, e) == 0 && template_set(x->db, name, text, x->now,
	    x->actor, seq, e) == 0 && db_commit(x->db, e) == 0)
		rc = 1;
	else
		rc = -1;
	if (rc != 1)
		db_rollback(x->db);
	buf_clear(&was);
	return rc;
}

int
wording_edit_reset(struct ctx *x, const char *name, struct err *e)
{
	struct buf was = BUF_INIT(TEMPLATE_MAX);
	int rc;

	if (db_begin(x->db, e) == -1)
		return -1;
	rc = template_get(x->db, name, &was, e);
	if (rc == 1 && (record(x, name, buf_get(&was), NULL, NULL, e) == -1 ||
	    template_reset(x->db, name, e) == -1 ||
	    db_commit(x->db, e) == -1))
		rc = -1;
	if (rc != 1)
		db_rollback(x->db);
	buf_clear(&was);
	return rc;
}
