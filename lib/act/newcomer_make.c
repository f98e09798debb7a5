#include "act/newcomer_make.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "act/newcomer_said.h"
#include "act/newcomer_want.h"
#include "act/seal.h"
#include "base/jot.h"
#include "base/mem.h"
#include "base/text.h"
#include "domain/depart.h"
#include "domain/username.h"
#include "store/account.h"
#include "store/account_new.h"
#include "store/decision.h"
#include "store/evidence.h"
#include "store/newcomer_row.h"
#include "store/step.h"

enum { NAMES = 999 };

struct having {
	const struct newcomer_setup *s;
	unsigned in;		/* a bit for each connector he is in */
	char	*login;
};

static int
see(const struct account *a, void *arg)
{
	struct having *h = arg;
	size_t i;

	if (strcmp(a->state, "gone") == 0)
		return 0;
	for (i = 0; i < h->s->n_connectors; i++)
		if (strcmp(h->s->connector[i], a->connector) == 0)
			h->in |= 1u << i;
	if (h->login == NULL)
		h->login = mem_str(a->login);
	return 0;
}

/* 1 he is whom they said yes to; 0 they are asked anew; 2 it looks as if it
 * were forged. */
static int
stands(struct ctx *x, const char *keys, const struct newcomer_setup *s,
    const struct contractor *c, const struct job *j, struct err *e)
{
	enum newcomer_name name = NEWCOMER_NAME_RULED;
	struct newcomer_said said;
	struct err why = ERR_INIT;
	struct decision d;
	int rc;

	if ((rc = decision_get(x->db, j->decision, &d, e)) != 1)
		return rc == -1 ? -1 : 2;
	switch (newcomer_said(x, keys, &d, c, &said, &why)) {
	case JOB_CHECK_ERROR:
		*e = why;
		rc = -1;
		break;
	case JOB_CHECK_GOOD:
		if (said.named && newcomer_make_named(x, s, c, NULL, c->upn,
		    &name, e) == -1)
			rc = -1;
		else
			rc = name == NEWCOMER_NAME_RULED;
		break;
	default:
		rc = said.anew ? 0 : 2;
	}
	decision_clear(&d);
	return rc;
}

enum newcomer_make
newcomer_make(struct ctx *x, const char *keys, const struct newcomer_setup *s,
    const struct contractor *c, struct job *j, struct err *e)
{
	struct having h = { s, 0, NULL };
	int rc;

	rc = job_pending(x->db, c->id, "provision", j, e);
	if (rc != 1 || j->started_at != 0 || j->due_at > x->now)
		return rc == -1 ? NEWCOMER_MAKE_ERROR : NEWCOMER_MAKE_WAIT;
	if ((rc = stands(x, keys, s, c, j, e)) != 1)
		return rc == -1 ? NEWCOMER_MAKE_ERROR : rc == 0 ?
		    NEWCOMER_MAKE_AGAIN : NEWCOMER_MAKE_WAIT;
	rc = account_each(x->db, c->id, see, &h, e);
	free(h.login);
	if (rc == -1)
		return NEWCOMER_MAKE_ERROR;
	return c->upn == NULL || h.in != (1u << s->n_connectors) - 1 ?
	    NEWCOMER_MAKE_NAME : NEWCOMER_MAKE_WAIT;
}

static int
record(struct ctx *x, int64_t contractor, const char *action, struct jot *j,
    struct err *e)
{
	char subject[40];
	int rc;

	(void)snprintf(subject, sizeof(subject), "contractor/%lld",
	    (long long)contractor);
	rc = evidence_add(x->db, x->now, x->actor, action, subject,
	    jot_get(j), NULL, e);
	jot_clear(j);
	return rc;
}

static int
end(struct ctx *x, int rc, struct err *e)
{
	if (rc == -1) {
		db_rollback(x->db);
		return -1;
	}
	return db_commit(x->db, e) == -1 ? -1 : rc;
}

