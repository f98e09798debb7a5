#include "domain/policy.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/text.h"
#include "base/when.h"

#define VALUE_MAX 8192
#define DATES_MAX 200
#define OFFSETS_MAX 6

/* Only what differs from the default is kept. */
struct entry {
	char *name, *value;
};

struct policy {
	struct entry *entries;
	size_t	n;
	int	send_day[7];
	int32_t	*holidays;	/* as given; few */
	size_t	n_holidays;
};

static const char *const weekdays[] = { "mon", "tue", "wed", "thu", "fri",
	"sat", "sun" };

static int
weekday(const char *s, size_t len)
{
	int i;

	for (i = 0; i < 7; i++)
		if (len == 3 && strncmp(s, weekdays[i], 3) == 0)
			return i;
	return -1;
}

/* "all", or words "mon", "mon-fri"; out[7] gets 1 for each day meant. */
static int
read_weekdays(const char *s, int out[7])
{
	int i, from, to, any = 0;

	for (i = 0; i < 7; i++)
		out[i] = strcmp(s, "all") == 0;
	if (strcmp(s, "all") == 0)
		return 0;
	while (*s != '\0') {
		size_t len = strcspn(s, " ");

		from = weekday(s, len < 3 ? len : 3);
		to = len == 3 ? from : len == 7 && s[3] == '-' ?
		    weekday(s + 4, 3) : -1;
		if (from == -1 || to == -1)
			return -1;
		for (i = from;; i = (i + 1) % 7) {
			out[i] = any = 1;
			if (i == to)
				break;
		}
		s += len + strspn(s + len, " ");
	}
	return any ? 0 : -1;
}

/* Calls each(word, arg) for every word between spaces; stops at -1. */
static int
words(const char *s, int (*each)(const char *, void *), void *arg)
{
	char word[300];

	for (s += strspn(s, " "); *s != '\0'; s += strspn(s, " ")) {
		size_t len = strcspn(s, " ");

		if (len >= sizeof(word))
			return -1;
		memcpy(word, s, len);
		word[len] = '\0';
		if (each(word, arg) == -1)
			return -1;
		s += len;
	}
	return 0;
}

struct days {
	int32_t	day[DATES_MAX];
	size_t	n;
};

static int
add_date(const char *word, void *arg)
{
	struct days *d = arg;

	if (d->n == DATES_MAX)
		return -1;
	d->day[d->n] = when_day(word);
	return d->day[d->n++] == WHEN_NO_DAY ? -1 : 0;
}

static int
add_offset(const char *word, void *arg)
{
	struct days *d = arg;
	int64_t v;

	if (d->n == OFFSETS_MAX || num_int(word, 0, 365, &v) == -1 ||
	    (d->n > 0 && d->day[d->n - 1] <= v))
		return -1;
	d->day[d->n++] = (int32_t)v;
	return 0;
}

static int
is_choice(const char *word, void *arg)
{
	const char *all = arg, *p = all;
	size_t n;

	if (*word == '!')
		word++;
	n = strlen(word);
	while (n > 0 && (p = strstr(p, word)) != NULL) {
		if ((p == all || p[-1] == ' ') &&
		    (p[n] == ' ' || p[n] == '\0'))
			return 0;
		p += n;
	}
	return -1;
}

void
policy_range(const struct policy_setting *s, char *range, size_t size)
{
	static const char *const words_of[] = {
		[POLICY_FLAG] = "on or off",
		[POLICY_ZONE] = "a zone: a file under /usr/share/zoneinfo",
		[POLICY_WEEKDAYS] = "all, or days like: mon-fri sun",
		[POLICY_DATES] = "up to 200 dates YYYY-MM-DD",
		[POLICY_OFFSETS] = "up to 6 falling numbers of 0 to 365",
		[POLICY_ADDRESS] = "one address, or nothing",
		[POLICY_LIST] = "words between spaces",
		[POLICY_TEXT] = "a text",
	};

	if (s->type == POLICY_INT)
		snprintf(range, size, "%lld to %lld", (long long)s->min,
		    (long long)s->max);
	else if (s->choices != NULL)
		snprintf(range, size, "%s: %s", s->type == POLICY_CHOICE ?
		    "one of" : "words of", s->choices);
	else
		snprintf(range, size, "%s", words_of[s->type]);
}

static int
check_value(const struct policy_setting *s, const char *v)
{
	struct days d = { { 0 }, 0 };
	int days[7];
	int64_t n;

	switch (s->type) {
	case POLICY_INT:
		return num_int(v, s->min, s->max, &n);
	case POLICY_FLAG:
		return strcmp(v, "on") == 0 || strcmp(v, "off") == 0 ? 0 : -1;
	case POLICY_CHOICE:
		return *v == '!' || *v == '\0' || strchr(v, ' ') != NULL ? -1 :
		    is_choice(v, (void *)(uintptr_t)s->choices);
	case POLICY_ZONE:
		return when_is_zone(v) ? 0 : -1;
	case POLICY_WEEKDAYS:
		return read_weekdays(v, days);
	case POLICY_DATES:
		return words(v, add_date, &d);
	case POLICY_OFFSETS:
		return *v == '\0' ? -1 : words(v, add_offset, &d);
	case POLICY_ADDRESS:
		return *v == '\0' || text_upn(v) ? 0 : -1;
	case POLICY_LIST:
		return s->choices == NULL ? 0 :
		    words(v, is_choice, (void *)(uintptr_t)s->choices);
	case POLICY_TEXT:
		return 0;
	}
	return -1;
}

