#include "act/job_back.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/approval.h"
#include "act/decide.h"
#include "act/record.h"
#include "base/jot.h"
#include "base/mem.h"
#include "base/text.h"
#include "store/job.h"

/* Of the approvers the one who asks, as policy names him; *out NULL if none
 * is. */
static int
own_key(struct ctx *x, char **out, struct err *e)
{
	char *list = mem_str(policy_get(x->policy, "approvers")), *key;
	char *s = list;
	size_t len;
	int rc = 0;

	*out = NULL;
	for (; *(s += strspn(s, " ")) != '\0' && rc == 0; s += len) {
		len = strcspn(s, " ");
		if (s[len] != '\0')
			s[len++] = '\0';
		if ((key = text_fold(s)) == NULL)
			continue;
		if ((rc = decide_own(x->db, x->actor, key, e)) == 1)
			*out = key;
		else
			free(key);
	}
	free(list);
	return rc == -1 ? -1 : 0;
}

int
job_back_may(struct ctx *x, const struct contractor *c, struct err *e)
{
	int64_t days = policy_int(x->policy, "reinstate_days");
	struct job j;
	int rc;

	if (strcmp(c->status, "offboarded") != 0)
		return err_set(e, ERR_REFUSED, "%s is %s, not offboarded",
		    c->upn, c->status);
	if ((rc = job_get(x->db, c->departure, &j, e)) != 1)
		return rc == 0 ? err_set(e, ERR_BUG, "no departure") : -1;
	if (x->now - j.done_at > days * 86400)
		return err_set(e, ERR_REFUSED, "%s left more than %lld days "
		    "ago: a rehire (ctr-review)", c->upn, (long long)days);
	if ((rc = job_pending(x->db, c->id, "reinstate", &j, e)) == 1)
		return err_set(e, ERR_REFUSED, "job/%lld waits for this "
		    "already", (long long)j.id);
	return rc;
}

static int
record(struct ctx *x, const struct contractor *c, int64_t job,
    int64_t decision, struct err *e)
{
	struct jot t;
	int rc;

	jot_init(&t);
	jot_int(&t, "job", job);
	jot_str(&t, "kind", "reinstate");
	jot_int(&t, "decision", decision);
	jot_int(&t, "departure", c->departure);
	rc = record_about(x, "job.add", "contractor", c->id, &t, NULL, e);
	jot_clear(&t);
	return rc;
}

static int
ask(struct ctx *x, const struct contractor *c, const struct decide *w,
    int64_t decision, int64_t job, struct err *e)
{
	struct decision d = { .id = decision, .contractor = c->id,
	    .decided_at = x->now };
	char *key, reason[1024];
	int n;

	if (own_key(x, &key, e) == -1)
		return -1;
	snprintf(d.answer, sizeof(d.answer), "%s", w->answer);
	snprintf(reason, sizeof(reason), "%s", w->reason);
	d.reason = reason;
	n = approval_ask(x, c, &d, job, "reinstate", key, x->actor, e);
	free(key);
	if (n == 0)
		return err_set(e, ERR_REFUSED, "policy approvers names nobody "
		    "else who could approve it");
	return n == -1 ? -1 : 0;
}

static int
back(struct ctx *x, const char *keys, const struct contractor *c,
    const char *why, int64_t *job, struct err *e)
{
	struct decide w = { .contractor = c->id, .answer = "reinstate",
	    .reason = why };
	int64_t decision;

	if (job_back_may(x, c, e) == -1 ||
	    decide_shell(x, keys, &w, &decision, e) == -1 ||
	    job_insert(x->db, c->id, "reinstate", decision, 1, x->now, x->now,
	    job, e) == -1 || record(x, c, *job, decision, e) == -1)
		return -1;
	return ask(x, c, &w, decision, *job, e);
}

int
job_back(struct ctx *x, const char *keys, const char *upn, const char *why,
    int64_t *job, struct err *e)
{
	struct contractor c;
	int rc;

	memset(&c, 0, sizeof(c));
	if (db_begin(x->db, e) == -1)
		return -1;
	if ((rc = contractor_find(x->db, upn, &c, e)) == 0)
		rc = err_set(e, ERR_DATA, "%s: no such contractor", upn);
	if (rc == 1)
		rc = back(x, keys, &c, why, job, e);
	contractor_clear(&c);
	if (rc == -1) {
		db_rollback(x->db);
		return -1;
	}
	return db_commit(x->db, e);
}