int
newcomer_make_again(struct ctx *x, const struct contractor *c,
    const struct job *job, struct err *e)
{
	struct newcomer_row r;
	struct jot j;
	int rc;

	if (db_begin(x->db, e) == -1)
		return -1;
	memset(&r, 0, sizeof(r));
	rc = job_undone(x->db, job->id, e);
	if (rc == 1)
		rc = newcomer_row_get(x->db, c->id, c->engagement, &r, e);
	if (rc == 1) {
		r.round++;
		r.stage = 0;
		r.print[0] = '\0';
		(void)snprintf(r.state, sizeof(r.state), "new");
		rc = newcomer_row_set(x->db, &r, e);
	}
	newcomer_row_clear(&r);
	jot_init(&j);
	jot_int(&j, "job", job->id);
	jot_str(&j, "why", "he is not who was approved: asked anew");
	if (rc != -1)
		rc = record(x, c->id, "job.dropped", &j, e);
	else
		jot_clear(&j);
	return end(x, rc, e);
}

/* The name by the rule, without a number. */
static int
base_name(struct ctx *x, const struct newcomer_setup *s,
    const struct contractor *c, char out[USERNAME_MAX + 1], struct err *e)
{
	struct newcomer n;
	struct newcomer_rules r;
	struct newcomer_fault f[1];
	int rc;

	newcomer_want_rules(x, 1, &r);
	if ((rc = newcomer_want_of(x, s, c, &n, e)) == 0) {
		(void)newcomer_check(&s->form, &r, &n, f, 1);
		rc = newcomer_want_login(s, r.username_rule, &n, out);
		if (rc == -1)
			(void)err_set(e, ERR_DATA, "contractor/%lld: no login "
			    "can be made of his name", (long long)c->id);
	}
	newcomer_clear(&n);
	return rc;
}

static int
has_login(const struct account *a, void *arg)
{
	const char *login = arg;

	return !account_new(a->remote_id) && strcmp(a->state, "gone") != 0 &&
	    strcasecmp(a->login, login) == 0;
}

/* login NULL: the UPN alone. */
static int
by_rule(struct ctx *x, const struct newcomer_setup *s,
    const struct contractor *c, const char *login, const char *upn,
    struct err *e)
{
	char base[USERNAME_MAX + 1], nth[USERNAME_MAX + 1], whole[300];
	int i;

	if (base_name(x, s, c, base, e) == -1)
		return e->kind == ERR_DATA ? 0 : -1;
	for (i = 1; i <= NAMES; i++) {
		username_nth(base, i, nth);
		(void)snprintf(whole, sizeof(whole), "%s@%.250s", nth,
		    s->domain);
		if (strcasecmp(whole, upn) == 0)
			return login == NULL || strcasecmp(nth, login) == 0;
	}
	return 0;
}

int
newcomer_make_named(struct ctx *x, const struct newcomer_setup *s,
    const struct contractor *c, const char *login, const char *upn,
    enum newcomer_name *name, struct err *e)
{
	size_t len;
	int rc;

	*name = NEWCOMER_NAME_NONE;
	if (upn == NULL || c->upn == NULL || strcasecmp(upn, c->upn) != 0)
		return 0;
	if ((rc = by_rule(x, s, c, login, upn, e)) == -1)
		return -1;
	if (rc == 1) {
		*name = NEWCOMER_NAME_RULED;
		return 0;
	}
	err_clear(e);
	len = strcspn(upn, "@");
	if (len > USERNAME_MAX)
		len = USERNAME_MAX;
	if (login == NULL || (strlen(login) == len &&
	    strncasecmp(login, upn, len) == 0))
		rc = 1;
	else
		rc = account_each(x->db, c->id, has_login,
		    (void *)(uintptr_t)login, e);
	if (rc == 1)
		*name = NEWCOMER_NAME_HIS;
	return rc == -1 ? -1 : 0;
}

