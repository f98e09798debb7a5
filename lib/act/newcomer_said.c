#include "act/newcomer_said.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/approval.h"
#include "act/askable.h"
#include "act/job_proof.h"
#include "act/newcomer_ask.h"
#include "act/newcomer_want.h"
#include "base/mem.h"
#include "base/num.h"
#include "domain/link.h"
#include "store/ask.h"
#include "store/setting.h"

enum { STAGES = 8 };		/* that a policy can name, and more */

struct hearing {
	struct ctx *x;
	const char *keys;
	const struct contractor *c;
	struct people *people;
	struct newcomer_row r;
	const char *print;	/* of the last */
	char	*said[STAGES];	/* whose yes it was */
	int	n;
	struct newcomer_said *out;
	struct err *e;
};

/* "approval/ROUND/STAGE" of a question; 1, or 0 it is none of ours. */
static int
place(const struct question *q, int *round, int *stage)
{
	char copy[sizeof(q->period)], *slash;
	int64_t a, b;

	(void)snprintf(copy, sizeof(copy), "%s", q->period);
	if (strcmp(q->kind, "provision") != 0 ||
	    strncmp(copy, "approval/", 9) != 0 ||
	    (slash = strchr(copy + 9, '/')) == NULL)
		return 0;
	*slash = '\0';
	if (num_int(copy + 9, 1, INT32_MAX, &a) == -1 ||
	    num_int(slash + 1, 0, STAGES - 1, &b) == -1)
		return 0;
	*round = (int)a;
	*stage = (int)b;
	return 1;
}

static enum job_check
yes_or(struct hearing *h, int rc, const char *why)
{
	return rc == -1 ? JOB_CHECK_ERROR : rc == 1 ? JOB_CHECK_GOOD :
	    job_proof_no(h->e, why);
}

/* Somebody who may say it at this stage, and has said none yet. */
static enum job_check
person(struct hearing *h, const char *key, int stage)
{
	int i, rc = 0;

	if ((rc = newcomer_ask_own(h->x, &h->r, key, h->e)) != 0)
		return rc == -1 ? JOB_CHECK_ERROR : job_proof_no(h->e,
		    "who wants him is who approved");
	for (i = 0; i < h->n && rc == 0; i++)
		rc = approval_same(h->x->db, h->said[i], key, h->e);
	if (rc != 0)
		return rc == -1 ? JOB_CHECK_ERROR : job_proof_no(h->e,
		    "two approvals are of one person");
	h->said[h->n++] = mem_str(key);
	if (stage >= newcomer_ask_stages(h->x))
		return JOB_CHECK_GOOD;
	rc = *newcomer_ask_word(h->x, stage) == 'a' ?
	    approval_may(h->x, key, NULL, h->e) : askable_manager(h->x,
	    h->people, h->c, key, h->e);
	h->out->anew = rc == 0;
	return yes_or(h, rc, "somebody approved who is not to be asked");
}

static enum job_check
one(struct hearing *h, const struct decision *d, int stage, const char *answer)
{
	enum job_check ck;
	struct question q;
	struct ask a;
	int rc;

	if (strcmp(d->answer, answer) != 0)
		return job_proof_no(h->e, "an approval is missing");
	ck = job_proof(h->x, h->keys, d, h->c, NULL, &q, h->e);
	if (ck != JOB_CHECK_GOOD)
		return ck;
	if (strcmp(q.batch, h->print) != 0)
		return job_proof_no(h->e, "he is not who was approved");
	if ((rc = ask_get(h->x->db, d->ask, &a, h->e)) == 1)
		ck = person(h, a.reviewer_key, stage);
	else
		ck = yes_or(h, rc, "an approval is missing");
	ask_clear(&a);
	return ck;
}

static enum job_check
earlier(struct hearing *h, int round, int stage)
{
	enum job_check ck;
	struct question q;
	struct decision d;
	char period[40];
	int rc;

	memset(&d, 0, sizeof(d));
	(void)snprintf(period, sizeof(period), "approval/%d/%d", round,
	    stage);
	rc = question_find(h->x->db, h->c->id, h->c->engagement, "provision",
	    period, &q, h->e);
	if (rc == 1)
		rc = decision_get(h->x->db, q.decision, &d, h->e);
	ck = rc == 1 ? one(h, &d, stage, "approve") :
	    yes_or(h, rc, "an approval is missing");
	decision_clear(&d);
	return ck;
}

