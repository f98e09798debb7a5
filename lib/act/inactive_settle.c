/* What became of the lists: time-outs, suspensions that never started, and the
 * last word to approvers and channels. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/channel.h"
#include "act/fields.h"
#include "act/inactive.h"
#include "base/jot.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/when.h"
#include "store/ask.h"
#include "store/decision.h"
#include "store/evidence.h"
#include "store/job.h"
#include "store/outbox.h"
#include "store/question.h"
#include "store/question_batch.h"

#define DAY 86400LL
enum { LOOK_BACK = 60, NAMES = 3900 };	/* days; bytes of names in a message */

/* Names in a message; how many more there are. */
struct names {
	struct buf b;
	int64_t	more;
};

struct settling {
	struct ctx *x;
	const struct conf *conf;
	struct rows *dry;
	struct inactive_settled *out;
	const struct question_batch *b;
	int64_t	first;			/* question */
	int64_t	decision;		/* the first; 0 nobody answered */
	int64_t	waiting, done, dropped, kept;
	struct names done_names, left_names;
	char	dedup[64];
	struct err *e;
};

static void
name(struct names *to, const struct question_batch_row *r, const char *why)
{
	struct buf b = BUF_INIT(1024);

	buf_fmt(&b, "%s%s%s%s%s", to->b.len > 0 ? ", " : "", r->name != NULL ?
	    r->name : r->upn != NULL ? r->upn : "(erased)",
	    why != NULL ? " (" : "", why != NULL ? why : "",
	    why != NULL ? ")" : "");
	if (to->more > 0 || !buf_ok(&b) || to->b.len + b.len > NAMES)
		to->more++;
	else
		buf_str(&to->b, buf_get(&b));
	buf_clear(&b);
}

static void
names_value(const struct names *n, struct pairs *p, const char *value)
{
	struct buf b = BUF_INIT(NAMES + 64);

	buf_str(&b, buf_get(&n->b));
	if (n->more > 0)
		buf_fmt(&b, "%s%lld more", b.len > 0 ? " and " : "",
		    (long long)n->more);
	if (b.len > 0)
		pairs_set(p, PAIRS_ALL, value, buf_get(&b));
	buf_clear(&b);
}

/* It did not start within a day of the approval: it would come as a surprise
 * now. */
static int
drop(struct settling *s, const struct question_batch_row *r)
{
	char subject[40];
	struct jot j;
	int rc;

	if (s->dry != NULL)
		return 0;
	if ((rc = job_undone(s->x->db, r->job, s->e)) != 1)
		return rc;
	(void)snprintf(subject, sizeof(subject), "contractor/%lld",
	    (long long)r->contractor);
	jot_init(&j);
	jot_int(&j, "job", r->job);
	jot_str(&j, "kind", "suspend");
	jot_int(&j, "decision", r->decision);
	jot_str(&j, "why", "not started for a day");
	rc = evidence_add(s->x->db, s->x->now, s->x->actor, "job.dropped",
	    subject, jot_get(&j), NULL, s->e);
	jot_clear(&j);
	return rc;
}

static int
see(const struct question_batch_row *r, void *arg)
{
	struct settling *s = arg;
	int late = r->job != 0 && s->x->now - r->job_made_at >= DAY;

	if (s->first == 0)
		s->first = r->question;
	if (r->decision != 0 && s->decision == 0)
		s->decision = r->decision;
	if (strcmp(r->answer, "suspend") != 0) {
		s->kept += r->answer[0] != '\0';
		return 0;
	}
	if (r->job == 0 || strcmp(r->job_state, "done") == 0) {
		s->done++;
		name(&s->done_names, r, r->job == 0 ? "was already" : NULL);
		return 0;
	}
	/* Begun, it must end first: what is told then is so. */
	if (strcmp(r->job_state, "undone") != 0 && (!late ||
	    r->job_started_at != 0)) {
		s->waiting++;
		return 0;
	}
	s->dropped++;
	name(&s->left_names, r, r->job_words[0] != '\0' ? r->job_words :
	    late ? "not started for a day" : "taken back");
	return strcmp(r->job_state, "undone") != 0 ? drop(s, r) : 0;
}

static int
lapse_one(const struct question_batch_row *r, void *arg)
{
	struct settling *s = arg;
	char subject[40];
	struct jot j;
	int rc;

	if (strcmp(r->state, "open") != 0 ||
	    (rc = question_closed(s->x->db, r->question, "lapsed", s->e)) == 0)
		return 0;
	if (rc == -1)
		return -1;
	(void)snprintf(subject, sizeof(subject), "contractor/%lld",
	    (long long)r->contractor);
	jot_init(&j);
	jot_int(&j, "question", r->question);
	jot_str(&j, "list", s->b->batch);
	rc = evidence_add(s->x->db, s->x->now, s->x->actor, "inactive.lapsed",
	    subject, jot_get(&j), NULL, s->e);
	jot_clear(&j);
	return rc;
}

