/* A contractor whom an operator enters. */
#include <stdio.h>
#include <string.h>

#include "act/edit_internal.h"
#include "act/record.h"
#include "base/jot.h"
#include "base/mem.h"
#include "base/text.h"
#include "store/contractor_roster.h"
#include "store/engagement.h"
#include "store/override.h"

/* Where the tenant has no connector the date alone makes him active. */
static int
begun(const struct ctx *x, const struct edit *d, const struct contractor *c)
{
	return !d->connected && (c->contract_start[0] == '\0' ||
	    strcmp(c->contract_start, x->today_on) <= 0);
}

static int
free_upn(struct ctx *x, const char *key, struct err *e)
{
	struct contractor c;
	int rc = contractor_by_upn(x->db, key, &c, e);

	if (rc != 1)
		return rc;
	if (strcmp(c.status, "offboarded") == 0 ||
	    strcmp(c.status, "withdrawn") == 0 ||
	    strcmp(c.status, "transferred") == 0)
		rc = err_set(e, ERR_DATA, "%s was a contractor: ctr-review "
		    "rehire %s", c.upn, c.upn);
	else
		rc = err_set(e, ERR_DATA, "%s is a contractor already (%s)",
		    c.upn, c.status);
	contractor_clear(&c);
	return rc;
}

static int
record(struct ctx *x, const struct edit *d, const struct contractor *c,
    struct err *e)
{
	struct jot j;
	size_t i;
	int rc;

	jot_init(&j);
	jot_str(&j, "origin", "operator");
	jot_str(&j, "upn", c->upn);
	jot_str(&j, "status", c->status);
	for (i = 0; i < d->n; i++)
		if (strcmp(d->rows[i].field, "upn") != 0 &&
		    strcmp(d->rows[i].field, "status") != 0)
			jot_str(&j, d->rows[i].field, d->rows[i].is);
	if (d->why != NULL)
		jot_str(&j, "why", d->why);
	rc = record_about(x, "contractor.add", "contractor", d->contractor, &j,
	    NULL, e);
	jot_clear(&j);
	return rc;
}

/* Row, stay, evidence; then his fields, which are the operator's word. */
static int
insert(struct ctx *x, struct edit *d, struct contractor *c, struct err *e)
{
	const struct edit_field *f;
	size_t i;
	int rc;

	rc = contractor_roster_insert(x->db, c, NULL, 0, x->now,
	    &d->contractor, e);
	if (rc != 1)
		return rc == -1 ? -1 : err_set(e, ERR_TEMP,
		    "%s was entered meanwhile", c->upn);
	if (engagement_begin(x->db, d->contractor, 1, x->now, e) == -1 ||
	    record(x, d, c, e) == -1)
		return -1;
	for (i = 0; i < d->n; i++) {
		f = edit_field_find(d->rows[i].field,
		    (int)strlen(d->rows[i].field));
		if (f != NULL && f->kind != EDIT_ID && override_set(x->db,
		    d->contractor, f->column, "operator", d->rows[i].is,
		    x->now, x->actor, e) == -1)
			return -1;
	}
	return 0;
}

/* take: "FIELD=VALUE" into c. */
static int
take(struct edit *d, struct contractor *c, const char *word, struct err *e)
{
	const struct edit_field *f;
	char *value;

	if (edit_word(word, &f, &value, e) == -1)
		return -1;
	edit_add(d, f->name, NULL, value, "operator");
	edit_put(c, f, value);
	return 0;
}

static int
fill(struct ctx *x, struct edit *d, const char *upn, char *const *words,
    int n, struct contractor *c, struct err *e)
{
	int i;

	if (!text_upn(upn))
		return err_set(e, ERR_DATA, "%s is not a UPN", upn);
	c->upn = mem_str(upn);
	c->upn_key = text_fold(upn);
	d->upn = mem_str(upn);
	edit_add(d, "upn", NULL, upn, "operator");
	for (i = 0; i < n; i++)
		if (take(d, c, words[i], e) == -1)
			return -1;
	if (edit_days(c, e) == -1)
		return -1;
	(void)snprintf(c->origin, sizeof(c->origin), "operator");
	(void)snprintf(c->status, sizeof(c->status), "%s",
	    begun(x, d, c) ? "active" : "candidate");
	if (begun(x, d, c))
		memcpy(c->active_on, x->today_on, sizeof(c->active_on));
	edit_add(d, "status", NULL, c->status, "operator");
	return 0;
}

int
edit_new(struct ctx *x, struct edit *d, const char *upn, char *const *words,
    int n, struct err *e)
{
	struct contractor c;
	int rc;

	memset(&c, 0, sizeof(c));
	if (!d->dry && db_begin(x->db, e) == -1)
		return -1;
	if ((rc = fill(x, d, upn, words, n, &c, e)) == 0 &&
	    (rc = free_upn(x, c.upn_key, e)) == 0 &&
	    (rc = edit_worker(x, &c, e)) == 0 && !d->dry)
		rc = insert(x, d, &c, e);
	contractor_clear(&c);
	return edit_end(x, d, rc == -1 ? -1 : 0, e);
}
