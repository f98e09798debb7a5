#include "connect/job_plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/seal.h"
#include "base/jot.h"
#include "base/mem.h"
#include "base/when.h"
#include "connect/job_look.h"
#include "connect/job_new.h"
#include "store/account.h"
#include "store/contractor.h"
#include "store/decision.h"
#include "store/step.h"

struct planning {
	struct ctx *x;
	const struct newcomer_setup *setup;
	const struct job *j;
	struct decision d;	/* id 0: none */
	char	*words;		/* of the approval; or NULL */
	char	end_on[11];	/* a rule's extension: his last day by now */
	int	(*can)(const char *, const char *, void *);
	void	*arg;
	struct job_plan *p;
	struct err *e;
};

/* args is taken. */
static void
add(struct planning *g, const struct account *a, const char *op, int required,
    char *args)
{
	struct job_plan *p = g->p;
	struct job_lay *l;

	p->lay = mem_grow(p->lay, p->n + 1, sizeof(*p->lay));
	l = &p->lay[p->n++];
	l->account = a->id;
	snprintf(l->op, sizeof(l->op), "%s", op);
	l->required = required;
	l->args = args;
	l->next_at = 0;
}

static char *
expiry_args(int64_t at, int at_most, const int64_t *was)
{
	struct jot t;
	char *s;

	jot_init(&t);
	if (at == WHEN_NEVER)
		jot_null(&t, "expires_at");
	else
		jot_int(&t, "expires_at", at);
	if (at_most)
		jot_bool(&t, "at_most", 1);
	if (was != NULL && *was == WHEN_NEVER)
		jot_null(&t, "was");
	else if (was != NULL)
		jot_int(&t, "was", *was);
	s = mem_str(jot_get(&t));
	jot_clear(&t);
	return s;
}

static char *
describe_args(const struct planning *g)
{
	char on[11], text[80];
	struct jot t;
	char *s;

	when_date(g->x->today, on);
	snprintf(text, sizeof(text), "left %s, ctr job %lld", on,
	    (long long)g->j->id);
	jot_init(&t);
	jot_str(&t, "description", text);
	s = mem_str(jot_get(&t));
	jot_clear(&t);
	return s;
}

static void
plan_offboard(struct planning *g, const struct account *a)
{
	struct depart_op ops[DEPART_STEPS];
	size_t i, n = depart_ops(policy_get(g->x->policy, "steps"), ops);
	char *args;

	for (i = 0; i < n; i++) {
		if (!ops[i].required && g->can != NULL && g->can(a->connector,
		    depart_wire(ops[i].op), g->arg) == 0)
			continue;
		if (strcmp(ops[i].op, "set_expiry") == 0)
			args = expiry_args(g->x->now, 1, NULL);
		else if (strcmp(ops[i].op, "describe") == 0)
			args = describe_args(g);
		else
			args = mem_str("{}");
		add(g, a, ops[i].op, ops[i].required, args);
	}
}

/* The account's past, as the rules want it. */
struct past {
	struct ctx *x;
	int	lift;
	struct depart_past *p;
	struct job_look *looks;
	struct job_args *args;
	char	(*ops)[16];
	size_t	n;
	struct err *e;
};

static int
remember(const struct step *s, void *arg)
{
	struct past *h = arg;
	struct err why = ERR_INIT;
	size_t i = h->n;
	struct job_look *l;
	struct job j;
	int rc;

	if (strcmp(s->state, "done") != 0 || s->before == NULL)
		return 0;
	/* A lift gives back what suspensions took, and no departure. */
	if (h->lift) {
		if ((rc = job_get(h->x->db, s->job, &j, h->e)) != 1)
			return rc;
		if (strcmp(j.kind, "suspend") != 0)
			return 0;
	}
	/* What was taken is given back: by what we did, not by what stands. */
	if ((rc = seal_holds(h->x, s, &why)) != 1) {
		if (rc == -1)
			*h->e = why;
		return rc;
	}
	h->looks = mem_grow(h->looks, i + 1, sizeof(*h->looks));
	h->args = mem_grow(h->args, i + 1, sizeof(*h->args));
	h->ops = mem_grow(h->ops, i + 1, sizeof(*h->ops));
	l = &h->looks[i];
	memset(l, 0, sizeof(*l));
	memset(&h->args[i], 0, sizeof(h->args[i]));
	memcpy(h->ops[i], s->op, sizeof(s->op));
	h->n++;
	if (job_look_text(s->before, l, h->e) == -1 ||
	    job_args_read(s->args, &h->args[i], h->e) == -1)
		return -1;
	return 0;
}

static int
read_past(struct planning *g, const struct account *a, struct past *h)
{
	size_t i;

	memset(h, 0, sizeof(*h));
	h->x = g->x;
	h->lift = strcmp(g->j->kind, "lift") == 0;
	h->e = g->e;
	if (step_each_account(g->x->db, a->id, remember, h, g->e) == -1)
		return -1;
	h->p = mem_zero(h->n > 0 ? h->n : 1, sizeof(*h->p));
	for (i = 0; i < h->n; i++) {
		h->p[i].op = h->ops[i];
		h->p[i].done = 1;
		h->p[i].before = &h->looks[i].seen;
		h->p[i].args = &h->args[i].a;
	}
	return 0;
}

