#include "act/press_take.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/answer_internal.h"
#include "act/approval.h"
#include "act/press_tell.h"
#include "act/proof_press.h"
#include "act/slack_who.h"
#include "base/jot.h"
#include "base/when.h"
#include "store/evidence.h"
#include "store/press.h"
#include "store/question_batch.h"

/* One press against the list that it is about. */
struct taking {
	struct ctx *x;
	const struct conf *conf;
	const char *keys;
	struct press *p;
	int64_t	message;	/* outbox.id of the list as it was told */
	char	batch[65];
	char	*key;		/* who pressed, as we know him */
	struct question_batch_one *all;
	size_t	n;
	struct press_tell tell;
	struct err *e;
};

const char *
press_take_words(enum press_end end)
{
	static const char *const words[] = { "recorded", "link shown",
		"unknown to section slack_users", "not in approvers",
		"on the list himself", "was not asked",
		"nothing is open any more", "not of a list as it was told",
		"slack_signing_secret is not set",
		"the signature is not Slack's", "too old when it came",
		"no button" };

	return words[end];
}

/* genuine: 1 if the button is ours, and its list is as it was told. */
static int
genuine(struct taking *t)
{
	struct question q;
	int rc = proof_press_check(t->x->db, t->keys, t->x->tenant->name,
	    t->p->token, &t->message, &q, t->e);

	if (rc != 1) {
		t->message = 0;
		return rc;
	}
	memcpy(t->batch, q.batch, sizeof(t->batch));
	return question_batch_all(t->x->db, "inactive", t->batch, &t->all,
	    &t->n, t->e) == -1 ? -1 : 1;
}

/* The ask by which this question was put to him. */
struct asked {
	struct taking *t;
	int64_t	ask, outbox;
	char	*key;
};

static int
is_his(const struct ask *a, void *arg)
{
	struct asked *s = arg;
	int rc = 0;

	if (s->ask == 0 && a->moved_at == WHEN_NEVER)
		rc = approval_same(s->t->x->db, a->reviewer_key, s->t->key,
		    s->t->e);
	if (rc == 1) {
		s->ask = a->id;
		s->outbox = a->outbox;
	}
	return rc == -1 ? -1 : 0;
}

/* 1 with the ask of a question of the list, 0, -1. */
static int
ask_for(struct taking *t, size_t nth, struct asked *s)
{
	memset(s, 0, sizeof(*s));
	s->t = t;
	if (ask_each(t->x->db, t->all[nth].question, is_his, s, t->e) == -1)
		return -1;
	return s->ask != 0;
}

static size_t
first_open(const struct taking *t)
{
	size_t i;

	for (i = 0; i < t->n && !t->all[i].open; i++)
		;
	return i;
}

/* who: whether he may decide; PRESS_RECORDED says yes. */
static int
who(struct taking *t, struct asked *s)
{
	struct press *p = t->p;
	size_t first = first_open(t);
	int rc;

	p->end = PRESS_UNKNOWN;
	if ((t->key = slack_who(t->conf, p->user, p->team)) == NULL)
		return 0;
	p->end = PRESS_MAY_NOT;
	if ((rc = approval_may(t->x, t->key, NULL, t->e)) != 1)
		return rc;
	p->end = PRESS_ON_LIST;
	if ((rc = question_batch_on(t->x->db, t->batch, t->key, t->e)) != 0)
		return rc == 1 ? 0 : -1;
	p->end = PRESS_CLOSED;
	if (first == t->n)
		return 0;
	p->end = PRESS_NOT_ASKED;
	if ((rc = ask_for(t, first, s)) == 1)
		p->end = PRESS_RECORDED;
	return rc == -1 ? -1 : 0;
}

/* One answer, as a tick of the page gives it.  1 recorded, 0, -1. */
static int
give(struct taking *t, size_t nth)
{
	const struct press *p = t->p;
	const struct answer_slack slack = { t->keys, p->user, p->team,
		p->sha256, p->pressed_at };
	struct answer_row row;
	struct asked s;
	struct ticket k;
	int rc;

	if ((rc = ask_for(t, nth, &s)) != 1)
		return rc;
	memset(&row, 0, sizeof(row));
	row.ask = s.ask;
	row.a.answer = strcmp(p->action, "approve") == 0 ? "suspend" : "keep";
	row.a.slack = &slack;
	row.a.address = p->address;
	if ((rc = ticket_ask(t->x, s.ask, &k, t->e)) == 0) {
		ticket_print(&k, row.print);
		rc = answer_one(t->x, &k, &row, t->e);
	}
	ticket_clear(&k);
	return rc == -1 ? -1 : row.result == ANSWER_DONE;
}

