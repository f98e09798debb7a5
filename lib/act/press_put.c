#include "act/press_put.h"

#include "act/proof_press.h"
#include "domain/slack_sign.h"

#define DAY 86400LL	/* in which who presses is told that it is over */

static enum press_put
put(struct ctx *x, const struct press_row *r, struct err *e)
{
	int64_t n = press_waiting(x->db, e);

	if (n == -1)
		return PRESS_PUT_ERROR;
	if (n >= PRESS_WAITING)
		return PRESS_PUT_FULL;
	return press_add(x->db, r, e) == -1 ? PRESS_PUT_ERROR : PRESS_PUT_KEPT;
}

enum press_put
press_put(struct ctx *x, const char *keys, const char *token,
    struct press_row *r, struct err *e)
{
	struct question first;
	enum press_put what;
	int64_t outbox;
	int rc;

	r->came_at = x->now;
	if (r->stamp < x->now - SLACK_SIGN_WINDOW ||
	    r->stamp > x->now + SLACK_SIGN_WINDOW)
		return PRESS_PUT_LATE;
	rc = proof_press_check(x->db, keys, x->tenant->name, token, &outbox,
	    &first, e);
	if (rc != 1)
		return rc == -1 ? PRESS_PUT_ERROR : PRESS_PUT_STRANGE;
	if (x->now > first.expires_at + DAY)
		return PRESS_PUT_STRANGE;
	db_rollback(x->db);
	if (db_begin(x->db, e) == -1)
		return PRESS_PUT_ERROR;
	what = put(x, r, e);
	if (what == PRESS_PUT_KEPT && db_commit(x->db, e) == -1)
		what = PRESS_PUT_ERROR;
	if (what != PRESS_PUT_KEPT)
		db_rollback(x->db);
	return what;
}
