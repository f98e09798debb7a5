#include "act/ticket.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "act/key.h"
#include "act/newcomer_want.h"
#include "act/proof.h"
#include "act/ticket_may.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/when.h"
#include "store/listed.h"
#include "store/outbox.h"
#include "store/person.h"

void
ticket_clear(struct ticket *t)
{
	free(t->reviewer_key);
	free(t->mailed_to);
	ask_clear(&t->ask);
	contractor_clear(&t->contractor);
	decision_clear(&t->decision);
	memset(t, 0, sizeof(*t));
}

/* public_of: an answer asks three times for the same one. */
static int
public_of(struct ctx *x, const char *dir, int key,
    unsigned char public[LINK_PUBLIC_LEN], struct err *e)
{
	if (x->link_key != key) {
		x->link_key = 0;
		if (key_public(dir, x->tenant->name, "token", key,
		    x->link_public, e) == -1)
			return -1;
		x->link_key = key;
	}
	memcpy(public, x->link_public, LINK_PUBLIC_LEN);
	return 0;
}

/*
 * genuine: 1 if the token is ours.  Whatever is wrong with it, as much is
 * read and one signature checked, so that the time tells nothing.
 */
static int
genuine(struct ctx *x, const char *dir, const char *token, struct ticket *t,
    struct err *e)
{
	static const struct link nobody = { LINK_ASK, 1, 1, 1, { 0 } };
	unsigned char public[LINK_PUBLIC_LEN] = { 0 };
	struct err no_key = ERR_INIT;
	struct proof p;
	int form, key, rows, good;

	form = link_parse(token, strlen(token), &t->link) == 0 &&
	    (t->link.kind == LINK_ASK || t->link.kind == LINK_LIST);
	if (!form)
		t->link = nobody;
	else
		memcpy(t->token, token, LINK_LEN);
	key = public_of(x, dir, t->link.key, public, &no_key);
	if (key == -1 && no_key.kind != ERR_DATA) {
		*e = no_key;
		return -1;
	}
	rows = proof_load(x->db, x->tenant->name, &t->link, &p, e);
	good = rows != -1 && link_check(&t->link, &p.about, public) &&
	    form && key == 0 && rows == 1;
	if (good)
		t->reviewer_key = mem_str(p.key);
	proof_clear(&p);
	return rows == -1 ? -1 : good;
}

static int
read_message(struct ctx *x, int64_t id, struct ticket *t, struct err *e)
{
	struct outbox o;
	int rc;

	if (id == 0)
		return 0;
	if ((rc = outbox_get(x->db, id, &o, e)) != 1)
		return rc;
	t->mailed_to = mem_str(o.recipient);
	t->newcomers = strcmp(o.template, "newcomers") == 0;
	t->mailed_at = o.sent_at != WHEN_NEVER ? o.sent_at : o.queued_at;
	outbox_clear(&o);
	return 0;
}

/* over: 1 if nothing of the asked engagement can be answered any more. */
static int
over(const struct ticket *t)
{
	const char *s = t->contractor.status;

	return t->asked.engagement != t->contractor.engagement ||
	    strcmp(s, "offboarded") == 0 || strcmp(s, "withdrawn") == 0 ||
	    strcmp(s, "transferred") == 0;
}

/*
 * still_reviewer: 1 if whose link it is was asked the newest question and it
 * was not put to somebody else since.
 */
static int
still_reviewer(struct ctx *x, struct ticket *t, struct err *e)
{
	struct ask mine;
	int rc;

	if (t->question.id == t->asked.id) {
		t->since = t->ask.moved_at;
		return t->ask.moved_at == WHEN_NEVER;
	}
	rc = ask_of(x->db, t->question.id, t->reviewer_key, &mine, e);
	t->since = t->question.opened_at;
	if (rc == 1 && mine.moved_at != WHEN_NEVER) {
		t->since = mine.moved_at;
		rc = 0;
	}
	ask_clear(&mine);
	return rc;
}

/* read_end: what was recorded last, if that was about this engagement. */
static int
read_end(struct ctx *x, struct ticket *t, struct err *e)
{
	if (t->asked.engagement != t->contractor.engagement)
		return 0;
	if (decision_newest(x->db, t->contractor.id, t->contractor.engagement,
	    &t->decision, e) == -1 || (t->contractor.departure != 0 &&
	    job_get(x->db, t->contractor.departure, &t->job, e) == -1))
		return -1;
	return 0;
}

