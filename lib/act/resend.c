#include "act/resend.h"

#include <stdio.h>
#include <string.h>

#include "base/jot.h"
#include "base/when.h"
#include "store/evidence.h"
#include "store/listed.h"
#include "store/outbox_again.h"
#include "store/question.h"

/* Asks that go over to the new message; what it lists stays what it was. */
struct moving {
	struct ctx *x;
	int64_t	from, to;
	struct err *e;
};

static int
carry(const struct ask *a, void *arg)
{
	struct moving *m = arg;
	int rc;

	if (a->moved_at != WHEN_NEVER)
		return 0;
	if (ask_carried(m->x->db, a->id, m->to, m->e) == -1)
		return -1;
	if ((rc = listed_has(m->x->db, m->from, a->id, m->e)) != 1)
		return rc;
	return listed_add(m->x->db, m->to, a->id, m->e);
}

int
resend_ask(struct ctx *x, const struct ask *a, const char *dedup,
    const char *subject, struct err *e)
{
	struct moving m = { x, a->outbox, 0, e };
	struct jot j;
	int rc;

	if ((rc = outbox_again(x->db, a->outbox, dedup, x->now, &m.to, e)) !=
	    1)
		return rc;
	if (ask_each_carried(x->db, m.from, carry, &m, e) != 0)
		return -1;
	jot_init(&j);
	jot_int(&j, "question", a->question);
	jot_int(&j, "ask", a->id);
	rc = evidence_add(x->db, x->now, x->actor, "question.remind", subject,
	    jot_get(&j), NULL, e);
	jot_clear(&j);
	return rc == -1 ? -1 : 1;
}

struct sending {
	struct ctx *x;
	char	subject[40];
	int64_t	*n;
	struct err *e;
};

static int
one(const struct ask *a, void *arg)
{
	struct sending *s = arg;
	char dedup[60];
	int rc;

	if (a->outbox == 0 || a->moved_at != WHEN_NEVER)
		return 0;
	(void)snprintf(dedup, sizeof(dedup), "ask/%lld/%s/hand",
	    (long long)a->id, s->x->today_on);
	rc = resend_ask(s->x, a, dedup, s->subject, s->e);
	*s->n += rc == 1;
	return rc == -1 ? -1 : 0;
}

static int
send_all(struct ctx *x, int64_t id, int64_t *n, struct err *e)
{
	struct sending s = { x, "", n, e };
	struct question q;
	int rc = question_get(x->db, id, &q, e);

	if (rc == -1)
		return -1;
	if (rc == 0 || strcmp(q.state, "open") != 0 ||
	    question_attests(q.kind))
		return err_set(e, ERR_DATA, "no approval waits under this "
		    "number");
	(void)snprintf(s.subject, sizeof(s.subject), "contractor/%lld",
	    (long long)q.contractor);
	if (ask_each(x->db, id, one, &s, e) != 0)
		return -1;
	return *n > 0 ? 0 : err_set(e, ERR_REFUSED, "nothing to send: its "
	    "mails have not left yet, or were sent again today");
}

int
resend_question(struct ctx *x, int64_t id, int64_t *n, struct err *e)
{
	int rc;

	*n = 0;
	if (db_begin(x->db, e) == -1)
		return -1;
	if ((rc = send_all(x, id, n, e)) == 0)
		rc = db_commit(x->db, e);
	if (rc == -1)
		db_rollback(x->db);
	return rc;
}
