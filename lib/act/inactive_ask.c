/* The list is asked about: questions, mails to approvers, chat channels. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/approver.h"
#include "act/channel.h"
#include "act/fields.h"
#include "act/inactive.h"
#include "act/record.h"
#include "base/jot.h"
#include "base/mem.h"
#include "base/when.h"
#include "domain/vocab.h"
#include "store/ask.h"
#include "store/listed.h"
#include "store/outbox.h"
#include "store/question.h"
#include "store/question_batch.h"

#define HOUR 3600LL

struct asking_list {
	struct inactive *i;
	int64_t	*question;	/* of each on the list */
	int64_t	expires_at;
	struct pairs *values;	/* of the mail */
	int	approvers;
	struct err *e;
};

static int
record(struct ctx *x, const struct inactive_one *o, int64_t question,
    const char *digest, struct err *e)
{
	char since[21];
	struct jot j;
	int rc;

	when_iso(o->since, since);
	jot_init(&j);
	jot_int(&j, "question", question);
	jot_str(&j, "list", digest);
	jot_str(&j, "upn", o->upn);
	jot_str(&j, "why", o->what == IDLE_NEVER ? "never logged in" :
	    "no login");
	jot_str(&j, "since", since);
	jot_str(&j, "logins", o->logins);
	jot_str(&j, "manager", o->manager_key);
	rc = record_about(x, "inactive.asked", "contractor", o->contractor, &j,
	    NULL, e);
	jot_clear(&j);
	return rc;
}

static int
question(struct asking_list *a, size_t nth)
{
	const struct inactive_one *o = &a->i->list[nth];
	struct ctx *x = a->i->x;
	struct question q;
	int rc;

	memset(&q, 0, sizeof(q));
	q.contractor = o->contractor;
	q.engagement = o->engagement;
	(void)snprintf(q.kind, sizeof(q.kind), "inactive");
	(void)snprintf(q.period, sizeof(q.period), "%s/%lld", x->today_on,
	    (long long)a->i->days);
	(void)snprintf(q.wording, sizeof(q.wording), "inactive");
	(void)snprintf(q.batch, sizeof(q.batch), "%s", a->i->digest);
	q.opened_at = x->now;
	q.expires_at = a->expires_at;
	(void)snprintf(q.next_on, sizeof(q.next_on), "9999-12-31");
	if ((rc = question_insert(x->db, &q, &a->question[nth], a->e)) == 0)
		return err_set(a->e, ERR_TEMP, "contractor/%lld was asked "
		    "about meanwhile", (long long)o->contractor);
	return rc == -1 ? -1 : record(x, o, a->question[nth], q.batch, a->e);
}

/* What mail and chat show of one of them. */
static int
value(struct asking_list *a, size_t nth)
{
	const struct inactive_one *o = &a->i->list[nth];
	char *name = NULL, *email = NULL, on[11];
	int row = (int)nth, rc = 0;

	pairs_set(a->values, row, "contractor_name", o->name != NULL ?
	    o->name : o->upn);
	pairs_set(a->values, row, "contractor_upn", o->upn);
	if (o->vendor != NULL)
		pairs_set(a->values, row, "vendor", o->vendor);
	pairs_set(a->values, row, "logins", o->logins);
	when_date(when_today(o->since), on);
	pairs_set(a->values, row, "idle_since", on);
	if (o->manager_key != NULL) {
		rc = fields_person(a->i->x->db, o->manager_key, &name, &email,
		    a->e);
		pairs_set(a->values, row, "his_manager", name);
	}
	free(name);
	free(email);
	return rc == -1 ? -1 : 0;
}

/* "ad: 12, okta: 1": how many each system could not tell about. */
static void
unknown(const struct inactive *i, struct pairs *p)
{
	struct buf b = BUF_INIT(400);
	const char *who;
	size_t k, m, n;

	for (k = 0; k < i->n_unknown; k++) {
		who = i->unknown[k].connector;
		for (m = n = 0; m < i->n_unknown; m++)
			if (who == NULL ? i->unknown[m].connector == NULL :
			    i->unknown[m].connector != NULL &&
			    strcmp(i->unknown[m].connector, who) == 0) {
				if (m < k)
					break;
				n++;
			}
		if (n > 0)
			buf_fmt(&b, "%s%s: %zu", b.len > 0 ? ", " : "",
			    who != NULL ? who : "no system tells", n);
	}
	if (b.len > 0)
		pairs_set(p, PAIRS_ALL, "unknown", buf_get(&b));
	buf_clear(&b);
}

