/* Population, exceptions, and what was recorded. */
#include "web/report_part.h"

#include <stdio.h>
#include <string.h>

#include "domain/finding_words.h"

enum { LISTED = 200 };	/* rows of a list; the rest is counted */

int
report_part_row(struct report_part *p, struct words *w, const char *name)
{
	int rc = 0;

	p->count++;
	if (p->listed < LISTED) {
		p->listed++;
		rc = words_block(w, name, &p->rows, p->e);
	}
	words_free(w);
	return rc;
}

/* How many there are, and whether some are not listed. */
static int
counted(struct report_part *p, const char *name, int rc)
{
	char word[40];

	(void)snprintf(word, sizeof(word), "%s_count", name);
	words_int(p->w, word, p->count);
	(void)snprintf(word, sizeof(word), "%s_more", name);
	words_flag(p->w, word, p->count > p->listed);
	(void)snprintf(word, sizeof(word), "%s_none", name);
	words_flag(p->w, word, p->count == 0);
	return rc;
}

static void
status(const char *name, int64_t n, void *arg)
{
	struct report_part *p = arg;
	struct words *w = words_under(p->w);

	words_set(w, "status", name);
	words_int(w, "n", n);
	(void)report_part_row(p, w, "report-status");
}

int
report_part_statuses(struct report_part *p, struct err *e)
{
	return period_statuses(p->x->db, status, p, e);
}

/* ------------------------------------------------------------- departures */

static int
is_late(const struct report_part *p, const struct period_leave *l)
{
	return l->accounts > 0 && strcmp(l->state, "undone") != 0 &&
	    l->seconds > 3600 * policy_int(p->x->policy,
	    "offboard_sla_hours");
}

void
report_part_leave(struct report_part *p, struct words *w,
    const struct period_leave *l)
{
	char time[40];

	words_cell(w, "upn", l->upn);
	words_brief(w, "name", l->name, WORDS_NAME);
	words_int(w, "job", l->job);
	words_int(w, "contractor", l->contractor);
	words_set(w, "answer", l->answer);
	words_set(w, "state", l->state);
	words_moment(w, "decided", l->decided_at);
	words_moment(w, "due", l->due_at);
	words_int(w, "evidence", l->evidence);
	words_int(w, "accounts", l->accounts);
	words_int(w, "open_accounts", l->left);
	words_flag(w, "all_disabled", l->accounts > 0 && l->left == 0);
	words_flag(w, "some_left", l->left > 0);
	words_flag(w, "no_account", l->accounts == 0);
	(void)snprintf(time, sizeof(time), "%lld:%02lld",
	    (long long)(l->seconds / 3600), (long long)(l->seconds / 60 %
	    60));
	words_cell(w, "time", l->accounts > 0 ? time : NULL);
	words_flag(w, "is_late", is_late(p, l));
	words_flag(w, "in_time", l->accounts > 0 && l->left == 0 &&
	    !is_late(p, l));
	words_cell(w, "waived", l->waived);
}

static int
late(const struct period_leave *l, void *arg)
{
	struct report_part *p = arg;
	struct words *w;

	if (!is_late(p, l))
		return 0;
	w = words_under(p->w);
	report_part_leave(p, w, l);
	return report_part_row(p, w, "report-leave");
}

int
report_part_late(struct report_part *p, struct err *e)
{
	return counted(p, "late", period_leaves(p->x->db, &p->r->p, 0, late,
	    p, e));
}

static int
waived(const struct period_leave *l, void *arg)
{
	struct report_part *p = arg;
	struct words *w;

	if (l->waived == NULL)
		return 0;
	w = words_under(p->w);
	report_part_leave(p, w, l);
	return report_part_row(p, w, "report-leave");
}

int
report_part_waived(struct report_part *p, struct err *e)
{
	return counted(p, "waived", period_leaves(p->x->db, &p->r->p, 0,
	    waived, p, e));
}

/* --------------------------------------------------------------- findings */

/* What an auditor asks about; the others are in ctr-review list. */
static int
is_exception(const char *kind)
{
	static const char *const kinds[] = { "changed_hands", "job_held",
		"past_end", "proof_invalid", "reenabled", "roster_held",
		"step_failed", "unanswered" };
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kind, kinds[i]) == 0)
			return 1;
	return 0;
}

static int
finding(const struct period_finding *f, void *arg)
{
	struct report_part *p = arg;
	struct words *w;

	if (!is_exception(f->kind))
		return 0;
	w = words_under(p->w);
	words_int(w, "finding", f->id);
	words_set(w, "kind", f->kind);
	words_set(w, "kind_words", finding_words(f->kind));
	words_cell(w, "about", f->upn != NULL ? f->upn : f->subject);
	words_moment(w, "opened", f->opened_at);
	words_moment(w, "closed", f->closed_at);
	words_flag(w, "open", f->closed_at == 0);
	words_set(w, "outcome", f->outcome);
	words_set(w, "why", f->why);
	return report_part_row(p, w, "report-finding");
}

int
report_part_findings(struct report_part *p, struct err *e)
{
	return counted(p, "finding", period_findings(p->x->db, &p->r->p,
	    finding, p, e));
}

/* ---------------------------------------------------------------- records */

static int
marks(struct report_part *p, int kind, const char *name)
{
	const struct report_mark *m;
	struct words *w;
	int i, rc = 0;

	for (i = 0; i < p->r->n_marks && rc == 0; i++) {
		m = &p->r->marks[i];
		if ((int)m->kind != kind)
			continue;
		w = words_under(p->w);
		words_int(w, "seq", m->seq);
		words_moment(w, "at", m->at);
		words_set(w, "action", m->action);
		words_set(w, "actor", m->actor);
		words_set(w, "subject", m->subject);
		rc = report_part_row(p, w, "report-mark");
	}
	p->count = (int)p->r->counts[kind];
	return counted(p, name, rc);
}

int
report_part_duties(struct report_part *p, struct err *e)
{
	(void)e;
	return marks(p, REPORT_DUTIES, "duty");
}

int
report_part_guards(struct report_part *p, struct err *e)
{
	(void)e;
	return marks(p, REPORT_GUARD, "guard");
}

int
report_part_rules(struct report_part *p, struct err *e)
{
	(void)e;
	return marks(p, REPORT_RULES, "rule");
}

int
report_part_erased(struct report_part *p, struct err *e)
{
	(void)e;
	return marks(p, REPORT_ERASED, "erased");
}

int
report_part_actions(struct report_part *p, struct err *e)
{
	struct words *w;
	int i, rc = 0;

	(void)e;
	for (i = 0; i < p->r->n_actions && rc == 0; i++) {
		w = words_under(p->w);
		words_set(w, "action", p->r->actions[i].name);
		words_int(w, "n", p->r->actions[i].n);
		rc = report_part_row(p, w, "report-action");
	}
	return counted(p, "action", rc);
}
