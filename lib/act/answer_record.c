#include <stdio.h>
#include <string.h>

#include "act/answer_internal.h"
#include "act/vault.h"
#include "act/proof_press.h"
#include "base/jot.h"
#include "base/when.h"
#include "domain/bearer.h"
#include "store/evidence.h"

static const char *
known_by(const struct given *g)
{
	return g->key != NULL ? "key" : g->a->slack != NULL ? "slack" :
	    g->a->login ? "login" : "link";
}

/*
 * who_words: a link shows that its holder answered, and no more; only a login
 * shows who it was, and that to Slack as whom the tenant says it is.
 */
static void
who_words(const struct given *g, struct buf *b)
{
	const struct ticket *t = g->t;
	char at[21];

	if (g->key != NULL) {
		buf_fmt(b, "holder of API key %s", g->key->name);
		return;
	}
	if (g->a->slack != NULL) {
		buf_fmt(b, "%s, by Slack's user %s of %s, the signature "
		    "checked", t->reviewer_key, g->a->slack->user,
		    g->a->slack->team);
		return;
	}
	if (g->a->login) {
		buf_fmt(b, "%s, logged in", t->reviewer_key);
		return;
	}
	when_iso(t->mailed_at, at);
	buf_fmt(b, "holder of the link mailed to %s at %s",
	    t->mailed_to == NULL ? t->reviewer_key : t->mailed_to,
	    t->mailed_at == 0 ? "?" : at);
}

static void
slack_detail(const struct answer_slack *s, struct jot *j)
{
	char at[21];

	when_iso(s->pressed_at, at);
	jot_str(j, "slack_user", s->user);
	jot_str(j, "slack_team", s->team);
	jot_str(j, "pressed_at", at);
	jot_str(j, "request_sha256", s->sha256);
}

static void
detail(const struct given *g, const char *answer, int64_t undoes,
    struct jot *j)
{
	const struct ticket *t = g->t;
	struct buf who = BUF_INIT(1024);

	who_words(g, &who);
	jot_init(j);
	jot_str(j, "answer", answer);
	jot_str(j, "who", buf_get(&who));
	jot_str(j, "known_by", known_by(g));
	if (g->key == NULL)
		jot_str(j, "reviewer", t->reviewer_key);
	else if (g->key->request != NULL)
		jot_str(j, "request_id", g->key->request);
	if (t->ask.deputy_for != NULL)
		jot_str(j, "deputy_for", t->ask.deputy_for);
	if (g->manager_by != NULL)
		jot_str(j, "manager_set_by", g->manager_by);
	if (t->question.id != 0)
		jot_int(j, "question", t->question.id);
	if (t->ask.id != 0)
		jot_int(j, "ask", t->ask.id);
	if (t->link.kind == LINK_LIST)
		jot_int(j, "outbox", t->link.id);
	if (undoes != 0)
		jot_int(j, "undoes", undoes);
	if (g->day_on[0] != '\0')
		jot_str(j, "day_on", g->day_on);
	if (g->a->reason != NULL && g->a->reason[0] != '\0')
		jot_str(j, "reason", g->a->reason);
	if (g->a->other != NULL && g->a->other[0] != '\0')
		jot_str(j, "other", g->a->other);
	jot_str(j, "address", g->a->address);
	if (g->a->slack != NULL)
		slack_detail(g->a->slack, j);
	else
		jot_str(j, "agent", g->a->agent);
	buf_clear(&who);
}

/*
 * proof: the link's token, sealed, or the mark of what the key's holder said,
 * or our signature under what was pressed.  0, or -1 with e.
 */
static int
proof(const struct given *g, const char *answer, char room[], char **out,
    struct err *e)
{
	const struct answer_slack *s = g->a->slack;
	const struct bearer_said said = { g->x->tenant->name,
		g->key == NULL ? 0 : g->key->id, g->t->contractor.id, answer,
		g->day_on, g->a->reason, g->x->now };

	_Static_assert((int)VAULT_MAX >= (int)BEARER_MARK_MAX &&
	    (int)VAULT_MAX >= (int)LINK_LEN, "room for each kind of proof");
	*out = room;
	if (s != NULL)
		return proof_press_sign(g->x->db, s->keys,
		    g->x->tenant->name, g->t->ask.id, answer, g->x->actor,
		    g->x->now, room, e);
	if (g->key == NULL)
		return vault_shut(g->x->keys, g->x->tenant->name, g->t->token,
		    room, e);
	bearer_mark(g->key->bearer, &said, g->key->request, room);
	return 0;
}

static const char *
actor_kind(const struct given *g)
{
	if (g->t->state == TICKET_TOLD)
		return "operator";
	return g->key != NULL || g->t->state == TICKET_APPROVAL ? "approver" :
	    "reviewer";
}

int
answer_record(struct given *g, const char *answer, int64_t undoes,
    struct err *e)
{
	char room[VAULT_MAX + 1];
	struct ticket *t = g->t;
	struct decision d;
	struct jot j;
	int rc;

	memset(&d, 0, sizeof(d));
	d.contractor = t->contractor.id;
	d.question = t->question.id;
	d.ask = t->ask.id;
	if (t->state == TICKET_TOLD) {	/* notify_departure was asked nothing */
		d.question = t->decision.question;
		d.ask = t->decision.ask;
	}
	(void)snprintf(d.answer, sizeof(d.answer), "%s", answer);
	(void)snprintf(d.actor_kind, sizeof(d.actor_kind), "%s",
	    actor_kind(g));
	(void)snprintf(d.known_by, sizeof(d.known_by), "%s", known_by(g));
	memcpy(d.day_on, g->day_on, sizeof(d.day_on));
	d.undoes = undoes;
	if (proof(g, answer, room, &d.proof, e) == -1)
		return -1;
	d.reason = (char *)(uintptr_t)g->a->reason;
	d.decided_at = g->x->now;
	detail(g, answer, undoes, &j);
	rc = evidence_add(g->x->db, g->x->now, g->x->actor, "decision",
	    g->subject, jot_get(&j), &d.evidence, e);
	jot_clear(&j);
	if (rc == 0)
		rc = decision_insert(g->x->db, &d, &g->decision, e);
	return rc == 0 ? 0 : err_add(e, "answer %s", answer);
}

int
answer_evidence(struct given *g, const char *action, const char *subject,
    const char *name, const char *value, struct err *e)
{
	struct jot j;
	int rc;

	jot_init(&j);
	jot_int(&j, "decision", g->decision);
	if (name != NULL)
		jot_str(&j, name, value);
	rc = evidence_add(g->x->db, g->x->now, g->x->actor, action, subject,
	    jot_get(&j), NULL, e);
	jot_clear(&j);
	return rc;
}

int
answer_close(struct given *g, struct err *e)
{
	struct question *q = &g->t->question;
	char subject[32];
	int rc;

	if (strcmp(q->state, "open") != 0)
		return 0;
	(void)snprintf(subject, sizeof(subject), "question/%lld",
	    (long long)q->id);
	rc = question_answered(g->x->db, q->id, g->decision, e);
	return rc != 1 ? rc : answer_evidence(g, "question.answered", subject,
	    NULL, NULL, e);
}
