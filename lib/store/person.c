#include "store/person.h"

#include <stdlib.h>
#include <string.h>

#define COLS "id, remote_id, upn_key, display_name, email, manager," \
	" enabled, manager_ref"

void
person_clear(struct person *p)
{
	free(p->remote_id);
	free(p->upn_key);
	free(p->display_name);
	free(p->email);
	free(p->manager_ref);
	memset(p, 0, sizeof(*p));
}

static int
one(struct stmt *st, struct person *p, struct err *e)
{
	int rc = stmt_step(st, e);

	memset(p, 0, sizeof(*p));
	if (rc == 1) {
		p->id = stmt_col_int(st, 0);
		p->remote_id = stmt_col_dup(st, 1);
		p->upn_key = stmt_col_dup(st, 2);
		p->display_name = stmt_col_dup(st, 3);
		p->email = stmt_col_dup(st, 4);
		p->manager = stmt_col_int(st, 5);
		p->enabled = (int)stmt_col_int(st, 6);
		p->manager_ref = stmt_col_dup(st, 7);
	}
	stmt_close(st);
	return rc;
}

int
person_get(struct db *db, int64_t id, struct person *p, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM person WHERE id = :id",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	return one(st, p, e);
}

int
person_by_upn(struct db *db, const char *upn_key, struct person *p,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM person"
	    " WHERE upn_key = :upn_key ORDER BY enabled DESC, id DESC LIMIT 1",
	    e)) == NULL)
		return -1;
	stmt_text(st, ":upn_key", upn_key);
	return one(st, p, e);
}
