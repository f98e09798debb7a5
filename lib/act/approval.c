#include "act/approval.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "act/approver.h"
#include "act/fields.h"
#include "act/notice.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/when.h"
#include "domain/reply.h"
#include "store/ask.h"
#include "store/outbox.h"
#include "store/question.h"

#define DAY 86400LL

int
approval_same(struct db *db, const char *a, const char *b, struct err *e)
{
	char *name = NULL, *mail_a = NULL, *mail_b = NULL;
	int same = 1;

	if (strcmp(a, b) == 0)
		return 1;
	if (fields_person(db, a, &name, &mail_a, e) == -1)
		return -1;
	free(name);
	if (fields_person(db, b, &name, &mail_b, e) == -1)
		same = -1;
	else
		same = mail_a != NULL && mail_b != NULL &&
		    strcasecmp(mail_a, mail_b) == 0;
	free(name);
	free(mail_a);
	free(mail_b);
	return same;
}

int
approval_may(struct ctx *x, const char *key, const char *by_key,
    struct err *e)
{
	char *name = NULL, *email = NULL;
	int rc;

	if (by_key != NULL && (rc = approval_same(x->db, key, by_key, e)) != 0)
		return rc == 1 ? 0 : -1;
	if (policy_has(x->policy, "approvers", key))
		return 1;
	if ((rc = fields_person(x->db, key, &name, &email, e)) == 1)
		rc = email != NULL &&
		    policy_has(x->policy, "approvers", email);
	free(name);
	free(email);
	return rc;
}

/* values: what the mail to one approver says. */
static char *
values(const struct pairs *p, int64_t ask)
{
	struct jot j;
	char *text;

	jot_init(&j);
	fields_jot(p, &j);
	jot_int(&j, "ask", ask);
	text = mem_str(jot_get(&j));
	jot_clear(&j);
	return text;
}

/* The question on its way to every approver. */
struct put {
	struct ctx *x;
	int64_t	question;
	struct pairs *p;
	int	n;
	struct err *e;
};

static int
ask_one(const struct approver *who, void *arg)
{
	struct put *u = arg;
	struct outbox_new m = { .template = "approval", .again = 1 };
	char dedup[40], *fields;
	int64_t ask, outbox;
	int rc = -1;

	if (ask_insert(u->x->db, u->question, 0, who->key, NULL, &ask, u->e) ==
	    -1)
		return -1;
	pairs_set(u->p, PAIRS_ALL, "manager_name", who->name);
	pairs_set(u->p, PAIRS_ALL, "manager_upn", who->key);
	fields = values(u->p, ask);
	(void)snprintf(dedup, sizeof(dedup), "ask/%lld", (long long)ask);
	m.dedup = dedup;
	m.recipient = who->email;
	m.fields = fields;
	m.now = u->x->now;
	if (outbox_queue(u->x->db, &m, &outbox, u->e) != -1)
		rc = ask_carried(u->x->db, ask, outbox, u->e);
	free(fields);
	u->n += rc == 0;
	return rc;
}

static void
describe(const struct decision *d, const char *by_name, struct pairs *p)
{
	char at[17];

	when_local(d->decided_at, at);
	pairs_set(p, PAIRS_ALL, "answer", reply_words(d->answer));
	pairs_set(p, PAIRS_ALL, "answered_at", at);
	pairs_set(p, PAIRS_ALL, "answered_by", by_name);
	pairs_set(p, PAIRS_ALL, "requester", by_name);
	if (d->day_on[0] != '\0')
		pairs_set(p, PAIRS_ALL, "last_day", d->day_on);
	if (d->reason != NULL && *d->reason != '\0')
		pairs_set(p, PAIRS_ALL, "reason", d->reason);
}

int
approval_ask(struct ctx *x, const struct contractor *c,
    const struct decision *d, int64_t job, const char *kind,
    const char *by_key, const char *by_name, struct err *e)
{
	struct question q;
	struct pairs *p = pairs_new();
	struct put put = { x, 0, p, 0, e };
	char subject[32];
	int rc = -1;

	memset(&q, 0, sizeof(q));
	q.contractor = c->id;
	q.engagement = c->engagement;
	(void)snprintf(q.kind, sizeof(q.kind), "%s", kind);
	(void)snprintf(q.period, sizeof(q.period), "job/%lld", (long long)job);
	(void)snprintf(q.wording, sizeof(q.wording), "approval");
	q.opened_at = x->now;
	q.expires_at = x->now + DAY * policy_int(x->policy, "token_days");
	when_date(x->today + 1, q.next_on);
	describe(d, by_name, p);
	if (question_insert(x->db, &q, &put.question, e) == -1 ||
	    fields_contractor(x, c, p, PAIRS_ALL, e) == -1)
		goto out;
	if ((rc = approver_each(x, by_key, ask_one, &put, e)) == 0)
		rc = put.n;
	if (rc == 0) {
		(void)snprintf(subject, sizeof(subject), "contractor/%lld",
		    (long long)c->id);
		if (notice_open(x, "approval_waiting", subject, q.period,
		    "{\"why\":\"no approver but the one who decided\"}", e) ==
		    -1)
			rc = -1;
	}
out:
	pairs_free(p);
	return rc;
}

int
approval_over(struct ctx *x, const struct contractor *c, int64_t job,
    const char *kind, struct err *e)
{
	struct question q;
	char period[40], subject[32];
	int rc;

	(void)snprintf(period, sizeof(period), "job/%lld", (long long)job);
	(void)snprintf(subject, sizeof(subject), "contractor/%lld",
	    (long long)c->id);
	rc = question_find(x->db, c->id, c->engagement, kind, period, &q, e);
	if (rc == 1)
		rc = question_closed(x->db, q.id, "cancelled", e);
	if (rc == -1)
		return -1;
	return notice_gone(x, "approval_waiting", subject, e) == -1 ? -1 : 0;
}
