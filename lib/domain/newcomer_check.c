/* Everything that is wrong with a newcomer. */
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/when.h"
#include "domain/newcomer.h"
#include "domain/username.h"

struct checking {
	const struct newcomer_form *f;
	const struct newcomer_rules *r;
	struct newcomer *n;
	struct newcomer_fault *out;
	size_t	max, found;
};

static void
fault(struct checking *c, size_t i, const char *words)
{
	if (c->found < c->max) {
		c->out[c->found].field = newcomer_field(c->f, i)->name;
		(void)snprintf(c->out[c->found].words,
		    sizeof(c->out[c->found].words), "%s", words);
	}
	c->found++;
}

/* The name as shown from its parts, or the parts from it. */
static void
name(struct checking *c)
{
	char **v = c->n->value, *given, *family;
	struct buf b = BUF_INIT(2 * NEWCOMER_VALUE + 2);

	if (v[NEWCOMER_DISPLAY] == NULL && v[NEWCOMER_GIVEN] != NULL &&
	    v[NEWCOMER_FAMILY] != NULL) {
		buf_fmt(&b, "%s %s", v[NEWCOMER_GIVEN], v[NEWCOMER_FAMILY]);
		v[NEWCOMER_DISPLAY] = buf_take(&b);
	}
	if (v[NEWCOMER_DISPLAY] == NULL) {
		fault(c, NEWCOMER_DISPLAY, "missing: display_name, or "
		    "given_name and family_name");
		return;
	}
	if (v[NEWCOMER_FAMILY] != NULL)
		return;
	newcomer_names(v[NEWCOMER_DISPLAY], &given, &family);
	if (v[NEWCOMER_GIVEN] == NULL && *given != '\0')
		v[NEWCOMER_GIVEN] = mem_str(given);
	if (*family != '\0')
		v[NEWCOMER_FAMILY] = mem_str(family);
	free(given);
	free(family);
}

static int
chosen(const char *choices, const char *value)
{
	const char *p = choices;
	size_t len, n = strlen(value), k;

	for (; *p != '\0'; p += len + (p[len] == ',')) {
		len = strcspn(p, ",");
		k = strspn(p, " ");
		if (k > len)
			k = len;
		p += k;
		len -= k;
		for (k = len; k > 0 && p[k - 1] == ' '; k--)
			;
		if (k == n && memcmp(p, value, n) == 0)
			return 1;
	}
	return 0;
}

/* A pattern holds for the whole value; one that is none holds for nothing. */
static int
fits(const char *pattern, const char *value)
{
	regmatch_t m[1];
	regex_t re;
	int yes;

	if (regcomp(&re, pattern, REG_EXTENDED) != 0)
		return 0;
	yes = regexec(&re, value, 1, m, 0) == 0 && m[0].rm_so == 0 &&
	    value[m[0].rm_eo] == '\0';
	regfree(&re);
	return yes;
}

static void
field(struct checking *c, size_t i)
{
	const struct newcomer_field *d = newcomer_field(c->f, i);
	const char *v = c->n->value[i];
	char words[300];

	if (v == NULL) {
		if (d->required)
			fault(c, i, "missing");
	} else if ((d->kind == NEWCOMER_MAIL || d->kind == NEWCOMER_UPN) &&
	    !text_upn(v))
		fault(c, i, "not an address");
	else if (d->kind == NEWCOMER_DAY && when_day(v) == WHEN_NO_DAY)
		fault(c, i, "not a day of the calendar, YYYY-MM-DD");
	else if (d->kind == NEWCOMER_CHOICE && !chosen(d->choices, v)) {
		(void)snprintf(words, sizeof(words), "not one of: %s",
		    d->choices);
		fault(c, i, words);
	} else if (d->pattern != NULL && !fits(d->pattern, v)) {
		(void)snprintf(words, sizeof(words), "not of the form %s",
		    d->pattern);
		fault(c, i, words);
	}
}

static int32_t
day_of(const struct checking *c, size_t i)
{
	return c->n->value[i] != NULL ? when_day(c->n->value[i]) : WHEN_NO_DAY;
}

static void
days(struct checking *c)
{
	int32_t from = day_of(c, NEWCOMER_START), to = day_of(c, NEWCOMER_END);
	char words[100];

	if (from != WHEN_NO_DAY && from < c->r->today && !c->r->past)
		fault(c, NEWCOMER_START, "in the past: today or later");
	if (to == WHEN_NO_DAY)
		return;
	if (from != WHEN_NO_DAY && to < from)
		fault(c, NEWCOMER_END, "before contract_start");
	else if (to < c->r->today)
		fault(c, NEWCOMER_END, "in the past");
	else if (from != WHEN_NO_DAY && to - from > c->r->max_term_days) {
		(void)snprintf(words, sizeof(words), "more than %lld days "
		    "after contract_start", (long long)c->r->max_term_days);
		fault(c, NEWCOMER_END, words);
	}
}

static const char *
value_of(const char *field_name, void *arg)
{
	const struct checking *c = arg;
	int i = newcomer_find(c->f, field_name);

	if (i == -1)
		return NULL;
	return c->n->value[i] != NULL ? c->n->value[i] : "";
}

static void
login(struct checking *c)
{
	char out[USERNAME_MAX + 1];

	if (c->n->value[NEWCOMER_DISPLAY] != NULL && username_make(
	    c->r->username_rule, value_of, c, out) == -1)
		fault(c, NEWCOMER_FAMILY, "no login can be made of it: give "
		    "given_name and family_name in Latin letters, or mend "
		    "policy username_rule");
}

size_t
newcomer_check(const struct newcomer_form *f, const struct newcomer_rules *r,
    struct newcomer *n, struct newcomer_fault *out, size_t max)
{
	struct checking c = { f, r, n, out, max, 0 };
	char **v = n->value;
	size_t i;

	name(&c);
	for (i = 0; i < newcomer_fields(f); i++)
		field(&c, i);
	if (v[NEWCOMER_VENDOR] == NULL && v[NEWCOMER_DEPARTMENT] == NULL &&
	    v[NEWCOMER_PROJECT] == NULL)
		fault(&c, NEWCOMER_VENDOR,
		    "missing: one of vendor, department and project");
	days(&c);
	login(&c);
	return c.found;
}
