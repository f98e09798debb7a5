/* What is wrong with each of a list of newcomers. */
#include <stdio.h>
#include <string.h>

#include "act/newcomer_want.h"

void
newcomer_want_rules(const struct ctx *x, int past, struct newcomer_rules *r)
{
	memset(r, 0, sizeof(*r));
	r->today = x->today;
	r->max_term_days = policy_int(x->policy, "max_term_days");
	r->username_rule = policy_get(x->policy, "username_rule");
	r->past = past;
}

void
newcomer_want_fault(struct newcomer_item *it, const char *field,
    const char *words)
{
	struct newcomer_fault *f;

	if (it->faults == NEWCOMER_FAULTS)
		return;
	f = &it->fault[it->faults++];
	f->field = field;
	(void)snprintf(f->words, sizeof(f->words), "%s", words);
}

/* The same person twice in one list is a mistake of the list. */
static void
twice(struct newcomer_item *all, size_t n)
{
	size_t i, k;
	const char *a, *b;

	for (i = 1; i < n; i++)
		for (k = 0; all[i].fate == NEWCOMER_TAKEN && k < i; k++) {
			a = all[i].n.value[NEWCOMER_WORKER];
			b = all[k].n.value[NEWCOMER_WORKER];
			if (all[k].fate != NEWCOMER_TAKEN || a == NULL ||
			    b == NULL || strcmp(a, b) != 0)
				continue;
			all[i].fate = NEWCOMER_BAD;
			newcomer_want_fault(&all[i], "worker_id",
			    "twice in this list");
		}
}

struct naming {
	const struct newcomer_form *form;
	const struct newcomer *n;
};

static const char *
value_of(const char *name, void *arg)
{
	const struct naming *g = arg;
	int i = newcomer_find(g->form, name);

	return i == -1 ? NULL : g->n->value[i] != NULL ? g->n->value[i] : "";
}

int
newcomer_want_login(const struct newcomer_setup *s, const char *rule,
    const struct newcomer *n, char out[USERNAME_MAX + 1])
{
	struct naming g = { &s->form, n };

	return username_make(rule, value_of, &g, out);
}

/* What could not even be read is told once: it is not missing. */
static void
add_faults(struct newcomer_item *it, const struct newcomer_fault *f, size_t n)
{
	size_t i, k, had = it->faults;

	for (i = 0; i < n && i < NEWCOMER_FAULTS; i++) {
		for (k = 0; k < had && strcmp(it->fault[k].field,
		    f[i].field) != 0; k++)
			;
		if (k == had && it->faults < NEWCOMER_FAULTS)
			it->fault[it->faults++] = f[i];
	}
}

size_t
newcomer_want_check(struct ctx *x, const struct newcomer_setup *s,
    struct newcomer_item *all, size_t n)
{
	struct newcomer_fault f[NEWCOMER_FAULTS];
	struct newcomer_rules r;
	size_t i, bad = 0;

	newcomer_want_rules(x, 0, &r);
	for (i = 0; i < n; i++) {
		add_faults(&all[i], f, newcomer_check(&s->form, &r,
		    &all[i].n, f, NEWCOMER_FAULTS));
		all[i].fate = all[i].faults > 0 ? NEWCOMER_BAD :
		    NEWCOMER_TAKEN;
		if (all[i].fate == NEWCOMER_TAKEN)
			(void)newcomer_want_login(s, r.username_rule,
			    &all[i].n, all[i].login);
	}
	twice(all, n);
	for (i = 0; i < n; i++)
		bad += all[i].fate == NEWCOMER_BAD;
	return bad;
}
