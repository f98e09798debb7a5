#include "act/job_mail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/fields.h"
#include "act/owner.h"
#include "base/mem.h"
#include "base/pairs.h"
#include "base/text.h"
#include "base/when.h"
#include "store/ask.h"
#include "store/decision.h"
#include "store/evidence.h"
#include "store/outbox.h"

static int
mail_kind_on(struct ctx *x, const char *template)
{
	char name[32];

	snprintf(name, sizeof(name), "mail.%s", template);
	return policy_on(x->policy, name);
}

static int
queue(struct ctx *x, const char *template, const char *dedup, const char *to,
    const char *to_name, int64_t ask, struct pairs *p, struct err *e)
{
	struct outbox_new n = { NULL, template, dedup, to, NULL, 0, x->now, 0 };
	struct jot j;
	int rc;

	if (to == NULL || !text_upn(to) || !mail_kind_on(x, template))
		return 0;
	pairs_set(p, PAIRS_ALL, "manager_name", to_name != NULL ? to_name : to);
	pairs_set(p, PAIRS_ALL, "tenant", x->tenant->name);
	jot_init(&j);
	fields_jot(p, &j);
	if (ask != 0)
		jot_int(&j, "ask", ask);
	n.fields = jot_get(&j);
	rc = outbox_queue(x->db, &n, NULL, e);
	jot_clear(&j);
	return rc == -1 ? -1 : 0;
}

/* Who decided: a reviewer's name and address, or an operator's login. */
struct who {
	char	*name, *email;
	int64_t	ask;		/* through whose link; 0 */
};

static int
who_asked(struct ctx *x, const struct decision *d, struct who *w,
    struct err *e)
{
	struct outbox o;
	struct ask a;
	int rc;

	if ((rc = ask_get(x->db, d->ask, &a, e)) != 1)
		return rc;
	w->ask = a.id;
	rc = fields_person(x->db, a.reviewer_key, &w->name, &w->email, e);
	/* His question reached him there, whatever the directory says now. */
	if (rc != -1 && w->email == NULL && a.outbox != 0 &&
	    (rc = outbox_get(x->db, a.outbox, &o, e)) == 1) {
		w->email = mem_str(o.recipient);
		outbox_clear(&o);
	}
	ask_clear(&a);
	return rc == -1 ? -1 : 0;
}

static int
who_manages(struct ctx *x, const struct contractor *c, struct who *w,
    struct err *e)
{
	if (c->manager_key == NULL)
		return 0;
	return fields_person(x->db, c->manager_key, &w->name, &w->email, e) ==
	    -1 ? -1 : 0;
}

static const char *
answer_words(const char *kind, const char *rule)
{
	if (strcmp(kind, "offboard") == 0)
		return "has left";
	if (strcmp(kind, "suspend") == 0)
		return *rule != '\0' ? "suspended by policy" : "suspended";
	if (strcmp(kind, "lift") == 0)
		return "suspension lifted";
	if (strcmp(kind, "reinstate") == 0)
		return "reinstated";
	return strcmp(kind, "extend") == 0 ? "extended" : kind;
}

static int
decided(struct ctx *x, const struct job *j, const struct contractor *c,
    struct pairs *p, struct who *w, struct err *e)
{
	struct decision d;
	char text[128];
	int rc;

	pairs_set(p, PAIRS_ALL, "answer", answer_words(j->kind, j->rule));
	if (j->decision == 0)
		return who_manages(x, c, w, e);
	if ((rc = decision_get(x->db, j->decision, &d, e)) != 1)
		return rc;
	when_local(d.decided_at, text);
	pairs_set(p, PAIRS_ALL, "answered_at", text);
	if (d.day_on[0] != '\0')
		pairs_set(p, PAIRS_ALL, "last_day", d.day_on);
	if (d.reason != NULL)
		pairs_set(p, PAIRS_ALL, "reason", d.reason);
	if (d.ask != 0 && (rc = who_asked(x, &d, w, e)) == 0)
		pairs_set(p, PAIRS_ALL, "answered_by", w->name);
	else if (d.ask == 0 && (rc = who_manages(x, c, w, e)) == 0 &&
	    evidence_actor(x->db, d.evidence, text, sizeof(text), e) == 1)
		pairs_set(p, PAIRS_ALL, "answered_by", text);
	decision_clear(&d);
	return rc == -1 ? -1 : 0;
}

static void
outcome(const struct job_words *w, int64_t now, int64_t residual,
    struct pairs *p)
{
	struct buf left = BUF_INIT(65536 + 100);
	char text[17];

