#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/cause.h"
#include "act/left.h"
#include "act/review_internal.h"
#include "base/jot.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/text.h"
#include "base/when.h"
#include "domain/finding_words.h"
#include "store/evidence.h"

enum { DAYS = 90, DAYS_PRIVILEGED = 30, DAYS_MAX = 365, DAYS_ASKED = 30 };
#define ABSENCE "9999-12-31"	/* as long as he is not seen again */

struct member {
	const char *name;
	char	*value;
};

static void
see_member(const char *path, const char *value, void *arg)
{
	struct member *m = arg;

	if (strcmp(path, m->name) == 0 && m->value == NULL)
		m->value = mem_str(value);
}

char *
review_member(struct review_case *k, const char *name, struct err *e)
{
	struct member m = { name, NULL };

	if (k->f.id == 0 || evidence_members(k->x->db, k->f.detail,
	    see_member, &m, e) == -1)
		return NULL;
	return m.value;
}

int
review_close(struct review_case *k, const char *outcome, const char *until,
    struct err *e)
{
	char action[40];
	struct jot j;
	int rc;

	if (k->f.id == 0)
		return 0;
	if (finding_close(k->x->db, k->f.id, outcome, k->x->actor, k->r->why,
	    until, k->x->now, e) == -1)
		return -1;
	(void)snprintf(action, sizeof(action), "finding.%s", outcome);
	jot_init(&j);
	jot_str(&j, "kind", k->f.kind);
	jot_int(&j, "finding", k->f.id);
	jot_str(&j, "why", k->r->why);
	jot_str(&j, "until_on", until);
	rc = evidence_add(k->x->db, k->x->now, k->x->actor, action,
	    k->f.subject, jot_get(&j), NULL, e);
	jot_clear(&j);
	if (rc == -1 || k->c.id == 0)
		return rc;
	/* The day of the next look knows of until. */
	return contractor_look(k->x->db, k->c.id, e);
}

/* back: he is kept, so his status is what it was. */
static int
back(struct review_case *k, struct err *e)
{
	struct jot j;
	int rc;

	if (strcmp(k->c.status, "pending_review") != 0)
		return 0;
	if (contractor_status(k->x->db, k->c.id, "pending_review", k->c.was,
	    NULL, 0, k->x->now, e) == -1)
		return -1;
	jot_init(&j);
	jot_change(&j, "status", "pending_review", k->c.was);
	jot_int(&j, "finding", k->f.id);
	rc = evidence_add(k->x->db, k->x->now, k->x->actor,
	    "contractor.status", k->subject, jot_get(&j), NULL, e);
	jot_clear(&j);
	return rc;
}

static int
keep(struct review_case *k, struct err *e)
{
	int missing = strcmp(k->f.kind, "missing_from_roster") == 0;
	const char *until = k->r->until;
	char room[11];

	if (until == NULL) {
		when_date(k->x->today + (strcmp(k->f.kind,
		    "privileged_access") == 0 ? DAYS_PRIVILEGED : DAYS), room);
		until = missing ? ABSENCE : room;
	}
	buf_fmt(&k->change, "kept until %s", missing ? "he is seen again" :
	    until);
	if (k->r->dry)
		return 0;
	if (missing && back(k, e) == -1)
		return -1;
	return review_close(k, "kept", until, e);
}

static int
dismiss(struct review_case *k, struct err *e)
{
	buf_fmt(&k->change, "dismissed until %s", k->r->until);
	return k->r->dry ? 0 : review_close(k, "dismissed", k->r->until, e);
}

/* reason: what the manager is told, and the evidence has. */
static void
reason(struct review_case *k, struct buf *why)
{
	const char *said = k->r->why;

	if (k->r->last_day != NULL)
		buf_fmt(why, "%s is reported as the last day%s%s",
		    k->r->last_day, said != NULL ? ": " : "", said != NULL ?
		    said : "");
	else
		buf_str(why, said != NULL ? said : k->f.id != 0 ?
		    finding_words(k->f.kind) : "an operator asks");
}

/* A reported last day is a question of its own, once for each day. */
static int
ask(struct review_case *k, struct err *e)
{
	struct buf why = BUF_INIT(4096);
	char period[40], until[11];
	int rc;

	if (k->c.id == 0)
		return err_set(e, ERR_DATA, "it is about no contractor: "
		    "nobody can be asked");
	buf_str(&k->change, "his manager is asked whether he has left");
	(void)snprintf(period, sizeof(period), "%s/%.10s", k->r->last_day !=
	    NULL ? "report" : "asked", k->r->last_day != NULL ?
	    k->r->last_day : k->x->today_on);
	if (k->r->dry)
		return 0;
	reason(k, &why);
	rc = left_ask(k->x, &k->c, period, buf_get(&why), e);
	buf_clear(&why);
	if (rc != 1)
		return rc == -1 ? -1 : err_set(e, ERR_REFUSED, "his manager "
		    "was asked %s", k->r->last_day != NULL ? "about this day" :
		    "today");
	when_date(k->x->today + DAYS_ASKED, until);
	return review_close(k, "asked", until, e);
}

static int
own(struct review_case *k, struct err *e)
{
	struct jot j;
	int rc;

	buf_fmt(&k->change, "owner=%s", k->r->word);
	if (k->r->dry)
		return 0;
	if (finding_own(k->x->db, k->f.id, k->r->word, e) == -1)
		return -1;
	jot_init(&j);
	jot_int(&j, "finding", k->f.id);
	jot_change(&j, "owner", k->f.owner, k->r->word);
	rc = evidence_add(k->x->db, k->x->now, k->x->actor, "finding.own",
	    k->f.subject, jot_get(&j), NULL, e);
	jot_clear(&j);
	return rc;
}

