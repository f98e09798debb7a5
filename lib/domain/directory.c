#include "domain/directory.h"

#include <string.h>

#include "base/when.h"
#include "domain/end_rule.h"

#define FEW 3	/* so few may go at once without being half of the world */

const char *const directory_kinds[DIRECTORY_KINDS] = { "unregistered",
	"ambiguous_match", "duplicate", "disabled_out_of_band", "reenabled",
	"privileged_access", "converted", "changed_hands", "missing_account",
	"date_mismatch", "expired_enabled" };

static void
unsure(struct directory_verdict *v, int64_t who, const char *why)
{
	v->whose = DIRECTORY_UNSURE;
	v->contractor = who;
	v->why = why;
}

static void
his(struct directory_verdict *v, int64_t who)
{
	v->whose = DIRECTORY_HIS;
	v->contractor = who;
}

static int
worker_is(const struct directory_claim *c, int64_t who)
{
	return (c->n_worker > 0 && c->by_worker[0] == who) ||
	    (c->n_worker > 1 && c->by_worker[1] == who);
}

void
directory_claim(const struct directory_claim *c, struct directory_verdict *v)
{
	memset(v, 0, sizeof(*v));
	if (c->by_upn != 0 && !c->upn_left) {
		v->twice = c->upn_twice;
		if (c->upn_twice)
			unsure(v, c->by_upn, "upn_twice");
		else if (c->n_worker > 0 && !worker_is(c, c->by_upn))
			unsure(v, c->by_upn, "upn_and_worker_id_differ");
		else if (c->upn_other_worker)
			unsure(v, c->by_upn, "other_worker_id");
		else
			his(v, c->by_upn);
	} else if (c->n_worker > 1)
		unsure(v, c->by_worker[0], "worker_id_twice");
	else if (c->n_worker == 1)
		his(v, c->by_worker[0]);
	else if (c->by_upn != 0)
		unsure(v, c->by_upn, "upn_of_one_who_left");
	else if (c->by_former != 0)
		unsure(v, c->by_former, "former_upn");
	else if (c->by_mail != 0)
		unsure(v, c->by_mail, "mail_only");
}

int
directory_main(const struct directory_one *a, size_t n)
{
	int best = -1;
	size_t i;

	for (i = 0; i < n; i++) {
		if (!a[i].living)
			continue;
		if (best == -1 || a[i].upn_same > a[best].upn_same ||
		    (a[i].upn_same == a[best].upn_same &&
		    (a[i].main > a[best].main ||
		    (a[i].main == a[best].main && a[i].id < a[best].id))))
			best = (int)i;
	}
	return best;
}

enum directory_status
directory_status(const char *s)
{
	if (strcmp(s, "candidate") == 0)
		return DIRECTORY_CANDIDATE;
	if (strcmp(s, "active") == 0 || strcmp(s, "pending_review") == 0)
		return DIRECTORY_ACTIVE;
	if (strcmp(s, "suspended") == 0)
		return DIRECTORY_SUSPENDED;
	if (strcmp(s, "offboarding") == 0)
		return DIRECTORY_LEAVING;
	return DIRECTORY_LEFT;
}

unsigned
directory_of_contractor(const struct directory_contractor *c,
    int expired_days, int32_t today)
{
	unsigned f = 0;

	if (c->status == DIRECTORY_LEFT)
		return 0;
	if (c->accounts == 0 && c->has_upn && c->status != DIRECTORY_LEAVING &&
	    (c->start_on == WHEN_NO_DAY || c->start_on <= today))
		f |= DIRECTORY_MISSING;
	if (c->status != DIRECTORY_LEAVING &&
	    end_rule_mismatch(c->end_on, c->expiry_on))
		f |= DIRECTORY_MISMATCH;
	if (end_rule_expired(c->expiry_on, today, c->other_enabled,
	    c->not_disabled, expired_days, c->leaving))
		f |= DIRECTORY_EXPIRED;
	return f;
}

unsigned
directory_of_account(const struct directory_account *a)
{
	unsigned f = 0;

	if (!a->living)
		return 0;
	if (a->converted)
		return a->linked && a->status != DIRECTORY_LEFT ?
		    DIRECTORY_CONVERTED : 0;
	if (a->privileged)
		f |= DIRECTORY_PRIVILEGED;
	if (!a->linked) {
		if (a->whose == DIRECTORY_UNSURE)
			f |= a->twice ? DIRECTORY_DUPLICATE :
			    DIRECTORY_AMBIGUOUS;
		else
			f |= DIRECTORY_UNREGISTERED;
		return f;
	}
	if (a->other_upn && a->status != DIRECTORY_LEFT)
		f |= DIRECTORY_AMBIGUOUS;
	if (a->other_worker && a->status != DIRECTORY_LEFT)
		f |= DIRECTORY_CHANGED_HANDS;
	if (a->disabled && !a->ours_disabled && a->status == DIRECTORY_ACTIVE)
		f |= DIRECTORY_OUT_OF_BAND;
	if (!a->disabled && a->ours_disabled)
		f |= DIRECTORY_REENABLED;
	return f;
}

int
directory_doubtful(int64_t listed, int64_t base, int64_t known, int64_t gone)
{
	if (base > 0 && listed * 2 < base)
		return 1;
	return gone > FEW && gone * 2 > known;
}
