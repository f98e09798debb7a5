#include "act/inactive_tell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/channel.h"
#include "act/fields.h"
#include "base/jot.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/when.h"
#include "store/ask.h"
#include "store/decision.h"
#include "store/evidence.h"
#include "store/outbox.h"

static void
names_value(const struct inactive_names *n, struct pairs *p, const char *value)
{
	struct buf b = BUF_INIT(INACTIVE_NAMES + 64);

	buf_str(&b, buf_get(&n->b));
	if (n->more > 0)
		buf_fmt(&b, "%s%lld more", b.len > 0 ? " and " : "",
		    (long long)n->more);
	if (b.len > 0)
		pairs_set(p, PAIRS_ALL, value, buf_get(&b));
	buf_clear(&b);
}

/* Who answered, and how, as the message says it. */
static int
answered(struct inactive_settling *s, struct pairs *p)
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
	pairs_set(p, PAIRS_ALL, "answer",
	    s->done + s->dropped + s->waiting == 0 ? "denied" :
	    s->kept > 0 ? "approved in part" : "approved");
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
	struct inactive_settling *s;
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
record(struct inactive_settling *s, const struct pairs *p)
{
	struct jot j;
	int rc;

	jot_init(&j);
	jot_str(&j, "list", s->b->batch);
	jot_str(&j, "answer", pairs_get(p, PAIRS_ALL, "answer"));
	jot_int(&j, "count", s->b->all);
	jot_int(&j, "suspended", s->done);
	jot_int(&j, "not_suspended", s->dropped);
	rc = evidence_add(s->x->db, s->x->now, s->x->actor, "inactive.ended",
	    s->subject, jot_get(&j), NULL, s->e);
	jot_clear(&j);
	return rc;
}

int
inactive_tell_end(struct inactive_settling *s)
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
	if (rc == 0)
		rc = record(s, t.p);
	pairs_free(t.p);
	return rc;
}

int
inactive_tell_shut(struct inactive_settling *s)
{
	struct outbox_new m = { .channel = "slack", .again = 1,
		.template = "inactive-closed", .now = s->x->now };
	char dedup[64], channel[CHANNEL_ID], within[CHANNEL_ID];
	struct pairs *p;
	struct outbox o;
	struct jot j;
	int64_t id;
	int rc;

	(void)snprintf(dedup, sizeof(dedup), "inactive/%.16s/slack",
	    s->b->batch);
	if ((rc = outbox_find(s->x->db, dedup, &id, s->e)) == 1)
		rc = outbox_get(s->x->db, id, &o, s->e);
	if (rc != 1)
		return rc;
	p = pairs_new();
	if (strcmp(o.state, "sent") == 0 && channel_parts(o.reply, channel,
	    within) && !channel_is_user(within) &&
	    (rc = outbox_fields(s->x->db, id, p, s->e)) == 0 &&
	    (rc = answered(s, p)) == 0) {
		(void)snprintf(dedup, sizeof(dedup), "inactive-shut/%.16s",
		    s->b->batch);
		jot_init(&j);
		fields_jot_rows(p, &j, CHANNEL_ROWS);
		m.dedup = dedup;
		m.recipient = o.reply;
		m.fields = jot_get(&j);
		rc = outbox_queue(s->x->db, &m, NULL, s->e);
		jot_clear(&j);
	}
	outbox_clear(&o);
	pairs_free(p);
	return rc == -1 ? -1 : 0;
}
