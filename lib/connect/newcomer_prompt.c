#include "connect/newcomer_prompt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/esc.h"

enum { FAULTS = NEWCOMER_FIELDS };

struct prompt {
	const struct newcomer_setup *s;
	struct newcomer_rules r;
	struct newcomer *n;
};

int
newcomer_prompt_can(void)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

/* A line of what a person types, without its end.  0, or -1: there is none. */
static int
read_line(char *to, size_t room)
{
	int c;

	if (fgets(to, (int)room, stdin) == NULL)
		return -1;
	if (strchr(to, '\n') == NULL)	/* the rest is no answer to the next */
		while ((c = getchar()) != EOF && c != '\n')
			;
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

/* Its label, and what it must be. */
static void
show_field(const struct prompt *p, size_t i)
{
	const struct newcomer_field *d = newcomer_field(&p->s->form, i);
	struct buf b = BUF_INIT(4096);

	newcomer_takes(&p->s->form, &p->r, i, &b);
	if (!d->required && (i >= NEWCOMER_BUILTIN || i == NEWCOMER_WORKER ||
	    i == NEWCOMER_EMAIL))
		buf_fmt(&b, "%soptional", b.len > 0 ? "; " : "");
	show(d->label);
	if (b.len > 0) {
		fputs(" (", stderr);
		show(buf_get(&b));
		fputc(')', stderr);
	}
	fputs(": ", stderr);
	buf_clear(&b);
}

static void
show_fault(const char *field, const char *words)
{
	show(field);
	fputs(": ", stderr);
	show(words);
	fputc('\n', stderr);
}

/* What is wrong with this one by itself: 1 if it was told. */
static int
wrong(const struct prompt *p, size_t i)
{
	struct newcomer_fault f[FAULTS];
	const char *name = newcomer_field(&p->s->form, i)->name;
	size_t found, k;

	if (p->n->value[i] == NULL && !newcomer_field(&p->s->form,
	    i)->required)
		return 0;
	found = newcomer_check(&p->s->form, &p->r, p->n, f, FAULTS);
	for (k = 0; k < found && k < FAULTS; k++)
		if (strcmp(f[k].field, name) == 0) {
			show_fault(name, f[k].words);
			return 1;
		}
	return 0;
}

static int
ask(const struct prompt *p, size_t i, struct err *e)
{
	const struct newcomer_field *d = newcomer_field(&p->s->form, i);
	struct err bad = ERR_INIT;
	char line[1024];

	for (;;) {
		show_field(p, i);
		if (read_line(line, sizeof(line)) == -1)
			return err_set(e, ERR_IO, "the input ended: nothing "
			    "was asked for");
		if (newcomer_set(&p->s->form, p->n, d->name, line, &bad) ==
		    -1) {
			show(bad.text);
			fputc('\n', stderr);
		} else if (!wrong(p, i))
			return 0;
	}
}

/* What must be there, or may well be: all but parts of a name that is told. */
static int
wanted(const struct newcomer *n, size_t i)
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
	return 1;
}

static int
ask_all(const struct prompt *p, struct err *e)
{
	size_t i;

	for (i = 0; i < newcomer_fields(&p->s->form); i++)
		if (wanted(p->n, i) && ask(p, i, e) == -1)
			return -1;
	return 0;
}

/* What is wrong only together with others is asked for again. */
static int
mend(const struct prompt *p, struct err *e)
{
	struct newcomer_fault f[FAULTS];
	size_t found, i;

	while ((found = newcomer_check(&p->s->form, &p->r, p->n, f, FAULTS)) >
	    0)
		for (i = 0; i < found && i < FAULTS; i++) {
			show_fault(f[i].field, f[i].words);
			if (ask(p, (size_t)newcomer_find(&p->s->form,
			    f[i].field), e) == -1)
				return -1;
		}
	return 0;
}

static void
show_line(const char *label, const char *value)
{
	fputs("    ", stderr);
	show(label);
	fputs(": ", stderr);
	show(value);
	fputc('\n', stderr);
}

/* His accounts and groups; the systems have not been asked for the name. */
static void
show_made(const struct prompt *p, const char *login)
{
	const struct newcomer_setup *s = p->s;
	struct buf b = BUF_INIT(4096);
	size_t i;
	int k;

	for (i = 0; i < s->n_connectors; i++) {
		buf_empty(&b);
		buf_fmt(&b, "%s@%s in %s, or with a number if it is taken",
		    login, s->domain, s->connector[i]);
		show_line("account", buf_get(&b));
	}
	for (i = 0; i < s->n_grants; i++) {
		k = newcomer_find(&s->form, s->grants[i].field);
		if (k == -1 || !grant_meets(&s->grants[i], p->n->value[k]))
			continue;
		buf_empty(&b);
		buf_fmt(&b, "%s:%s (rule %s)", s->grants[i].connector,
		    s->grants[i].group, s->grants[i].rule);
		show_line("group", buf_get(&b));
	}
	buf_clear(&b);
}

static void
show_all(const struct prompt *p)
{
	size_t i;

	for (i = 0; i < newcomer_fields(&p->s->form); i++)
		if (p->n->value[i] != NULL)
			show_line(newcomer_field(&p->s->form, i)->label,
			    p->n->value[i]);
}

int
newcomer_prompt(const struct newcomer_setup *s, struct ctx *x,
    struct newcomer_item *it, int dry, struct err *e)
{
	struct prompt p = { .s = s, .n = &it->n };
	char line[64];

	newcomer_want_rules(x, 0, &p.r);
	if (ask_all(&p, e) == -1 || mend(&p, e) == -1)
		return -1;
	if (dry)
		return 0;
	(void)newcomer_want_check(x, s, it, 1);
	show_all(&p);
	show_made(&p, it->login);
	fputs("Ask for this? (yes): ", stderr);
	if (read_line(line, sizeof(line)) == -1 || strcmp(line, "yes") != 0)
		return err_set(e, ERR_REFUSED, "nothing was asked for");
	return 0;
}
