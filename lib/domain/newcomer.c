#include "domain/newcomer.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <sodium.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/when.h"

static const struct newcomer_field builtin[NEWCOMER_BUILTIN] = {
	{ "display_name", "Name as shown", NEWCOMER_TEXT, 0, NULL, NULL },
	{ "given_name", "Given name", NEWCOMER_NAME, 0, NULL, NULL },
	{ "family_name", "Family name", NEWCOMER_NAME, 0, NULL, NULL },
	{ "worker_id", "Worker number", NEWCOMER_ID, 0, NULL, NULL },
	{ "email", "Mail address", NEWCOMER_MAIL, 0, NULL, NULL },
	{ "manager", "Manager's login", NEWCOMER_UPN, 1, NULL, NULL },
	{ "vendor", "Vendor", NEWCOMER_TEXT, 0, NULL, NULL },
	{ "department", "Department", NEWCOMER_TEXT, 0, NULL, NULL },
	{ "project", "Project", NEWCOMER_TEXT, 0, NULL, NULL },
	{ "contract_start", "First day", NEWCOMER_DAY, 1, NULL, NULL },
	{ "contract_end", "Last day", NEWCOMER_DAY, 1, NULL, NULL },
};

size_t
newcomer_fields(const struct newcomer_form *f)
{
	return NEWCOMER_BUILTIN + f->n_own;
}

const struct newcomer_field *
newcomer_field(const struct newcomer_form *f, size_t i)
{
	return i < NEWCOMER_BUILTIN ? &builtin[i] :
	    &f->own[i - NEWCOMER_BUILTIN];
}

int
newcomer_find(const struct newcomer_form *f, const char *name)
{
	size_t i;

	for (i = 0; i < newcomer_fields(f); i++)
		if (strcasecmp(newcomer_field(f, i)->name, name) == 0)
			return (int)i;
	return -1;
}

int
newcomer_extra(size_t i)
{
	return i == NEWCOMER_GIVEN || i == NEWCOMER_FAMILY ||
	    i >= NEWCOMER_BUILTIN;
}

void
newcomer_clear(struct newcomer *n)
{
	size_t i;

	for (i = 0; i < NEWCOMER_FIELDS; i++)
		free(n->value[i]);
	memset(n, 0, sizeof(*n));
}

/* Controls have no place in what mails and tables show. */
static int
plain(const char *s)
{
	size_t len = strlen(s);

	if (!text_ok(s, len))
		return 0;
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			return 0;
	return 1;
}

int
newcomer_set(const struct newcomer_form *f, struct newcomer *n,
    const char *name, const char *value, struct err *e)
{
	const struct newcomer_field *d;
	int i = newcomer_find(f, name);
	char *s;

	if (i == -1)
		return err_set(e, ERR_DATA, "%.64s: no such field", name);
	d = newcomer_field(f, (size_t)i);
	if (!plain(value))
		return err_set(e, ERR_DATA, "%s: not UTF-8 text on one line",
		    d->name);
	s = mem_str(value);
	text_squeeze(s);
	if (strlen(s) > NEWCOMER_VALUE) {
		free(s);
		return err_set(e, ERR_DATA, "%s: of at most %d bytes",
		    d->name, NEWCOMER_VALUE);
	}
	free(n->value[i]);
	n->value[i] = *s == '\0' ? NULL : d->kind == NEWCOMER_UPN ?
	    text_fold(s) : mem_str(s);
	free(s);
	return 0;
}

void
newcomer_takes(const struct newcomer_form *f, const struct newcomer_rules *r,
    size_t i, struct buf *b)
{
	const struct newcomer_field *d = newcomer_field(f, i);

	if (d->kind == NEWCOMER_DAY)
		buf_str(b, "YYYY-MM-DD");
	if (i == NEWCOMER_START)
		buf_str(b, ", today or later");
	else if (i == NEWCOMER_END)
		buf_fmt(b, ", at most %lld days after the first day",
		    (long long)r->max_term_days);
	else if (d->kind == NEWCOMER_MAIL || d->kind == NEWCOMER_UPN)
		buf_str(b, "name@domain");
	else if (d->kind == NEWCOMER_CHOICE)
		buf_fmt(b, "one of: %s", d->choices);
	if (d->pattern != NULL)
		buf_fmt(b, "%sof the form %s", d->kind == NEWCOMER_CHOICE ?
		    ", " : "", d->pattern);
}

void
newcomer_print(const struct newcomer_form *f, const struct newcomer *n,
    char out[65])
{
	unsigned char hash[crypto_generichash_BYTES];
	crypto_generichash_state h;
	const struct newcomer_field *d;
	size_t i;

	(void)crypto_generichash_init(&h, NULL, 0, sizeof(hash));
	for (i = 0; i < newcomer_fields(f); i++) {
		if (n->value[i] == NULL)
			continue;
		d = newcomer_field(f, i);
		(void)crypto_generichash_update(&h,
		    (const unsigned char *)d->name, strlen(d->name) + 1);
		(void)crypto_generichash_update(&h,
		    (const unsigned char *)n->value[i],
		    strlen(n->value[i]) + 1);
	}
	(void)crypto_generichash_final(&h, hash, sizeof(hash));
	sodium_bin2hex(out, 65, hash, sizeof(hash));
}

void
newcomer_names(const char *display, char **given, char **family)
{
	const char *comma = strchr(display, ','), *space;

	if (comma != NULL) {
		*family = mem_strn(display, (size_t)(comma - display));
		*given = mem_str(comma + 1);
	} else if ((space = strrchr(display, ' ')) != NULL) {
		*given = mem_strn(display, (size_t)(space - display));
		*family = mem_str(space + 1);
	} else {
		*given = mem_str("");
		*family = mem_str(display);
	}
	text_squeeze(*given);
	text_squeeze(*family);
}
