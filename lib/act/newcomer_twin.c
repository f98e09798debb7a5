#include "act/newcomer_twin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/newcomer_want.h"
#include "act/notice.h"
#include "base/jot.h"
#include "base/text.h"
#include "base/when.h"
#include "store/finding.h"
#include "store/newcomer_row.h"

enum { MANY = 32 };

static int
same_folded(const char *a, const char *b)
{
	char *x = text_fold(a), *y = text_fold(b);
	int same = x != NULL && y != NULL && strcmp(x, y) == 0;

	free(x);
	free(y);
	return same;
}

static int
resembles(const struct contractor *a, const struct contractor *b)
{
	if (a->worker_id != NULL && b->worker_id != NULL &&
	    strcmp(a->worker_id, b->worker_id) == 0)
		return 1;
	return same_folded(a->display_name, b->display_name) &&
	    same_folded(a->email, b->email);
}

static int
is(const struct contractor *c, const char *status)
{
	return strcmp(c->status, status) == 0;
}

/* A candidate: asked for already, or free to be. */
static enum newcomer_twin
candidate(struct ctx *x, const struct contractor *c,
    const struct contractor *other, struct err *e)
{
	char a[65], b[65];
	struct newcomer_row r;
	int rc;

	rc = newcomer_row_get(x->db, other->id, other->engagement, &r, e);
	newcomer_row_clear(&r);
	if (rc == -1)
		return NEWCOMER_TWIN_ERROR;
	if (rc == 0)
		return NEWCOMER_TWIN_CANDIDATE;
	newcomer_want_digest(c, a);
	newcomer_want_digest(other, b);
	return strcmp(a, b) == 0 ? NEWCOMER_TWIN_KNOWN : NEWCOMER_TWIN_LIVES;
}

static enum newcomer_twin
judge(struct ctx *x, const struct contractor *c,
    const struct contractor *other, struct err *e)
{
	char a[65], b[65];
	struct newcomer_row r;
	int rc;

	if (is(other, "offboarded") || is(other, "withdrawn"))
		return NEWCOMER_TWIN_LEFT;
	if (is(other, "candidate") && c->id == 0)
		return candidate(x, c, other, e);
	if (c->id != 0 || is(other, "transferred"))
		return NEWCOMER_TWIN_LIVES;
	/* Made since from these very fields: the list came a second time. */
	rc = newcomer_row_get(x->db, other->id, other->engagement, &r, e);
	newcomer_row_clear(&r);
	newcomer_want_digest(c, a);
	newcomer_want_digest(other, b);
	return rc == -1 ? NEWCOMER_TWIN_ERROR : rc == 1 &&
	    strcmp(a, b) == 0 ? NEWCOMER_TWIN_KNOWN : NEWCOMER_TWIN_LIVES;
}

/*
 * wished: of who has no number and no mail address all fields are asked: the
 * very same wish came before, whatever a directory has told of him since.
 */
static enum newcomer_twin
wished(struct ctx *x, const struct contractor *c,
    const struct contractor *other, struct err *e)
{
	char a[65], b[65], named[65], plain[65];
	struct newcomer_row r;
	int rc, same;

	if (is(other, "offboarded") || is(other, "withdrawn") ||
	    is(other, "transferred"))
		return NEWCOMER_TWIN_NONE;
	rc = newcomer_row_get(x->db, other->id, other->engagement, &r, e);
	newcomer_want_digest(c, a);
	newcomer_want_digest(other, b);
	newcomer_want_print(c, other->upn, named);
	newcomer_want_print(c, NULL, plain);
	same = rc == 1 && (strcmp(a, b) == 0 || strcmp(r.print, named) == 0 ||
	    strcmp(r.print, plain) == 0);
	newcomer_row_clear(&r);
	return rc == -1 ? NEWCOMER_TWIN_ERROR : same ? NEWCOMER_TWIN_KNOWN :
	    NEWCOMER_TWIN_NONE;
}

