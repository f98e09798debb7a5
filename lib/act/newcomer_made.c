#include "act/newcomer_made.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "act/fields.h"
#include "act/newcomer_who.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/when.h"
#include "store/ask.h"
#include "store/evidence.h"
#include "store/newcomer_row.h"
#include "store/outbox.h"
#include "store/question.h"

#define DAY 86400LL

enum { TIMES = 99 };	/* credentials of one stay */

struct making {
	struct ctx *x;
	struct contractor c;
	struct newcomer_row r;
	struct pairs *p;
	struct err *e;
};

static int
queue(struct making *g, const char *template, const char *dedup,
    const char *to, const char *name, int64_t ask, int64_t *id)
{
	struct outbox_new m = { .template = template, .dedup = dedup,
	    .recipient = to, .now = g->x->now, .again = ask != 0 };
	struct jot j;
	int rc;

	pairs_set(g->p, PAIRS_ALL, "manager_name", name != NULL ? name : to);
	jot_init(&j);
	fields_jot(g->p, &j);
	if (ask != 0)
		jot_int(&j, "ask", ask);
	m.fields = jot_get(&j);
	rc = outbox_queue(g->x->db, &m, id, g->e);
	jot_clear(&j);
	return rc == -1 ? -1 : 0;
}

/* Each address once. */
static int
tell(struct making *g, const char *to, const char *name)
{
	char dedup[400];

	if (to == NULL || !text_upn(to) ||
	    !policy_on(g->x->policy, "mail.created"))
		return 0;
	(void)snprintf(dedup, sizeof(dedup), "created/%lld/%d/%.300s",
	    (long long)g->c.id, g->c.engagement, to);
	return queue(g, "created", dedup, to, name, 0, NULL);
}

static int
tell_list(struct making *g)
{
	char *list = mem_str(policy_get(g->x->policy, "notify_created"));
	char *s = list;
	size_t len;
	int rc = 0;

	while (rc == 0 && *(s += strspn(s, " ")) != '\0') {
		len = strcspn(s, " ");
		if (s[len] != '\0')
			s[len++] = '\0';
		rc = tell(g, s, NULL);
		s += len;
	}
	free(list);
	return rc;
}

/* A question that nobody has put yet; those before it are over. */
static int
question(struct making *g, int64_t *id, int64_t *until)
{
	int64_t start = when_start(when_day(g->c.contract_start));
	struct question q;
	int n, rc;

	memset(&q, 0, sizeof(q));
	for (n = 1; n <= TIMES; n++) {
		(void)snprintf(q.period, sizeof(q.period), "credential/%d", n);
		rc = question_find(g->x->db, g->c.id, g->c.engagement,
		    "provision", q.period, &q, g->e);
		if (rc == 0)
			break;
		if (rc == -1 || (strcmp(q.state, "open") == 0 &&
		    question_closed(g->x->db, q.id, "overtaken", g->e) == -1))
			return -1;
	}
	memset(&q, 0, sizeof(q));
	q.contractor = g->c.id;
	q.engagement = g->c.engagement;
	(void)snprintf(q.kind, sizeof(q.kind), "provision");
	(void)snprintf(q.period, sizeof(q.period), "credential/%d", n);
	(void)snprintf(q.wording, sizeof(q.wording), "credential");
	q.opened_at = g->x->now;
	/* 24 hours from the start; a later one from its mail. */
	*until = q.expires_at = (n == 1 && start + DAY > g->x->now ? start :
	    g->x->now) + DAY;
	(void)snprintf(q.next_on, sizeof(q.next_on), "9999-12-31");
	return question_insert(g->x->db, &q, id, g->e) == -1 ? -1 : 0;
}

static int
credential(struct making *g, const char *name, const char *email)
{
	int64_t id, ask, outbox, until;
	char dedup[40], at[17];

	if (g->c.manager_key == NULL || email == NULL || !text_upn(email))
		return err_set(g->e, ERR_DATA, "his manager has no address");
	if (question(g, &id, &until) == -1 || ask_insert(g->x->db, id, 0,
	    g->c.manager_key, NULL, &ask, g->e) == -1)
		return -1;
	when_local(until, at);
	pairs_set(g->p, PAIRS_ALL, "answer_by", at);
	(void)snprintf(dedup, sizeof(dedup), "ask/%lld", (long long)ask);
	if (queue(g, "credential", dedup, email, name, ask, &outbox) == -1)
		return -1;
	return ask_carried(g->x->db, ask, outbox, g->e);
}

static int
load(struct making *g, int64_t contractor, char **name, char **email)
{
	struct buf who = BUF_INIT(400);
	int rc = contractor_get(g->x->db, contractor, &g->c, g->e);

	if (rc == 1)
		rc = newcomer_row_get(g->x->db, contractor, g->c.engagement,
		    &g->r, g->e);
	if (rc == -1 || fields_contractor(g->x, &g->c, g->p, PAIRS_ALL,
	    g->e) == -1)
		return -1;
	if (g->r.wanted_by != NULL && newcomer_who_text(g->x, &g->r, &who,
	    g->e) == -1)
		rc = -1;
	else if (who.len > 0)
		pairs_set(g->p, PAIRS_ALL, "requester", buf_get(&who));
	buf_clear(&who);
	if (rc == -1)
		return -1;
	return g->c.manager_key == NULL ? 0 : fields_person(g->x->db,
	    g->c.manager_key, name, email, g->e) == -1 ? -1 : 0;
}

static void
clear(struct making *g, char *name, char *email)
{
	contractor_clear(&g->c);
	newcomer_row_clear(&g->r);
	pairs_free(g->p);
	free(name);
	free(email);
}

int
newcomer_made(struct ctx *x, int64_t contractor, const struct job_words *w,
    struct err *e)
{
	struct making g = { .x = x, .e = e, .p = pairs_new() };
	struct err none = ERR_INIT;
	char *name = NULL, *email = NULL;
	int rc = load(&g, contractor, &name, &email);

	pairs_set(g.p, PAIRS_ALL, "undone", buf_get(&w->left));
	if (rc == 0 && (tell(&g, email, name) == -1 || (g.r.wanted_mail !=
	    NULL && (email == NULL || strcasecmp(email, g.r.wanted_mail) !=
	    0) && tell(&g, g.r.wanted_mail, NULL) == -1) ||
	    tell_list(&g) == -1))
		rc = -1;
	if (rc == 0) {
		g.e = &none;
		if (credential(&g, name, email) == -1 &&
		    none.kind != ERR_DATA) {
			*e = none;
			rc = -1;
		}
	}
	clear(&g, name, email);
	return rc;
}

int
newcomer_made_credential(struct ctx *x, int64_t contractor, struct err *e)
{
	struct making g = { .x = x, .e = e, .p = pairs_new() };
	char *name = NULL, *email = NULL, subject[40];
	struct jot j;
	int rc = db_begin(x->db, e);

	if (rc == 0 && (rc = load(&g, contractor, &name, &email)) == 0 &&
	    strcmp(g.c.status, "active") != 0)
		rc = err_set(e, ERR_REFUSED, "%s is %s", g.c.upn, g.c.status);
	if (rc == 0)
		rc = credential(&g, name, email);
	if (rc == 0) {
		(void)snprintf(subject, sizeof(subject), "contractor/%lld",
		    (long long)contractor);
		jot_init(&j);
		rc = evidence_add(x->db, x->now, x->actor,
		    "credential.asked", subject, jot_get(&j), NULL, e);
		jot_clear(&j);
	}
	clear(&g, name, email);
	if (rc == 0)
		return db_commit(x->db, e);
	db_rollback(x->db);
	return -1;
}
