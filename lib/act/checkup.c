#include "act/checkup.h"

#include <string.h>

#include "act/key.h"
#include "store/health.h"

#define FINDING_DAYS 30		/* open for so long: critical */

struct look {
	struct ctx *x;
	const struct conf *conf;
	const char *keys;
	checkup_cb *cb;
	void	*arg;
	struct err *e;
	struct health now;
	int	connectors;
	int	failed;
};

static void
say_of(struct look *l, const char *name, const char *part,
    enum checkup_level level, int64_t at)
{
	struct checkup c = { name, part, level, at };

	l->cb(&c, l->arg);
}

/* have: something that must be told; without it, this bad. */
static void
have(struct look *l, const char *name, int there, enum checkup_level without)
{
	say_of(l, name, "", there ? CHECKUP_GOOD : without, 0);
}

/*
 * aged: the policy's age is a warning, twice of it is bad.  What never was is
 * a warning: a tenant begins so.
 */
static void
aged(struct look *l, const char *name, const char *part, int64_t at,
    const char *policy, int64_t unit)
{
	int64_t most = policy_int(l->x->policy, policy) * unit;
	int64_t age = l->x->now - at;

	say_of(l, name, part, at == 0 ? CHECKUP_WARN : age > 2 * most ?
	    CHECKUP_BAD : age > most ? CHECKUP_WARN : CHECKUP_GOOD, at);
}

/* waits: the same, but that nothing waits is good. */
static void
waits(struct look *l, const char *name, int64_t at, const char *policy)
{
	if (at == 0)
		say_of(l, name, "", CHECKUP_GOOD, 0);
	else
		aged(l, name, "", at, policy, 60);
}

static void
synced(const char *connector, void *arg)
{
	struct look *l = arg;

	l->connectors++;
	if (!l->failed && health_sync(l->x->db, connector, &l->now, l->e) ==
	    -1)
		l->failed = 1;
	if (!l->failed)
		aged(l, "sync", connector, l->now.sync_at, "sync_age_hours",
		    3600);
}

static int
set(const struct look *l, const char *section, const char *name)
{
	return conf_get(l->conf, section, name) != NULL;
}

/* told: what only a person can tell. */
static void
told(struct look *l)
{
	unsigned char key[LINK_PUBLIC_LEN];
	struct err none = ERR_INIT;
	int n;

	have(l, "base-url", set(l, "", "base_url"), CHECKUP_BAD);
	have(l, "mail-from", set(l, "mail", "from"), CHECKUP_BAD);
	have(l, "mail-transport", set(l, "mail", "transport"), CHECKUP_WARN);
	have(l, "link-key", key_public_newest(l->keys, l->x->tenant->name,
	    "token", &n, key, &none) == 0, CHECKUP_BAD);
	have(l, "fallback-reviewer", policy_get(l->x->policy,
	    "fallback_reviewer")[0] != '\0', CHECKUP_WARN);
	have(l, "approvers", policy_get(l->x->policy, "approvers")[0] != '\0',
	    CHECKUP_WARN);
}

/* moving: what must not stand still. */
static void
moving(struct look *l)
{
	int64_t old = l->now.finding_at;

	aged(l, "roster", "", l->now.roster_at, "roster_age_hours", 3600);
	conf_sections(l->conf, "connector", synced, l);
	have(l, "connector", l->connectors > 0, CHECKUP_WARN);
	aged(l, "cadence", "", l->now.cadence_at, "cadence_age_hours", 3600);
	waits(l, "mail", l->now.mail_at, "mail_age_minutes");
	waits(l, "jobs", l->now.job_at, "job_age_minutes");
	say_of(l, "sla", "", l->now.departure_at != 0 && l->x->now -
	    l->now.departure_at > 3600 * policy_int(l->x->policy,
	    "offboard_sla_hours") ? CHECKUP_BAD : CHECKUP_GOOD,
	    l->now.departure_at);
	say_of(l, "held", "", l->now.held > 0 ? CHECKUP_WARN : CHECKUP_GOOD,
	    0);
	say_of(l, "findings", "", old != 0 && l->x->now - old >
	    FINDING_DAYS * 86400LL ? CHECKUP_BAD : CHECKUP_GOOD, old);
}

int
checkup_each(struct ctx *x, const struct conf *c, const char *keys,
    checkup_cb *cb, void *arg, struct err *e)
{
	struct look l = { x, c, keys, cb, arg, e, { 0 }, 0, 0 };

	if (health_take(x->db, &l.now, e) == -1)
		return -1;
	say_of(&l, "clock", "", l.now.evidence_at > x->now ? CHECKUP_BAD :
	    CHECKUP_GOOD, l.now.evidence_at);
	told(&l);
	moving(&l);
	return l.failed ? -1 : 0;
}