/* settled: 1 if a person has said of this print that it is another one. */
static int
settled(struct ctx *x, const char *kind, const char *subject,
    const char *print, int64_t *id, struct err *e)
{
	struct finding f;
	int rc;

	if ((rc = finding_last(x->db, kind, subject, &f, e)) != 1)
		return rc;
	*id = f.id;
	rc = f.closed_at != WHEN_NEVER && strcmp(f.print, print) == 0 &&
	    (strcmp(f.outcome, "dismissed") == 0 ||
	    strcmp(f.outcome, "kept") == 0) &&
	    strcmp(f.until_on, x->today_on) > 0;
	finding_clear(&f);
	return rc;
}

static enum newcomer_twin
tell(struct ctx *x, const struct contractor *c,
    const struct contractor *other, enum newcomer_twin t, int dry,
    int64_t *finding, struct err *e)
{
	const char *kind = t == NEWCOMER_TWIN_LEFT && c->id == 0 ? "rehire" :
	    "duplicate";
	char subject[40], print[65];
	struct jot j;
	int rc;

	(void)snprintf(subject, sizeof(subject), "contractor/%lld",
	    (long long)(c->id != 0 ? c->id : other->id));
	newcomer_want_digest(c, print);
	if ((rc = settled(x, kind, subject, print, finding, e)) == 1)
		return NEWCOMER_TWIN_NONE;
	if (rc == 0 && !dry) {
		jot_init(&j);
		jot_str(&j, "display_name", c->display_name);
		jot_str(&j, "worker_id", c->worker_id);
		jot_str(&j, "email", c->email);
		jot_str(&j, "contract_start", c->contract_start);
		jot_str(&j, "contract_end", c->contract_end);
		if (c->id != 0)
			jot_int(&j, "resembles", other->id);
		rc = notice_open(x, kind, subject, print, jot_get(&j), e);
		jot_clear(&j);
		if (rc != -1)
			rc = settled(x, kind, subject, print, finding, e);
	}
	return rc == -1 ? NEWCOMER_TWIN_ERROR : t;
}

enum newcomer_twin
newcomer_twin(struct ctx *x, const struct contractor *c, int dry,
    int64_t *id, int64_t *finding, struct err *e)
{
	enum newcomer_twin t = NEWCOMER_TWIN_NONE;
	struct contractor other;
	int64_t ids[MANY];
	int i, n, bare = c->worker_id == NULL && c->email == NULL;

	*id = *finding = 0;
	if (bare && c->id != 0)
		return NEWCOMER_TWIN_NONE;
	if ((n = newcomer_row_twins(x->db, c, ids, MANY, e)) == -1)
		return NEWCOMER_TWIN_ERROR;
	for (i = 0; i < n && t == NEWCOMER_TWIN_NONE; i++) {
		if (contractor_get(x->db, ids[i], &other, e) != 1)
			return NEWCOMER_TWIN_ERROR;
		if (bare)
			t = wished(x, c, &other, e);
		else if (resembles(c, &other))
			t = judge(x, c, &other, e);
		if (t != NEWCOMER_TWIN_NONE)
			*id = ids[i];
		if (t == NEWCOMER_TWIN_LIVES || t == NEWCOMER_TWIN_LEFT)
			t = tell(x, c, &other, t, dry, finding, e);
		contractor_clear(&other);
	}
	return t;
}

int
newcomer_twin_unfit(struct ctx *x, int64_t contractor, const char *why,
    struct err *e)
{
	char subject[40];
	struct jot j;
	int rc;

	(void)snprintf(subject, sizeof(subject), "contractor/%lld",
	    (long long)contractor);
	jot_init(&j);
	jot_str(&j, "why", why);
	rc = notice_open(x, "approval_waiting", subject, why, jot_get(&j), e);
	jot_clear(&j);
	return rc == -1 ? -1 : 0;
}

int
newcomer_twin_fit(struct ctx *x, int64_t contractor, struct err *e)
{
	char subject[40];

	(void)snprintf(subject, sizeof(subject), "contractor/%lld",
	    (long long)contractor);
	return notice_gone(x, "approval_waiting", subject, e) == -1 ? -1 : 0;
}
