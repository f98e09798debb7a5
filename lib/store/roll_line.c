/* One line of the roll, with what is to be seen at a glance. */
#include <stdlib.h>
#include <string.h>

#include "store/registry.h"
#include "store/roll.h"

void
roll_line_clear(struct roll_line *l)
{
	free(l->upn);
	free(l->name);
	free(l->manager);
	free(l->worker);
	free(l->vendor);
	free(l->email);
	free(l->status);
	free(l->connectors);
	free(l->end);
	free(l->missing_on);
	free(l->question);
	free(l->findings);
	memset(l, 0, sizeof(*l));
}

static void
take(struct roll_line *l, struct stmt *st)
{
	l->id = stmt_col_int(st, 0);
	l->upn = stmt_col_dup(st, 1);
	l->name = stmt_col_dup(st, 2);
	l->manager = stmt_col_dup(st, 3);
	l->worker = stmt_col_dup(st, 4);
	l->vendor = stmt_col_dup(st, 5);
	l->email = stmt_col_dup(st, 6);
	l->status = stmt_col_dup(st, 7);
	l->connectors = stmt_col_dup(st, 8);
	l->end = stmt_col_dup(st, 9);
	l->expiry_at = stmt_col_at(st, 10);
	l->attested_at = stmt_col_int(st, 11);
	l->missing_on = stmt_col_dup(st, 12);
	l->question = stmt_col_dup(st, 13);
	l->findings = stmt_col_dup(st, 14);
	l->hold = (int)stmt_col_int(st, 15);
}

int
roll_get(struct db *db, int64_t id, struct roll_line *l, struct err *e)
{
	struct stmt *st;
	int rc;

	memset(l, 0, sizeof(*l));
	if ((st = stmt_open(db, "SELECT r.id, r.upn, r.display_name,"
	    " r.manager_key, r.worker_id, r.vendor, r.email, r.status,"
	    " (SELECT group_concat(x, ' ') FROM (SELECT a.connector || ':' ||"
	    " a.state AS x FROM account a WHERE a.contractor = r.id"
	    " ORDER BY a.connector, a.id)), r.contract_end, r.expiry_at,"
	    " r.attested_at, r.missing_on, (SELECT q.kind FROM question q"
	    " WHERE q.contractor = r.id AND q.state = 'open'"
	    " AND q.kind IN ('monthly','anchor','left')),"
	    " (SELECT group_concat(DISTINCT f.kind) FROM finding f"
	    " WHERE f.closed_at IS NULL AND (f.subject = 'contractor/' || r.id"
	    " OR f.subject IN (SELECT 'account/' || a.id FROM account a"
	    " WHERE a.contractor = r.id))), c.hold"
	    " FROM contractor c JOIN " REGISTRY " r ON r.id = c.id"
	    " WHERE c.id = :id", e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	if ((rc = stmt_step(st, e)) == 1)
		take(l, st);
	stmt_close(st);
	return rc;
}

int
roll_connectors(struct db *db, roll_word_cb *cb, void *arg, struct err *e)
{
	struct stmt *st;
	int rc;

	/* A step of the index for each, not one for each account. */
	if ((st = stmt_open(db, "WITH RECURSIVE n(x) AS (SELECT"
	    " min(connector) FROM account UNION ALL SELECT (SELECT"
	    " min(a.connector) FROM account a WHERE a.connector > n.x)"
	    " FROM n WHERE n.x IS NOT NULL)"
	    " SELECT x FROM n WHERE x IS NOT NULL", e)) == NULL)
		return -1;
	while ((rc = stmt_step(st, e)) == 1)
		cb(stmt_col_text(st, 0), arg);
	stmt_close(st);
	return rc;
}
