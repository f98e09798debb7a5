#include "store/roll.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/num.h"
#include "store/roll_internal.h"

/* The directory's word counts where nobody else spoke (registry.h), and is
 * looked up only where it is asked for. */
#define ROW "SELECT c.id, c.upn_key, c.worker_id," \
	" CASE WHEN :names THEN coalesce(c.display_name, (SELECT" \
	" a.display_name FROM account a WHERE a.contractor = c.id" \
	" AND a.connector = 'ad' AND a.main = 1)) END, c.vendor," \
	" CASE WHEN :managers THEN coalesce(c.manager_key, (SELECT p.upn_key" \
	" FROM account a JOIN person p ON p.id = a.manager" \
	" WHERE a.contractor = c.id AND a.connector = 'ad'" \
	" AND a.main = 1)) END, c.status, c.contract_end, c.expiry_at," \
	" c.attested_at FROM "
#define KEPT " AND c.erased_at IS NULL" \
	" AND (:status IS NULL OR c.status = :status)" \
	" AND (:before IS NULL OR c.contract_end < :before)" \
	" AND (:no_end = 0 OR c.contract_end IS NULL)" \
	" AND (:missing = 0 OR c.missing_on IS NOT NULL)" \
	" AND (:connector IS NULL OR EXISTS (SELECT 1 FROM account a" \
	" WHERE a.contractor = c.id AND a.connector = :connector" \
	" AND a.state <> 'gone'))" \
	" AND (:finding IS NULL OR EXISTS (SELECT 1 FROM finding f" \
	" WHERE f.kind = :finding AND f.closed_at IS NULL" \
	" AND f.subject = 'contractor/' || c.id)" \
	" OR EXISTS (SELECT 1 FROM account a JOIN finding f" \
	" ON f.subject = 'account/' || a.id AND f.kind = :finding" \
	" AND f.closed_at IS NULL WHERE a.contractor = c.id))" \
	" AND (:question = 0 OR EXISTS (SELECT 1 FROM question q" \
	" WHERE q.contractor = c.id AND q.state = 'open'" \
	" AND q.kind IN ('monthly','anchor','left')))"

/* by_upn: in the order of its index, those that begin so alone. */
static int
by_upn(struct roll_pass *w)
{
	const struct roll_ask *q = w->q;
	const char *begin = q->text != NULL ? q->text : "";
	struct buf end = BUF_INIT(8192);
	struct stmt *st;
	int rc;

	/* Behind all that begin so: U+10FFFF is no letter. */
	buf_fmt(&end, "%s\364\217\277\277", begin);
	if (q->desc) {
		st = stmt_open(w->db, ROW "contractor c"
		    " WHERE c.upn_key >= :low AND c.upn_key <= :high" KEPT
		    " ORDER BY c.upn_key DESC", w->e);
		if (st != NULL) {
			stmt_text(st, ":low", begin);
			stmt_text(st, ":high", q->after != NULL ? q->after :
			    buf_get(&end));
		}
	} else {
		st = stmt_open(w->db, ROW "contractor c"
		    " WHERE c.upn_key >= :low AND c.upn_key <= :high" KEPT
		    " ORDER BY c.upn_key", w->e);
		if (st != NULL) {
			stmt_text(st, ":low", q->after != NULL &&
			    strcmp(q->after, begin) > 0 ? q->after : begin);
			stmt_text(st, ":high", buf_get(&end));
		}
	}
	rc = roll_pass(w, st);
	buf_clear(&end);
	return rc;
}

/* without_upn: newcomers who have no account yet come last. */
static int
without_upn(struct roll_pass *w, int64_t after)
{
	struct stmt *st;

	w->unnamed = 1;
	if ((st = stmt_open(w->db, ROW "contractor c WHERE c.upn_key IS NULL"
	    " AND c.id > :after" KEPT " ORDER BY c.id", w->e)) != NULL)
		stmt_int(st, ":after", after);
	return roll_pass(w, st);
}

static int
in_order(struct roll_pass *w)
{
	const struct roll_ask *q = w->q;
	int unnamed = q->after != NULL && strcmp(q->after, ROLL_NO_UPN) == 0;

	w->in_order = 1;
	if (!unnamed && by_upn(w) == -1)
		return -1;
	if (w->out->n > q->max || w->out->cut || q->text != NULL)
		return 0;
	return without_upn(w, unnamed ? q->after_id : 0);
}

enum { RARE = 5000 };

/* is_rare: 1 if so few accounts are in the system that they are read instead
 * of the contractors; 0, -1. */
