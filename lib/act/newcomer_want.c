#include "act/newcomer_want.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/newcomer_ask.h"
#include "act/newcomer_twin.h"
#include "act/record.h"
#include "base/jot.h"
#include "base/mem.h"
#include "store/contractor_roster.h"
#include "store/engagement.h"
#include "store/newcomer_row.h"

struct wanting {
	struct ctx *x;
	const struct newcomer_setup *s;
	const struct newcomer_want *w;
	int	dry;
	char	batch[65];
	struct err *e;
};

static void
day(char to[11], const char *v)
{
	(void)snprintf(to, 11, "%.10s", v != NULL ? v : "");
}

/* The tenant's own fields and the parts of the name, in order of the form. */
static char *
extra(const struct wanting *g, const struct newcomer *n)
{
	struct jot j;
	char *s;
	size_t i;

	jot_init(&j);
	for (i = 0; i < newcomer_fields(&g->s->form); i++)
		if (newcomer_extra(i) && n->value[i] != NULL)
			jot_str(&j, newcomer_field(&g->s->form, i)->name,
			    n->value[i]);
	s = mem_str(jot_get(&j));
	jot_clear(&j);
	return s;
}

static void
put(char **to, const char *s)
{
	free(*to);
	*to = mem_str(s);
}

/* fill: the fields of n into c; what he is else stays. */
static void
fill(const struct wanting *g, const struct newcomer *n, struct contractor *c)
{
	put(&c->worker_id, n->value[NEWCOMER_WORKER]);
	put(&c->display_name, n->value[NEWCOMER_DISPLAY]);
	put(&c->email, n->value[NEWCOMER_EMAIL]);
	put(&c->vendor, n->value[NEWCOMER_VENDOR]);
	put(&c->department, n->value[NEWCOMER_DEPARTMENT]);
	put(&c->project, n->value[NEWCOMER_PROJECT]);
	put(&c->manager_key, n->value[NEWCOMER_MANAGER]);
	day(c->contract_start, n->value[NEWCOMER_START]);
	day(c->contract_end, n->value[NEWCOMER_END]);
	free(c->extra);
	c->extra = extra(g, n);
}

/* The digest of the list: an approval of it is bound to this. */
static void
digest_list(struct wanting *g, const struct newcomer_item *all, size_t n)
{
	unsigned char hash[32];
	crypto_generichash_state h;
	struct contractor c;
	char one[65];
	size_t i;

	(void)crypto_generichash_init(&h, NULL, 0, sizeof(hash));
	for (i = 0; i < n; i++) {
		if (all[i].fate == NEWCOMER_BAD)
			continue;
		memset(&c, 0, sizeof(c));
		fill(g, &all[i].n, &c);
		newcomer_want_digest(&c, one);
		contractor_clear(&c);
		(void)crypto_generichash_update(&h, (const void *)one,
		    sizeof(one));
	}
	(void)crypto_generichash_final(&h, hash, sizeof(hash));
	sodium_bin2hex(g->batch, sizeof(g->batch), hash, sizeof(hash));
}

static int
record(struct wanting *g, const struct contractor *c, const char *action)
{
	struct jot j;
	int rc;

	jot_init(&j);
	jot_str(&j, "origin", c->origin);
	jot_str(&j, "status", c->status);
	jot_str(&j, "display_name", c->display_name);
	jot_str(&j, "worker_id", c->worker_id);
	jot_str(&j, "email", c->email);
	jot_str(&j, "manager", c->manager_key);
	jot_str(&j, "vendor", c->vendor);
	jot_str(&j, "department", c->department);
	jot_str(&j, "project", c->project);
	jot_str(&j, "contract_start", c->contract_start);
	jot_str(&j, "contract_end", c->contract_end);
	if (c->extra != NULL)
		jot_raw(&j, "extra", c->extra);
	jot_str(&j, "list", g->batch);
	jot_str(&j, "wanted_by", g->x->actor);
	if (g->w != NULL && g->w->wanted_key != NULL)
		jot_str(&j, "wanted_for", g->w->wanted_key);
	rc = record_about(g->x, action, "contractor", c->id, &j, NULL, g->e);
	jot_clear(&j);
	return rc;
}

static int
put_down(struct wanting *g, const struct contractor *c, const char *by,
    const char *action)
{
	struct newcomer_row r;

	memset(&r, 0, sizeof(r));
	r.contractor = c->id;
	r.engagement = c->engagement;
	(void)snprintf(r.batch, sizeof(r.batch), "%s", g->batch);
	r.wanted_by = (char *)(uintptr_t)by;
	if (g->w != NULL) {
		r.wanted_key = (char *)(uintptr_t)g->w->wanted_key;
		r.wanted_mail = (char *)(uintptr_t)g->w->wanted_mail;
	}
	r.made_at = g->x->now;
	if (action != NULL && record(g, c, action) == -1)
		return -1;
	return newcomer_row_insert(g->x->db, &r, g->e);
}

static int
insert(struct wanting *g, struct contractor *c)
{
	int rc;

	(void)snprintf(c->origin, sizeof(c->origin), "%s", g->w->origin);
	(void)snprintf(c->status, sizeof(c->status), "candidate");
	c->engagement = 1;
	rc = contractor_roster_insert(g->x->db, c, NULL, 0, g->x->now, &c->id,
	    g->e);
	if (rc != 1 || engagement_begin(g->x->db, c->id, 1, g->x->now, g->e) ==
	    -1)
		return -1;
	return put_down(g, c, g->x->actor, "contractor.add");
}

