#include "connect/ad_password.h"

#include <string.h>

#include <sodium.h>

enum { LENGTH = 32 };

void
ad_password_random(char plain[AD_PASSWORD + 1])
{
	static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ"
	    "abcdefghijkmnopqrstuvwxyz23456789#%+-./:=@_";
	size_t i;

	for (i = 0; i < LENGTH; i++)
		plain[i] = letters[randombytes_uniform(sizeof(letters) - 1)];
	plain[0] = 'A';		/* a letter, a small one, a digit, a sign: */
	plain[1] = 'b';		/* three of four that a policy may ask for */
	plain[2] = '7';
	plain[3] = '-';
	plain[LENGTH] = '\0';
}

size_t
ad_password_wide(const char *plain, char wide[AD_PASSWORD_WIDE])
{
	size_t len = strlen(plain), i;

	if (len == 0 || len > AD_PASSWORD)
		return 0;
	for (i = 0; i < len; i++)
		if (plain[i] < ' ' || plain[i] > '~')
			return 0;
	for (i = 0; i < len + 2; i++) {
		wide[2 * i] = i == 0 || i == len + 1 ? '"' : plain[i - 1];
		wide[2 * i + 1] = '\0';
	}
	return 2 * (len + 2);
}
