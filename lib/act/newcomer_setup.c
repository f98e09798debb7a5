#include "act/newcomer_setup.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

struct loading {
	struct newcomer_setup *s;
	const struct conf *c;
	const struct ctx *x;
	struct err *e;
	int	bad;
};

static void
wrong(struct loading *l, const char *section, const char *words)
{
	if (!l->bad)
		(void)err_set(l->e, ERR_CONFIG, "[%s]: %s", section, words);
	l->bad = 1;
}

static int
is_pattern(const char *s)
{
	regex_t re;

	if (regcomp(&re, s, REG_EXTENDED) != 0)
		return 0;
	regfree(&re);
	return 1;
}

/* What the API's requests have beside the fields. */
static int
reserved(const char *name)
{
	static const char *const names[] = { "upn", "request_id",
		"requester" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcasecmp(name, names[i]) == 0)
			return 1;
	return 0;
}

static void
add_field(const char *name, void *arg)
{
	struct loading *l = arg;
	struct newcomer_form *f = &l->s->form;
	struct newcomer_field *d;
	const char *required;
	char section[48];

	(void)snprintf(section, sizeof(section), "field %s", name);
	if (newcomer_find(f, name) != -1 || reserved(name))
		wrong(l, section, "there is a field of this name");
	if (f->n_own == NEWCOMER_OWN)
		wrong(l, section, "more fields than there may be (40)");
	if (l->bad)
		return;
	d = &f->own[f->n_own++];
	memset(d, 0, sizeof(*d));
	d->name = name;
	d->label = conf_or(l->c, section, "label", name);
	d->pattern = conf_get(l->c, section, "pattern");
	d->choices = conf_get(l->c, section, "choices");
	d->kind = d->choices != NULL ? NEWCOMER_CHOICE : NEWCOMER_TEXT;
	required = conf_or(l->c, section, "required", "no");
	d->required = strcmp(required, "yes") == 0;
	if (!d->required && strcmp(required, "no") != 0)
		wrong(l, section, "required is yes or no");
	if (d->pattern != NULL && !is_pattern(d->pattern))
		wrong(l, section, "pattern is no regular expression");
}

static int
makes(const struct newcomer_setup *s, const char *connector)
{
	size_t i;

	for (i = 0; i < s->n_connectors; i++)
		if (strcmp(s->connector[i], connector) == 0)
			return 1;
	return 0;
}

/* S-1-5-21-...-512 and its like: MS-ADTS 3.1.1.6.1.2; a connector knows more
 * of them, and refuses those. */
static int
well_known(const char *group)
{
	static const char *const ends[] = { "-512", "-516", "-518", "-519",
		"-521", "-526", "-527" };
	static const char *const built_in[] = { "S-1-5-32-544",
		"S-1-5-32-548", "S-1-5-32-549", "S-1-5-32-550",
		"S-1-5-32-551", "S-1-5-32-552" };
	size_t len = strlen(group), i;

	for (i = 0; i < sizeof(built_in) / sizeof(built_in[0]); i++)
		if (strcmp(group, built_in[i]) == 0)
			return 1;
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (strncmp(group, "S-1-5-21-", 9) == 0 && len > 13 &&
		    strcmp(group + len - 4, ends[i]) == 0)
			return 1;
	return 0;
}

/* The evidence tells grants by the names of their rules. */
static int
named(const struct newcomer_setup *s, const char *rule)
{
	size_t i;

	for (i = 0; i < s->n_grants; i++)
		if (strcmp(s->grants[i].rule, rule) == 0)
			return 1;
	return 0;
}

static void
add_rule(const char *section, const char *name, const char *value,
    struct loading *l)
{
	int licence = strcmp(section, "licences") == 0;
	struct newcomer_setup *s = l->s;
	char words[200];
	struct grant g;
	int rc;

	if (l->bad)
		return;
	rc = licence ? grant_licence(name, value, &g, l->e) :
	    grant_read(name, value, &g, l->e);
	if (rc == -1) {
		l->bad = 1;
		return;
	}
	if (named(s, name)) {
		grant_clear(&g);
		(void)snprintf(words, sizeof(words), "%s: there is a rule of "
		    "this name", name);
		wrong(l, section, words);
		return;
	}
	s->grants = mem_grow(s->grants, s->n_grants + 1, sizeof(*s->grants));
	s->grants[s->n_grants++] = g;
	(void)snprintf(words, sizeof(words), "%s: ", name);
	if (newcomer_find(&s->form, g.field) == -1)
		(void)snprintf(words, sizeof(words), "%s: no such field",
		    name);
	else if (!makes(s, g.connector))
		(void)snprintf(words, sizeof(words), "%s: no connector of "
		    "[provision]", name);
	else if (!licence && grant_is_licence(&g))
		(void)snprintf(words, sizeof(words), "%s: a licence's rule "
		    "stands in [licences]", name);
	else if (well_known(g.group) || grant_listed(&g,
	    policy_get(l->x->policy, "privileged_groups")))
		(void)snprintf(words, sizeof(words), "%s: a privileged group "
		    "is given by no rule", name);
	else
		return;
	wrong(l, section, words);
}

static void
add_grant(const char *name, const char *value, void *arg)
{
	add_rule("groups", name, value, arg);
}

static void
add_licence(const char *name, const char *value, void *arg)
{
	add_rule("licences", name, value, arg);
}

static void
add_connectors(struct loading *l)
{
	struct newcomer_setup *s = l->s;
	const char *p = conf_or(l->c, "provision", "connector", "");
	size_t len;

	for (; *(p += strspn(p, " \t,")) != '\0'; p += len) {
		len = strcspn(p, " \t,");
		if (s->n_connectors == NEWCOMER_CONNECTORS ||
		    len >= sizeof(s->connector[0])) {
			wrong(l, "provision", "connector: too many, or too "
			    "long");
			return;
		}
		memcpy(s->connector[s->n_connectors], p, len);
		s->connector[s->n_connectors++][len] = '\0';
	}
	s->domain = conf_get(l->c, "provision", "upn_domain");
	if (s->n_connectors > 0 && (s->domain == NULL ||
	    strchr(s->domain, '@') != NULL))
		wrong(l, "provision", "upn_domain: what stands after the @ "
		    "of a new UPN");
}

int
newcomer_setup_load(const struct ctx *x, const struct conf *c,
    struct newcomer_setup *s, struct err *e)
{
	struct loading l = { s, c, x, e, 0 };

	memset(s, 0, sizeof(*s));
	add_connectors(&l);
	conf_sections(c, "field", add_field, &l);
	conf_each(c, "groups", add_grant, &l);
	conf_each(c, "licences", add_licence, &l);
	return l.bad ? -1 : 0;
}

void
newcomer_setup_clear(struct newcomer_setup *s)
{
	size_t i;

	for (i = 0; i < s->n_grants; i++)
		grant_clear(&s->grants[i]);
	free(s->grants);
	memset(s, 0, sizeof(*s));
}
