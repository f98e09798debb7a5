/*
 * The fields of a form: application/x-www-form-urlencoded (WHATWG URL 5.1),
 * all of it untrusted and refused rather than mended: a name twice, %00, a
 * broken escape, bad UTF-8, a control, a name that is not ours in form.
 */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include <stddef.h>

enum { FORM_FIELDS = 128, FORM_NAME_LEN = 32, FORM_VALUE_LEN = 4096 };

struct form_field {
	char	*name;		/* [a-z][a-z0-9_]* */
	char	*value;		/* UTF-8; line ends are \n */
};

struct form {
	struct form_field field[FORM_FIELDS];
	int	count;
	char	*text;		/* what the fields point into */
};

/* form_parse: 0, or -1 and the form is empty.  form_clear frees it. */
int form_parse(struct form *, const char *body, size_t len);
/* form_parse_long: the same with values of up to value_max bytes. */
int form_parse_long(struct form *, const char *body, size_t len,
    size_t value_max);
void form_clear(struct form *);

/* form_get: the value, NULL if the field was not sent; borrowed. */
const char *form_get(const struct form *, const char *name);

#endif
