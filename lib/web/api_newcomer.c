/* Newcomers: one object, or a list of them, and what became of it. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/newcomer_call.h"
#include "base/jot.h"
#include "base/mem.h"
#include "base/sha.h"
#include "web/api.h"

enum { ERRORS_MAX = 200, REQUEST_LEN = 128 };

struct wanted {
	struct api *a;
	struct newcomer_setup s;
	struct newcomer_call q;
	struct newcomer_item *all;
	size_t	n;
	int	dry;
};

/* For whom it is asked: one person for one list. */
static void
requester(struct wanted *w, struct newcomer_item *it, const char *s)
{
	if (w->q.requester == NULL && it == w->all)
		w->q.requester = s;
	else if (w->q.requester == NULL || strcmp(w->q.requester, s) != 0)
		newcomer_want_fault(it, "requester", "another than the first "
		    "one's: one list has one");
}

/* A name that differs in case alone would be there twice. */
static void
member(struct wanted *w, struct newcomer_item *it, const char *name,
    json_t *v)
{
	const char *s = json_string_value(v);
	int i = newcomer_find(&w->s.form, name);
	struct err bad = ERR_INIT;

	if (json_is_null(v))
		return;
	if (i != -1 && strcmp(newcomer_field(&w->s.form, (size_t)i)->name,
	    name) != 0)
		i = -1;
	if (i == -1 && strcmp(name, "requester") != 0)
		newcomer_want_fault(it, name, "no such field");
	else if (s == NULL || strlen(s) != json_string_length(v))
		newcomer_want_fault(it, name, "not a text");
	else if (i == -1)
		requester(w, it, s);
	else if (newcomer_set(&w->s.form, &it->n, name, s, &bad) == -1)
		newcomer_want_fault(it, name, bad.text + strlen(name) + 2);
}

/* request_id: of an object alone; a list has the header.  0, or -1 with the
 * problem. */
static int
request_id(struct wanted *w, json_t *o)
{
	json_t *v = json_object_get(o, "request_id");
	const char *s = json_string_value(v);

	if (v == NULL || json_is_null(v))
		return 0;
	if (s == NULL || *s == '\0' || strlen(s) > REQUEST_LEN ||
	    strlen(s) != json_string_length(v))
		return api_problem(w->a, 422, "bad_member", "request_id: a "
		    "text of 1 to %d bytes", REQUEST_LEN) - 1;
	if (w->q.request[0] != '\0' && strcmp(w->q.request, s) != 0)
		return api_problem(w->a, 422, "bad_member", "request_id: "
		    "another than Idempotency-Key") - 1;
	w->q.request = s;
	return 0;
}

/* read: the items of o.  0, or -1 with the problem. */
static int
read_items(struct wanted *w, json_t *o)
{
	int alone = json_is_object(o);
	const char *name;
	json_t *one, *v;
	size_t i;

	w->n = alone ? 1 : json_array_size(o);
	if (w->n == 0)
		return api_problem(w->a, 422, "bad_newcomer", "the list is "
		    "empty") - 1;
	if (w->n > NEWCOMER_LIST)
		return api_problem(w->a, 413, "too_large", "at most %d "
		    "newcomers", NEWCOMER_LIST) - 1;
	if (alone && request_id(w, o) == -1)
		return -1;
	w->all = mem_zero(w->n, sizeof(*w->all));
	for (i = 0; i < w->n; i++) {
		one = alone ? o : json_array_get(o, i);
		if (!json_is_object(one))
			return api_problem(w->a, 400, "bad_json", "number "
			    "%zu of the list is no JSON object", i) - 1;
		json_object_foreach(one, name, v)
			if (!alone || strcmp(name, "request_id") != 0)
				member(w, &w->all[i], name, v);
	}
	return 0;
}

