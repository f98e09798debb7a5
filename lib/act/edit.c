#include "act/edit_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/follow.h"
#include "act/notice.h"
#include "act/withdraw.h"
#include "base/mem.h"
#include "store/contractor_roster.h"
#include "store/override.h"

void
edit_clear(struct edit *d)
{
	size_t i;

	for (i = 0; i < d->n; i++) {
		free(d->rows[i].field);
		free(d->rows[i].was);
		free(d->rows[i].is);
	}
	free(d->rows);
	free(d->upn);
	d->rows = NULL;
	d->upn = NULL;
	d->n = 0;
}

void
edit_add(struct edit *d, const char *field, const char *was, const char *is,
    const char *source)
{
	struct edit_row *r;

	d->rows = mem_grow(d->rows, d->n + 1, sizeof(*d->rows));
	r = &d->rows[d->n++];
	r->field = mem_str(field);
	r->was = mem_str(was);
	r->is = mem_str(is);
	(void)snprintf(r->source, sizeof(r->source), "%s", source);
}

int
edit_begin(struct ctx *x, struct edit *d, const char *upn,
    struct contractor *c, struct err *e)
{
	int rc;

	memset(c, 0, sizeof(*c));
	if (!d->dry && db_begin(x->db, e) == -1)
		return -1;
	if ((rc = contractor_find(x->db, upn, c, e)) != 1)
		return rc == -1 ? -1 : err_set(e, ERR_DATA,
		    "%s: no such contractor", upn);
	d->contractor = c->id;
	d->upn = mem_str(c->upn);
	return 0;
}

int
edit_end(struct ctx *x, struct edit *d, int rc, struct err *e)
{
	if (d->dry)
		return rc;
	if (rc == 0)
		return db_commit(x->db, e);
	db_rollback(x->db);
	return -1;
}

static int
same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* beneath: what the roster says is kept under the operator's word, once. */
static int
beneath(struct ctx *x, struct contractor *c, const struct edit_field *f,
    struct err *e)
{
	const char *now = edit_value(c, f);
	char *value;
	int rc;

	if ((rc = override_get(x->db, c->id, f->column, "decision", &value,
	    e)) != 0) {
		free(value);
		return rc == -1 ? -1 : 0;
	}
	if ((rc = override_get(x->db, c->id, f->column, "roster", &value,
	    e)) != 0) {
		free(value);
		return rc == -1 ? -1 : 0;
	}
	if (c->feed == NULL && now == NULL)
		return 0;
	return override_set(x->db, c->id, f->column, "roster", now,
	    c->changed_at, "tool/ctr-ingest", e);
}

/* set_one: 0; the row is there if it changes anything. */
static int
set_one(struct ctx *x, struct edit *d, struct contractor *c,
    const struct edit_field *f, char *value, struct err *e)
{
	char *said = NULL;
	int rc = 0;

	if (f->kind != EDIT_ID)
		rc = override_get(x->db, c->id, f->column, "operator", &said,
		    e);
	if (rc == -1 || ((rc == 1 || f->kind == EDIT_ID) &&
	    same(edit_value(c, f), value))) {
		free(said);
		free(value);
		return rc == -1 ? -1 : 0;
	}
	free(said);
	if (!d->dry && f->kind != EDIT_ID && ((rc == 0 &&
	    beneath(x, c, f, e) == -1) || override_set(x->db, c->id,
	    f->column, "operator", value, x->now, x->actor, e) == -1)) {
		free(value);
		return -1;
	}
	edit_add(d, f->name, edit_value(c, f), value, "operator");
	edit_put(c, f, value);
	return 0;
}

static int
set_all(struct ctx *x, struct edit *d, struct contractor *c,
    char *const *words, int n, struct err *e)
{
	const struct edit_field *f;
	char *value;
	int i;

	for (i = 0; i < n; i++)
		if (edit_word(words[i], &f, &value, e) == -1 ||
		    set_one(x, d, c, f, value, e) == -1)
			return -1;
	return 0;
}

/* winner: whose value holds once the operator's is gone; the roster's row goes
 * too when it is the field's own again. */
static int
winner(struct ctx *x, struct edit *d, struct contractor *c,
    const struct edit_field *f, char **value, const char **source,
    struct err *e)
{
	int rc;