	pairs_set(p, PAIRS_ALL, "done", w->steps == 0 ?
	    "no account was found" : buf_get(&w->done));
	buf_str(&left, buf_get(&w->left));
	if (residual > now) {
		when_local(residual, text);
		buf_fmt(&left, "%ssessions that are open may last until %s",
		    left.len > 0 ? "; " : "", text);
	}
	pairs_set(p, PAIRS_ALL, "undone", buf_get(&left));
	when_local(now, text);
	pairs_set(p, PAIRS_ALL, "done_at", text);
	buf_clear(&left);
}

/* One to each word of notify_departure. */
static int
notify(struct ctx *x, const char *list, int64_t job, const char *but,
    struct pairs *p, struct err *e)
{
	char dedup[340], to[256];
	const char *w;
	size_t len;

	for (w = list; *(w += strspn(w, " \t")) != '\0'; w += len) {
		len = strcspn(w, " \t");
		if (len >= sizeof(to))
			continue;
		memcpy(to, w, len);
		to[len] = '\0';
		if (but != NULL && strcmp(but, to) == 0)
			continue;
		snprintf(dedup, sizeof(dedup), "done/%lld/%s", (long long)job,
		    to);
		if (queue(x, "completed", dedup, to, NULL, 0, p, e) == -1)
			return -1;
	}
	return 0;
}

int
job_mail_completed(struct ctx *x, const struct job *j,
    const struct contractor *c, const struct job_words *w, int64_t residual,
    struct err *e)
{
	struct pairs *p = pairs_new();
	struct who who = { NULL, NULL, 0 };
	char dedup[64];
	int rc = -1;

	/* A roster's day that an account follows is nobody's news. */
	if (strcmp(j->rule, "write_expiry") == 0) {
		pairs_free(p);
		return 0;
	}
	if (fields_contractor(x, c, p, PAIRS_ALL, e) == -1 ||
	    decided(x, j, c, p, &who, e) == -1)
		goto out;
	outcome(w, x->now, residual, p);
	snprintf(dedup, sizeof(dedup), "done/%lld", (long long)j->id);
	if (queue(x, "completed", dedup, who.email, who.name, 0, p, e) == -1)
		goto out;
	rc = strcmp(j->kind, "offboard") != 0 ? 0 : notify(x,
	    policy_get(x->policy, "notify_departure"), j->id, who.email, p, e);
out:
	pairs_free(p);
	free(who.name);
	free(who.email);
	return rc == -1 ? err_add(e, "completion mail") : 0;
}

int
job_mail_undone(struct ctx *x, const struct job *j,
    const struct contractor *c, int64_t decision, const char *why,
    struct err *e)
{
	struct pairs *p = pairs_new();
	struct who who = { NULL, NULL, 0 };
	char dedup[64], at[17];
	int rc = -1;

	if (fields_contractor(x, c, p, PAIRS_ALL, e) == -1 ||
	    decided(x, j, c, p, &who, e) == -1)
		goto out;
	when_local(x->now, at);
	pairs_set(p, PAIRS_ALL, "answer", "taken back by an operator");
	pairs_set(p, PAIRS_ALL, "answered_by", x->actor);
	pairs_set(p, PAIRS_ALL, "answered_at", at);
	pairs_set(p, PAIRS_ALL, "reason", why);
	snprintf(dedup, sizeof(dedup), "decided/%lld", (long long)decision);
	rc = who.ask == 0 ? 0 : queue(x, "decided", dedup, who.email, who.name,
	    who.ask, p, e);
out:
	pairs_free(p);
	free(who.name);
	free(who.email);
	return rc;
}

int
job_mail_held(struct ctx *x, const char *kind, const struct job_mail_held *m,
    struct err *e)
{
	struct pairs *p;
	struct owner to;
	char number[24];
	int rc;

	if ((rc = owner_of(x, kind, NULL, &to, e)) != 1)
		return rc;
	p = pairs_new();
	pairs_set(p, PAIRS_ALL, "subject", m->subject);
	pairs_set(p, PAIRS_ALL, "why", m->why);
	pairs_set(p, PAIRS_ALL, "detail", m->detail);
	pairs_set(p, PAIRS_ALL, "command", m->command);
	snprintf(number, sizeof(number), "%lld", (long long)m->count);
	pairs_set(p, PAIRS_ALL, "count", number);
	snprintf(number, sizeof(number), "%lld", (long long)m->limit);
	if (m->limit >= 0)
		pairs_set(p, PAIRS_ALL, "limit", number);
	rc = queue(x, "held", m->dedup, to.email, to.name, 0, p, e);
	pairs_free(p);
	owner_clear(&to);
	return rc;
}
