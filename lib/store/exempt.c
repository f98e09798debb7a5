#include "store/exempt.h"

#include <stdlib.h>

#include "base/mem.h"

int
exempt_each(struct db *db, const char *today_on, const char *after_on,
    int64_t after_id, int max, exempt_cb *cb, void *arg, struct err *e)
{
	struct exempt *all = NULL;
	struct stmt *st;
	int n = 0, i, rc;

	if ((st = stmt_open(db, "SELECT id, upn, display_name, exempt_on"
	    " FROM contractor INDEXED BY contractor_exempt"
	    " WHERE exempt_on IS NOT NULL AND exempt_on >= :today"
	    " AND (exempt_on, id) > (:on, :id)"
	    " ORDER BY exempt_on, id LIMIT :max", e)) == NULL)
		return -1;
	stmt_text(st, ":today", today_on);
	stmt_text(st, ":on", after_on);
	stmt_int(st, ":id", after_id);
	stmt_int(st, ":max", max);
	while ((rc = stmt_step(st, e)) == 1) {
		all = mem_grow(all, (size_t)n + 1, sizeof(*all));
		all[n].contractor = stmt_col_int(st, 0);
		all[n].upn = stmt_col_dup(st, 1);
		all[n].name = stmt_col_dup(st, 2);
		stmt_col_copy(st, 3, all[n++].on, sizeof(all->on));
	}
	stmt_close(st);
	for (i = 0; i < n; i++) {
		if (rc == 0)
			rc = cb(&all[i], arg);
		free(all[i].upn);
		free(all[i].name);
	}
	free(all);
	return rc == 0 ? n : rc;
}