/* Who answered, and how, as the message says it. */
static int
answered(struct settling *s, struct pairs *p)
{
	char *who = NULL, *email = NULL, at[17];
	struct decision d;
	struct ask a;
	int rc;

	if (s->decision == 0) {
		when_local(s->b->expires_at, at);
		pairs_set(p, PAIRS_ALL, "answer", "nobody answered");
		pairs_set(p, PAIRS_ALL, "answer_by", at);
		return 0;
	}
	if ((rc = decision_get(s->x->db, s->decision, &d, s->e)) != 1)
		return rc;
	when_local(d.decided_at, at);
	pairs_set(p, PAIRS_ALL, "answered_at", at);
	pairs_set(p, PAIRS_ALL, "answer", s->done + s->dropped == 0 ?
	    "denied" : s->kept > 0 ? "approved in part" : "approved");
	if (d.ask != 0 && (rc = ask_get(s->x->db, d.ask, &a, s->e)) == 1) {
		rc = fields_person(s->x->db, a.reviewer_key, &who, &email,
		    s->e);
		pairs_set(p, PAIRS_ALL, "answered_by", who);
		ask_clear(&a);
	}
	free(who);
	free(email);
	decision_clear(&d);
	return rc == -1 ? -1 : 0;
}

struct telling {
	struct settling *s;
	struct pairs *p;
	int	n;
};

static char *
fields(const struct pairs *p, int64_t question)
{
	struct jot j;
	char *text;

	jot_init(&j);
	fields_jot(p, &j);
	jot_int(&j, "question", question);
	text = mem_str(jot_get(&j));
	jot_clear(&j);
	return text;
}

/* The first mail has the list's own dedup: it says that the end was told. */
static int
tell_one(const struct ask *a, void *arg)
{
	struct telling *t = arg;
	struct outbox_new m = { .template = "inactive-done",
		.now = t->s->x->now };
	char *who = NULL, *email = NULL, *text, dedup[360];
	int rc;

	rc = fields_person(t->s->x->db, a->reviewer_key, &who, &email,
	    t->s->e);
	if (rc != -1 && email != NULL && text_upn(email)) {
		(void)snprintf(dedup, sizeof(dedup), t->n++ == 0 ? "%s" :
		    "%s/%s", t->s->dedup, a->reviewer_key);
		pairs_set(t->p, PAIRS_ALL, "manager_name", who);
		text = fields(t->p, t->s->first);
		m.dedup = dedup;
		m.recipient = email;
		m.fields = text;
		rc = outbox_queue(t->s->x->db, &m, NULL, t->s->e);
		free(text);
	}
	free(who);
	free(email);
	return rc == -1 ? -1 : 0;
}

static int
tell(struct settling *s)
{
	struct telling t = { s, pairs_new(), 0 };
	char count[24], *text;
	int rc;

	(void)snprintf(count, sizeof(count), "%lld", (long long)s->b->all);
	pairs_set(t.p, PAIRS_ALL, "count", count);
	names_value(&s->done_names, t.p, "done");
	names_value(&s->left_names, t.p, "undone");
	when_local(s->b->opened_at, count);
	pairs_set(t.p, PAIRS_ALL, "asked_on", count);
	rc = answered(s, t.p);
	if (rc == 0)
		rc = ask_each(s->x->db, s->first, tell_one, &t, s->e);
	if (rc == 0) {
		text = fields(t.p, s->first);
		rc = channel_tell(s->x, s->conf, "inactive-done", s->dedup,
		    text, s->e) == -1 ? -1 : 0;
		free(text);
	}
	pairs_free(t.p);
	return rc;
}

static int
plan(struct settling *s, const char *action, const char *why)
{
	char change[32];
	const char *v[5] = { action, "list", s->b->batch, change, why };

	(void)snprintf(change, sizeof(change), "%lld",
	    (long long)s->b->all);
	return rows_add(s->dry, v, s->e);
}

/* One list, inside the transaction. */
static int
settle(struct settling *s)
{
	int lapsed = s->b->open > 0 && s->x->now >= s->b->expires_at;

	if (s->b->open > 0 && !lapsed) {
		s->out->open++;
		return 0;
	}
	s->out->lapsed += lapsed;
	if (lapsed && s->dry != NULL)
		return plan(s, "lapse", "nobody answered in time");
	if (lapsed && question_batch_rows(s->x->db, "inactive", s->b->batch,
	    lapse_one, s, s->e) == -1)
		return -1;
	if (question_batch_rows(s->x->db, "inactive", s->b->batch, see, s,
	    s->e) == -1)
		return -1;
	if (s->waiting > 0) {
		s->out->open++;
		return 0;
	}
	s->out->ended++;
	return s->dry != NULL ? plan(s, "tell", "all of it is over") : tell(s);
}

static int
settle_list(const struct question_batch *b, void *arg)
{
	struct settling *of = arg, s = *of;
	int rc;

	s.b = b;
	buf_init(&s.done_names.b, NAMES);
	buf_init(&s.left_names.b, NAMES);
	(void)snprintf(s.dedup, sizeof(s.dedup), "inactive-end/%.16s",
	    b->batch);
	if ((rc = outbox_has(s.x->db, s.dedup, s.e)) != 0)
		return rc == 1 ? 0 : -1;
	rc = s.dry != NULL ? 0 : db_begin(s.x->db, s.e);
	if (rc == 0 && (rc = settle(&s)) == 0 && s.dry == NULL)
		rc = db_commit(s.x->db, s.e);
	if (rc == -1 && s.dry == NULL)
		db_rollback(s.x->db);
	buf_clear(&s.done_names.b);
	buf_clear(&s.left_names.b);
	return rc;
}

int
inactive_settle(struct ctx *x, const struct conf *c, struct rows *dry,
    struct inactive_settled *out, struct err *e)
{
	struct settling s;

	memset(&s, 0, sizeof(s));
	memset(out, 0, sizeof(*out));
	s.x = x;
	s.conf = c;
	s.dry = dry;
	s.out = out;
	s.e = e;
	return question_batch_each(x->db, "inactive", x->now - LOOK_BACK * DAY,
	    settle_list, &s, e);
}