static int
decide(struct taking *t)
{
	char actor[sizeof(t->x->actor)];
	size_t i, given = 0;
	int rc = 0;

	memcpy(actor, t->x->actor, sizeof(actor));
	for (i = 0; i < t->n && rc != -1; i++)
		if (t->all[i].open) {
			rc = give(t, i);
			given += rc == 1;
		}
	memcpy(t->x->actor, actor, sizeof(actor));
	if (given == 0)
		t->p->end = PRESS_CLOSED;
	return rc == -1 ? -1 : 0;
}

static int
answer(struct taking *t)
{
	struct press *p = t->p;
	struct asked s;
	int rc = genuine(t);

	p->end = PRESS_CHANGED;
	if (rc == -1 || (rc == 1 && who(t, &s) == -1))
		return -1;
	if (p->end == PRESS_RECORDED && strcmp(p->action, "choose") == 0) {
		p->end = PRESS_SHOWN;
		t->tell.list = s.outbox;
	} else if (p->end == PRESS_RECORDED && decide(t) == -1)
		return -1;
	t->tell.key = t->key;
	return press_tell(t->x, t->conf, p, &t->tell, t->e);
}

static int
record(struct ctx *x, const struct press *p, int64_t message,
    const char *batch, struct err *e)
{
	char subject[40], at[21];
	struct jot j;
	int rc;

	(void)snprintf(subject, sizeof(subject), message != 0 ? "outbox/%lld" :
	    "press/%lld", (long long)(message != 0 ? message : p->row));
	jot_init(&j);
	jot_str(&j, "result", press_take_words(p->end));
	if (message != 0)
		jot_str(&j, "list", batch);
	if (p->user != NULL) {
		jot_str(&j, "action", p->action);
		jot_str(&j, "slack_user", p->user);
		jot_str(&j, "slack_team", p->team);
		jot_str(&j, "slack_channel", p->channel);
	}
	when_iso(p->pressed_at, at);
	jot_str(&j, "pressed_at", at);
	jot_str(&j, "request_sha256", p->sha256);
	jot_str(&j, "address", p->address);
	rc = evidence_add(x->db, x->now, x->actor, p->end <= PRESS_SHOWN ?
	    "press.taken" : "press.refused", subject, jot_get(&j), NULL, e);
	jot_clear(&j);
	return rc;
}

/* take: t NULL: it is not believed.  The transaction of both. */
static int
take(struct ctx *x, struct press *p, struct taking *t, struct err *e)
{
	int rc;

	if (db_begin(x->db, e) == -1)
		return -1;
	rc = press_done(x->db, p->row, e);
	if (rc == 1 && t != NULL && answer(t) == -1)
		rc = -1;
	if (rc == 1 && record(x, p, t == NULL ? 0 : t->message, t == NULL ?
	    NULL : t->batch, e) == -1)
		rc = -1;
	if (rc == 1 && db_commit(x->db, e) == 0)
		return 1;
	db_rollback(x->db);
	return rc == 0 ? 0 : -1;
}

int
press_take(struct ctx *x, const struct conf *conf, const char *keys,
    struct press *p, struct err *e)
{
	struct taking t;
	int rc;

	memset(&t, 0, sizeof(t));
	t.x = x;
	t.conf = conf;
	t.keys = keys;
	t.p = p;
	t.e = e;
	rc = take(x, p, &t, e);
	free(t.key);
	free(t.all);
	return rc;
}

int
press_take_not(struct ctx *x, struct press *p, enum press_end end,
    struct err *e)
{
	p->end = end;
	p->user = NULL;
	return take(x, p, NULL, e);
}

int
press_take_forget(struct ctx *x, int64_t before, struct err *e)
{
	int rc = press_old(x->db, before, e);

	if (rc != 1)
		return rc;
	if (db_begin(x->db, e) == -1)
		return -1;
	rc = press_forget(x->db, before, e);
	if (rc == 0)
		rc = db_commit(x->db, e);
	if (rc == -1)
		db_rollback(x->db);
	return rc;
}
