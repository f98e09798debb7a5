/*
 * A login from a person's name: a rule with names in braces, written in ASCII,
 * in small letters, of at most 20 characters (sAMAccountName, MS-ADA3 2.222),
 * and then with 2, 3 ... at its end.  Pure.
 */
#ifndef DOMAIN_USERNAME_H
#define DOMAIN_USERNAME_H

#include "base/buf.h"

enum { USERNAME_MAX = 20 };

/* Where a rule's names lead: {given} and the like. */
typedef const char *username_value(const char *name, void *arg);

/*
 * username_make: {given} {family} {f} and {l} (their first letters) and every
 * name that value knows.  Of a value letters and digits remain; of the rule
 * also . - and _ between them.  0, or -1: nothing is left, or the rule has a
 * name that value does not know (NULL).
 */
int username_make(const char *rule, username_value *, void *arg,
    char out[USERNAME_MAX + 1]);

/* username_nth: 1 is the name itself; then jsmith2, jsmith3, cut to fit. */
void username_nth(const char *name, int nth, char out[USERNAME_MAX + 1]);

/* username_ascii: letters and digits of s, transliterated, small. */
void username_ascii(const char *s, struct buf *out);

#endif
