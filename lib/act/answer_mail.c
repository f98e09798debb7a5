#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/answer_internal.h"
#include "act/fields.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/when.h"
#include "domain/reply.h"
#include "store/outbox.h"

static void
set(struct pairs *p, const char *name, const char *value)
{
	if (value != NULL && *value != '\0')
		pairs_set(p, PAIRS_ALL, name, value);
}

static void
describe(const struct given *g, struct pairs *p)
{
	char at[17];

	set(p, "answer", reply_words(g->a->answer));
	set(p, "answered_by", g->who);
	when_local(g->x->now, at);
	set(p, "answered_at", at);
	set(p, "last_day", g->day_on);
	set(p, "reason", g->a->reason);
	if (g->job != 0 && reply_departs(g->a->answer) &&
	    g->due_at > g->x->now) {
		when_local(g->due_at, at);
		set(p, "undo_until", at);
	}
}

/*
 * send: ask 0 leaves out whose link it is: undo_url is then a link of the
 * message itself; ask -1: it has none.  to NULL or no address: nobody can be
 * told.
 */
static int
send(struct given *g, const struct pairs *p, const char *to, int64_t ask,
    const char *dedup, struct err *e)
{
	struct outbox_new m = { .template = "decided" };
	struct jot j;
	int rc;

	if (to == NULL || !text_upn(to))
		return 0;
	jot_init(&j);
	fields_jot(p, &j);
	if (ask > 0)
		jot_int(&j, "ask", ask);
	else if (ask == 0)
		jot_int(&j, "decision", g->decision);
	m.dedup = dedup;
	m.recipient = to;
	m.fields = jot_get(&j);
	m.now = g->x->now;
	rc = outbox_queue(g->x->db, &m, NULL, e);
	jot_clear(&j);
	return rc == -1 ? -1 : 0;
}

/* tell_departure: each address of notify_departure, with its own undo. */
static int
tell_departure(struct given *g, const struct pairs *p, struct err *e)
{
	char *list = mem_str(policy_get(g->x->policy, "notify_departure"));
	char *s = list, dedup[300];
	size_t len;
	int rc = 0;

	while (rc != -1 && *(s += strspn(s, " ")) != '\0') {
		len = strcspn(s, " ");
		if (s[len] != '\0')
			s[len++] = '\0';
		(void)snprintf(dedup, sizeof(dedup), "decided/%lld/%s",
		    (long long)g->decision, s);
		rc = send(g, p, s, 0, dedup, e);
		s += len;
	}
	free(list);
	return rc;
}

/* tell_other: who answered before, or who decided what is approved or not. */
static int
tell_other(struct given *g, const struct pairs *p, struct err *e)
{
	const struct decision *d = &g->t->decision;
	struct outbox o;
	struct ask a;
	char dedup[64];
	int rc;

	if (d->ask == 0 || d->ask == g->t->ask.id)
		return 0;
	if ((rc = ask_get(g->x->db, d->ask, &a, e)) != 1)
		return rc;
	if (strcmp(a.reviewer_key, g->t->reviewer_key) != 0 &&
	    a.outbox != 0 &&
	    (rc = outbox_get(g->x->db, a.outbox, &o, e)) == 1) {
		(void)snprintf(dedup, sizeof(dedup), "decided/%lld/ask/%lld",
		    (long long)g->decision, (long long)a.id);
		rc = send(g, p, o.recipient, a.id, dedup, e);
		outbox_clear(&o);
	}
	ask_clear(&a);
	return rc == -1 ? -1 : 0;
}

/*
 * tell_former: when an operator made him the manager just before he answered,
 * the one whom the roster or the directory names is told.
 */
static int
tell_former(struct given *g, const struct pairs *p, struct err *e)
{
	char *key = NULL, *name = NULL, *email = NULL, dedup[64];
	int rc;

	if (g->manager_by == NULL)
		return 0;
	rc = contractor_former(g->x->db, g->t->contractor.id, &key, e);
	if (rc == 1 && strcmp(key, g->t->reviewer_key) != 0 &&
	    (rc = fields_person(g->x->db, key, &name, &email, e)) != -1) {
		(void)snprintf(dedup, sizeof(dedup), "decided/%lld/former",
		    (long long)g->decision);
		rc = send(g, p, email, -1, dedup, e);
	}
	free(key);
	free(name);
	free(email);
	return rc == -1 ? -1 : 0;
}

/* weighty: it overrules or settles what somebody else has answered. */
static int
weighty(const char *answer)
{
	return reply_departs(answer) || strcmp(answer, "undo") == 0 ||
	    strcmp(answer, "approve") == 0 || strcmp(answer, "deny") == 0;
}

/* departure: what it makes, takes back, approves or refuses is one. */
static int
departure(const struct given *g)
{
	return reply_departs(g->a->answer) ||
	    strcmp(g->t->job.kind, "offboard") == 0;
}

int
answer_mail(struct given *g, struct err *e)
{
	struct pairs *p;
	char dedup[40];
	int rc = -1;

	if (!policy_on(g->x->policy, "mail.decided"))
		return 0;
	p = pairs_new();
	if (fields_contractor(g->x, &g->t->contractor, p, PAIRS_ALL, e) == -1)
		goto out;
	describe(g, p);
	(void)snprintf(dedup, sizeof(dedup), "decided/%lld",
	    (long long)g->decision);
	if (send(g, p, g->t->state == TICKET_TOLD || g->t->mailed_to != NULL ?
	    g->t->mailed_to : g->email, g->t->ask.id, dedup, e) == -1)
		goto out;
	if (weighty(g->a->answer) && (tell_other(g, p, e) == -1 ||
	    (departure(g) && tell_departure(g, p, e) == -1)))
		goto out;
	if (tell_former(g, p, e) == -1)
		goto out;
	rc = 0;
out:
	pairs_free(p);
	return rc;
}
