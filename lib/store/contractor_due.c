#include "store/contractor_due.h"

#include "base/mem.h"

static int
fill(struct stmt *st, struct contractor_due *d, struct err *e)
{
	int rc;

	d->n = 0;
	while ((rc = stmt_step(st, e)) == 1) {
		d->ids[d->n++] = d->id = stmt_col_int(st, 0);
		stmt_col_copy(st, 1, d->day, sizeof d->day);
	}
	stmt_close(st);
	return rc == -1 ? -1 : d->n > 0;
}

int
contractor_due_page(struct db *db, const char *today_on,
    struct contractor_due *d, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT id, next_check_on FROM contractor"
	    " WHERE (status = 'active' OR status = 'pending_review'"
	    " OR status = 'suspended') AND next_check_on <= :today_on"
	    " AND (next_check_on, id) > (:day, :id)"
	    " ORDER BY next_check_on, id LIMIT 10000", e)) == NULL)
		return -1;
	stmt_text(st, ":today_on", today_on);
	stmt_text(st, ":day", d->day);
	stmt_int(st, ":id", d->id);
	return fill(st, d, e);
}

int
contractor_due_everyone(struct db *db, struct contractor_due *d,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT id, next_check_on FROM contractor"
	    " WHERE status IN ('active','pending_review','suspended')"
	    " AND id > :id ORDER BY id LIMIT 10000", e)) == NULL)
		return -1;
	stmt_int(st, ":id", d->id);
	return fill(st, d, e);
}

int
contractor_due_last(struct db *db, int64_t *id, struct err *e)
{
	struct stmt *st;
	int rc;

	*id = 0;
	if ((st = stmt_open(db, "SELECT coalesce(max(id), 0) FROM contractor",
	    e)) == NULL)
		return -1;
	if ((rc = stmt_step(st, e)) == 1)
		*id = stmt_col_int(st, 0);
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}

int
contractor_due_next(struct db *db, int64_t id, const char *on,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE contractor SET next_check_on = :on"
	    " WHERE id = :id", e)) == NULL)
		return -1;
	stmt_text(st, ":on", on);
	stmt_int(st, ":id", id);
	return stmt_run(st, e);
}

int
contractor_due_people(struct db *db, const char *today_on, int64_t **ids,
    size_t *n, struct err *e)
{
	struct stmt *st;
	int rc;

	*ids = NULL;
	*n = 0;
	if ((st = stmt_open(db, "SELECT c.id FROM deputy d"
	    " CROSS JOIN ask a ON a.reviewer_key = d.reviewer_key"
	    " CROSS JOIN question q ON q.id = a.question"
	    " CROSS JOIN contractor c ON c.id = q.contractor"
	    " WHERE d.from_on <= :today_on AND d.to_on >= :today_on"
	    " AND a.moved_at IS NULL AND q.state = 'open'"
	    " AND q.kind IN ('monthly','anchor','left')"
	    " AND c.next_check_on > :today_on"
	    " AND c.status IN ('active','pending_review','suspended')"
	    " AND NOT EXISTS (SELECT 1 FROM ask b WHERE b.question = q.id"
	    " AND b.reviewer_key = d.deputy_key AND b.moved_at IS NULL)"
	    " UNION SELECT c.id FROM finding f CROSS JOIN contractor c"
	    " ON c.id = CAST(substr(f.subject, 12) AS INTEGER)"
	    " WHERE f.kind = 'manager_invalid' AND f.closed_at IS NULL"
	    " AND f.subject GLOB 'contractor/*'"
	    " AND c.next_check_on > :today_on"
	    " AND c.status IN ('active','pending_review','suspended')"
	    " AND EXISTS (SELECT 1 FROM question q WHERE q.contractor = c.id"
	    " AND q.state = 'open' AND q.kind IN ('monthly','anchor','left'))"
	    " ORDER BY 1", e)) == NULL)
		return -1;
	stmt_text(st, ":today_on", today_on);
	while ((rc = stmt_step(st, e)) == 1) {
		*ids = mem_grow(*ids, *n + 1, sizeof **ids);
		(*ids)[(*n)++] = stmt_col_int(st, 0);
	}
	stmt_close(st);
	return rc;
}