/* read_decided: a departure needs a decision, and most have none: look first
 * whether there is one at all. */
static int
read_decided(struct ctx *x, struct ticket *t, struct err *e)
{
	int64_t newest, departs;

	if (decision_any(x->db, t->contractor.id, &newest, &t->extends,
	    &departs, e) == -1)
		return -1;
	if (newest == 0)
		return 0;
	if (decision_get(x->db, newest, &t->decision, e) == -1)
		return -1;
	/* About another question: perhaps of another engagement. */
	if (t->decision.question != t->question.id) {
		decision_clear(&t->decision);
		if (decision_newest(x->db, t->contractor.id,
		    t->contractor.engagement, &t->decision, e) == -1)
			return -1;
	}
	if (strcmp(t->decision.answer, "extend") == 0 && job_of(x->db,
	    t->decision.id, &t->extension, e) == -1)
		return -1;
	if (departs == 0)
		return 0;
	return job_pending(x->db, t->contractor.id, "offboard", &t->job, e) ==
	    -1 ? -1 : 0;
}

/* read_newest: only one can be open (question_open), and that is it. */
static int
read_newest(struct ctx *x, struct ticket *t, struct err *e)
{
	int64_t id = t->asked.id;
	int rc = 1;

	if (strcmp(t->asked.state, "open") != 0)
		rc = question_newest_id(x->db, t->contractor.id,
		    t->contractor.engagement, &id, e);
	if (rc == 1 && id == t->asked.id)
		t->question = t->asked;
	else if (rc == 1)
		rc = question_get(x->db, id, &t->question, e);
	return rc != 0 ? rc : err_set(e, ERR_BUG, "ask/%lld has no question",
	    (long long)t->ask.id);
}

static int
read_attestation(struct ctx *x, struct ticket *t, struct err *e)
{
	int rc;

	if (over(t)) {
		t->state = TICKET_ENDED;
		return read_end(x, t, e);
	}
	if (read_newest(x, t, e) == -1)
		return -1;
	if (x->now > t->link.expires_at && t->question.id != t->asked.id) {
		t->state = TICKET_LAPSED;
		return 0;
	}
	if ((rc = still_reviewer(x, t, e)) != 1) {
		t->state = TICKET_READDRESSED;
		return rc;
	}
	if (read_decided(x, t, e) == -1)
		return -1;
	t->state = strcmp(t->question.state, "open") == 0 && t->job.id == 0 ?
	    TICKET_OPEN : TICKET_RECORDED;
	return 0;
}

static int
read_approval(struct ctx *x, struct ticket *t, struct err *e)
{
	int64_t job = ticket_may_job(t->asked.period);

	t->question = t->asked;
	/* No later question keeps it alive; each reminder has a new link. */
	if (x->now > t->link.expires_at) {
		t->state = TICKET_LAPSED;
		return 0;
	}
	/* What would be given back is over by what it is about. */
	if (over(t) && (strcmp(t->asked.kind, "reinstate") != 0 ||
	    t->asked.engagement != t->contractor.engagement)) {
		t->state = TICKET_ENDED;
		return 0;
	}
	if (t->ask.moved_at != WHEN_NEVER) {
		t->state = TICKET_READDRESSED;
		t->since = t->ask.moved_at;
		return 0;
	}
	if (job_get(x->db, job, &t->job, e) == -1 || decision_get(x->db,
	    t->asked.decision != 0 ? t->asked.decision : t->job.decision,
	    &t->decision, e) == -1)
		return -1;
	t->state = strcmp(t->asked.state, "open") == 0 ? TICKET_APPROVAL :
	    TICKET_RECORDED;
	return 0;
}

/* read_ask: everything about t->ask, which is there. */
static int
read_ask(struct ctx *x, struct ticket *t, struct err *e)
{
	int rc = question_get(x->db, t->ask.question, &t->asked, e);

	if (rc == 1)
		rc = contractor_get(x->db, t->asked.contractor, &t->contractor,
		    e);
	if (rc != 1)
		return rc == 0 ? err_set(e, ERR_BUG, "ask/%lld has no rows",
		    (long long)t->ask.id) : -1;
	if (t->mailed_to == NULL && read_message(x, t->ask.outbox, t, e) == -1)
		return -1;
	rc = question_attests(t->asked.kind) ? read_attestation(x, t, e) :
	    read_approval(x, t, e);
	return rc == -1 ? -1 : ticket_may(x, t, e);
}

