/* What became of the lists: time-outs, suspensions that never started, and when
 * all of one is over. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/inactive_tell.h"
#include "act/record.h"
#include "base/jot.h"
#include "store/evidence.h"
#include "store/job.h"
#include "store/outbox.h"
#include "store/question.h"

#define DAY 86400LL
enum { LOOK_BACK = 60 };		/* days */

static void
name(struct inactive_names *to, const struct question_batch_row *r,
    const char *why)
{
	struct buf b = BUF_INIT(1024);

	buf_fmt(&b, "%s%s%s%s%s", to->b.len > 0 ? ", " : "", r->name != NULL ?
	    r->name : r->upn != NULL ? r->upn : "(erased)",
	    why != NULL ? " (" : "", why != NULL ? why : "",
	    why != NULL ? ")" : "");
	if (to->more > 0 || !buf_ok(&b) || to->b.len + b.len >
	    INACTIVE_NAMES)
		to->more++;
	else
		buf_str(&to->b, buf_get(&b));
	buf_clear(&b);
}

/* It did not start within a day of the approval: it would come as a surprise
 * now. */
static int
drop(struct inactive_settling *s, const struct question_batch_row *r)
{
	struct jot j;
	int rc;

	if (s->dry != NULL)
		return 0;
	if ((rc = job_undone(s->x->db, r->job, s->e)) != 1)
		return rc;
	jot_init(&j);
	jot_int(&j, "job", r->job);
	jot_str(&j, "kind", "suspend");
	jot_int(&j, "decision", r->decision);
	jot_str(&j, "why", "not started for a day");
	rc = record_about(s->x, "job.dropped", "contractor", r->contractor, &j,
	    NULL, s->e);
	jot_clear(&j);
	return rc;
}

static int
see(const struct question_batch_row *r, void *arg)
{
	struct inactive_settling *s = arg;
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
		name(&s->done_names, r, r->job == 0 ?
		    "by another suspension" : NULL);
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
	struct inactive_settling *s = arg;
	struct jot j;
	int rc;

	if (strcmp(r->state, "open") != 0 ||
	    (rc = question_closed(s->x->db, r->question, "lapsed", s->e)) == 0)
		return 0;
	if (rc == -1)
		return -1;
	jot_init(&j);
	jot_int(&j, "question", r->question);
	jot_str(&j, "list", s->b->batch);
	rc = record_about(s->x, "inactive.lapsed", "contractor", r->contractor,
	    &j, NULL, s->e);
	jot_clear(&j);
	return rc;
}

static int
plan(struct inactive_settling *s, const char *action, const char *why)
{
	char change[32];
	const char *v[5] = { action, "list", s->b->batch, change, why };

	(void)snprintf(change, sizeof(change), "%lld",
	    (long long)s->b->all);
	return rows_add(s->dry, v, s->e);
}

/* One list, inside the transaction. */
static int
settle(struct inactive_settling *s)
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
	if (s->dry == NULL && inactive_tell_shut(s) == -1)
		return -1;
	if (s->waiting > 0) {
		s->out->open++;
		return 0;
	}
	s->out->ended++;
	return s->dry != NULL ? plan(s, "tell", "all of it is over") :
	    inactive_tell_end(s);
}

static int
seen(const struct evidence *r, void *arg)
{
	int *ended = arg;

	*ended |= strcmp(r->action, "inactive.ended") == 0;
	return 0;
}

/* is_told: 1 if its end was told; the names of that are in s.  Where nobody
 * could be written to, the evidence says so. */
static int
is_told(struct inactive_settling *s, const struct question_batch *b)
{
	int rc, ended = 0;

	(void)snprintf(s->dedup, sizeof(s->dedup), "inactive-end/%.16s",
	    b->batch);
	(void)snprintf(s->subject, sizeof(s->subject), "list/%.16s",
	    b->batch);
	if ((rc = outbox_has(s->x->db, s->dedup, s->e)) == 0)
		rc = evidence_about(s->x->db, s->subject, 0, 1, seen, &ended,
		    s->e);
	return rc == -1 ? -1 : rc == 1 || ended;
}

static int
waits(const struct question_batch *b, void *arg)
{
	struct inactive_settling *s = arg;
	int rc = is_told(s, b);

	if (rc == 0 && b->open > 0 && s->x->now < b->expires_at)
		s->out->open++;
	else if (rc == 0)
		s->waiting++;
	return rc == -1 ? -1 : 0;
}

int
inactive_settle_idle(struct ctx *x, struct inactive_settled *out,
    struct err *e)
{
	struct inactive_settling s;

	memset(&s, 0, sizeof(s));
	memset(out, 0, sizeof(*out));
	s.x = x;
	s.out = out;
	s.e = e;
	return question_batch_each(x->db, "inactive", x->now - LOOK_BACK * DAY,
	    waits, &s, e) == -1 ? -1 : s.waiting == 0;
}

static int
settle_list(const struct question_batch *b, void *arg)
{
	struct inactive_settling *of = arg, s = *of;
	int rc;

	s.b = b;
	if ((rc = is_told(&s, b)) != 0)
		return rc == 1 ? 0 : -1;
	buf_init(&s.done_names.b, INACTIVE_NAMES);
	buf_init(&s.left_names.b, INACTIVE_NAMES);
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
	struct inactive_settling s;

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
