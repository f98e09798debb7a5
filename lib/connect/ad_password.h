/* unicodePwd: a password as the directory takes it. */
#ifndef CONNECT_AD_PASSWORD_H
#define CONNECT_AD_PASSWORD_H

#include <stddef.h>

#define AD_PASSWORD 64			/* characters at most */
#define AD_PASSWORD_WIDE (2 * (AD_PASSWORD + 2))

/* ad_password_random: 32 characters with a letter, a small one, a digit and a
 * sign, in plain with a NUL; wipe it. */
void ad_password_random(char plain[AD_PASSWORD + 1]);

/*
 * ad_password_wide: in quotes and UTF-16LE; wipe wide.  The length, or 0:
 * plain is empty, too long or not printable ASCII.
 * Source: Microsoft, KB 269190.
 */
size_t ad_password_wide(const char *plain, char wide[AD_PASSWORD_WIDE]);

#endif
