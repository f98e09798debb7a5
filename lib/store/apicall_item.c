#include "store/apicall_item.h"

#include <stdlib.h>
#include <string.h>

static void
take(struct stmt *st, struct apicall_item *it)
{
	it->index = stmt_col_int(st, 0);
	stmt_col_copy(st, 1, it->result, sizeof(it->result));
	it->contractor = stmt_col_int(st, 2);
	it->engagement = (int)stmt_col_int(st, 3);
	it->finding = stmt_col_int(st, 4);
	stmt_col_copy(st, 5, it->status, sizeof(it->status));
	stmt_col_copy(st, 6, it->state, sizeof(it->state));
	it->upn = stmt_col_dup(st, 7);
	it->open = (int)stmt_col_int(st, 8);
}

int
apicall_item_each(struct db *db, const char *answer,
    void (*cb)(const struct apicall_item *, void *), void *arg, struct err *e)
{
	struct apicall_item it;
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT i.value->>'index',"
	    " i.value->>'result', i.value->>'contractor',"
	    " i.value->>'engagement', i.value->>'finding', c.status,"
	    " n.state, c.upn, f.id IS NOT NULL AND f.closed_at IS NULL"
	    " FROM json_each(:answer, '$.items') i"
	    " LEFT JOIN contractor c ON c.id = i.value->>'contractor'"
	    " AND c.engagement = i.value->>'engagement'"
	    " LEFT JOIN newcomer n ON n.contractor = i.value->>'contractor'"
	    " AND n.engagement = i.value->>'engagement'"
	    " LEFT JOIN finding f ON f.id = i.value->>'finding'"
	    " ORDER BY i.id", e)) == NULL)
		return -1;
	stmt_text(st, ":answer", answer);
	while ((rc = stmt_step(st, e)) == 1) {
		take(st, &it);
		cb(&it, arg);
		free(it.upn);
	}
	stmt_close(st);
	return rc;
}
