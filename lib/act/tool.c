#include "act/tool.h"

#include <ctype.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "act/key.h"
#include "base/lock.h"
#include "base/say.h"
#include "base/when.h"
#include "store/evidence.h"
#include "store/run.h"
#include "store/setting.h"

#define CLOCK_AHEAD (400 * 86400LL)

/* SUDO_USER is set by sudo for root's process; anyone else is who he is. */
void
tool_operator(char actor[EVIDENCE_ACTOR])
{
	const char *sudo = getuid() == 0 ? getenv("SUDO_USER") : NULL;
	struct passwd *pw = NULL;
	char *p;

	if (sudo == NULL || *sudo == '\0')
		pw = getpwuid(getuid());
	if (pw != NULL || (sudo != NULL && *sudo != '\0'))
		snprintf(actor, EVIDENCE_ACTOR, "operator/%.254s",
		    pw != NULL ? pw->pw_name : sudo);
	else
		snprintf(actor, EVIDENCE_ACTOR, "operator/uid-%ld",
		    (long)getuid());
	for (p = actor; *p != '\0'; p++)
		if (!isgraph((unsigned char)*p))
			*p = '_';
}

struct load {
	struct policy *policy;
	char	lost[128];	/* the zone, where it is not on this machine */
	struct err *e;
};

static int
load_one(const char *name, const char *value, int64_t set_at,
    const char *set_by, void *arg)
{
	struct load *l = arg;

	(void)set_at;
	(void)set_by;
	if (strcmp(name, "zone") == 0 && !when_is_zone(value)) {
		(void)snprintf(l->lost, sizeof(l->lost), "%s", value);
		return 0;
	}
	return policy_set(l->policy, name, value, l->e);
}

static int
load_policy(struct tool *t, int flags, struct err *e)
{
	struct load l = { .lost = "" };

	t->policy = l.policy = policy_new();
	l.e = e;
	if (setting_each(t->ctx.db, load_one, &l, e) == -1)
		return err_add(e, "policy");
	if (l.lost[0] != '\0' && !(flags & TOOL_ANY_ZONE))
		return err_set(e, ERR_CONFIG, "zone %s: no such time zone here "
		    "(apt install tzdata tzdata-legacy, or ctr-policy -t %s "
		    "set zone ...)", l.lost, t->tenant.name);
	if (when_zone(policy_get(t->policy, "zone")) == -1)
		return err_set(e, ERR_CONFIG, "zone %s: no such time zone here "
		    "(apt install tzdata)", policy_get(t->policy, "zone"));
	t->ctx.policy = t->policy;
	return 0;
}

/* $CTR_NOW is for the CGIs of a test tenant, which take no options. */
static int
set_clock(struct tool *t, const struct opt_common *o, int flags,
    struct err *e)
{
	int64_t seq, newest;
	char at[21];

	t->ctx.now = when_clock();
	if (o->now != NULL && (db_is_test(t->ctx.db) ||
	    (t->dry && !(flags & TOOL_CLICK)))) {
		if (when_parse(o->now, &t->ctx.now) == -1)
			return err_set(e, ERR_USAGE, "--now %s: not an ISO "
			    "8601 time with zone", o->now);
	} else if (o->now_given)
		return err_set(e, ERR_USAGE, "--now without -n is for a tenant "
		    "made with ctr-init --test");
	t->ctx.today = when_today(t->ctx.now);
	when_date(t->ctx.today, t->ctx.today_on);
	if (t->dry)
		return 0;
	if (evidence_newest(t->ctx.db, &seq, &newest, e) == -1)
		return -1;
	if (seq > 0 && t->ctx.now < newest) {
		when_iso(newest, at);
		return err_set(e, ERR_TEMP, "the clock is before the newest "
		    "evidence record, of %s: set it right, or wait", at);
	}
	if (seq > 0 && t->ctx.now > newest + CLOCK_AHEAD &&
	    !db_is_test(t->ctx.db) && !o->clock_ok)
		return err_set(e, ERR_TEMP, "the clock is more than 400 days "
		    "after the newest evidence record (--clock-ok if it is "
		    "right)");
	return 0;
}

int
tool_run(struct tool *t, struct err *e)
{
	if (t->dry || t->running)
		return 0;
	if (db_begin(t->ctx.db, e) == -1)
		return -1;
	if (run_begin(t->ctx.db, t->name, t->part, t->ctx.now, e) == -1 ||
	    db_commit(t->ctx.db, e) == -1) {
		db_rollback(t->ctx.db);
		return -1;
	}
	t->running = 1;
	return 0;
}

static void
release(struct tool *t)
{
	db_close(t->ctx.db);
	t->ctx.db = NULL;
	policy_free(t->policy);
	conf_free(t->conf);
}

static int
open_db(struct tool *t, enum role role, int flags, struct err *e)
{
	if (flags & TOOL_CLICK)
		return t->dry ? db_open_page(&t->ctx.db, &t->tenant, e) :
		    db_open_click(&t->ctx.db, &t->tenant, role, e);
	return db_open(&t->ctx.db, &t->tenant, t->dry ? ROLE_READ : role, e);
}

int
tool_open(struct tool *t, const char *name, const struct opt_common *o,
    enum role role, int flags, struct err *e)
{
	int rc;

	memset(t, 0, sizeof(*t));
	t->name = name;
	t->part = "";
	t->dry = o->dry;
	if (sodium_init() == -1)
		return err_set(e, ERR_SYSTEM, "libsodium does not start");
	if (tenant_init(&t->tenant, o->tenant, e) == -1)
		return -1;
	say_level(t->tenant.name, o->verbose, o->quiet);
	if ((flags & TOOL_LOCK) && !t->dry &&
	    (rc = lock_take(&t->tenant, name, e)) != 1)
		return rc == 0 ? 1 : -1;
	t->ctx.tenant = &t->tenant;
	if (flags & TOOL_OPERATOR)
		tool_operator(t->ctx.actor);
	else
		snprintf(t->ctx.actor, sizeof(t->ctx.actor), "tool/%s", name);
	if ((t->conf = conf_load(&t->tenant, (flags & TOOL_SECRET) != 0, e)) ==
	    NULL)
		return -1;
	t->ctx.keys = key_dir(t->conf, t->keys, sizeof(t->keys));
	if (open_db(t, role, flags, e) == -1 ||
	    load_policy(t, flags, e) == -1 ||
	    set_clock(t, o, flags, e) == -1 ||
	    ((flags & TOOL_RUN) && tool_run(t, e) == -1)) {
		release(t);
		return -1;
	}
	return 0;
}

int
tool_close(struct tool *t, int status, const char *report)
{
	struct err e = ERR_INIT;

	if (t->running) {
		db_rollback(t->ctx.db);
		if (db_begin(t->ctx.db, &e) == -1 ||
		    run_end(t->ctx.db, t->name, t->part, status,
		    report != NULL ? report : "", t->ctx.now, &e) == -1 ||
		    db_commit(t->ctx.db, &e) == -1)
			status = err_worst(status, say_err(&e));
	}
	release(t);
	return status;
}
