#include "act/held.h"

#include <stdio.h>

#include "act/notice.h"
#include "base/when.h"
#include "store/finding.h"

int
held_tell(struct ctx *x, const char *kind, const char *subject,
    const char *print, const char *detail, const struct job_mail_held *m,
    struct err *e)
{
	struct job_mail_held mail = *m;
	struct finding f;
	char dedup[48];
	int rc;

	rc = notice_open(x, kind, subject, print, detail, e);
	if (rc == -1 || (rc == 0 && m->dedup == NULL))
		return rc;
	if (m->dedup == NULL) {
		if (finding_last(x->db, kind, subject, &f, e) != 1)
			return -1;
		(void)snprintf(dedup, sizeof(dedup), "held/finding/%lld",
		    (long long)f.id);
		finding_clear(&f);
		mail.dedup = dedup;
	}
	return job_mail_held(x, kind, &mail, e);
}

int
held_over(struct ctx *x, const char *kind, const char *subject,
    struct err *e)
{
	struct finding f;
	int rc, open;

	if ((rc = finding_last(x->db, kind, subject, &f, e)) != 1)
		return rc;
	open = f.closed_at == WHEN_NEVER;
	finding_clear(&f);
	if (!open)
		return 0;
	if (db_begin(x->db, e) == -1)
		return -1;
	if (notice_gone(x, kind, subject, e) == -1) {
		db_rollback(x->db);
		return -1;
	}
	return db_commit(x->db, e);
}
