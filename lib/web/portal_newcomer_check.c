/* What would be made of a newcomer, all of it, and the wish for him. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/approver.h"
#include "act/fields.h"
#include "base/text.h"
#include "base/when.h"
#include "domain/policy.h"
#include "store/newcomer_row.h"
#include "web/portal_newcomer.h"

struct checking {
	struct portal *p;
	struct newcomer_setup s;
	struct newcomer_item it;
	char	*key, *mail;	/* of who wants him */
	struct buf b;
	struct err *e;
};

/* wanter: who asks, if the directory knows him: he is told how it ends, and is
 * never asked for a yes to his own wish. */
static int
wanter(struct checking *g)
{
	const char *user = g->p->cgi.user;
	char *name = NULL;
	int rc;

	if (!text_upn(user))
		return newcomer_row_login(g->p->x->db, user, &g->key,
		    &g->mail, g->e);
	if ((g->key = text_fold(user)) == NULL)
		return 0;
	rc = fields_person(g->p->x->db, g->key, &name, &g->mail, g->e);
	free(name);
	if (rc == 1)
		return 1;
	free(g->key);
	free(g->mail);
	g->key = g->mail = NULL;
	return rc;
}

static int
want(struct checking *g, int dry)
{
	struct newcomer_want w = { "portal", g->key, g->mail, NULL };

	return newcomer_want(g->p->x, &g->s, &w, &g->it, 1, dry, g->e);
}

/* One line of what will be: template by its word. */
static int
fact(struct checking *g, const char *label, const char *value, size_t i)
{
	struct words *w = words_under(g->p->words);
	int rc;

	words_set(w, "label", label);
	words_cell(w, "value", value);
	words_int(w, "i", (int64_t)i);
	words_attr(w, "v", value);
	rc = words_block(w, "newcomer-fact", &g->b, g->e);
	words_free(w);
	return rc;
}

static int
facts(struct checking *g)
{
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < newcomer_fields(&g->s.form); i++)
		if (g->it.n.value[i] != NULL)
			rc = fact(g, newcomer_field(&g->s.form, i)->label,
			    g->it.n.value[i], i);
	words_html(g->p->words, "facts", &g->b);
	buf_empty(&g->b);
	return rc;
}

static int
groups(struct checking *g)
{
	const struct grant *r;
	struct words *w;
	size_t i;
	int k, rc = 0;

	for (i = 0; rc == 0 && i < g->s.n_grants; i++) {
		r = &g->s.grants[i];
		k = newcomer_find(&g->s.form, r->field);
		if (k == -1 || !grant_meets(r, g->it.n.value[k]))
			continue;
		w = words_under(g->p->words);
		words_set(w, "connector", r->connector);
		words_set(w, "his_group", r->group);
		words_set(w, "rule", r->rule);
		rc = words_block(w, "newcomer-group", &g->b, g->e);
		words_free(w);
	}
	words_html(g->p->words, "groups", &g->b);
	words_flag(g->p->words, "no_groups", g->b.len == 0);
	words_flag(g->p->words, "some_groups", g->b.len > 0);
	buf_empty(&g->b);
	return rc;
}

/* account: in each system, under which name, from when to when. */
static int
account(struct checking *g)
{
	struct portal *p = g->p;
	int32_t day = when_day(g->it.n.value[NEWCOMER_START]);
	char upn[300], on[11];
	size_t i;

	(void)snprintf(upn, sizeof(upn), "%s@%.250s", g->it.login,
	    g->s.domain);
	words_set(p->words, "login", g->it.login);
	words_set(p->words, "upn", upn);
	for (i = 0; i < g->s.n_connectors; i++)
		buf_fmt(&g->b, "%s%s", i > 0 ? ", " : "", g->s.connector[i]);
	words_set(p->words, "systems", buf_get(&g->b));
	buf_empty(&g->b);
	day -= (int32_t)policy_int(p->x->policy, "provision_ahead_days");
	when_date(day < p->x->today ? p->x->today : day, on);
	words_set(p->words, "made_on", on);
	words_set(p->words, "start", g->it.n.value[NEWCOMER_START]);
	words_set(p->words, "end", g->it.n.value[NEWCOMER_END]);
	return groups(g);
}

static int
name_one(const struct approver *a, void *arg)
{
	struct checking *g = arg;
	struct words *w;
	int rc;

	if (g->key != NULL && strcmp(a->key, g->key) == 0)
		return 0;	/* nobody approves his own wish */
	w = words_under(g->p->words);
	words_set(w, "person", a->name);
	words_set(w, "key", a->key);
	rc = words_block(w, "newcomer-yes", &g->b, g->e);
	words_free(w);
	return rc;
}