/* print: of what is meant, not of how the JSON was written. */
static int
print(struct wanted *w, json_t *o, struct err *e)
{
	json_t *copy = json_copy(o);
	unsigned char hash[32];
	char *s;

	if (json_is_object(copy))
		json_object_del(copy, "request_id");
	s = json_dumps(copy, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(copy);
	if (s == NULL)
		return err_set(e, ERR_BUG, "JSON that cannot be written");
	sha_of(s, strlen(s), hash);
	api_print(w->a, hash, w->q.print);
	free(s);
	return 0;
}

/* ---- answers ---- */

static void
cure(const struct wanted *w, const struct newcomer_rules *r,
    const char *field, struct buf *b)
{
	int i = newcomer_find(&w->s.form, field);
	size_t k;

	if (i != -1 && strcmp(newcomer_field(&w->s.form, (size_t)i)->name,
	    field) != 0)
		i = -1;
	if (strcmp(field, "requester") == 0) {
		buf_str(b, "the UPN of who wants the newcomers, the same for "
		    "all; or leave it out");
	} else if (i != -1) {
		newcomer_takes(&w->s.form, r, (size_t)i, b);
		if (b->len == 0)
			buf_fmt(b, "a text of one line, at most %d bytes",
			    NEWCOMER_VALUE);
	} else {
		buf_str(b, "leave it out; the fields are");
		for (k = 0; k < newcomer_fields(&w->s.form); k++)
			buf_fmt(b, " %s",
			    newcomer_field(&w->s.form, k)->name);
	}
}

static void
errors(struct wanted *w, struct jot *j)
{
	struct newcomer_rules r;
	struct buf b = BUF_INIT(16384);
	struct jot one;
	size_t i, k, n = 0;

	newcomer_want_rules(w->a->x, 0, &r);
	jot_list(j, "errors");
	for (i = 0; i < w->n; i++)
		for (k = 0; k < w->all[i].faults && n < ERRORS_MAX; k++, n++) {
			buf_empty(&b);
			cure(w, &r, w->all[i].fault[k].field, &b);
			jot_init(&one);
			jot_int(&one, "index", (int64_t)i);
			jot_str(&one, "field", w->all[i].fault[k].field);
			jot_str(&one, "detail", w->all[i].fault[k].words);
			jot_str(&one, "cure", buf_get(&b));
			jot_item_raw(j, jot_get(&one));
			jot_clear(&one);
		}
	jot_end(j);
	buf_clear(&b);
}

/* Whom each resembles: a finding of each is open. */
static void
duplicates(struct wanted *w, struct jot *j)
{
	struct jot one;
	size_t i;

	jot_list(j, "duplicates");
	for (i = 0; i < w->n; i++) {
		jot_init(&one);
		jot_int(&one, "index", (int64_t)i);
		jot_str(&one, "result", newcomer_call_fate(w->all[i].fate));
		jot_int(&one, "contractor", w->all[i].contractor);
		jot_int(&one, "finding", w->all[i].finding);
		jot_item_raw(j, jot_get(&one));
		jot_clear(&one);
	}
	jot_end(j);
}

static void
problem(struct wanted *w, int status, const char *code, const char *words,
    void (*more)(struct wanted *, struct jot *))
{
	struct api *a = w->a;
	struct jot j;

	jot_init(&j);
	jot_str(&j, "type", "about:blank");
	jot_str(&j, "title", cgi_reason(status));
	jot_int(&j, "status", status);
	jot_str(&j, "code", code);
	jot_str(&j, "detail", words);
	more(w, &j);
	a->status = status;
	a->problem = 1;
	buf_str(&a->body, jot_get(&j));
	jot_clear(&j);
}

static void
grants(const struct wanted *w, const struct newcomer_item *it, struct jot *j)
{
	const struct grant *g;
	struct jot one;
	size_t i;
	int k;

	jot_list(j, "groups");
	for (i = 0; i < w->s.n_grants; i++) {
		g = &w->s.grants[i];
		k = newcomer_find(&w->s.form, g->field);
		if (k == -1 || !grant_meets(g, it->n.value[k]))
			continue;
		jot_init(&one);
		jot_str(&one, "connector", g->connector);
		jot_str(&one, "group", g->group);
		jot_str(&one, "rule", g->rule);
		jot_item_raw(j, jot_get(&one));
		jot_clear(&one);
	}
	jot_end(j);
}

/* plan: what would be asked for; nothing was. */
static void
plan(struct wanted *w)
{
	const struct newcomer_item *it;
	struct jot j, one;
	size_t i;

	jot_init(&j);
	jot_list(&j, "items");
	for (i = 0; i < w->n; i++) {
		it = &w->all[i];
		jot_init(&one);
		jot_int(&one, "index", (int64_t)i);
		jot_str(&one, "result", newcomer_call_fate(it->fate));
		if (it->fate == NEWCOMER_TAKEN)
			jot_null(&one, "contractor");
		else
			jot_int(&one, "contractor", it->contractor);
		jot_str(&one, "login", it->fate == NEWCOMER_TAKEN ?
		    it->login : NULL);
		grants(w, it, &one);
		jot_item_raw(&j, jot_get(&one));
		jot_clear(&one);
	}
	jot_end(&j);
	buf_str(&w->a->body, jot_get(&j));
	jot_clear(&j);
}

static void
answer(struct wanted *w)
{
	struct api *a = w->a;

	if (w->q.again == AGAIN_OTHER)
		(void)api_problem(a, 422, "request_id_reused",
		    "another thing was asked under this request id");
	else if (w->q.bad > 0)
		problem(w, 422, "bad_newcomer", "nothing was done: see errors",
		    errors);
	else if (w->dry)
		plan(w);
	else if (w->q.call.id == 0)
		problem(w, 409, "duplicate", "may be here already: nothing "
		    "is made until a person has settled the finding of each; "
		    "then send the same again", duplicates);
	else {
		a->status = w->q.call.status;
		buf_str(&a->body, w->q.call.answer);
		(void)snprintf(a->location, sizeof(a->location),
		    "newcomers/%" PRId64, w->q.call.id);
	}
}

static int
want(struct wanted *w, json_t *o, struct err *e)
{
	struct api *a = w->a;
	int rc;

	w->q.key = &a->key;
	w->q.request = a->request;
	w->q.address = a->cgi.address;
	w->q.agent = a->cgi.agent;
	w->q.dry = w->dry;
	if (w->dry)
		db_narrow(a->x->db, ROLE_API);
	if (newcomer_setup_load(a->x, a->tool->conf, &w->s, e) == -1)
		return -1;
	if (w->s.n_connectors == 0)
		return api_problem(a, 409, "not_provisioned",
		    "this tenant makes no accounts");
	if (read_items(w, o) == -1)
		return 0;
	if ((rc = print(w, o, e)) == 0 && (rc = newcomer_call(a->x, &w->s,
	    &w->q, w->all, w->n, e)) == 0)
		answer(w);
	return rc;
}

static void
wanted_free(struct wanted *w)
{
	size_t i;

	for (i = 0; w->all != NULL && i < w->n; i++)
		newcomer_clear(&w->all[i].n);
	free(w->all);
	newcomer_call_clear(&w->q);
	newcomer_setup_clear(&w->s);
	free(w);
}

int
api_newcomer(struct api *a, struct err *e)
{
	struct buf b = BUF_INIT(API_LIST_LEN);
	struct wanted *w = mem_zero(1, sizeof(*w));
	const char *dry = form_get(&a->cgi.form, "dry");
	json_t *o = NULL;
	int rc = 0;

	w->a = a;
	w->dry = dry != NULL && strcmp(dry, "yes") == 0;
	if (!api_json(a)) {
		rc = api_problem(a, 415, "unsupported_media_type",
		    "the body is application/json");
	} else if (dry != NULL && !w->dry && strcmp(dry, "no") != 0) {
		rc = api_problem(a, 400, "bad_query", "dry: yes or no");
	} else if (api_text(a, &b) == 0) {
		o = json_loadb(buf_get(&b), b.len, JSON_REJECT_DUPLICATES,
		    NULL);
		if (!json_is_object(o) && !json_is_array(o))
			(void)api_problem(a, 400, "bad_json", "the body is "
			    "not a JSON object or a list of them");
		else
			rc = want(w, o, e);
	}
	wanted_free(w);
	json_decref(o);
	buf_clear(&b);
	return rc;
}

int
api_newcomers(struct api *a, struct err *e)
{
	struct apicall c;
	int rc = apicall_get(a->x->db, api_id(a), &c, e);

	if (rc == 1 && strcmp(c.kind, "newcomer") == 0)
		rc = newcomer_call_state(a->x, &c, 1, &a->body, e);
	else if (rc != -1)
		rc = api_problem(a, 404, "not_found",
		    "there is no such request");
	apicall_clear(&c);
	return rc;
}
