/*
 * Who is to get an account: which fields there are, and what they must be.
 * One table for every way in: the shell, a file, a roster, a page, the API.
 *
 * The tenant's own fields come from its configuration; they and the two parts
 * of the name are kept in the contractor's extra.
 *
 * Pure: no clock, no file; text is UTF-8 and untrusted.
 */
#ifndef DOMAIN_NEWCOMER_H
#define DOMAIN_NEWCOMER_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum newcomer_kind {
	NEWCOMER_TEXT,
	NEWCOMER_NAME,		/* kept in extra, like the tenant's own */
	NEWCOMER_MAIL,
	NEWCOMER_UPN,		/* kept folded */
	NEWCOMER_ID,
	NEWCOMER_DAY,
	NEWCOMER_CHOICE		/* one of choices */
};

struct newcomer_field {
	const char *name;	/* "contract_end" */
	const char *label;	/* for people */
	enum newcomer_kind kind;
	int	required;	/* by itself: see newcomer_check for the rest */
	const char *pattern;	/* POSIX ERE for the whole value, or NULL */
	const char *choices;	/* NEWCOMER_CHOICE: separated by commas */
};

enum {
	NEWCOMER_DISPLAY, NEWCOMER_GIVEN, NEWCOMER_FAMILY, NEWCOMER_WORKER,
	NEWCOMER_EMAIL, NEWCOMER_MANAGER, NEWCOMER_VENDOR,
	NEWCOMER_DEPARTMENT, NEWCOMER_PROJECT, NEWCOMER_START, NEWCOMER_END,
	NEWCOMER_BUILTIN,	/* from here: the tenant's own */
	NEWCOMER_OWN = 40,
	NEWCOMER_FIELDS = NEWCOMER_BUILTIN + NEWCOMER_OWN,
	NEWCOMER_VALUE = 256	/* bytes of a value */
};

/* The fields of one tenant; own ones are borrowed. */
struct newcomer_form {
	struct newcomer_field own[NEWCOMER_OWN];
	size_t	n_own;
};

/* newcomer_fields: their number; newcomer_field: number i of them. */
size_t newcomer_fields(const struct newcomer_form *);
const struct newcomer_field *newcomer_field(const struct newcomer_form *,
    size_t i);
/* newcomer_find: its number by name, letters of either case; -1. */
int newcomer_find(const struct newcomer_form *, const char *name);
/* newcomer_extra: 1 if number i is kept in extra. */
int newcomer_extra(size_t i);

struct newcomer {
	char	*value[NEWCOMER_FIELDS];	/* malloc'd; NULL: not told */
};

void newcomer_clear(struct newcomer *);
/*
 * newcomer_set: a value as it came: trimmed, "" takes it away, an address of a
 * manager folded.  0, or -1 (ERR_DATA): no such field, or it cannot be one.
 */
int newcomer_set(const struct newcomer_form *, struct newcomer *,
    const char *name, const char *value, struct err *);

/* What the tenant's policy and the day say. */
struct newcomer_rules {
	int32_t	today;
	int64_t	max_term_days;
	int	past;		/* the start may lie in the past: a roster's */
	const char *username_rule;
};

struct newcomer_fault {
	const char *field;	/* borrowed from the form */
	char	words[320];
};

/*
 * newcomer_check: makes the one name from the other; then everything that is
 * wrong, at most max faults of it; their number.  Required are a name, manager,
 * contract_start, contract_end and one of vendor, department and project, and
 * what the form says.  Refused: no end, an end before the start or in the past
 * or more than max_term_days after the start, a start in the past, a name that
 * no login can be made from.
 */
size_t newcomer_check(const struct newcomer_form *,
    const struct newcomer_rules *, struct newcomer *,
    struct newcomer_fault *, size_t max);

/* newcomer_takes: what number i must be, in words, to b; "" any text. */
void newcomer_takes(const struct newcomer_form *,
    const struct newcomer_rules *, size_t i, struct buf *b);

/*
 * newcomer_print: a digest of all values, hex: the same for equal ones.  What
 * is approved is bound to it.
 */
void newcomer_print(const struct newcomer_form *, const struct newcomer *,
    char out[65]);

/* newcomer_names: given and family name out of a display name, "Family, Given"
 * or "Given Family"; malloc'd, given may be "". */
void newcomer_names(const char *display, char **given, char **family);

#endif
