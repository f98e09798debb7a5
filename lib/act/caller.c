#include "act/caller.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "domain/bearer.h"
#include "domain/scope.h"

#define MICRO 1000000LL
#define MINUTE (60 * MICRO)

/* known: 1 if there is such a key, in force.  Whatever is wrong, as much is
 * read and one hash compared. */
static int
known(struct ctx *x, const char *bearer, struct apikey *k, struct err *e)
{
	unsigned char hash[32];
	int64_t id = bearer_parse(bearer);
	int rc = apikey_get(x->db, id, k, e), same;

	if (rc == -1)
		return -1;
	if (rc == 0)
		memset(k, 0, sizeof(*k));
	bearer_hash(bearer != NULL ? bearer : "", hash);
	same = sodium_memcmp(hash, k->hash, sizeof(hash)) == 0;
	return rc == 1 && id != 0 && same && x->now < k->revoked_at &&
	    x->now < k->expires_at;
}

/*
 * paid: each request costs a minute's share of the rate, and at most a minute
 * may be owed; what would be over is not taken.  Seconds to wait, or 0 and
 * *busy_at is the new debt's end.
 */
static int
paid(const struct apikey *k, int64_t now, int64_t *busy_at)
{
	int64_t at = now * MICRO, owed = k->busy_at > at ? k->busy_at : at;

	*busy_at = k->busy_at;
	if (k->rate == 0)
		return 0;
	if (owed + MINUTE / k->rate - at > MINUTE)
		return (int)((owed + MINUTE / k->rate - at - MINUTE + MICRO -
		    1) / MICRO);
	*busy_at = owed + MINUTE / k->rate;
	return 0;
}

static enum caller
enter(struct ctx *x, const char *bearer, const char *scope, struct apikey *k,
    int *wait_s, struct err *e)
{
	int64_t busy_at;
	int rc = known(x, bearer, k, e);

	if (rc != 1)
		return rc == 0 ? CALLER_UNKNOWN : CALLER_ERROR;
	if ((*wait_s = paid(k, x->now, &busy_at)) > 0)
		return CALLER_BUSY;
	if (apikey_used(x->db, k->id, x->now, busy_at, e) == -1)
		return CALLER_ERROR;
	return scope_has(k->scopes, scope) && scope_may(k->role, scope) ?
	    CALLER_GOOD : CALLER_MAY_NOT;
}

enum caller
caller_still(struct ctx *x, const char *bearer, const char *scope,
    struct apikey *k, struct err *e)
{
	int rc = known(x, bearer, k, e);

	if (rc != 1)
		return rc == 0 ? CALLER_UNKNOWN : CALLER_ERROR;
	return scope_has(k->scopes, scope) && scope_may(k->role, scope) ?
	    CALLER_GOOD : CALLER_MAY_NOT;
}

enum caller
caller_enter(struct ctx *x, const char *bearer, const char *scope,
    struct apikey *k, int *wait_s, struct err *e)
{
	enum caller who;

	if (db_begin(x->db, e) == -1)
		return CALLER_ERROR;
	who = enter(x, bearer, scope, k, wait_s, e);
	if (who == CALLER_GOOD || who == CALLER_MAY_NOT) {
		if (db_commit(x->db, e) == -1)
			who = CALLER_ERROR;
		(void)snprintf(x->actor, sizeof(x->actor), "key/%" PRId64,
		    k->id);
	} else
		db_rollback(x->db);
	return who;
}
