/*
 * How the tenant wants things done: one table says each setting's type, range,
 * default and sentence; the manual, ctr-policy and the portal come from it.
 */
#ifndef DOMAIN_POLICY_H
#define DOMAIN_POLICY_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum policy_type {
	POLICY_INT,		/* min..max */
	POLICY_FLAG,		/* on off */
	POLICY_CHOICE,		/* one of choices */
	POLICY_ZONE,		/* a file under /usr/share/zoneinfo */
	POLICY_WEEKDAYS,	/* all, or mon..sun, ranges with '-' */
	POLICY_DATES,		/* up to 200 real dates */
	POLICY_OFFSETS,		/* up to 6 of 0-365, falling */
	POLICY_ADDRESS,		/* one UPN or address, or empty */
	POLICY_LIST,		/* words separated by spaces */
	POLICY_TEXT
};

struct policy_setting {
	const char *name;	/* "mail.KIND" and "finding_owner.KIND" stand
				 * for one setting per kind */
	enum policy_type type;
	int64_t	min, max;	/* POLICY_INT */
	const char *choices;	/* POLICY_CHOICE, POLICY_LIST: words or NULL */
	const char *otherwise;	/* the default, as ctr-policy prints it */
	const char *words;	/* one sentence */
};

/* policy_table: ends with a row whose name is NULL.  policy_find: the row of a
 * name ("mail.full" finds "mail.KIND" if full is a kind), or NULL. */
extern const struct policy_setting policy_table[];
const struct policy_setting *policy_find(const char *name);
/* policy_kinds: the kinds of "mail." and "finding_owner.", NULL-terminated. */
const char *const *policy_kinds(const char *name);

struct policy;		/* the values of one tenant */

struct policy *policy_new(void);	/* all defaults */
void policy_free(struct policy *);
/* policy_set: checked and normalised; ERR_DATA with the range, ERR_USAGE for an
 * unknown name. */
int policy_set(struct policy *, const char *name, const char *value,
    struct err *);
/* policy_check: as policy_set, without setting. */
int policy_check(const char *name, const char *value, struct err *);

/* policy_range: what a setting may be, for people: "1 to 31". */
void policy_range(const struct policy_setting *, char *range, size_t size);

/* Borrowed.  An unknown name is a bug: assert. */
const char *policy_get(const struct policy *, const char *name);
int64_t policy_int(const struct policy *, const char *name);
int policy_on(const struct policy *, const char *name);
/* policy_has: 1 if word is among a list's words, case-folded. */
int policy_has(const struct policy *, const char *name, const char *word);
/* policy_offsets: fills at most 6; the count. */
int policy_offsets(const struct policy *, int out[6]);
/* policy_send_day: 1 if mail goes on this day (send_days, holidays). */
int policy_send_day(const struct policy *, int32_t day);

#endif
