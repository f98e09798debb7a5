#include "act/refusal.h"

#include "base/jot.h"
#include "store/evidence.h"

int
refusal_note(struct ctx *x, const char *path, const char *why,
    const char *address, struct err *e)
{
	struct jot j;
	int rc;

	jot_init(&j);
	jot_str(&j, "path", path);
	jot_str(&j, "why", why);
	jot_str(&j, "address", address);
	if ((rc = db_begin(x->db, e)) == 0) {
		rc = evidence_add(x->db, x->now, x->actor, "portal.refused",
		    "tenant", jot_get(&j), NULL, e);
		if (rc == 0)
			rc = db_commit(x->db, e);
		else
			db_rollback(x->db);
	}
	jot_clear(&j);
	return rc;
}
