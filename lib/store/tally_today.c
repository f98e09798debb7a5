#include <string.h>

#include "store/since.h"
#include "store/tally.h"

/* What came since: from an id on, by the primary key. */
struct from {
	int64_t	question, outbox, decision, evidence;
};

static int
begin(struct db *db, int64_t since, struct from *f, struct err *e)
{
	return since_question(db, since, &f->question, e) == -1 ||
	    since_outbox(db, since, &f->outbox, e) == -1 ||
	    since_decision(db, since, &f->decision, e) == -1 ||
	    since_evidence(db, since, &f->evidence, e) == -1 ? -1 : 0;
}

int
tally_today(struct db *db, int64_t since, struct tally_today *t,
    struct err *e)
{
	struct stmt *st;
	struct from f;
	int64_t *const n[] = { &t->rosters, &t->rows, &t->added, &t->changed,
		&t->contractors, &t->questions, &t->mails, &t->sent,
		&t->answers, &t->leaves, &t->started, &t->ended, &t->open,
		&t->records, &t->newest };
	size_t i;
	int rc;

	memset(t, 0, sizeof(*t));
	if (begin(db, since, &f, e) == -1)
		return -1;
	if ((st = stmt_open(db, "SELECT r.n, r.rows, r.added, r.changed,"
	    " (SELECT count(*) FROM contractor), (SELECT count(*)"
	    " FROM question WHERE id >= :question), o.n, o.sent, d.n,"
	    " d.leaves, s.n, s.ended, (SELECT count(*) FROM job WHERE state"
	    " IN ('waiting','due','held') AND kind = 'offboard'), (SELECT"
	    " count(*) FROM evidence WHERE seq >= :evidence), (SELECT"
	    " coalesce(max(seq), 0) FROM evidence) FROM (SELECT count(*)"
	    " AS n, total(rows) AS rows, total(added) AS added,"
	    " total(changed) AS changed FROM roster WHERE came_at >= :since"
	    " AND state = 'applied') r, (SELECT count(*) AS n,"
	    " total(state = 'sent') AS sent FROM outbox WHERE id >= :outbox)"
	    " o, (SELECT count(*) AS n, total(permits IS 'offboard')"
	    " AS leaves FROM decision WHERE id >= :decision) d, (SELECT"
	    " count(*) AS n, total(state = 'done') AS ended FROM job WHERE"
	    " kind = 'offboard' AND started_at IS NOT NULL AND"
	    " started_at >= :since) s", e)) == NULL)
		return -1;
	stmt_int(st, ":since", since);
	stmt_int(st, ":question", f.question);
	stmt_int(st, ":outbox", f.outbox);
	stmt_int(st, ":decision", f.decision);
	stmt_int(st, ":evidence", f.evidence);
	if ((rc = stmt_step(st, e)) == 1)
		for (i = 0; i < sizeof(n) / sizeof(n[0]); i++)
			*n[i] = stmt_col_int(st, (int)i);
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}
