#include "act/ingest_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/when.h"
#include "domain/roster_extra.h"
#include "store/finding.h"
#include "store/override.h"
#include "store/upn_former.h"

#define DAYS (1u << ROSTER_START | 1u << ROSTER_END)

static int
same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static const char *
day(const char *s)
{
	return s[0] == '\0' ? NULL : s;
}

const char *
ingest_diff_field(const struct contractor *c, int field)
{
	switch (field) {
	case ROSTER_UPN:
		return c->upn;
	case ROSTER_WORKER_ID:
		return c->worker_id;
	case ROSTER_DISPLAY_NAME:
		return c->display_name;
	case ROSTER_EMAIL:
		return c->email;
	case ROSTER_VENDOR:
		return c->vendor;
	case ROSTER_DEPARTMENT:
		return c->department;
	case ROSTER_PROJECT:
		return c->project;
	case ROSTER_MANAGER:
		return c->manager_key;
	case ROSTER_START:
		return day(c->contract_start);
	case ROSTER_END:
		return day(c->contract_end);
	default:
		return c->extra;
	}
}

static void
put_day(char to[11], const char *v)
{
	memset(to, 0, 11);
	if (v != NULL && strlen(v) == 10)
		memcpy(to, v, 10);
}

/* put: v is borrowed; now is never cleared, so the cast frees nothing. */
static void
put(struct contractor *c, int field, const char *v)
{
	char *s = (char *)(uintptr_t)v;

	switch (field) {
	case ROSTER_UPN:
		c->upn = s;
		break;
	case ROSTER_WORKER_ID:
		c->worker_id = s;
		break;
	case ROSTER_DISPLAY_NAME:
		c->display_name = s;
		break;
	case ROSTER_EMAIL:
		c->email = s;
		break;
	case ROSTER_VENDOR:
		c->vendor = s;
		break;
	case ROSTER_DEPARTMENT:
		c->department = s;
		break;
	case ROSTER_PROJECT:
		c->project = s;
		break;
	case ROSTER_MANAGER:
		c->manager_key = s;
		break;
	case ROSTER_START:
		put_day(c->contract_start, v);
		break;
	case ROSTER_END:
		put_day(c->contract_end, v);
		break;
	default:
		c->extra = s;
	}
}

static void
change(const struct contractor *was, int field, const char *v,
    struct ingest_diff *d)
{
	const char *old = ingest_diff_field(was, field);

	if (same(old, v))
		return;
	d->changed |= 1u << field;
	put(&d->now, field, v);
	if (old != NULL && (field == ROSTER_END || field == ROSTER_MANAGER))
		d->moved = 1;
}

static const char *
override_name(int field)
{
	return field == ROSTER_MANAGER ? "manager_key" :
	    roster_field_name(field);
}

/* contested: a field in which an operator or a decision may have spoken. */
static int
contested(struct ingest *g, const struct contractor *was, int field,
    const char *v, struct ingest_diff *d, struct err *e)
{
	const char *name = override_name(field);
	char *value = NULL;
	int op, de, ro;

	op = override_get(g->x->db, was->id, name, "operator", &value, e);
	free(value);
	value = NULL;
	de = op == -1 ? -1 : override_get(g->x->db, was->id, name, "decision",
	    &value, e);
	free(value);
	value = NULL;
	ro = de == -1 ? -1 : override_get(g->x->db, was->id, name, "roster",
	    &value, e);
	if (ro == -1)
		return -1;
	if (op == 0 && de == 0) {
		change(was, field, v, d);
	} else if (!same(value, v)) {
		d->said |= 1u << field;
		d->stands |= (unsigned)op << field;
		d->lapses |= (unsigned)de << field;
		if (op == 0)
			change(was, field, v, d);
	}
	free(value);
	return 0;
}

int
ingest_is_double(struct ingest *g, int64_t contractor, struct err *e)
{
	struct finding f;
	char subject[64];
	int rc;

	snprintf(subject, sizeof(subject), "contractor/%" PRId64, contractor);
	rc = finding_last(g->x->db, "duplicate", subject, &f, e);
	if (rc == 1) {
		rc = f.closed_at == WHEN_NEVER &&
		    strncmp(f.print, "feed ", 5) == 0;
		finding_clear(&f);
	}
	return rc;
}

