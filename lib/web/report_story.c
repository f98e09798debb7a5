/* The samples: each with what was asked, answered and done, and its records. */
#include <stdio.h>
#include <string.h>

#include "base/when.h"
#include "store/contractor.h"
#include "web/report_part.h"

enum { SEQS = 60 };	/* numbers that are listed of one */

struct story {
	struct report_part *p;
	struct words *w;
	struct buf questions, leaves, seqs;
	int	count;
	struct err *e;
};

static void
moment(struct words *w, const char *name, int64_t at)
{
	char local[17] = "";

	if (at != 0)
		when_local(at, local);
	words_set(w, name, local);
}

static int
question(const struct period_question *q, void *arg)
{
	struct story *s = arg;
	struct words *w = words_under(s->w);
	int rc;

	words_int(w, "question", q->id);
	words_set(w, "kind", q->kind);
	words_set(w, "period", q->period);
	words_cell(w, "asked_on", q->asked_on);
	words_cell(w, "reviewers", q->reviewers);
	words_set(w, "state", q->state);
	words_set(w, "answer", q->answer);
	words_set(w, "actor", q->actor);
	words_set(w, "reason", q->reason);
	moment(w, "decided", q->decided_at);
	if (q->evidence > 0)
		words_int(w, "evidence", q->evidence);
	rc = words_block(w, "report-question", &s->questions, s->e);
	words_free(w);
	return rc;
}

static int
leave(const struct period_leave *l, void *arg)
{
	struct story *s = arg;
	struct words *w = words_under(s->w);
	int rc;

	report_part_leave(s->p, w, l);
	rc = words_block(w, "report-departure", &s->leaves, s->e);
	words_free(w);
	return rc;
}

static void
record(int64_t seq, void *arg)
{
	struct story *s = arg;

	if (s->count++ < SEQS)
		buf_fmt(&s->seqs, "%s%lld", s->count > 1 ? ", " : "",
		    (long long)seq);
}

static int
fill(struct story *s, int64_t id, struct err *e)
{
	const struct period *p = &s->p->r->p;
	struct db *db = s->p->x->db;

	if (period_questions(db, p, id, question, s, e) == -1 ||
	    period_leaves(db, p, id, leave, s, e) == -1 ||
	    period_records(db, p, id, record, s, e) == -1)
		return -1;
	words_html(s->w, "questions", &s->questions);
	words_html(s->w, "departures", &s->leaves);
	words_flag(s->w, "nothing_asked", s->questions.len == 0);
	words_int(s->w, "records_of", s->count);
	words_set(s->w, "seqs", buf_get(&s->seqs));
	words_flag(s->w, "seqs_more", s->count > SEQS);
	return 0;
}

/* One contractor: what there is about him within the period. */
static int
person(struct report_part *p, int64_t id, struct err *e)
{
	struct story s = { p, words_under(p->w), BUF_INIT(400000),
		BUF_INIT(100000), BUF_INIT(4000), 0, e };
	struct contractor c;
	int rc;

	memset(&c, 0, sizeof(c));
	if ((rc = contractor_get(p->x->db, id, &c, e)) == 1) {
		words_int(s.w, "contractor", id);
		words_set(s.w, "name", c.display_name);
		words_set(s.w, "upn", c.upn);
		words_set(s.w, "vendor", c.vendor);
		words_set(s.w, "status", c.status);
		words_set(s.w, "manager", c.manager_key);
		words_set(s.w, "start", c.contract_start);
		words_set(s.w, "end", c.contract_end);
		words_flag(s.w, "erased_person", c.upn == NULL &&
		    c.display_name == NULL);
		rc = fill(&s, id, e);
		if (rc == 0)
			rc = words_block(s.w, "report-story", &p->rows, e);
	}
	contractor_clear(&c);
	words_free(s.w);
	buf_clear(&s.questions);
	buf_clear(&s.leaves);
	buf_clear(&s.seqs);
	return rc == -1 ? -1 : 0;
}

int
report_part_people(struct report_part *p, struct err *e)
{
	int i, rc = 0;

	for (i = 0; i < p->r->everyone.n && rc == 0; i++)
		rc = person(p, p->r->everyone.id[i], e);
	return rc;
}

struct whose {
	int64_t	contractor;
};

static int
whose(const struct period_leave *l, void *arg)
{
	struct whose *w = arg;

	w->contractor = l->contractor;
	return 0;
}

int
report_part_leavers(struct report_part *p, struct err *e)
{
	struct whose w;
	int i, rc = 0;

	for (i = 0; i < p->r->leavers.n && rc == 0; i++) {
		rc = period_leave_one(p->x->db, &p->r->p, p->r->leavers.id[i],
		    whose, &w, e);
		if (rc == 0)
			rc = person(p, w.contractor, e);
	}
	return rc;
}
