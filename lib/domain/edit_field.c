#include "domain/edit_field.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/when.h"

#define VALUE_MAX 4096		/* as a roster's cell */

const struct edit_field edit_fields[] = {
	{ "display_name", "display_name", EDIT_TEXT },
	{ "email", "email", EDIT_MAIL },
	{ "vendor", "vendor", EDIT_TEXT },
	{ "department", "department", EDIT_TEXT },
	{ "project", "project", EDIT_TEXT },
	{ "manager", "manager_key", EDIT_KEY },
	{ "contract_start", "contract_start", EDIT_DAY },
	{ "contract_end", "contract_end", EDIT_DAY },
	{ "worker_id", "worker_id", EDIT_ID },
	{ NULL, NULL, EDIT_TEXT }
};

const struct edit_field *
edit_field_find(const char *name, int len)
{
	const struct edit_field *f;

	for (f = edit_fields; f->name != NULL; f++)
		if (strlen(f->name) == (size_t)len &&
		    strncmp(f->name, name, (size_t)len) == 0)
			return f;
	return NULL;
}

/* Controls have no place in what mails and tables show. */
static int
plain(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			return 0;
	return 1;
}

int
edit_field_value(const struct edit_field *f, const char *value, char **out,
    struct err *e)
{
	char *s;

	*out = NULL;
	if (strlen(value) > VALUE_MAX || !text_ok(value, strlen(value)) ||
	    !plain(value))
		return err_set(e, ERR_DATA, "%s: not UTF-8 text on one line, "
		    "of at most %d bytes", f->name, VALUE_MAX);
	s = mem_str(value);
	text_squeeze(s);
	if (*s == '\0') {
		free(s);
		return 0;
	}
	if ((f->kind == EDIT_MAIL || f->kind == EDIT_KEY) && !text_upn(s)) {
		(void)err_set(e, ERR_DATA, "%s: %s is not an address", f->name,
		    s);
		free(s);
		return -1;
	}
	if (f->kind == EDIT_DAY && when_day(s) == WHEN_NO_DAY) {
		(void)err_set(e, ERR_DATA, "%s: %s is not a day of the "
		    "calendar, YYYY-MM-DD", f->name, s);
		free(s);
		return -1;
	}
	*out = f->kind == EDIT_KEY ? text_fold(s) : s;
	if (*out != s)
		free(s);
	return 0;
}