static void
clear_past(struct past *h)
{
	size_t i;

	for (i = 0; i < h->n; i++) {
		job_look_clear(&h->looks[i]);
		job_args_clear(&h->args[i]);
	}
	free(h->looks);
	free(h->args);
	free(h->ops);
	free(h->p);
}

static char *
groups_args(const struct past *h, const char *words)
{
	const char **ids;
	size_t max = 1, n, i;
	struct jot t;
	char *s = NULL;

	for (i = 0; i < h->n; i++)
		max += h->args[i].a.n_groups;
	ids = mem_zero(max, sizeof(*ids));
	if ((n = depart_back(h->p, h->n, words, ids, max)) > 0) {
		jot_init(&t);
		jot_list(&t, "groups");
		for (i = 0; i < n; i++)
			jot_item(&t, ids[i]);
		jot_end(&t);
		s = mem_str(jot_get(&t));
		jot_clear(&t);
	}
	free(ids);
	return s;
}

/* The switch comes last: what is not given back must not be had before. */
static int
plan_back(struct planning *g, const struct account *a)
{
	int whole = strcmp(g->j->kind, "reinstate") == 0;
	int64_t was, back;
	struct past h;
	char *groups;
	int rc;

	if ((rc = read_past(g, a, &h)) == 0) {
		if (whole && depart_expiry(h.p, h.n, &was, &back))
			add(g, a, "set_expiry", 1, expiry_args(back, 0, &was));
		if (whole && (groups = groups_args(&h, g->words)) != NULL)
			add(g, a, "restore_groups", 0, groups);
		if (depart_was_enabled(h.p, h.n))
			add(g, a, "enable", 1, mem_str("{}"));
	}
	clear_past(&h);
	return rc;
}

static void
plan_extend(struct planning *g, const struct account *a)
{
	int32_t day = when_day(g->j->decision != 0 ? g->d.day_on : g->end_on);

	if (day != WHEN_NO_DAY && a->expires_at != WHEN_NEVER &&
	    strcmp(policy_get(g->x->policy, "write_expiry"), "never") != 0)
		add(g, a, "set_expiry", 1,
		    expiry_args(when_after(day), 0, NULL));
}

static int
plan_account(const struct account *a, void *arg)
{
	struct planning *g = arg;

	if (strcmp(a->state, "gone") == 0)
		return 0;
	if (strcmp(g->j->kind, "offboard") == 0)
		plan_offboard(g, a);
	else if (strcmp(g->j->kind, "suspend") == 0)
		add(g, a, "disable", 1, mem_str("{}"));
	else if (strcmp(g->j->kind, "extend") == 0)
		plan_extend(g, a);
	else if (strcmp(g->j->kind, "provision") == 0)
		return g->setup == NULL ? 0 : job_new(g->x, g->setup,
		    g->j->contractor, a, g->can == NULL ||
		    g->can(a->connector, "set_expiry", g->arg) != 0, g->p,
		    g->e);
	else
		return plan_back(g, a);
	return 0;
}

static int
read_approval(struct planning *g)
{
	struct decision d;
	int rc;

	if (g->j->approval == 0)
		return 0;
	if ((rc = decision_get(g->x->db, g->j->approval, &d, g->e)) == -1)
		return -1;
	if (rc == 1)
		g->words = mem_str(d.reason);
	decision_clear(&d);
	return 0;
}

/* What a policy writes is the day that holds when it is written. */
static int
read_end(struct planning *g)
{
	struct contractor c;
	int rc;

	if (strcmp(g->j->rule, "write_expiry") != 0)
		return 0;
	memset(&c, 0, sizeof(c));
	if ((rc = contractor_get(g->x->db, g->j->contractor, &c, g->e)) == 1)
		memcpy(g->end_on, c.contract_end, sizeof(g->end_on));
	contractor_clear(&c);
	return rc == -1 ? -1 : 0;
}

int
job_plan(struct ctx *x, const struct newcomer_setup *setup,
    const struct job *j,
    int (*can)(const char *, const char *, void *), void *arg,
    struct job_plan *p, struct err *e)
{
	struct planning g = { .x = x, .setup = setup, .j = j, .can = can,
	    .arg = arg, .p = p,
	    .e = e };
	int rc;

	memset(p, 0, sizeof(*p));
	rc = j->decision == 0 ? 0 : decision_get(x->db, j->decision, &g.d, e);
	if (rc != -1 && (rc = read_approval(&g)) == 0 &&
	    (rc = read_end(&g)) == 0)
		rc = account_each(x->db, j->contractor, plan_account, &g, e);
	decision_clear(&g.d);
	free(g.words);
	return rc;
}

void
job_plan_clear(struct job_plan *p)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		free(p->lay[i].args);
	free(p->lay);
	memset(p, 0, sizeof(*p));
}
