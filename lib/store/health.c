#include "store/health.h"

#include <string.h>

static int
take(struct db *db, struct stmt *st, int64_t *out[], int n, struct err *e)
{
	int i, rc;

	(void)db;
	if (st == NULL)
		return -1;
	if ((rc = stmt_step(st, e)) == 1)
		for (i = 0; i < n; i++)
			*out[i] = stmt_col_int(st, i);
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}

/* Each by an index, or of a table of a few rows. */
int
health_take(struct db *db, struct health *h, struct err *e)
{
	int64_t *all[] = { &h->roster_at, &h->cadence_at, &h->mail_at,
		&h->job_at, &h->departure_at, &h->evidence_at,
		&h->finding_at, &h->held };

	memset(h, 0, sizeof(*h));
	return take(db, stmt_open(db, "SELECT"
	    " (SELECT came_at FROM roster WHERE state = 'applied'"
	    " ORDER BY id DESC LIMIT 1),"
	    " (SELECT max(ok_at) FROM run WHERE tool = 'ctr-cadence'),"
	    " (SELECT min(queued_at) FROM outbox"
	    " WHERE state IN ('queued','sending')),"
	    " (SELECT min(due_at) FROM job WHERE state = 'due'),"
	    " (SELECT min(due_at) FROM job WHERE state = 'due'"
	    " AND kind = 'offboard'),"
	    " (SELECT at FROM evidence ORDER BY seq DESC LIMIT 1),"
	    " (SELECT min(opened_at) FROM finding WHERE closed_at IS NULL),"
	    " (SELECT count(*) FROM finding WHERE closed_at IS NULL"
	    " AND kind IN ('roster_held','job_held'))", e), all,
	    sizeof(all) / sizeof(all[0]), e);
}

int
health_sync(struct db *db, const char *connector, struct health *h,
    struct err *e)
{
	int64_t *all[] = { &h->sync_at };
	struct stmt *st = stmt_open(db, "SELECT ok_at FROM sync"
	    " WHERE connector = :connector", e);

	h->sync_at = 0;
	if (st != NULL)
		stmt_text(st, ":connector", connector);
	return take(db, st, all, 1, e);
}
