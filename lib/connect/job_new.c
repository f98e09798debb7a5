#include "connect/job_new.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/newcomer_make.h"
#include "act/newcomer_want.h"
#include "base/jot.h"
#include "base/mem.h"
#include "base/when.h"
#include "store/account_new.h"

struct laying_new {
	struct ctx *x;
	const struct newcomer_setup *s;
	const struct account *a;
	struct newcomer n;
	struct job_plan *p;
	struct err *e;
};

/* j is taken. */
static void
add(struct laying_new *g, const char *op, int64_t next_at, struct jot *j)
{
	struct job_plan *p = g->p;
	struct job_lay *l;

	p->lay = mem_grow(p->lay, p->n + 1, sizeof(*p->lay));
	l = &p->lay[p->n++];
	l->account = g->a->id;
	(void)snprintf(l->op, sizeof(l->op), "%s", op);
	l->required = 1;
	l->next_at = next_at;
	l->args = mem_str(jot_get(j));
	jot_clear(j);
}

static void
told(struct jot *j, const char *name, const char *value)
{
	if (value != NULL && *value != '\0')
		jot_str(j, name, value);
}

static int
create(struct laying_new *g, int64_t ends_at)
{
	char *const *v = g->n.value, *manager = NULL;
	struct jot j;

	if (v[NEWCOMER_MANAGER] != NULL && account_new_person(g->x->db,
	    g->a->connector, v[NEWCOMER_MANAGER], &manager, g->e) == -1)
		return -1;
	jot_init(&j);
	jot_str(&j, "upn", g->a->upn);
	jot_str(&j, "login", g->a->login);
	told(&j, "display_name", v[NEWCOMER_DISPLAY]);
	told(&j, "given_name", v[NEWCOMER_GIVEN]);
	told(&j, "family_name", v[NEWCOMER_FAMILY]);
	told(&j, "email", v[NEWCOMER_EMAIL]);
	told(&j, "worker_id", v[NEWCOMER_WORKER]);
	told(&j, "department", v[NEWCOMER_DEPARTMENT]);
	told(&j, "company", v[NEWCOMER_VENDOR]);
	told(&j, "manager", manager);
	told(&j, "starts_on", v[NEWCOMER_START]);
	jot_int(&j, "expires_at", ends_at);
	free(manager);
	add(g, "create", 0, &j);
	return 0;
}

static void
expiry(struct laying_new *g, int64_t ends_at)
{
	struct jot j;

	jot_init(&j);
	jot_int(&j, "expires_at", ends_at);
	add(g, "set_expiry", 0, &j);
}

/* What each rule gives, with its name: the evidence has both.  A licence that
 * is not to be had must not keep him out: with one the step is not required. */
static void
groups(struct laying_new *g)
{
	const struct grant *r;
	struct jot j, rules;
	size_t i;
	int k, any = 0, licence = 0;

	jot_init(&j);
	jot_init(&rules);
	jot_bool(&j, "ordinary", 1);
	jot_list(&j, "groups");
	for (i = 0; i < g->s->n_grants; i++) {
		r = &g->s->grants[i];
		k = newcomer_find(&g->s->form, r->field);
		if (strcmp(r->connector, g->a->connector) != 0 || k == -1 ||
		    !grant_meets(r, g->n.value[k]))
			continue;
		jot_item(&j, r->group);
		jot_str(&rules, r->rule, r->group);
		any = 1;
		licence |= grant_is_licence(r);
	}
	jot_end(&j);
	jot_raw(&j, "rules", jot_get(&rules));
	jot_clear(&rules);
	if (any) {
		add(g, "restore_groups", 0, &j);
		g->p->lay[g->p->n - 1].required = !licence;
	} else
		jot_clear(&j);
}

/* For whom it is laid out, and by what name: job_start holds it against who
 * was approved. */
static int
made(struct laying_new *g, const struct contractor *c)
{
	struct job_made *m = &g->p->made;
	enum newcomer_name name = NEWCOMER_NAME_RULED;
	char print[65];

	newcomer_want_print(c, c->upn, print);
	if (m->print[0] == '\0')
		m->name = NEWCOMER_NAME_RULED;
	else if (strcmp(m->print, print) != 0)
		m->name = NEWCOMER_NAME_NONE;
	memcpy(m->print, print, sizeof(print));
	if (account_new(g->a->remote_id) && newcomer_make_named(g->x, g->s, c,
	    g->a->login, g->a->upn, &name, g->e) == -1)
		return -1;
	if (name < m->name)
		m->name = name;
	return 0;
}

static void
enable(struct laying_new *g, const struct contractor *c)
{
	struct jot j;

	jot_init(&j);
	jot_str(&j, "contract_start", c->contract_start);
	add(g, "enable", when_start(when_day(c->contract_start)), &j);
}

int
job_new(struct ctx *x, const struct newcomer_setup *s, int64_t contractor,
    const struct account *a, int ends, struct job_plan *p, struct err *e)
{
	struct newcomer_rules r = { x->today,
	    policy_int(x->policy, "max_term_days"), 1,
	    policy_get(x->policy, "username_rule") };
	struct laying_new g = { .x = x, .s = s, .a = a, .p = p, .e = e };
	struct newcomer_fault f[1];
	struct contractor c;
	int64_t ends_at;
	int rc;

	if ((rc = contractor_get(x->db, contractor, &c, e)) != 1)
		return rc;
	rc = newcomer_want_of(x, s, &c, &g.n, e);
	if (rc == 0 && (when_day(c.contract_end) == WHEN_NO_DAY ||
	    when_day(c.contract_start) == WHEN_NO_DAY))
		rc = err_set(e, ERR_DATA, "contractor/%lld has no dates",
		    (long long)contractor);
	if (rc == 0) {
		(void)newcomer_check(&s->form, &r, &g.n, f, 1);
		rc = made(&g, &c);
		ends_at = when_after(when_day(c.contract_end));
		if (account_new(a->remote_id))
			rc = create(&g, ends_at);
		if (ends)
			expiry(&g, ends_at);
		groups(&g);
		enable(&g, &c);
	}
	newcomer_clear(&g.n);
	contractor_clear(&c);
	return rc;
}
