#include "act/cause.h"

#include <string.h>

#include "base/num.h"
#include "domain/finding_words.h"
#include "store/evidence.h"

int
cause_about(struct ctx *x, const struct finding *f, struct contractor *c,
    struct account *a, struct err *e)
{
	int64_t id, owner = 0;
	int rc = 1;

	memset(c, 0, sizeof(*c));
	memset(a, 0, sizeof(*a));
	if (strncmp(f->subject, "contractor/", 11) == 0 &&
	    num_int(f->subject + 11, 1, INT64_MAX, &id) == 0)
		owner = id;
	else if (strncmp(f->subject, "account/", 8) == 0 &&
	    num_int(f->subject + 8, 1, INT64_MAX, &id) == 0 &&
	    (rc = account_get(x->db, id, a, e)) == 1)
		owner = a->contractor;
	if (rc != -1 && owner != 0)
		rc = contractor_get(x->db, owner, c, e);
	return rc == -1 ? -1 : 0;
}

static void
tell(const char *path, const char *value, void *arg)
{
	buf_fmt(arg, "; %s %s", path, value != NULL ? value : "none");
}

int
cause_words(struct ctx *x, const struct finding *f, struct buf *b,
    struct err *e)
{
	buf_str(b, finding_words(f->kind));
	return evidence_members(x->db, f->detail, tell, b, e) == -1 ? -1 : 0;
}
