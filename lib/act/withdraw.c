#include "act/withdraw.h"

#include <stdio.h>
#include <string.h>

#include "act/approval.h"
#include "act/record.h"
#include "base/jot.h"
#include "base/when.h"
#include "store/contractor.h"
#include "store/decision.h"
#include "store/job.h"
#include "store/question.h"

/* The end in force: the contract's, else the directory's; "" none. */
static void
end_in_force(const struct contractor *c, char end[11])
{
	if (c->contract_end[0] != '\0')
		memcpy(end, c->contract_end, 11);
	else if (c->expiry_at != WHEN_NEVER)
		when_date(when_last_day(c->expiry_at), end);
	else
		end[0] = '\0';
}

/* 1 if this job is a departure for a last day that is not the last any more;
 * day gets the day that was confirmed. */
static int
outlived(struct ctx *x, const struct job *j, const char *end, char day[11],
    struct err *e)
{
	struct decision d;
	int rc;

	if (j->begun || (rc = decision_get(x->db, j->decision, &d, e)) == 0)
		return 0;
	if (rc == -1)
		return -1;
	memcpy(day, d.day_on, 11);
	rc = strcmp(d.answer, "offboard_end") == 0 &&
	    (end[0] == '\0' || strcmp(end, d.day_on) > 0);
	decision_clear(&d);
	return rc;
}

static int
record(struct ctx *x, const struct contractor *c, const struct job *j,
    const char *day, const char *end, int64_t question, int64_t overtaken,
    struct err *e)
{
	struct jot t;
	int rc;

	jot_init(&t);
	jot_int(&t, "job", j->id);
	jot_int(&t, "decision", j->decision);
	jot_str(&t, "confirmed", day);
	jot_str(&t, "end", end[0] != '\0' ? end : NULL);
	jot_int(&t, "question", question);
	if (overtaken != 0)
		jot_int(&t, "overtaken", overtaken);
	rc = record_about(x, "departure.withdrawn", "contractor", c->id, &t,
	    NULL, e);
	jot_clear(&t);
	return rc;
}

/* What was asked about the old date is closed; its approval too. */
static int
close_open(struct ctx *x, const struct contractor *c, const struct job *j,
    int64_t *overtaken, struct err *e)
{
	struct question q;
	int rc;

	*overtaken = 0;
	if ((rc = question_newest(x->db, c->id, c->engagement, &q, e)) == -1)
		return -1;
	if (rc == 1 && strcmp(q.state, "open") == 0) {
		if (question_closed(x->db, q.id, "overtaken", e) == -1)
			return -1;
		*overtaken = q.id;
	}
	return approval_over(x, c, j->id, "offboard", e);
}

static int
withdraw(struct ctx *x, const struct contractor *c, const struct job *j,
    const char *day, const char *end, struct err *e)
{
	struct question q;
	int64_t id, overtaken;
	int rc;

	if ((rc = job_undone(x->db, j->id, e)) != 1)
		return rc;
	if (close_open(x, c, j, &overtaken, e) == -1)
		return -1;
	memset(&q, 0, sizeof q);
	q.contractor = c->id;
	q.engagement = c->engagement;
	snprintf(q.kind, sizeof q.kind, "left");
	snprintf(q.period, sizeof q.period, "changed/%s/%lld",
	    end[0] != '\0' ? end : "none", (long long)j->id);
	snprintf(q.wording, sizeof q.wording, "changed");
	q.opened_at = x->now;
	q.expires_at = x->now + policy_int(x->policy, "token_days") * 86400;
	memcpy(q.next_on, x->today_on, 11);
	if (question_insert(x->db, &q, &id, e) == -1 ||
	    contractor_look(x->db, c->id, e) == -1 ||
	    record(x, c, j, day, end, id, overtaken, e) == -1)
		return -1;
	return 1;
}

int
withdraw_moved(struct ctx *x, int64_t contractor, struct err *e)
{
	struct contractor c;
	struct job j;
	char end[11], day[11];
	int rc;

	if ((rc = job_pending(x->db, contractor, "offboard", &j, e)) != 1)
		return rc;
	memset(&c, 0, sizeof c);
	if ((rc = contractor_get(x->db, contractor, &c, e)) != 1)
		return rc;
	rc = 0;
	if (strcmp(c.status, "offboarding") != 0) {
		end_in_force(&c, end);
		rc = outlived(x, &j, end, day, e);
		if (rc == 1)
			rc = withdraw(x, &c, &j, day, end, e);
	}
	contractor_clear(&c);
	return rc == -1 ? err_add(e, "departure") : rc;
}
