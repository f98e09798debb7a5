#include "act/newcomer_who.h"

#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "store/apikey.h"
#include "store/evidence.h"

/* 1 with the key, 0 it is none. */
static int
key_of(struct ctx *x, const struct newcomer_row *r, struct apikey *k,
    struct err *e)
{
	int64_t id;

	if (strncmp(r->wanted_by, "key/", 4) != 0 ||
	    num_int(r->wanted_by + 4, 1, INT64_MAX, &id) == -1)
		return 0;
	return apikey_get(x->db, id, k, e);
}

int
newcomer_who_actor(struct ctx *x, const struct newcomer_row *r,
    char actor[EVIDENCE_ACTOR], struct err *e)
{
	struct apikey k;
	int rc = key_of(x, r, &k, e);

	if (rc == 1)
		return evidence_actor(x->db, k.evidence, actor, EVIDENCE_ACTOR,
		    e);
	(void)snprintf(actor, EVIDENCE_ACTOR, "%s", r->wanted_by);
	return rc == -1 ? -1 : 1;
}

int
newcomer_who_text(struct ctx *x, const struct newcomer_row *r, struct buf *b,
    struct err *e)
{
	struct apikey k;
	int rc;

	if (r->wanted_mail != NULL) {
		buf_str(b, r->wanted_mail);
		return 0;
	}
	if ((rc = key_of(x, r, &k, e)) == 1)
		buf_fmt(b, "%s (API key)", k.name);
	else
		buf_str(b, r->wanted_by);
	return rc == -1 ? -1 : 0;
}
