#include "act/begin.h"

#include "act/record.h"
#include "base/jot.h"
#include "store/contractor_roster.h"

#define SLICE 20000

int
begin_active(struct ctx *x, int64_t contractor, struct err *e)
{
	struct jot j;
	int rc;

	if (contractor_status(x->db, contractor, "candidate", "active", NULL,
		0, x->now, e) == -1 ||
	    contractor_active(x->db, contractor, x->today_on, e) == -1)
		return -1;
	jot_init(&j);
	jot_change(&j, "status", "candidate", "active");
	jot_str(&j, "active_on", x->today_on);
	rc = record_about(x, "contractor.active", "contractor", contractor, &j,
	    NULL, e);
	jot_clear(&j);
	return rc;
}

static int
slice(struct ctx *x, int64_t *after, int64_t *done, struct err *e)
{
	int64_t id;
	int n, rc = 1;

	if (db_begin(x->db, e) == -1)
		return -1;
	for (n = 0; n < SLICE && rc == 1; n++) {
		rc = contractor_roster_begin_next(x->db, *after, x->today_on,
		    &id, e);
		if (rc != 1)
			break;
		if (begin_active(x, id, e) == -1)
			rc = -1;
		*after = id;
		++*done;
	}
	if (rc == -1) {
		db_rollback(x->db);
		return -1;
	}
	return db_commit(x->db, e) == -1 ? -1 : rc;
}

int
begin_due(struct ctx *x, int64_t *n, struct err *e)
{
	int64_t after = 0, done = 0, id;
	int rc;

	rc = contractor_roster_begin_next(x->db, 0, x->today_on, &id, e);
	while (rc == 1 && (rc = slice(x, &after, &done, e)) == 1)
		db_pause();
	if (n != NULL)
		*n = done;
	return rc == -1 ? err_add(e, "begin") : 0;
}
