#include "act/proof_key.h"

#include <stdio.h>
#include <string.h>

#include "act/key_master.h"
#include "base/mem.h"
#include "base/when.h"
#include "domain/bearer.h"
#include "domain/scope.h"
#include "store/evidence.h"

static int
no(struct err *e, const struct decision *d, const char *why)
{
	(void)err_set(e, ERR_REFUSED, "decision/%lld: %s", (long long)d->id,
	    why);
	return 0;
}

int
proof_key_bearer(const char *dir, const char *tenant, const struct apikey *k,
    char out[], struct err *e)
{
	unsigned char master[BEARER_MASTER_LEN];
	const struct bearer_about a = { tenant, k->id, k->nonce, k->role,
		k->scopes, k->made_at, k->expires_at };

	if (key_master(dir, tenant, k->master, master, e) == -1)
		return -1;
	bearer_make(&a, master, out);
	mem_wipe(master, sizeof(master));
	return 0;
}

/* Its evidence names the same key. */
static int
same_actor(struct db *db, const struct decision *d, int64_t key,
    struct err *e)
{
	char actor[EVIDENCE_ACTOR], want[32];
	int rc = evidence_actor(db, d->evidence, actor, sizeof(actor), e);

	(void)snprintf(want, sizeof(want), "key/%lld", (long long)key);
	return rc == 1 ? strcmp(actor, want) == 0 : rc;
}

int
proof_key(struct db *db, const char *dir, const char *tenant,
    const struct decision *d, struct err *e)
{
	const struct bearer_said said = { tenant, bearer_mark_key(d->proof),
		d->contractor, d->answer, d->day_on, d->reason,
		d->decided_at };
	char bearer[BEARER_MAX + 1];
	struct apikey k;
	int rc, good;

	if (said.key == 0)
		return no(e, d, "it has no proof");
	if ((rc = apikey_get(db, said.key, &k, e)) != 1)
		return rc == 0 ? no(e, d, "its key is not there") : -1;
	if (strcmp(k.role, "approver") != 0 ||
	    !scope_has(k.scopes, SCOPE_LEAVE))
		return no(e, d, "its key may not decide");
	if (d->decided_at < k.made_at || d->decided_at >= k.expires_at)
		return no(e, d, "its key was not in force");
	if (d->decided_at >= k.revoked_at)
		return no(e, d, "its key was revoked");
	if ((rc = same_actor(db, d, k.id, e)) != 1)
		return rc == 0 ? no(e, d, "its evidence names another") : -1;
	if (proof_key_bearer(dir, tenant, &k, bearer, e) == -1)
		return -1;
	good = bearer_mark_ok(bearer, &said, d->proof);
	mem_wipe(bearer, sizeof(bearer));
	return good ? 1 : no(e, d, "the mark is not its key's");
}