int
policy_check(const char *name, const char *value, struct err *e)
{
	const struct policy_setting *s = policy_find(name);
	char range[256];
	const char *p;

	if (s == NULL)
		return err_set(e, ERR_USAGE, "%s: no such setting "
		    "(ctr-policy list shows them)", name);
	if (strlen(value) > VALUE_MAX || !text_ok(value, strlen(value)))
		return err_set(e, ERR_DATA, "%s: too long, or not UTF-8", name);
	for (p = value; *p != '\0'; p++)
		if (iscntrl((unsigned char)*p))
			return err_set(e, ERR_DATA, "%s: a control character",
			    name);
	if (check_value(s, value) == 0)
		return 0;
	policy_range(s, range, sizeof(range));
	return err_set(e, ERR_DATA, "%s: '%s' is not %s", name, value, range);
}

struct policy *
policy_new(void)
{
	struct policy *p = mem_zero(1, sizeof(*p));
	int i;

	for (i = 0; i < 7; i++)
		p->send_day[i] = 1;
	return p;
}

void
policy_free(struct policy *p)
{
	size_t i;

	if (p == NULL)
		return;
	for (i = 0; i < p->n; i++) {
		free(p->entries[i].name);
		free(p->entries[i].value);
	}
	free(p->entries);
	free(p->holidays);
	free(p);
}

/* What is asked every day for everyone is kept read. */
static void
keep_days(struct policy *p, const char *name, const char *value)
{
	struct days d = { { 0 }, 0 };

	if (strcmp(name, "send_days") == 0)
		read_weekdays(value, p->send_day);
	if (strcmp(name, "holidays") == 0) {
		words(value, add_date, &d);
		p->holidays = mem_grow(p->holidays, d.n + 1, sizeof(int32_t));
		memcpy(p->holidays, d.day, d.n * sizeof(int32_t));
		p->n_holidays = d.n;
	}
}

int
policy_set(struct policy *p, const char *name, const char *value,
    struct err *e)
{
	size_t i;

	if (policy_check(name, value, e) == -1)
		return -1;
	keep_days(p, name, value);
	for (i = 0; i < p->n && strcmp(p->entries[i].name, name) != 0; i++)
		;
	if (i == p->n) {
		p->entries = mem_grow(p->entries, p->n + 1,
		    sizeof(*p->entries));
		p->entries[p->n].name = mem_str(name);
		p->entries[p->n++].value = NULL;
	}
	free(p->entries[i].value);
	p->entries[i].value = mem_str(value);
	return 0;
}

const char *
policy_get(const struct policy *p, const char *name)
{
	const struct policy_setting *s;
	size_t i;

	for (i = 0; i < p->n; i++)
		if (strcmp(p->entries[i].name, name) == 0)
			return p->entries[i].value;
	s = policy_find(name);
	assert(s != NULL);	/* names are literals of ours */
	return s->otherwise;
}

int64_t
policy_int(const struct policy *p, const char *name)
{
	int64_t v = 0;

	(void)num_int(policy_get(p, name), INT64_MIN, INT64_MAX, &v);
	return v;
}

int
policy_on(const struct policy *p, const char *name)
{
	return strcmp(policy_get(p, name), "on") == 0;
}

struct same {
	const char *key;
	int	found;
};

static int
is_same(const char *word, void *arg)
{
	struct same *s = arg;
	char *key = text_fold(word);

	if (key != NULL && strcmp(key, s->key) == 0)
		s->found = 1;
	free(key);
	return 0;
}

int
policy_has(const struct policy *p, const char *name, const char *word)
{
	struct same s = { NULL, 0 };
	char *key;

	if (word == NULL || (key = text_fold(word)) == NULL)
		return 0;
	s.key = key;
	words(policy_get(p, name), is_same, &s);
	free(key);
	return s.found;
}

int
policy_offsets(const struct policy *p, int out[6])
{
	struct days d = { { 0 }, 0 };
	size_t i;

	words(policy_get(p, "offsets"), add_offset, &d);
	for (i = 0; i < d.n; i++)
		out[i] = d.day[i];
	return (int)d.n;
}

int
policy_send_day(const struct policy *p, int32_t day)
{
	size_t i;

	for (i = 0; i < p->n_holidays; i++)
		if (p->holidays[i] == day)
			return 0;
	return p->send_day[when_weekday(day)];
}