/* read_told: the notice of a departure that notify_departure gets. */
static int
read_told(struct ctx *x, struct ticket *t, int64_t id, struct err *e)
{
	int rc;

	if ((rc = decision_get(x->db, id, &t->decision, e)) == 1)
		rc = contractor_get(x->db, t->decision.contractor,
		    &t->contractor, e);
	if (rc != 1 || (rc = job_of(x->db, t->decision.id, &t->job, e)) == -1)
		return rc;
	if (x->now > t->link.expires_at)
		t->state = TICKET_LAPSED;
	else
		t->state = TICKET_TOLD;
	return ticket_may(x, t, e);
}

int
ticket_read(struct ctx *x, const char *dir, const char *token,
    struct ticket *t, struct err *e)
{
	int64_t told;
	int rc;

	memset(t, 0, sizeof(*t));
	if ((rc = genuine(x, dir, token, t, e)) != 1)
		return rc;
	if (t->link.kind == LINK_ASK) {
		if ((rc = ask_get(x->db, t->link.id, &t->ask, e)) != 1)
			return rc;
		return read_ask(x, t, e);
	}
	if (read_message(x, t->link.id, t, e) == -1)
		return -1;
	rc = outbox_about(x->db, t->link.id, "decision", &told, e);
	if (rc == 1)
		return read_told(x, t, told, e);
	if (rc == 0 && (rc = outbox_about(x->db, t->link.id, "question",
	    &told, e)) == 1)
		rc = question_get(x->db, told, &t->question, e) == -1 ? -1 : 0;
	t->state = TICKET_LIST;
	return rc;
}

int
ticket_ask(struct ctx *x, int64_t ask, struct ticket *t, struct err *e)
{
	int rc;

	memset(t, 0, sizeof(*t));
	if ((rc = ask_get(x->db, ask, &t->ask, e)) != 1)
		return rc;
	t->link.kind = LINK_ASK;
	t->link.id = ask;
	t->link.expires_at = INT64_MAX;
	t->reviewer_key = mem_str(t->ask.reviewer_key);
	return read_ask(x, t, e);
}

int
ticket_row(struct ctx *x, const struct ticket *list, int64_t ask,
    struct ticket *t, struct err *e)
{
	int rc;

	memset(t, 0, sizeof(*t));
	if ((rc = ask_get(x->db, ask, &t->ask, e)) != 1)
		return rc;
	if ((rc = listed_has(x->db, list->link.id, ask, e)) != 1)
		return rc;
	if (read_message(x, list->link.id, t, e) == -1)
		return -1;
	t->link = list->link;
	memcpy(t->token, list->token, sizeof(t->token));
	t->reviewer_key = mem_str(t->ask.reviewer_key);
	return read_ask(x, t, e);
}

void
ticket_print(const struct ticket *t, unsigned char out[32])
{
	const int64_t n[] = { t->state, t->ask.id, t->question.id,
	    t->decision.id, t->decision.undone, t->job.id, t->job.begun,
	    t->may };
	crypto_generichash_state h;
	char who[65];

	(void)crypto_generichash_init(&h, NULL, 0, 32);
	(void)crypto_generichash_update(&h, (const void *)n, sizeof(n));
	(void)crypto_generichash_update(&h,
	    (const void *)t->contractor.contract_end, 10);
	(void)crypto_generichash_update(&h, (const void *)t->question.state,
	    strlen(t->question.state));
	/* A newcomer is all that is told of him. */
	if (strcmp(t->asked.kind, "provision") == 0) {
		newcomer_want_print(&t->contractor, t->contractor.upn, who);
		(void)crypto_generichash_update(&h, (const void *)who,
		    sizeof(who));
	}
	(void)crypto_generichash_final(&h, out, 32);
}

int
ticket_is(struct ctx *x, const struct ticket *t, const char *user,
    struct err *e)
{
	char *key = text_fold(user);
	int same = 0;

	if (key != NULL && *key != '\0' && t->reviewer_key != NULL)
		same = strcmp(key, t->reviewer_key) == 0 ? 1 :
		    person_is(x->db, t->reviewer_key, key, e);
	free(key);
	return same;
}