static int
is_rare(struct roll_pass *w)
{
	struct stmt *st;
	int rc;

	if (w->q->connector == NULL)
		return 0;
	if ((st = stmt_open(w->db, "SELECT count(*) FROM (SELECT 1"
	    " FROM account WHERE connector = :connector LIMIT :max)",
	    w->e)) == NULL)
		return -1;
	stmt_text(st, ":connector", w->q->connector);
	stmt_int(st, ":max", RARE);
	rc = stmt_step(st, w->e);
	if (rc == 1)
		rc = stmt_col_int(st, 0) < RARE;
	stmt_close(st);
	return rc;
}

/* found: by an index of what is asked, in whatever order.  NULL with e, or
 * *none: no index knows it. */
static struct stmt *
found(struct roll_pass *w, int *none)
{
	const struct roll_ask *q = w->q;
	struct stmt *st = NULL;
	int rare;

	*none = 0;
	if (q->text != NULL && q->in == ROLL_WORKER) {
		st = stmt_open(w->db, ROW "contractor c"
		    " WHERE c.worker_id = :worker" KEPT, w->e);
		if (st != NULL)
			stmt_text(st, ":worker", q->worker);
	} else if (q->status != NULL && strcmp(q->status, "active") != 0) {
		st = stmt_open(w->db, ROW "contractor c"
		    " WHERE c.status = :odd AND c.status <> 'active'" KEPT,
		    w->e);
		if (st != NULL)
			stmt_text(st, ":odd", q->status);
	} else if (q->finding != NULL) {
		w->finding = NULL;
		st = stmt_open(w->db, ROW "finding g CROSS JOIN contractor c"
		    " ON c.id = CASE WHEN g.subject GLOB 'contractor/*' THEN"
		    " CAST(substr(g.subject, 12) AS INTEGER)"
		    " WHEN g.subject GLOB 'account/*' THEN (SELECT h.contractor"
		    " FROM account h WHERE h.id = CAST(substr(g.subject, 9)"
		    " AS INTEGER)) END WHERE g.kind = :kind"
		    " AND g.closed_at IS NULL" KEPT, w->e);
		if (st != NULL)
			stmt_text(st, ":kind", q->finding);
	} else if (q->question)
		st = stmt_open(w->db, ROW "question g"
		    " CROSS JOIN contractor c ON c.id = g.contractor"
		    " WHERE g.state = 'open'"
		    " AND g.kind IN ('monthly','anchor','left')" KEPT, w->e);
	else if ((rare = is_rare(w)) == 1)
		st = stmt_open(w->db, ROW "account g"
		    " CROSS JOIN contractor c ON c.id = g.contractor"
		    " WHERE g.connector = :connector" KEPT, w->e);
	else
		*none = rare == 0;
	return st;
}

/* through: the whole table, behind q->from. */
static struct stmt *
through(struct roll_pass *w)
{
	struct stmt *st = stmt_open(w->db, ROW "contractor c"
	    " WHERE c.id > :from" KEPT " ORDER BY c.id", w->e);

	if (st != NULL)
		stmt_int(st, ":from", w->q->from);
	return st;
}

static int
is_common(const struct roll_ask *q)
{
	return q->sort == ROLL_BY_UPN && (q->text == NULL ||
	    q->in == ROLL_UPN) && q->before == NULL && !q->no_end &&
	    !q->missing && q->from == 0;
}

static int
look(struct roll_pass *w)
{
	struct stmt *st;
	int none;

	if (w->q->whole) {
		w->in_order = 1;
		return roll_pass(w, through(w));
	}
	if ((st = found(w, &none)) != NULL || !none)
		return roll_pass(w, st);
	return is_common(w->q) ? in_order(w) : roll_pass(w, through(w));
}

int
roll_page(struct db *db, const struct roll_ask *q, struct roll_page *out,
    struct err *e)
{
	struct roll_pass w = { .db = db, .q = q, .out = out, .e = e };

	memset(out, 0, sizeof(*out));
	w.finding = q->finding;
	w.numbers = q->sort == ROLL_BY_EXPIRY || q->sort == ROLL_BY_ATTESTED ||
	    q->sort == ROLL_BY_ID;
	if (w.numbers && q->after != NULL && num_int(q->after, 0, INT64_MAX,
	    &w.after_number) == -1)
		return err_set(e, ERR_DATA, "after: not a number");
	roll_begin(&w);
	if (look(&w) == -1) {
		roll_clear(out);
		return -1;
	}
	if (out->n > q->max) {
		free(out->row[--out->n].key);
		out->more = 1;
		out->cut = out->cut && !w.in_order;
	}
	return 0;
}

void
roll_clear(struct roll_page *p)
{
	while (p->n > 0)
		free(p->row[--p->n].key);
	free(p->cut_key);
	p->cut_key = NULL;
}
