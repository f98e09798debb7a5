#include <stdlib.h>
#include <string.h>

#include "act/answer_hr.h"
#include "base/jot.h"
#include "base/when.h"
#include "store/contractor.h"
#include "store/decision.h"
#include "store/job.h"
#include "store/question.h"

/* job_word: how far a departure is. */
static const char *
job_word(const struct job *j)
{
	if (strcmp(j->state, "undone") == 0 || strcmp(j->state, "done") == 0 ||
	    strcmp(j->state, "held") == 0)
		return j->state;
	if (strcmp(j->state, "waiting") == 0)
		return "waiting";
	return j->begun ? "running" : "scheduled";
}

static void
instant(struct jot *o, const char *name, int64_t at)
{
	char iso[21];

	when_iso(at, iso);
	jot_str(o, name, at == 0 || at == WHEN_NEVER ? NULL : iso);
}

static void
departure(struct jot *o, const struct job *j)
{
	struct jot d;

	if (j->id == 0) {
		jot_null(o, "departure");
		return;
	}
	jot_init(&d);
	jot_int(&d, "id", j->id);
	jot_str(&d, "state", job_word(j));
	instant(&d, "due_at", j->due_at);
	instant(&d, "started_at", j->started_at);
	instant(&d, "done_at", j->done_at);
	jot_raw(o, "departure", jot_get(&d));
	jot_clear(&d);
}

/*
 * asked: what became of the question: the one of the report, or the one that
 * is open now, which it gave way to.
 */
static int
asked(struct ctx *x, const struct apicall *a, int engagement,
    const char **word, char answer[16], struct err *e)
{
	struct question q;
	struct decision d;
	int rc;

	*word = "closed";
	rc = question_newest(x->db, a->contractor, engagement, &q, e);
	if (rc == 1 && strcmp(q.state, "open") == 0)
		*word = "asked";
	if (rc == -1 || *word[0] == 'a' || a->question == 0)
		return rc == -1 ? -1 : 0;
	if ((rc = question_get(x->db, a->question, &q, e)) != 1 ||
	    q.decision == 0)
		return rc == -1 ? -1 : 0;
	if ((rc = decision_get(x->db, q.decision, &d, e)) == 1) {
		*word = "answered";
		memcpy(answer, d.answer, sizeof(d.answer));
		decision_clear(&d);
	}
	return rc == -1 ? -1 : 0;
}

static int
load(struct ctx *x, const struct apicall *a, struct contractor *c,
    struct job *j, struct err *e)
{
	int64_t job;
	int rc;

	memset(j, 0, sizeof(*j));
	if ((rc = contractor_get(x->db, a->contractor, c, e)) != 1)
		return rc == -1 ? -1 : err_set(e, ERR_BUG,
		    "request %lld is about nobody", (long long)a->id);
	if ((rc = apicall_departure(x->db, a, &job, e)) == 1)
		rc = job_get(x->db, job, j, e);
	return rc == -1 ? -1 : 0;
}

int
answer_hr_state(struct ctx *x, const struct apicall *a, struct buf *out,
    struct err *e)
{
	char answer[16] = "";
	struct contractor c;
	const char *word = NULL;
	struct jot o;
	struct job j;
	int rc = load(x, a, &c, &j, e);

	/* Taken back: he may have been asked again. */
	if (rc == 0 && (j.id == 0 || strcmp(j.state, "undone") == 0))
		rc = asked(x, a, a->engagement, &word, answer, e);
	if (rc == 0 && j.id != 0 && (word == NULL || word[0] == 'c'))
		word = job_word(&j);
	if (rc == 0) {
		jot_init(&o);
		jot_int(&o, "id", a->id);
		jot_str(&o, "request_id", a->request);
		jot_str(&o, "kind", a->decision != 0 ? "decision" : "report");
		jot_str(&o, "state", word);
		jot_str(&o, "upn", c.upn);
		jot_str(&o, "worker_id", c.worker_id);
		jot_str(&o, "last_day", a->last_day[0] != '\0' ? a->last_day :
		    NULL);
		jot_str(&o, "answer", answer[0] != '\0' ? answer : NULL);
		instant(&o, "asked_at", a->made_at);
		departure(&o, &j);
		buf_str(out, jot_get(&o));
		jot_clear(&o);
	}
	contractor_clear(&c);
	return rc;
}
