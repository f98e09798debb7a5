#include "store/newcomer_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void
take_row(struct stmt *st, struct newcomer_row *r)
{
	r->contractor = stmt_col_int(st, 0);
	r->engagement = (int)stmt_col_int(st, 1);
	stmt_col_copy(st, 2, r->batch, sizeof(r->batch));
	r->wanted_by = stmt_col_dup(st, 3);
	stmt_col_copy(st, 4, r->state, sizeof(r->state));
	r->stage = (int)stmt_col_int(st, 5);
	r->made_at = stmt_col_int(st, 6);
}

static void
take(struct stmt *st, struct newcomer_line *l)
{
	memset(l, 0, sizeof(*l));
	take_row(st, &l->row);
	l->name = stmt_col_dup(st, 7);
	l->upn = stmt_col_dup(st, 8);
	l->vendor = stmt_col_dup(st, 9);
	l->manager = stmt_col_dup(st, 10);
	stmt_col_copy(st, 11, l->start, sizeof(l->start));
	stmt_col_copy(st, 12, l->end, sizeof(l->end));
	stmt_col_copy(st, 13, l->status, sizeof(l->status));
	l->question = stmt_col_int(st, 14);
	stmt_col_copy(st, 15, l->question_state, sizeof(l->question_state));
	l->opened_at = stmt_col_int(st, 16);
	l->expires_at = stmt_col_int(st, 17);
	stmt_col_copy(st, 18, l->answer, sizeof(l->answer));
	l->reason = stmt_col_dup(st, 19);
	l->decided_at = stmt_col_int(st, 20);
	stmt_col_copy(st, 21, l->job_state, sizeof(l->job_state));
	l->due_at = stmt_col_int(st, 22);
	l->finding = stmt_col_int(st, 23);
	l->finding_kind = stmt_col_dup(st, 24);
	l->finding_why = stmt_col_dup(st, 25);
	l->row.wanted_key = stmt_col_dup(st, 26);
	l->row.wanted_mail = stmt_col_dup(st, 27);
}

static void
line_clear(struct newcomer_line *l)
{
	newcomer_row_clear(&l->row);
	free(l->name);
	free(l->upn);
	free(l->vendor);
	free(l->manager);
	free(l->reason);
	free(l->finding_kind);
	free(l->finding_why);
}

static int
give(struct newcomer_line *all, int n, newcomer_list_cb *cb, void *arg)
{
	int i, rc = 0;

	for (i = 0; i < n; i++) {
		if (rc == 0 && cb != NULL)
			rc = cb(&all[i], arg);
		line_clear(&all[i]);
	}
	free(all);
	return rc;
}

int
newcomer_list_each(struct db *db, const char *state, int64_t before,
    int64_t nth, int max, newcomer_list_cb *cb, void *arg, struct err *e)
{
	struct newcomer_line *all = NULL;
	struct stmt *st;
	int n = 0, rc;

	if ((st = stmt_open(db, "SELECT n.contractor, n.engagement, n.batch,"
	    " n.wanted_by, n.state, n.stage, n.made_at, c.display_name, c.upn,"
	    " c.vendor, c.manager_key, c.contract_start, c.contract_end,"
	    " iif(c.engagement = n.engagement, c.status, ''), q.id, q.state,"
	    " q.opened_at, q.expires_at, d.answer, d.reason, d.decided_at,"
	    " j.state, j.due_at, f.id, f.kind, f.detail ->> '$.why',"
	    " n.wanted_key, n.wanted_mail"
	    " FROM newcomer n JOIN contractor c ON c.id = n.contractor"
	    " LEFT JOIN question q ON q.id = (SELECT max(k.id) FROM question k"
	    " WHERE k.contractor = n.contractor AND k.engagement ="
	    " n.engagement AND k.kind = 'provision')"
	    " LEFT JOIN decision d ON d.id = q.decision"
	    " LEFT JOIN job j ON j.decision = d.id AND j.kind = 'provision'"
	    " LEFT JOIN finding f ON f.id = (SELECT max(g.id) FROM finding g"
	    " WHERE g.subject = 'contractor/' || n.contractor"
	    " AND g.closed_at IS NULL AND g.kind IN ('approval_waiting',"
	    " 'duplicate'))"
	    " WHERE (n.contractor, n.engagement) < (:before, :nth)"
	    " AND c.erased_at IS NULL"
	    " AND (:state = '' OR n.state = :state)"
	    " ORDER BY n.contractor DESC, n.engagement DESC LIMIT :max",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":before", before);
	stmt_int(st, ":nth", nth);
	stmt_text(st, ":state", state);
	stmt_int(st, ":max", max);
	while ((rc = stmt_step(st, e)) == 1) {
		all = mem_grow(all, (size_t)n + 1, sizeof(*all));
		take(st, &all[n++]);
	}
	stmt_close(st);
	if (rc == -1) {
		(void)give(all, n, NULL, NULL);
		return -1;
	}
	rc = give(all, n, cb, arg);
	return rc == 0 ? n : rc;
}
