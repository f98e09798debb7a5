#include "store/ask_mail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void
take(struct stmt *st, struct ask_mail *m)
{
	const char *state = stmt_col_text(st, 7);

	memset(m, 0, sizeof *m);
	m->ask.id = stmt_col_int(st, 0);
	m->ask.question = stmt_col_int(st, 1);
	m->ask.level = (int)stmt_col_int(st, 2);
	m->ask.reviewer_key = stmt_col_dup(st, 3);
	m->ask.deputy_for = stmt_col_dup(st, 4);
	m->ask.outbox = stmt_col_int(st, 5);
	m->ask.moved_at = stmt_col_at(st, 6);
	(void)snprintf(m->state, sizeof m->state, "%s",
	    state != NULL ? state : "");
	m->queued_at = stmt_col_int(st, 8);
	m->sent_at = stmt_col_at(st, 9);
	m->not_mine_at = stmt_col_int(st, 10);
}

int
ask_mail_each(struct db *db, int64_t question, ask_mail_cb *cb, void *arg,
    struct err *e)
{
	struct ask_mail *all = NULL;
	struct stmt *st;
	size_t n = 0, i;
	int rc;

	if ((st = stmt_open(db, "SELECT a.id, a.question, a.level,"
	    " a.reviewer_key, a.deputy_for, a.outbox, a.moved_at, o.state,"
	    " o.queued_at, o.sent_at, (SELECT max(d.decided_at) FROM decision d"
	    " WHERE d.question = a.question AND d.ask = a.id"
	    " AND d.answer = 'not_mine' AND NOT EXISTS (SELECT 1"
	    " FROM decision u WHERE u.undoes = d.id))"
	    " FROM ask a LEFT JOIN outbox o ON o.id = a.outbox"
	    " WHERE a.question = :question ORDER BY a.id", e)) == NULL)
		return -1;
	stmt_int(st, ":question", question);
	while ((rc = stmt_step(st, e)) == 1) {
		all = mem_grow(all, n + 1, sizeof *all);
		take(st, &all[n++]);
	}
	stmt_close(st);
	for (i = 0; i < n; i++) {
		if (rc == 0)
			rc = cb(&all[i], arg);
		ask_clear(&all[i].ask);
	}
	free(all);
	return rc;
}