static int
keeps(struct ctx *x, const struct newcomer_setup *s,
    const struct contractor *c, char *login, char upn[300], struct err *e)
{
	struct having h = { s, 0, NULL };
	int rc = account_each(x->db, c->id, see, &h, e);

	(void)snprintf(upn, 300, "%s", c->upn);
	(void)snprintf(login, USERNAME_MAX + 1, "%.*s",
	    h.login != NULL ? USERNAME_MAX : (int)strcspn(c->upn, "@"),
	    h.login != NULL ? h.login : c->upn);
	free(h.login);
	return rc;
}

int
newcomer_make_name(struct ctx *x, const struct newcomer_setup *s,
    const struct contractor *c, int *nth, char *login, char upn[300],
    struct err *e)
{
	char base[USERNAME_MAX + 1], *key;
	int rc;

	if (c->upn != NULL)
		return keeps(x, s, c, login, upn, e);
	if (base_name(x, s, c, base, e) == -1)
		return -1;
	for (; *nth <= NAMES; (*nth)++) {
		username_nth(base, *nth, login);
		(void)snprintf(upn, 300, "%s@%.250s", login, s->domain);
		if ((key = text_fold(upn)) == NULL)
			break;
		rc = newcomer_row_taken(x->db, login, key, c->id, e);
		free(key);
		if (rc != 1)
			return rc;
	}
	return err_set(e, ERR_DATA, "contractor/%lld: every login of %s is "
	    "taken", (long long)c->id, base);
}

int
newcomer_make_keep(struct ctx *x, const struct newcomer_setup *s,
    const struct contractor *c, const char *login, const char *upn,
    struct err *e)
{
	struct having h = { s, 0, NULL };
	char *key = text_fold(upn);
	struct jot j;
	size_t i;
	int rc = 1;

	if (key == NULL || db_begin(x->db, e) == -1) {
		free(key);
		return -1;
	}
	if (c->upn == NULL && (rc = newcomer_row_taken(x->db, login, key,
	    c->id, e)) != -1)
		rc = rc == 1 ? 0 : newcomer_row_name(x->db, c->id, upn, key,
		    x->now, e);
	if (rc == 1 && account_each(x->db, c->id, see, &h, e) == -1)
		rc = -1;
	for (i = 0; rc == 1 && i < s->n_connectors; i++)
		if (!(h.in & 1u << i) && account_new_insert(x->db, c->id,
		    c->engagement, s->connector[i], login, upn, key, x->now,
		    e) == -1)
			rc = -1;
	free(h.login);
	free(key);
	if (rc == 1) {
		jot_init(&j);
		jot_str(&j, "upn", upn);
		jot_str(&j, "login", login);
		if (record(x, c->id, "newcomer.named", &j, e) == -1)
			rc = -1;
	}
	return end(x, rc, e);
}

/* The steps of an account go by its id once there is one: those that were as
 * they were laid out are sealed again. */
struct sealing {
	struct ctx *x;
	int64_t	ids[DEPART_STEPS];
	size_t	n;
	struct err *e;
};

static int
held(const struct step *s, void *arg)
{
	struct sealing *g = arg;
	struct err why = ERR_INIT;
	int rc = seal_holds(g->x, s, &why);

	if (rc == -1)
		*g->e = why;
	if (rc == 1 && g->n < DEPART_STEPS)
		g->ids[g->n++] = s->id;
	return rc == -1 ? -1 : 0;
}

int
newcomer_make_made(struct ctx *x, int64_t contractor, int64_t account,
    const char *remote_id, int64_t *id, struct err *e)
{
	struct jot j;
	int rc;

	struct sealing s = { .x = x, .e = e };

	if (db_begin(x->db, e) == -1)
		return -1;
	rc = step_each_account(x->db, account, held, &s, e);
	if (rc == 0)
		rc = account_new_made(x->db, account, remote_id, x->now, id,
		    e);
	while (rc == 0 && s.n > 0)
		rc = seal_step(x, s.ids[--s.n], e);
	if (rc == 0) {
		jot_init(&j);
		jot_int(&j, "account", *id);
		jot_str(&j, "remote_id", remote_id);
		rc = record(x, contractor, "account.made", &j, e);
	}
	return end(x, rc, e);
}