static int
set_since(const char *name, const char *value, int64_t set_at,
    const char *set_by, void *arg)
{
	int64_t *at = arg;

	(void)value;
	(void)set_by;
	if (strcmp(name, "provision_approval") == 0)
		*at = set_at;
	return 0;
}

/* Too few: since the policy has changed, or since somebody left them out. */
static enum job_check
few(struct hearing *h, const struct decision *d)
{
	int64_t at = 0;

	if (setting_each(h->x->db, set_since, &at, h->e) == -1)
		return JOB_CHECK_ERROR;
	h->out->anew = at > d->decided_at;
	return job_proof_no(h->e, "an approval is missing");
}

static enum job_check
all(struct hearing *h, const struct decision *d, const struct question *q)
{
	enum job_check ck = JOB_CHECK_GOOD;
	int round, last, i;

	if (!place(q, &round, &last))
		return job_proof_no(h->e, "an approval is missing");
	if (last + 1 < newcomer_ask_stages(h->x))
		return few(h, d);
	for (i = 0; i < last && ck == JOB_CHECK_GOOD; i++)
		ck = earlier(h, round, i);
	return ck == JOB_CHECK_GOOD ? one(h, d, last, "provision") : ck;
}

static enum job_check
shell_of(struct hearing *h, const struct decision *d, const char *print)
{
	char what[LINK_WHAT];

	link_what("provision", "shell", print, what);
	err_clear(h->e);
	return job_proof(h->x, h->keys, d, h->c, what, NULL, h->e);
}

/* It holds for him as he was put down: then he is another since. */
static enum job_check
shell_once(struct hearing *h, const struct decision *d)
{
	enum job_check ck = JOB_CHECK_INVALID;
	int rc = newcomer_row_get(h->x->db, h->c->id, h->c->engagement, &h->r,
	    h->e);

	if (rc == -1)
		return JOB_CHECK_ERROR;
	if (rc == 1 && (ck = shell_of(h, d, h->r.print)) == JOB_CHECK_GOOD) {
		h->out->anew = 1;
		ck = job_proof_no(h->e, "he is not who was approved");
	}
	return ck;
}

/* An operator's own word, where the policy asks for nobody's. */
static enum job_check
shell(struct hearing *h, const struct decision *d)
{
	enum job_check ck = JOB_CHECK_INVALID;
	char print[65];
	int i;

	if (strcmp(d->known_by, "shell") != 0)
		return job_proof_no(h->e, "an approval is missing");
	if (!newcomer_ask_nobody(h->x))
		return few(h, d);
	for (i = 0; i < 2 && ck == JOB_CHECK_INVALID; i++) {
		h->out->named = i == 1;
		newcomer_want_print(h->c, i == 0 ? h->c->upn : NULL, print);
		ck = shell_of(h, d, print);
	}
	return ck == JOB_CHECK_INVALID ? shell_once(h, d) : ck;
}

static enum job_check
hear(struct hearing *h, const struct decision *d)
{
	struct question q;
	int rc;

	if (d->question == 0)
		return shell(h, d);
	if ((rc = question_get(h->x->db, d->question, &q, h->e)) != 1)
		return yes_or(h, rc, "an approval is missing");
	h->print = q.batch;
	switch (newcomer_want_same(h->c, q.batch)) {
	case NEWCOMER_OTHER:
		h->out->anew = 1;
		return job_proof_no(h->e, "he is not who was approved");
	case NEWCOMER_SAME_NAMED:
		h->out->named = 1;
		break;
	case NEWCOMER_SAME:
		break;
	}
	rc = newcomer_row_get(h->x->db, h->c->id, h->c->engagement, &h->r,
	    h->e);
	if (rc != 1)
		return yes_or(h, rc, "nobody wants him");
	h->people = people_new(h->x, h->e);
	return h->people == NULL ? JOB_CHECK_ERROR : all(h, d, &q);
}

enum job_check
newcomer_said(struct ctx *x, const char *keys, const struct decision *d,
    const struct contractor *c, struct newcomer_said *out, struct err *e)
{
	struct hearing h = { .x = x, .keys = keys, .c = c, .out = out,
	    .e = e };
	enum job_check ck;

	memset(out, 0, sizeof(*out));
	ck = hear(&h, d);
	people_free(h.people);
	newcomer_row_clear(&h.r);
	while (h.n > 0)
		free(h.said[--h.n]);
	return ck;
}
