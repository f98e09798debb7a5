#include "store/contractor_mark.h"

int
contractor_mark_hold(struct db *db, int64_t id, int hold, int64_t now,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE contractor SET hold = :hold,"
	    " changed_at = :now WHERE id = :id", e)) == NULL)
		return -1;
	stmt_int(st, ":hold", hold);
	stmt_int(st, ":now", now);
	stmt_int(st, ":id", id);
	return stmt_run(st, e);
}

int
contractor_mark_exempt(struct db *db, int64_t id, const char *on, int64_t now,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE contractor SET exempt_on = :on,"
	    " changed_at = :now WHERE id = :id", e)) == NULL)
		return -1;
	stmt_text(st, ":on", on);
	stmt_int(st, ":now", now);
	stmt_int(st, ":id", id);
	return stmt_run(st, e);
}

int
contractor_mark_rehired(struct db *db, int64_t id, const char *feed,
    int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE contractor SET status = 'candidate',"
	    " departure = NULL, engagement = engagement + 1,"
	    " contract_start = NULL, contract_end = NULL, active_on = NULL,"
	    " missing_on = NULL, attested_at = NULL, exempt_on = NULL,"
	    " row_hash = NULL, feed = :feed, changed_at = :now"
	    " WHERE id = :id AND status IN ('offboarded', 'withdrawn',"
	    " 'transferred')"
	    " AND erased_at IS NULL", e)) == NULL)
		return -1;
	stmt_text(st, ":feed", feed);
	stmt_int(st, ":now", now);
	stmt_int(st, ":id", id);
	return stmt_changed(st, e);
}

int
contractor_mark_expiry(struct db *db, int64_t id, int64_t expiry_at,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE contractor SET expiry_at = :at"
	    " WHERE id = :id", e)) == NULL)
		return -1;
	stmt_when(st, ":at", expiry_at);
	stmt_int(st, ":id", id);
	return stmt_run(st, e);
}
