#include "act/errand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/job_back.h"
#include "act/record.h"
#include "base/jot.h"
#include "store/contractor.h"
#include "store/errand_row.h"

enum { AT_ONCE = 10, WHY_LEN = 500 };

/* A reason is one line of text. */
static int
reason(const char *why, struct err *e)
{
	const char *s;

	if (why == NULL || *why == '\0')
		return err_set(e, ERR_DATA, "a reason is needed");
	for (s = why; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			return err_set(e, ERR_DATA, "a reason is one line");
	return s - why <= WHY_LEN ? 0 : err_set(e, ERR_DATA, "a reason is at "
	    "most %d bytes", WHY_LEN);
}

static int
leave(struct ctx *x, int64_t contractor, const char *what, const char *why,
    struct err *e)
{
	struct errand r = { .contractor = contractor, .asked_at = x->now };
	struct jot j;
	int64_t seq;
	int rc;

	(void)snprintf(r.what, sizeof(r.what), "%s", what);
	(void)snprintf(r.asked_by, sizeof(r.asked_by), "%s", x->actor);
	jot_init(&j);
	jot_str(&j, "what", what);
	jot_str(&j, "why", why);
	rc = record_about(x, "errand.add", "contractor", contractor, &j, &seq,
	    e);
	jot_clear(&j);
	if (rc == -1)
		return -1;
	r.why = (char *)(uintptr_t)why;	/* borrowed */
	rc = errand_insert(x->db, &r, seq, &r.id, e);
	return rc == 0 ? err_set(e, ERR_REFUSED, "it is asked for already: "
	    "ctr-offboard takes it up") : rc == 1 ? 0 : -1;
}

int
errand_leave(struct ctx *x, int64_t contractor, const char *what,
    const char *why, struct err *e)
{
	struct contractor c;
	int rc;

	if (reason(why, e) == -1 || db_begin(x->db, e) == -1)
		return -1;
	if ((rc = contractor_get(x->db, contractor, &c, e)) == 0)
		rc = err_set(e, ERR_DATA, "no such contractor");
	if (rc == 1) {
		rc = job_back_may(x, &c, e) == -1 ? -1 :
		    leave(x, contractor, what, why, e);
		contractor_clear(&c);
	}
	if (rc == 0)
		return db_commit(x->db, e);
	db_rollback(x->db);
	return -1;
}

static int
done(struct ctx *x, const struct errand *r, int status, const char *words,
    int64_t job, struct err *e)
{
	struct jot j;
	int rc;

	jot_init(&j);
	jot_int(&j, "errand", r->id);
	jot_str(&j, "what", r->what);
	jot_int(&j, "status", status);
	if (job != 0)
		jot_int(&j, "job", job);
	else
		jot_str(&j, "words", words);
	if (db_begin(x->db, e) == -1)
		rc = -1;
	else if ((rc = errand_done(x->db, r->id, status, words, x->now, e)) ==
	    1)
		rc = record_about(x, "errand.done", "contractor", r->contractor,
		    &j, NULL, e);
	jot_clear(&j);
	if (rc != -1)
		return db_commit(x->db, e);
	db_rollback(x->db);
	return -1;
}

/* back: in the name of who asked; the approver is told where. */
static int
back(struct ctx *x, const char *keys, const struct errand *r, int64_t *job,
    struct err *e)
{
	char actor[sizeof(x->actor)], why[WHY_LEN + 80];
	struct contractor c;
	int rc;

	if ((rc = contractor_get(x->db, r->contractor, &c, e)) != 1)
		return rc == 0 ? err_set(e, ERR_DATA, "nobody") : -1;
	if (c.upn == NULL) {
		contractor_clear(&c);
		return err_set(e, ERR_REFUSED, "he has no UPN any more");
	}
	memcpy(actor, x->actor, sizeof(actor));
	memcpy(x->actor, r->asked_by, sizeof(x->actor));
	(void)snprintf(why, sizeof(why), "asked for in the portal: %s",
	    r->why);
	rc = job_back(x, keys, c.upn, why, job, e);
	memcpy(x->actor, actor, sizeof(x->actor));
	contractor_clear(&c);
	return rc;
}

/* one: what is refused is over; what could not be tried is not. */
static int
one(struct ctx *x, const char *keys, const struct errand *r,
    struct err *e)
{
	struct err mine = ERR_INIT;
	int64_t job = 0;
	int rc = back(x, keys, r, &job, &mine);

	if (rc == -1 && mine.kind != ERR_REFUSED && mine.kind != ERR_DATA) {
		*e = mine;
		return -1;
	}
	return done(x, r, rc == 0 ? 0 : (int)mine.kind, rc == 0 ? "" :
	    mine.text, job, e);
}

int
errand_run(struct ctx *x, const char *keys, struct err *e)
{
	struct err why;
	struct errand r;
	int64_t after = 0;
	int rc = 1, taken = 0, status = ERR_NONE;

	while (taken < AT_ONCE && (rc = errand_next(x->db, after, &r, e)) ==
	    1) {
		after = r.id;
		err_clear(&why);
		if (one(x, keys, &r, &why) == 0)
			taken++;
		else {
			status = err_worst(status, why.kind);
			if (status == why.kind)
				*e = why;
		}
		errand_clear(&r);
	}
	return rc == -1 || status != ERR_NONE ? -1 : 0;
}
