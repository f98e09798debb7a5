/*
 * What an operator may set of a contractor by hand: the fields, and what each
 * takes.
 */
#ifndef DOMAIN_EDIT_FIELD_H
#define DOMAIN_EDIT_FIELD_H

#include "base/err.h"

enum edit_kind {
	EDIT_TEXT,
	EDIT_MAIL,		/* an address */
	EDIT_KEY,		/* a UPN, kept folded */
	EDIT_DAY,		/* YYYY-MM-DD */
	EDIT_ID			/* the key of a roster's row: one value */
};

struct edit_field {
	const char *name;	/* "manager" */
	const char *column;	/* of contractor and override: "manager_key" */
	enum edit_kind kind;
};

/* edit_fields: in the order of the manual; ends with a NULL name. */
extern const struct edit_field edit_fields[];
/* edit_field_find: by the first len bytes of name; NULL none. */
const struct edit_field *edit_field_find(const char *name, int len);
/*
 * edit_field_value: value as it is stored, malloc'd; NULL for "" (no value).
 * value is untrusted.  0, or -1 with e (ERR_DATA).
 */
int edit_field_value(const struct edit_field *, const char *value, char **out,
    struct err *);

#endif
