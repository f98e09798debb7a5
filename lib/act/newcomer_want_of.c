/* A newcomer's values, and their digest, out of a contractor's row. */
#include <sodium.h>
#include <string.h>

#include "act/newcomer_want.h"

static void
add(crypto_generichash_state *h, const char *s)
{
	unsigned char there = s != NULL;

	(void)crypto_generichash_update(h, &there, 1);
	if (s != NULL)
		(void)crypto_generichash_update(h, (const void *)s,
		    strlen(s) + 1);
}

void
newcomer_want_digest(const struct contractor *c, char out[65])
{
	unsigned char hash[32];
	crypto_generichash_state h;

	(void)crypto_generichash_init(&h, NULL, 0, sizeof(hash));
	add(&h, c->worker_id);
	add(&h, c->display_name);
	add(&h, c->email);
	add(&h, c->vendor);
	add(&h, c->department);
	add(&h, c->project);
	add(&h, c->manager_key);
	add(&h, c->contract_start);
	add(&h, c->contract_end);
	add(&h, c->extra);
	(void)crypto_generichash_final(&h, hash, sizeof(hash));
	sodium_bin2hex(out, 65, hash, sizeof(hash));
}

void
newcomer_want_print(const struct contractor *c, const char *upn, char out[65])
{
	unsigned char hash[32];
	crypto_generichash_state h;
	char who[65];

	newcomer_want_digest(c, who);
	(void)crypto_generichash_init(&h, NULL, 0, sizeof(hash));
	add(&h, who);
	add(&h, upn);
	(void)crypto_generichash_final(&h, hash, sizeof(hash));
	sodium_bin2hex(out, 65, hash, sizeof(hash));
}

enum newcomer_same
newcomer_want_same(const struct contractor *c, const char *print)
{
	char now[65];

	newcomer_want_print(c, c->upn, now);
	if (strcmp(now, print) == 0)
		return NEWCOMER_SAME;
	newcomer_want_print(c, NULL, now);
	return strcmp(now, print) == 0 ? NEWCOMER_SAME_NAMED :
	    NEWCOMER_OTHER;
}

struct reading {
	const struct newcomer_form *form;
	struct newcomer *n;
	struct err bad;
};

static void
take_extra(const char *name, const char *value, void *arg)
{
	struct reading *r = arg;
	int i = newcomer_find(r->form, name);

	if (i != -1 && newcomer_extra((size_t)i))
		(void)newcomer_set(r->form, r->n, name, value, &r->bad);
}

int
newcomer_want_of(struct ctx *x, const struct newcomer_setup *s,
    const struct contractor *c, struct newcomer *n, struct err *e)
{
	const char *v[NEWCOMER_BUILTIN] = { NULL };
	struct reading r = { &s->form, n, ERR_INIT };
	size_t i;

	memset(n, 0, sizeof(*n));
	v[NEWCOMER_DISPLAY] = c->display_name;
	v[NEWCOMER_WORKER] = c->worker_id;
	v[NEWCOMER_EMAIL] = c->email;
	v[NEWCOMER_MANAGER] = c->manager_key;
	v[NEWCOMER_VENDOR] = c->vendor;
	v[NEWCOMER_DEPARTMENT] = c->department;
	v[NEWCOMER_PROJECT] = c->project;
	v[NEWCOMER_START] = c->contract_start;
	v[NEWCOMER_END] = c->contract_end;
	/* What cannot be a value is missing, and the check says so. */
	for (i = 0; i < NEWCOMER_BUILTIN; i++)
		if (v[i] != NULL)
			(void)newcomer_set(&s->form, n,
			    newcomer_field(&s->form, i)->name, v[i], &r.bad);
	return contractor_extra(x->db, c->extra, take_extra, &r, e);
}