/* A stay that begins again, or was brought by a roster: these are its fields
 * from now on. */
static int
adopt(struct wanting *g, struct newcomer_item *it)
{
	struct contractor c;
	int rc;

	if ((rc = contractor_get(g->x->db, it->contractor, &c, g->e)) != 1)
		return -1;
	fill(g, &it->n, &c);
	rc = contractor_roster_update(g->x->db, &c, NULL, 0, g->x->now, g->e);
	if (rc == 1)
		rc = put_down(g, &c, g->x->actor, "newcomer.wanted");
	contractor_clear(&c);
	return rc == -1 ? -1 : 0;
}

static int
one(struct wanting *g, struct newcomer_item *it)
{
	struct contractor c;
	enum newcomer_twin t;
	int rc = 0;

	memset(&c, 0, sizeof(c));
	fill(g, &it->n, &c);
	t = newcomer_twin(g->x, &c, g->dry, &it->contractor, &it->finding,
	    g->e);
	it->fate = t == NEWCOMER_TWIN_LIVES ? NEWCOMER_DUPLICATE :
	    t == NEWCOMER_TWIN_LEFT ? NEWCOMER_REHIRE :
	    t == NEWCOMER_TWIN_KNOWN ? NEWCOMER_KNOWN : NEWCOMER_TAKEN;
	if (t == NEWCOMER_TWIN_ERROR)
		rc = -1;
	else if (it->fate == NEWCOMER_TAKEN && !g->dry)
		rc = t == NEWCOMER_TWIN_CANDIDATE ? adopt(g, it) :
		    insert(g, &c);
	if (rc == 0 && t == NEWCOMER_TWIN_NONE)
		it->contractor = c.id;
	contractor_clear(&c);
	return rc;
}

int
newcomer_want_put(struct ctx *x, const struct newcomer_setup *s,
    const struct newcomer_want *w, struct newcomer_item *all, size_t n,
    int dry, struct err *e)
{
	struct wanting g = { x, s, w, dry, "", e };
	size_t i;

	digest_list(&g, all, n);
	for (i = 0; i < n; i++)
		if (all[i].fate != NEWCOMER_BAD && one(&g, &all[i]) == -1)
			return -1;
	return dry ? 0 : newcomer_ask(x, w->keys, e);
}

int
newcomer_want(struct ctx *x, const struct newcomer_setup *s,
    const struct newcomer_want *w, struct newcomer_item *all, size_t n,
    int dry, struct err *e)
{
	if (s->n_connectors == 0)
		return err_set(e, ERR_CONFIG, "[provision] connector is not "
		    "set: this tenant makes no accounts");
	(void)newcomer_want_check(x, s, all, n);
	if (dry)
		return newcomer_want_put(x, s, w, all, n, 1, e);
	if (db_begin(x->db, e) == -1)
		return -1;
	if (newcomer_want_put(x, s, w, all, n, 0, e) == 0)
		return db_commit(x->db, e);
	db_rollback(x->db);
	return -1;
}

static int
from_roster(struct wanting *g, int64_t id, int64_t *took)
{
	struct newcomer_fault f[1];
	struct newcomer_rules r;
	struct contractor c;
	struct newcomer n;
	char by[64], words[400];
	int64_t twin, finding;
	enum newcomer_twin t;
	int rc;

	if ((rc = contractor_get(g->x->db, id, &c, g->e)) != 1)
		return rc;
	newcomer_want_rules(g->x, 1, &r);
	if ((rc = newcomer_want_of(g->x, g->s, &c, &n, g->e)) == 0) {
		if (newcomer_check(&g->s->form, &r, &n, f, 1) > 0) {
			(void)snprintf(words, sizeof(words), "%s: %s",
			    f[0].field, f[0].words);
			rc = newcomer_twin_unfit(g->x, id, words, g->e);
		} else if ((t = newcomer_twin(g->x, &c, 0, &twin, &finding,
		    g->e)) == NEWCOMER_TWIN_ERROR)
			rc = -1;
		else if (t == NEWCOMER_TWIN_NONE) {
			(void)snprintf(by, sizeof(by), "%.60s",
			    c.feed != NULL ? "roster/" : "registry/");
			(void)snprintf(by + strlen(by),
			    sizeof(by) - strlen(by), "%.40s", c.feed != NULL ?
			    c.feed : c.origin);
			rc = newcomer_twin_fit(g->x, id, g->e) == -1 ?
			    -1 : put_down(g, &c, by, "newcomer.wanted");
			(*took)++;
		}
	}
	newcomer_clear(&n);
	contractor_clear(&c);
	return rc;
}

int64_t
newcomer_want_rosters(struct ctx *x, const struct newcomer_setup *s,
    struct err *e)
{
	struct wanting g = { x, s, NULL, 0, "", e };
	int64_t id = 0, took = 0;
	int rc = 0;

	if (s->n_connectors == 0)
		return 0;
	if (db_begin(x->db, e) == -1)
		return -1;
	if (newcomer_ask_again(x, e) == -1)
		rc = -1;
	while (rc != -1 && (rc = newcomer_row_next(x->db, id, &id, e)) == 1 &&
	    (rc = from_roster(&g, id, &took)) == 0 && took < NEWCOMER_LIST)
		;
	if (rc != -1 && newcomer_ask(x, NULL, e) == 0)
		return db_commit(x->db, e) == -1 ? -1 : took;
	db_rollback(x->db);
	return -1;
}
