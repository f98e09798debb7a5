#include "store/decision_answer.h"

int
decision_answer_last(struct db *db, int64_t contractor, int engagement,
    int64_t *at, int64_t *id, struct err *e)
{
	struct stmt *st;
	int rc;

	*at = 0;
	if (id != NULL)
		*id = 0;
	if ((st = stmt_open(db, "SELECT d.decided_at, d.id FROM decision d"
	    " LEFT JOIN question q ON q.id = d.question"
	    " WHERE d.contractor = :contractor AND (d.answer IN ('attest',"
	    "'extend','offboard_now','offboard_end','offboard_day','employee')"
	    " OR d.answer = 'deny' AND q.kind = 'offboard')"
	    " AND (q.engagement = :engagement OR q.id IS NULL AND"
	    " d.decided_at >= (SELECT coalesce(max(g.began_at), 0)"
	    " FROM engagement g WHERE g.contractor = d.contractor"
	    " AND g.nth = :engagement))"
	    " AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.id)"
	    " ORDER BY d.decided_at DESC, d.id DESC LIMIT 1", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_int(st, ":engagement", engagement);
	if ((rc = stmt_step(st, e)) == 1) {
		*at = stmt_col_int(st, 0);
		if (id != NULL)
			*id = stmt_col_int(st, 1);
	}
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}

int
decision_answer_was(struct db *db, int64_t contractor, int64_t decision,
    char was[11], struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT coalesce(json_extract(detail,"
	    " '$.contract_end[0]'), '') FROM evidence"
	    " WHERE subject = 'contractor/' || :contractor"
	    " AND action = 'contractor.change' AND detail IS NOT NULL"
	    " AND json_extract(detail, '$.decision') = :decision"
	    " AND json_type(detail, '$.contract_end') = 'array'"
	    " ORDER BY seq DESC LIMIT 1", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_int(st, ":decision", decision);
	if ((rc = stmt_step(st, e)) == 1)
		stmt_col_copy(st, 0, was, 11);
	stmt_close(st);
	return rc;
}
