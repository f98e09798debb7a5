#include "act/newcomer_call.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/fields.h"
#include "act/record.h"
#include "base/jot.h"
#include "base/mem.h"
#include "base/text.h"

struct calling {
	struct ctx *x;
	const struct newcomer_setup *s;
	struct newcomer_call *q;
	struct newcomer_item *all;
	size_t	n;
	char	*key, *mail;	/* of who it is asked for */
	struct err *e;
};

const char *
newcomer_call_fate(enum newcomer_fate f)
{
	static const char *const word[] = { "taken", "bad", "known",
		"duplicate", "rehire" };

	return word[f];
}

void
newcomer_call_clear(struct newcomer_call *q)
{
	apicall_clear(&q->call);
}

/* Only who is known can be told, and passed over when it is approved. */
static int
requester(struct calling *g)
{
	char *name = NULL;
	int rc = 0;

	if (g->q->requester == NULL)
		return 0;
	if (text_upn(g->q->requester) &&
	    (g->key = text_fold(g->q->requester)) != NULL)
		rc = fields_person(g->x->db, g->key, &name, &g->mail, g->e);
	if (rc == 0)
		newcomer_want_fault(&g->all[0], "requester", "not the UPN of "
		    "a person in the directory");
	free(name);
	return rc == -1 ? -1 : 0;
}

static void
check(struct calling *g)
{
	char *const *v;
	size_t i;

	for (i = 0; g->q->request[0] == '\0' && i < g->n; i++) {
		v = g->all[i].n.value;
		if (v[NEWCOMER_WORKER] == NULL && v[NEWCOMER_EMAIL] == NULL)
			newcomer_want_fault(&g->all[i], "worker_id",
			    "missing: worker_id or email, or a request id: "
			    "by what else is the same person known when this "
			    "is sent again?");
	}
	g->q->bad = newcomer_want_check(g->x, g->s, g->all, g->n);
}

static int64_t
count(const struct calling *g, enum newcomer_fate f)
{
	int64_t n = 0;
	size_t i;

	for (i = 0; i < g->n; i++)
		n += g->all[i].fate == f;
	return n;
}

static int
record(struct calling *g, int64_t *seq)
{
	struct jot j;
	int f, rc;

	jot_init(&j);
	jot_str(&j, "kind", "newcomer");
	jot_int(&j, "request", g->q->call.id);
	jot_str(&j, "request_id", g->q->request[0] != '\0' ? g->q->request :
	    NULL);
	jot_str(&j, "key", g->q->key->name);
	for (f = NEWCOMER_TAKEN; f <= NEWCOMER_REHIRE; f++)
		if (f != NEWCOMER_BAD)
			jot_int(&j, newcomer_call_fate(f), count(g, f));
	jot_str(&j, "address", g->q->address);
	jot_str(&j, "agent", g->q->agent);
	rc = record_about(g->x, "api.request", "key", g->q->key->id, &j, seq,
	    g->e);
	jot_clear(&j);
	return rc;
}

/* The items as they are kept: by our numbers. */
static int
items(struct calling *g, struct buf *b)
{
	struct contractor c;
	struct jot j;
	size_t i;
	int rc = 1;

	buf_str(b, "{\"items\":[");
	for (i = 0; i < g->n; i++) {
		if ((rc = contractor_get(g->x->db, g->all[i].contractor, &c,
		    g->e)) != 1)
			break;
		jot_init(&j);
		jot_int(&j, "index", (int64_t)i);
		jot_str(&j, "result", newcomer_call_fate(g->all[i].fate));
		jot_int(&j, "contractor", c.id);
		jot_int(&j, "engagement", c.engagement);
		if (g->all[i].fate >= NEWCOMER_DUPLICATE)
			jot_int(&j, "finding", g->all[i].finding);
		else
			jot_null(&j, "finding");
		buf_fmt(b, "%s%s", i > 0 ? "," : "", jot_get(&j));
		jot_clear(&j);
		contractor_clear(&c);
	}
	buf_str(b, "]}");
	return rc == 1 ? 0 : rc == -1 ? -1 : err_set(g->e, ERR_BUG,
	    "contractor/%lld is not there", (long long)g->all[i].contractor);
}

static int
keep(struct calling *g)
{
	struct apicall *a = &g->q->call;
	struct buf b = BUF_INIT(1 << 20);
	int rc;

	(void)snprintf(a->kind, sizeof(a->kind), "newcomer");
	if (g->q->request[0] != '\0')
		a->request = mem_str(g->q->request);
	a->key = g->q->key->id;
	memcpy(a->print, g->q->print, sizeof(a->print));
	a->status = 202;
	a->made_at = g->x->now;
	if (apicall_next(g->x->db, &a->id, g->e) == -1 ||
	    record(g, &a->evidence) == -1)
		return -1;
	if ((rc = items(g, &b)) == 0) {
		a->answer = buf_take(&b);
		rc = newcomer_call_state(g->x, a, 0, &b, g->e);
	}
	if (rc == 0 && !buf_ok(&b))
		rc = err_set(g->e, ERR_BUG, "an answer that is too long");
	if (rc == 0) {
		free(a->answer);
		a->answer = buf_take(&b);
		rc = apicall_insert(g->x->db, a, g->e);
	}
	buf_clear(&b);
	return rc;
}

static int
take(struct calling *g)
{
	struct newcomer_want w = { "api", NULL, NULL, NULL };
	struct newcomer_call *q = g->q;

	q->again = q->dry ? AGAIN_NEW : again_find(g->x, "newcomer", q->key,
	    q->request, q->print, &q->call, g->e);
	if (q->again != AGAIN_NEW)
		return q->again == AGAIN_ERROR ? -1 : 0;
	if (requester(g) == -1)
		return -1;
	check(g);
	if (q->bad > 0)
		return 0;
	w.wanted_key = g->key;
	w.wanted_mail = g->mail;
	if (newcomer_want_put(g->x, g->s, &w, g->all, g->n, q->dry, g->e) ==
	    -1)
		return -1;
	return q->dry || count(g, NEWCOMER_TAKEN) + count(g, NEWCOMER_KNOWN)
	    == 0 ? 0 : keep(g);
}

int
newcomer_call(struct ctx *x, const struct newcomer_setup *s,
    struct newcomer_call *q, struct newcomer_item *all, size_t n,
    struct err *e)
{
	struct calling g = { x, s, q, all, n, NULL, NULL, e };
	int rc;

	memset(&q->call, 0, sizeof(q->call));
	q->bad = 0;
	if (db_begin(x->db, e) == -1)
		return -1;
	rc = take(&g);
	if (rc == 0 && q->again == AGAIN_NEW && q->bad == 0 && !q->dry)
		rc = db_commit(x->db, e);
	else
		db_rollback(x->db);
	free(g.key);
	free(g.mail);
	return rc;
}
