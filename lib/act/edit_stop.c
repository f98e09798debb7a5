/* The emergency: every account suspended at once, and given back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/decide.h"
#include "act/edit_internal.h"
#include "act/fields.h"
#include "act/left.h"
#include "act/record.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/when.h"
#include "domain/reply.h"
#include "store/job.h"
#include "store/outbox.h"

/* approves: 1 if the operator's login is that of somebody in policy
 * approvers, -1 with e. */
static int
approves(struct ctx *x, struct err *e)
{
	char *list = mem_str(policy_get(x->policy, "approvers"));
	char *s = list, *key;
	size_t len;
	int found = 0;

	while (found == 0 && *(s += strspn(s, " ")) != '\0') {
		len = strcspn(s, " ");
		if (s[len] != '\0')
			s[len++] = '\0';
		key = text_fold(s);
		found = key == NULL ? 0 :
		    decide_own(x->db, x->actor, key, e);
		free(key);
		s += len;
	}
	free(list);
	return found;
}

static int
idle(struct ctx *x, const struct contractor *c, const char *kind,
    struct err *e)
{
	struct job j;
	int rc = job_pending(x->db, c->id, kind, &j, e);

	return rc != 1 ? rc : err_set(e, ERR_REFUSED, "job %lld (%s) is under "
	    "way", (long long)j.id, kind);
}

static int
may(struct ctx *x, const struct edit *d, const struct contractor *c,
    const char *answer, struct err *e)
{
	int lift = strcmp(answer, "lift") == 0, rc;

	if (d->why == NULL)
		return err_set(e, ERR_USAGE, "--%s needs --why", answer);
	if (!lift && (rc = approves(x, e)) != 1)
		return rc == -1 ? -1 : err_set(e, ERR_REFUSED, "%s is not in "
		    "policy approvers: only an approver suspends", x->actor);
	if (lift ? strcmp(c->status, "suspended") != 0 :
	    strcmp(c->status, "active") != 0 &&
	    strcmp(c->status, "pending_review") != 0)
		return err_set(e, ERR_REFUSED, "%s is %s", c->upn, c->status);
	return idle(x, c, "suspend", e) == -1 || idle(x, c, "lift", e) == -1 ?
	    -1 : 0;
}

static int
record(struct ctx *x, int64_t job, int64_t decision, const char *kind,
    struct err *e)
{
	struct jot j;
	int rc;

	jot_init(&j);
	jot_int(&j, "decision", decision);
	jot_str(&j, "kind", kind);
	rc = record_about(x, "job.add", "job", job, &j, NULL, e);
	jot_clear(&j);
	return rc;
}

static int
queue(struct ctx *x, const struct pairs *p, int64_t decision, const char *to,
    struct err *e)
{
	struct outbox_new m = { .template = "decided" };
	char dedup[320];
	struct jot j;
	int rc;

	if (!text_upn(to))
		return 0;
	jot_init(&j);
	fields_jot(p, &j);	/* no decision: it has no undo link */
	(void)snprintf(dedup, sizeof(dedup), "decided/%lld/%s",
	    (long long)decision, to);
	m.dedup = dedup;
	m.recipient = to;
	m.fields = jot_get(&j);
	m.now = x->now;
	rc = outbox_queue(x->db, &m, NULL, e);
	jot_clear(&j);
	return rc == -1 ? -1 : 0;
}

/* tell: the addresses that hear of departures: these are the operators'. */
static int
tell(struct ctx *x, const struct edit *d, const struct contractor *c,
    const char *answer, int64_t decision, struct err *e)
{
	char *list = mem_str(policy_get(x->policy, "notify_departure"));
	struct pairs *p = pairs_new();
	char *s = list, at[17];
	size_t len;
	int rc = fields_contractor(x, c, p, PAIRS_ALL, e);

	when_local(x->now, at);
	pairs_set(p, PAIRS_ALL, "answer", reply_words(answer));
	pairs_set(p, PAIRS_ALL, "answered_by", x->actor);
	pairs_set(p, PAIRS_ALL, "answered_at", at);
	pairs_set(p, PAIRS_ALL, "reason", d->why);
	while (rc == 0 && *(s += strspn(s, " ")) != '\0') {
		len = strcspn(s, " ");
		if (s[len] != '\0')
			s[len++] = '\0';
		rc = queue(x, p, decision, s, e);
		s += len;
	}
	pairs_free(p);
	free(list);
	return rc;
}

static int
act(struct ctx *x, struct edit *d, const struct contractor *c,
    const char *answer, struct err *e)
{
	struct decide w = { .contractor = c->id, .answer = answer,
		.reason = d->why };
	int suspend = strcmp(answer, "suspend") == 0;
	int64_t decision, job;
	char text[40];

	if (may(x, d, c, answer, e) == -1)
		return -1;
	if (d->dry) {
		edit_add(d, "job", NULL, answer, "operator");
		return 0;
	}
	w.actor_kind = suspend ? "approver" : "operator";
	if (decide_shell(x, d->keys, &w, &decision, e) == -1 ||
	    job_insert(x->db, c->id, answer, decision, 0, x->now, x->now,
	    &job, e) == -1 || record(x, job, decision, answer, e) == -1 ||
	    tell(x, d, c, answer, decision, e) == -1 ||
	    contractor_look(x->db, c->id, e) == -1)
		return -1;
	(void)snprintf(text, sizeof(text), "%lld", (long long)job);
	edit_add(d, "job", NULL, text, "operator");
	(void)snprintf(text, sizeof(text), "suspend/%lld", (long long)job);
	return !suspend ? 0 : left_ask(x, c, text, d->why, e) == -1 ? -1 : 0;
}

static int
decide(struct ctx *x, struct edit *d, const char *upn, const char *answer,
    struct err *e)
{
	struct contractor c;
	int rc;

	if ((rc = edit_begin(x, d, upn, &c, e)) == 0)
		rc = act(x, d, &c, answer, e);
	contractor_clear(&c);
	return edit_end(x, d, rc, e);
}

int
edit_suspend(struct ctx *x, struct edit *d, const char *upn, struct err *e)
{
	return decide(x, d, upn, "suspend", e);
}

int
edit_lift(struct ctx *x, struct edit *d, const char *upn, struct err *e)
{
	return decide(x, d, upn, "lift", e);
}
