#include "act/notice.h"

#include <stdio.h>
#include <string.h>

#include "base/jot.h"
#include "base/when.h"
#include "store/evidence.h"
#include "store/finding.h"

static int
record(struct ctx *x, const char *action, const char *kind, int64_t id,
    const char *subject, const char *detail, struct err *e)
{
	struct jot j;
	int rc;

	jot_init(&j);
	jot_str(&j, "kind", kind);
	jot_int(&j, "finding", id);
	jot_raw(&j, "detail", detail);
	rc = evidence_add(x->db, x->now, x->actor, action, subject,
	    jot_get(&j), NULL, e);
	jot_clear(&j);
	return rc;
}

/* A kept or dismissed cause that has not changed stays quiet until its day. */
static int
quiet(const struct finding *f, const char *print, const char *today)
{
	return f->outcome[0] != '\0' && f->until_on[0] != '\0' &&
	    strcmp(f->until_on, today) > 0 && strcmp(f->print, print) == 0;
}

int
notice_open(struct ctx *x, const char *kind, const char *subject,
    const char *print, const char *detail, struct err *e)
{
	char owner_of[64];
	const char *owner;
	struct finding f;
	int64_t id;
	int rc;

	if ((rc = finding_last(x->db, kind, subject, &f, e)) == -1)
		return -1;
	if (rc == 1 && f.closed_at == WHEN_NEVER) {
		rc = strcmp(f.print, print) == 0 && x->now - f.seen_at < 3600 ?
		    0 : finding_seen(x->db, f.id, print, detail, x->now, e);
		finding_clear(&f);
		return rc;
	}
	if (rc == 1 && quiet(&f, print, x->today_on)) {
		finding_clear(&f);
		return 0;
	}
	if (rc == 1)
		finding_clear(&f);
	snprintf(owner_of, sizeof(owner_of), "finding_owner.%s", kind);
	owner = policy_get(x->policy, owner_of);
	if (finding_insert(x->db, kind, subject, print, detail,
	    *owner != '\0' ? owner : NULL, x->now, &id, e) == -1 ||
	    record(x, "finding.open", kind, id, subject, detail, e) == -1)
		return err_add(e, "finding %s", kind);
	return 1;
}

int
notice_gone(struct ctx *x, const char *kind, const char *subject,
    struct err *e)
{
	struct finding f;
	int rc;

	if ((rc = finding_last(x->db, kind, subject, &f, e)) != 1)
		return rc;
	if (f.closed_at != WHEN_NEVER) {
		finding_clear(&f);
		return 0;
	}
	rc = finding_close(x->db, f.id, "gone", x->actor, NULL, NULL, x->now,
	    e);
	if (rc == 0)
		rc = record(x, "finding.gone", kind, f.id, subject, "{}", e);
	finding_clear(&f);
	return rc == -1 ? err_add(e, "finding %s", kind) : 1;
}