static int
values(struct asking_list *a)
{
	char text[24];
	size_t k;

	for (k = 0; k < a->i->n; k++)
		if (value(a, k) == -1)
			return -1;
	(void)snprintf(text, sizeof(text), "%zu", a->i->n);
	pairs_set(a->values, PAIRS_ALL, "count", text);
	(void)snprintf(text, sizeof(text), "%lld", (long long)a->i->days);
	pairs_set(a->values, PAIRS_ALL, "days", text);
	when_local(a->expires_at, text);
	pairs_set(a->values, PAIRS_ALL, "answer_by", text);
	unknown(a->i, a->values);
	return 0;
}

/* The fields of one message; the first question says which list it is. */
static char *
fields(struct asking_list *a, int rows)
{
	struct jot j;
	char *text;

	jot_init(&j);
	fields_jot_rows(a->values, &j, rows);
	jot_int(&j, "question", a->question[0]);
	text = mem_str(jot_get(&j));
	jot_clear(&j);
	return text;
}

/* One mail with an ask for each; nobody decides about himself. */
static int
ask(const struct approver *who, void *arg)
{
	struct asking_list *a = arg;
	struct outbox_new m = { .template = "inactive", .recipient =
		who->email, .again = 1, .now = a->i->x->now };
	struct db *db = a->i->x->db;
	char dedup[360], *text;
	int64_t outbox, id;
	size_t k;
	int rc;

	if ((rc = question_batch_on(db, a->i->digest, who->key, a->e)) != 0)
		return rc == 1 ? 0 : -1;
	(void)snprintf(dedup, sizeof(dedup), "inactive/%.16s/%s",
	    a->i->digest, who->key);
	pairs_set(a->values, PAIRS_ALL, "manager_name", who->name);
	pairs_set(a->values, PAIRS_ALL, "manager_upn", who->key);
	text = fields(a, VOCAB_ROWS);
	m.dedup = dedup;
	m.fields = text;
	rc = outbox_queue(db, &m, &outbox, a->e);
	for (k = 0; rc != -1 && k < a->i->n; k++)
		if (ask_insert(db, a->question[k], 0, who->key, NULL, &id,
		    a->e) == -1 || ask_carried(db, id, outbox, a->e) == -1 ||
		    listed_add(db, outbox, id, a->e) == -1)
			rc = -1;
	free(text);
	a->approvers += rc != -1;
	return rc == -1 ? -1 : 0;
}

static int
tell(struct asking_list *a)
{
	char dedup[64], *text = fields(a, CHANNEL_ROWS);
	int rc;

	(void)snprintf(dedup, sizeof(dedup), "inactive/%.16s", a->i->digest);
	rc = channel_tell(a->i->x, a->i->conf, "inactive", dedup, text, a->e);
	free(text);
	return rc == -1 ? -1 : 0;
}

static int
ask_all(struct asking_list *a)
{
	size_t k;

	for (k = 0; k < a->i->n; k++)
		if (question(a, k) == -1)
			return -1;
	if (values(a) == -1 || approver_each(a->i->x, NULL, ask, a, a->e) ==
	    -1)
		return -1;
	if (a->approvers == 0)
		return err_set(a->e, ERR_CONFIG, "policy approvers names "
		    "nobody who can be asked about the inactive");
	return tell(a);
}

int
inactive_ask(struct inactive *i, struct err *e)
{
	struct asking_list a;
	int rc = -1;

	if (i->n == 0)
		return 0;
	memset(&a, 0, sizeof(a));
	a.i = i;
	a.e = e;
	a.expires_at = i->x->now + HOUR * policy_int(i->x->policy,
	    "approval_hours");
	a.question = mem_zero(i->n, sizeof(*a.question));
	a.values = pairs_new();
	if (db_begin(i->x->db, e) == 0) {
		rc = ask_all(&a);
		if (rc == 0)
			rc = db_commit(i->x->db, e);
		else
			db_rollback(i->x->db);
	}
	free(a.question);
	pairs_free(a.values);
	return rc;
}