	*source = "decision";
	rc = override_get(x->db, c->id, f->column, "decision", value, e);
	if (rc != 0)
		return rc == -1 ? -1 : 0;
	rc = override_get(x->db, c->id, f->column, "roster", value, e);
	if (rc == -1)
		return -1;
	*source = *value != NULL ? "roster" : "directory";
	return d->dry || rc == 0 ? 0 : override_drop(x->db, c->id, f->column,
	    "roster", e);
}

static int
back_one(struct ctx *x, struct edit *d, struct contractor *c,
    const struct edit_field *f, struct err *e)
{
	const char *source;
	char *value = NULL;
	int rc;

	rc = override_get(x->db, c->id, f->column, "operator", &value, e);
	free(value);
	value = NULL;
	if (rc != 1)
		return rc;
	if (winner(x, d, c, f, &value, &source, e) == -1 || (!d->dry &&
	    override_drop(x->db, c->id, f->column, "operator", e) == -1)) {
		free(value);
		return -1;
	}
	edit_add(d, f->name, edit_value(c, f), value, source);
	edit_put(c, f, value);
	return 0;
}

/* standing: 1 if the operator has a word on any field left. */
static int
standing(struct ctx *x, int64_t id, struct err *e)
{
	const struct edit_field *f;
	char *value;
	int rc = 0;

	for (f = edit_fields; f->name != NULL && rc == 0; f++) {
		rc = override_get(x->db, id, f->column, "operator", &value, e);
		free(value);
	}
	return rc;
}

static int
changed(const struct edit *d, const char *field)
{
	size_t i;

	for (i = 0; i < d->n; i++)
		if (strcmp(d->rows[i].field, field) == 0)
			return 1;
	return 0;
}

/* write: c as it is now, with what follows from it. */
static int
write_row(struct ctx *x, struct edit *d, struct contractor *c, struct err *e)
{
	int rc;

	if (edit_days(c, e) == -1)
		return -1;
	if (d->dry || d->n == 0)
		return 0;
	/* Without the row's hash: the next roster is compared anew. */
	if ((rc = contractor_roster_update(x->db, c, NULL, 0, x->now, e)) != 1)
		return rc == -1 ? -1 : err_set(e, ERR_TEMP,
		    "%s was changed meanwhile", d->upn);
	if (edit_record(x, d, "contractor.change", e) == -1 ||
	    (rc = withdraw_moved(x, c->id, e)) == -1)
		return -1;
	d->withdrawn = rc;
	if (changed(d, "contract_end") && follow_end(x, c->id, e) == -1)
		return -1;
	return contractor_look(x->db, c->id, e);
}

int
edit_set(struct ctx *x, struct edit *d, const char *upn, char *const *words,
    int n, struct err *e)
{
	struct contractor c;
	int rc;

	if ((rc = edit_begin(x, d, upn, &c, e)) == 0 &&
	    (rc = set_all(x, d, &c, words, n, e)) == 0 &&
	    (!changed(d, "worker_id") || (rc = edit_worker(x, &c, e)) == 0))
		rc = write_row(x, d, &c, e);
	contractor_clear(&c);
	return edit_end(x, d, rc, e);
}

static int
back_all(struct ctx *x, struct edit *d, struct contractor *c,
    char *const *fields, int n, struct err *e)
{
	const struct edit_field *f;
	char subject[40];
	int i, rc;

	for (i = 0; i < n; i++) {
		f = edit_field_find(fields[i], (int)strlen(fields[i]));
		if (f == NULL || f->kind == EDIT_ID)
			return err_set(e, ERR_DATA, "%s: no field that can be "
			    "cleared (ctr-edit(8) has them)", fields[i]);
		if (back_one(x, d, c, f, e) == -1)
			return -1;
	}
	if (write_row(x, d, c, e) == -1)
		return -1;
	if (d->dry || d->n == 0)
		return 0;
	if ((rc = standing(x, c->id, e)) != 0)
		return rc == -1 ? -1 : 0;
	(void)snprintf(subject, sizeof(subject), "contractor/%lld",
	    (long long)c->id);
	return notice_gone(x, "override", subject, e) == -1 ? -1 : 0;
}

int
edit_back(struct ctx *x, struct edit *d, const char *upn,
    char *const *fields, int n, struct err *e)
{
	struct contractor c;
	int rc;

	if ((rc = edit_begin(x, d, upn, &c, e)) == 0)
		rc = back_all(x, d, &c, fields, n, e);
	contractor_clear(&c);
	return edit_end(x, d, rc, e);
}