/* narrows: a day that would grant less than the one that holds. */
static int
narrows(const struct contractor *was, int field, const char *v)
{
	const char *old = ingest_diff_field(was, field);

	if (old == NULL || v == NULL)
		return 0;
	return field == ROSTER_START ? strcmp(v, old) > 0 :
	    field == ROSTER_END ? strcmp(v, old) < 0 : 0;
}

/* widen: another feed delivers him too: the days that grant more hold. */
static void
widen(const struct contractor *was, const struct roster_row *r,
    struct ingest_diff *d)
{
	const char *s = r->value[ROSTER_START], *n = r->value[ROSTER_END];

	if (s != NULL && day(was->contract_start) != NULL &&
	    strcmp(s, was->contract_start) < 0)
		change(was, ROSTER_START, s, d);
	if (n != NULL && day(was->contract_end) != NULL &&
	    strcmp(n, was->contract_end) > 0)
		change(was, ROSTER_END, n, d);
	d->moved = 0;
}

/* identity: upn and worker_id.  A former UPN of his says nothing. */
static int
identity(struct ingest *g, const struct contractor *was,
    const struct roster_row *r, struct ingest_diff *d, struct err *e)
{
	int rc;

	if (r->value[ROSTER_WORKER_ID] != NULL && was->worker_id == NULL)
		change(was, ROSTER_WORKER_ID, r->value[ROSTER_WORKER_ID], d);
	if (r->value[ROSTER_UPN] == NULL || same(was->upn_key, r->upn_key))
		return 0;
	if ((rc = upn_former_has(g->x->db, r->upn_key, was->id, e)) != 0)
		return rc == 1 ? 0 : -1;
	change(was, ROSTER_UPN, r->value[ROSTER_UPN], d);
	d->now.upn_key = (char *)(uintptr_t)r->upn_key;
	d->renamed = was->upn != NULL;
	return 0;
}

static int
fields(struct ingest *g, const struct contractor *was,
    const struct roster_row *r, struct ingest_diff *d, struct err *e)
{
	int i, held = 0, any = override_any(g->x->db, was->id, e);

	for (i = ROSTER_DISPLAY_NAME; i <= ROSTER_END && any != -1; i++) {
		if ((r->has & 1u << i) == 0)
			continue;
		if (narrows(was, i, r->value[i]) &&
		    (held = ingest_is_double(g, was->id, e)) != 0) {
			if (held == -1)
				return -1;
			d->days_held = 1;
			continue;
		}
		if (any == 0)
			change(was, i, r->value[i], d);
		else if (contested(g, was, i, r->value[i], d, e) == -1)
			any = -1;
	}
	if (any == -1 || (r->has & 1u << ROSTER_EXTRA) == 0)
		return any == -1 ? -1 : 0;
	d->extra = roster_extra_merge(was->extra, r->value[ROSTER_EXTRA]);
	change(was, ROSTER_EXTRA, d->extra, d);
	return 0;
}

/* place: whose he is now, and whether he is back.  In our own listing he is
 * whatever he is: it adopts nobody, and brings nobody back. */
static void
place(struct ingest *g, const struct contractor *was, struct ingest_diff *d)
{
	if (g->file.echo)
		return;
	if (was->missing_on[0] != '\0') {
		d->now.missing_on[0] = '\0';
		d->returns = 1;
	}
	if (was->feed == NULL || strcmp(was->feed, g->opt->feed) != 0) {
		d->now.feed = (char *)(uintptr_t)g->opt->feed;
		d->adopted = 1;
	}
}

int
ingest_diff(struct ingest *g, const struct contractor *was,
    const struct roster_row *r, int elsewhere, struct ingest_diff *d,
    struct err *e)
{
	memset(d, 0, sizeof(*d));
	d->now = *was;
	if (elsewhere) {
		widen(was, r, d);
		return 0;
	}
	if (identity(g, was, r, d, e) == -1 || fields(g, was, r, d, e) == -1)
		return -1;
	place(g, was, d);
	d->wrong = (d->changed & DAYS) != 0 &&
	    d->now.contract_start[0] != '\0' &&
	    d->now.contract_end[0] != '\0' &&
	    strcmp(d->now.contract_end, d->now.contract_start) < 0;
	return 0;
}

void
ingest_diff_clear(struct ingest_diff *d)
{
	free(d->extra);
	d->extra = NULL;
}

int
ingest_diff_any(const struct ingest_diff *d)
{
	return d->changed != 0 || d->said != 0 || d->adopted || d->returns;
}