/* who: must say yes, in this order. */
static int
who(struct checking *g)
{
	const char *p = policy_get(g->p->x->policy, "provision_approval");
	const char *manager = g->it.n.value[NEWCOMER_MANAGER];
	char *name = NULL, *email = NULL;
	int rc = fields_person(g->p->x->db, manager, &name, &email, g->e);
	int one = strchr(p, 'm') != NULL || strchr(p, 'a') == NULL;

	words_set(g->p->words, "manager_name", name);
	words_set(g->p->words, "manager_key", manager);
	words_flag(g->p->words, "asks_manager", one);
	words_flag(g->p->words, "unknown_manager", rc == 0);
	words_flag(g->p->words, "own_manager", one && g->key != NULL &&
	    strcmp(g->key, manager) == 0);
	if (rc != -1 && strchr(p, 'a') != NULL && strstr(p, "approver") !=
	    NULL) {
		rc = approver_each(g->p->x, NULL, name_one, g, g->e);
		words_flag(g->p->words, "no_approver", g->b.len == 0);
		words_html(g->p->words, "approvers", &g->b);
		words_flag(g->p->words, "asks_approver", 1);
		buf_empty(&g->b);
	}
	free(name);
	free(email);
	return rc == -1 ? -1 : 0;
}

/* resembles: somebody is here, or was, who may be he. */
static void
resembles(struct checking *g)
{
	struct words *w = g->p->words;

	words_flag(w, "is_duplicate", g->it.fate == NEWCOMER_DUPLICATE);
	words_flag(w, "is_rehire", g->it.fate == NEWCOMER_REHIRE);
	words_flag(w, "is_known", g->it.fate == NEWCOMER_KNOWN);
	if (g->it.contractor != 0)
		words_int(w, "other", g->it.contractor);
	if (g->it.finding != 0)
		words_int(w, "finding", g->it.finding);
}

static void
commands(struct checking *g)
{
	const char *words[NEWCOMER_FIELDS + 2] = { "new" };
	char *v[NEWCOMER_FIELDS];
	struct buf b = BUF_INIT(1 << 15);
	size_t i, n = 0;

	for (i = 0; i < newcomer_fields(&g->s.form); i++) {
		if (g->it.n.value[i] == NULL)
			continue;
		buf_fmt(&b, "%s=%s", newcomer_field(&g->s.form, i)->name,
		    g->it.n.value[i]);
		v[n] = buf_take(&b);
		words[1 + n] = v[n];
		n++;
	}
	portal_command_words(g->p, "ctr-provision", words);
	while (n > 0)
		free(v[--n]);
}

static int
confirm(struct checking *g)
{
	if (facts(g) == -1 || account(g) == -1 || who(g) == -1)
		return -1;
	resembles(g);
	commands(g);
	portal_form(g->p, g->p->words, "save", "newcomers/save");
	portal_form(g->p, g->p->words, "find", "newcomers/find");
	return portal_page(g->p, "newcomer-check", "newcomers", g->e);
}

/* start: what was sent, and who sent it.  1, 0 the page says that nothing can
 * be made, -1. */
static int
start(struct checking *g, struct portal *p, struct err *e)
{
	int rc;

	memset(g, 0, sizeof(*g));
	g->p = p;
	g->e = e;
	buf_init(&g->b, 1 << 18);
	if ((rc = portal_newcomer_setup(p, &g->s, e)) != 1)
		return rc == -1 ? -1 : err_set(e, ERR_REFUSED, "no accounts "
		    "can be made here");
	portal_newcomer_read(p, &g->s, &g->it);
	return wanter(g) == -1 ? -1 : 1;
}

static void
end(struct checking *g)
{
	newcomer_clear(&g->it.n);
	newcomer_setup_clear(&g->s);
	free(g->key);
	free(g->mail);
	buf_clear(&g->b);
}

static int
again(struct checking *g)
{
	g->p->status = 422;
	return portal_newcomer_show(g->p, &g->s, &g->it, g->e);
}

/* looks: Enter in the look-up, before anybody was chosen, looks up: the form's
 * first button, which Enter presses, is the one that leads here. */
static int
looks(const struct checking *g)
{
	return g->it.n.value[NEWCOMER_MANAGER] == NULL &&
	    portal_sent(g->p, "q") != NULL;
}

int
portal_newcomer_check(struct portal *p, struct err *e)
{
	struct checking g;
	int rc = db_snapshot(p->x->db, e);

	if (rc == -1)
		return -1;
	if ((rc = start(&g, p, e)) == 1 && looks(&g))
		rc = portal_newcomer_show(p, &g.s, &g.it, e);
	else if (rc == 1 && (rc = want(&g, 1)) == 0)
		rc = g.it.fate == NEWCOMER_BAD ? again(&g) : confirm(&g);
	end(&g);
	return rc;
}

int
portal_newcomer_save(struct portal *p, struct err *e)
{
	struct checking g;
	int rc = start(&g, p, e);

	if (rc == 1)
		rc = want(&g, 0);
	if (rc == 0 && (g.it.fate == NEWCOMER_TAKEN || g.it.fate ==
	    NEWCOMER_KNOWN))
		portal_go(p, g.it.fate == NEWCOMER_TAKEN ? "newcomer-asked" :
		    "newcomer-known", "newcomers");
	else if (rc == 0 && g.it.fate == NEWCOMER_BAD)
		rc = again(&g);
	else if (rc == 0) {
		/* The finding is written; nobody is put down. */
		p->status = 422;
		words_flag(p->words, "settled_first", 1);
		rc = confirm(&g);
	}
	end(&g);
	return rc;
}
