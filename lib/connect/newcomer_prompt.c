#include "connect/newcomer_prompt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/esc.h"

enum { FAULTS = 8 };

int
newcomer_prompt_can(void)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

/* A line of what a person types, without its end.  0, or -1: there is none. */
static int
read_line(char *to, size_t room)
{
	if (fgets(to, (int)room, stdin) == NULL)
		return -1;
	to[strcspn(to, "\r\n")] = '\0';
	return 0;
}

static void
show(const char *text)
{
	struct buf b = BUF_INIT(4096);

	esc_term(&b, text);
	fputs(buf_get(&b), stderr);
	buf_clear(&b);
}

static int
ask(const struct newcomer_form *f, const struct newcomer_field *d,
    struct newcomer *n, struct err *e)
{
	char line[1024];
	struct err bad = ERR_INIT;

	for (;;) {
		show(d->label);
		if (d->kind == NEWCOMER_CHOICE) {
			fputs(" (", stderr);
			show(d->choices);
			fputc(')', stderr);
		} else if (d->kind == NEWCOMER_DAY)
			fputs(" (YYYY-MM-DD)", stderr);
		fputs(": ", stderr);
		if (read_line(line, sizeof(line)) == -1)
			return err_set(e, ERR_IO, "the input ended");
		if (newcomer_set(f, n, d->name, line, &bad) == 0)
			return 0;
		show(bad.text);
		fputc('\n', stderr);
	}
}

/* What must be there, or may well be: all but parts of a name that is told. */
static int
wanted(const struct newcomer_form *f, const struct newcomer *n, size_t i)
{
	char *const *v = n->value;

	if (v[i] != NULL)
		return 0;
	if (i == NEWCOMER_DISPLAY)
		return v[NEWCOMER_GIVEN] == NULL || v[NEWCOMER_FAMILY] == NULL;
	if (i == NEWCOMER_GIVEN || i == NEWCOMER_FAMILY)
		return 0;
	if (i == NEWCOMER_DEPARTMENT || i == NEWCOMER_PROJECT)
		return v[NEWCOMER_VENDOR] == NULL && (i ==
		    NEWCOMER_DEPARTMENT || v[NEWCOMER_DEPARTMENT] == NULL);
	(void)f;
	return 1;
}

static int
ask_all(const struct newcomer_form *f, struct newcomer *n, struct err *e)
{
	size_t i;

	for (i = 0; i < newcomer_fields(f); i++)
		if (wanted(f, n, i) &&
		    ask(f, newcomer_field(f, i), n, e) == -1)
			return -1;
	return 0;
}

/* What is wrong is asked for again. */
static int
mend(const struct newcomer_setup *s, const struct newcomer_rules *r,
    struct newcomer *n, struct err *e)
{
	struct newcomer_fault fault[FAULTS];
	size_t found, i;
	int k;

	while ((found = newcomer_check(&s->form, r, n, fault, FAULTS)) > 0)
		for (i = 0; i < found && i < FAULTS; i++) {
			show(fault[i].field);
			fputs(": ", stderr);
			show(fault[i].words);
			fputc('\n', stderr);
			k = newcomer_find(&s->form, fault[i].field);
			if (ask(&s->form, newcomer_field(&s->form, (size_t)k),
			    n, e) == -1)
				return -1;
		}
	return 0;
}

static void
show_all(const struct newcomer_setup *s, const struct newcomer *n)
{
	const struct newcomer_field *d;
	size_t i;
	int k;

	for (i = 0; i < newcomer_fields(&s->form); i++) {
		if (n->value[i] == NULL)
			continue;
		d = newcomer_field(&s->form, i);
		fputs("    ", stderr);
		show(d->label);
		fputs(": ", stderr);
		show(n->value[i]);
		fputc('\n', stderr);
	}
	for (i = 0; i < s->n_grants; i++) {
		k = newcomer_find(&s->form, s->grants[i].field);
		if (k == -1 || !grant_meets(&s->grants[i], n->value[k]))
			continue;
		fputs("    group (", stderr);
		show(s->grants[i].rule);
		fputs("): ", stderr);
		show(s->grants[i].connector);
		fputc(':', stderr);
		show(s->grants[i].group);
		fputc('\n', stderr);
	}
}

int
newcomer_prompt(const struct newcomer_setup *s, const struct ctx *x,
    struct newcomer *n, int dry, struct err *e)
{
	struct newcomer_rules r;
	char line[64];

	memset(&r, 0, sizeof(r));
	r.today = x->today;
	r.max_term_days = policy_int(x->policy, "max_term_days");
	r.username_rule = policy_get(x->policy, "username_rule");
	if (ask_all(&s->form, n, e) == -1 || mend(s, &r, n, e) == -1)
		return -1;
	if (dry)
		return 0;
	show_all(s, n);
	fputs("Ask for this? (yes): ", stderr);
	if (read_line(line, sizeof(line)) == -1 || strcmp(line, "yes") != 0)
		return err_set(e, ERR_REFUSED, "nothing was asked for");
	return 0;
}
