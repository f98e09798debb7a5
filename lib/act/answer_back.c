#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/answer_internal.h"
#include "act/approval.h"
#include "act/follow.h"
#include "base/jot.h"
#include "store/decision_answer.h"
#include "store/evidence.h"
#include "store/override.h"

static int
record(struct given *g, const char *was, struct err *e)
{
	struct jot j;
	int rc;

	jot_init(&j);
	jot_int(&j, "decision", g->decision);
	jot_change(&j, "contract_end", g->t->contractor.contract_end,
	    *was != '\0' ? was : NULL);
	jot_str(&j, "source", "decision");
	rc = evidence_add(g->x->db, g->x->now, g->x->actor,
	    "contractor.change", g->subject, jot_get(&j), NULL, e);
	jot_clear(&j);
	return rc;
}

/* The decision's word on the end goes; an extension before it stands again,
 * and what the roster says is the field's own if nobody beats it. */
static int
word_back(struct given *g, const char *was, struct err *e)
{
	struct db *db = g->x->db;
	int64_t id = g->t->contractor.id, extends;
	char *roster = NULL;
	int known, same;

	/* The one that is taken back is not counted any more. */
	extends = decision_extends(db, id, g->t->contractor.engagement, e);
	known = override_get(db, id, "contract_end", "roster", &roster, e);
	same = known == 1 && strcmp(roster != NULL ? roster : "", was) == 0;
	free(roster);
	if (extends == -1 || known == -1)
		return -1;
	if (extends > 0 && !same && *was != '\0')
		return override_set(db, id, "contract_end", "decision", was,
		    g->x->now, g->x->actor, e);
	if (override_drop(db, id, "contract_end", "decision", e) == -1)
		return -1;
	return same && override_drop(db, id, "contract_end", "roster", e) ==
	    -1 ? -1 : 0;
}

/* Nothing is set back where it waited for an approver, or where the end has
 * moved since. */
static int
end_back(struct given *g, struct err *e)
{
	struct contractor *c = &g->t->contractor;
	struct decision *d = &g->t->decision;
	char was[11];
	int rc;

	rc = decision_answer_was(g->x->db, c->id, d->id, was, e);
	if (rc != 1 || strcmp(c->contract_end, d->day_on) != 0)
		return rc == -1 ? -1 : 0;
	if (word_back(g, was, e) == -1 ||
	    contractor_end(g->x->db, c->id, was, g->x->now, e) == -1)
		return -1;
	return record(g, was, e);
}

int
answer_back(struct given *g, struct err *e)
{
	struct ticket *t = g->t;
	const struct job *j = t->job.id != 0 ? &t->job : &t->extension;
	char subject[32];

	if (answer_record(g, "undo", t->decision.id, e) == -1)
		return -1;
	(void)snprintf(subject, sizeof(subject), "job/%lld",
	    (long long)j->id);
	if (j->id != 0 && (job_undone(g->x->db, j->id, e) == -1 ||
	    answer_evidence(g, "job.undone", subject, "why", "taken back",
	    e) == -1 || approval_over(g->x, &t->contractor, j->id, "extend",
	    e) == -1))
		return -1;
	if (end_back(g, e) == -1 ||
	    answer_reopen(g, t->decision.id, e) == -1 ||
	    follow_end(g->x, t->contractor.id, e) == -1)
		return -1;
	return contractor_look(g->x->db, t->contractor.id, e);
}
