#include "act/record.h"

#include <stdio.h>

#include "store/evidence.h"

int
record_about(struct ctx *x, const char *action, const char *noun, int64_t id,
    struct jot *detail, int64_t *seq, struct err *e)
{
	char subject[40];

	(void)snprintf(subject, sizeof(subject), "%s/%lld", noun,
	    (long long)id);
	return evidence_add(x->db, x->now, x->actor, action, subject,
	    jot_get(detail), seq, e);
}