static const struct verb {
	const char *name;
	int	why, until;	/* 1: it needs it; -1: it takes none */
	review_verb *run;
	const char *kinds;	/* between spaces; NULL: all */
	const char *doing;
} verbs[] = {
	{ "keep", 1, 0, keep, NULL, NULL },
	{ "dismiss", 1, 1, dismiss, NULL, NULL },
	{ "ask", 0, -1, ask, NULL, NULL },
	{ "own", 0, -1, own, NULL, NULL },
	{ "register", 0, -1, review_register, " unregistered ",
	    "registering" },
	{ "link", 0, -1, review_link, " unregistered ambiguous_match ",
	    "linking" },
	{ "rehire", 0, -1, review_rehire, " rehire still_on_roster ",
	    "rehiring" },
};

static const struct verb *
find_verb(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	return NULL;
}

static int
cures(const struct verb *v, const char *kind)
{
	char word[40];

	(void)snprintf(word, sizeof(word), " %s ", kind);
	return v->kinds == NULL || strstr(v->kinds, word) != NULL;
}

int
review_cures(const char *verb, const char *kind)
{
	const struct verb *v = find_verb(verb);

	return v != NULL && cures(v, kind);
}

int
review_may(struct ctx *x, const struct review *r, const char *verb,
    struct err *e)
{
	const struct verb *v = find_verb(verb);
	int32_t day;

	if (v == NULL)
		return err_set(e, ERR_USAGE, "%s: no such verb", verb);
	if (v->why == 1 && r->why == NULL)
		return err_set(e, ERR_USAGE, "%s needs --why", verb);
	if (v->until == 1 && r->until == NULL)
		return err_set(e, ERR_USAGE, "%s needs --until", verb);
	if (v->until == -1 && r->until != NULL)
		return err_set(e, ERR_USAGE, "%s takes no --until", verb);
	if (strcmp(verb, "own") == 0 && !text_upn(r->word))
		return err_set(e, ERR_DATA, "%s is not an address", r->word);
	if (r->last_day != NULL && (strcmp(verb, "ask") != 0 ||
	    when_day(r->last_day) == WHEN_NO_DAY || when_day(r->last_day) >
	    x->today + policy_int(x->policy, "offboard_ahead_days")))
		return err_set(e, ERR_DATA, "--last-day %s: of ask, a day of "
		    "the calendar, at most offboard_ahead_days ahead",
		    r->last_day);
	if (r->until == NULL)
		return 0;
	day = when_day(r->until);
	if (day == WHEN_NO_DAY || day <= x->today || day > x->today + DAYS_MAX)
		return err_set(e, ERR_DATA, "--until %s: a day from tomorrow "
		    "to %d days ahead", r->until, DAYS_MAX);
	return 0;
}

/* about: the contractor or the account of the finding's subject. */
static int
about(struct review_case *k, struct err *e)
{
	int rc = cause_about(k->x, &k->f, &k->c, &k->a, e);

	(void)snprintf(k->subject, sizeof(k->subject), "contractor/%lld",
	    (long long)k->c.id);
	return rc;
}

static int
load(struct review_case *k, const char *verb, const char *what, struct err *e)
{
	int64_t id;
	int rc;

	if (strchr(what, '@') != NULL && (strcmp(verb, "rehire") == 0 ||
	    strcmp(verb, "ask") == 0)) {
		if ((rc = contractor_find(k->x->db, what, &k->c, e)) == 0)
			return err_set(e, ERR_DATA, "no such contractor");
		(void)snprintf(k->subject, sizeof(k->subject),
		    "contractor/%lld", (long long)k->c.id);
		return rc == -1 ? -1 : 0;
	}
	if (num_int(what, 1, INT64_MAX, &id) == -1)
		return err_set(e, ERR_DATA, "not the number of a finding");
	if ((rc = finding_get(k->x->db, id, &k->f, e)) == -1)
		return -1;
	if (rc == 0 || k->f.closed_at != WHEN_NEVER)
		return err_set(e, ERR_DATA, "no such open finding");
	if (!cures(find_verb(verb), k->f.kind))
		return err_set(e, ERR_DATA, "%s is not cured by %s", k->f.kind,
		    find_verb(verb)->doing);
	return about(k, e);
}

static int
row(struct review_case *k, const char *verb, struct err *e)
{
	const char *v[5] = { verb, k->f.id != 0 ? k->f.subject : k->subject,
		k->c.upn != NULL ? k->c.upn : k->a.login,
		buf_get(&k->change), k->r->why };

	if (k->r->said != NULL)
		buf_str(k->r->said, buf_get(&k->change));
	return k->r->rows == NULL ? 0 : rows_add(k->r->rows, v, e);
}

int
review_do(struct ctx *x, struct review *r, const char *verb, const char *what,
    struct err *e)
{
	const struct verb *v = find_verb(verb);
	struct review_case k;
	int rc = -1;

	memset(&k, 0, sizeof(k));
	k.x = x;
	k.r = r;
	buf_init(&k.change, 1024);
	if (!r->dry && db_begin(x->db, e) == -1)
		return -1;
	if (load(&k, verb, what, e) == 0 && v->run(&k, e) == 0 &&
	    row(&k, verb, e) == 0)
		rc = r->dry ? 0 : db_commit(x->db, e);
	if (rc == -1)
		db_rollback(x->db);
	finding_clear(&k.f);
	contractor_clear(&k.c);
	account_clear(&k.a);
	buf_clear(&k.change);
	return rc == -1 ? err_add(e, "%s", what) : 0;
}
