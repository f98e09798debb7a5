#include "store/person_stands.h"

int
person_stands(struct db *db, const char *upn_key, int *contractor,
    int *leaving, struct err *e)
{
	struct stmt *st;
	int rc;

	*contractor = *leaving = 0;
	if ((st = stmt_open(db, "SELECT c.status IN ('candidate','active',"
	    "'pending_review','suspended'), c.status IN ('offboarding',"
	    "'offboarded') OR EXISTS (SELECT 1 FROM job j"
	    " WHERE j.contractor = c.id AND j.kind = 'offboard'"
	    " AND j.state IN ('waiting','due','held'))"
	    " FROM contractor c WHERE c.upn_key = :upn_key", e)) == NULL)
		return -1;
	stmt_text(st, ":upn_key", upn_key);
	if ((rc = stmt_step(st, e)) == 1) {
		*contractor = (int)stmt_col_int(st, 0);
		*leaving = (int)stmt_col_int(st, 1);
	}
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}
