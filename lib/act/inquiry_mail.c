#include "act/inquiry_mail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/fields.h"
#include "base/jot.h"
#include "base/mem.h"
#include "base/when.h"
#include "store/ask.h"
#include "store/listed.h"
#include "store/outbox.h"

void
inquiry_mail_init(struct inquiry_mail *m)
{
	memset(m, 0, sizeof *m);
	m->values = pairs_new();
	m->answer_by = WHEN_NO_DAY;
}

void
inquiry_mail_clear(struct inquiry_mail *m)
{
	pairs_free(m->values);
	free(m->asks);
	free(m->listed);
	memset(m, 0, sizeof *m);
}

static void
set_day(struct pairs *p, int row, const char *name, int32_t day)
{
	char text[11];

	if (day == WHEN_NO_DAY)
		return;
	when_date(day, text);
	pairs_set(p, row, name, text);
}

/* Whom the open question was put to first, and when. */
static int
add_before(struct inquiry_run *r, const struct inquiry *q, struct pairs *p,
    int row, struct err *e)
{
	const char *key = inquiry_manager(q);
	const struct reviewer *who;
	int rc;

	if (q->in.open.kind == CADENCE_NONE || (cadence_goes(q->out.due.kind) &&
	    q->out.due.kind != CADENCE_ESCALATE &&
	    q->out.due.kind != CADENCE_READDRESS))
		return 0;
	set_day(p, row, "asked_on", q->in.open.on);
	if (key == NULL)
		return 0;
	if ((rc = people_find(r->people, key, &who, e)) == -1)
		return -1;
	pairs_set(p, row, "asked_of", rc == 1 ? who->name : key);
	return 0;
}

int
inquiry_mail_add(struct inquiry_run *r, struct inquiry_mail *m,
    const struct inquiry *q, int64_t ask, int alone, int carried,
    const char *why, int32_t answer_by, struct err *e)
{
	int row = alone ? PAIRS_ALL : m->rows;
	char id[24];

	(void)snprintf(id, sizeof id, "%lld", (long long)ask);
	if (fields_contractor(r->x, &q->c, m->values, row, e) == -1 ||
	    add_before(r, q, m->values, row, e) == -1)
		return -1;
	pairs_set(m->values, row, "ask", id);
	if (why != NULL)
		pairs_set(m->values, row, "why", why);
	set_day(m->values, row, "answer_by", answer_by);
	if (m->answer_by == WHEN_NO_DAY || answer_by < m->answer_by)
		m->answer_by = answer_by;
	if (!alone) {
		m->listed = mem_grow(m->listed, (size_t)m->rows + 1,
		    sizeof *m->listed);
		m->listed[m->rows] = ask;
	}
	m->rows++;
	if (carried) {
		m->asks = mem_grow(m->asks, (size_t)m->n + 1,
		    sizeof *m->asks);
		m->asks[m->n++] = ask;
	}
	return 0;
}

/* dedup, dedup/DAY, dedup/DAY/2 ...: the first that nothing has. */
static int
queue(struct ctx *x, struct outbox_new *o, const char *dedup, int64_t *id,
    struct err *e)
{
	char name[400];
	int n, rc = 0;

	for (n = 0; n < 100 && rc == 0; n++) {
		if (n == 0)
			(void)snprintf(name, sizeof name, "%s", dedup);
		else if (n == 1)
			(void)snprintf(name, sizeof name, "%s/%s", dedup,
			    x->today_on);
		else
			(void)snprintf(name, sizeof name, "%s/%s/%d", dedup,
			    x->today_on, n);
		o->dedup = name;
		rc = outbox_queue(x->db, o, id, e);
	}
	return rc == 0 ? err_set(e, ERR_BUG, "%s: queued a hundred times",
	    dedup) : rc;
}

int
inquiry_mail_queue(struct inquiry_run *r, struct inquiry_mail *m,
    const char *template, const struct reviewer *to, const char *dedup,
    int64_t *outbox, struct err *e)
{
	struct outbox_new o = { .template = template, .recipient = to->email,
		.again = 1, .now = r->x->now };
	char count[16];
	struct jot j;
	int64_t id = 0;
	int i, rc;

	pairs_set(m->values, PAIRS_ALL, "manager_name", to->name);
	pairs_set(m->values, PAIRS_ALL, "manager_upn", to->key);
	pairs_set(m->values, PAIRS_ALL, "tenant", r->x->tenant->name);
	set_day(m->values, PAIRS_ALL, "answer_by", m->answer_by);
	(void)snprintf(count, sizeof count, "%d", m->rows);
	pairs_set(m->values, PAIRS_ALL, "count", count);
	jot_init(&j);
	fields_jot(m->values, &j);
	o.fields = jot_get(&j);
	rc = queue(r->x, &o, dedup, &id, e);
	jot_clear(&j);
	for (i = 0; i < m->n && rc != -1; i++)
		rc = ask_carried(r->x->db, m->asks[i], id, e);
	for (i = 0; m->listed != NULL && i < m->rows && rc != -1; i++)
		rc = listed_add(r->x->db, id, m->listed[i], e);
	if (outbox != NULL)
		*outbox = id;
	return rc == -1 ? -1 : 0;
}
